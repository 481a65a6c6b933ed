/** The tables of the console as data: what each lists, its columns and its filters. */
import { listOf, type Page, recordOf } from '../api/api.ts';
import type { IconName } from '../parts/icons.tsx';
import type { TableSearch } from '../parts/table-search.ts';

/** A row as the API gives it. */
export interface Row {
  id: string;
  [field: string]: unknown;
}

export interface Column {
  /** The field of the row, `person.name` within another. */
  field: string;
  label: string;
  as?: 'text' | 'date' | 'amount' | 'number' | 'phone' | 'yes' | 'owner';
  /** Left out where the page is narrow, and where no row has a value. */
  isMinor?: boolean;
  /** Left out before the other minor ones, as the page gets narrower. */
  isLeast?: boolean;
  /** Shown on the page of a record, and in a table whose address names it. */
  isExtra?: boolean;
  /** How much of a row its values need; without it, as most do. */
  width?: 'narrow' | 'wide';
}

export interface Filter {
  name: string;
  label: string;
  /** Without choices it is typed. */
  choices?: readonly { value: string; label: string }[];
}

export interface RecordKind {
  /** The address of the page, and of the list in the API. */
  path: string;
  title: string;
  icon: IconName;
  /** By `q`, the start of a name. */
  isSearched: boolean;
  /** The page of a record, the one of work, or that of the opportunity that it belongs to. */
  opens: 'page' | 'work' | 'opportunity';
  /** The fields that name a row: the first that has something. */
  names: readonly string[];
  /** The fields by which two of one name differ. */
  describedBy?: readonly string[];
  columns: readonly Column[];
  filters: readonly Filter[];
  /** Filters that links of reports and of sales processes bring along. They have no field, and can be taken out. */
  figureFilters?: readonly string[];
}

const ofReports = ['team', 'teamless', 'unowned', 'queue', 'process', 'campaign'];
const ofRecords = [
  ...[...ofReports, 'end', 'voided', 'pipeline', 'version', 'stage', 'person', 'company'],
  ...[
    'createdFrom',
    'createdTo',
    'closedFrom',
    'closedTo',
    'currency',
    'expectedFrom',
    'expectedTo',
    'expected',
  ],
];

const whose: Filter = { name: 'owner', label: 'Whose', choices: [{ value: 'me', label: 'Mine' }] };
const openOnly: Filter = {
  name: 'open',
  label: 'State',
  choices: [
    { value: 'true', label: 'Open' },
    { value: 'false', label: 'Ended' },
  ],
};
const search: Filter = { name: 'q', label: 'Name begins with' };
const owner: Column = { field: 'owner', label: 'Owner', as: 'owner', isMinor: true };
const created: Column = { field: 'createdAt', label: 'Created', as: 'date', isMinor: true, isLeast: true };

const flow = (
  path: string,
  title: string,
  icon: IconName,
  { more = [], brings = [] }: { more?: readonly Column[]; brings?: readonly string[] } = {},
): RecordKind => ({
  ...{ path, title, icon, isSearched: false, opens: 'page', names: ['name'] },
  columns: [
    { field: 'name', label: 'Name' },
    { field: 'person.company', label: 'Company', isMinor: true, width: 'wide' },
    { field: 'stage', label: 'Stage', width: 'wide' },
    ...more,
    { field: 'nextActionAt', label: 'Next', as: 'date', isMinor: true },
    owner,
    created,
  ],
  filters: [whose, openOnly],
  figureFilters: [...ofRecords, ...brings],
});
const sums: readonly Column[] = [
  { field: 'amount', label: 'Amount', as: 'amount' },
  { field: 'expectedClose', label: 'Expected close', as: 'date', isMinor: true, width: 'narrow' },
];

export const recordKinds: readonly RecordKind[] = [
  {
    ...{ path: '/tasks', title: 'Tasks', icon: 'check', isSearched: false, opens: 'work' },
    names: ['subject'],
    columns: [
      { field: 'subject', label: 'What' },
      { field: 'person.name', label: 'Who' },
      { field: 'dueAt', label: 'Due', as: 'date' },
      { field: 'status', label: 'Status', isMinor: true },
      { field: 'score', label: 'Score', as: 'number', isMinor: true },
      owner,
    ],
    filters: [
      whose,
      openOnly,
      { name: 'overdue', label: 'Deadline', choices: [{ value: 'true', label: 'Overdue' }] },
    ],
    figureFilters: [...ofReports, 'deadline', 'escalated', 'outcome', 'tier', 'dueFrom', 'dueTo'],
  },
  {
    ...{ path: '/leads', title: 'Leads', icon: 'target', isSearched: false, opens: 'work' },
    names: ['person.name', 'person.email'],
    columns: [
      { field: 'person.name', label: 'Who' },
      { field: 'person.company', label: 'Company', isMinor: true, width: 'wide' },
      { field: 'status', label: 'Status' },
      { field: 'score', label: 'Score', as: 'number' },
      { field: 'campaign', label: 'Campaign', isMinor: true, isLeast: true, width: 'wide' },
      owner,
      created,
    ],
    filters: [whose, openOnly],
    figureFilters: [
      ...[...ofReports, 'end', 'voided', 'touched', 'quality', 'programme', 'programmeVersion', 'rule'],
      ...['isScored', 'createdFrom', 'createdTo', 'pipeline', 'stage'],
    ],
  },
  {
    ...{ path: '/people', title: 'People', icon: 'people', isSearched: true, opens: 'page' },
    names: ['name', 'email'],
    describedBy: ['email', 'company'],
    columns: [
      { field: 'name', label: 'Name' },
      { field: 'email', label: 'E-mail', width: 'wide' },
      { field: 'company', label: 'Company', isMinor: true, width: 'wide' },
      { field: 'title', label: 'Title', isMinor: true, isExtra: true },
      { field: 'phone', label: 'Phone', as: 'phone', isMinor: true },
      { field: 'kind', label: 'Kind', isMinor: true, isLeast: true },
      { field: 'country', label: 'Country', isMinor: true, isLeast: true, width: 'narrow' },
      { field: 'doNotContact', label: 'Do not contact', as: 'yes', isMinor: true },
      { field: 'isEmailClaimed', label: 'Address not proven', as: 'yes', isMinor: true },
      owner,
    ],
    filters: [
      search,
      whose,
      {
        name: 'kind',
        label: 'Kind',
        choices: ['prospect', 'contact', 'customer'].map((value) => ({ value, label: value })),
      },
    ],
    figureFilters: ['campaign'],
  },
  {
    ...{ path: '/companies', title: 'Companies', icon: 'building', isSearched: true, opens: 'page' },
    names: ['name'],
    describedBy: ['domain', 'country'],
    columns: [
      { field: 'name', label: 'Name' },
      { field: 'domain', label: 'Domain', width: 'wide' },
      { field: 'country', label: 'Country', isMinor: true, width: 'narrow' },
      { field: 'phone', label: 'Phone', as: 'phone', isMinor: true },
      owner,
      created,
    ],
    filters: [search, whose],
  },
  flow('/opportunities', 'Opportunities', 'coins', {
    more: sums,
    brings: ['product', 'hasItems', 'countsFor', 'countsForAny', 'countedFrom', 'countedTo'],
  }),
  flow('/deals', 'Deals', 'handshake', { more: sums }),
  flow('/orders', 'Orders', 'box', {
    more: sums,
    brings: ['product', 'hasItems', 'repeatsItems', 'companyless'],
  }),
  flow('/jobs', 'Jobs', 'tool'),
  {
    ...{ path: '/quotations', title: 'Quotations', icon: 'page', isSearched: false, opens: 'opportunity' },
    names: ['number'],
    columns: [
      { field: 'number', label: 'Quotation' },
      { field: 'person.name', label: 'Who' },
      { field: 'person.company', label: 'Company', isMinor: true, isLeast: true, width: 'wide' },
      { field: 'status', label: 'Status' },
      { field: 'amount', label: 'Amount', as: 'amount' },
      { field: 'followUpOn', label: 'Follow up', as: 'date', isMinor: true, width: 'narrow' },
      { field: 'declineReason', label: 'Declined for', isMinor: true, isLeast: true },
      owner,
      created,
    ],
    filters: [],
  },
  { ...flow('/campaigns', 'Campaigns', 'megaphone'), figureFilters: ['pipeline', 'stage'] },
];

/** The kind that an address lists or is of. */
export function kindAt(pathname: string): RecordKind {
  const path = `/${pathname.split('/')[1] ?? ''}`;
  const kind = recordKinds.find((one) => one.path === path);
  if (kind === undefined) throw new Error(`no table lists ${path}`);
  return kind;
}

/** A field of a row, also one within another. */
export function valueIn(row: Row, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? (value as Row)[name] : undefined),
      row,
    );
}

/** What a row is called. */
export function nameOfRow({ names }: RecordKind, row: Row): string {
  for (const field of names) {
    const value = valueIn(row, field);
    if (typeof value === 'string' && value !== '') return value;
  }
  return row.id;
}

/** What a row differs by from another of its name. */
export function descriptionOfRow({ describedBy = [] }: RecordKind, row: Row): string {
  return describedBy.flatMap((field) => valueIn(row, field) ?? []).join(' · ');
}

/** Where a row leads to; null where nowhere. */
export function addressOf({ opens, path }: RecordKind, { id, opportunity }: Row): string | null {
  if (opens !== 'opportunity') return `${path}/${id}`;
  return typeof opportunity === 'string' ? `/opportunities/${opportunity}` : null;
}

/** A page of a list, from a cursor on. */
export function listRecords(
  { path }: RecordKind,
  filters: TableSearch,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<Page<Row>> {
  return listOf<Row>(path, { ...filters, limit, ...(cursor !== null && { cursor }) });
}

/** One record. */
export function readRecord({ path }: RecordKind, id: string): Promise<Row> {
  return recordOf<Row>(path, id);
}

/** Duplicates in words: why two may be one, what goes over, and how a record is called. Pure. */
import type {
  DuplicateReason,
  DuplicateRecord,
  MergedList,
  MergeField,
  MergePreview,
} from '../../../contract/api/api.ts';

const reasons: Readonly<Record<DuplicateReason, string>> = {
  email: 'Same mailbox',
  phone: 'Same phone',
  'external id': 'Same id elsewhere',
  name: 'Like names',
  domain: 'Like domains',
};

export const reasonInWords = (reason: DuplicateReason): string => reasons[reason];

const fields: Readonly<Record<MergeField, string>> = {
  ...{ email: 'E-mail', name: 'Name', company: 'Company', title: 'Title', phone: 'Phone' },
  ...{ country: 'Country', language: 'Language', kind: 'Kind', owner: 'Owner', domain: 'Domain' },
  externalId: 'External id',
};

export const fieldInWords = (field: MergeField): string => fields[field];

/** One and many of what goes over, in the order in which it is said. */
const things: readonly (readonly [table: string, one: string, many: string])[] = [
  ['people', 'person', 'people'],
  ['leads', 'lead', 'leads'],
  ['opportunities', 'opportunity', 'opportunities'],
  ['quotations', 'quotation', 'quotations'],
  ['deals', 'deal', 'deals'],
  ['orders', 'order', 'orders'],
  ['jobs', 'job', 'jobs'],
  ['campaigns', 'campaign', 'campaigns'],
  ['tasks', 'task', 'tasks'],
  ['activities', 'logged activity', 'logged activities'],
  ['attachments', 'file', 'files'],
  ['deliveries', 'message', 'messages'],
];

/** What goes over: `2 leads, 1 task`; empty where nothing does. */
export function movesInWords(moves: MergePreview['moves']): string {
  return things
    .flatMap(([table, one, many]) => {
      const count = moves[table] ?? 0;
      return count === 0 ? [] : [`${count.toLocaleString()} ${count === 1 ? one : many}`];
    })
    .join(', ');
}

/** How a record is called: by its name, else by what it has. */
export function nameOf({ name, email, phone, id }: DuplicateRecord): string {
  return name ?? email ?? phone ?? id;
}

/** By what two of one name differ. */
export function detailsOf(list: MergedList, record: DuplicateRecord): (string | null)[] {
  const { email, phone, company, domain, country, owner } = record;
  return list === 'people' ? [email, phone, company, owner] : [domain, phone, country, owner];
}

/** Returns which fields are taken from the merged record, where the choice differs from what stays by itself. */
export function takenOf(
  preview: MergePreview,
  choice: Readonly<Record<string, 'kept' | 'merged'>>,
): string[] {
  return preview.fields
    .filter(({ field, stays }) => (choice[field] ?? stays) === 'merged')
    .map(({ field }) => field);
}

/**
 * Whether the choice can be made: an empty value of the kept record is filled from the other one anyway. The nearer
 * customer stays anyway.
 */
export function isChoice({ kept, merged, field, stays }: MergePreview['fields'][number]): boolean {
  if (field === 'kind' && stays === 'merged') return false;
  return kept !== null && merged !== null && (kept !== merged || field === 'externalId');
}

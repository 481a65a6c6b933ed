/** Records as CSV: a stream of pages by id, whole or filtered, in the columns that an import reads. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ExportQuery, ImportKind, StagedKind } from '../../contract/api/api.ts';
import { startingWith } from '../store/store.ts';
import type { FlowAccess } from '../workflow/workflow.ts';
import { claimedEmail, exportedColumns } from './columns.core.ts';
import { requireFilters } from './export-filters.core.ts';
import { columnOfField, fieldIn, isFieldColumn } from './field-cells.core.ts';
import { fieldsOfKind } from './field-names.ts';
import { csvLines, utf8Mark } from './rejected.core.ts';

/** A query of one kind of rows, in the order of a unique text `key`. */
interface Source {
  from: string;
  key: string;
  /** By column of the file; what is absent is empty. */
  columns: Readonly<Record<string, string>>;
  conditions: readonly string[];
  values: readonly unknown[];
}

/** The id in another system, and the system. */
const externalOf = (table: string) => ({
  externalId: `${table}.external_id`,
  externalSource: `${table}.external_source`,
});

const ofPeople = {
  ...{
    id: 'people.id',
    email: 'people.email',
    [claimedEmail]: 'CASE WHEN people.email IS NULL THEN people.claimed_email END',
    name: 'people.name',
    kind: 'people.kind',
    company: 'people.company',
  },
  ...{ title: 'people.title', phone: 'people.phone', country: 'people.country', language: 'people.language' },
  ...{ owner: 'people.owner', doNotContact: 'people.do_not_contact', ...externalOf('people') },
};
const ofCompanies = {
  ...{ id: 'companies.id', name: 'companies.name', domain: 'companies.domain', phone: 'companies.phone' },
  ...{ country: 'companies.country', owner: 'companies.owner', doNotContact: 'companies.do_not_contact' },
  ...externalOf('companies'),
};

/** The rows of an export as text. Throws `invalid_request` for a filter that the kind has not, before the first row. */
export function exportCsv(access: FlowAccess, query: ExportQuery): AsyncGenerator<string> {
  requireFilters(query);
  return linesOf(access, query);
}

async function* linesOf(access: FlowAccess, query: ExportQuery): AsyncGenerator<string> {
  const { database } = access;
  const fields = await fieldsOfKind(access, query.kind, query.pipeline ?? null);
  const columns = [...exportedColumns(query.kind), ...fields.map(({ field }) => columnOfField(field))];
  yield utf8Mark + csvLines([columns], query.delimiter);
  for (const source of sourcesOf(query))
    for await (const rows of pagesOf(database, source))
      yield csvLines(
        rows.map((row) => columns.map((column) => cellOf(valueIn(row, column)))),
        query.delimiter,
      );
}

/** No page counts the rows before it: it begins after the last key. */
async function* pagesOf(
  database: Queryable,
  { from, key, columns, conditions, values }: Source,
): AsyncGenerator<Record<string, unknown>[]> {
  const shown = Object.entries(columns).map(([name, sql]) => `${sql} AS "${name}"`);
  const after = `${key} > $${values.length + 1}`;
  for (let last = ''; ; ) {
    const { rows } = await database.query<Record<string, unknown> & { key: string }>(
      `SELECT ${key} AS key, ${shown.join(', ')} FROM ${from} WHERE ${[...conditions, after].join(' AND ')}
       ORDER BY ${key} LIMIT ${limits.exportPageRows}`,
      [...values, last],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < limits.exportPageRows) return;
    last = rows.at(-1)?.key ?? last;
  }
}

/** Fields stand in one column of the table. */
function valueIn(row: Record<string, unknown>, column: string): unknown {
  if (!isFieldColumn(column)) return row[column];
  return (row['fields'] as Record<string, unknown> | null)?.[fieldIn(column)];
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join('; ') : String(value);
}

function sourcesOf(query: ExportQuery): Source[] {
  const { kind } = query;
  switch (kind) {
    case 'people':
    case 'customers':
      return [people({ ...query, personKind: kind === 'customers' ? 'customer' : query.personKind })];
    case 'companies':
      return [companies(query)];
    case 'owners':
      return [owners(query)];
    case 'products':
      return [
        {
          from: 'products',
          key: 'name',
          columns: { name: 'name', unitPrice: 'unit_price', currency: 'currency' },
          ...where([]),
        },
      ];
    case 'opportunities':
    case 'deals':
    case 'orders':
    case 'jobs':
      return [records(kind, query)];
    case 'quotations':
      return [quotations(query)];
    case 'do-not-contact':
      return wishes();
  }
}

type Condition = readonly [sql: string, value: unknown];

/** Conditions with a value each, written `?`; those whose value is undefined are left out. */
function where(given: readonly Condition[]): Pick<Source, 'conditions' | 'values'> {
  const asked = given.filter(([, value]) => value !== undefined);
  return {
    conditions: asked.map(([sql], index) => sql.replaceAll('?', `$${index + 1}`)),
    values: asked.map(([, value]) => value),
  };
}

function people(query: ExportQuery): Source {
  return {
    from: 'people',
    key: 'people.id',
    columns: ofPeople,
    ...where([
      ['people.id = ANY(?)', query.ids],
      ['people.kind = ?', query.personKind],
      ['people.email = ?', query.email],
      ['people.owner = ?', query.owner],
      ['people.company_id = ?', query.company],
      ['people.do_not_contact = ?', query.doNotContact],
      ['people.id IN (SELECT person_id FROM campaign_influences WHERE campaign = ?)', query.campaign],
      ['(lower(people.name) LIKE ? OR people.email LIKE ?)', startingWith(query.q)],
    ]),
  };
}

function companies(query: ExportQuery): Source {
  return {
    from: 'companies',
    key: 'companies.id',
    columns: ofCompanies,
    ...where([
      ['companies.id = ANY(?)', query.ids],
      ['companies.owner = ?', query.owner],
      ['companies.domain = ?', query.domain?.toLowerCase()],
      ['companies.do_not_contact = ?', query.doNotContact],
      ['lower(companies.name) LIKE ?', startingWith(query.q)],
    ]),
  };
}

function owners(query: ExportQuery): Source {
  return {
    from: 'users',
    key: 'email',
    columns: {
      ...{ email: 'email', name: 'name', role: 'role', team: 'team', lanes: 'lanes', languages: 'languages' },
      ...{
        territories: 'territories',
        products: 'products',
        acceptsLeads: 'accepts_leads',
        capacity: 'capacity',
      },
      ...{ maxOpenLeads: 'max_open_leads', timeZone: 'time_zone', deputy: 'deputy' },
    },
    ...where([
      ['role = ?', query.role],
      ['team = ?', query.team],
      ['email = ?', query.email],
    ]),
  };
}

function records(table: StagedKind, query: ExportQuery): Source {
  const { open } = query;
  return {
    from: `${table} LEFT JOIN people ON people.id = ${table}.person_id
           LEFT JOIN companies ON companies.id = ${table}.company_id`,
    key: `${table}.id`,
    columns: {
      ...{ id: `${table}.id`, name: `${table}.name`, stage: 'stage', person: 'people.email' },
      ...{
        pipeline: `split_part(${table}.pipeline, '@', 1)`,
        company: 'companies.name',
        campaign: 'campaign',
      },
      ...{
        owner: `${table}.owner`,
        amount: 'amount',
        currency: 'currency',
        expectedClose: 'expected_close',
        closedAt: momentOf('closed_at'),
      },
      ...externalOf(table),
      fields: `${table}.fields`,
    },
    ...where([
      [`${table}.id = ANY(?)`, query.ids],
      [`${table}.owner = ?`, query.owner],
      ['stage = ?', query.stage],
      ['campaign = ?', query.campaign],
      ['person_id = ?', query.person],
      [`${table}.company_id = ?`, query.company],
      [`split_part(${table}.pipeline, '@', 1) = ?`, query.pipeline],
      ['(closed_at IS NULL) = ?', open],
      // What was undone never was.
      ['ended IS DISTINCT FROM ?', 'voided'],
    ]),
  };
}

/** A moment as the API writes it. */
const momentOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function quotations(query: ExportQuery): Source {
  return {
    from: 'quotations JOIN opportunities ON opportunities.id = opportunity_id',
    key: 'quotations.id',
    columns: {
      ...{ id: 'quotations.id', number: 'number', opportunity: 'opportunity_id', status: 'status' },
      ...{ amount: 'quotations.amount', currency: 'quotations.currency', sentAt: momentOf('sent_at') },
      followUpOn: 'follow_up_on',
      ...{ answeredAt: momentOf('answered_at'), declineReason: 'decline_reason' },
    },
    ...where([
      ['quotations.id = ANY(?)', query.ids],
      ['opportunities.owner = ?', query.owner],
      ['opportunities.person_id = ?', query.person],
      ['opportunities.company_id = ?', query.company],
    ]),
  };
}

/** Everybody who is marked by themselves, then the companies: their people are marked with them. */
function wishes(): Source[] {
  return [
    {
      from: 'people',
      key: 'people.id',
      columns: { id: 'people.id', email: 'people.email', phone: 'people.phone', name: 'people.name' },
      ...where([
        [
          'people.do_not_contact = ? AND NOT people.marked_with_company AND coalesce(people.email, people.phone) IS NOT NULL',
          true,
        ],
      ]),
    },
    {
      from: 'companies',
      key: 'companies.id',
      columns: { id: 'companies.id', domain: 'companies.domain', company: 'companies.name' },
      ...where([['companies.do_not_contact = ?', true]]),
    },
  ];
}

/** What a browser calls the file. */
export const exportFileName = (kind: ImportKind): string => `${kind}.csv`;

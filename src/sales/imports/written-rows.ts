/** Writes the decided rows of a batch, and notes what was there before, so that all of it can be undone. */
import type { Queryable } from '../../base/database/database.ts';
import { openSuppressed } from '../leads/leads.ts';
import type { RoutingStore } from '../routing/routing.ts';
import { notTakenOut } from '../store/store.ts';
import {
  allowContact,
  allowContactOfCompany,
  type FlowAccess,
  stopContact,
  stopContactOfCompany,
  type WorkflowStore,
} from '../workflow/workflow.ts';
import type { ImportTable, Stored, Written } from './decision.core.ts';
import { noteTraits } from './traits.ts';
import { freedInMarkedCompany } from './undo.core.ts';

const ofRecord: readonly string[] = [
  ...['id', 'name', 'person_id', 'company_id', 'lead_id', 'campaign', 'owner', 'amount', 'currency'],
  ...[
    'expected_close',
    'stage',
    'created_at',
    'updated_at',
    'closed_at',
    'pipeline',
    'entered_at',
    'came_from',
  ],
  ...['fields', 'reminded_at', 'counted', 'next_action_at', 'ended', 'end_reason'],
  ...['external_id', 'external_source'],
];

/** The columns of each table that imports write; `do_not_contact` is the matter of its own functions once a row is there. */
const writtenColumns: Readonly<Record<ImportTable, readonly string[]>> = {
  people: [
    ...[
      'id',
      'email',
      'name',
      'company',
      'company_id',
      'title',
      'phone',
      'country',
      'language',
      'kind',
      'owner',
    ],
    ...[
      'do_not_contact',
      'marked_with_company',
      'external_id',
      'external_source',
      'created_at',
      'updated_at',
    ],
  ],
  companies: [
    'id',
    'name',
    'domain',
    'owner',
    'country',
    'phone',
    'do_not_contact',
    'external_id',
    'external_source',
    'created_at',
    'updated_at',
  ],
  users: [
    ...['email', 'name', 'role', 'team', 'lanes', 'languages', 'territories', 'products', 'accepts_leads'],
    ...['capacity', 'max_open_leads', 'time_zone', 'deputy'],
  ],
  products: ['name', 'unit_price', 'currency', 'created_at', 'updated_at'],
  opportunities: [...ofRecord, 'amount_by_hand'],
  deals: ofRecord,
  orders: [...ofRecord, 'amount_by_hand'],
  jobs: ofRecord,
  quotations: [
    ...['id', 'number', 'opportunity_id', 'amount', 'currency', 'status', 'sent_at', 'follow_up_on'],
    ...['follow_up_at', 'answered_at', 'decline_reason', 'created_at', 'updated_at'],
  ],
};

/** Columns that no update writes. */
const fixed = new Set(['id', 'created_at', 'do_not_contact', 'lead_id']);
const tables = Object.keys(writtenColumns) as ImportTable[];

/** Puts values into columns of records; all other columns stay. The database casts each value to the type of its column. */
export async function updateRows(
  connection: Queryable,
  table: ImportTable,
  rows: readonly { id: string; values: Stored }[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = writtenColumns[table].filter((column) => !fixed.has(column));
  await connection.query(
    `UPDATE ${table} SET (${columns.join(', ')}) = (
       SELECT ${columns.map((column) => `now.${column}`).join(', ')}
       FROM jsonb_populate_record(${table}.*, given.values) AS now)
     FROM jsonb_to_recordset($1) AS given (id text, values jsonb) WHERE ${table}.id = given.id`,
    [JSON.stringify(rows)],
  );
}

async function insertRows(connection: Queryable, table: ImportTable, rows: readonly Stored[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = writtenColumns[table].join(', ');
  await connection.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

/** The store of imports: with the rules of routing, since a freed person may get a lead. */
export type ImportStore = WorkflowStore & RoutingStore;

/** What marks and frees people: their work ends and comes back with it. */
export interface MarkContext extends FlowAccess, Pick<RoutingStore, 'routing'> {
  nowMs: number;
}

/** Writes the records of a batch in the transaction of the context. */
export async function writeDecided(
  context: MarkContext,
  importId: string,
  all: readonly Written[],
): Promise<void> {
  const { database: connection, nowMs } = context;
  const updated_at = new Date(nowMs).toISOString();
  for (const table of tables) {
    const own = latestOf(all.filter((one) => one.table === table));
    if (own.length === 0) continue;
    await insertRows(
      connection,
      table,
      own.filter(({ before }) => before === null).map(({ after }) => after),
    );
    const freed = table === 'people' ? await freedOf(connection, own) : new Map<string, string>();
    const changed = own.filter(({ before, columns }) => before !== null && columns.length > 0);
    await updateRows(
      connection,
      table,
      changed.map(({ id, after, columns }) => ({
        id,
        values: {
          ...Object.fromEntries(columns.map((column) => [column, after[column] ?? null])),
          updated_at,
        },
      })),
    );
    await applyMarks(context, table, own);
    await noteMade(connection, importId, table, own);
    await noteChanges(connection, importId, { table, all: own, freed });
    // Links are noted behind the company that they lead to: an undo goes the other way.
    if (table === 'companies') await linkPeople(context, importId, own);
    if (table === 'people') {
      await noteTraits(
        connection,
        importId,
        own.map(({ id, after, columns }) => ({
          ...{ id, email: after['email'] },
          values: Object.fromEntries(columns.map((column) => [column, after[column]])),
        })),
      );
      await stopMarked(
        context,
        own
          .filter(({ before, columns }) => before !== null && columns.includes('company_id'))
          .map(({ id }) => id),
      );
    }
  }
}

/** Several rows of a batch may touch one record: it is written once, as the last one leaves it. */
function latestOf(all: readonly Written[]): Written[] {
  const byId = new Map<string, Written>();
  for (const one of all) {
    const former = byId.get(one.id);
    byId.set(
      one.id,
      former === undefined
        ? one
        : {
            ...one,
            before: former.before,
            columns: [...new Set([...former.columns, ...one.columns])],
            mark: one.mark ?? former.mark,
          },
    );
  }
  return [...byId.values()];
}

/**
 * Of people who are to be marked, or to change their company: those who are free while their company is marked, with `company entry`.
 * That is the last entry of the company's timeline: a later one shows whether it was marked again.
 */
async function freedOf(connection: Queryable, people: readonly Written[]): Promise<Map<string, string>> {
  const asked = people.filter(
    ({ before, columns, mark }) => before !== null && (mark === true || columns.includes('company_id')),
  );
  if (asked.length === 0) return new Map();
  const { rows } = await connection.query<{ id: string; company: string }>(
    `SELECT people.id, companies.id || ' ' || coalesce(
       (SELECT max(timeline.id) FROM timeline WHERE record = companies.id AND kind = 'companies'), 0) AS company
     FROM people JOIN companies ON companies.id = company_id
     WHERE people.id = ANY($1) AND companies.do_not_contact AND NOT people.do_not_contact`,
    [asked.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, company }) => [id, company]));
}

/** Notes what records were before: column → [before, after]. */
async function noteChanges(
  connection: Queryable,
  importId: string,
  { table, all, freed }: { table: ImportTable; all: readonly Written[]; freed: ReadonlyMap<string, string> },
): Promise<void> {
  const rows = all
    .filter(({ before }) => before !== null)
    .map(({ id, before, after, columns, mark }) => ({
      record: id,
      changes: {
        ...Object.fromEntries(
          columns.map((column) => [column, [before?.[column] ?? null, after[column] ?? null]]),
        ),
        ...(mark !== null && { do_not_contact: [!mark, mark] }),
        ...(mark === false &&
          before?.['marked_with_company'] === true && { marked_with_company: [true, false] }),
        // Who is marked when they join a company is not marked by it.
        ...(columns.includes('company_id') &&
          before?.['do_not_contact'] === true && { do_not_contact: [true, mark ?? true] }),
        ...(freed.has(id) && { [freedInMarkedCompany]: [freed.get(id), freed.get(id)] }),
      },
    }));
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO import_changes (import_id, kind, record, changes)
     SELECT $1, $2, record, changes FROM jsonb_to_recordset($3) AS given (record text, changes jsonb)`,
    [importId, table, JSON.stringify(rows)],
  );
}

/**
 * What a new record is, as a hash: an undo sees by it whether somebody has changed the record since. A mark that a person has with their
 * company is no change of the person.
 */
export const madeHash = (table: ImportTable): string =>
  table === 'people'
    ? `md5((to_jsonb(people) - ARRAY['revision', 'updated_at', 'do_not_contact', 'marked_with_company']
         || jsonb_build_object('isMarked', do_not_contact AND NOT marked_with_company))::text)`
    : `md5((to_jsonb(${table}) - ARRAY['revision', 'updated_at'])::text)`;

/** Notes records that are new, in the order in which they were made. */
async function noteMade(
  connection: Queryable,
  importId: string,
  table: ImportTable,
  all: readonly Written[],
): Promise<void> {
  const made = all.filter(({ before }) => before === null).map(({ id }) => id);
  if (made.length === 0) return;
  await connection.query(
    `INSERT INTO import_changes (import_id, kind, record, made)
     SELECT $1, $2, id, ${madeHash(table)} FROM ${table} WHERE id = ANY($3)`,
    [importId, table, made],
  );
}

/** Links the people of a company's domain who have no company, as the entry of a company does. Each link can be undone. */
async function linkPeople(
  context: MarkContext,
  importId: string,
  companies: readonly Written[],
): Promise<void> {
  const { database: connection, nowMs } = context;
  const ids = companies
    .filter(({ after, columns }) => typeof after['domain'] === 'string' && columns.includes('domain'))
    .map(({ id }) => id);
  if (ids.length === 0) return;
  const { rows } = await connection.query<{ record: string }>(
    `WITH found AS (
       SELECT people.id, people.company AS before, companies.id AS company_id, coalesce(people.company, companies.name) AS company,
         people.do_not_contact AS was_marked
       FROM people JOIN companies ON companies.domain = split_part(people.email, '@', 2)
       WHERE companies.id = ANY($2) AND people.company_id IS NULL AND ${notTakenOut} ORDER BY people.id FOR NO KEY UPDATE OF people
     ), linked AS (
       UPDATE people SET company_id = found.company_id, company = found.company, updated_at = $3
       FROM found WHERE people.id = found.id RETURNING people.id, found.before, found.company, found.company_id, found.was_marked
     )
     INSERT INTO import_changes (import_id, kind, record, changes)
     SELECT $1, 'people', id, jsonb_build_object('company_id', jsonb_build_array(NULL, company_id),
       'company', jsonb_build_array(before, company)) || CASE WHEN was_marked THEN '{"do_not_contact": [true, true]}' ELSE '{}' END::jsonb
     FROM linked RETURNING record`,
    [importId, ids, new Date(nowMs)],
  );
  await stopMarked(
    context,
    rows.map(({ record }) => record),
  );
}

/** Marks and frees people or companies: with what becomes of their open work. */
export async function applyMarks(
  context: MarkContext,
  table: ImportTable,
  marks: readonly Pick<Written, 'id' | 'mark'>[],
): Promise<void> {
  const { database, nowMs } = context;
  const ids = (mark: boolean) => marks.filter((one) => one.mark === mark).map(({ id }) => id);
  const [marked, freed] = [ids(true), ids(false)];
  const allowed: string[] = [];
  if (table === 'people') {
    if (marked.length > 0) await stopContact(context, marked, nowMs);
    if (freed.length > 0) allowed.push(...(await allowContact(context, freed, nowMs)));
  }
  if (table === 'companies') {
    for (const id of marked) await stopContactOfCompany(context, id, nowMs);
    for (const id of freed) allowed.push(...(await allowContactOfCompany(context, id, nowMs)));
  }
  if (allowed.length > 0) await openSuppressed(database, context, allowed, nowMs);
}

/** Ends the open work of people who joined a marked company: the database has marked them. */
async function stopMarked(context: MarkContext, people: readonly string[]): Promise<void> {
  const { rows } = await context.database.query<{ id: string }>(
    'SELECT id FROM people WHERE id = ANY($1) AND marked_with_company',
    [people],
  );
  const marked = rows.map(({ id }) => id);
  if (marked.length > 0) await stopContact(context, marked, context.nowMs);
}

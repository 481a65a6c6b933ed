/** Takes an import back: the latest of what it wrote first, in batches. What somebody changed or used since is kept, and listed. */
import { randomUUID } from 'node:crypto';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { actingAs, holdContact } from '../store/store.ts';
import type { ImportTable, Stored } from './decision.core.ts';
import { dropFile } from './file-pieces.ts';
import { type ImportRow, stepImport } from './import-rows.ts';
import { takeTraitsBack, traitColumns } from './traits.ts';
import {
  allKept,
  type BackInCompany,
  type ChangeRow,
  type Changes,
  marksOfCompanies,
  type PutBack,
  putBack,
  runsOf,
  wasSentSince,
} from './undo.core.ts';
import { applyMarks, type ImportStore, type MarkContext, madeHash, updateRows } from './written-rows.ts';

interface Kept {
  record: string;
  field: string | null;
  reason: string;
}

/** Takes one batch back, and ends the import after the last one. */
export async function undoStep(store: ImportStore, row: ImportRow): Promise<ImportRow> {
  const { pool, flows, routing, now } = store;
  const nowMs = now();
  const next = await actingAs(pool, { name: row.created_by }, nowMs, async (connection) => {
    const { rows: changes } = await connection.query<ChangeRow>(
      `SELECT * FROM import_changes WHERE import_id = $1 AND ($2::bigint IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3 FOR UPDATE`,
      [row.id, row.undone_to, limits.importBatchRows],
    );
    if (changes.length === 0)
      return stepImport(
        connection,
        row,
        { status: row.undone_as ?? 'undone', upload: null, ended_at: new Date(nowMs) },
        nowMs,
      );
    const kept = await takeBack({ database: connection, flows, routing, nowMs }, row.id, changes);
    await noteKept(connection, row.id, kept, nowMs);
    const counts = {
      done_rows: row.done_rows + changes.length,
      kept_values: row.kept_values + kept.length,
      undone_to: changes.at(-1)?.id ?? null,
    };
    return stepImport(connection, row, counts, nowMs);
  });
  if (next.upload === null && row.upload !== null) await dropFile(pool, row.upload);
  return next;
}

async function takeBack(
  context: MarkContext,
  importId: string,
  changes: readonly ChangeRow[],
): Promise<Kept[]> {
  // The lock of marks is taken before any row: a company that somebody is back in, or has left, may be marked by now.
  if (changes.some((one) => one.changes !== null && marking.some((column) => column in (one.changes ?? {}))))
    await holdContact(context.database);
  const kept: Kept[] = [];
  for (const run of runsOf(changes)) {
    const [{ kind: table }] = run as [ChangeRow];
    kept.push(...(await putValuesBack(context, importId, { table, all: run })));
    kept.push(...(await removeMade(context.database, importId, { table, all: run })));
  }
  return kept;
}

/** Columns that mark and free people. */
const marking = ['do_not_contact', 'marked_with_company', 'company_id'];

async function putValuesBack(
  context: MarkContext,
  importId: string,
  { table, all }: { table: ImportTable; all: readonly ChangeRow[] },
): Promise<Kept[]> {
  const { database: connection, nowMs } = context;
  const { rows } = await connection.query<Stored>(
    `SELECT * FROM ${table} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
    [all.map(({ record }) => record)],
  );
  const now = new Map(rows.map((row) => [String(row['id']), row]));
  const kept: Kept[] = [];
  const marks: { id: string; mark: boolean }[] = [];
  const updated_at = new Date(nowMs).toISOString();
  const updates: { id: string; values: Stored }[] = [];
  const backs = new Map<string, PutBack>();
  for (const [record, changes] of changesByRecord(all)) {
    const present = now.get(record);
    // A record that was erased since has nothing to put back.
    if (present === undefined) continue;
    const isSent = wasSentSince(table, present);
    const back = isSent ? allKept(putBack(changes, present), present) : putBack(changes, present);
    backs.set(record, back);
    for (const one of back.kept)
      kept.push({
        record,
        field: one.column,
        reason: isSent
          ? 'it was sent since the import'
          : `it is ${JSON.stringify(one.now)} by now: changed since the import`,
      });
    if (Object.keys(back.values).length > 0)
      updates.push({ id: record, values: { ...back.values, updated_at } });
    if (back.mark !== null) marks.push({ id: record, mark: back.mark });
  }
  const notMarkedSince = await companiesNotMarkedSince(
    connection,
    [...backs.values()].flatMap(({ freedIn }) => freedIn ?? []),
  );
  // Freed before they are back in a company: one that is marked marks them again.
  const stay =
    table === 'people'
      ? await markedWithCompany(connection, marks, { backs, notMarkedSince })
      : new Set<string>();
  await applyMarks(
    context,
    table,
    marks.filter(({ id }) => !stay.has(id)),
  );
  const refused = await updateOrKeep(connection, table, updates);
  kept.push(...refused);
  const isRefused = new Set(refused.map(({ record }) => record));
  const written = updates.filter(({ id }) => !isRefused.has(id));
  if (table === 'people') {
    const columns = written.map(({ id, values }) => ({ person: id, columns: Object.keys(values) }));
    await takeTraitsBack(connection, importId, columns);
    await followCompanies(
      context,
      written.flatMap(({ id, values }) => {
        if (!marking.some((column) => column in values)) return [];
        const { mark = null, wasMarked = false, freedIn = null } = backs.get(id) ?? {};
        const wasFreed = freedIn !== null && notMarkedSince.has(freedIn);
        return [
          { id, wasMarked, wasFreed, isMarkedBefore: mark ?? now.get(id)?.['do_not_contact'] === true },
        ];
      }),
    );
  }
  return kept;
}

/** Of companies as `company entry`: those that nobody has marked since that entry of their timeline. */
async function companiesNotMarkedSince(
  connection: Queryable,
  asked: readonly string[],
): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const { rows } = await connection.query<{ company: string }>(
    `SELECT company FROM unnest($1::text[]) AS asked (company) WHERE NOT EXISTS (
       SELECT FROM timeline WHERE record = split_part(company, ' ', 1) AND id > split_part(company, ' ', 2)::bigint
         AND kind = 'companies' AND changes -> 'do_not_contact' ->> 1 = 'true')`,
    [asked],
  );
  return new Set(rows.map(({ company }) => company));
}

/** People who are freed of their own mark, and whose company is marked since: that mark is theirs now. Returns them. */
async function markedWithCompany(
  connection: Queryable,
  marks: readonly { id: string; mark: boolean }[],
  {
    backs,
    notMarkedSince,
  }: { backs: ReadonlyMap<string, PutBack>; notMarkedSince: ReadonlySet<string | null> },
): Promise<Set<string>> {
  const freed = marks.filter(({ id, mark }) => {
    const back = backs.get(id);
    return !mark && back !== undefined && !notMarkedSince.has(back.freedIn) && !('company_id' in back.values);
  });
  const { rows } = await connection.query<{ id: string }>(
    `UPDATE people SET marked_with_company = true FROM companies
     WHERE people.id = ANY($1) AND companies.id = company_id AND companies.do_not_contact RETURNING people.id`,
    [freed.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}

function changesByRecord(all: readonly ChangeRow[]): Map<string, Changes[]> {
  const byRecord = new Map<string, Changes[]>();
  for (const { record, changes } of all)
    if (changes !== null) byRecord.set(record, [...(byRecord.get(record) ?? []), changes]);
  return byRecord;
}

/** People are marked as the company says that they are back in, with what becomes of their work. */
async function followCompanies(
  context: MarkContext,
  people: readonly Pick<BackInCompany, 'id' | 'wasMarked' | 'wasFreed' | 'isMarkedBefore'>[],
): Promise<void> {
  if (people.length === 0) return;
  const { rows } = await context.database.query<{
    id: string;
    isMarked: boolean;
    isMarkedWithCompany: boolean;
    isCompanyMarked: boolean;
  }>(
    `SELECT people.id, people.do_not_contact AS "isMarked", marked_with_company AS "isMarkedWithCompany",
       coalesce(companies.do_not_contact, false) AS "isCompanyMarked"
     FROM people LEFT JOIN companies ON companies.id = company_id WHERE people.id = ANY($1)`,
    [people.map(({ id }) => id)],
  );
  const before = new Map(people.map((one) => [one.id, one]));
  const { marked, freed } = marksOfCompanies(
    rows.flatMap((row) => {
      const own = before.get(row.id);
      return own === undefined ? [] : [{ ...own, ...row }];
    }),
  );
  await applyMarks(context, 'people', [
    ...marked.map((id) => ({ id, mark: true })),
    ...freed.map((id) => ({ id, mark: false })),
  ]);
}

/**
 * Writes former values back. Those that the database refuses stay as they are: an address may be another record's by now, a company
 * may be gone. One refusal must not hold up the rest, nor every import after this one.
 */
async function updateOrKeep(
  connection: Queryable,
  table: ImportTable,
  updates: readonly { id: string; values: Stored }[],
): Promise<Kept[]> {
  await connection.query('SAVEPOINT before_values');
  try {
    await updateRows(connection, table, updates);
    await connection.query('RELEASE SAVEPOINT before_values');
    return [];
  } catch (error) {
    await connection.query('ROLLBACK TO SAVEPOINT before_values');
    if (!sqlStateOf(error).startsWith(integrityViolations)) throw error;
    const [first] = updates;
    if (updates.length === 1 && first !== undefined)
      return [
        {
          record: first.id,
          field: null,
          reason: 'its former values are another record’s by now, or name a record that is gone',
        },
      ];
    const half = Math.ceil(updates.length / 2);
    const kept = await updateOrKeep(connection, table, updates.slice(0, half));
    return [...kept, ...(await updateOrKeep(connection, table, updates.slice(half)))];
  }
}

/** The class of SQL states of unique, foreign and other constraints. */
const integrityViolations = '23';

/** Removes records that the import made and nobody has changed or used since, with their timelines: they never were. */
async function removeMade(
  connection: Queryable,
  importId: string,
  { table, all }: { table: ImportTable; all: readonly ChangeRow[] },
): Promise<Kept[]> {
  if (all.every(({ changes }) => changes !== null)) return [];
  const { rows } = await connection.query<{ id: string; isChanged: boolean }>(
    `SELECT id, ${madeHash(table)} IS DISTINCT FROM made AS "isChanged" FROM ${table}
     JOIN jsonb_to_recordset($1) AS given (record text, made text) ON given.record = id ORDER BY id FOR UPDATE OF ${table}`,
    [
      JSON.stringify(
        all.filter(({ changes }) => changes === null).map(({ record, made }) => ({ record, made })),
      ),
    ],
  );
  const kept: Kept[] = [];
  let gone = rows.map(({ id }) => id);
  const reasons = new Map(
    rows.flatMap(({ id, isChanged }) => (isChanged ? [[id, 'it was changed since the import']] : [])),
  );
  // Who stays may refer to another that would go, as a user to a deputy: until nobody does.
  for (let goneBefore = -1; goneBefore !== gone.length; ) {
    goneBefore = gone.length;
    for (const [id, by] of await usesOf(connection, table, gone))
      reasons.set(id, `${by} of it: made since the import`);
    gone = gone.filter((id) => !reasons.has(id));
  }
  for (const [record, reason] of reasons) kept.push({ record, field: null, reason });
  await connection.query(`DELETE FROM ${table} WHERE id = ANY($1)`, [gone]);
  if (table === 'people')
    await takeTraitsBack(
      connection,
      importId,
      gone.map((person) => ({ person, columns: traitColumns })),
    );
  await connection.query(`SELECT set_config('scoville.erasing', 'yes', true)`);
  await connection.query('DELETE FROM timeline WHERE record = ANY($1)', [gone]);
  await connection.query(`SELECT set_config('scoville.erasing', '', true)`);
  return kept;
}

/** Owners are named by their address, without a reference. */
const owning = [
  'people',
  'companies',
  'leads',
  'tasks',
  'campaigns',
  'opportunities',
  'deals',
  'orders',
  'jobs',
];

/** By record: a table with rows that refer to it. What refers to it and goes too is no use. */
async function usesOf(
  connection: Queryable,
  table: ImportTable,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows: references } = await connection.query<{ table: string; column: string; key: string }>(
    `SELECT conrelid::regclass::text AS "table", own.attname AS "column", named.attname AS key
     FROM pg_constraint
     JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = conkey[1]
     JOIN pg_attribute AS named ON named.attrelid = confrelid AND named.attnum = confkey[1]
     WHERE contype = 'f' AND confrelid = $1::regclass AND array_length(conkey, 1) = 1
       -- What goes with a record is a use of it where people add it: its files, items, campaigns, and what was merged into it.
       AND (confdeltype <> 'c' OR conrelid IN ('attachments'::regclass, 'items'::regclass, 'merges'::regclass)
         -- Leads and opportunities get the campaign of their own row by a trigger; only a user adds a person to one.
         OR (conrelid = 'campaign_influences'::regclass AND confrelid = 'people'::regclass))`,
    [table],
  );
  if (table === 'users')
    references.push(...owning.map((name) => ({ table: name, column: 'owner', key: 'email' })));
  const used = new Map<string, string>();
  for (const reference of references) {
    const { rows } = await connection.query<{ id: string }>(
      `SELECT ${table}.id FROM ${table} WHERE id = ANY($1)
         AND EXISTS (SELECT FROM ${reference.table} AS other WHERE other.${reference.column} = ${table}.${reference.key}
           ${reference.table === table ? 'AND other.id <> ALL($1)' : ''})`,
      [ids],
    );
    for (const { id } of rows) used.set(id, reference.table);
  }
  return used;
}

async function noteKept(
  connection: Queryable,
  importId: string,
  kept: readonly Kept[],
  nowMs: number,
): Promise<void> {
  if (kept.length === 0) return;
  const rows = kept.map((one) => ({ ...one, id: `ik_${randomUUID()}` }));
  await connection.query(
    `INSERT INTO import_kept (id, import_id, created_at, record, field, reason)
     SELECT id, $1, $2, record, field, reason FROM jsonb_to_recordset($3) AS given (id text, record text, field text, reason text)`,
    [importId, new Date(nowMs), JSON.stringify(rows)],
  );
}

/** Takes an import back: the latest of what it wrote first, in batches. What somebody changed or used since is kept, and listed. */
import { randomUUID } from 'node:crypto';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { actingAs, holdContact } from '../store/store.ts';
import type { ImportTable, Stored } from './decision.core.ts';
import { dropFile } from './file-pieces.ts';
import { type ImportRow, stepImport } from './import-rows.ts';
import { noteTraits } from './traits.ts';
import { type Changes, putBack } from './undo.core.ts';
import { applyMarks, type ImportStore, type MarkContext, madeHash, updateRows } from './written-rows.ts';

interface ChangeRow {
  id: string;
  kind: ImportTable;
  record: string;
  changes: Changes | null;
  made: string | null;
}

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
  const { database: connection } = context;
  if (changes.some((one) => one.changes !== null && 'do_not_contact' in one.changes))
    await holdContact(connection);
  const kept: Kept[] = [];
  // Links of people go before the company that they lead to.
  const tables = (['opportunities', 'people', 'companies', 'users', 'products'] as const).filter((table) =>
    changes.some(({ kind }) => kind === table),
  );
  for (const table of tables) {
    const own = changes.filter(({ kind }) => kind === table);
    kept.push(...(await putValuesBack(context, importId, { table, all: own })));
    kept.push(...(await removeMade(connection, table, own)));
  }
  return kept;
}

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
  for (const { record, changes } of all) {
    const present = now.get(record);
    // A record that was erased since has nothing to put back.
    if (changes === null || present === undefined) continue;
    const back = putBack(changes, present);
    for (const one of back.kept)
      kept.push({
        record,
        field: one.column,
        reason: `it is ${JSON.stringify(one.now)} by now: changed since the import`,
      });
    if (Object.keys(back.values).length > 0)
      updates.push({ id: record, values: { ...back.values, updated_at } });
    if (back.mark !== null) marks.push({ id: record, mark: back.mark });
  }
  const refused = await updateOrKeep(connection, table, updates);
  kept.push(...refused);
  const written = updates.filter(({ id }) => refused.every(({ record }) => record !== id));
  if (table === 'people')
    await noteTraits(
      connection,
      importId,
      written.map(({ id, values }) => ({ id, email: values['email'] ?? now.get(id)?.['email'], values })),
    );
  await applyMarks(context, table, marks);
  return kept;
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
  table: ImportTable,
  all: readonly ChangeRow[],
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
  const used = await usesOf(
    connection,
    table,
    rows.map(({ id }) => id),
  );
  const gone: string[] = [];
  for (const { id, isChanged } of rows) {
    const by = used.get(id);
    if (by !== undefined)
      kept.push({ record: id, field: null, reason: `${by} of it: made since the import` });
    else if (isChanged) kept.push({ record: id, field: null, reason: 'it was changed since the import' });
    else gone.push(id);
  }
  await connection.query(`DELETE FROM ${table} WHERE id = ANY($1)`, [gone]);
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

/** By record: a table with rows that refer to it. */
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
       -- What goes with a record is a use of it where people add it: its files and items.
       AND (confdeltype <> 'c' OR conrelid IN ('attachments'::regclass, 'items'::regclass))`,
    [table],
  );
  if (table === 'users')
    references.push(...owning.map((name) => ({ table: name, column: 'owner', key: 'email' })));
  const used = new Map<string, string>();
  for (const reference of references) {
    const { rows } = await connection.query<{ id: string }>(
      `SELECT ${table}.id FROM ${table} WHERE id = ANY($1)
         AND EXISTS (SELECT FROM ${reference.table} WHERE ${reference.table}.${reference.column} = ${table}.${reference.key})`,
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

/**
 * A merge taken apart again, in one transaction: both records and all that went over are as before, for a day.
 *
 * What was changed since stays where it is: a field of the kept record, and a row that is somebody else's by now. New work goes where the
 * lead or record goes that it hangs on. Refused is what could not be as before: work that ended in the merge and was changed since, and
 * names that another record has. So is a lead with events of both.
 */
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { holdContact, type MergedTable, nameFor, undoing } from '../store/store.ts';
import { type CarriedCampaigns, carryCampaignsBack } from './campaigns.ts';
import type { MergingContext } from './context.ts';
import { carryDistinctBack, type DistinctPair } from './distinct.ts';
import { references } from './references.ts';
import { followWish, isMarked, markColumns, markMerged, wasMarkedSince } from './wish-since.ts';
import { type Following, followBack, handBack, type SinceMerge, sinceMerge } from './work-since.ts';

/** A merge as its table has it. */
export interface MergeRow {
  id: string;
  kind: MergedTable;
  merged: string;
  into_record: string;
  person_id: string | null;
  /** Of a merged person whose own was not left with the kept one, or who was met as one since. */
  profile: string | null;
  company_id: string | null;
  former: Readonly<Record<string, unknown>>;
  moved: Record<string, number>;
  at: Date;
  actor: string;
}

/** Returns until when a merge can be undone, and why it cannot; null once that time is over. */
export function undoOf(
  { at, kind, into_record: into, person_id: person, company_id: company }: MergeRow,
  nowMs: number,
): { until: string; refusal: string | null } | null {
  const untilMs = at.getTime() + limits.undoMs;
  if (untilMs <= nowMs) return null;
  const kept = kind === 'people' ? person : company;
  const refusal = kept === into ? null : `"${into}" was merged into "${kept}" since; undo that merge first`;
  return { until: new Date(untilMs).toISOString(), refusal };
}

const cannot = (why: string) => new ApiError('conflict', `this cannot be undone: ${why}`);

/** Takes a merge apart. Throws `not_found`, and `conflict` with the reason where it cannot be. */
export async function undoMergeIn(context: MergingContext, id: string): Promise<void> {
  const { database, nowMs } = context;
  await holdContact(database);
  const { rows } = await database.query<MergeRow>('SELECT * FROM merges WHERE id = $1 FOR UPDATE', [id]);
  const merge = rows[0];
  if (merge === undefined)
    throw new ApiError('not_found', `there is no merge "${id}": it was undone, or its record was erased`);
  const undo = undoOf(merge, nowMs);
  if (undo === null) throw cannot(`it was merged at ${merge.at.toISOString()}, over a day ago`);
  if (undo.refusal !== null) throw cannot(undo.refusal);
  await undoing(database, await actOf(database, merge), () => takeApart(context, merge));
}

/** Returns the number of the act that merged the two; null where their timelines no longer say it. */
async function actOf(database: Queryable, { id, into_record: kept }: MergeRow): Promise<string | null> {
  const { rows } = await database.query<{ act: string | null }>(
    `SELECT act::text FROM timeline WHERE record = $1 AND kind = 'merges' AND changes -> 'merged' -> 1 ->> 'merge' = $2`,
    [kept, id],
  );
  return rows[0]?.act ?? null;
}

async function takeApart(context: MergingContext, merge: MergeRow): Promise<void> {
  const { database, nowMs } = context;
  const table = merge.kind;
  await database.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [merge.into_record]);
  const isMarkedSince = await wasMarkedSince(database, merge);
  const all = (await rowsToPutBack(context, merge)).map((row) =>
    isMarkedSince && isKept(merge, row) ? without(row, markColumns) : row,
  );
  const since = table === 'people' ? await sinceMerge(database, merge) : null;
  const wasMarked = await isMarked(database, table, merge.into_record);
  const followed: Following[] = [];
  try {
    await database.query('DELETE FROM merges WHERE id = $1', [merge.id]);
    await putBack(
      context,
      all.filter((one) => isKept(merge, one)),
    );
    await putMergedBack(context, merge);
    const campaigns = merge.former['campaigns'] as CarriedCampaigns | null | undefined;
    const two = { kept: merge.into_record, merged: merge.merged };
    if (campaigns) await carryCampaignsBack(database, two, campaigns);
    await carryDistinctBack(database, table, (merge.former['distinct'] ?? []) as DistinctPair[]);
    await putBack(
      context,
      all.filter((one) => !isKept(merge, one)),
    );
    if (since !== null) await handBack(database, merge, since, nowMs);
    followed.push(...(await followBack(database, merge, [...comeBack(merge, all), ...idsOf(since)], nowMs)));
  } catch (error) {
    if (!sqlStateOf(error).startsWith('23')) throw error;
    throw cannot('its former values are another record’s by now, or name a record that is gone');
  }
  if (isMarkedSince) await markMerged(context, merge);
  await followWish(context, merge, wasMarked);
  await alertOf(context, [
    ...all,
    ...followed,
    ...(since?.work ?? []).map(({ kind, id: record }) => ({ kind, record })),
  ]);
}

const idsOf = (since: SinceMerge | null) => since?.work.map(({ id }) => id) ?? [];

/** Records that belong to the merged one again. */
function comeBack({ kind, merged }: MergeRow, rows: readonly ChangedRow[]): string[] {
  const column = kind === 'people' ? 'person_id' : 'company_id';
  return rows.flatMap(({ record, changes }) => (changes[column]?.[0] === merged ? [record] : []));
}

/** A row that the merge has changed: column → [before, after]. */
interface ChangedRow {
  kind: string;
  record: string;
  changes: Record<string, [before: unknown, after: unknown]>;
}

const isKept = ({ kind, into_record: kept }: MergeRow, row: ChangedRow) =>
  row.kind === kind && row.record === kept;

/** Tables whose ids are numbers. */
const numbered = new Set(['alerts', 'suppressed_updates', 'import_traits']);

/**
 * Returns the rows that the merge has changed, without what was changed again since. Throws `conflict` where that is more than who a row
 * belongs to.
 */
async function rowsToPutBack(context: MergingContext, merge: MergeRow): Promise<ChangedRow[]> {
  const { database } = context;
  const { rows } = await database.query<ChangedRow>(
    'SELECT kind, record, changes FROM merge_rows WHERE merge = $1 ORDER BY kind, record',
    [merge.id],
  );
  const moving = new Set(references[merge.kind].map(({ column }) => column));
  const left: ChangedRow[] = [];
  for (const [kind, some] of Map.groupBy(rows, (row) => row.kind)) {
    const since = await changedSince(database, merge.id, kind, some);
    for (const row of some) {
      const columns = since.get(row.record);
      // It is gone, or somebody else's by now.
      if (columns === null || columns?.some((column) => moving.has(column))) continue;
      if (columns === undefined) left.push(row);
      else if (isKept(merge, row) || kind === 'people') left.push(without(row, columns));
      else throw await changedAgain(context, row, columns);
    }
  }
  return left;
}

function without({ changes, ...row }: ChangedRow, columns: readonly string[]): ChangedRow {
  const left = Object.entries(changes).filter(([column]) => !columns.includes(column));
  return { ...row, changes: Object.fromEntries(left) };
}

/** By record: the columns that are neither as the merge left them nor as they were before; null where the row is gone. */
async function changedSince(
  database: Queryable,
  merge: string,
  kind: string,
  rows: readonly ChangedRow[],
): Promise<Map<string, string[] | null>> {
  const key = numbered.has(kind) ? 'bigint' : 'text';
  const { rows: found } = await database.query<{ record: string; columns: string[] | null }>(
    `SELECT noted.record, CASE WHEN present.id IS NOT NULL THEN
         ARRAY(SELECT name FROM jsonb_each(noted.changes) AS one (name, change)
               WHERE to_jsonb(present) -> name IS DISTINCT FROM change -> 1 AND to_jsonb(present) -> name IS DISTINCT FROM change -> 0)
       END AS columns
     FROM merge_rows AS noted LEFT JOIN ${kind} AS present ON present.id = noted.record::${key}
     WHERE noted.merge = $1 AND noted.kind = $2 AND noted.record = ANY($3)`,
    [merge, kind, rows.map(({ record }) => record)],
  );
  return new Map(
    found.flatMap(({ record, columns }) => (columns?.length === 0 ? [] : [[record, columns] as const])),
  );
}

/** Returns the error that says who changed it, and when. */
async function changedAgain(
  { database, actor }: MergingContext,
  { kind, record }: ChangedRow,
  columns: readonly string[],
): Promise<ApiError> {
  const { rows } = await database.query<{ actor: string; at: Date }>(
    'SELECT actor, at FROM timeline WHERE record = $1 AND changes ?| $2 ORDER BY timeline.id DESC LIMIT 1',
    [record, columns],
  );
  const [last] = rows;
  const nameOf = await nameFor(database, actor.name, last === undefined ? [] : [last.actor]);
  const who = last === undefined ? '' : ` by ${nameOf(last.actor)} at ${last.at.toISOString()}`;
  return cannot(`"${record}" of ${kind} was changed again${who}`);
}

/**
 * Writes the former values. Those that only let rows go come first, so that work which is open again finds its place free.
 */
async function putBack(context: MergingContext, rows: readonly ChangedRow[]): Promise<void> {
  const { database, nowMs } = context;
  const steps = rows.flatMap((row) => stepsOf(row));
  const sets = [
    ...Map.groupBy(steps, ({ kind, values }) => `${kind} ${Object.keys(values).toSorted().join(' ')}`),
  ];
  for (const [, some] of sets.toSorted(([, [one]], [, [other]]) => rankOf(one) - rankOf(other))) {
    const [{ kind, values }] = some as [Step];
    const names = Object.keys(values);
    const isDated = !silentTables.has(kind);
    await database.query(
      `UPDATE ${kind} SET ${names.map((name) => `${name} = former.${name}`).join(', ')} ${isDated ? ', updated_at = $2::timestamptz' : ''}
       FROM jsonb_populate_recordset(NULL::${kind}, $1) AS former
       WHERE ${kind}.id = former.id ${isDated ? '' : 'AND $2::timestamptz IS NOT NULL'}`,
      [JSON.stringify(some.map((one) => ({ id: one.record, ...one.values }))), new Date(nowMs)],
    );
  }
}

const silentTables = new Set(
  Object.values(references).flatMap((all) => all.filter(({ isDated }) => !isDated).map(({ table }) => table)),
);

interface Step {
  kind: string;
  record: string;
  values: Record<string, unknown>;
}

const rankOf = (step: Step | undefined) => (step !== undefined && 'status' in step.values ? 1 : 0);

/** The mark of a person is written after their company: joining one may mark them. */
function stepsOf({ kind, record, changes }: ChangedRow): Step[] {
  const before = Object.entries(changes).map(([column, [value]]) => [column, value] as const);
  const isMark = ([column]: readonly [string, unknown]) =>
    /^(?:do_not_contact|marked_with_company)$/.test(column);
  return [before.filter((one) => !isMark(one)), before.filter(isMark)]
    .filter((some) => some.length > 0)
    .map((some) => ({ kind, record, values: Object.fromEntries(some) }));
}

/** Puts the merged record into its table again, as it was. */
async function putMergedBack({ database, nowMs }: MergingContext, merge: MergeRow): Promise<void> {
  const { kind, former } = merge;
  const values = {
    ...former,
    ...(kind === 'people' && { profile: former['profile'] ?? merge.profile }),
    ...{ revision: Number(former['revision']) + 1, updated_at: new Date(nowMs) },
  };
  await database.query(`INSERT INTO ${kind} SELECT (jsonb_populate_record(NULL::${kind}, $1)).*`, [
    JSON.stringify(values),
  ]);
  // A marked company marks everybody who joins it. Somebody who was free although it was marked is free again.
  if (kind === 'people' && former['company_marked'] === true)
    await database.query(
      `UPDATE people SET do_not_contact = $2, marked_with_company = $3
       WHERE id = $1 AND (do_not_contact, marked_with_company) <> ($2, $3)`,
      [merge.merged, former['do_not_contact'], former['marked_with_company']],
    );
}

/** Pages and webhooks hear of open work that is another person's again. */
async function alertOf({ database, nowMs }: MergingContext, rows: readonly Following[]): Promise<void> {
  const idsOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ record }) => record);
  const { rows: leads } = await database.query<{ id: string }>(
    'SELECT id FROM leads WHERE id = ANY($1) AND closed_at IS NULL ORDER BY id',
    [idsOf('leads')],
  );
  const { rows: tasks } = await database.query<{ id: string }>(
    `SELECT id FROM tasks WHERE id = ANY($1) AND status IN ('Open', 'Asleep') AND lead_id IS NULL ORDER BY id`,
    [idsOf('tasks')],
  );
  const when = { atMs: nowMs, acceptedAtMs: null };
  await writeAlerts(database, [
    ...leads.map(({ id }) => ({ ...when, type: 'lead.updated' as const, lead: id, task: null })),
    ...tasks.map(({ id }) => ({ ...when, type: 'task.updated' as const, lead: null, task: id })),
  ]);
}

/** Acts on a record taken back: by the changes that users make, with their rules, while nobody has changed the same since. */
import type { z } from 'zod';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import {
  companyChangeSchema,
  leadChangeSchema,
  personChangeSchema,
  recordChangeSchema,
  type TimelineEntry,
  taskChangeSchema,
} from '../../contract/api/api.ts';
import type { Actor, Page } from '../store/store.ts';
import { timelineOf } from '../store/store.ts';
import { changeRecord, changing, recordColumnsOf } from '../workflow/workflow.ts';
import { changeCompany } from './companies.ts';
import { changeLead } from './lead-changes.ts';
import { takeBackOpened } from './opened-records.ts';
import { changePerson } from './people.ts';
import type { RecordStore } from './records.ts';
import { changeTask } from './task-changes.ts';
import { type Act, actsOf, decidedIn, type Entry, inverseOf, undosOf, withoutFollowed } from './undo.core.ts';

/** The kinds of records in stages, by their tables. */
const flowKindOf = {
  opportunities: 'opportunity',
  deals: 'deal',
  orders: 'order',
  jobs: 'job',
  campaigns: 'campaign',
} as const;

/** Returns the acts on a record of the last day, the latest first. */
async function lately(database: Queryable, record: string, nowMs: number): Promise<Act[]> {
  const { rows } = await database.query<Omit<Entry, 'at'> & { at: Date }>(
    `SELECT id::text, kind, at, actor, changes, act::text FROM timeline WHERE record = $1 AND at > $2
     ORDER BY timeline.id DESC LIMIT $3`,
    [record, new Date(nowMs - limits.undoMs), limits.undoEntriesMax],
  );
  const acts = actsOf(rows.map((row) => ({ ...row, at: row.at.toISOString() })));
  return withoutFollowed(acts, await isAmountByHand(database, record));
}

/** Whether a user has set the amount of a record; null where it cannot follow items. */
async function isAmountByHand(database: Queryable, record: string): Promise<boolean | null> {
  const { rows } = await database.query<{ is: boolean }>(
    `SELECT amount_by_hand AS is FROM opportunities WHERE id = $1
     UNION ALL SELECT amount_by_hand FROM orders WHERE id = $1`,
    [record],
  );
  return rows[0]?.is ?? null;
}

/** Returns a page of a timeline. The latest entry of each act says whether the act can be taken back, and why not. Throws `not_found`. */
export async function timelineWithUndo(
  { pool, now }: RecordStore,
  record: string,
  filter: { limit: number; cursor?: string | undefined },
): Promise<Page<TimelineEntry>> {
  const page = await timelineOf(pool, record, filter);
  const nowMs = now();
  const isRecent = page.items.some(({ at }) => Date.parse(at) > nowMs - limits.undoMs);
  const undos = isRecent ? undosOf(await lately(pool, record, nowMs), nowMs) : [];
  const byEntry = new Map([...undos].map(([act, undo]) => [shownAt(act, page.items), undo]));
  return { ...page, items: page.items.map((entry) => ({ ...entry, undo: byEntry.get(entry.id) ?? null })) };
}

/** The entry of an act that says first what was decided. */
function shownAt({ entries, kind }: Act, items: readonly TimelineEntry[]): string | undefined {
  const ofAct = items.filter(({ id }) => entries.includes(id));
  return ofAct.find(({ changes }) => decidedIn({ kind, changes }).length > 0)?.id;
}

/** Returns the table that an entry of a record is about. Throws `not_found`. */
export async function tableOfEntry(database: Queryable, record: string, id: string): Promise<string> {
  const { rows } = await database.query<{ kind: string }>(
    'SELECT kind FROM timeline WHERE record = $1 AND id::text = $2',
    [record, id],
  );
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no entry "${id}" of "${record}"`);
  return rows[0].kind;
}

/** Takes an entry back. Throws `not_found`, and `conflict` with the reason where it cannot be; what the change itself throws. */
export async function undoEntry(store: RecordStore, record: string, id: string, actor: Actor): Promise<void> {
  const { pool, now } = store;
  const kind = await tableOfEntry(pool, record, id);
  const nowMs = now();
  // The revision is read first: whatever changes from here on is seen by the change itself.
  const revision = await revisionOf(pool, kind, record);
  const acts = await lately(pool, record, nowMs);
  const act = acts.find(({ entries }) => entries.includes(id));
  const undo = act && undosOf(acts, nowMs).get(act);
  const change = act === undefined ? null : inverseOf(act, nowMs);
  if (act === undefined || undo === undefined || change === null)
    throw new ApiError('conflict', 'this cannot be undone: only what users decided within the last day can');
  if (undo.refusal !== null) throw new ApiError('conflict', `this cannot be undone: ${undo.refusal}`);
  try {
    await applied(store, { kind, record, change, revision, act }, actor);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'revision_mismatch') throw error;
    throw new ApiError(
      'conflict',
      'this cannot be undone: somebody has changed it just now; look at it again',
    );
  }
}

interface Inverse {
  /** The name of the table. */
  kind: string;
  record: string;
  change: Record<string, unknown>;
  revision: number;
  /** The act that is taken back. */
  act: Act;
}

/** A former value may be one that no user may give, as one that was imported. Throws `conflict` for it. */
function parsed<Change>(schema: z.ZodType<Change>, change: unknown): Change {
  const { success, data, error } = schema.safeParse(change);
  if (success) return data;
  const [issue] = error.issues;
  throw new ApiError(
    'conflict',
    `this cannot be undone: "${issue?.path.join('.')}" was something that cannot be given today: ${issue?.message}`,
  );
}

/** Makes a change as if the user had asked for it. */
async function applied(
  store: RecordStore,
  { kind, record, change, revision, act }: Inverse,
  actor: Actor,
): Promise<void> {
  if (kind === 'tasks')
    await changeTask(store, record, { ...parsed(taskChangeSchema, change), revision }, actor);
  else if (kind === 'people')
    await changePerson(store, record, { ...parsed(personChangeSchema, change), revision }, actor);
  else if (kind === 'companies')
    await changeCompany(store, record, { ...parsed(companyChangeSchema, change), revision }, actor);
  else if (kind === 'leads')
    await changing(store, actor, async (context) => {
      await changeLead(context, record, { ...parsed(leadChangeSchema, change), revision });
      if ('status' in change && act.act !== null)
        await takeBackOpened(context, 'lead', { record, act: act.act });
    });
  else {
    const { fields, stage, when, reason, ...rest } = parsed(recordChangeSchema, change);
    const columns = recordColumnsOf(rest);
    const of = flowKindOf[kind as keyof typeof flowKindOf];
    await changing(store, actor, async (context) => {
      await changeRecord(context, of, record, {
        ...{ fields, to: stage, when, reason, columns, revision },
      });
      if (change['amount'] === null) await carryAmountBack(context.database, kind, { record, act });
      if (stage !== undefined && act.act !== null)
        await takeBackOpened(context, of, { record, act: act.act });
    });
  }
}

/** Puts the amount back that a record without items had: it came with the record that opened it, and follows nothing. */
async function carryAmountBack(
  database: Queryable,
  kind: string,
  { record, act }: { record: string; act: Act },
): Promise<void> {
  const itemsOf = kind === 'orders' ? 'order_id' : 'opportunity_id';
  await database.query(
    `UPDATE ${kind} SET amount = $2 WHERE id = $1 AND amount <> $2
       AND NOT EXISTS (SELECT FROM items WHERE items.${itemsOf} = $1)`,
    [record, act.changes['amount']?.[0] ?? 0],
  );
}

const tables = ['tasks', 'leads', 'people', 'companies', ...Object.keys(flowKindOf)];

/** Throws `conflict` for what has no undo. */
async function revisionOf(database: Queryable, kind: string, record: string): Promise<number> {
  if (!tables.includes(kind)) throw new ApiError('conflict', `this cannot be undone: it is of ${kind}`);
  const { rows } = await database.query<{ revision: number }>(`SELECT revision FROM ${kind} WHERE id = $1`, [
    record,
  ]);
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no record "${record}"`);
  return rows[0].revision;
}

/** Acts on a record taken back: by the changes that users make, with their rules, while nobody has changed the same since. */
import type { z } from 'zod';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import {
  type ChangedList,
  changedLists,
  changeSchemaOf,
  type TimelineEntry,
} from '../../contract/api/api.ts';
import { mergeSaidBy, undoMergeIn, undosOfMerges, withMergedNames } from '../merging/merging.ts';
import type { Actor, Page } from '../store/store.ts';
import { missing, nameFor, timelineOf } from '../store/store.ts';
import { beginningsOf } from './act-beginning.ts';
import { changeOne, flowKindIn } from './any-change.ts';
import { type MarkingContext, marking } from './marking.ts';
import { takeBackOpened } from './opened-records.ts';
import type { RecordStore } from './records.ts';
import {
  type Act,
  type AmountNow,
  actsOf,
  decidedIn,
  type Entry,
  heldBy,
  inverseOf,
  type Undo,
  undosOf,
  withoutFollowed,
} from './undo.core.ts';
import { heldInWords } from './undo-words.core.ts';

/** Returns the acts on a record after a time, the latest first. */
async function actsAfter(database: Queryable, record: string, afterMs: number): Promise<Act[]> {
  const { rows } = await database.query<Omit<Entry, 'at'> & { at: Date }>(
    `SELECT id::text, kind, at, actor, changes, act::text FROM timeline WHERE record = $1 AND at > $2
     ORDER BY timeline.id DESC LIMIT $3`,
    [record, new Date(afterMs), limits.undoEntriesMax],
  );
  const acts = actsOf(rows.map((row) => ({ ...row, at: row.at.toISOString() })));
  return withoutFollowed(acts, await amountNow(database, record));
}

/** The amount of a record; null where it cannot follow items. */
async function amountNow(database: Queryable, record: string): Promise<AmountNow | null> {
  const { rows } = await database.query<AmountNow>(
    `SELECT amount::float8 AS amount, amount_by_hand AS "isByHand" FROM opportunities WHERE id = $1
     UNION ALL SELECT amount::float8, amount_by_hand FROM orders WHERE id = $1`,
    [record],
  );
  return rows[0] ?? null;
}

/**
 * Returns a page of a timeline. The latest entry of each act says whether the act can be taken back, and why not, as the viewer reads it.
 * Throws `not_found`.
 */
export async function timelineWithUndo(
  { pool, now }: RecordStore,
  record: string,
  filter: { limit: number; cursor?: string | undefined },
  viewer: Actor,
): Promise<Page<TimelineEntry>> {
  const page = await timelineOf(pool, record, filter);
  const nowMs = now();
  const isRecent = page.items.some(({ at }) => Date.parse(at) > nowMs - limits.undoMs);
  const undos = isRecent ? await undosOfRecord(pool, record, { nowMs, viewer }) : new Map<Act, Undo>();
  const nameOf = await nameFor(
    pool,
    viewer.name,
    [...undos.values()].flatMap(({ held }) => held?.actor ?? []),
  );
  const byEntry = new Map<string | undefined, TimelineEntry['undo']>([
    ...[...undos].map(([act, { until, held }]) => {
      const refusal = held === null ? null : heldInWords(held, act.kind, nameOf);
      return [shownAt(act, page.items), { until, refusal }] as const;
    }),
    ...(isRecent ? await undosOfMerges(pool, page.items, nowMs) : []),
  ]);
  const items = await withMergedNames(pool, page.items);
  const undoOf = ({ id, kind }: TimelineEntry) =>
    mayChange(viewer, kind) ? (byEntry.get(id) ?? null) : null;
  return { ...page, items: items.map((entry) => ({ ...entry, undo: undoOf(entry) })) };
}

/** Whether somebody may change the records of a table, and so undo a change of them. The product itself may all. */
const mayChange = ({ role, changes = [] }: Actor, table: string) =>
  role === undefined || changes.includes(table);

/** Throws `forbidden` for a role that may not change the records of a table. */
function requireMayChange(actor: Actor, table: string): void {
  if (mayChange(actor, table)) return;
  const why = `role ${actor.role} may not change ${table}, and so not undo a change of them`;
  throw new ApiError('forbidden', why);
}

/**
 * Returns what a viewer can take back of a record. An act that began with another record is what that one offers them, where neither
 * changed since.
 */
async function undosOfRecord(
  database: Queryable,
  record: string,
  { nowMs, viewer }: { nowMs: number; viewer: Actor },
): Promise<Map<Act, Undo>> {
  const read = (one: string) => actsAfter(database, one, nowMs - limits.undoMs);
  const undos = undosOf(await read(record), nowMs);
  const began = await beginningsOf(
    database,
    record,
    [...undos.keys()].flatMap(({ act, ...one }) => (act === null ? [] : [{ ...one, record, act }])),
  );
  const actsOfOthers = new Map<string, Act[]>();
  for (const [act, { held }] of undos) {
    const first = began.get(act.act ?? '');
    if (first === undefined) continue;
    const others = actsOfOthers.get(first.record) ?? (await read(first.record));
    actsOfOthers.set(first.record, others);
    const same = others.find(({ kind, act: number }) => kind === first.kind && number === first.act);
    const undo = same && undosOf(others, nowMs).get(same);
    if (undo === undefined || !mayChange(viewer, first.kind)) undos.delete(act);
    else undos.set(act, { ...undo, held: held ?? undo.held });
  }
  return undos;
}

/** The entry of an act that says first what was decided. */
function shownAt({ entries, kind }: Act, items: readonly TimelineEntry[]): string | undefined {
  const ofAct = items.filter(({ id }) => entries.includes(id));
  return ofAct.find(({ changes }) => decidedIn({ kind, changes }).length > 0)?.id;
}

async function entryOf(
  database: Queryable,
  record: string,
  id: string,
): Promise<Pick<Entry, 'kind' | 'changes'> & { at: Date }> {
  const { rows } = await database.query<Pick<Entry, 'kind' | 'changes'> & { at: Date }>(
    'SELECT kind, at, changes FROM timeline WHERE record = $1 AND id::text = $2',
    [record, id],
  );
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no entry "${id}" of "${record}"`);
  return rows[0];
}

/** Takes an entry back in a transaction of its own. Throws `not_found`, `forbidden`, `conflict`, and what the change itself throws. */
export async function undoEntry(store: RecordStore, record: string, id: string, actor: Actor): Promise<void> {
  const waited = await marking(store, actor, async (context) => {
    const entry = await entryOf(context.database, record, id);
    requireMayChange(actor, entry.kind);
    const merge = mergeSaidBy(entry);
    if (merge === null) return undoEntryIn(context, record, id);
    await undoMergeIn(context, merge);
    return [];
  });
  for (const seconds of waited) store.onFirstTouch(seconds);
}

/**
 * Takes an entry back in a transaction that is open, if its timeline offers that. Returns how long leads have waited, seconds, where a
 * contact is complete again. Throws `not_found`, and `conflict` with the reason where it cannot be; what the change itself throws.
 */
async function undoEntryIn(context: MarkingContext, record: string, id: string): Promise<number[]> {
  const { nowMs } = context;
  const { kind } = await entryOf(context.database, record, id);
  const isMeant = ({ entries }: Act) => entries.includes(id);
  const meant = { kind, record, isMeant, afterMs: nowMs - limits.undoMs, viewer: context.actor.name };
  return takeBack(context, meant, (acts, act) => undosOf(acts, nowMs).has(act));
}

/**
 * Takes back the entry that an act on many records wrote, in a transaction that is open: of any actor, at any age. The act says
 * until when. Returns and throws as `undoEntry` does; the reason names everybody, since many read it.
 */
export async function takeBackIn(context: MarkingContext, record: string, id: string): Promise<number[]> {
  const { kind, at } = await entryOf(context.database, record, id);
  const isMeant = ({ entries }: Act) => entries.includes(id);
  return takeBack(context, { kind, record, isMeant, afterMs: at.getTime() - 1, viewer: '' }, () => true);
}

interface Meant {
  kind: string;
  record: string;
  isMeant: (act: Act) => boolean;
  /** A time before the act; what came since is looked at. */
  afterMs: number;
  /** Who reads why not. */
  viewer: string;
}

/** Takes an act back on the record with which it began: what followed goes with it. `seenFrom`: the kind of the record that was asked for. */
async function takeBack(
  context: MarkingContext,
  { kind, record, isMeant, ...look }: Meant,
  isOffered: (acts: readonly Act[], act: Act) => boolean,
  seenFrom = kind,
): Promise<number[]> {
  const { database, nowMs } = context;
  // The revision is read first: whatever changes from here on is seen by the change itself.
  const revision = await revisionOf(database, kind, record);
  const acts = await actsAfter(database, record, look.afterMs);
  const act = acts.find((one) => one.kind === kind && isMeant(one));
  const change = act === undefined ? null : inverseOf(act, nowMs);
  if (act === undefined || change === null || !isOffered(acts, act))
    throw cannot('only what users decided within the last day can');
  const held = heldBy(acts, act);
  if (held !== null) {
    const nameOf = await nameFor(database, look.viewer, [held.actor]);
    throw cannot(heldInWords(held, seenFrom, nameOf));
  }
  const { act: number } = act;
  const parts = number === null ? [] : [{ ...act, record, act: number }];
  const [first] = (await beginningsOf(database, record, parts)).values();
  if (first !== undefined) {
    requireMayChange(context.actor, first.kind);
    const began = { ...look, kind: first.kind, record: first.record };
    const isSame = (one: Act) => one.act === number;
    const waited = await takeBack(context, { ...began, isMeant: isSame }, isOffered, seenFrom);
    return [...waited, ...(await restOf(context, { kind, record, act }))];
  }
  try {
    return await applied(context, { kind: kind as ChangedList, record, change, revision, act });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'revision_mismatch') throw error;
    throw cannot('somebody has changed it just now; look at it again');
  }
}

/** What follows from the record with which an act began: the undo there has put it back, or it stays. */
const following = ['status', 'stage', 'do_not_contact'];

/** Takes back what else an act did to a record, after the undo of the one with which it began. Throws `conflict` where that left it. */
async function restOf(
  context: MarkingContext,
  { kind, record, act }: Pick<Inverse, 'record' | 'act'> & { kind: string },
): Promise<number[]> {
  const { database, nowMs } = context;
  const { entry, columns } = await doneTo(database, record);
  const rest = Object.entries(act.changes).filter(([column]) => !columns.has(column));
  const left = { ...act, changes: Object.fromEntries(rest) };
  if (entry === null || decidedIn(left).some((column) => following.includes(column)))
    throw cannot('what it did here would stay as it is; look at it again');
  const change = inverseOf(left, nowMs);
  if (change === null) return [];
  const revision = await revisionOf(database, kind, record);
  return applied(context, { kind: kind as ChangedList, record, change, revision, act: left });
}

const cannot = (why: string) => new ApiError('conflict', `this cannot be undone: ${why}`);

/** What a transaction has done to a record. */
interface Done {
  /** Whether it has changed anything but the time of the last change. */
  isChanged: boolean;
  /** The entry that says what it has decided; null where an undo could put nothing back. */
  entry: string | null;
  columns: ReadonlySet<string>;
}

/** Returns what the open transaction has done to a record so far. */
export async function doneTo(database: Queryable, record: string): Promise<Done> {
  const { rows } = await database.query<Omit<Entry, 'at'> & { at: Date }>(
    `SELECT id::text, kind, at, actor, changes, act::text FROM timeline
     WHERE record = $1 AND act = txid_current() ORDER BY timeline.id DESC`,
    [record],
  );
  const columns = new Set(rows.flatMap(({ changes }) => Object.keys(changes)));
  return {
    ...{ columns, isChanged: [...columns].some((column) => column !== 'updated_at') },
    entry: rows.find((row) => decidedIn(row).length > 0)?.id ?? null,
  };
}

interface Inverse {
  kind: ChangedList;
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
  context: MarkingContext,
  { kind, record, change, revision, act }: Inverse,
): Promise<number[]> {
  const waited = await changeOne({ ...context, isUndo: true }, kind, record, {
    ...parsed(changeSchemaOf(kind), change),
    revision,
  });
  if (change['amount'] === null) await carryAmountBack(context.database, kind, { record, act });
  const origin = flowKindIn(kind);
  const isMoved = 'status' in change || 'stage' in change;
  if (origin !== null && isMoved && act.act !== null)
    await takeBackOpened(context, origin, { record, act: act.act });
  return waited;
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

const isChangedList = (kind: string): kind is ChangedList =>
  (changedLists as readonly string[]).includes(kind);

/** Throws `conflict` for what has no undo. */
async function revisionOf(database: Queryable, kind: string, record: string): Promise<number> {
  if (!isChangedList(kind)) throw new ApiError('conflict', `this cannot be undone: it is of ${kind}`);
  const { rows } = await database.query<{ revision: number }>(`SELECT revision FROM ${kind} WHERE id = $1`, [
    record,
  ]);
  if (rows[0] !== undefined) return rows[0].revision;
  if (kind === 'people' || kind === 'companies') throw await missing(database, kind, record);
  throw new ApiError('not_found', `there is no record "${record}"`);
}

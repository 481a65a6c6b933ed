/** Acts on a record taken back: by the changes that users make, with their rules, while nobody has changed the same since. */
import type { z } from 'zod';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { type ChangedList, changedLists, changeSchemaOf } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { mergeSaidBy, undoMergeIn } from '../merging/merging.ts';
import { type Actor, missing, nameFor, requireNotOfVoided, undoing } from '../store/store.ts';
import { beginningsOf, partsBehind } from './act-beginning.ts';
import { actsAfter } from './acts-of-record.ts';
import { changeOne, flowKindIn } from './any-change.ts';
import { type MarkingContext, marking } from './marking.ts';
import { takeBackOpened } from './opened-records.ts';
import type { RecordStore } from './records.ts';
import { type Act, decidedIn, type Entry, heldBy, inverseOf, undoneBy, undosOf } from './undo.core.ts';
import { requireMayChange } from './undo-offers.ts';
import { heldInWords } from './undo-words.core.ts';

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
  await requireOnce(context, acts, act, look.viewer);
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
    const waited = await applied(context, { kind: kind as ChangedList, record, change, revision, act });
    return [...waited, ...(await followersOf(context, { kind, record, act }, look))];
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'revision_mismatch') throw error;
    throw cannot('somebody has changed it just now; look at it again');
  }
}

/** Throws `conflict` for what takes another act back, and for what was taken back: neither is done a second time. */
async function requireOnce(
  { database }: MarkingContext,
  acts: readonly Act[],
  act: Act | undefined,
  viewer: string,
): Promise<void> {
  if (act === undefined) return;
  if (act.undoes !== null) throw cannot('it is an undo itself; do by hand what it took back');
  const undo = undoneBy(acts, act);
  if (undo === undefined) return;
  const nameOf = await nameFor(database, viewer, [undo.actor]);
  throw cannot(`it was undone by ${nameOf(undo.actor)} at ${undo.at}`);
}

/** What follows from the record with which an act began: the undo there has put it back, or it stays. */
const following = ['status', 'stage', 'do_not_contact'];

/** Of one record, what an act did to it. */
type Done = Pick<Inverse, 'record' | 'act'> & { kind: string };

/** Takes back what else an act did to a record, after the undo of the one with which it began. Throws `conflict` where that left it. */
async function restOf(context: MarkingContext, done: Done): Promise<number[]> {
  const left = await leftOf(context, done);
  if (left === null) throw cannot('what it did here would stay as it is; look at it again');
  return backIn(context, { ...done, act: left });
}

/** Returns what the open transaction has left of an act on a record; null where it has left what follows from its beginning. */
async function leftOf({ database }: MarkingContext, { record, act }: Done): Promise<Act | null> {
  const { entry, columns } = await doneTo(database, record);
  const rest = Object.entries(act.changes).filter(([column]) => !columns.has(column));
  const left = { ...act, changes: Object.fromEntries(rest) };
  const isLeft = entry === null || decidedIn(left).some((column) => following.includes(column));
  return isLeft ? null : left;
}

async function backIn(context: MarkingContext, { kind, record, act }: Done): Promise<number[]> {
  const change = inverseOf(act, context.nowMs);
  if (change === null) return [];
  const revision = await revisionOf(context.database, kind, record);
  return applied(context, { kind: kind as ChangedList, record, change, revision, act });
}

/** Only these make other records follow: a wish for no contact, and the outcome of a contact. */
const beginning = ['do_not_contact', 'lead_status_before'];

/**
 * Takes back what else followed on other records: a stage that said the wish came with a quality and fields. Throws `conflict` where that
 * was changed since.
 */
async function followersOf(
  context: MarkingContext,
  { kind, record, act }: Done,
  look: Pick<Meant, 'afterMs' | 'viewer'>,
): Promise<number[]> {
  const isBeginning = beginning.some((column) => Object.hasOwn(act.changes, column));
  if (act.act === null || !isBeginning) return [];
  const { database } = context;
  const waited: number[] = [];
  for (const part of await partsBehind(database, { ...act, record, act: act.act })) {
    const of = { kind: part.kind, record: part.record };
    const acts = await actsAfter(database, of.record, look.afterMs);
    const done = acts.find((one) => one.kind === of.kind && one.act === act.act);
    const left = done === undefined ? null : await leftOf(context, { ...of, act: done });
    // A record that somebody has moved since its person wished no contact stays; a lead goes with its contact.
    if (done === undefined || (left === null && kind !== 'tasks')) continue;
    const held = heldBy(acts, done, decidedIn(left ?? done));
    if (held !== null)
      throw cannot(heldInWords(held, kind, await nameFor(database, look.viewer, [held.actor])));
    if (left !== null) waited.push(...(await backIn(context, { ...of, act: left })));
  }
  return waited;
}

const cannot = (why: string) => new ApiError('conflict', `this cannot be undone: ${why}`);

/** What a transaction has done to a record. */
interface DoneTo {
  /** Whether it has changed anything but the time of the last change. */
  isChanged: boolean;
  /** The entry that says what it has decided; null where an undo could put nothing back. */
  entry: string | null;
  columns: ReadonlySet<string>;
}

/** Returns what the open transaction has done to a record so far. */
export async function doneTo(database: Queryable, record: string): Promise<DoneTo> {
  const { rows } = await database.query<Omit<Entry, 'at'> & { at: Date }>(
    `SELECT id::text, kind, at, actor, changes, act::text, undoes::text FROM timeline
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

/** Makes a change as if the user had asked for it. Its entries name the act that it takes back. */
function applied(context: MarkingContext, inverse: Inverse): Promise<number[]> {
  return undoing(context.database, inverse.act.act, () => turnedRound(context, inverse));
}

async function turnedRound(
  context: MarkingContext,
  { kind, record, change, revision, act }: Inverse,
): Promise<number[]> {
  const waited = await changeOne({ ...context, isUndo: true }, kind, record, {
    ...parsed(changeSchemaOf(kind), change),
    revision,
  });
  if (change['amount'] === null) await carryAmountBack(context.database, kind, { record, act });
  const isMoved = 'status' in change || 'stage' in change;
  const origin = isMoved ? await originOf(context.database, kind, record) : null;
  if (origin !== null && act.act !== null)
    await takeBackOpened(context, origin.kind, { record: origin.record, act: act.act });
  return waited;
}

/** Returns the record from which a move of this one opens others: of a contact task its lead. */
async function originOf(
  database: Queryable,
  kind: ChangedList,
  record: string,
): Promise<{ kind: FlowKind; record: string } | null> {
  if (kind !== 'tasks') {
    const flowKind = flowKindIn(kind);
    return flowKind && { kind: flowKind, record };
  }
  const { rows } = await database.query<{ lead_id: string | null }>(
    'SELECT lead_id FROM tasks WHERE id = $1',
    [record],
  );
  const lead = rows[0]?.lead_id ?? null;
  return lead === null ? null : { kind: 'lead', record: lead };
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

/** Throws `conflict` for what has no undo, and `record_voided`. */
async function revisionOf(database: Queryable, kind: string, record: string): Promise<number> {
  if (!isChangedList(kind)) throw new ApiError('conflict', `this cannot be undone: it is of ${kind}`);
  const { rows } = await database.query<{ revision: number }>(`SELECT revision FROM ${kind} WHERE id = $1`, [
    record,
  ]);
  const { [0]: row } = rows;
  if (row !== undefined) {
    await requireNotOfVoided(database, kind, record);
    return row.revision;
  }
  if (kind === 'people' || kind === 'companies') throw await missing(database, kind, record);
  throw new ApiError('not_found', `there is no record "${record}"`);
}

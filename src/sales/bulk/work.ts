/**
 * Works on bulk acts: each record in a transaction of its own, which changes it and marks it as done.
 *
 * Each step holds the lease; an act that is cancelled has none. A record that is refused is marked with the reason, and the next one
 * follows. One that fails without a lasting reason is tried again some times, while the other records and acts go on. A store that is
 * away is no refusal and no try: the act waits, and any process goes on with it.
 */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { noTracing, type Tracing } from '../../base/telemetry/telemetry.ts';
import { cut } from '../../base/text/text.ts';
import { bulkChangeOf, changeSchemaOf, type FilteredList } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import {
  changeOne,
  doneTo,
  type InfluencedKind,
  idsThatFit,
  joinCampaign,
  leaveCampaign,
  type MarkingContext,
  marking,
  takeBackIn,
} from '../records/records.ts';
import {
  type Actor,
  LostLease,
  lastingRefusal,
  type Revised,
  releaseLease,
  stepLeased,
} from '../store/store.ts';
import { type BulkRow, type BulkStore, endedAt, leaseAct, leasedActs } from './act-rows.ts';
import { assignedAlerts } from './assigned.ts';
import {
  type BulkItem,
  countAssigned,
  countTry,
  type Fared,
  nextItems,
  nextTryAt,
  writeItem,
} from './items.ts';
import { actorNow } from './rights.ts';

/**
 * Works on the oldest open act until it has ended, or only waits for records that failed. Returns whether there was one. What its changes
 * lead to goes on in the trace of the request that asked for it.
 */
export async function workOnAct(
  store: BulkStore,
  signal: AbortSignal,
  tracing: Tracing = noTracing,
): Promise<boolean> {
  const leased = await leaseAct(store.pool, store.now());
  if (leased === null) return false;
  const { trace: carried } = actorOf(leased);
  const step = tracing.step('bulk act', [carried], { attributes: { 'scoville.list': leased.list } });
  const trace = step.next(carried);
  const { actor, undone_by: undoneBy } = leased;
  const row = { ...leased, actor: { ...actor, trace }, undone_by: undoneBy && { ...undoneBy, trace } };
  try {
    for (;;) {
      const items = await nextItems(store.pool, row, store.now());
      if (items.length === 0) break;
      for (const item of items) {
        signal.throwIfAborted();
        await stepOf(store, row, item);
      }
    }
    await endOrWait(store, row);
  } catch (error) {
    if (!(error instanceof LostLease)) throw error;
  } finally {
    await releaseLease(store.pool, leasedActs, row);
    step.end();
  }
  return true;
}

/** Who has asked for what is done now: the act, or its undo. */
function actorOf({ status, actor, undone_by: undoneBy }: BulkRow): Actor {
  return status === 'undoing' ? (undoneBy ?? actor) : actor;
}

interface Outcome extends Fared {
  /** How long leads have waited for this contact, seconds. */
  waited?: readonly number[];
}

/** Changes one record, or takes its change back. */
async function stepOf(store: BulkStore, row: BulkRow, item: BulkItem): Promise<void> {
  const isUndo = row.status === 'undoing';
  const actor = actorOf(row);
  const inStep = <Done>(work: (context: MarkingContext) => Promise<Done>) =>
    marking(store, actor, async (context) => {
      await stepLeased(context.database, leasedActs, row, {}, context.nowMs);
      return work(context);
    });
  try {
    const { waited = [] } = await inStep(async (context) => {
      const actorOfNow = await actorNow(context.database, actor);
      const outcome = await (isUndo ? undone : changed)({ ...context, actor: actorOfNow }, row, item);
      await writeItem(context.database, row.id, item.record, outcome);
      return outcome;
    });
    for (const seconds of waited) store.onFirstTouch(seconds);
  } catch (error) {
    if (error instanceof LostLease) throw error;
    await inStep((context) => noteFailure(context, row, item, error));
  }
}

/** Marks a record as refused, or as kept by an undo, with the reason; or has it tried again. */
async function noteFailure(
  { database, nowMs }: MarkingContext,
  { id, status }: BulkRow,
  { record }: BulkItem,
  error: unknown,
): Promise<void> {
  // Somebody changed it between the look at its filter and its change: it is looked at again.
  const isOvertaken = error instanceof ApiError && error.code === 'revision_mismatch';
  let reason = isOvertaken ? null : lastingRefusal(error);
  if (reason === null) {
    const tries = await countTry(database, id, record, nowMs + limits.bulkRetryMs);
    if (tries < limits.bulkTriesMax) return;
    reason = `it failed ${tries} times, the last time with: ${error instanceof Error ? error.message : String(error)}`;
  }
  await writeItem(database, id, record, {
    status: status === 'undoing' ? 'kept' : 'refused',
    reason: cut(reason, limits.messageTextLengthMax),
  });
}

async function changed(context: MarkingContext, row: BulkRow, { record, own }: BulkItem): Promise<Outcome> {
  const { list, change, campaign } = row;
  const revision = await revisionThatFits(context.database, row, record);
  if (campaign !== null) {
    const isNew = await joinCampaign(context, influencedKind(list), record, campaign);
    return isNew ? { status: 'done', joinedAt: new Date(context.nowMs) } : { status: 'unchanged' };
  }
  const asked = changeSchemaOf(list).safeParse(bulkChangeOf(change ?? {}, own));
  // It was good when it was asked for: another version of the product may read it otherwise.
  if (!asked.success)
    throw new ApiError('invalid_request', asked.error.issues[0]?.message ?? 'it is no change');
  const given: Revised<typeof asked.data> = revision === null ? asked.data : { ...asked.data, revision };
  const waited = await changeOne(context, list, record, given);
  const { isChanged, entry } = await doneTo(context.database, record);
  return { status: isChanged ? 'done' : 'unchanged', entry, waited };
}

/**
 * Returns the revision of a record that still fits the filter of its act; null where the records were named. The revision is read first:
 * a change from here on is seen by the change itself. Throws `conflict`.
 */
async function revisionThatFits(
  database: Queryable,
  { list, fits, created_by: caller, created_at: askedAt }: BulkRow,
  record: string,
): Promise<number | null> {
  if (fits === null) return null;
  const { rows } = await database.query<{ revision: number }>(`SELECT revision FROM ${list} WHERE id = $1`, [
    record,
  ]);
  const found = { list, filter: fits } as FilteredList;
  const asking = { caller, nowMs: askedAt.getTime(), countMax: 1, id: record };
  if (rows[0] === undefined || (await idsThatFit(database, found, asking)).length === 0)
    throw new ApiError('conflict', 'it was changed since you asked: the filter no longer finds it');
  return rows[0].revision;
}

async function undone(
  context: MarkingContext,
  { list, campaign }: BulkRow,
  { record, entry, joined_at: joinedAt }: BulkItem,
): Promise<Outcome> {
  if (campaign !== null) {
    await leaveCampaign(context, influencedKind(list), record, { campaign, joinedAt });
    return { status: 'undone' };
  }
  if (entry === null)
    throw new ApiError('conflict', 'this cannot be undone: what it changed has no way back');
  return { status: 'undone', waited: await takeBackIn(context, record, entry) };
}

/** The requests hold that other lists are given no campaign. */
function influencedKind(list: BulkRow['list']): InfluencedKind {
  const kinds: Partial<Record<BulkRow['list'], InfluencedKind>> = {
    leads: 'lead',
    tasks: 'task',
    people: 'person',
  };
  return kinds[list] ?? 'opportunity';
}

/** Ends the act, and notifies the new owner once. An act with records to be tried again is set aside until then. */
async function endOrWait(store: BulkStore, row: BulkRow): Promise<void> {
  await marking(store, row.actor, async ({ database, nowMs }) => {
    const resumeAt = await nextTryAt(database, row);
    if (resumeAt !== null) {
      await stepLeased(database, leasedActs, row, { resume_at: resumeAt }, nowMs);
      return;
    }
    const status = row.status === 'running' ? 'done' : 'undone';
    const ended = status === 'done' ? endedAt(nowMs) : { ended_at: new Date(nowMs) };
    await stepLeased(database, leasedActs, row, { status, ...ended }, nowMs);
    if (status === 'done')
      await writeAlerts(database, assignedAlerts(row, await countAssigned(database, row), nowMs));
  });
}

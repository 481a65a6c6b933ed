/**
 * Works on bulk acts: each record in a transaction of its own, which changes it and marks it as done.
 *
 * Each step holds the lease; an act that is cancelled has none. A record that is refused is marked with the reason, and the next one
 * follows. A store that is away is no refusal: the act waits, and any process goes on with it.
 */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { bulkChangeOf, changeSchemaOf } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import {
  changeOne,
  entryOfAct,
  joinCampaign,
  leaveCampaign,
  type MarkingContext,
  marking,
  undoEntryIn,
} from '../records/records.ts';
import { LostLease, lastingRefusal, releaseLease, stepLeased } from '../store/store.ts';
import { type BulkRow, type BulkStore, leaseAct, leasedActs } from './act-rows.ts';
import { assignedAlerts } from './assigned.ts';
import { type BulkItem, countDone, type ItemStatus, nextItems, writeItem } from './items.ts';

/** Works on the oldest open act until it has ended. Returns whether there was one. */
export async function workOnAct(store: BulkStore, signal: AbortSignal): Promise<boolean> {
  const row = await leaseAct(store.pool);
  if (row === null) return false;
  try {
    for (;;) {
      const items = await nextItems(store.pool, row);
      if (items.length === 0) break;
      for (const item of items) {
        signal.throwIfAborted();
        await stepOf(store, row, item);
      }
    }
    await endAct(store, row);
  } catch (error) {
    if (!(error instanceof LostLease)) throw error;
  } finally {
    await releaseLease(store.pool, leasedActs, row);
  }
  return true;
}

interface Outcome {
  status: ItemStatus;
  entry?: string | null;
  /** How long leads have waited for this contact, seconds. */
  waited?: readonly number[];
}

/** Changes one record, or takes its change back. */
async function stepOf(store: BulkStore, row: BulkRow, item: BulkItem): Promise<void> {
  const isUndo = row.status === 'undoing';
  const actor = isUndo ? (row.undone_by ?? row.actor) : row.actor;
  const inStep = <Done>(work: (context: MarkingContext) => Promise<Done>) =>
    marking(store, actor, async (context) => {
      await stepLeased(context.database, leasedActs, row, {}, context.nowMs);
      return work(context);
    });
  try {
    const { waited = [] } = await inStep(async (context) => {
      const outcome = await (isUndo ? undone : changed)(context, row, item);
      await writeItem(context.database, row.id, item.record, outcome);
      return outcome;
    });
    for (const seconds of waited) store.onFirstTouch(seconds);
  } catch (error) {
    const reason = lastingRefusal(error);
    if (reason === null) throw error;
    await inStep(({ database }) =>
      writeItem(database, row.id, item.record, {
        status: isUndo ? 'kept' : 'refused',
        reason: reason.slice(0, limits.messageTextLengthMax),
      }),
    );
  }
}

async function changed(
  context: MarkingContext,
  { list, change, campaign }: BulkRow,
  { record, own }: BulkItem,
): Promise<Outcome> {
  if (campaign !== null) {
    const isNew = await joinCampaign(context, influencedKind(list), record, campaign);
    return { status: isNew ? 'done' : 'unchanged' };
  }
  const asked = changeSchemaOf(list).safeParse(bulkChangeOf(change ?? {}, own));
  // It was good when it was asked for: another version of the product may read it otherwise.
  if (!asked.success)
    throw new ApiError('invalid_request', asked.error.issues[0]?.message ?? 'it is no change');
  const waited = await changeOne(context, list, record, asked.data);
  const entry = await entryOfAct(context.database, record);
  return { status: entry === null ? 'unchanged' : 'done', entry, waited };
}

async function undone(
  context: MarkingContext,
  { list, campaign, actor }: BulkRow,
  { record, entry }: BulkItem,
): Promise<Outcome> {
  if (campaign !== null) await leaveCampaign(context, influencedKind(list), record, campaign);
  // A program has no undo in the timeline; its act has one.
  const isOf = (name: string) => name === actor.name;
  const waited = entry === null ? [] : await undoEntryIn(context, record, entry, isOf);
  return { status: 'undone', waited };
}

/** The requests hold that other lists are given no campaign. */
function influencedKind(list: BulkRow['list']): 'lead' | 'opportunity' | 'task' {
  return list === 'leads' ? 'lead' : list === 'tasks' ? 'task' : 'opportunity';
}

/** Ends the act, and notifies the new owner once. */
async function endAct(store: BulkStore, row: BulkRow): Promise<void> {
  await marking(store, row.actor, async ({ database, nowMs }) => {
    const status = row.status === 'running' ? 'done' : 'undone';
    await stepLeased(database, leasedActs, row, { status, ended_at: new Date(nowMs) }, nowMs);
    if (status === 'done')
      await writeAlerts(database, assignedAlerts(row, await countDone(database, row.id), nowMs));
  });
}

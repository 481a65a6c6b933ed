/** Changes of a lead by people: its status and fields along its pipeline, its owner, its quality. */
import { sqlStateOf } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { LeadChange, LeadView } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { assignedByHand, give } from '../routing/routing.ts';
import { requireRevision, selectLeads } from '../store/store.ts';
import { changeFlow, type FlowContext, lockRecord, stageLike } from '../workflow/workflow.ts';

/** Changes a lead. Throws `not_found`, `revision_mismatch`, `forbidden`, and `conflict` for a second open lead of the person. */
export async function changeLead(
  context: FlowContext,
  id: string,
  change: LeadChange & { revision?: number | undefined },
): Promise<LeadView> {
  const { database, flows, actor, nowMs } = context;
  const row = await lockRecord(database, 'lead', id);
  requireRevision(row.revision, change.revision);
  const flow = await flows.flow(database, row.pipeline);
  const { fields, reason } = change;
  const to = change.status === undefined ? undefined : stageLike(flow.pipeline, change.status);
  if (to !== undefined || fields !== undefined)
    await refusingTwo('lead', () => changeFlow(context, 'lead', id, { fields, to, reason }));
  if (change.owner !== undefined)
    await give(database, 'lead', id, assignedByHand(change.owner, row.owner, actor), nowMs);
  if (change.quality !== undefined) await setQuality(context, id, change.quality);
  await writeAlerts(database, [
    { type: 'lead.updated', atMs: nowMs, acceptedAtMs: null, lead: id, task: null },
  ]);
  const [lead] = await selectLeads(database, 'leads.id = $1', [id]);
  return lead as LeadView;
}

async function setQuality(
  { database, actor, nowMs }: FlowContext,
  id: string,
  quality: NonNullable<LeadChange['quality']> | null,
): Promise<void> {
  await database.query(
    `UPDATE leads SET quality = $2, quality_reason = $3, quality_at = $4, quality_by = $5, updated_at = $6 WHERE id = $1`,
    [
      id,
      quality?.quality ?? null,
      quality?.quality === 'junk' ? quality.reason : null,
      quality === null ? null : new Date(nowMs),
      quality === null ? null : actor.name,
      new Date(nowMs),
    ],
  );
}

/** Turns the refusal of a second open lead or task of a person and campaign into a `conflict`. */
export async function refusingTwo<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error;
    throw new ApiError(
      'conflict',
      `this person has another open ${what} of the campaign; close that one first`,
    );
  }
}

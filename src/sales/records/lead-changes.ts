/** Changes of a lead by people: its status and fields along its pipeline, its owner, its quality. */
import { sqlStateOf } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { LeadChange, LeadView } from '../../contract/api/api.ts';
import type { PipelineDefinition } from '../../contract/language/language.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { assignedByHand, give } from '../routing/routing.ts';
import { externalColumns, referring, requireRevision, requireUser } from '../store/store.ts';
import {
  changeFlow,
  type FlowContext,
  leadById,
  lockToChange,
  requireWork,
  stageLike,
  stageOf,
  workerOf,
} from '../workflow/workflow.ts';

/** Changes a lead. Throws `not_found`, `record_voided`, `revision_mismatch`, `forbidden`, and `conflict` for a second open lead of the person. */
export async function changeLead(
  context: FlowContext,
  id: string,
  change: LeadChange & { revision?: number | undefined },
): Promise<LeadView> {
  const { database, flows, actor, nowMs } = context;
  const { revision, ...asked } = change;
  const row = await lockToChange(database, 'lead', id, asked);
  requireRevision(row.revision, revision);
  const flow = await flows.flow(database, row.pipeline);
  const { fields, when, reason, ...changed } = asked;
  requireWork(flow, stageOf(flow, row.stage), { ...changed, fields, when, reason }, workerOf(row, actor));
  const to = stageIn(flow.pipeline, row.stage, change);
  if (to !== undefined || fields !== undefined)
    await refusingTwo('lead', () => changeFlow(context, 'lead', id, { fields, to, when, reason }));
  await setExternalId(context, id, change);
  if (change.owner !== undefined) {
    const owner = await requireUser(database, 'owner', change.owner, row.owner);
    await give(database, 'lead', id, assignedByHand(owner, row.owner, actor), nowMs);
  }
  if (change.quality !== undefined) await setQuality(context, id, change.quality);
  await writeAlerts(database, [
    { type: 'lead.updated', atMs: nowMs, acceptedAtMs: null, lead: id, task: null },
  ]);
  return (await leadById(context, id)) as LeadView;
}

/**
 * Returns the stage that a change names, as `stage` or as `status`; undefined for none. One of them may be the present stage, as it was
 * read. Throws `invalid_request` where they name two others.
 */
function stageIn(
  pipeline: PipelineDefinition,
  present: string,
  { stage, status }: LeadChange,
): string | undefined {
  const named = [stage, status].flatMap((word) => (word === undefined ? [] : stageLike(pipeline, word)));
  const wanted = new Set(named.filter((name) => name !== present));
  if (wanted.size > 1)
    throw new ApiError(
      'invalid_request',
      `"stage" is "${stage}" and "status" is "${status}": they are one; leave "status" out`,
    );
  return [...wanted][0] ?? named[0];
}

async function setExternalId(
  { database, nowMs }: FlowContext,
  id: string,
  change: LeadChange,
): Promise<void> {
  const given = Object.entries(externalColumns(change));
  if (given.length === 0) return;
  await referring(() =>
    database.query(
      `UPDATE leads SET ${given.map(([name], index) => `${name} = $${index + 3}`).join(', ')}, updated_at = $2 WHERE id = $1`,
      [id, new Date(nowMs), ...given.map(([, value]) => value)],
    ),
  );
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

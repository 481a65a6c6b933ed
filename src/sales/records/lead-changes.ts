/** What a rep changes of a lead: its status and fields along its pipeline, its owner, and the quality on it. */
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { LeadChange, LeadView } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { assignedByHand, give } from '../routing/routing.ts';
import { type Actor, actingAs, requireRevision, selectLeads } from '../store/store.ts';
import { changeFlow, type Flows, lockRecord, stageLike } from '../workflow/workflow.ts';

/** Changes a lead. Throws `not_found`, `revision_mismatch`, `forbidden`, or `conflict` when reopening would give the person two open leads. */
export function changeLead(
  pool: pg.Pool,
  flows: Flows,
  id: string,
  change: LeadChange & { revision?: number | undefined },
  actor: Actor,
  nowMs: number,
): Promise<LeadView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const row = await lockRecord(connection, 'lead', id);
    requireRevision(row.revision, change.revision);
    const flow = await flows.flow(connection, row.pipeline);
    const to = change.status === undefined ? undefined : stageLike(flow.pipeline, change.status);
    if (to !== undefined || change.fields !== undefined)
      await refusingTwo('lead', () =>
        changeFlow(
          connection,
          flows,
          'lead',
          id,
          { fields: change.fields, to, reason: change.reason },
          actor,
          nowMs,
        ),
      );
    if (change.owner !== undefined)
      await give(connection, 'lead', id, assignedByHand(change.owner, row.owner, actor), nowMs);
    if (change.quality !== undefined) await setQuality(connection, id, change.quality, actor, nowMs);
    await writeAlerts(connection, [
      { type: 'lead.updated', atMs: nowMs, acceptedAtMs: null, lead: id, task: null },
    ]);
    const [lead] = await selectLeads(connection, 'leads.id = $1', [id]);
    return lead as LeadView;
  });
}

async function setQuality(
  connection: Queryable,
  id: string,
  quality: NonNullable<LeadChange['quality']> | null,
  actor: Actor,
  nowMs: number,
): Promise<void> {
  await connection.query(
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

/** The unique indexes refuse a second open lead or task of a person and campaign: said as a conflict. */
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

/** Snoozed tasks that come back at their time, each with an alert to its owner. Any number of sweepers may run at once. */
import type pg from 'pg';
import { limits } from '../../base/kernel/kernel.ts';
import { noTracing, type Tracing } from '../../base/telemetry/telemetry.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { actingByTime } from './acting-by-time.ts';

/** Ends the snoozes of one page of tasks. Returns how many. */
export function endSnoozes(pool: pg.Pool, nowMs: number, tracing: Tracing = noTracing): Promise<number> {
  return actingByTime(pool, { nowMs, tracing, name: 'end snooze' }, async (connection, begin) => {
    const { rows } = await connection.query<{ id: string; lead_id: string | null }>(
      `UPDATE tasks SET snoozed_until = NULL FROM (
         SELECT id FROM tasks WHERE snoozed_until <= $1 ORDER BY snoozed_until, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
       ) AS due WHERE tasks.id = due.id RETURNING tasks.id, tasks.lead_id`,
      [new Date(nowMs), limits.snoozesEndedAtOnceMax],
    );
    await writeAlerts(
      connection,
      rows.map(({ id, lead_id: lead }) => ({
        ...({ type: 'task.returned', atMs: nowMs, acceptedAtMs: null, lead, task: id } as const),
        trace: begin(),
      })),
    );
    return rows.length;
  });
}

/**
 * Alert rows: what people are told, as facts.
 *
 * Ids rise in the order in which transactions become visible: the lock is taken right before the rows are written and
 * held until the commit, so nobody who has seen an id later finds a smaller one.
 */

import { type Queryable, together } from '../../database/database.ts';
import type { AlertHeat } from '../crossings/apply.core.ts';
import { selectLeads, selectTasks } from '../work/views.ts';

export const alertChannel = 'scoville_alerts';

const alertLock = 4_400_002;

/** Something to tell about a lead or a task, by id; the views are read when it is written. */
export interface AlertToWrite {
  type: string;
  atMs: number;
  /** When the event behind it was accepted; null when none was. */
  acceptedAtMs: number | null;
  lead: string | null;
  task: string | null;
  /** What happened to a record of any kind, and whom it concerns: the owner or a lane. */
  record?: { kind: string; id: string; name: string; stage: string; for: string; text: string };
  /** How hot it was at that moment, where more has happened to it since. */
  heat?: AlertHeat;
}

/** The last statements of a transaction: writes the rows and rings for them at its commit. */
export async function writeAlerts(connection: Queryable, alerts: readonly AlertToWrite[]): Promise<void> {
  if (alerts.length === 0) return;
  const [leads, tasks] = await together([
    selectLeads(connection, 'leads.id = ANY($1)', [alerts.flatMap(({ lead }) => lead ?? [])]),
    selectTasks(connection, 'tasks.id = ANY($1)', [alerts.flatMap(({ task }) => task ?? [])]),
  ]);
  const leadById = new Map(leads.map((lead) => [lead.id, lead]));
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  const rows = alerts.map(({ type, atMs, acceptedAtMs, lead, task, record, heat }) => ({
    type,
    at: new Date(atMs).toISOString(),
    accepted_at_ms: acceptedAtMs,
    data: {
      ...(lead !== null && { lead: { ...leadById.get(lead), ...heat } }),
      ...(record !== undefined && { record }),
      ...(task !== null && { task: { ...taskById.get(task), ...heat } }),
    },
  }));
  await together([
    connection.query('SELECT pg_advisory_xact_lock($1)', [alertLock]),
    connection.query(
      `INSERT INTO alerts (type, at, accepted_at_ms, data)
     SELECT type, at, accepted_at_ms, data
     FROM jsonb_to_recordset($1) AS given (type text, at timestamptz, accepted_at_ms bigint, data jsonb)`,
      [JSON.stringify(rows)],
    ),
    connection.query(`NOTIFY ${alertChannel}`),
  ]);
}

/**
 * Alert rows: what happened, and who is notified.
 *
 * Ids rise in the order in which transactions become visible. The lock is taken right before the insert and held
 * until the commit. A reader that has seen an id never finds a smaller one later.
 */

import { advisoryLocks, afterCommit, type Queryable, together } from '../../base/database/database.ts';
import type { AlertType, LeadSnapshot, TaskView } from '../../contract/api/api.ts';
import { selectLeads, selectTasks, traceOf } from '../store/store.ts';
import { type AlertHeat, type AlertRow, alertOf, type RecordOfAlert } from './alert.ts';
import { publishCommitted } from './committed-alerts.ts';

export const alertChannel = 'scoville_alerts';

/** An alert about a lead or task, by id. Their views are read when the alert is written. */
export interface AlertToWrite {
  type: AlertType;
  atMs: number;
  /** When the event behind it was accepted; null when none was. */
  acceptedAtMs: number | null;
  lead: string | null;
  task: string | null;
  /** The person, where neither a lead nor a task names one. */
  person?: string;
  /** `profile programme episode` of the crossing behind it, where neither a lead nor a task names one. */
  episode?: string;
  /** Users and lanes it notifies besides the owner of the lead or task. */
  recipients?: readonly string[];
  /** Why it was sent, in words. */
  reason?: string;
  /** The record, and who is notified: its owner or a lane. */
  record?: RecordOfAlert;
  /** Tier and score at that moment, where a later update of the batch raised them. */
  heat?: AlertHeat;
  /** What it carries, where the event behind it is traced; else what its transaction carries. */
  trace?: string | undefined;
}

const silentConnections = new WeakSet<Queryable>();

/** Leaves out the alerts of a connection from now on: what it writes is of the past, and no news. */
export function leaveOutAlerts(connection: Queryable): void {
  silentConnections.add(connection);
}

/**
 * Writes alert rows and rings the bell at the commit; the last statements of a transaction. An alert about a person
 * marked *do not contact* is not written.
 */
export async function writeAlerts(connection: Queryable, alerts: readonly AlertToWrite[]): Promise<void> {
  await sendAlerts(connection, await composeAlerts(connection, alerts));
}

/** A row of `alerts` without the id that the table gives it. */
type ComposedAlert = Omit<AlertRow, 'id' | 'at' | 'accepted_at_ms'> & {
  at: string;
  accepted_at_ms: number | null;
};

/** Returns the rows of alerts, with what they show as it is now; none of a person marked *do not contact*. */
export async function composeAlerts(
  connection: Queryable,
  alerts: readonly AlertToWrite[],
): Promise<ComposedAlert[]> {
  if (alerts.length === 0 || silentConnections.has(connection)) return [];
  const [leads, tasks] = await together([
    selectLeads(connection, 'leads.id = ANY($1)', [alerts.flatMap(({ lead }) => lead ?? [])]),
    selectTasks(connection, 'tasks.id = ANY($1)', [alerts.flatMap(({ task }) => task ?? [])]),
  ]);
  const carried = traceOf(connection) ?? null;
  const leadById = new Map(leads.map((lead) => [lead.id, lead]));
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  return alerts.flatMap(
    ({ type, atMs, acceptedAtMs, record, heat, reason, trace = carried, ...alert }): ComposedAlert[] => {
      const lead = leadById.get(alert.lead ?? '');
      const task = taskById.get(alert.task ?? '');
      const person = lead?.person ?? task?.person ?? null;
      if (person?.doNotContact) return [];
      const isForLane = record !== undefined && record.for !== 'owner';
      const { person: recordPerson, owner: recordOwner, ...shown } = record ?? { person: null, owner: null };
      return [
        {
          type,
          at: new Date(atMs).toISOString(),
          accepted_at_ms: acceptedAtMs,
          person_id: person?.id ?? alert.person ?? recordPerson,
          owner: task?.owner ?? lead?.owner ?? (isForLane ? null : recordOwner),
          recipients: [...(alert.recipients ?? []), ...(isForLane ? [record.for] : [])],
          episode: episodeOf(lead ?? task) ?? alert.episode ?? null,
          trace,
          data: {
            ...(lead && { lead: { ...lead, ...heat } }),
            ...(record !== undefined && { record: shown as Omit<RecordOfAlert, 'person' | 'owner'> }),
            ...(task && { task: { ...task, ...heat } }),
            ...(!lead && !task && heat && { profile: heat }),
            ...(reason !== undefined && { reason }),
          },
        },
      ];
    },
  );
}

/**
 * Writes composed alerts, by statements that are all sent at once. After the commit the live streams of this process get them; those
 * of others hear the bell, which rings with the last id.
 */
export async function sendAlerts(connection: Queryable, composed: readonly ComposedAlert[]): Promise<void> {
  if (composed.length === 0) return;
  const [, { rows }] = await together([
    connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.alerts]),
    connection.query<AlertRow & { before: string }>(insertAlerts, [JSON.stringify(composed), alertChannel]),
  ]);
  const [first] = rows;
  if (first === undefined) return;
  const committed = { after: Number(first.before), alerts: rows.map(alertOf) };
  afterCommit(connection, (pool) => publishCommitted(pool, committed));
}

/** Under the lock, the last id before these is that of the last alert that was ever committed. */
const insertAlerts = `WITH made AS (
    INSERT INTO alerts (type, at, accepted_at_ms, person_id, owner, recipients, episode, trace, data)
    SELECT type, at, accepted_at_ms, person_id, owner, recipients, episode, trace, data
    FROM jsonb_to_recordset($1) AS given (type text, at timestamptz, accepted_at_ms bigint, person_id text, owner text,
      recipients jsonb, episode text, trace text, data jsonb)
    RETURNING *
  ), rung AS (SELECT pg_notify($2, max(id)::text) FROM made)
  SELECT made.*, (SELECT coalesce(max(id), 0) FROM alerts) AS before FROM made, rung ORDER BY made.id`;

/** The key of an episode: a channel sends each of its tiers once. */
function episodeOf(
  row: Pick<LeadSnapshot | TaskView, 'profile' | 'programme' | 'episode'> | undefined,
): string | null {
  const { profile, programme, episode } = row ?? { profile: null, programme: null, episode: null };
  return episode === null ? null : `${profile} ${programme} ${episode}`;
}

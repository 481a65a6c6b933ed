/**
 * Alert rows: what happened, and who is notified.
 *
 * Ids rise in the order in which transactions become visible. The lock is taken right before the insert and held
 * until the commit. A reader that has seen an id never finds a smaller one later.
 */

import { advisoryLocks, type Queryable, together } from '../../base/database/database.ts';
import type { AlertType, LeadSnapshot, TaskView } from '../../contract/api/api.ts';
import { selectLeads, selectTasks } from '../store/store.ts';

export const alertChannel = 'scoville_alerts';

/** The part of a lead or task that a record brings, as the API shows it. */
export type AlertHeat = Pick<LeadSnapshot, 'profile' | 'tier' | 'tierName' | 'tiers' | 'score' | 'reasons'>;

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
}

/** The record of an alert: its stage, the text and its people. */
export interface RecordOfAlert {
  kind: string;
  id: string;
  name: string;
  stage: string;
  /** `owner` or a lane. */
  for: string;
  text: string;
  person: string | null;
  owner: string | null;
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
  if (alerts.length === 0 || silentConnections.has(connection)) return;
  const [leads, tasks] = await together([
    selectLeads(connection, 'leads.id = ANY($1)', [alerts.flatMap(({ lead }) => lead ?? [])]),
    selectTasks(connection, 'tasks.id = ANY($1)', [alerts.flatMap(({ task }) => task ?? [])]),
  ]);
  const leadById = new Map(leads.map((lead) => [lead.id, lead]));
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  const rows = alerts.flatMap(({ type, atMs, acceptedAtMs, record, heat, reason, ...alert }) => {
    const lead = leadById.get(alert.lead ?? '');
    const task = taskById.get(alert.task ?? '');
    const person = lead?.person ?? task?.person ?? null;
    if (person?.doNotContact) return [];
    const isForLane = record !== undefined && record.for !== 'owner';
    const { person: recordPerson, owner: recordOwner, ...shown } = record ?? { person: null, owner: null };
    return {
      type,
      at: new Date(atMs).toISOString(),
      accepted_at_ms: acceptedAtMs,
      person_id: person?.id ?? alert.person ?? recordPerson,
      owner: task?.owner ?? lead?.owner ?? (isForLane ? null : recordOwner),
      recipients: [...(alert.recipients ?? []), ...(isForLane ? [record.for] : [])],
      episode: episodeOf(lead ?? task) ?? alert.episode ?? null,
      data: {
        ...(lead && { lead: { ...lead, ...heat } }),
        ...(record !== undefined && { record: shown }),
        ...(task && { task: { ...task, ...heat } }),
        ...(!lead && !task && heat && { profile: heat }),
        ...(reason !== undefined && { reason }),
      },
    };
  });
  if (rows.length === 0) return;
  await together([
    connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.alerts]),
    connection.query(
      `INSERT INTO alerts (type, at, accepted_at_ms, person_id, owner, recipients, episode, data)
     SELECT type, at, accepted_at_ms, person_id, owner, recipients, episode, data
     FROM jsonb_to_recordset($1) AS given (type text, at timestamptz, accepted_at_ms bigint, person_id text, owner text,
       recipients jsonb, episode text, data jsonb)`,
      [JSON.stringify(rows)],
    ),
    connection.query(`NOTIFY ${alertChannel}`),
  ]);
}

/** The key of an episode: a channel sends each of its tiers once. */
function episodeOf(
  row: Pick<LeadSnapshot | TaskView, 'profile' | 'programme' | 'episode'> | undefined,
): string | null {
  const { profile, programme, episode } = row ?? { profile: null, programme: null, episode: null };
  return episode === null ? null : `${profile} ${programme} ${episode}`;
}

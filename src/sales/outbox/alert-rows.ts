/**
 * Alert rows: what people are told, as facts.
 *
 * Ids rise in the order in which transactions become visible: the lock is taken right before the rows are written and
 * held until the commit, so nobody who has seen an id later finds a smaller one.
 */

import { type Queryable, together } from '../../base/database/database.ts';
import type { AlertType, LeadView, TaskView } from '../../contract/api/api.ts';
import { selectLeads, selectTasks } from '../store/store.ts';

export const alertChannel = 'scoville_alerts';

const alertLock = 4_400_002;

/** The part of a lead or task that a record brings, as the API shows it. */
export type AlertHeat = Pick<LeadView, 'profile' | 'tier' | 'tierName' | 'tiers' | 'score' | 'reasons'>;

/** Something to tell about a lead or a task, by id; the views are read when it is written. */
export interface AlertToWrite {
  type: AlertType;
  atMs: number;
  /** When the event behind it was accepted; null when none was. */
  acceptedAtMs: number | null;
  lead: string | null;
  task: string | null;
  /** Whom it is about, where neither a lead nor a task says so. */
  person?: string;
  /** `profile programme episode` of the crossing behind it, likewise. */
  episode?: string;
  /** Users and lanes it is addressed to besides the owner of the lead or task. */
  recipients?: readonly string[];
  /** Why it is told, in words. */
  reason?: string;
  /** What happened to a record of any kind, and whom it concerns: the owner or a lane. */
  record?: RecordOfAlert;
  /** How hot it was at that moment, where more has happened to it since. */
  heat?: AlertHeat;
}

/** What the alert of a record that stands in a stage needs besides: its people. */
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

/**
 * The last statements of a transaction: writes the rows and rings for them at its commit. Nothing is told about a person
 * who does not wish to be contacted.
 */
export async function writeAlerts(connection: Queryable, alerts: readonly AlertToWrite[]): Promise<void> {
  if (alerts.length === 0) return;
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
    connection.query('SELECT pg_advisory_xact_lock($1)', [alertLock]),
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

/** One rise of one profile: what is told of it once is not told again. */
function episodeOf(
  row: Pick<LeadView | TaskView, 'profile' | 'programme' | 'episode'> | undefined,
): string | null {
  const { profile, programme, episode } = row ?? { profile: null, programme: null, episode: null };
  return episode === null ? null : `${profile} ${programme} ${episode}`;
}

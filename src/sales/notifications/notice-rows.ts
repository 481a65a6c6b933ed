/**
 * Notices as rows: alerts become notices, due notices become messages. Each step is one transaction.
 *
 * The dispatcher's offset moves in the transaction that writes the notices. A message is written in the transaction
 * that closes its notices. So each alert is sent once, wherever a dispatcher stops. Several dispatchers wait for each
 * other at the offset and skip each other's channels.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, together, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { carriedBy, noTracing, type Step, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { AlertType, PersonView, TaskStatus } from '../../contract/api/api.ts';
import {
  type Alert,
  type AlertRow,
  alertOf,
  alertsAfter,
  type NewDelivery,
  writeDeliveries,
} from '../outbox/outbox.ts';
import { actingAs, clockActor, type PersonRow, personView, shareContact } from '../store/store.ts';
import {
  ensureMailChannels,
  type ListenerRow,
  listenerOf,
  listenerSelect,
  listenersTo,
} from './channel-rows.ts';
import { type DueNotice, droppedReason, linesOf } from './digest.core.ts';
import {
  goesOutAt,
  isChosen,
  type Listener,
  onceKeyOf,
  type SentMessage,
  urgencyOfMessage,
} from './notice.core.ts';

/** Composes the body of a delivery from the lines of a message; a webhook has one line. */
export type Compose = (channel: Listener, lines: readonly DueNotice[], nowMs: number) => object;

/** Outcome of the due notices of one channel. */
export interface ComposeResult {
  kind: Listener['kind'];
  messages: number;
  sent: number;
  dropped: number;
  /** Why no message could be composed; null where it was. */
  error: string | null;
}

/** Writes the notices of the alerts after the offset. Returns how many alerts it read. */
export function chooseNotices(pool: pg.Pool, nowMs: number): Promise<number> {
  return actingAs(pool, clockActor, nowMs, async (connection) => {
    await ensureMailChannels(connection, nowMs);
    const { rows } = await connection.query<{ alert: string }>(
      'SELECT alert FROM dispatcher_offset FOR UPDATE',
    );
    const alerts = await alertsAfter(connection, Number(rows[0]?.alert), limits.chosenAlertsMax);
    const last = alerts.at(-1);
    if (last === undefined) return 0;
    const [channels, teams] = await together([listenersTo(connection, alerts), teamsOf(connection, alerts)]);
    const notices = alerts.flatMap((alert) =>
      channels
        .filter((channel) => isChosen(channel, alert, teams.get(alert.owner ?? '') ?? null))
        .map((channel) => ({
          channel: channel.id,
          alert: alert.id,
          once: onceKeyOf(alert),
          due_at: new Date(goesOutAt(channel, alert, nowMs, [])).toISOString(),
        })),
    );
    await together([
      connection.query(
        `INSERT INTO notices (channel, alert, once, chosen_at, due_at)
         SELECT channel, alert, once, $2, due_at
         FROM jsonb_to_recordset($1) AS given (channel text, alert bigint, once text, due_at timestamptz)
         ORDER BY alert, channel
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(notices), new Date(nowMs)],
      ),
      connection.query('UPDATE dispatcher_offset SET alert = $1', [last.id]),
    ]);
    return alerts.length;
  });
}

/** SQL that is true while a notice is due at $1, or channels have not chosen among all alerts. */
export const noticesWait = `EXISTS (SELECT FROM notices WHERE closed_at IS NULL AND due_at <= $1)
  OR EXISTS (SELECT FROM alerts WHERE id > (SELECT alert FROM dispatcher_offset))`;

/** Returns since when the oldest alert waits to be looked at, and since when the oldest notice is due; null where none is. */
export async function oldestWaiting(
  database: Queryable,
  nowMs: number,
): Promise<{ alertAt: Date | null; noticeAt: Date | null }> {
  const { rows } = await database.query<{ alertAt: Date | null; noticeAt: Date | null }>(
    `SELECT (SELECT at FROM alerts WHERE id > (SELECT alert FROM dispatcher_offset) ORDER BY id LIMIT 1) AS "alertAt",
       (SELECT min(due_at) FROM notices WHERE closed_at IS NULL AND due_at <= $1) AS "noticeAt"`,
    [new Date(nowMs)],
  );
  return rows[0] ?? { alertAt: null, noticeAt: null };
}

/**
 * Composes a message of the due notices of one channel that no other dispatcher holds. Returns null where none is
 * due. Notices in quiet hours or over the hourly limit are postponed. Notices of a message that cannot be composed
 * are dropped with the reason, so that they block no other.
 */
export async function composeNext(
  pool: pg.Pool,
  nowMs: number,
  compose: Compose,
  tracing: Tracing = noTracing,
): Promise<ComposeResult | null> {
  const steps: Step[] = [];
  const begin: BeginStep = (alerts, kind) => {
    const step = tracing.step(`compose ${kind}`, carriedBy(alerts));
    steps.push(step);
    return step;
  };
  const result = await transaction(pool, async (connection) => {
    const channel = await lockDueChannel(connection, nowMs);
    if (channel === null) return null;
    const [due, sent] = await together([
      noticesOf(connection, channel.id, 'due_at <= $2', nowMs, limits.noticesPerMessageMax),
      sentWithinHour(connection, channel.id, nowMs),
    ]);
    const outcome: Outcome = { later: [], dropped: [], sent: [], deliveries: [], error: null };
    const ready = sorted(outcome, channel, due, nowMs, sent);
    if (ready.length > 0 && channel.kind !== 'webhook') {
      // A message that goes out anyway takes along what the hourly limit alone holds back.
      const held = new Set(outcome.later.map(({ alert }) => alert));
      outcome.later = [];
      const waiting = [
        ...due.filter(({ alert }) => held.has(alert.id)),
        ...(await noticesOf(
          connection,
          channel.id,
          'due_at > $2',
          nowMs,
          limits.noticesPerMessageMax - due.length,
        )),
      ];
      ready.push(...sorted(outcome, channel, waiting, nowMs, []));
    }
    for (const message of messagesOf(channel, ready))
      addMessage(outcome, channel, message, nowMs, compose, begin);
    await write(connection, channel.id, outcome, nowMs);
    return {
      kind: channel.kind,
      messages: outcome.deliveries.length,
      sent: outcome.sent.length,
      dropped: outcome.dropped.length,
      error: outcome.error,
    };
  });
  // They have happened with the commit.
  for (const step of steps) step.end();
  return result;
}

/** Begins the step of one message, which carries on the traces of its alerts. */
type BeginStep = (alerts: readonly Alert[], kind: Listener['kind']) => Step;

interface Outcome {
  later: { alert: number; due_at: string }[];
  dropped: { alert: number; reason: string }[];
  sent: { alert: number; delivery: string }[];
  deliveries: NewDelivery[];
  error: string | null;
}

/** Sorts notices: those to drop and to postpone go into the outcome. Returns those that may be sent now. */
function sorted(
  outcome: Outcome,
  channel: Listener,
  notices: readonly DueNotice[],
  nowMs: number,
  sent: readonly SentMessage[],
): DueNotice[] {
  return notices.filter((notice) => {
    const alert = notice.alert.id;
    const reason = droppedReason(channel, notice);
    const atMs = goesOutAt(channel, notice.alert, nowMs, sent);
    if (reason !== null) outcome.dropped.push({ alert, reason });
    else if (atMs > nowMs) outcome.later.push({ alert, due_at: new Date(atMs).toISOString() });
    return reason === null && atMs <= nowMs;
  });
}

/** A webhook gets one alert at a time, in order; people get one message. */
function messagesOf({ kind }: Listener, ready: readonly DueNotice[]): DueNotice[][] {
  if (kind === 'webhook') return ready.map((notice) => [notice]);
  return ready.length === 0 ? [] : [[...ready]];
}

function addMessage(
  outcome: Outcome,
  channel: Listener,
  notices: readonly DueNotice[],
  nowMs: number,
  compose: Compose,
  begin: BeginStep,
): void {
  const { kind, target, id } = channel;
  const lines = linesOf(notices);
  const alerts = notices.map(({ alert }) => alert);
  const people = new Set(notices.map(({ alert }) => alert.person));
  const records = new Set(
    notices.map(({ alert: { data } }) => data.lead?.id ?? data.task?.id ?? data.record?.id),
  );
  try {
    const delivery = `dv_${randomUUID()}`;
    outcome.deliveries.push({
      id: delivery,
      kind,
      target,
      channel: id,
      // A digest about several people names none: a mark on one of them must not cancel it for all.
      person: people.size === 1 ? ([...people][0] ?? null) : null,
      record: records.size === 1 ? ([...records][0] ?? null) : null,
      body: compose(channel, lines, nowMs),
      at: new Date(nowMs),
      trace: begin(alerts, kind).next(carriedBy(alerts)[0]),
    });
    for (const { alert } of notices) outcome.sent.push({ alert: alert.id, delivery });
  } catch (error) {
    outcome.error = `the message could not be made: ${(error as Error).message}`;
    for (const { alert } of notices) outcome.dropped.push({ alert: alert.id, reason: outcome.error });
  }
}

async function write(
  connection: Queryable,
  channel: string,
  { later, dropped, sent, deliveries }: Outcome,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  await together([
    connection.query(
      `UPDATE notices SET due_at = given.due_at
       FROM jsonb_to_recordset($2) AS given (alert bigint, due_at timestamptz)
       WHERE channel = $1 AND notices.alert = given.alert`,
      [channel, JSON.stringify(later)],
    ),
    connection.query(
      `UPDATE notices SET dropped = given.reason, closed_at = $3
       FROM jsonb_to_recordset($2) AS given (alert bigint, reason text)
       WHERE channel = $1 AND notices.alert = given.alert`,
      [channel, JSON.stringify(dropped), now],
    ),
    connection.query(
      `UPDATE notices SET delivery = given.delivery, closed_at = $3
       FROM jsonb_to_recordset($2) AS given (alert bigint, delivery text)
       WHERE channel = $1 AND notices.alert = given.alert`,
      [channel, JSON.stringify(sent), now],
    ),
    writeDeliveries(connection, deliveries),
  ]);
}

async function lockDueChannel(connection: Queryable, nowMs: number): Promise<Listener | null> {
  const { rows } = await connection.query<ListenerRow>(
    `${listenerSelect}
     WHERE EXISTS (SELECT FROM notices WHERE channel = channels.id AND closed_at IS NULL AND due_at <= $1)
     LIMIT 1 FOR NO KEY UPDATE OF channels SKIP LOCKED`,
    [new Date(nowMs)],
  );
  return rows[0] ? listenerOf(rows[0]) : null;
}

interface DueRow extends AlertRow {
  present: {
    lead_status: string;
    is_closed: boolean;
    owner: string | null;
    reason: string | null;
    person: string;
  } | null;
  task: {
    status: TaskStatus;
    due_at: string;
    owner: string | null;
    reason: string | null;
    person: string | null;
  } | null;
}

/**
 * Returns open notices in the order of their alerts. *Do not contact* marks are locked until the commit, so that a
 * mark comes before or after the message.
 */
async function noticesOf(
  connection: Queryable,
  channel: string,
  which: 'due_at <= $2' | 'due_at > $2',
  nowMs: number,
  countMax: number,
): Promise<DueNotice[]> {
  await shareContact(connection);
  const { rows } = await connection.query<DueRow>(
    `SELECT alerts.*,
       (SELECT jsonb_build_object('lead_status', status, 'is_closed', closed_at IS NOT NULL, 'owner', owner,
                                  'reason', routing_reason, 'person', person_id)
        FROM leads WHERE id = coalesce(data #>> '{lead,id}', data #>> '{task,lead}')) AS present,
       (SELECT jsonb_build_object('status', status, 'due_at', due_at, 'owner', owner,
                                  'reason', routing_reason, 'person', person_id)
        FROM tasks WHERE id = coalesce(data #>> '{task,id}', data #>> '{lead,task,id}')) AS task
     FROM notices JOIN alerts ON alerts.id = notices.alert
     WHERE channel = $1 AND closed_at IS NULL AND ${which}
     ORDER BY notices.alert LIMIT $3`,
    [channel, new Date(nowMs), countMax],
  );
  const idsOf = ({ person_id, present, task }: DueRow) =>
    [present?.person ?? task?.person, person_id].flatMap((id) => id ?? []);
  const { rows: found } = await connection.query<PersonRow>('SELECT * FROM people WHERE id = ANY($1)', [
    rows.flatMap(idsOf),
  ]);
  const people = new Map(found.map((person) => [person.id, person]));
  return rows.map((row) => {
    const { present, task, ...alertRow } = row;
    const theirs = idsOf(row).flatMap((id) => people.get(id) ?? []);
    const person = theirs[0] === undefined ? null : personView(theirs[0]);
    return {
      alert: withPerson(alertOf(alertRow), person),
      person,
      present: {
        isContactRefused: theirs.some((person) => person.do_not_contact),
        leadStatus: present?.lead_status ?? null,
        isLeadClosed: present?.is_closed ?? false,
        taskStatus: task?.status ?? null,
        dueAt: task === null ? null : new Date(task.due_at).toISOString(),
        owner: task?.owner ?? present?.owner ?? null,
        routingReason: task?.reason ?? present?.reason ?? null,
      },
    };
  });
}

/** The alert with its person as they are known now: by the address and the name that came last. */
function withPerson(alert: Alert, person: PersonView | null): Alert {
  if (person === null) return alert;
  const { lead, task } = alert.data;
  const shown = { person };
  return {
    ...alert,
    data: {
      ...alert.data,
      ...(lead && { lead: { ...lead, ...shown } }),
      ...(task && { task: { ...task, ...shown } }),
    },
  };
}

/** Returns the messages of the last hour. */
async function sentWithinHour(connection: Queryable, channel: string, nowMs: number): Promise<SentMessage[]> {
  const { rows } = await connection.query<{ at: Date; types: AlertType[] }>(
    `SELECT max(closed_at) AS at, array_agg(DISTINCT type) AS types FROM notices JOIN alerts ON alerts.id = alert
     WHERE channel = $1 AND delivery IS NOT NULL AND closed_at > $2 GROUP BY delivery`,
    [channel, new Date(nowMs - limits.hourMs)],
  );
  return rows.map(({ at, types }) => ({ atMs: at.getTime(), urgency: urgencyOfMessage(types) }));
}

async function teamsOf(connection: Queryable, alerts: readonly Alert[]): Promise<Map<string, string>> {
  const { rows } = await connection.query<{ email: string; team: string }>(
    'SELECT email, team FROM users WHERE email = ANY($1) AND team IS NOT NULL',
    [alerts.flatMap(({ owner }) => owner ?? [])],
  );
  return new Map(rows.map(({ email, team }) => [email, team]));
}

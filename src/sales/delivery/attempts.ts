/** Attempts: the delivery log, and everything that follows from an answer, in one transaction. */

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import { roleGroups } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { actingAs, clockActor, flowTables } from '../store/store.ts';
import type { Delivery } from './leases.ts';
import { type Answer, endpointAfter, type RetryDecision, retryDecision } from './retry.core.ts';

/** One attempt. */
export interface Attempt extends Answer {
  beganAtMs: number;
  durationMs: number;
  /** A random number from 0 to below 1, for the wait that may follow. */
  jitter: number;
  /** The sender address of a mail. */
  from?: string;
}

/**
 * Logs an attempt. The log keeps every attempt; the delivery changes only while this sender holds its lease. So a
 * slow sender never overwrites the outcome of another. A delivery that was cancelled during the attempt and still
 * arrived is delivered.
 */
export function noteAttempt(
  pool: pg.Pool,
  delivery: Delivery,
  attempt: Attempt,
  nowMs: number,
): Promise<RetryDecision['outcome']> {
  const decision = retryDecision(delivery.kind, delivery.tries, attempt, nowMs, attempt.jitter);
  return actingAs(pool, clockActor, nowMs, async (connection) => {
    await log(connection, delivery, attempt, decision);
    const isContact = await closeAttempt(connection, delivery, attempt, decision, nowMs);
    if (isContact === null) return decision.outcome;
    if (decision.freeAtMs !== null) await throttle(connection, delivery.destination, decision.freeAtMs);
    if (decision.outcome === 'delivered' && isContact) await noteMail(connection, delivery, attempt, nowMs);
    if (delivery.endpoint !== null) await judgeEndpoint(connection, delivery, attempt, nowMs);
    return decision.outcome;
  });
}

const errorOf = ({ error }: Attempt) => (error === null ? null : cut(error, limits.deliveryErrorLengthMax));

async function log(
  connection: Queryable,
  { id }: Delivery,
  attempt: Attempt,
  { outcome }: RetryDecision,
): Promise<void> {
  await connection.query(
    `INSERT INTO delivery_attempts (delivery_id, at, outcome, status, error, duration_ms) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      id,
      new Date(attempt.beganAtMs),
      outcome,
      attempt.status,
      errorOf(attempt),
      Math.max(0, Math.round(attempt.durationMs)),
    ],
  );
}

/** Returns whether it was a mail to a customer; null where the lease has ended. */
async function closeAttempt(
  connection: Queryable,
  { id, lease }: Delivery,
  attempt: Attempt,
  { outcome, nextAtMs }: RetryDecision,
  nowMs: number,
): Promise<boolean | null> {
  const isDelivered = outcome === 'delivered';
  const { rows } = await connection.query<{ is_contact: boolean }>(
    `UPDATE deliveries SET tries = tries + 1, last_error = $3, state = $4, next_at = $5, delivered_at = $6,
       cancelled_reason = NULL, lease = NULL, leased_until = NULL
     WHERE id = $1 AND lease = $2 AND (state = 'waiting' OR $4 = 'delivered') RETURNING is_contact`,
    [
      id,
      lease,
      errorOf(attempt),
      outcome === 'retried' ? 'waiting' : outcome,
      nextAtMs === null ? null : new Date(nextAtMs),
      isDelivered ? new Date(nowMs) : null,
    ],
  );
  return rows[0]?.is_contact ?? null;
}

async function throttle(connection: Queryable, destination: string, freeAtMs: number): Promise<void> {
  await connection.query(
    `INSERT INTO destinations (destination, free_at) VALUES ($1, $2)
     ON CONFLICT (destination) DO UPDATE SET free_at = greatest(destinations.free_at, excluded.free_at)`,
    [destination, new Date(freeAtMs)],
  );
}

/** Logs a delivered mail to a customer as an activity, with its sender address. */
async function noteMail(
  connection: Queryable,
  { person, record, body }: Delivery,
  { from }: Attempt,
  nowMs: number,
): Promise<void> {
  const kind = Object.entries(flowTables).find(([, { prefix }]) => record?.startsWith(`${prefix}_`))?.[0];
  await connection.query(
    `INSERT INTO activities (id, kind, direction, person_id, ${kind === undefined ? '' : `${kind}_id, `}happened_at, logged_at,
       logged_by, from_address, body, created_at, updated_at)
     VALUES ($1, 'mail', 'out', $2, ${kind === undefined ? '' : '$6, '}$3, $3, 'clock', $4, $5, $3, $3)`,
    [
      `ac_${randomUUID()}`,
      person,
      new Date(nowMs),
      from ?? '',
      `${body['subject']}\n\n${body['text']}`,
      ...(kind === undefined ? [] : [record]),
    ],
  );
}

/** Marks the endpoint as healthy, failing or disabled. Managers are notified of a disabled one. */
async function judgeEndpoint(
  connection: Queryable,
  { endpoint, target }: Delivery,
  answer: Answer,
  nowMs: number,
): Promise<void> {
  const { rows } = await connection.query<{
    id: string;
    failing_since: Date | null;
    disabled_at: Date | null;
  }>(
    `SELECT id, failing_since, disabled_at FROM endpoints
     WHERE id = $1 AND ($2 OR failing_since IS NOT NULL) FOR NO KEY UPDATE`,
    [endpoint?.id, answer.errorKind !== null],
  );
  const [row] = rows;
  if (row === undefined || row.disabled_at !== null) return;
  const before = row.failing_since?.getTime() ?? null;
  const { failingSinceMs, disabledReason } = endpointAfter(before, answer, nowMs);
  if (failingSinceMs === before && disabledReason === null) return;
  await connection.query(
    `UPDATE endpoints SET failing_since = $2, disabled_at = $3, disabled_reason = $4, updated_at = $5 WHERE id = $1`,
    [
      row.id,
      failingSinceMs === null ? null : new Date(failingSinceMs),
      disabledReason === null ? null : new Date(nowMs),
      disabledReason,
      new Date(nowMs),
    ],
  );
  if (disabledReason !== null) await notifyManagers(connection, row.id, target, disabledReason, nowMs);
}

async function notifyManagers(
  connection: Queryable,
  id: string,
  url: string,
  reason: string,
  nowMs: number,
): Promise<void> {
  const host = URL.parse(url)?.host ?? url;
  const { rows } = await connection.query<{ email: string }>(
    'SELECT email FROM users WHERE role = ANY($1) ORDER BY email',
    [roleGroups.managers],
  );
  await writeAlerts(connection, [
    {
      type: 'endpoint.disabled',
      atMs: nowMs,
      acceptedAtMs: null,
      lead: null,
      task: null,
      recipients: rows.map(({ email }) => email),
      record: {
        kind: 'endpoint',
        id,
        name: host,
        stage: 'disabled',
        for: 'owner',
        text: `Webhooks to ${host} are stopped: ${reason}`,
        person: null,
        owner: null,
      },
    },
  ]);
}

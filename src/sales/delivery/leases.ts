/**
 * Leases of deliveries: a sender leases rows in a short transaction and sends outside of it.
 *
 * The rows of a dead sender become due again when the lease ends. No sender waits for rows that another is leasing.
 * Each destination has a bound on attempts at once, so that a dead one blocks no other. *Do not contact* marks,
 * departed users and disabled endpoints are checked here, right before the attempt.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';
import { cancelSuppressed } from './suppressed.ts';

/** A delivery to try now. */
export interface Delivery {
  id: string;
  kind: DeliveryKind;
  target: string;
  /** What limits apply to: an address, or the mail server. */
  destination: string;
  body: Record<string, unknown>;
  person: string | null;
  record: string | null;
  createdAt: Date;
  /** Attempts before this one. */
  tries: number;
  /** The lease of this attempt: its outcome counts while the row holds the same lease. */
  lease: string;
  /** What it carries, where what it is about is traced; null where not. */
  trace: string | null;
  /** Of a webhook: the same in every attempt and replay. */
  webhookId: string | null;
  endpoint: { id: string; format: 'standard' | 'cloudevents'; secrets: string[] } | null;
}

export interface LeasedDeliveries {
  deliveries: Delivery[];
  /** Deliveries that were due and were cancelled. */
  cancelled: number;
}

/** Leases due deliveries of a kind. `underWay` counts this sender's attempts in progress by destination. */
export async function leaseDeliveries(
  pool: pg.Pool,
  kind: DeliveryKind,
  countMax: number,
  underWay: ReadonlyMap<string, number>,
  nowMs: number,
): Promise<LeasedDeliveries> {
  // Before the transaction, since most looks find nothing: the statements within it see for themselves what is due and free.
  const open = await openDestinations(pool, kind, underWay, nowMs);
  if (open.length === 0) return { deliveries: [], cancelled: 0 };
  return transaction(pool, async (connection) => {
    const free = kind === 'slack' ? await reserveSeconds(connection, open, nowMs) : open;
    if (free.length === 0) return { deliveries: [], cancelled: 0 };
    const leased = await lease(connection, kind, free, countMax, nowMs);
    const cancelled = await cancelSuppressed(connection, leased, nowMs);
    const going = leased.filter(({ id }) => !cancelled.has(id));
    return { deliveries: await withSecrets(connection, going, nowMs), cancelled: cancelled.size };
  });
}

interface OpenDestination {
  destination: string;
  /** How many more attempts may start at once. */
  free: number;
}

/**
 * SQL of the destinations of a channel, each found by one step along the index, however many deliveries wait there. Open are those
 * that take some, and have one that is due and that nobody has leased.
 */
const walk = (channel: string, at: string) => ({
  lines: `RECURSIVE lines (destination) AS (
       (SELECT destination FROM deliveries WHERE next_at IS NOT NULL AND channel = ${channel} ORDER BY destination LIMIT 1)
       UNION ALL
       SELECT (SELECT destination FROM deliveries
               WHERE next_at IS NOT NULL AND channel = ${channel} AND deliveries.destination > lines.destination
               ORDER BY destination LIMIT 1)
       FROM lines WHERE lines.destination IS NOT NULL
     )`,
  areOpen: `destination IS NOT NULL
         AND NOT EXISTS (SELECT FROM destinations WHERE destinations.destination = lines.destination AND free_at > ${at})
         AND EXISTS (SELECT FROM deliveries WHERE channel = ${channel} AND deliveries.destination = lines.destination
                     AND next_at <= ${at} AND (leased_until IS NULL OR leased_until <= ${at}))`,
});

/** Returns SQL that is true while a delivery of a kind is due at $1, nobody has leased it, and its destination takes some. */
export function deliveriesWait(kind: DeliveryKind): string {
  const { lines, areOpen } = walk(`'${kind}'`, '$1');
  return `EXISTS (WITH ${lines} SELECT FROM lines WHERE ${areOpen})`;
}

const { lines, areOpen } = walk('$1', '$4');

/** Returns destinations with due deliveries. In no order, so that none is always last. */
async function openDestinations(
  connection: Queryable,
  kind: DeliveryKind,
  underWay: ReadonlyMap<string, number>,
  nowMs: number,
): Promise<OpenDestination[]> {
  const { rows } = await connection.query<OpenDestination>(
    `WITH ${lines}, open AS (
       SELECT destination,
              CASE WHEN endpoints.failing_since IS NULL THEN $2::int ELSE 1 END - coalesce(($3::jsonb ->> destination)::int, 0) AS free
       FROM lines LEFT JOIN endpoints ON $1 = 'webhook' AND endpoints.url = destination
       WHERE ${areOpen}
     )
     SELECT destination, free FROM open WHERE free > 0 ORDER BY random()`,
    [
      kind,
      limits.deliveriesPerDestinationMax[kind],
      JSON.stringify(Object.fromEntries(underWay)),
      new Date(nowMs),
    ],
  );
  return rows;
}

/** Reserves one second of a destination. A second sender waits here and finds the second reserved. */
async function reserveSeconds(
  connection: Queryable,
  open: OpenDestination[],
  nowMs: number,
): Promise<OpenDestination[]> {
  const { rows } = await connection.query<{ destination: string }>(
    `INSERT INTO destinations (destination, free_at) SELECT destination, $2 FROM unnest($1::text[]) AS destination ORDER BY destination
     ON CONFLICT (destination) DO UPDATE SET free_at = excluded.free_at WHERE destinations.free_at <= $3
     RETURNING destination`,
    [open.map(({ destination }) => destination), new Date(nowMs + limits.slackEveryMs), new Date(nowMs)],
  );
  return rows.map(({ destination }) => ({ destination, free: 1 }));
}

async function lease(
  connection: Queryable,
  kind: DeliveryKind,
  free: OpenDestination[],
  countMax: number,
  nowMs: number,
): Promise<Delivery[]> {
  const { rows } = await connection.query<Delivery & { endpointId: string | null }>(
    `UPDATE deliveries SET lease = $6, leased_until = $7 FROM (
       SELECT due.id FROM unnest($2::text[], $3::int[]) AS open (destination, free), LATERAL (
         SELECT id FROM deliveries
         WHERE channel = $1 AND deliveries.destination = open.destination AND next_at <= $4
           AND (leased_until IS NULL OR leased_until <= $4)
         ORDER BY next_at LIMIT open.free FOR UPDATE SKIP LOCKED
       ) AS due LIMIT $5
     ) AS taken WHERE deliveries.id = taken.id
     RETURNING deliveries.id, channel AS kind, target, destination, body, person_id AS person, record,
       created_at AS "createdAt", tries, lease, trace, webhook_id AS "webhookId",
       (SELECT jsonb_build_object('id', id, 'format', format, 'secrets', '[]'::jsonb)
        FROM endpoints WHERE endpoints.id = endpoint_id) AS endpoint`,
    [
      kind,
      free.map(({ destination }) => destination),
      free.map((one) => one.free),
      new Date(nowMs),
      countMax,
      randomUUID(),
      new Date(nowMs + limits.deliveryLeaseMs),
    ],
  );
  return rows;
}

/** Adds the current secret, then a replaced one that still signs. */
async function withSecrets(connection: Queryable, going: Delivery[], nowMs: number): Promise<Delivery[]> {
  const endpoints = going.flatMap(({ endpoint }) => endpoint?.id ?? []);
  if (endpoints.length === 0) return going;
  const { rows } = await connection.query<{ endpoint_id: string; secret: string }>(
    `SELECT endpoint_id, secret FROM endpoint_secrets
     WHERE endpoint_id = ANY($1) AND (valid_until IS NULL OR valid_until > $2) ORDER BY valid_until DESC NULLS FIRST`,
    [endpoints, new Date(nowMs)],
  );
  return going.map(({ endpoint, ...delivery }) => ({
    ...delivery,
    endpoint: endpoint && {
      ...endpoint,
      secrets: rows.filter(({ endpoint_id }) => endpoint_id === endpoint.id).map(({ secret }) => secret),
    },
  }));
}

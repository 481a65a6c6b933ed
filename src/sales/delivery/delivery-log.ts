/** The delivery log, and what users may do with a delivery: replay or cancel it. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, channelKinds, limits } from '../../base/kernel/kernel.ts';
import type {
  DeliveryFilter,
  DeliveryView,
  DeliveryWithAttempts,
  WaitingDeliveries,
} from '../../contract/api/api.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';
import {
  type Actor,
  actingAs,
  descending,
  Listing,
  once,
  type Page,
  personView,
  requireContact,
  textKey,
  timeKey,
} from '../store/store.ts';

const newestDelivery = {
  '-createdAt': descending([timeKey('deliveries.created_at'), textKey('deliveries.id')]),
} as const;
const columns = `deliveries.*, to_jsonb(people) AS person,
  (SELECT again.id FROM deliveries AS again WHERE again.repeats = deliveries.id
   ORDER BY again.created_at DESC, again.id DESC LIMIT 1) AS repeated_by`;
const joins = 'LEFT JOIN people ON people.id = deliveries.person_id';

/** Returns a page of deliveries, the newest first. */
export async function listDeliveries(pool: Queryable, filter: DeliveryFilter): Promise<Page<DeliveryView>> {
  const list = new Listing('deliveries', newestDelivery, filter);
  list.where('state = ?', filter.state);
  list.where('channel = ?', filter.channel);
  list.where('record = ?', filter.record);
  list.where('person_id = kept_record(?)', filter.person);
  list.where('endpoint_id = ?', filter.endpoint);
  list.where('channel_id = ?', filter.chosenBy);
  return list.page(pool, { columns, table: 'deliveries', joins }, viewOf);
}

/** Returns a delivery with its attempts, the oldest first; null where there is none. */
export async function deliveryOf(database: Queryable, id: string): Promise<DeliveryWithAttempts | null> {
  const [delivery] = await select(database, 'deliveries.id = $1', [id]);
  if (delivery === undefined) return null;
  const { rows } = await database.query(
    `SELECT at, outcome, status, error, duration_ms AS "durationMs" FROM delivery_attempts
     WHERE delivery_id = $1 ORDER BY delivery_attempts.id`,
    [id],
  );
  return { ...delivery, attempts: rows.map((row) => ({ ...row, at: row.at.toISOString() })) };
}

/**
 * Replays a delivery now, also where its receiver asked for a pause. A waiting one is tried itself; a closed one gets a new delivery
 * that names it, with the same `webhook-id`. Throws `not_found`, and `conflict` about a person marked *do not contact*.
 */
export function replayDelivery(
  pool: pg.Pool,
  id: string,
  actor: Actor,
  nowMs: number,
): Promise<DeliveryWithAttempts> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const replayed = await once(connection, actor, { replay: id }, nowMs, () =>
      replayIn(connection, id, nowMs),
    );
    return (await deliveryOf(connection, replayed)) as DeliveryWithAttempts;
  });
}

/** Replays a delivery that nobody has sent again yet, also where two ask at once. Throws as `replayDelivery`, and `conflict`. */
export function replayOnce(pool: pg.Pool, id: string, actor: Actor, nowMs: number): Promise<string> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    await connection.query('SELECT FROM deliveries WHERE id = $1 FOR UPDATE', [id]);
    const repeatedBy = (await deliveryOf(connection, id))?.repeatedBy ?? null;
    if (repeatedBy !== null) throw new ApiError('conflict', `it was sent again already, as "${repeatedBy}"`);
    return replayIn(connection, id, nowMs);
  });
}

/** Returns the id of the delivery that is tried. */
async function replayIn(connection: Queryable, id: string, nowMs: number): Promise<string> {
  const now = new Date(nowMs);
  await endPause(connection, id);
  const { rows } = await connection.query<{ id: string }>(
    'UPDATE deliveries SET next_at = least(next_at, $2) WHERE id = $1 AND next_at IS NOT NULL RETURNING id',
    [id, now],
  );
  if (rows[0] !== undefined) return rows[0].id;
  await requireContact(connection, { person: (await deliveryOf(connection, id))?.person?.id ?? null });
  const made = await connection.query<{ id: string }>(
    `INSERT INTO deliveries (id, channel, target, person_id, record, body, created_at, next_at, channel_id, is_contact,
       endpoint_id, webhook_id, repeats)
     SELECT $2, channel, target, person_id, record, body, $3, $3, channel_id, is_contact, endpoint_id, webhook_id, id
     FROM deliveries WHERE id = $1 RETURNING id`,
    [id, `dv_${randomUUID()}`, now],
  );
  if (made.rows[0] === undefined) throw new ApiError('not_found', `there is no delivery "${id}"`);
  return made.rows[0].id;
}

/** Ends the pause of a webhook's receiver: somebody who replays knows that it is back. A workspace of Slack keeps its pace. */
async function endPause(connection: Queryable, id: string): Promise<void> {
  await connection.query(
    `DELETE FROM destinations USING deliveries
     WHERE deliveries.id = $1 AND channel = 'webhook' AND destinations.destination = deliveries.destination`,
    [id],
  );
}

/**
 * Cancels a waiting delivery. The outcome of an attempt in progress is still logged. Throws `not_found`, and `conflict` for one
 * that does not wait: who is answered otherwise has cancelled it, and may undo that.
 */
export function cancelDelivery(
  pool: pg.Pool,
  id: string,
  actor: Actor,
  nowMs: number,
): Promise<DeliveryWithAttempts> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { rowCount } = await connection.query(
      `UPDATE deliveries SET state = 'cancelled', next_at = NULL, cancelled_reason = $2
       WHERE id = $1 AND next_at IS NOT NULL`,
      [id, `${actor.name} called it off`],
    );
    const delivery = await deliveryOf(connection, id);
    if (delivery === null) throw new ApiError('not_found', `there is no delivery "${id}"`);
    if (rowCount === 0)
      throw new ApiError(
        'conflict',
        `the delivery is ${delivery.state}: only a waiting delivery can be cancelled`,
      );
    return delivery;
  });
}

/** What a mail says that is kept until a mail server is set up. */
const withoutServer = 'waits for a mail server: SMTP_URL is not set';
/** SQL: the delivery is kept so. Nothing is late about it: no try would reach anybody. */
const isKept = `(channel = 'mail' AND next_at IS NOT NULL AND last_error IS NOT DISTINCT FROM '${withoutServer}')`;
const isWaiting = `(next_at IS NOT NULL AND NOT ${isKept})`;

/** Keeps every open mail that nobody has tried, until a mail server is set up: another process may have one. Returns how many are kept. */
export async function keepMails(pool: pg.Pool): Promise<number> {
  await pool.query(
    `UPDATE deliveries SET last_error = $1
     WHERE channel = 'mail' AND next_at IS NOT NULL AND last_error IS NULL`,
    [withoutServer],
  );
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM deliveries WHERE ${isKept}`,
  );
  return rows[0]?.count ?? 0;
}

/** Returns how many deliveries wait for a try, by kind. */
export async function countWaiting(database: Queryable): Promise<Map<DeliveryKind, number>> {
  const { rows } = await database.query<{ channel: DeliveryKind; count: number }>(
    `SELECT channel, count(*)::int AS count FROM deliveries WHERE ${isWaiting} GROUP BY channel`,
  );
  return new Map(rows.map(({ channel, count }) => [channel, count]));
}

/** Returns when the oldest delivery was made that waits for a try; null where none does. */
export async function oldestDeliveryAt(database: Queryable): Promise<Date | null> {
  const { rows } = await database.query<{ at: Date | null }>(
    `SELECT min(created_at) AS at FROM deliveries WHERE ${isWaiting}`,
  );
  return rows[0]?.at ?? null;
}

/**
 * Returns of each kind how many wait and since when, and how many are kept until a mail server is set up. Those that failed are of a
 * day, and nobody has sent them again. A delivery is given up some days after it was made.
 */
export async function countWaitingAndFailed(
  database: Queryable,
  nowMs: number,
): Promise<WaitingDeliveries[]> {
  const { rows } = await database.query<{
    channel: DeliveryKind;
    waiting: number;
    oldest: Date | null;
    kept: number;
    failed: number;
  }>(
    `SELECT channel, count(*) FILTER (WHERE ${isWaiting})::int AS waiting, count(*) FILTER (WHERE ${isKept})::int AS kept,
       min(created_at) FILTER (WHERE ${isWaiting}) AS oldest, count(*) FILTER (WHERE next_at IS NULL)::int AS failed
     FROM deliveries
     WHERE next_at IS NOT NULL OR state = 'failed' AND created_at >= $1
       AND EXISTS (SELECT FROM delivery_attempts WHERE delivery_id = deliveries.id AND at >= $2)
       AND NOT EXISTS (SELECT FROM deliveries AS again WHERE again.repeats = deliveries.id)
     GROUP BY channel`,
    [new Date(nowMs - limits.deliveryTriedMsMax - limits.dayMs), new Date(nowMs - limits.dayMs)],
  );
  return channelKinds.map((channel) => {
    const found = rows.find((row) => row.channel === channel);
    const { waiting = 0, oldest = null, kept = 0, failed = 0 } = found ?? {};
    return { channel, waiting, oldestAt: oldest?.toISOString() ?? null, kept, failed };
  });
}

async function select(database: Queryable, condition: string, values: unknown[]): Promise<DeliveryView[]> {
  const { rows } = await database.query(
    `SELECT ${columns} FROM deliveries ${joins} WHERE ${condition}`,
    values,
  );
  return rows.map(viewOf);
}

function viewOf(row: pg.QueryResultRow): DeliveryView {
  return {
    id: row.id,
    channel: row.channel,
    target: row.channel === 'mail' ? row.target : shownUrl(row.target),
    state: row.state,
    chosenBy: row.channel_id,
    person: row.person && personView(row.person),
    record: row.record,
    endpoint: row.endpoint_id,
    tries: row.tries,
    createdAt: row.created_at.toISOString(),
    nextAt: row.next_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    lastError: row.last_error,
    cancelledReason: row.cancelled_reason,
    repeats: row.repeats,
    repeatedBy: row.repeated_by,
  };
}

/** Returns the origin of a URL. Path and query of a Slack URL are a secret. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '…' : `${parsed.origin}/…`;
}

/** Cancels deliveries that may no longer be sent, right before each attempt: they may have waited for days. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { doNotContactReason } from '../store/store.ts';

/** Cancels suppressed deliveries with the reason. Returns their ids. */
export async function cancelSuppressed(
  connection: Queryable,
  leased: readonly { id: string }[],
  nowMs: number,
): Promise<Set<string>> {
  const { rows } = await connection.query<{ id: string; isRefused: boolean }>(
    `WITH RECURSIVE messages (id, message) AS (
       SELECT id, id FROM deliveries WHERE id = ANY($1)
       UNION ALL
       SELECT messages.id, repeats FROM messages JOIN deliveries ON deliveries.id = message WHERE repeats IS NOT NULL
     ), refused AS (
       SELECT deliveries.id FROM deliveries JOIN people ON people.id = person_id
       WHERE deliveries.id = ANY($1) AND do_not_contact
       UNION
       SELECT messages.id FROM messages JOIN deliveries ON deliveries.id = message JOIN notices ON ${isOfMessage}
         JOIN alerts ON alerts.id = alert JOIN people ON people.id = alerts.person_id
       WHERE do_not_contact
     ), suppressed AS (
       SELECT due.id,
              CASE WHEN due.id IN (SELECT id FROM refused) THEN $2
                   WHEN disabled_at IS NOT NULL THEN 'the endpoint is disabled: ' || disabled_reason
                   WHEN due.channel_id IS NOT NULL AND channels.id IS NULL THEN 'the channel was deleted'
                   WHEN due.channel_id IS NOT NULL AND due.channel <> 'webhook' AND due.created_at < $3
                     THEN 'it waited too long to be news'
                   ELSE (SELECT email || ' has left' FROM users
                         WHERE deactivated_at IS NOT NULL
                           AND (email = channels.owner OR (due.channel = 'mail' AND NOT is_contact AND email = lower(target)))
                         LIMIT 1)
              END AS reason
       FROM deliveries AS due
         LEFT JOIN endpoints ON endpoints.id = due.endpoint_id
         LEFT JOIN channels ON channels.id = due.channel_id
       WHERE due.id = ANY($1)
     )
     UPDATE deliveries SET state = 'cancelled', next_at = NULL, lease = NULL, leased_until = NULL, cancelled_reason = reason
     FROM suppressed WHERE suppressed.id = deliveries.id AND reason IS NOT NULL
     RETURNING deliveries.id, reason = $2 AS "isRefused"`,
    [leased.map(({ id }) => id), doNotContactReason, new Date(nowMs - limits.newsMsMax)],
  );
  const refused = rows.filter(({ isRefused }) => isRefused).map(({ id }) => id);
  if (refused.length > 0) await requeueDigests(connection, refused, nowMs);
  return new Set(rows.map(({ id }) => id));
}

/** A message and its notices are written at the same moment, which an index uses. */
const isOfMessage = `notices.channel = deliveries.channel_id AND notices.closed_at = deliveries.created_at
  AND notices.delivery = deliveries.id`;

/**
 * Makes the other notices of a cancelled digest due again. The dispatcher drops those about people marked *do not
 * contact*.
 */
async function requeueDigests(connection: Queryable, digests: string[], nowMs: number): Promise<void> {
  await connection.query(
    `UPDATE notices SET delivery = NULL, closed_at = NULL, due_at = $2
     FROM deliveries WHERE deliveries.id = ANY($1) AND deliveries.person_id IS NULL AND ${isOfMessage}`,
    [digests, new Date(nowMs)],
  );
}

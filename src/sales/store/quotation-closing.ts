/** The end of an opportunity closes its quotations, and their follow-up tasks. */

import type { Queryable } from '../../base/database/database.ts';
import type { End } from '../../contract/language/language.ts';

/** Fields that a quotation fills, where the opportunity's pipeline has them. */
export const numberField = 'quotation-number';
export const followUpField = 'follow-up-on';

/**
 * Closes the sent quotations of an opportunity that ended. Won: the one sent last is accepted, unless one was accepted already,
 * and the others are declined. Any other end declines all.
 */
export async function closeQuotations(
  connection: Queryable,
  opportunity: string,
  end: End,
  reason: string | null,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  if (end === 'won')
    await connection.query(
      `UPDATE quotations SET status = 'accepted', answered_at = $2, updated_at = $2
       WHERE id = (SELECT id FROM quotations WHERE opportunity_id = $1 AND status = 'sent' ORDER BY sent_at DESC, id LIMIT 1)
         AND NOT EXISTS (SELECT FROM quotations WHERE opportunity_id = $1 AND status = 'accepted')`,
      [opportunity, now],
    );
  await connection.query(
    `UPDATE quotations SET status = 'declined', answered_at = $2, decline_reason = $3, updated_at = $2
     WHERE opportunity_id = $1 AND status = 'sent'`,
    [opportunity, now, end === 'won' ? 'another quotation was accepted' : reason],
  );
  await closeFollowUps(connection, opportunity, nowMs);
}

/** Sends the quotations of an opportunity again that were declined for a reason at a moment. */
export async function reopenQuotations(
  connection: Queryable,
  opportunity: string,
  reason: string,
  declinedAtMs: number,
  nowMs: number,
): Promise<void> {
  await connection.query(
    `UPDATE quotations SET status = 'sent', answered_at = NULL, decline_reason = NULL, updated_at = $4
     WHERE opportunity_id = $1 AND status = 'declined' AND decline_reason = $2 AND answered_at = $3`,
    [opportunity, reason, new Date(declinedAtMs), new Date(nowMs)],
  );
}

/** Closes the follow-up tasks of answered quotations. */
export async function closeFollowUps(
  connection: Queryable,
  opportunity: string,
  nowMs: number,
): Promise<void> {
  await connection.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = 'the quotation was ' || quotations.status, completed_at = $2, updated_at = $2
     FROM quotations WHERE quotations.id = tasks.quotation_id AND quotations.opportunity_id = $1
       AND quotations.status IN ('accepted', 'declined') AND tasks.status = 'Open'`,
    [opportunity, new Date(nowMs)],
  );
}

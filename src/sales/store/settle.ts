/** What becomes of an opportunity's quotations when it ends, by whatever way; and the tasks that chase them. */

import type { Queryable } from '../../base/database/database.ts';
import type { End } from '../../contract/language/language.ts';

/** Fields of an opportunity's pipeline that a quotation fills, where there are such. */
export const numberField = 'quotation-number';
export const followUpField = 'follow-up-on';

/**
 * Answers what waits for an answer: won, the quotation sent last is the accepted one, unless one was accepted already, and
 * the others are declined; ended in another way, all are.
 */
export async function settleQuotations(
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

/** Closes the tasks that chase quotations which have their answer. */
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

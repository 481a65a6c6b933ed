/**
 * Due weekly reviews: each written once a user and week with its mail, in one transaction, by any number of sweepers.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { WorkingTime } from '../../base/time/time.ts';
import type { ReviewRules } from '../../contract/language/language.ts';
import { writeDeliveries } from '../outbox/outbox.ts';
import { reviewMail } from './review-mail.core.ts';
import { isReviewed, type ReviewWeek, reviewDueAtMs, reviewWeekAt } from './review-week.core.ts';
import { reviewOf } from './weekly-review.ts';

interface Reader {
  email: string;
  time_zone: string | null;
  working_time: WorkingTime | null;
  /** The Monday of the last one written. */
  last: string | null;
  /** When the user was made; null for one of an earlier version. */
  created_at: Date | null;
}

/**
 * Writes due reviews. Returns how many it read; more may be due. A week that ended before its review was due or
 * written gets none: the next one shows what still matters. An error of one user blocks no other.
 */
export async function writeReviews(
  pool: pg.Pool,
  rules: ReviewRules,
  nowMs: number,
  onError: (error: Error) => void,
): Promise<number> {
  if (!rules.send) return 0;
  const { rows: readers } = await pool.query<Reader>(
    `SELECT email, coalesce(time_zone, working_time ->> 'timeZone') AS time_zone, working_time, created_at,
            (SELECT max(week)::text FROM weekly_reviews WHERE weekly_reviews.email = users.email) AS last
     FROM users WHERE weekly_review AND deactivated_at IS NULL ORDER BY email LIMIT $1`,
    [limits.usersMax],
  );
  let count = 0;
  for (const reader of readers) {
    if (count === limits.reviewsPerSweepMax) break;
    try {
      const week = reviewWeekAt(nowMs, reader.time_zone ?? rules.timeZone);
      if (reader.last !== null && reader.last >= week.week) continue;
      if (reader.created_at !== null && !isReviewed(week, reader.created_at.getTime())) continue;
      const dueAtMs = reviewDueAtMs(week, rules, reader.working_time);
      if (dueAtMs === null || dueAtMs > nowMs) continue;
      await writeReview(pool, reader.email, week, nowMs);
      count++;
    } catch (error) {
      onError(error as Error);
    }
  }
  return count;
}

function writeReview(pool: pg.Pool, email: string, week: ReviewWeek, nowMs: number): Promise<void> {
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `INSERT INTO weekly_reviews (email, week, at, is_sent) VALUES ($1, $2, $3, false) ON CONFLICT DO NOTHING`,
      [email, week.week, new Date(nowMs)],
    );
    if (rowCount === 0) return;
    const body = reviewMail(await reviewOf(connection, email, week, nowMs));
    if (body === null) return;
    await connection.query('UPDATE weekly_reviews SET is_sent = true WHERE email = $1 AND week = $2', [
      email,
      week.week,
    ]);
    await writeDeliveries(connection, [
      {
        id: `dv_${randomUUID()}`,
        kind: 'mail',
        target: email,
        channel: null,
        person: null,
        record: null,
        body,
        at: new Date(nowMs),
      },
    ]);
  });
}

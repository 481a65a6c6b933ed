/** The weekly review of one rep, computed on request. */

import { type Queryable, together } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import {
  type ReviewItem,
  type ReviewSection,
  reviewSections,
  type WeeklyReview,
} from '../../contract/api/api.ts';
import type { ReviewRules } from '../../contract/language/language.ts';
import { sections } from './review-sections.ts';
import { type ReviewWeek, reviewWeekAt } from './review-week.core.ts';

/** The owner's calendar, or that of the rules where the owner has no time zone. */
export async function weeklyReview(
  database: Queryable,
  owner: string,
  { timeZone }: ReviewRules,
  nowMs: number,
): Promise<WeeklyReview> {
  const { rows } = await database.query<{ time_zone: string | null }>(
    `SELECT coalesce(time_zone, working_time ->> 'timeZone') AS time_zone FROM users WHERE email = $1`,
    [owner],
  );
  return reviewOf(database, owner, reviewWeekAt(nowMs, rows[0]?.time_zone ?? timeZone), nowMs);
}

export async function reviewOf(
  database: Queryable,
  owner: string,
  week: ReviewWeek,
  nowMs: number,
): Promise<WeeklyReview> {
  const names = Object.keys(reviewSections) as ReviewSection[];
  const found = await together(
    names.map(async (name) => {
      const { sql, values } = sections[name];
      const { rows } = await database.query<Omit<ReviewItem, 'at'> & { at: Date | null; total: number }>(
        `SELECT *, (count(*) OVER ())::int AS total FROM (${sql}) AS section LIMIT ${limits.reviewItemsMax}`,
        [owner, ...values(week, nowMs)],
      );
      const items = rows.map(({ total: _total, at, ...item }) => ({
        ...item,
        at: at?.toISOString() ?? null,
      }));
      return [name, { count: rows[0]?.total ?? 0, items }] as const;
    }),
  );
  return {
    owner,
    timeZone: week.timeZone,
    week: week.week,
    sections: Object.fromEntries(found) as WeeklyReview['sections'],
  };
}

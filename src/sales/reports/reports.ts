/**
 * The door of reports: figures over a period, each from one moment of the store, and the weekly review.
 *
 * Enters: a period and a filter. Leaves: rows and totals. Nothing is written but weekly reviews. A report that takes longer than
 * `limits.reportMsMax` is refused with `invalid_request`.
 */
import type { MatchCounts, ReportRow, WeeklyReview } from '../../contract/api/api.ts';
import type { ReviewRules } from '../../contract/language/language.ts';
import type { RulesFile, Store } from '../store/store.ts';
import { atOneMoment, type StoreReport, tell } from './report.ts';
import { campaignReport } from './report-campaigns.ts';
import type { Figures, ReportAsked } from './report-sql.ts';
import { writeReviews } from './review-rows.ts';
import { type SalesOutcomes, salesOutcomes } from './sales-outcomes.ts';
import { weeklyReview } from './weekly-review.ts';

export type { ReportAsked } from './report-sql.ts';
export { startReviewer } from './review-loop.ts';

export interface Reports {
  /** Owner and kind of the people sales has a hand on, by e-mail; how leads ended and what reps said of them, by profile. */
  salesOutcomes(): Promise<SalesOutcomes>;
  /** Works out a report. Throws `invalid_request` where it takes too long. */
  report<Name extends StoreReport>(name: Name, asked: ReportAsked): Promise<Figures<ReportRow<Name>>>;
  /** That of campaigns: with what the history says rules recognised, and the campaigns of programmes in force. */
  campaignReport(
    asked: ReportAsked,
    recognised: readonly MatchCounts[],
    campaignOf: ReadonlyMap<string, string>,
  ): Promise<Figures<ReportRow<'campaigns'>>>;
  /** What a rep has open, overdue and done this week. */
  weeklyReview(owner: string): Promise<WeeklyReview>;
  /** Writes the weekly reviews that are due, each once, with its mail; answers how many, `limits.reviewsPerSweepMax` at most. */
  writeReviews(onError: (error: Error) => void): Promise<number>;
}

/** The store, with the rules of the weekly review. */
export interface ReportStore extends Store {
  review: RulesFile<ReviewRules>;
}

export function reports({ pool, review, now }: ReportStore): Reports {
  return {
    salesOutcomes: () => salesOutcomes(pool),
    report: (name, asked) => tell(pool, name, asked),
    campaignReport: (asked, recognised, campaignOf) =>
      atOneMoment(pool, (connection) => campaignReport(connection, asked, recognised, campaignOf)),
    weeklyReview: async (owner) => {
      const rules = await review.current();
      return atOneMoment(pool, (connection) => weeklyReview(connection, owner, rules, now()));
    },
    writeReviews: async (onError) => writeReviews(pool, await review.current(), now(), onError),
  };
}

/**
 * The door of reports: figures over a period, each from one moment of the store, and the weekly review.
 *
 * Enters: a period and a filter. Leaves: rows and totals. Only weekly reviews are written. A report over
 * `limits.reportMsMax` is rejected with `invalid_request`.
 */
import type { Reads } from '../../base/database/database.ts';
import type {
  LeadOutcome,
  LeadOutcomesAsked,
  MatchCounts,
  ReportRow,
  WeeklyReview,
  Workload,
} from '../../contract/api/api.ts';
import type { ReviewRules } from '../../contract/language/language.ts';
import type { RulesFile, Store } from '../store/store.ts';
import { type DeadlineCounts, deadlinesOfDay } from './deadline-counts.ts';
import { leadOutcomes } from './lead-outcomes.ts';
import { leadsOpened } from './leads-opened.ts';
import { atOneMoment, runReport, type StoreReport } from './report.ts';
import { campaignReport } from './report-campaigns.ts';
import type { Figures, ReportAsked } from './report-sql.ts';
import { writeReviews } from './review-rows.ts';
import { type SalesOutcomes, salesOutcomes } from './sales-outcomes.ts';
import { weeklyReview } from './weekly-review.ts';
import { workloads } from './workloads.ts';

export type { ReportAsked } from './report-sql.ts';
export { startReviewer } from './review-loop.ts';

/** What was read, and the moment of its data, ms; null for the present. */
type Dated<Read> = Read & { dataAsOfMs: number | null };

export interface Reports {
  /**
   * Returns the sales outcomes a backtest compares with: owner and kind of people by e-mail, the end and quality of
   * leads by profile.
   */
  salesOutcomes(): Promise<SalesOutcomes>;
  /** Returns the leads of a programme with their outcomes, the latest first. */
  leadOutcomes(asked: LeadOutcomesAsked): Promise<LeadOutcome[]>;
  /** Returns how many leads a programme opened in a span of time, ms since the epoch. */
  leadsOpened(asked: { programme: string; sinceMs: number; untilMs: number }): Promise<number>;
  /** Runs a report. Throws `invalid_request` at the time limit. */
  report<Name extends StoreReport>(name: Name, asked: ReportAsked): Promise<Dated<Figures<ReportRow<Name>>>>;
  /** Runs the campaign report, with the match counts of the history and the campaigns of active programmes. */
  campaignReport(
    asked: ReportAsked,
    recognised: readonly MatchCounts[],
    campaignOf: ReadonlyMap<string, string>,
  ): Promise<Dated<Figures<ReportRow<'campaigns'>>>>;
  /** Returns what became of contact tasks whose deadline was within the last 24 hours. */
  deadlinesOfDay(): Promise<Pick<DeadlineCounts, 'kept' | 'late' | 'overdue'>>;
  /** Returns what each owner has open now; the last row is of what nobody owns. */
  workloads(): Promise<Workload[]>;
  /** Returns the weekly review of a rep: open, overdue and done work. */
  weeklyReview(owner: string): Promise<WeeklyReview>;
  /** Writes due weekly reviews, each once, with its mail. Returns how many, at most `limits.reviewsPerSweepMax`. */
  writeReviews(onError: (error: Error) => void): Promise<number>;
}

/** The store, with the rules of the weekly review. */
export interface ReportStore extends Store {
  /** For what may take long. */
  reads: Reads;
  review: RulesFile<ReviewRules>;
}

export function reports({ pool, reads, review, now }: ReportStore): Reports {
  return {
    salesOutcomes: () => salesOutcomes(reads),
    leadOutcomes: (asked) => leadOutcomes(reads, asked),
    leadsOpened: (asked) => leadsOpened(reads, asked),
    report: (name, asked) =>
      reads.run(async (source, dataAsOfMs) => ({ ...(await runReport(source, name, asked)), dataAsOfMs })),
    campaignReport: (asked, recognised, campaignOf) =>
      reads.run(async (source, dataAsOfMs) => ({
        ...(await atOneMoment(source, (one) => campaignReport(one, asked, recognised, campaignOf))),
        dataAsOfMs,
      })),
    deadlinesOfDay: () => deadlinesOfDay(pool, now()),
    workloads: () => workloads(pool, now()),
    weeklyReview: async (owner) => {
      const rules = await review.current();
      return reads.run((source) => atOneMoment(source, (one) => weeklyReview(one, owner, rules, now())));
    },
    writeReviews: async (onError) => writeReviews(pool, await review.current(), now(), onError),
  };
}

/** What is read of the store as a whole: this part of its door. */
import type { ReportRow } from '../../contract/contract.ts';
import type { Recognised } from '../../history/history.ts';
import type { Store } from '../store.ts';
import { atOneMoment, type StoreReport, tell } from './report.ts';
import { campaignReport } from './report-campaigns.ts';
import type { Figures, ReportAsked } from './report-sql.ts';
import { type SalesFacts, salesFacts } from './sales-facts.ts';

export interface Reports {
  /** Owner and kind of the people sales has a hand on, by e-mail; how leads ended, by profile. */
  salesFacts(): Promise<SalesFacts>;
  /** Works out a report. Throws `invalid_request` where it takes too long. */
  report<Name extends StoreReport>(name: Name, asked: ReportAsked): Promise<Figures<ReportRow<Name>>>;
  /** That of campaigns: with what the history says rules recognised, and the campaigns of programmes in force. */
  campaignReport(
    asked: ReportAsked,
    recognised: readonly Recognised[],
    campaignOf: ReadonlyMap<string, string>,
  ): Promise<Figures<ReportRow<'campaigns'>>>;
}

export function reports({ pool }: Store): Reports {
  return {
    salesFacts: () => salesFacts(pool),
    report: (name, asked) => tell(pool, name, asked),
    campaignReport: (asked, recognised, campaignOf) =>
      atOneMoment(pool, (connection) => campaignReport(connection, asked, recognised, campaignOf)),
  };
}

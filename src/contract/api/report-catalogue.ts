/** The reports: how each figure is counted, and which of them the Director reads. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import type { ReportName } from './report-query.ts';

interface ReportWords {
  /** The title that pipelines use. */
  title: string;
  counts: string[];
}

const period =
  'The period is half-open: from its first moment up to, and without, its end; when not said, the last 30 days.';
const present = 'Owners, stages and ends are those of the moment of asking.';

export const reportWords: Record<ReportName, ReportWords> = {
  campaigns: {
    title: 'Campaign Performance',
    counts: [
      period,
      'events: events that earned points by a rule of the campaign’s programmes, noted in the period, as long as the history keeps them. Profiles: those they are of, once a programme.',
      'leads: opened in the period. By rule, a lead counts for every rule that is among its reasons.',
      'opportunities: those that came of these leads, whenever. By campaign, also those begun in the period that it had a part in without a lead of it (influence). An opportunity may count for several campaigns, and counts once in the total. won, wonValue: of these.',
      'Each rate is a step of the one before; events of an owner, a team or a process are not known.',
      present,
    ],
  },
  salesmen: {
    title: 'Salesmen Performance',
    counts: [
      period,
      'leads: opened in the period, by their owner of today; an empty owner is the queue. leadsConverted: of these, those that became an opportunity.',
      'First touch: from the opening to the earliest contact of ours while the lead was open. A completed contact task counts where that was earlier. neverTouched: leads without one.',
      'deadlines: contact tasks due in the period that are closed or overdue. Kept: completed by then. Missed: completed later, or still open.',
      'noOpportunityShare: of the contact tasks due in the period that are complete.',
      'opportunitiesWon, opportunitiesLost, winRate, wonValue: of opportunities that ended in the period.',
    ],
  },
  forecast: {
    title: 'Sales Forecast',
    counts: [
      'Opportunities and deals that were open at `asOf` (now, when not said), as they stood then, read back from the timeline.',
      'The period is of the expected close; when not said, all, with a date or without.',
      'weighted: the amount times the probability of the stage, rounded to the cent for each record, so that every grouping sums to the same. Never summed over currencies.',
    ],
  },
  products: {
    title: 'Product Performance',
    counts: [
      period,
      'offers: opportunities begun in the period with the product among their items, and orders with items that came of no opportunity with items.',
      'offeredValue: quantity times unit price, rounded to the cent for each item. won, lost, winRate: of the offers that have ended; wonValue: of those won.',
      'averagePrice: offeredValue by quantity. listPrice: of the price list, where it is in the same currency.',
      present,
    ],
  },
  customers: {
    title: 'Customer Lifetime Value',
    counts: [
      'Orders that ended well (won, or done where the pipeline ends so), by the moment they did. When no period is said, all there ever were.',
      'customer: the company, or the person where there is none.',
      'averageDaysBetween: from the first to the last order, by the orders less one.',
      `projectedYear: averageOrder × 365 / averageDaysBetween, where at least ${limits.projectionSpanMsMin / limits.dayMs} days lie between the first and the last order; else none. It assumes that the customer goes on so.`,
    ],
  },
  deadlines: {
    title: 'Deadline Compliance',
    counts: [
      period,
      'due: contact tasks whose deadline lies in the period. Kept: completed by then; late: completed after; overdue: open and past it. Pending: open, and it is still to come; cancelled: closed undone.',
      'keptShare: kept, of kept, late and overdue. Late hours: from the deadline to the completion.',
      'escalated: tasks with a step of escalation taken once the deadline had passed; escalations: these steps, those that were overtaken or not needed left out.',
      present,
    ],
  },
  'same-day': {
    title: 'Same-Day Logging',
    counts: [
      period,
      'Activities that people logged, by when they happened. sameDay: logged on the day they happened. That day is by the user’s time zone, or that of the question where the user has none.',
    ],
  },
  'late-logging': {
    title: 'Logged Late',
    counts: [period, 'The activities that the same-day report counts as late, the latest first.'],
  },
  rules: {
    title: 'Precision by Rule',
    counts: [
      period,
      'leads: opened in the period, rated good or junk, and with the rule among their reasons; by version of the programme that opened them.',
      'precision: good, of good and junk, with its 95 % interval by Wilson.',
    ],
  },
};

/** Returns the path of a report. */
export const reportPath = (name: ReportName) => `/api/v1/reports/${name}`;

/** Returns the path of the report with this title; null where there is none. */
export function reportPathOf(title: string): string | null {
  const names = Object.keys(reportWords) as ReportName[];
  const name = names.find((one) => reportWords[one].title.toLowerCase() === title.trim().toLowerCase());
  return name === undefined ? null : reportPath(name);
}

export const reportListSchema = z.object({
  items: z.array(
    z.object({
      report: z.string(),
      title: z.string(),
      path: z.string(),
      /** How each figure is counted. */
      counts: z.array(z.string()),
      /** Columns its rows can be grouped by; the first is the default. */
      by: z.array(z.string()),
      columns: z.array(z.string()),
    }),
  ),
  nextCursor: z.null(),
});

/**
 * Rows of reports, column by column, in the order of a CSV file.
 *
 * Money is exact: decimals as text, never a sum over currencies. A share is between 0 and 1, and null where the whole
 * is 0. A total has the columns of a row; columns that distinguish rows are null in it.
 */
import { z } from 'zod';

const name = z.string().nullable();
const count = z.number().int();
const share = z.number().min(0).max(1).nullable();
/** Ratio of one step to the previous one; over 1 where more were counted than before. */
const rate = z.number().min(0).nullable();
const hours = z.number().nullable();
const instant = z.iso.datetime().nullable();
const decimal = z.string();
const currency = z.string();
/** Currency → amount: `{"EUR": "1200.50"}`. */
const money = z.record(currency, decimal);
/** Reason → how often. */
const reasons = z.record(z.string(), count);

const campaignRow = z.object({
  campaign: name,
  programme: name,
  rule: name,
  /** Null where the query names an owner, a team or a process: events have no owner. */
  events: count.nullable(),
  profiles: count.nullable(),
  leads: count,
  opportunities: count,
  won: count,
  wonValue: money,
  leadsOfProfiles: rate,
  opportunitiesOfLeads: rate,
  wonOfOpportunities: share,
});

const salesmanRow = z.object({
  owner: name,
  team: name,
  leads: count,
  leadsOpen: count,
  leadsConverted: count,
  conversion: share,
  neverTouched: count,
  firstTouchHoursMedian: hours,
  firstTouchHoursP90: hours,
  deadlines: count,
  deadlinesKept: count,
  deadlinesMissed: count,
  keptShare: share,
  noOpportunity: count,
  noOpportunityShare: share,
  opportunitiesWon: count,
  opportunitiesLost: count,
  winRate: share,
  wonValue: money,
});

const forecastRow = z.object({
  pipeline: name,
  stage: name,
  /** Per cent. */
  probability: z.number().nullable(),
  /** Of the expected close, `2026-12`. */
  month: name,
  owner: name,
  currency,
  records: count,
  unweighted: decimal,
  weighted: decimal,
  /** Records in a stage without a probability: they are in `unweighted` only. */
  withoutProbability: count,
});

const productRow = z.object({
  product: name,
  currency,
  offers: count,
  quantity: decimal,
  offeredValue: decimal,
  won: count,
  lost: count,
  winRate: share,
  wonQuantity: decimal,
  wonValue: decimal,
  averagePrice: decimal.nullable(),
  listPrice: decimal.nullable(),
});

const customerRow = z.object({
  customer: name,
  kind: z.enum(['person', 'company']).nullable(),
  name,
  currency,
  orders: count,
  value: decimal,
  firstOrderAt: instant,
  lastOrderAt: instant,
  averageOrder: decimal.nullable(),
  averageDaysBetween: z.number().nullable(),
  projectedYear: decimal.nullable(),
});

const deadlineRow = z.object({
  owner: name,
  team: name,
  campaign: name,
  tier: count.nullable(),
  due: count,
  kept: count,
  late: count,
  overdue: count,
  pending: count,
  cancelled: count,
  keptShare: share,
  lateHoursMedian: hours,
  lateHoursP90: hours,
  lateHoursMax: hours,
  escalated: count,
  escalations: count,
  cancelReasons: reasons,
});

const sameDayRow = z.object({
  user: name,
  timeZone: name,
  logged: count,
  sameDay: count,
  late: count,
  sameDayShare: share,
});

const lateLoggingRow = z.object({
  user: name,
  daysLate: count,
  happenedAt: instant,
  loggedAt: instant,
  activity: name,
  kind: name,
  person: name,
  company: name,
  /** Its lead, opportunity, deal, order or job. */
  record: name,
});

const ruleRow = z.object({
  programme: name,
  version: name,
  rule: name,
  leads: count,
  good: count,
  junk: count,
  precision: share,
  /** The 95 % interval of the precision by Wilson. */
  precisionLow: share,
  precisionHigh: share,
  junkReasons: reasons,
});

/** The row of each report. */
export const reportRows = {
  campaigns: campaignRow,
  salesmen: salesmanRow,
  forecast: forecastRow,
  products: productRow,
  customers: customerRow,
  deadlines: deadlineRow,
  'same-day': sameDayRow,
  'late-logging': lateLoggingRow,
  rules: ruleRow,
} as const;

export type ReportRow<Name extends keyof typeof reportRows> = z.infer<(typeof reportRows)[Name]>;

/** The answer of a report with these rows. */
export const reportSchema = (row: z.ZodType) =>
  z.object({
    report: z.string(),
    from: instant,
    to: instant,
    /** The moment of a report without a period. */
    asOf: instant,
    /** The moment of the data: that of the question, or an earlier one where a replica was read. */
    dataAsOf: z.iso.datetime(),
    rows: z.array(row),
    totals: z.array(row),
    /** False where there are more rows than shown; totals are of all rows. */
    isWhole: z.boolean(),
  });

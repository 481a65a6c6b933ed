/** The query of a report: a period, filters, and how its rows are grouped. */
import { z } from 'zod';
import { timeZoneSchema } from '../../base/time/time.ts';
import { dayOrMomentSchema } from './moment.ts';

const text = z.string().trim().min(1).max(500);

const common = {
  /** Start of the period, included; a day is its beginning in `timeZone`. */
  from: dayOrMomentSchema.optional(),
  /** End of the period, excluded. */
  to: dayOrMomentSchema.optional(),
  timeZone: timeZoneSchema.default('UTC'),
  campaign: text.optional(),
  owner: text.optional(),
  team: text.optional(),
  /** The sales process of the pipeline of a record, as in `emea`. */
  process: text.optional(),
  format: z.enum(['json', 'csv']).optional(),
};

const plain = z.strictObject(common);
const groupedBy = <const Keys extends readonly [string, ...string[]]>(keys: Keys) =>
  z.strictObject({ ...common, by: z.enum(keys).default(keys[0] as Keys[number]) });

/** The query of each report. */
export const reportQueries = {
  campaigns: groupedBy(['campaign', 'rule']),
  salesmen: groupedBy(['owner', 'team']),
  forecast: groupedBy(['stage', 'month', 'owner']).extend({ asOf: dayOrMomentSchema.optional() }),
  products: plain,
  customers: plain,
  deadlines: groupedBy(['owner', 'team', 'campaign', 'tier']),
  'same-day': plain,
  'late-logging': plain,
  rules: plain,
} as const;

export type ReportName = keyof typeof reportQueries;

/** The query of any report, checked. */
export type ReportQuery = z.infer<typeof plain> & { by?: string; asOf?: string | undefined };

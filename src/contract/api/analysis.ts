/** Audits and backtests in the API: their progress, and their results. */
import { z } from 'zod';
import { runOf } from './run-of.ts';

const count = z.number().int();
const instant = z.iso.datetime();
/** Null where the whole is 0. */
const share = z.number().min(0).max(1).nullable();

const mismatchSchema = z.object({
  profile: z.string(),
  programme: z.string(),
  /** Scores in points; null where never computed. */
  live: z.number().nullable(),
  replayed: z.number().nullable(),
});
export type Mismatch = z.infer<typeof mismatchSchema>;

const accountMismatchSchema = z.object({
  company: z.string(),
  programme: z.string(),
  /** Of the person whose summed points are others than they have; null where the sum itself differs. */
  profile: z.string().nullable(),
  /** Points: as stored, and as people have them. */
  live: z.number(),
  replayed: z.number(),
});
export type AccountMismatch = z.infer<typeof accountMismatchSchema>;

const auditSumsSchema = z.object({ checked: count, mismatched: count, skipped: count });

const auditResultSchema = auditSumsSchema.extend({
  /** Why profiles were skipped, and how many for each reason; the most frequent first. */
  skippedFor: z.array(z.object({ reason: z.string(), profiles: count })),
  /** The first mismatches. */
  mismatches: z.array(mismatchSchema),
  /** Scores of companies, compared with what their people make of them. Of an audit of one profile none are. */
  companies: auditSumsSchema.extend({
    /** Why scores of companies were skipped, and how many for each reason; the most frequent first. */
    skippedFor: z.array(z.object({ reason: z.string(), companies: count })),
    /** The same of people whose points were not compared, where the sum of their company was. */
    peopleSkippedFor: z.array(z.object({ reason: z.string(), people: count })),
    mismatches: z.array(accountMismatchSchema),
  }),
});
export type AuditResult = z.infer<typeof auditResultSchema>;

/** Its progress is what it has found so far, as its result will be. */
export const auditRunSchema = runOf(auditResultSchema, auditResultSchema).extend({ startedAt: instant });
export type AuditRunView = z.infer<typeof auditRunSchema>;

const ruleReportSchema = z.object({
  rule: z.string(),
  label: z.string(),
  fires: count,
  refusals: count,
  points: z.number(),
  /** Of all points that stand. */
  share: z.number(),
  profiles: count,
  lastFired: instant.nullable(),
  /**
   * From when its events count by `backfill`, by their acceptance. Of a rule that is not live, as if it were published when the backtest
   * began. A backtest counts earlier ones too. Null where all count; absent in backtests of before.
   */
  countsFrom: instant.nullable().optional(),
  /** Rules that fire most often with it: the share of its profiles. */
  overlap: z.array(z.object({ rule: z.string(), share: z.number() })),
  /** How much likelier a lead with it was won than any that ended; null where none ended. */
  lift: z.number().nullable(),
  /** Of the leads that reps have rated, those with it. */
  good: count,
  junk: count,
  precision: share,
});

/** One side of a backtest: `before` is the active programme, `after` the draft. */
const sideReportSchema = z.object({
  version: z.string(),
  neverScored: count,
  tiers: z.array(
    z.object({
      tier: count,
      tierName: z.string(),
      profiles: count,
      /** Of the leads that ended and had reached it, the share won; null where none ended. */
      precision: share,
      /** Of all won, the share that had reached it; null where none was won. */
      recall: share,
    }),
  ),
  /** Leads and tasks that sales would have received, by day and owner; owner null is the queue. */
  crossings: z.array(
    z.object({ day: z.iso.date(), owner: z.string().nullable(), leads: count, tasks: count }),
  ),
  leads: count,
  tasks: count,
  /** Of the leads that reps have rated, those that would have come to sales, at any time until the end. */
  quality: z.object({
    good: count,
    junk: count,
    /** Good, of good and junk; null where none of them would have come. */
    precision: share,
    /** Good leads that sales would have missed, and junk it would have been spared. */
    goodLost: count,
    junkSpared: count,
  }),
  rules: z.array(ruleReportSchema),
});
export type SideReport = z.infer<typeof sideReportSchema>;

const pair = z.tuple([z.number(), z.number()]);

/** A profile with another tier or score. */
const moveSchema = z.object({
  profile: z.string(),
  /** The address as it is known now; null where none is. It is not kept with the backtest. */
  email: z.string().nullable(),
  /** Tiers and points, of the active programme and of the draft. */
  tiers: pair,
  scores: pair,
  /** The points that each rule adds or takes, the greatest first. */
  reasons: z.array(z.object({ rule: z.string(), points: z.number() })),
  /** The names of its tiers. */
  from: z.string(),
  to: z.string(),
});
export type BacktestMove = z.infer<typeof moveSchema>;

const backtestReportSchema = z.object({
  profiles: count,
  events: count,
  /** Null where no programme of this id is active. */
  before: sideReportSchema.nullable(),
  after: sideReportSchema,
  /** Profiles with another tier or score, the largest moves first. */
  moves: z.array(moveSchema),
  /** Profiles by their tier in both, 0 below the ladder. Where no programme was active, all come from 0. */
  flows: z.array(z.object({ from: count, to: count, profiles: count })),
  /** Leads that the change alone opens where it notifies: of prospects without one who rise to a tier that opens one. */
  leadsAtOnce: count,
});
export type BacktestReport = z.infer<typeof backtestReportSchema>;

const backtestResultSchema = backtestReportSchema.extend({
  since: instant,
  until: instant,
  /** Seconds of reading and distributing, and of replaying on the busiest core. */
  readSeconds: z.number(),
  replaySeconds: z.number(),
});
export type BacktestResult = z.infer<typeof backtestResultSchema>;

export const backtestProgressSchema = z.object({ eventsRead: count, eventsTotal: count });
export type BacktestProgress = z.infer<typeof backtestProgressSchema>;

const backtestOfSchema = z.object({
  programme: z.string(),
  /** Hash of the draft, and of the active text it was compared with; null where none was active. */
  draft: z.string(),
  active: z.string().nullable(),
  author: z.string(),
  startedAt: instant,
  /** The period whose crossings are counted. */
  since: instant,
  until: instant,
});

export const backtestRunSchema = runOf(backtestProgressSchema, backtestResultSchema).extend(
  backtestOfSchema.shape,
);
export type BacktestRunView = z.infer<typeof backtestRunSchema>;

/** The first day of a published version. */
export const outlookSchema = z.object({
  programme: z.string(),
  version: z.string(),
  activatedAt: instant,
  /** A day later. */
  until: instant,
  isOver: z.boolean(),
  /** The backtest of this very text; null where there was none. */
  backtest: z.string().nullable(),
  /** Leads by now, by its rate; null without a backtest. */
  expected: count.nullable(),
  /** Leads that the programme opened on that day, by now. */
  actual: count,
});
export type Outlook = z.infer<typeof outlookSchema>;

/** A backtest in a list, without its result. */
export const backtestSummarySchema = backtestRunSchema.omit({ result: true }).extend({
  /** Null until it is done; `leadsBefore` also where no programme was active. */
  leadsBefore: count.nullable(),
  leadsAfter: count.nullable(),
});
export type BacktestSummary = z.infer<typeof backtestSummarySchema>;

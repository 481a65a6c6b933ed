/** Suggestions in the API: what outcomes of leads say each rule is worth, and how right that was on later leads. */
import { z } from 'zod';
import { backtestProgressSchema } from './analysis.ts';
import { runOf } from './run-of.ts';

const count = z.number().int();
const instant = z.iso.datetime();
/** Null where the whole is 0. */
const share = z.number().min(0).max(1).nullable();

/** Why a rule keeps today's points, or what is suggested in their place. */
export const suggestionStates = [
  /** Outcomes agree with today's points. */
  'stands',
  /** It is worth more than today, or less. */
  'more',
  'less',
  /** It says nothing: it may as well be worth 0, and not what its points say. */
  'silent',
  /** Not sure yet: today's points are possible, and none are. */
  'unsure',
  /** It says the opposite: what gives points is a sign of leads that are not won, or the reverse. */
  'opposite',
  /** Too few leads have it, or too few lack it. */
  'rare',
  /** It pays only after the lead is opened, so it cannot foresee anything. */
  'after',
  /** Every lead with it, or without it, ended alike: most likely it belongs to the outcome. */
  'separates',
] as const;

const suggestedRuleSchema = z.object({
  rule: z.string(),
  label: z.string(),
  /** Points of one payment; of rungs those of the highest, of a number in the event the most. */
  today: z.number(),
  /** Whole points, or today's where outcomes do not speak against them. */
  suggested: z.number(),
  /** What it may as well be worth, in 95 of 100 resamplings of the leads; null where nothing was learnt. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Leads that had it when they were opened, and those of them that were won. */
  leads: count,
  won: count,
  state: z.enum(suggestionStates),
});
export type SuggestedRule = z.infer<typeof suggestedRuleSchema>;

/** Leads that had reached a tier when they were opened. */
const reachedSchema = z.object({
  leads: count,
  /** Of these, the share that was won. */
  precision: share,
  /** Of all won, the share that is among these. */
  recall: share,
});

const suggestionTestSchema = z.object({
  /** Leads that were tested: each by what was known before it was opened. */
  leads: count,
  won: count,
  /** How often a won lead scores higher than one that was not; 0.5 is chance. */
  ranking: z.object({ before: share, after: share }),
  tiers: z.array(
    z.object({ tier: count, tierName: z.string(), before: reachedSchema, after: reachedSchema }),
  ),
  /** Leads from the least to the most promising, in groups: the chance that was expected, and the share that was won. */
  calibration: z.array(z.object({ leads: count, expected: share, won: share })),
});
export type SuggestionTest = z.infer<typeof suggestionTestSchema>;

const suggestionRefusalSchema = z.object({
  reason: z.enum([
    'no outcomes',
    'too few outcomes',
    'one-sided',
    'untested',
    'nothing to learn',
    'separated',
  ]),
  /** Why, with how many there are and how many are needed. */
  detail: z.string(),
});
export type SuggestionRefusal = z.infer<typeof suggestionRefusalSchema>;

const learntSchema = z.object({
  rules: z.array(suggestedRuleSchema),
  /** Rules with other points than today. */
  changes: count,
  /** The text with the suggested points: a draft as any other. */
  draft: z.string(),
  /** By which all learnt points were multiplied, so that the leads have the same score on average as today. */
  factor: z.number(),
  /** Points that double the odds that a lead is won. */
  doublesOdds: z.number(),
  test: suggestionTestSchema,
  /** Leads of the last days by today's points and by the suggested ones, by rep; owner null is the queue. */
  outlook: z.object({
    days: z.number(),
    owners: z.array(z.object({ owner: z.string().nullable(), before: count, after: count })),
  }),
});

const suggestionResultSchema = z.object({
  /** Leads that were opened in the period, by outcome; `unread` of them have no events in the history. */
  leads: z.object({ won: count, lost: count, junk: count, unread: count }),
  /** Null where something was learnt. */
  refusal: suggestionRefusalSchema.nullable(),
  /** Null where it was refused. */
  learnt: learntSchema.nullable(),
});
export type SuggestionResult = z.infer<typeof suggestionResultSchema>;

export const suggestionRunSchema = runOf(backtestProgressSchema, suggestionResultSchema).extend({
  programme: z.string(),
  /** Hash of the text whose points were looked at. */
  base: z.string(),
  author: z.string(),
  startedAt: instant,
  /** The period in which the leads were opened. */
  since: instant,
  until: instant,
});
export type SuggestionRunView = z.infer<typeof suggestionRunSchema>;

/** A suggestion in a list, without its result. */
export const suggestionSummarySchema = suggestionRunSchema.omit({ result: true }).extend({
  /** Rules with other points; null until it is done, and where it was refused. */
  changes: count.nullable(),
  /** Why it was refused; null where it was not. */
  refusal: z.string().nullable(),
});
export type SuggestionSummary = z.infer<typeof suggestionSummarySchema>;

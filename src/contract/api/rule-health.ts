/** The health of a programme's rules in the API: what each did lately, and what it looks like. */
import { z } from 'zod';

const count = z.number().int();
const instant = z.iso.datetime();

/** What a rule did on one UTC day. */
export interface RuleDay {
  rule: string;
  /** `2026-11-28`. */
  day: string;
  fires: number;
  refusals: number;
  points: number;
  /** Time of the last event that it paid, ms since the epoch; null where it paid none. */
  lastFiredMs: number | null;
}

/** In the order in which a reader should look at them. */
export const ruleStates = ['dead', 'dominating', 'drifting', 'fine'] as const;

export const ruleHealthSchema = z.object({
  programme: z.string(),
  since: instant,
  until: instant,
  /**
   * From when the history has days of this programme: earlier ones were dropped, or it was not live and nothing was imported. Null where
   * it has all of both periods. Days before it count nothing.
   */
  beginsAt: instant.nullable(),
  /** All rules of the active version, in its order. */
  rules: z.array(
    z.object({
      rule: z.string(),
      label: z.string(),
      /** Events that earned points in the period. */
      fires: count,
      /** The same in the period of the same length before it; null where the history has not all days of that: no rule drifts then. */
      firesBefore: count.nullable(),
      /** Events that it recognised and that earned nothing. */
      refusals: count,
      /**
       * Points that stand, before decay, by the day of the event that earned them: what was taken back since is taken off. So they are
       * less than 0 for a rule that costs points. A program of before did not note what a change of points took: of its entries they may
       * be too few, and less than 0. `share` is their part of those of all rules, without regard to their sign.
       */
      points: z.number(),
      share: z.number().min(0).max(1),
      /** Null where it paid nothing in the period, nor in what the history has of the one before it. */
      lastFired: instant.nullable(),
      /** Fires by day of the period, the earliest first. */
      daily: z.array(count),
      /** `dead`: it paid nothing. `dominating`: over half of all points. `drifting`: far more or fewer fires than before, beside the others. */
      state: z.enum(ruleStates),
    }),
  ),
});
export type RuleHealth = z.infer<typeof ruleHealthSchema>;

/** Caps, compiled: the least and the most that may be earned in a period, or may stand. In thousandths of a point. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Period } from '../../base/time/time.ts';
import { boundOfTier, type Cap, type Programme, type Rule } from '../../contract/language/language.ts';
import { toThousandths } from './points.ts';

export interface Bounds {
  least: number;
  most: number;
}

/** What is earned is bounded by these, in this order. */
export const capPeriods = ['visit', 'day', 'week', 'month', 'quarter', 'ever'] as const;
export type CapPeriod = Period | 'ever';
/** `hour`: a clock hour of UTC, for what public keys earn. */
export type EarningPeriod = CapPeriod | 'hour';

export interface CompiledCaps {
  earned: readonly { period: CapPeriod; bounds: Bounds }[];
  standing: Bounds | null;
}

export const noCaps: CompiledCaps = { earned: [], standing: null };

/** `standing` is what else bounds what may stand. */
export function compileCaps(cap: Cap, standing: Bounds | null = null): CompiledCaps {
  const own = cap.standing === undefined ? null : boundsOf(cap.standing);
  return {
    earned: capPeriods.flatMap((period) => {
      const given = cap[period];
      return given === undefined ? [] : [{ period, bounds: boundsOf(given) }];
    }),
    standing: own === null ? standing : standing === null ? own : both(own, standing),
  };
}

/** Where behaviour stops earning. */
export interface StopsAbove {
  /** In thousandths. */
  bound: number;
  /** Whether the points of the fit count with those of behaviour. */
  withFit: boolean;
}

/** Returns the bound above which behaviour earns nothing; null where there is none. */
export function stopsAboveOf({ stopsAbove, fit }: Programme): StopsAbove | null {
  if (stopsAbove === undefined) return null;
  if (typeof stopsAbove === 'number') return { bound: toThousandths(stopsAbove), withFit: false };
  return { bound: toThousandths(stopsAbove.score), withFit: fit?.counts === true };
}

/** Most points that events of public keys earn for one profile in a clock hour. */
export function publicPointsPerHourOf({ publicPointsPerHour, ladder }: Programme): number {
  const highest = boundOfTier(ladder.tiers.at(-1) ?? {}).from;
  return (
    publicPointsPerHour ?? Math.max(limits.publicPointsPerHourMax, limits.publicLaddersPerHourMax * highest)
  );
}

/**
 * Whether points decide what sealed events have earned, in any profile: something caps them, or a few payments by public keys fill
 * an hour. Else that is so in few profiles, and each of them remembers it (`sealsFullHour`).
 */
export function isBounded(programme: Programme): boolean {
  const { stopsAbove, publicPointsPerHour, rules, groups } = programme;
  if (stopsAbove !== undefined || publicPointsPerHour !== undefined) return true;
  if ([programme, ...rules, ...groups].some((one) => one.cap !== undefined)) return true;
  const most = Math.max(...rules.map(mostOf));
  return most * limits.publicPaymentsPerHourFew > publicPointsPerHourOf(programme);
}

/** The most points of one payment of a rule. */
function mostOf(rule: Rule): number {
  if ('rungs' in rule) return Math.max(...rule.rungs.map(({ points }) => points));
  const { points } = rule;
  return typeof points === 'number' ? points : Math.max(points.atMost, points.otherwise);
}

/** The sum moved as far as its bounds allow. */
export function held(sum: number, bounds: Bounds): number {
  return Math.min(Math.max(sum, bounds.least), bounds.most);
}

function both(one: Bounds, two: Bounds): Bounds {
  return { least: Math.max(one.least, two.least), most: Math.min(one.most, two.most) };
}

function boundsOf(given: NonNullable<Cap[CapPeriod]>): Bounds {
  const { atLeast, atMost } = typeof given === 'number' ? { atLeast: undefined, atMost: given } : given;
  return {
    least: atLeast === undefined ? Number.NEGATIVE_INFINITY : toThousandths(atLeast),
    most: atMost === undefined ? Number.POSITIVE_INFINITY : toThousandths(atMost),
  };
}

/** Caps, compiled: the least and the most that may be earned in a period, or may stand. In thousandths of a point. */

import type { Period } from '../../base/time/time.ts';
import type { Cap } from '../../contract/language/language.ts';
import { toThousandths } from './points.ts';

export interface Bounds {
  least: number;
  most: number;
}

/** What is earned is bounded by these, in this order. */
export const capPeriods = ['visit', 'day', 'week', 'month', 'ever'] as const;
export type CapPeriod = Period | 'ever';

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

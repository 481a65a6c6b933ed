/** Decay, compiled: how much of what was earned still stands after a time. */

import { limits } from '../../base/kernel/kernel.ts';
import type { Decay } from '../../contract/language/language.ts';
import { ExpiringSum, HalvingSum, LinearSum, SteadySum, type SumOfOneFade } from './fade-sums.ts';
import { halvedRounded } from './half-power.ts';
import { SteppingSum, shareAfter } from './stepping-sum.ts';

export interface Fade {
  /** The share that stands at an age in ms, from 1 down to 0, never rising. */
  share: (ageMs: number) => number;
  /** What stands of an amount at an age, in whole thousandths: the amount times the share, a half rounded up. Neither is negative. */
  stands: (amount: number, ageMs: number) => number;
  /** The arithmetic of an age in words, such as `half-life 30 days`; empty where nothing fades. */
  words: string;
  /** The age from which on nothing stands; infinite where that never comes. */
  endsAfterMs: number;
  /** Whether it changes before its end: the moment that a score meets a bound is looked for. */
  isGradual: boolean;
  /** The time in which it halves, again and again, ms; null where it fades in another way. */
  halfLifeMs: number | null;
  /** Payments of one rule that are too many fade in groups, one a stretch of this length, ms; infinite where nothing fades. */
  groupMs: number;
  /** An empty sum of payments that fade like this. */
  newSum: () => SumOfOneFade;
}

/** After so many halvings the most points a rule may pay are less than half a thousandth. */
const halvingsMax = 30;

export const noFade: Fade = {
  share: () => 1,
  stands: (amount) => amount,
  words: '',
  endsAfterMs: Number.POSITIVE_INFINITY,
  isGradual: false,
  halfLifeMs: null,
  groupMs: Number.POSITIVE_INFINITY,
  newSum: () => new SteadySum(),
};

export function fadeOf(decay: Decay): Fade {
  if (decay === 'none') return noFade;
  if ('halfLife' in decay) {
    const { halfLife } = decay;
    const endsAfterMs = halvingsMax * halfLife;
    return {
      share: (ageMs) => (ageMs <= 0 ? 1 : ageMs >= endsAfterMs ? 0 : 2 ** (-ageMs / halfLife)),
      stands: (amount, ageMs) =>
        ageMs <= 0 ? amount : ageMs >= endsAfterMs ? 0 : halvedRounded(amount, ageMs / halfLife),
      words: `half-life ${inWords(halfLife)}`,
      endsAfterMs,
      isGradual: true,
      halfLifeMs: halfLife,
      groupMs: groupMsOf(endsAfterMs),
      newSum: () => new HalvingSum(halfLife, endsAfterMs),
    };
  }
  if ('linear' in decay) {
    const { linear } = decay;
    const share = (ageMs: number) => (ageMs <= 0 ? 1 : Math.max(0, 1 - ageMs / linear));
    return {
      share,
      stands: roundedBy(share),
      words: `to zero in ${inWords(linear)}`,
      endsAfterMs: linear,
      isGradual: true,
      halfLifeMs: null,
      groupMs: groupMsOf(linear),
      newSum: () => new LinearSum(linear),
    };
  }
  if ('steps' in decay) {
    const { steps, every } = decay;
    const endsAfterMs = steps * every;
    const share = (ageMs: number) =>
      ageMs < every ? 1 : ageMs >= endsAfterMs ? 0 : shareAfter(Math.floor(ageMs / every), steps);
    return {
      share,
      stands: roundedBy(share),
      words: `in ${steps} steps of ${inWords(every)}`,
      endsAfterMs,
      isGradual: true,
      halfLifeMs: null,
      groupMs: groupMsOf(endsAfterMs),
      newSum: () => new SteppingSum(steps, every),
    };
  }
  const { expires } = decay;
  return {
    share: (ageMs) => (ageMs < expires ? 1 : 0),
    stands: (amount, ageMs) => (ageMs < expires ? amount : 0),
    words: `expires after ${inWords(expires)}`,
    endsAfterMs: expires,
    isGradual: false,
    halfLifeMs: null,
    groupMs: groupMsOf(expires),
    newSum: () => new ExpiringSum(expires),
  };
}

function roundedBy(share: Fade['share']): Fade['stands'] {
  return (amount, ageMs) => {
    const left = share(ageMs);
    return left === 1 ? amount : Math.round(amount * left);
  };
}

function groupMsOf(endsAfterMs: number): number {
  return Math.ceil(endsAfterMs / limits.fadingGroupsPerRuleMax);
}

const units = [
  ['day', limits.dayMs],
  ['hour', limits.hourMs],
  ['minute', limits.minuteMs],
  ['second', limits.secondMs],
] as const;

/** A duration in the largest unit that says it whole: `30 minutes`, `7 days`. */
export function inWords(ms: number): string {
  for (const [unit, unitMs] of units)
    if (ms % unitMs === 0) return `${ms / unitMs} ${unit}${ms === unitMs ? '' : 's'}`;
  return `${ms / limits.secondMs} seconds`;
}

/** The search for the moment at which a fading score may leave its bounds: stretches that stay within are skipped whole. */
import { limits } from '../../base/kernel/kernel.ts';
import type { FadingScore } from './fading-score.ts';

/**
 * Payments up to which the moment that a fading score meets a bound is found at once. Of more it is approached: the profile is
 * re-evaluated shortly before, since most events move that moment again.
 */
const foundAtOnceMax = 256;

/** Payments that a search may add up, each as often as it is; more where halving down to a millisecond needs them. */
const addedUpMax = 160_000;

/** A score that fades, and the bounds between which it stays. */
interface Given {
  fading: FadingScore;
  /** How many it is of. */
  payments: number;
  least: number;
  most: number;
  /** Whether there are losses that fade: only they lift a score. */
  mayRise: boolean;
  /** Whether it is within the bounds now. */
  isInside: boolean;
  nowMs: number;
  lastMs: number;
}

/**
 * The first millisecond in (now, last] at which a fading score leaves its bounds, or a time before it where there are many payments. Null
 * when it does not.
 *
 * What fades only moves towards zero. So over a stretch the score lies between gains at its end with losses at its start, and
 * the other way round. Stretches that stay within the bounds are skipped whole. Where gains and losses balance too finely for
 * the number of tries, the profile is re-evaluated where it became unclear.
 */
export function leavesAtMs(given: Given): number | null {
  const { fading, payments, least, most, mayRise, isInside, nowMs, lastMs } = given;
  const seemsToStayBy = (score: FadingScore) => (fromMs: number, toMs: number) => {
    const over = score.over(fromMs, toMs);
    return over.least >= least && over.most < most;
  };
  const isMany = payments > foundAtOnceMax;
  if (isMany) {
    const unclearMs = firstUnclear(seemsToStayBy(fading), nowMs, lastMs, { apartMs: limits.minuteMs });
    if (unclearMs === null || unclearMs > nowMs + limits.minuteMs) return unclearMs;
  }
  // Outside already: no bound can be met, and an immediate re-evaluation would find the same.
  if (!isInside) return Math.min(lastMs, nowMs + limits.minuteMs);
  const staysBy = (score: FadingScore) => {
    const seemsToStay = seemsToStayBy(score);
    return (fromMs: number, toMs: number) => {
      if (isMany && seemsToStay(fromMs, toMs)) return true;
      // Each stretch begins where it stays, so one of a millisecond is left at its end or not at all.
      const otherMs = toMs - fromMs <= 1 ? toMs : fromMs;
      return score.reaches(least, toMs, otherMs) && !(mayRise && score.reaches(most, otherMs, toMs));
    };
  };
  const scores = [fading];
  // Tries at a glance cost next to nothing: only sums are counted, and the two that each closer look begins with.
  const atMost = sumsMax(payments, lastMs - nowMs);
  const isSpent = () => scores.reduce((sum, one) => sum + one.sums + 2, 0) > atMost;
  const within =
    (score: FadingScore) =>
    (fromMs: number, toMs: number): number | null => {
      if (toMs - fromMs <= 1) return fromMs;
      const closer = score.between(fromMs, toMs);
      scores.push(closer);
      const apartMs = Math.max(1, Math.floor((toMs - fromMs) / closerBy));
      return firstUnclear(staysBy(closer), fromMs, toMs, { apartMs, isSpent, closely: within(closer) });
    };
  const ways = isMany ? { ...near(given), closely: within(fading) } : { apartMs: 1 };
  const lastInMs = firstUnclear(staysBy(fading), nowMs, lastMs, { ...ways, isSpent });
  return lastInMs === null ? null : lastInMs + 1;
}

/** A stretch this many times as short is worth another look at which payments change in it. */
const closerBy = 16;

/**
 * Where to cut the search: two moments between which the score leaves, nearly always, and few payments change. Roundings come to about
 * the root of their number. So at the one a glance is as far within the bounds, and at the other as far outside.
 */
function near({ fading, payments, least, most, nowMs, lastMs }: Given) {
  const roundings = Math.sqrt(payments) / 2;
  const seemsToLeaveMs = (nearer: number) => {
    const seemsToStay = (_fromMs: number, toMs: number) => {
      const about = fading.about(toMs);
      return about >= least + nearer && about < most - nearer;
    };
    return firstUnclear(seemsToStay, nowMs, lastMs, { apartMs: 1 });
  };
  const [firstMs, secondMs] = [seemsToLeaveMs(roundings), seemsToLeaveMs(-roundings)];
  return firstMs === null || secondMs === null
    ? { apartMs: 1 }
    : { apartMs: Math.max(1, secondMs - firstMs), cutMs: cuttingAt([firstMs, secondMs]) };
}

/**
 * How often a search over so many payments may add them all up. It always gets down to a millisecond: each halving adds up for both
 * halves, and for gains and losses apart.
 */
function sumsMax(payments: number, stretchMs: number): number {
  const halvings = Math.ceil(Math.log2(Math.max(2, stretchMs)));
  return Math.max(Math.ceil(addedUpMax / payments), 4 * (halvings + 1));
}

/** How a search goes on. */
interface Ways {
  /** How long a stretch may be that is not cut any more, ms. */
  apartMs: number;
  /** Whether it has cost enough: then it ends where it is. */
  isSpent?: () => boolean;
  /** Where a stretch is cut in two; in the middle unless given. */
  cutMs?: (fromMs: number, toMs: number) => number;
  /** Looks closely into a stretch that is short enough and not shown to stay: where it begins to be unclear, or null. */
  closely?: (fromMs: number, toMs: number) => number | null;
}

/**
 * The beginning of the first stretch in [from, to] over which the score is not shown to stay; null where there is none. The stretch
 * has `apartMs` at most, or more where the tries are over or `isSpent`.
 */
function firstUnclear(
  stays: (fromMs: number, toMs: number) => boolean,
  fromMs: number,
  toMs: number,
  { apartMs, isSpent = () => false, cutMs = middleMs, closely = (startMs) => startMs }: Ways,
): number | null {
  let tries = 0;
  const search = (startMs: number, endMs: number): number | null => {
    tries++;
    if (stays(startMs, endMs)) return null;
    if (tries > limits.fadeTriesMax || isSpent()) return startMs;
    if (endMs - startMs <= apartMs) return closely(startMs, endMs);
    const atMs = cutMs(startMs, endMs);
    return search(startMs, atMs) ?? search(atMs, endMs);
  };
  return search(fromMs, toMs);
}

/** Cuts a stretch at the first of some moments that lie in it; where none does, in the middle. */
function cuttingAt(momentsMs: readonly number[]): (fromMs: number, toMs: number) => number {
  return (fromMs, toMs) => momentsMs.find((atMs) => fromMs < atMs && atMs < toMs) ?? middleMs(fromMs, toMs);
}

function middleMs(fromMs: number, toMs: number): number {
  return Math.floor((fromMs + toMs) / 2);
}

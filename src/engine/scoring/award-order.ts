/**
 * The order in which awards were earned: caps are applied in it.
 *
 * Awards come rule by rule, and those of one rule mostly in order. So runs of them are merged, by times side by side: thousands are put in
 * order for one event of a large profile.
 */
import type { CandidateAward } from './award.ts';

/** A total order, so that the order of arrival does not matter. */
export function byEarning(a: CandidateAward, b: CandidateAward): number {
  return (
    a.earnedAtMs - b.earnedAtMs ||
    a.rule.index - b.rule.index ||
    a.atMs - b.atMs ||
    a.hash - b.hash ||
    a.key - b.key
  );
}

/** Awards up to which a plain sort is sooner. */
const fewMax = 64;

/** Returns awards in the order they were earned; the given ones stay as they are. */
export function inEarningOrder(awards: readonly CandidateAward[]): CandidateAward[] {
  const count = awards.length;
  if (count <= fewMax) return [...awards].sort(byEarning);
  const timesMs = new Float64Array(count);
  let order = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    timesMs[index] = (awards[index] as CandidateAward).earnedAtMs;
    order[index] = index;
  }
  const isAfter = (one: number, other: number) => {
    const apartMs = (timesMs[one] as number) - (timesMs[other] as number);
    if (apartMs !== 0) return apartMs > 0;
    return byEarning(awards[one] as CandidateAward, awards[other] as CandidateAward) > 0;
  };
  /** Where each run begins. */
  let begins: number[] = [];
  for (let index = 0; index < count; index++)
    if (index === 0 || isAfter(index - 1, index)) begins.push(index);
  let merged = new Uint32Array(count);
  while (begins.length > 1) {
    const next: number[] = [];
    for (let run = 0; run < begins.length; run += 2) {
      const begin = begins[run] as number;
      next.push(begin);
      const middle = begins[run + 1] ?? count;
      merge(order, merged, [begin, middle, begins[run + 2] ?? count], isAfter);
    }
    [order, merged] = [merged, order];
    begins = next;
  }
  const ordered: CandidateAward[] = [];
  for (let index = 0; index < count; index++) ordered.push(awards[order[index] as number] as CandidateAward);
  return ordered;
}

/** Merges two runs that follow each other. */
function merge(
  from: Uint32Array,
  to: Uint32Array,
  [begin, middle, end]: readonly [number, number, number],
  isAfter: (one: number, other: number) => boolean,
): void {
  let one = begin;
  let other = middle;
  for (let index = begin; index < end; index++) {
    const takesOther = one === middle || (other < end && isAfter(from[one] as number, from[other] as number));
    to[index] = from[takesOther ? other++ : one++] as number;
  }
}

/** Explanations: contributions and refusals as people read them. */
import type { Reason } from '../../contract/api/api.ts';
import { boundOfTier } from '../../contract/language/language.ts';
import type { Refusal } from './award.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, valueAt, withValue } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { tierOf } from './ladder.ts';
import { toPoints, toThousandths } from './points.ts';

/** Contributions as reasons, in the order of their times; their values sum to the score. */
export function reasonsOf(contributions: readonly Contribution[]): Reason[] {
  return [...contributions].sort((a, b) => a.atMs - b.atMs).map(reasonOf);
}

/** The same, at most so many: of more, the oldest are one reason. */
export function latestReasonsOf(evaluation: Evaluation, most: number): Reason[] {
  const { payments, lines, atMs, score } = evaluation;
  const over = payments.length + lines.length - most;
  if (over <= 0) return reasonsOf(evaluation.contributions);
  const latest = latestOf([payments, lines], most).map((one) => withValue(one, valueAt(one, atMs)));
  const [last, ...shown] = latest.map(reasonOf) as [Reason, ...Reason[]];
  const value = toPoints(latest.slice(1).reduce((left, one) => left - one.value, score));
  const label = `${over + 1} earlier contributions`;
  return [{ ...last, rule: 'earlier', label, points: value, value, reason: 'summed up' }, ...shown];
}

/** The latest of some lists, in the order of their times; of one time, those that come first in the lists. A look each: mostly the last are. */
function latestOf(lists: readonly (readonly Contribution[])[], most: number): Contribution[] {
  const latest: Contribution[] = [];
  for (const list of lists.toReversed())
    for (let index = list.length - 1; index >= 0; index--) {
      const one = list[index] as Contribution;
      if (latest.length === most && one.atMs <= (latest[0] as Contribution).atMs) continue;
      const position = latest.findIndex(({ atMs }) => atMs >= one.atMs);
      latest.splice(position < 0 ? latest.length : position, 0, one);
      if (latest.length > most) latest.shift();
    }
  return latest;
}

/** Refusals in the same form, worth 0. */
export function refusalsOf(refusals: readonly Refusal[]): Reason[] {
  return refusals.map(({ source, atMs, hash, reason }) => ({
    rule: source.id,
    label: source.label,
    points: 0,
    value: 0,
    at: new Date(atMs).toISOString(),
    reason,
    event: eventId(hash),
  }));
}

/** The next tier up: its name, its bound and the points still missing; null on the highest. */
export function nextTierFor(programme: CompiledProgramme, evaluation: Evaluation) {
  const { ladder } = programme.programme;
  const tier = tierOf(ladder, evaluation);
  const next = ladder.tiers[tier];
  if (next === undefined) return null;
  const bound = boundOfTier(next);
  const missing = toPoints(toThousandths(bound.from) - evaluation.score);
  return { tier: tier + 1, tierName: next.name, ...bound, missing };
}

/** An event's hash as people see it: 12 hex digits. */
export function eventId(hash: number): string {
  return half(Math.floor(hash / halfRange)) + half(hash % halfRange);
}

/** A number of 24 bits: of small ones the digits are known sooner. */
const halfRange = 2 ** 24;
function half(number: number): string {
  return number.toString(16).padStart(6, '0');
}

function reasonOf(contribution: Contribution): Reason {
  const { source, earned, value, atMs, hash, count, left } = contribution;
  return {
    rule: source.id,
    label: source.label,
    points: toPoints(Math.round(earned / count)),
    value: toPoints(value),
    at: new Date(atMs).toISOString(),
    reason: reasonInWords(contribution),
    event: hash === null ? null : eventId(hash),
    ...(left !== undefined && { left }),
  };
}

/** Why, how often until it was sealed, and what faded of it: `once a day; 8 × 0.5 (half-life 30 days)`. */
function reasonInWords({ reason, count, earned, value, fade }: Contribution): string {
  const times = count === 1 ? '' : `, ${count} times until then`;
  if (value === earned) return `${reason}${times}`;
  const share = Math.round((value / earned) * 1_000) / 1_000;
  return `${reason}${times}; ${toPoints(earned)} × ${share} (${fade.words})`;
}

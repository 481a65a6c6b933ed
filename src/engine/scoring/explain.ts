/** Explanations: contributions and refusals as people read them. */
import type { Reason } from '../../contract/api/api.ts';
import type { Refusal } from './award.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { tierOf } from './ladder.ts';
import { toPoints, toThousandths } from './points.ts';

/**
 * Contributions as reasons, in the order of their times; their values sum to the score. Of more than `most`, the oldest are
 * one reason.
 */
export function reasonsOf(contributions: readonly Contribution[], most = Number.POSITIVE_INFINITY): Reason[] {
  const inOrder = [...contributions].sort((a, b) => a.atMs - b.atMs);
  const over = inOrder.length - most;
  if (over <= 0) return inOrder.map(reasonOf);
  return [summedUp(inOrder.slice(0, over + 1)), ...inOrder.slice(over + 1).map(reasonOf)];
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
  const missing = toPoints(toThousandths(next.from) - evaluation.score);
  return { tier: tier + 1, tierName: next.name, from: next.from, missing };
}

/** An event's hash as people see it: 12 hex digits. */
export function eventId(hash: number): string {
  return hash.toString(16).padStart(12, '0');
}

function summedUp(oldest: readonly Contribution[]): Reason {
  const last = reasonOf(oldest.at(-1) as Contribution);
  const value = toPoints(oldest.reduce((sum, one) => sum + one.value, 0));
  return {
    ...last,
    rule: 'earlier',
    label: `${oldest.length} earlier contributions`,
    points: value,
    value,
    reason: 'summed up',
  };
}

function reasonOf(contribution: Contribution): Reason {
  const { source, earned, value, atMs, hash, count } = contribution;
  return {
    rule: source.id,
    label: source.label,
    points: toPoints(Math.round(earned / count)),
    value: toPoints(value),
    at: new Date(atMs).toISOString(),
    reason: reasonInWords(contribution),
    event: hash === null ? null : eventId(hash),
  };
}

/** Why, how often until it was sealed, and what faded of it: `once a day; 8 × 0.5 (half-life 30 days)`. */
function reasonInWords({ reason, count, earned, value, fade }: Contribution): string {
  const times = count === 1 ? '' : `, ${count} times until then`;
  if (value === earned) return `${reason}${times}`;
  const share = Math.round((value / earned) * 1_000) / 1_000;
  return `${reason}${times}; ${toPoints(earned)} × ${share} (${fade.words})`;
}

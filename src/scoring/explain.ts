/** Explanations: contributions and refusals as people read them, and what would tip the score. */
import type { Reason } from '../contract/contract.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution, Refusal } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { tierFor } from './ladder.ts';

/** Contributions as reasons, in the order of their times; their values sum to the score. */
export function reasonsOf(contributions: readonly Contribution[]): Reason[] {
  return contributions.map(reasonOf).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Refusals in the same form, worth 0. */
export function refusalsOf(refusals: readonly Refusal[]): Reason[] {
  return refusals.map(({ rule, atMs, hash, reason }) => ({
    rule: rule.rule.id,
    label: rule.rule.label,
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
  const tier = tierFor(ladder, evaluation.score);
  const next = ladder.tiers[tier];
  if (next === undefined) return null;
  return { tier: tier + 1, tierName: next.name, from: next.from, missing: next.from - evaluation.score };
}

function reasonOf(contribution: Contribution): Reason {
  const { rule, points, value, atMs, hash, count, reason } = contribution;
  return {
    rule: rule.rule.id,
    label: rule.rule.label,
    points,
    value,
    at: new Date(atMs).toISOString(),
    reason: count === 1 ? reason : `${reason}, ${count} times until then`,
    event: eventId(hash),
  };
}

function eventId(hash: number): string {
  return hash.toString(16).padStart(12, '0');
}

/**
 * The second half of a score: caps are applied to the awards in the order they were earned.
 *
 * In this order: the people a rule is for, the bound at which behaviour stops earning, the caps of the rule, of its
 * group and of the programme. All of them bound what was earned, even where it has faded since.
 */

import type { CandidateAward, Refusal } from './award.ts';
import { type CapPeriod, held } from './caps.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
import { FadingSum } from './fading-sum.ts';
import type { Person } from './person.ts';
import { toPoints, toThousandths } from './points.ts';

export interface CapAllocation {
  contributions: readonly Contribution[];
  refusals: readonly Refusal[];
}

/** Applies caps to awards. With `person` null, rules for certain people apply to everyone. */
export function applyCaps(
  awards: readonly CandidateAward[],
  programme: CompiledProgramme,
  person: Person | null,
): CapAllocation {
  const contributions: Contribution[] = [];
  const refusals: Refusal[] = [];
  const earnings = new Earnings(programme);
  const stopsAbove =
    programme.programme.stopsAbove === undefined ? null : toThousandths(programme.programme.stopsAbove);
  /** Everything gained so far, faded or not: the present value is never more. */
  let gained = 0;
  const standing = new FadingSum();
  const give = (award: CandidateAward, earned: number, reason: string) => {
    earnings.add(award, earned);
    if (earned > 0) gained += earned;
    const contribution = contributionOf(award, earned, reason);
    contributions.push(contribution);
    if (stopsAbove !== null) standing.add(contribution);
  };
  // Where nothing bounds what is earned, nothing depends on the order of awards.
  const inOrder = programme.capsEarnings || stopsAbove !== null ? [...awards].sort(byEarning) : awards;
  for (const award of inOrder) {
    const { rule, atMs, hash } = award;
    const refuse = (reason: string) => refusals.push({ source: rule, atMs, hash, reason });
    if (person !== null && rule.isFor !== null && !rule.isFor(person)) {
      refuse('not for this profile');
      continue;
    }
    if (award.frozen !== null) {
      // An award frozen at 0 points is only remembered as paid.
      if (award.frozen !== 0 || award.worth === 0) give(award, award.frozen, award.reason);
      continue;
    }
    const mayExceed = stopsAbove !== null && award.worth > 0 && (gained > stopsAbove || stopsAbove < 0);
    if (mayExceed && standing.isAbove(stopsAbove, award.earnedAtMs)) {
      refuse(`behaviour stops earning above ${toPoints(stopsAbove)}`);
      continue;
    }
    if (award.rule.earningCaps.length === 0) {
      give(award, award.worth, award.reason);
      continue;
    }
    const { allowed, cap } = earnings.allowed(award);
    if (allowed === 0 && cap !== '') refuse(`cap: ${cap}`);
    else if (cap === '') give(award, allowed, award.reason);
    else give(award, allowed, `${award.reason}; ${toPoints(award.worth)} cut by the cap of ${cap}`);
  }
  return { contributions, refusals };
}

/** The order in which caps are applied: total, so that the order of arrival does not matter. */
export function byEarning(a: CandidateAward, b: CandidateAward): number {
  return (
    a.earnedAtMs - b.earnedAtMs ||
    a.rule.index - b.rule.index ||
    a.atMs - b.atMs ||
    a.hash - b.hash ||
    a.key - b.key
  );
}

/** What a contribution is worth at a time, in thousandths. */
export function valueAt(contribution: Contribution, atMs: number): number {
  const share = contribution.fade.share(atMs - contribution.earnedAtMs);
  if (share === 1) return contribution.earned;
  return Math.sign(contribution.earned) * Math.round(Math.abs(contribution.earned) * share) + 0;
}

function contributionOf(award: CandidateAward, earned: number, reason: string): Contribution {
  const { rule, rung, key, earnedAtMs, atMs, hash, count, provisionalUntilMs } = award;
  return {
    source: rule,
    kind: 'rule',
    signatureId: rule.signatureId,
    rung,
    key,
    earned,
    value: earned,
    earnedAtMs,
    atMs,
    hash,
    count,
    reason,
    fade: rule.fade,
    provisionalUntilMs,
  };
}

/** What was earned so far, by cap and period. */
class Earnings {
  readonly #programme: CompiledProgramme;
  readonly #sums = new Map<string, number>();

  constructor(programme: CompiledProgramme) {
    this.#programme = programme;
  }

  /** Returns as much of the award as every cap allows, and the tightest cap in words; empty where none cut it. */
  allowed(award: CandidateAward): { allowed: number; cap: string } {
    let allowed = award.worth;
    let cap = '';
    for (const { id, words, period, bounds } of award.rule.earningCaps) {
      const sum = this.#sums.get(this.#idOf(id, period, award)) ?? 0;
      const left = held(sum + allowed, bounds) - sum;
      // A cap may only hold back: where a sum stands outside already, nothing is given or taken to bring it in.
      const next = allowed >= 0 ? Math.max(0, Math.min(allowed, left)) : Math.min(0, Math.max(allowed, left));
      if (next !== allowed) {
        allowed = next;
        const bound = award.worth >= 0 ? bounds.most : bounds.least;
        cap = `${toPoints(bound)} ${period === 'ever' ? 'ever' : `a ${period}`}${words}`;
      }
    }
    return { allowed, cap };
  }

  add(award: CandidateAward, earned: number): void {
    for (const { id, period } of award.rule.earningCaps) {
      // A visit is sealed whole: nothing can be added to it.
      if (period === 'visit' && award.visit < 0) continue;
      const sumId = this.#idOf(id, period, award);
      this.#sums.set(sumId, (this.#sums.get(sumId) ?? 0) + earned);
    }
  }

  #idOf(id: string, period: CapPeriod, award: CandidateAward): string {
    if (period === 'ever') return id;
    const number = period === 'visit' ? award.visit : this.#programme.calendar[period](award.earnedAtMs);
    return `${id} ${period} ${number}`;
  }
}

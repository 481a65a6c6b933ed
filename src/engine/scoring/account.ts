/**
 * The second half of a score: claims in the order they were earned, each granted as far as the bounds allow.
 *
 * In this order: the profiles a rule is for, the bound at which behaviour stops earning, the caps of the rule, of its
 * group and of the programme. All of that is about what was earned, whatever has faded of it since.
 */
import { type CapPeriod, held } from './caps.ts';
import type { Claim, Refusal } from './claim.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
import type { Person } from './person.ts';
import { toPoints, toThousandths } from './points.ts';

export interface Granted {
  contributions: readonly Contribution[];
  refusals: readonly Refusal[];
}

/** Grants claims. `person` null grants what rules for certain people would, whoever it is. */
export function grant(
  claims: readonly Claim[],
  programme: CompiledProgramme,
  person: Person | null,
): Granted {
  const contributions: Contribution[] = [];
  const refusals: Refusal[] = [];
  const earnings = new Earnings(programme);
  const stopsAbove =
    programme.programme.stopsAbove === undefined ? null : toThousandths(programme.programme.stopsAbove);
  /** All that was ever gained, faded or not: what stands is never more. */
  let gained = 0;
  const give = (claim: Claim, earned: number, reason: string) => {
    earnings.add(claim, earned);
    if (earned > 0) gained += earned;
    contributions.push(contributionOf(claim, earned, reason));
  };
  // Where nothing bounds what is earned, nothing depends on the order of claims.
  const inOrder = programme.capsEarnings || stopsAbove !== null ? [...claims].sort(byEarning) : claims;
  for (const claim of inOrder) {
    const { rule, atMs, hash } = claim;
    const refuse = (reason: string) => refusals.push({ source: rule, atMs, hash, reason });
    if (person !== null && rule.isFor !== null && !rule.isFor(person)) {
      refuse('not for this profile');
      continue;
    }
    if (claim.settled !== null) {
      // What settled at nothing is only remembered as paid.
      if (claim.settled !== 0 || claim.worth === 0) give(claim, claim.settled, claim.reason);
      continue;
    }
    const mayExceed = stopsAbove !== null && claim.worth > 0 && (gained > stopsAbove || stopsAbove < 0);
    if (mayExceed && standing(contributions, claim.earnedAtMs) > stopsAbove) {
      refuse(`behaviour stops earning above ${toPoints(stopsAbove)}`);
      continue;
    }
    if (claim.rule.earningCaps.length === 0) {
      give(claim, claim.worth, claim.reason);
      continue;
    }
    const { allowed, cap } = earnings.allowed(claim);
    if (allowed === 0 && cap !== '') refuse(`cap: ${cap}`);
    else if (cap === '') give(claim, allowed, claim.reason);
    else give(claim, allowed, `${claim.reason}; ${toPoints(claim.worth)} cut by the cap of ${cap}`);
  }
  return { contributions, refusals };
}

/** The order in which claims are granted: total, so that it is the same whatever the order of arrival. */
export function byEarning(a: Claim, b: Claim): number {
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

/** What all of them are worth together at a time, in thousandths. */
function standing(contributions: readonly Contribution[], atMs: number): number {
  return contributions.reduce((sum, contribution) => sum + valueAt(contribution, atMs), 0);
}

function contributionOf(claim: Claim, earned: number, reason: string): Contribution {
  const { rule, rung, key, earnedAtMs, atMs, hash, count, provisionalUntilMs } = claim;
  return {
    source: rule,
    kind: 'rule',
    slot: rule.slot,
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

  /** As much of the claim as every cap allows, and the cap that allowed least, in words; empty where none cut it. */
  allowed(claim: Claim): { allowed: number; cap: string } {
    let allowed = claim.worth;
    let cap = '';
    for (const { id, words, period, bounds } of claim.rule.earningCaps) {
      const sum = this.#sums.get(this.#idOf(id, period, claim)) ?? 0;
      const left = held(sum + allowed, bounds) - sum;
      // A cap may only hold back: where a sum stands outside already, nothing is given or taken to bring it in.
      const next = allowed >= 0 ? Math.max(0, Math.min(allowed, left)) : Math.min(0, Math.max(allowed, left));
      if (next !== allowed) {
        allowed = next;
        const bound = claim.worth >= 0 ? bounds.most : bounds.least;
        cap = `${toPoints(bound)} ${period === 'ever' ? 'ever' : `a ${period}`}${words}`;
      }
    }
    return { allowed, cap };
  }

  add(claim: Claim, earned: number): void {
    for (const { id, period } of claim.rule.earningCaps) {
      // A visit is sealed whole: nothing can be added to it.
      if (period === 'visit' && claim.visit < 0) continue;
      const place = this.#idOf(id, period, claim);
      this.#sums.set(place, (this.#sums.get(place) ?? 0) + earned);
    }
  }

  #idOf(id: string, period: CapPeriod, claim: Claim): string {
    if (period === 'ever') return id;
    const number = period === 'visit' ? claim.visit : this.#programme.calendar[period](claim.earnedAtMs);
    return `${id} ${period} ${number}`;
  }
}

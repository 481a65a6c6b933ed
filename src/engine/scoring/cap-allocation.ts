/**
 * The second half of a score: caps are applied to the awards in the order they were earned.
 *
 * In this order: the people a rule is for, the bound at which behaviour stops earning, the caps of rule, group and programme. All of
 * them bound what was earned, even where it has faded since.
 */

import { limits } from '../../base/kernel/kernel.ts';
import type { CandidateAward, Refusal } from './award.ts';
import { type EarningPeriod, held } from './caps.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, PaidAward } from './contribution.ts';
import { GroupedSum } from './grouped-sum.ts';
import type { Person } from './person.ts';
import { toPoints, toThousandths } from './points.ts';

export interface CapAllocation {
  contributions: readonly Contribution[];
  refusals: readonly Refusal[];
}

/** Awards from which on they are put in order though nothing depends on it, so that a later one is decided on alone. */
const inOrderFrom = 64;

/** Applies caps to awards. With `person` null, rules for certain people apply to everyone. */
export function applyCaps(
  awards: readonly CandidateAward[],
  programme: CompiledProgramme,
  person: Person | null,
): CapAllocation {
  return new Allocating(programme, person).of(awards);
}

/** Applies caps to the awards of one profile, again and again: what was decided stays while only later awards come. */
export class Allocating {
  readonly #programme: CompiledProgramme;
  readonly #person: Person | null;
  /** In thousandths; null where behaviour never stops earning. */
  readonly #stopsAbove: number | null;
  /** The awards decided on, in the order they were earned. */
  #decided: readonly CandidateAward[] = [];
  /** The same as they were given: rule by rule. */
  #given: readonly CandidateAward[] = [];
  #contributions: Contribution[] = [];
  #refusals: Refusal[] = [];
  #earnings: Earnings;
  #standing: GroupedSum;
  /** Everything gained so far, faded or not: the present value is never more. */
  #gained = 0;

  constructor(programme: CompiledProgramme, person: Person | null) {
    const { stopsAbove } = programme.programme;
    this.#programme = programme;
    this.#person = person;
    this.#stopsAbove = stopsAbove === undefined ? null : toThousandths(stopsAbove);
    this.#earnings = new Earnings(programme);
    this.#standing = new GroupedSum(programme.fadingAloneMax);
  }

  of(awards: readonly CandidateAward[]): CapAllocation {
    const later = this.#laterThanDecided(awards);
    if (later === null) this.#decideOn(this.#inOrder(awards));
    else this.#decideOn([...this.#decided, ...later]);
    this.#given = awards;
    return { contributions: [...this.#contributions], refusals: [...this.#refusals] };
  }

  /** The awards beside those decided on, in order, where they were earned after all of these; null otherwise. */
  #laterThanDecided(awards: readonly CandidateAward[]): readonly CandidateAward[] | null {
    const last = this.#decided.at(-1);
    if (last === undefined || !this.#isInOrder(this.#given)) return null;
    let known = 0;
    const others: CandidateAward[] = [];
    for (const award of awards)
      if (award === this.#given[known]) known++;
      else others.push(award);
    if (known < this.#given.length || others.some((award) => byEarning(last, award) >= 0)) return null;
    return others.sort(byEarning);
  }

  #inOrder(awards: readonly CandidateAward[]): readonly CandidateAward[] {
    return this.#isInOrder(awards) ? [...awards].sort(byEarning) : awards;
  }

  /** Where nothing bounds what is earned, nothing depends on the order of awards: few are left as they are given. */
  #isInOrder(awards: readonly CandidateAward[]): boolean {
    return (
      awards.length >= inOrderFrom ||
      this.#programme.capsEarnings ||
      this.#stopsAbove !== null ||
      awards.some(({ isPublic }) => isPublic)
    );
  }

  #decideOn(inOrder: readonly CandidateAward[]): void {
    if (this.#decided.some((award, index) => award !== inOrder[index])) this.#restart();
    for (const award of inOrder.slice(this.#decided.length)) this.#decide(award);
    this.#decided = inOrder;
  }

  #restart(): void {
    this.#decided = [];
    this.#contributions = [];
    this.#refusals = [];
    this.#earnings = new Earnings(this.#programme);
    this.#standing = new GroupedSum(this.#programme.fadingAloneMax);
    this.#gained = 0;
  }

  #decide(award: CandidateAward): void {
    const { rule, atMs, hash } = award;
    const refuse = (reason: string) => this.#refusals.push({ source: rule, atMs, hash, reason });
    if (this.#person !== null && rule.isFor !== null && !rule.isFor(this.#person)) {
      refuse('not for this profile');
      return;
    }
    if (award.frozen !== null) {
      // One that was refused is only remembered as paid.
      if (award.count > 0) this.#give(award, award.frozen, award.reason);
      return;
    }
    if (this.#stopsAbove !== null && award.worth > 0 && this.#isAbove(this.#stopsAbove, award.earnedAtMs)) {
      refuse(`behaviour stops earning above ${toPoints(this.#stopsAbove)}`);
      return;
    }
    const { allowed, cap } = this.#earnings.allowed(award);
    if (cap === null) this.#give(award, allowed, award.reason);
    else if (allowed === 0) refuse(`${cap.kind}: ${cap.words}`);
    else {
      const { kind, words } = cap;
      this.#give(award, allowed, `${award.reason}; ${toPoints(award.worth)} cut by the ${kind} of ${words}`);
    }
  }

  #isAbove(bound: number, atMs: number): boolean {
    return this.#gained > bound && this.#standing.isAbove(bound, atMs);
  }

  #give(award: CandidateAward, earned: number, reason: string): void {
    this.#earnings.add(award, earned);
    if (earned > 0) this.#gained += earned;
    const payment = new PaidAward(award, earned, earned, reason);
    this.#contributions.push(payment);
    if (this.#stopsAbove !== null) this.#standing.add(payment);
  }
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

/** What was earned so far, by cap and period. */
class Earnings {
  readonly #programme: CompiledProgramme;
  readonly #byCap = new Map<string, Map<number, number>>();

  constructor(programme: CompiledProgramme) {
    this.#programme = programme;
  }

  /** Returns as much of the award as every cap allows, and the tightest cap in words; null where none cut it. */
  allowed(award: CandidateAward): { allowed: number; cap: { kind: string; words: string } | null } {
    let allowed = award.worth;
    let cap: { kind: string; words: string } | null = null;
    for (const { account, words, period, bounds, isOfPublicKeys } of award.rule.earningCaps) {
      if (isOfPublicKeys && !award.isPublic) continue;
      const sum = this.#byCap.get(account)?.get(this.#periodOf(period, award)) ?? 0;
      const left = held(sum + allowed, bounds) - sum;
      // A cap may only hold back: where a sum stands outside already, nothing is given or taken to bring it in.
      const next = allowed >= 0 ? Math.max(0, Math.min(allowed, left)) : Math.min(0, Math.max(allowed, left));
      if (next !== allowed) {
        allowed = next;
        const bound = award.worth >= 0 ? bounds.most : bounds.least;
        cap = isOfPublicKeys
          ? { kind: 'limit', words: `${toPoints(bound)} points an hour${words}` }
          : {
              kind: 'cap',
              words: `${toPoints(bound)} ${period === 'ever' ? 'ever' : `a ${period}`}${words}`,
            };
      }
    }
    return { allowed, cap };
  }

  add(award: CandidateAward, earned: number): void {
    for (const { account, period, isOfPublicKeys } of award.rule.earningCaps) {
      if (isOfPublicKeys && !award.isPublic) continue;
      // A visit is sealed whole: nothing can be added to it.
      if (period === 'visit' && award.visit < 0) continue;
      let sums = this.#byCap.get(account);
      if (sums === undefined) {
        sums = new Map();
        this.#byCap.set(account, sums);
      }
      const number = this.#periodOf(period, award);
      sums.set(number, (sums.get(number) ?? 0) + earned);
    }
  }

  /** The number of the award's period; one for all of ever. */
  #periodOf(period: EarningPeriod, award: CandidateAward): number {
    if (period === 'ever') return 0;
    if (period === 'hour') return Math.floor(award.earnedAtMs / limits.hourMs);
    return period === 'visit' ? award.visit : this.#programme.calendar[period](award.earnedAtMs);
  }
}

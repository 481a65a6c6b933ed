/**
 * The second half of a score: caps are applied to the awards in the order they were earned.
 *
 * In this order: the people a rule is for, the bound at which behaviour stops earning, the caps of rule, group and programme. All of
 * them bound what was earned, even where it has faded since.
 */

import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import type { CandidateAward, Refusal, ReplacedAwards } from './award.ts';
import { byEarning, inEarningOrder } from './award-order.ts';
import { held, type StopsAbove } from './caps.ts';
import type { CompiledProgramme, CompiledRule, EarningCap } from './compile.ts';
import { type Contribution, PaidAward } from './contribution.ts';
import { FadingSum } from './fading-sum.ts';
import type { Fit } from './fit.ts';
import { GroupedSum } from './grouped-sum.ts';
import type { Person } from './person.ts';
import { toPoints } from './points.ts';

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
  fit: Fit | null = null,
): CapAllocation {
  return new Allocating(programme, person).of(awards, fit);
}

/** Applies caps to the awards of one profile, again and again: what was decided stays while only later awards come. */
export class Allocating {
  readonly #programme: CompiledProgramme;
  readonly #person: Person | null;
  readonly #stopsAbove: StopsAbove | null;
  /** What of the bound the fit takes, in thousandths. */
  #fit = 0;
  /** The awards decided on, in the order they were earned. */
  #decided: readonly CandidateAward[] = [];
  /** The same as they were given: rule by rule. */
  #given: readonly CandidateAward[] = [];
  #contributions: PaidAward[] = [];
  #refusals: Refusal[] = [];
  #earnings: Earnings;
  /** What stands of it all as the next award is decided on, where that decides. */
  #standing = new FadingSum();
  /** Payments that it stands for; where these may fade in groups, what is provisional does not. */
  #count = 0;
  /** Everything gained so far, faded or not: the present value is never more. */
  #gained = 0;

  constructor(programme: CompiledProgramme, person: Person | null) {
    this.#programme = programme;
    this.#person = person;
    this.#stopsAbove = programme.stopsAbove;
    this.#earnings = new Earnings(programme);
  }

  /** `fit` is the one that counts in the score now; null where none does. */
  of(awards: readonly CandidateAward[], fit: Fit | null = null): CapAllocation {
    const taken = this.#stopsAbove?.withFit ? (fit?.thousandths ?? 0) : 0;
    if (taken !== this.#fit) this.#restart();
    this.#fit = taken;
    const later = this.#laterThanDecided(awards);
    if (later === null) this.#decideOn(this.#inOrder(awards));
    else {
      for (const award of later) this.#decide(award);
      this.#decided = [...this.#decided, ...later];
    }
    this.#given = awards;
    return { contributions: [...this.#contributions], refusals: [...this.#refusals] };
  }

  /** Takes awards in the place of others. What was decided stays, since they differ in what is said of them alone. */
  replace(replaced: ReplacedAwards): void {
    if (replaced.size === 0) return;
    // What fades in groups depends on whether it is provisional, and so does what stands at the bound then. The next awards are not
    // those decided on, so all begins again with them.
    if (this.#mayGroup) return;
    const instead = (award: CandidateAward) => replaced.get(award) ?? award;
    this.#decided = this.#decided.map(instead);
    this.#given = this.#given.map(instead);
    this.#contributions = this.#contributions.map((paid) => {
      const { award, earned, value, reason } = paid;
      const again = replaced.get(award);
      if (again === undefined) return paid;
      return new PaidAward(again, earned, value, again.reason + reason.slice(award.reason.length));
    });
  }

  /** The awards beside those decided on, in order, where they were earned after all of these; null otherwise. */
  #laterThanDecided(awards: readonly CandidateAward[]): readonly CandidateAward[] | null {
    const last = this.#decided.at(-1);
    if (last === undefined || !this.#isInOrder(this.#given)) return null;
    const given = this.#given;
    let known = 0;
    const others: CandidateAward[] = [];
    for (const award of awards)
      if (award === given[known]) known++;
      else others.push(award);
    if (known < given.length || others.some((award) => byEarning(last, award) >= 0)) return null;
    return others.sort(byEarning);
  }

  #inOrder(awards: readonly CandidateAward[]): readonly CandidateAward[] {
    return this.#isInOrder(awards) ? inEarningOrder(awards) : awards;
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
    this.#standing = new FadingSum();
    this.#count = 0;
    this.#gained = 0;
  }

  #decide(award: CandidateAward): void {
    const { rule } = award;
    if (this.#person !== null && rule.isFor !== null && !rule.isFor(this.#person))
      this.#refuse(award, 'not for this profile');
    else if (award.frozen !== null) {
      // One that was refused is only remembered as paid.
      if (award.count > 0) this.#give(award, award.frozen, award.reason, this.#earnings.of(award));
    } else if (
      this.#stopsAbove !== null &&
      award.worth > 0 &&
      this.#isAbove(this.#stopsAbove.bound - this.#fit, award.earnedAtMs)
    )
      this.#refuse(award, stopsInWords(this.#stopsAbove));
    else this.#allow(award);
  }

  #allow(award: CandidateAward): void {
    const sums = this.#earnings.of(award);
    let earned = award.worth;
    let tightest: CapSum | null = null;
    for (const sum of sums) {
      const allowed = sum.allowed(earned);
      if (allowed !== earned) tightest = sum;
      earned = allowed;
    }
    if (tightest === null) {
      this.#give(award, earned, award.reason, sums);
      return;
    }
    const { kind, words } = tightest.wordsFor(award);
    if (earned === 0) this.#refuse(award, `${kind}: ${words}`);
    else
      this.#give(
        award,
        earned,
        `${award.reason}; ${toPoints(award.worth)} cut by the ${kind} of ${words}`,
        sums,
      );
  }

  #refuse({ rule, atMs, hash }: CandidateAward, reason: string): void {
    this.#refusals.push({ source: rule, atMs, hash, reason });
  }

  #isAbove(bound: number, atMs: number): boolean {
    return this.#gained > bound && this.#standing.isAbove(bound, atMs);
  }

  #give(award: CandidateAward, earned: number, reason: string, sums: readonly CapSum[]): void {
    for (const sum of sums) sum.add(earned);
    if (earned > 0) this.#gained += earned;
    const payment = new PaidAward(award, earned, earned, reason);
    this.#contributions.push(payment);
    if (this.#stopsAbove !== null) this.#stand(payment);
  }

  /** Of few payments none fades in a group. As they become many, those of before may. */
  #stand(payment: PaidAward): void {
    const mayHaveGrouped = this.#mayGroup;
    this.#count += payment.count;
    if (mayHaveGrouped || !this.#mayGroup) {
      this.#standing.add(payment);
      return;
    }
    this.#standing = new GroupedSum(this.#programme.fadingAloneMax);
    for (const one of this.#contributions) this.#standing.add(one);
  }

  get #mayGroup(): boolean {
    return this.#count > this.#programme.fadingAloneMax;
  }
}

function stopsInWords({ bound, withFit }: StopsAbove): string {
  return `behaviour stops earning above ${withFit ? 'a score of ' : ''}${toPoints(bound)}`;
}

/** What was earned so far, by cap and period. */
class Earnings {
  readonly #calendar: Calendar;
  readonly #byName = new Map<string, CapSum>();
  /** By the index of a rule, those its earnings count in. */
  readonly #byRule: (readonly CapSum[] | undefined)[] = [];

  constructor({ calendar }: CompiledProgramme) {
    this.#calendar = calendar;
  }

  /** The sums that an award counts in, each at its period. */
  of(award: CandidateAward): readonly CapSum[] {
    const { rule } = award;
    const sums = this.#byRule[rule.index] ?? this.#sumsOf(rule);
    for (const sum of sums) sum.turnTo(award);
    return sums;
  }

  #sumsOf({ index, earningCaps }: CompiledRule): readonly CapSum[] {
    const sums = earningCaps.map((cap) => {
      const known = this.#byName.get(cap.name) ?? new CapSum(cap, this.#calendar);
      this.#byName.set(cap.name, known);
      return known;
    });
    this.#byRule[index] = sums;
    return sums;
  }
}

/** What was earned under one cap, by its period. */
class CapSum {
  readonly cap: EarningCap;
  readonly #calendar: Calendar;
  readonly #sums = new Map<number, number>();
  /** The period it stands at, and what was earned in it: awards come in order, so that mostly it is that of the next one. */
  #number = Number.NaN;
  #sum = 0;
  /** Whether the award it was turned to counts in it. */
  #counts = false;

  constructor(cap: EarningCap, calendar: Calendar) {
    this.cap = cap;
    this.#calendar = calendar;
  }

  turnTo(award: CandidateAward): void {
    this.#counts = award.isPublic || !this.cap.isOfPublicKeys;
    if (!this.#counts) return;
    const number = this.#periodOf(award);
    if (number === this.#number) return;
    if (!Number.isNaN(this.#number)) this.#sums.set(this.#number, this.#sum);
    this.#number = number;
    this.#sum = this.#sums.get(number) ?? 0;
  }

  /** As much of what the award may earn as it allows. */
  allowed(earned: number): number {
    if (!this.#counts) return earned;
    const left = held(this.#sum + earned, this.cap.bounds) - this.#sum;
    // A cap may only hold back: where a sum stands outside already, nothing is given or taken to bring it in.
    return earned >= 0 ? Math.max(0, Math.min(earned, left)) : Math.min(0, Math.max(earned, left));
  }

  add(earned: number): void {
    if (this.#counts) this.#sum += earned;
  }

  /** What it bounds an award to, in words. */
  wordsFor({ worth }: CandidateAward): { kind: string; words: string } {
    const { bounds, period, words, isOfPublicKeys } = this.cap;
    const bound = toPoints(worth >= 0 ? bounds.most : bounds.least);
    if (isOfPublicKeys) return { kind: 'limit', words: `${bound} points an hour${words}` };
    return { kind: 'cap', words: `${bound} ${period === 'ever' ? 'ever' : `a ${period}`}${words}` };
  }

  /** The number of the award's period; one for all of ever. */
  #periodOf({ earnedAtMs, visit }: CandidateAward): number {
    const { period } = this.cap;
    if (period === 'ever') return 0;
    if (period === 'hour') return Math.floor(earnedAtMs / limits.hourMs);
    return period === 'visit' ? visit : this.#calendar[period](earnedAtMs);
  }
}

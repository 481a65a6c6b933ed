/** The accumulator of a rule that pays match by match, and what other accumulators share with it. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import {
  type CandidateAward,
  FrozenPayment,
  MatchAward,
  type Position,
  type Refusal,
  RepeatedAward,
  type RuleAccumulator,
} from './award.ts';
import type { CompiledRule } from './compile.ts';
import { Frequency, paysInWords } from './frequency.ts';
import type { FrozenAward, Tally } from './profile-state.ts';
import type { Suspicion } from './suspicion.ts';

const everyTime = { often: 'every', nth: 1 } as const;

/** Awards and refusals of one rule, bounded; the frequency decides which matches are awarded. */
export class Awards {
  readonly rule: CompiledRule;
  readonly awards: CandidateAward[] = [];
  readonly refusals: Refusal[] = [];
  readonly #frequency: Frequency;
  readonly #isOnceEver: boolean;
  /** Why it pays, in words. */
  readonly #plainReason: string;
  #kept = 0;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.rule = rule;
    const pays = rule.pays ?? everyTime;
    this.#frequency = new Frequency(pays, rule.coolDownMs, calendar);
    this.#plainReason = paysInWords(pays);
    this.#isOnceEver = pays.often === 'once' && pays.per === 'ever';
  }

  /**
   * Restores a frozen award, earned `afterMs` after its event. A key paid once stays paid once, also after a merge. What repeats goes
   * with what it repeats.
   */
  restore(frozenAward: FrozenAward, afterMs: number, key: number | string = frozenAward.key): void {
    const { rule } = this;
    const earnedAtMs = frozenAward.atMs + afterMs;
    if (frozenAward.rung > 0) this.#kept++;
    else if (this.#isOnceEver && frozenAward.count <= 1) {
      if (this.#frequency.refusal(key, earnedAtMs, -1) === 'already paid once') return;
      this.#kept++;
    } else this.#frequency.note(key, earnedAtMs, -1);
    this.awards.push(new FrozenPayment(rule, frozenAward, earnedAtMs, this.#plainReason));
  }

  recall({ key, count }: Tally): void {
    this.#frequency.recall(key, count);
  }

  /** Awards a match `afterMs` after it, if the frequency allows, and returns whether. The frequency counts by `key`. */
  ask(
    position: Position,
    key: number | string = position.key,
    afterMs = 0,
    plainReason = this.#plainReason,
  ): boolean {
    const earnedAtMs = position.atMs + afterMs;
    if (this.#isOnceEver && this.#kept >= limits.ruleKeysMax) {
      this.refuse(position, `limit: ${limits.ruleKeysMax} payments of this rule`);
      return false;
    }
    const refusal = this.#frequency.refusal(key, earnedAtMs, position.visit);
    if (refusal !== null) {
      this.refuse(position, refusal);
      return false;
    }
    this.#kept++;
    this.awards.push(
      new MatchAward(this.rule, position, this.rule.worth(position.number), afterMs, plainReason),
    );
    return true;
  }

  /** Awards a match again, for the n-th time more: the frequency decided on the first. */
  repeat(position: Position, time: number, afterMs: number, plainReason: string): void {
    const worth = this.rule.worth(position.number);
    this.awards.push(new RepeatedAward(this.rule, position, worth, afterMs, plainReason, time));
  }

  refuse(position: { atMs: number; hash: number }, reason: string): void {
    if (this.refusals.length < limits.refusalsMax)
      this.refusals.push({ source: this.rule, atMs: position.atMs, hash: position.hash, reason });
  }
}

/** Pays match by match, as often as the rule says. */
export class PayAccumulator implements RuleAccumulator {
  readonly #awards: Awards;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#awards = new Awards(rule, calendar);
  }

  get awards(): readonly CandidateAward[] {
    return this.#awards.awards;
  }

  get refusals(): readonly Refusal[] {
    return this.#awards.refusals;
  }

  restore(frozenAward: FrozenAward): void {
    this.#awards.restore(frozenAward, 0);
  }

  recall(tally: Tally): void {
    this.#awards.recall(tally);
  }

  see(position: Position): void {
    this.#awards.ask(position);
  }

  seeOther(): void {}

  /** How often it pays does not depend on what a click is judged as. */
  judgeAgain(others: ReadonlyMap<number, Suspicion>, replaced: Map<CandidateAward, CandidateAward>): void {
    const { awards } = this.#awards;
    awards.forEach((award, index) => {
      const suspicion = others.get(award.hash);
      if (suspicion === undefined || !(award instanceof MatchAward)) return;
      const again = award.judgedAs(suspicion);
      if (again === null) return;
      awards[index] = again;
      replaced.set(award, again);
    });
  }

  close(): null {
    return null;
  }

  /** An award holds all that later matches need. */
  reachesUntilMs(): undefined {}
}

/** The ledger of a rule that pays match by match, and what the ledgers that pay in other ways share with it. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import type { Claim, Place, Refusal, RuleLedger } from './claim.ts';
import type { CompiledRule } from './compile.ts';
import { Frequency, paysInWords } from './frequency.ts';
import type { Payment, Tally } from './profile-state.ts';

const everyTime = { often: 'every', nth: 1 } as const;

/** Claims and refusals of one rule, bounded; the frequency decides which of its payments are due. */
export class Payments {
  readonly rule: CompiledRule;
  readonly claims: Claim[] = [];
  readonly refusals: Refusal[] = [];
  readonly #frequency: Frequency;
  readonly #isOnceEver: boolean;
  #kept = 0;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.rule = rule;
    const pays = rule.pays ?? everyTime;
    this.#frequency = new Frequency(pays, rule.coolDownMs, calendar);
    this.#isOnceEver = pays.often === 'once' && pays.per === 'ever';
  }

  /** What was paid before its fact was sealed; `afterMs` after the event. A key paid once is paid once, from two sides too. */
  settle(payment: Payment, afterMs: number, key: number | string = payment.key): void {
    const { rule } = this;
    const earnedAtMs = payment.atMs + afterMs;
    if (this.#isOnceEver && payment.count === 1) {
      if (this.#frequency.refusal(key, earnedAtMs, -1) === 'already paid once') return;
      this.#kept++;
    } else this.#frequency.note(key, earnedAtMs, -1);
    this.claims.push({
      rule,
      rung: payment.rung,
      key: payment.key,
      earnedAtMs,
      atMs: payment.atMs,
      hash: payment.hash,
      visit: -1,
      count: payment.count,
      worth: rule.worth(null) * payment.count,
      settled: payment.earned ?? rule.worth(null) * payment.count,
      reason: this.#reason(),
      provisionalUntilMs: null,
    });
  }

  recall({ key, count }: Tally): void {
    this.#frequency.recall(key, count);
  }

  /** Claims what `place` is worth, `afterMs` after it, if the frequency allows. `key` is what it is counted by. */
  ask(place: Place, key: number | string = place.key, afterMs = 0, reason = this.#reason()): void {
    const earnedAtMs = place.atMs + afterMs;
    if (this.#isOnceEver && this.#kept >= limits.ruleKeysMax) {
      this.refuse(place, `limit: ${limits.ruleKeysMax} payments of this rule`);
      return;
    }
    const refusal = this.#frequency.refusal(key, earnedAtMs, place.visit);
    if (refusal !== null) {
      this.refuse(place, refusal);
      return;
    }
    this.#kept++;
    const { atMs, hash, visit } = place;
    this.claims.push({
      rule: this.rule,
      rung: 0,
      key: place.key,
      earnedAtMs,
      atMs,
      hash,
      visit,
      count: 1,
      worth: this.rule.worth(place.number),
      settled: null,
      reason,
      provisionalUntilMs: null,
    });
  }

  refuse(place: { atMs: number; hash: number }, reason: string): void {
    if (this.refusals.length < limits.refusalsMax)
      this.refusals.push({ source: this.rule, atMs: place.atMs, hash: place.hash, reason });
  }

  #reason(): string {
    return paysInWords(this.rule.pays ?? everyTime);
  }
}

/** Pays match by match, as often as the rule says. */
export class PayLedger implements RuleLedger {
  readonly #payments: Payments;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#payments = new Payments(rule, calendar);
  }

  get claims(): readonly Claim[] {
    return this.#payments.claims;
  }

  get refusals(): readonly Refusal[] {
    return this.#payments.refusals;
  }

  settle(payment: Payment): void {
    this.#payments.settle(payment, 0);
  }

  recall(tally: Tally): void {
    this.#payments.recall(tally);
  }

  see(place: Place): void {
    this.#payments.ask(place);
  }

  seeOther(): void {}

  close(): null {
    return null;
  }

  /** A payment remembers all that later matches need to know of it. */
  needs(): boolean {
    return false;
  }
}

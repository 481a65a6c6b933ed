/**
 * The ledger of a sequence: A, then B within a time.
 *
 * A B pairs with the latest A before it that no B has used and that is not older than the time allows (at the bound it
 * is in time); an A at the very instant of B is not before it. The pair is paid at B's time, by the rule's frequency.
 */
import type { Calendar } from '../../base/time/time.ts';
import type { Claim, Place, Refusal, RuleLedger } from './claim.ts';
import type { CompiledRule } from './compile.ts';
import { inWords } from './fade.ts';
import { Payments } from './pay-ledger.ts';
import type { Payment, Tally } from './profile-state.ts';

export class SequenceLedger implements RuleLedger {
  readonly #payments: Payments;
  readonly #withinMs: number;
  /** Firsts by key, in the order of time, with the time of the second that used each. */
  readonly #firsts = new Map<number, { atMs: number; hash: number; usedAtMs: number | null }[]>();

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#payments = new Payments(rule, calendar);
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
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
    const first = { atMs: place.atMs, hash: place.hash, usedAtMs: null };
    const firsts = this.#firsts.get(place.key);
    if (firsts) firsts.push(first);
    else this.#firsts.set(place.key, [first]);
  }

  seeOther(place: Place): void {
    const firsts = this.#firsts.get(place.key) ?? [];
    for (let index = firsts.length - 1; index >= 0; index--) {
      const first = firsts[index] as (typeof firsts)[number];
      if (place.atMs - first.atMs > this.#withinMs) return;
      if (first.usedAtMs !== null || first.atMs >= place.atMs) continue;
      first.usedAtMs = place.atMs;
      this.#payments.ask(place, place.key, 0, `within ${inWords(this.#withinMs)} of the first`);
      return;
    }
  }

  close(): null {
    return null;
  }

  needs(match: { atMs: number; hash: number; key: number }, cutMs: number, horizonMs: number): boolean {
    const first = this.#firsts.get(match.key)?.find(({ hash }) => hash === match.hash);
    if (first === undefined) return false;
    return first.usedAtMs === null ? match.atMs + this.#withinMs >= horizonMs : first.usedAtMs >= cutMs;
  }
}

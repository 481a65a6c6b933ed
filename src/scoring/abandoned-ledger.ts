/**
 * The ledger of an absence: something begun and not called off in time (the abandoned basket).
 *
 * A basket is quiet, then open from its last change, then either ended (quiet again) or abandoned once the time has run
 * out. It pays for the first time it was abandoned, once. An end without a key ends every open basket; a change without
 * a key belongs to the visit's own basket. A change and an end at one instant count as ended.
 */
import { limits } from '../kernel/kernel.ts';
import type { CompiledRule } from './compile.ts';
import type { Contribution, FactPlace, Refusal } from './contribution.ts';
import type { Payment } from './profile-state.ts';

interface Basket {
  key: number;
  /** Time and hash of the last change not yet ended; null while quiet. */
  open: { atMs: number; hash: number } | null;
  endedAtMs: number;
  isPaid: boolean;
}

export class AbandonedLedger {
  readonly contributions: Contribution[] = [];
  readonly refusals: Refusal[] = [];
  readonly #rule: CompiledRule;
  readonly #withinMs: number;
  readonly #points: number;
  readonly #baskets = new Map<string | number, Basket>();
  readonly #nowMs: number;
  #everyEndedAtMs = Number.NEGATIVE_INFINITY;
  #nextMs: number | null = null;

  constructor(rule: CompiledRule, nowMs: number) {
    this.#rule = rule;
    this.#nowMs = nowMs;
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
    this.#points = 'points' in rule.rule ? rule.rule.points : 0;
  }

  settle(payment: Payment): void {
    if (payment.key !== 0) {
      const basket = this.#basket(payment.key, payment.key);
      if (basket.isPaid) return;
      basket.isPaid = true;
    }
    this.#pay(payment.key, payment.atMs, payment.hash, payment.count);
  }

  see(place: FactPlace): void {
    const { atMs, hash, key } = place;
    const basket = this.#basket(key === 0 ? `visit ${place.visit}` : key, key);
    this.#runOut(basket, atMs);
    if (basket.isPaid) {
      this.#refuse(hash, atMs, 'already paid for this basket');
      return;
    }
    if (basket.endedAtMs === atMs || this.#everyEndedAtMs === atMs) return;
    basket.open = { atMs, hash };
  }

  end(place: FactPlace): void {
    if (place.key !== 0) {
      this.#endOne(this.#basket(place.key, place.key), place.atMs);
      return;
    }
    this.#everyEndedAtMs = place.atMs;
    for (const basket of this.#baskets.values()) this.#endOne(basket, place.atMs);
  }

  close(): number | null {
    for (const basket of this.#baskets.values()) this.#runOut(basket, Number.POSITIVE_INFINITY);
    this.contributions.sort((a, b) => a.atMs - b.atMs || a.hash - b.hash);
    return this.#nextMs;
  }

  #basket(id: string | number, key: number): Basket {
    let basket = this.#baskets.get(id);
    if (basket === undefined) {
      basket = { key, open: null, endedAtMs: Number.NEGATIVE_INFINITY, isPaid: false };
      this.#baskets.set(id, basket);
    }
    return basket;
  }

  /** Something happens at `atMs`: if the time ran out before it, the basket was abandoned. At the bound it is in time. */
  #runOut(basket: Basket, atMs: number): void {
    if (basket.open !== null && atMs - basket.open.atMs > this.#withinMs) this.#abandon(basket, basket.open);
  }

  #endOne(basket: Basket, atMs: number): void {
    this.#runOut(basket, atMs);
    basket.open = null;
    basket.endedAtMs = atMs;
  }

  #abandon(basket: Basket, open: { atMs: number; hash: number }): void {
    basket.open = null;
    if (basket.isPaid) return;
    const dueMs = open.atMs + this.#withinMs;
    if (dueMs > this.#nowMs) {
      // The time is not yet up: until then an end that arrives late may still call it off.
      if (this.#nextMs === null || dueMs < this.#nextMs) this.#nextMs = dueMs;
      return;
    }
    basket.isPaid = true;
    if (this.contributions.length < limits.ruleKeysMax) this.#pay(basket.key, open.atMs, open.hash, 1);
    else this.#refuse(open.hash, open.atMs, `limit: ${limits.ruleKeysMax} payments of this rule`);
  }

  #pay(key: number, atMs: number, hash: number, count: number): void {
    const points = this.#points;
    const minutes = Math.round(this.#withinMs / 60_000);
    const reason = `not called off within ${minutes} minutes`;
    this.contributions.push({
      rule: this.#rule,
      rung: 0,
      points,
      value: points * count,
      key,
      atMs,
      hash,
      count,
      reason,
    });
  }

  #refuse(hash: number, atMs: number, reason: string): void {
    if (this.refusals.length < limits.refusalsMax)
      this.refusals.push({ rule: this.#rule, atMs, hash, reason });
  }
}

/**
 * The sum of payments that fade, where all but the latest of a rule fade in groups. It is what stands as each next award is
 * decided on.
 */
import type { Bounds } from './caps.ts';
import { type Contribution, valueAt } from './contribution.ts';
import type { SumOfOneFade } from './fade-sums.ts';
import { groupedAtMs } from './fading-groups.ts';
import { FadingSum } from './fading-sum.ts';

export type Payment = Pick<
  Contribution,
  'signatureId' | 'earned' | 'earnedAtMs' | 'atMs' | 'count' | 'fade' | 'groupMs'
>;

/** Like `FadingSum`; payments of one rule are added in the order of their times. */
export class GroupedSum extends FadingSum {
  readonly #aloneMax: number;
  readonly #byRule = new Map<number, RulePayments>();
  #hasGroups = false;

  constructor(aloneMax: number) {
    super();
    this.#aloneMax = aloneMax;
  }

  override add(payment: Payment): void {
    super.add(payment);
    const { signatureId, groupMs } = payment;
    if (groupMs === Number.POSITIVE_INFINITY) return;
    let ofRule = this.#byRule.get(signatureId);
    if (ofRule === undefined) {
      ofRule = new RulePayments(this.#aloneMax);
      this.#byRule.set(signatureId, ofRule);
    }
    ofRule.add(payment);
    this.#hasGroups ||= ofRule.groups !== null;
  }

  override at(atMs: number): number {
    let sum = super.at(atMs);
    for (const { groups } of this.#byRule.values()) if (groups !== null) sum += groups.moreAt(atMs);
    return sum;
  }

  override around(atMs: number): Bounds {
    const around = super.around(atMs);
    if (!this.#hasGroups) return around;
    let { least, most } = around;
    for (const { groups } of this.#byRule.values()) {
      if (groups === null) continue;
      const more = groups.moreAround(atMs);
      least += more.least;
      most += more.most;
    }
    return { least, most };
  }
}

/** The payments of one rule: the latest, which fade alone, and the groups of those before. */
class RulePayments {
  groups: Groups | null = null;
  readonly #aloneMax: number;
  readonly #payments: Payment[] = [];
  /** The index of the first that fades alone, and how many payments those from there on stand for. */
  #first = 0;
  #count = 0;

  constructor(aloneMax: number) {
    this.#aloneMax = aloneMax;
  }

  add(payment: Payment): void {
    this.#payments.push(payment);
    this.#count += payment.count;
    for (
      let oldest = this.#payments[this.#first] as Payment;
      this.#count - oldest.count >= this.#aloneMax;
      oldest = this.#payments[++this.#first] as Payment
    ) {
      this.#count -= oldest.count;
      this.groups ??= new Groups(oldest);
      this.groups.add(oldest);
    }
  }
}

/** What groups stand for more than their payments would by themselves. */
class Groups {
  readonly #alone: SumOfOneFade;
  readonly #closed: SumOfOneFade;
  /** The group of the latest stretch: it may still grow. */
  #open: Pick<Payment, 'earned' | 'earnedAtMs' | 'fade'>;

  constructor(first: Payment) {
    this.#alone = first.fade.newSum();
    this.#closed = first.fade.newSum();
    this.#open = { earned: 0, earnedAtMs: groupedAtMs(first), fade: first.fade };
  }

  add(payment: Payment): void {
    this.#alone.add(payment.earned, payment.earnedAtMs);
    const earnedAtMs = groupedAtMs(payment);
    if (earnedAtMs === this.#open.earnedAtMs) {
      this.#open.earned += payment.earned;
      return;
    }
    this.#closed.add(this.#open.earned, this.#open.earnedAtMs);
    this.#open = { earned: payment.earned, earnedAtMs, fade: payment.fade };
  }

  moreAt(atMs: number): number {
    return this.#closed.at(atMs) + valueAt(this.#open, atMs) - this.#alone.at(atMs);
  }

  moreAround(atMs: number): Bounds {
    const open = valueAt(this.#open, atMs);
    const closed = this.#closed.around(atMs);
    const alone = this.#alone.around(atMs);
    return { least: closed.least + open - alone.most, most: closed.most + open - alone.least };
  }
}

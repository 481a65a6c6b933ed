/** How often a rule pays: every time, every N-th, once in a period by key; and its cool-down. */

import type { Calendar } from '../../base/time/time.ts';
import type { Pays } from '../../contract/language/language.ts';
import { inWords } from './fade.ts';
import { windowEnd, windowInWords } from './rolling.ts';

type Key = number | string;

/** Asked in the order of times. A match that is refused changes nothing but the count of an every-N-th rule. */
export class Frequency {
  readonly #pays: Pays;
  readonly #coolDownMs: number;
  readonly #calendar: Calendar;
  /** Of these three a rule needs one at most, and most evaluations of a rule few entries of it: made when needed. */
  #paid: Set<Key> | null = null;
  #paidUntilMs: Map<Key, number> | null = null;
  #seen: Map<Key, number> | null = null;
  /** Why a match is refused within a rolling window, in words: mostly thousands are, or none. */
  #withinWindow = '';
  #lastPaidMs = Number.NEGATIVE_INFINITY;

  constructor(pays: Pays, coolDownMs: number, calendar: Calendar) {
    this.#pays = pays;
    this.#coolDownMs = coolDownMs;
    this.#calendar = calendar;
  }

  /** Why a match is not paid; null when it is, and then it counts as paid. `visit` is -1 for a frozen award. */
  refusal(key: Key, atMs: number, visit: number): string | null {
    const pays = this.#pays;
    if (pays.often === 'every') {
      if (pays.nth > 1) {
        const seen = this.#count(key, 1);
        if (seen % pays.nth !== 0) return `${seen % pays.nth} of ${pays.nth}`;
      }
    } else if (pays.per === 'rolling') {
      const untilMs = this.#paidUntilMs?.get(key);
      if (untilMs !== undefined && atMs < untilMs) {
        this.#withinWindow ||= `already paid within ${windowInWords(pays)}`;
        return this.#withinWindow;
      }
    } else if (this.#paid?.has(this.#periodOf(key, atMs, visit))) {
      return pays.per === 'ever' ? 'already paid once' : `already paid once a ${pays.per}`;
    }
    if (this.#coolDownMs > 0 && atMs - this.#lastPaidMs < this.#coolDownMs)
      return `cools down for ${inWords(this.#coolDownMs)}`;
    this.note(key, atMs, visit);
    return null;
  }

  /** Counts a payment that was made. */
  note(key: Key, atMs: number, visit: number): void {
    this.#lastPaidMs = Math.max(this.#lastPaidMs, atMs);
    const pays = this.#pays;
    if (pays.often !== 'once') return;
    if (pays.per === 'rolling') {
      this.#paidUntilMs ??= new Map();
      this.#paidUntilMs.set(key, windowEnd(pays, this.#calendar)(atMs));
    } else if (pays.per !== 'visit' || visit >= 0) {
      this.#paid ??= new Set();
      this.#paid.add(this.#periodOf(key, atMs, visit));
    }
  }

  /** Counts matches of sealed events. */
  recall(key: Key, count: number): void {
    this.#count(key, count);
  }

  #count(key: Key, more: number): number {
    this.#seen ??= new Map();
    const seen = (this.#seen.get(key) ?? 0) + more;
    this.#seen.set(key, seen);
    return seen;
  }

  #periodOf(key: Key, atMs: number, visit: number): Key {
    const pays = this.#pays;
    if (pays.often !== 'once' || pays.per === 'ever' || pays.per === 'rolling') return key;
    const period = pays.per === 'visit' ? visit : this.#calendar[pays.per](atMs);
    return key === 0 ? period : `${key}:${period}`;
  }
}

/** In words: `every 3rd time`, `once a day`. */
export function paysInWords(pays: Pays): string {
  if (pays.often === 'every') return pays.nth === 1 ? 'every time' : `every ${ordinal(pays.nth)} time`;
  if (pays.per === 'ever') return 'once';
  return pays.per === 'rolling' ? `once in ${windowInWords(pays)}` : `once a ${pays.per}`;
}

function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

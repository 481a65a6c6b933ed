/**
 * The accumulator of a recent count: so many matches, different values or visits in the last so long.
 *
 * What it counts holds while the clock leaves it in the window; nothing of it is earned. So it has no awards, and sealing freezes
 * nothing of it. A match counts from its time on; exactly a window later it no longer does.
 */

import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import { Apart } from './apart.ts';
import type { CandidateAward, Position, Refusal, RuleAccumulator } from './award.ts';
import type { CompiledRule } from './compile.ts';
import { windowEnd, windowInWords } from './rolling.ts';
import { sameAgain, whatIsCounted } from './rungs-accumulator.ts';
import { firstWithout } from './sorted-times.ts';

/** The highest rung that a key holds. */
export interface RecentCount {
  rule: CompiledRule;
  rung: number;
  key: number;
  /** The earliest of the latest matches that reach the rung: it holds as long as this one is in the window. */
  position: Position;
  reason: string;
}

const none: readonly never[] = [];

export class RecentAccumulator implements RuleAccumulator {
  readonly awards: readonly CandidateAward[] = none;
  readonly refusals: Refusal[] = [];
  readonly #rule: CompiledRule;
  /** The window in words, and when that of a time ends. */
  readonly #window: { words: string; endOf: (atMs: number) => number };
  readonly #isDistinct: boolean;
  /** Null where each match counts. */
  readonly #apart: Apart | null;
  /** More than the highest rung asks for need not be known. */
  readonly #mostCounted: number;
  /** By key, the latest match of each value: the values in the order of these matches. */
  readonly #latest = new Map<number, Map<number, Position>>();
  #recent: RecentCount[] = [];

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#rule = rule;
    const { rule: own } = rule;
    const window = 'count' in own && own.count.per === 'recent' ? own.count : { rollingMs: 0 };
    this.#window = { words: windowInWords(window), endOf: windowEnd(window, calendar) };
    this.#isDistinct = 'count' in own && own.distinct !== undefined;
    this.#apart = rule.apartMs === 0 ? null : new Apart(rule.apartMs);
    this.#mostCounted = rule.rungs.at(-1)?.from ?? 0;
  }

  /** After `close`: what holds at its time. */
  get recent(): readonly RecentCount[] {
    return this.#recent;
  }

  restore(): void {}

  recall(): void {}

  see(position: Position): void {
    const isOfVisits = this.#rule.countsVisits;
    // A value that is not there is not one more different value.
    if (this.#isDistinct && !isOfVisits && position.key === 0) return;
    if (this.#apart !== null && !this.#apart.counts(position)) {
      const { atMs, hash } = position;
      if (this.refusals.length < limits.refusalsMax)
        this.refusals.push({ source: this.#rule, atMs, hash, reason: sameAgain(this.#rule) });
      return;
    }
    const key = this.#isDistinct || this.#apart !== null ? 0 : position.key;
    let latest = this.#latest.get(key);
    if (latest === undefined) {
      latest = new Map();
      this.#latest.set(key, latest);
    }
    const value = isOfVisits ? position.visit : this.#isDistinct ? position.key : position.hash;
    latest.delete(value);
    latest.set(value, position);
    if (latest.size <= this.#mostCounted) return;
    for (const oldest of latest.keys()) {
      latest.delete(oldest);
      break;
    }
  }

  seeOther(): void {}

  /** Finds what holds at a time; may be asked again at another time. Returns when the first of it ends. */
  close(nowMs: number): number | null {
    const { rungs } = this.#rule;
    this.#recent = [];
    let endsAtMs = Number.POSITIVE_INFINITY;
    for (const [key, latest] of this.#latest) {
      const positions = [...latest.values()];
      const isOver = ({ atMs }: Position) => this.#window.endOf(atMs) <= nowMs;
      const counted = positions.length - firstWithout(positions, isOver);
      const rung = rungs.findLastIndex(({ from }) => from <= counted);
      if (rung < 0) continue;
      const { from } = rungs[rung] as CompiledRule['rungs'][number];
      const position = positions[positions.length - from] as Position;
      endsAtMs = Math.min(endsAtMs, this.#window.endOf(position.atMs));
      const reason = `${whatIsCounted(this.#rule, from)} in the last ${this.#window.words}`;
      this.#recent.push({ rule: this.#rule, rung, key, position, reason });
    }
    return Number.isFinite(endsAtMs) ? endsAtMs : null;
  }

  /** It counts as long as it may be in the window of a time from the horizon on. What is not apart from it does not count, even after it. */
  reachesUntilMs({ atMs }: { atMs: number }, horizonMs: number): number | undefined {
    const apartAtMs = atMs + this.#rule.apartMs;
    if (Math.max(this.#window.endOf(atMs), apartAtMs) > horizonMs) return Number.POSITIVE_INFINITY;
    return this.#apart === null ? undefined : apartAtMs;
  }
}

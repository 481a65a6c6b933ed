/**
 * Visits: a gap without anything ends one, and so does the longest time one may last.
 *
 * What happens without a gap is a stretch. It is cut into visits of `limits.visitMsMax`, counted from its beginning, so that a
 * robot which never pauses is no endless visit.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Span } from './outline.ts';
import type { MatchedEvent } from './profile-state.ts';

/** Numbers the visits of spans that come in the order of their beginnings. */
export class Visits {
  readonly #gapMs: number;
  /** The stretch under way, and the number of its first visit. */
  #fromMs = Number.NEGATIVE_INFINITY;
  #toMs = Number.NEGATIVE_INFINITY;
  #first = 0;

  constructor(gapMs: number) {
    this.#gapMs = gapMs;
  }

  see(fromMs: number, toMs: number): void {
    if (fromMs - this.#toMs < this.#gapMs) {
      this.#toMs = Math.max(this.#toMs, toMs);
      return;
    }
    if (this.#toMs !== Number.NEGATIVE_INFINITY) this.#first = this.numberAt(this.#toMs) + 1;
    this.#fromMs = fromMs;
    this.#toMs = toMs;
  }

  /** The number of the visit of a moment that was seen in the stretch under way, from 0. */
  numberAt(atMs: number): number {
    return this.#first + Math.floor((atMs - this.#fromMs) / limits.visitMsMax);
  }
}

/** Calls back with the events and the spans in the order of their times; a span that begins with an event comes first. */
export function inTime(
  matchedEvents: readonly MatchedEvent[],
  outline: readonly Span[],
  onEvent: (matched: MatchedEvent) => void,
  onSpan: (span: Span) => void,
): void {
  let next = 0;
  for (const matched of matchedEvents) {
    for (let span = outline[next]; span && span.fromMs <= matched.atMs; span = outline[++next]) onSpan(span);
    onEvent(matched);
  }
  for (let span = outline[next]; span; span = outline[++next]) onSpan(span);
}

/** The stretches of events and spans. */
export function stretchesOf(
  matchedEvents: readonly MatchedEvent[],
  outline: readonly Span[],
  gapMs: number,
): Span[] {
  const stretches: Span[] = [];
  const add = (fromMs: number, toMs: number) => {
    const last = stretches.at(-1);
    if (last === undefined || fromMs - last.toMs >= gapMs) stretches.push({ fromMs, toMs });
    else last.toMs = Math.max(last.toMs, toMs);
  };
  inTime(
    matchedEvents,
    outline,
    ({ atMs }) => add(atMs, atMs),
    ({ fromMs, toMs }) => add(fromMs, toMs),
  );
  return stretches;
}

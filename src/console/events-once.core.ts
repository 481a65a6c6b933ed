/** What somebody did, each event once: the history keeps what was sent again, scoring counts it once. Pure. */
import type { ScovilleEvent } from '../contract/language/language.ts';

/** Of events with one id the earliest, as scoring takes it; in the order of what is left. */
export function eventsOnce(events: readonly ScovilleEvent[]): ScovilleEvent[] {
  const earliest = new Map<number, ScovilleEvent>();
  for (const event of events) {
    const known = earliest.get(event.hash);
    if (known === undefined || event.atMs < known.atMs) earliest.set(event.hash, event);
  }
  return [...earliest.values()];
}

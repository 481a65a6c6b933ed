/** Crossings become leads, tasks and alerts: this part of the store's door. */
import type { Store } from '../store/store.ts';
import { type Applied, applyStandings, readOffsets, type StandingEntry } from './apply.ts';

export interface Crossings {
  applyStandings(entries: readonly StandingEntry[]): Promise<Applied>;
  readOffsets(): Promise<Map<number, string>>;
}

export function crossings({ pool, flows, routing }: Store): Crossings {
  return {
    applyStandings: (entries) => applyStandings(pool, { flows, routing }, entries),
    readOffsets: () => readOffsets(pool),
  };
}

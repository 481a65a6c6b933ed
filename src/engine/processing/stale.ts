/** Stale profiles: those last evaluated under other match signatures, and where their histories are read. */
import { standingOf } from '../scoring/scoring.ts';
import { isLink, type ProfileRecord } from './profile-record.ts';
import type { PastEvents } from './rebuild.core.ts';

/** Where the past of profiles can be read; the history room is one. */
export interface Past {
  /** The events of each profile and of all that was linked to it, in the order of acceptance. */
  historiesOf(profiles: readonly string[]): Promise<ReadonlyMap<string, PastEvents>>;
}

/** The settings of a partition that decide which of its profiles are stale. */
interface Generations {
  signaturesGeneration: number;
  generationFromMs: number;
}

/**
 * Until when the history must reach so that a profile can be rebuilt from it, by the ids of the stream, ms; null for one that is
 * not stale. What came later was recognised by the active programmes and is kept.
 */
export function historyNeededMs(
  { generation, waitsSinceMs }: { generation: number; waitsSinceMs: number | null },
  { signaturesGeneration, generationFromMs }: Generations,
): number | null {
  if (generation >= signaturesGeneration) return waitsSinceMs;
  return Math.max(waitsSinceMs ?? 0, generationFromMs);
}

/** The stale profiles among some, each with the time until which the history must reach. */
export function staleAmong(
  profiles: ReadonlyMap<string, Buffer | null>,
  generations: Generations,
): Map<string, number> {
  const stale = new Map<string, number>();
  for (const [id, packed] of profiles) {
    if (packed === null || isLink(packed)) continue;
    const neededMs = historyNeededMs(standingOf(packed), generations);
    if (neededMs !== null) stale.set(id, neededMs);
  }
  return stale;
}

/** The same of a stale record whose history could not be read; null for a link. One that only its loader called stale waits for all. */
export function waitsSinceOf(
  record: ProfileRecord,
  generations: Generations,
  readToMs: number,
): number | null {
  if (record.kind !== 'state') return null;
  const { generation, wait } = record.state;
  return historyNeededMs({ generation, waitsSinceMs: wait?.sinceMs ?? null }, generations) ?? readToMs;
}

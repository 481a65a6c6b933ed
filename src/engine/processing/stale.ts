/** Stale profiles: those last evaluated under other match signatures, and where their histories are read. */
import { asOfMsIn, waitsToBeRebuilt } from '../scoring/scoring.ts';
import { isLink } from './profile-record.ts';
import type { PastEvents } from './rebuild.core.ts';

/** Where the past of profiles can be read; the history room is one. */
export interface Past {
  /** The events of each profile and of all that was linked to it, in the order of acceptance. */
  historiesOf(profiles: readonly string[]): Promise<ReadonlyMap<string, PastEvents>>;
}

/** Returns the latest evaluation among some profiles, ms: the history must reach until then. */
export function latestEvaluationMs(
  profiles: ReadonlyMap<string, Buffer | null>,
  ids: readonly string[],
): number {
  return Math.max(0, ...ids.map((id) => asOfMsIn(profiles.get(id) as Buffer)));
}

/** Ids of the profiles that wait to be rebuilt, or were last evaluated before `sinceMs` (0: never). */
export function staleAmong(profiles: ReadonlyMap<string, Buffer | null>, sinceMs: number): string[] {
  return [...profiles].flatMap(([id, packed]) =>
    packed !== null && !isLink(packed) && (waitsToBeRebuilt(packed) || asOfMsIn(packed) < sinceMs)
      ? [id]
      : [],
  );
}

/** Stale profiles: those last evaluated under other match signatures, and their histories. */

import { profileIdOf } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { asOfMsIn, type IdentityRecord, waitsToBeRebuilt } from '../scoring/scoring.ts';
import { isLink } from './profile-record.ts';

/** Where the past of profiles can be read; the history room is one. Records come in the order of acceptance. */
export interface Past {
  eventsOf(profiles: readonly string[]): Promise<{
    records: readonly ({ kind: 'event'; event: ScovilleEvent } | { kind: 'link' })[];
    /** False when there are earlier ones than were read. */
    isWhole: boolean;
  }>;
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

/** The events of each profile and of every identity that was linked to it. `identities` are stored identity records. */
export async function historiesOf(
  ids: readonly string[],
  identities: ReadonlyMap<string, string | null>,
  past: Past,
): Promise<Map<string, ScovilleEvent[]>> {
  const owners = new Map<string, string>();
  for (const id of ids) {
    owners.set(id, id);
    const json = identities.get(id) ?? null;
    const keys = json === null ? [] : (JSON.parse(json) as IdentityRecord).keys;
    for (const key of keys) owners.set(profileIdOf(key), id);
  }
  const histories = new Map(ids.map((id): [string, ScovilleEvent[]] => [id, []]));
  const { records, isWhole } = await past.eventsOf([...owners.keys()]);
  if (!isWhole && ids.length > 1) {
    // Too many events for one reading: each profile by itself; the latest events count.
    for (const id of ids) {
      const own = await historiesOf([id], identities, past);
      histories.set(id, own.get(id) ?? []);
    }
    return histories;
  }
  for (const record of records)
    if (record.kind === 'event') histories.get(owners.get(record.event.profile) ?? '')?.push(record.event);
  return histories;
}

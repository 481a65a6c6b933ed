/** Stale profiles: those last evaluated under other match signatures, and where their histories are read. */
import { isAfter } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { type ProfileState, standingOf } from '../scoring/scoring.ts';
import { isLink, type ProfileRecord } from './profile-record.ts';
import type { PastEvents } from './rebuild.core.ts';

/** Where the past of profiles can be read; the history room is one. */
export interface Past {
  /**
   * The events of each profile and of all that was linked to it, in the order of acceptance. Of several that have too many
   * together, some are left out; the first is there.
   */
  historiesOf(profiles: readonly string[]): Promise<ReadonlyMap<string, PastEvents>>;
}

/** Where a view of one profile reads; the history room is one. */
export interface FamilyPast {
  /** The events of some profiles and of all that was linked to any of them, each once, in the order of acceptance. */
  historyOf(profiles: readonly string[]): Promise<PastEvents>;
  /** How many of the same came later than a time and gave no points, and the latest of them. */
  lateEventsOf(
    profiles: readonly string[],
    latenessMs: number,
  ): Promise<{ count: number; latest: readonly ScovilleEvent[] }>;
}

/** The settings of a partition that decide which of its profiles are stale. */
interface Generations {
  generation: number;
  signaturesGeneration: number;
  /** The last entry that the partition scored under earlier ones. */
  generationFrom: string;
}

/** The programmes of a profile's last evaluation, and whether what they sealed depends on their points. */
type LastEvaluated = Pick<ProfileState, 'generation' | 'sealsFullHour'>;

/** Whether the active programmes need the history for a profile's score. */
export function isOutdated(
  { generation, sealsFullHour }: LastEvaluated,
  active: Pick<Generations, 'generation' | 'signaturesGeneration'>,
): boolean {
  return generation < (sealsFullHour ? active.generation : active.signaturesGeneration);
}

/**
 * Until where the history must reach so that a profile can be rebuilt from it, by the ids of its partition. Null for one that is
 * not stale. What came later was recognised by the active programmes and is kept.
 */
export function historyNeeded(
  { waitsSince, ...evaluated }: LastEvaluated & { waitsSince: string | null },
  { generationFrom, ...active }: Generations,
): string | null {
  if (!isOutdated(evaluated, active)) return waitsSince;
  return waitsSince !== null && isAfter(waitsSince, generationFrom) ? waitsSince : generationFrom;
}

/** Stale profiles, each with the id until which the history must reach. */
export type Stale = ReadonlyMap<string, string>;

/** The stale profiles among some, each with the id until which the history must reach. */
export function staleAmong(
  profiles: ReadonlyMap<string, Buffer | null>,
  generations: Generations,
): Map<string, string> {
  const stale = new Map<string, string>();
  for (const [id, packed] of profiles) {
    if (packed === null || isLink(packed)) continue;
    const needed = neededBy(packed, generations);
    if (needed !== null) stale.set(id, needed);
  }
  return stale;
}

/** Null too for bytes that cannot be read: no history helps, and they must not stop their partition. */
function neededBy(packed: Buffer, generations: Generations): string | null {
  try {
    return historyNeeded(standingOf(packed), generations);
  } catch {
    return null;
  }
}

/** The same of a stale record whose history could not be read; null for a link. One that only its loader called stale waits for all. */
export function waitsSinceOf(record: ProfileRecord, generations: Generations, readTo: string): string | null {
  if (record.kind !== 'state') return null;
  const { generation, sealsFullHour, wait } = record.state;
  const waitsSince = wait?.since ?? null;
  return historyNeeded({ generation, sealsFullHour, waitsSince }, generations) ?? readTo;
}

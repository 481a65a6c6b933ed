/**
 * Large profiles as this process left them, so that the next event of one does not work out again what is known.
 *
 * It changes no decision. What it has of a profile is used once, and only where the stored bytes are those that it was left
 * with. A commit that was refused, another worker's, or a restore leaves other bytes.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Evaluated, MatchedEvent, ProfileState } from '../scoring/scoring.ts';
import { withoutEra } from './profile-record.ts';

export interface CachedProfile {
  matchedEvents: MatchedEvent[];
  /** Those of its state, which nothing changes. */
  frozenAwards: ProfileState['frozenAwards'];
  /** One a programme. */
  evaluated: readonly Evaluated[];
}

interface Entry extends CachedProfile {
  packed: Buffer;
}

/** From how many events on a profile is kept, and how many events of all. */
export interface CacheBounds {
  fromEvents: number;
  eventsMax: number;
}

const usual: CacheBounds = { fromEvents: limits.cachedFromEvents, eventsMax: limits.cachedEventsMax };

export class ProfileCache {
  readonly #bounds: CacheBounds;
  /** The least recently left first. */
  readonly #entries = new Map<string, Entry>();
  #events = 0;

  constructor(bounds = usual) {
    this.#bounds = bounds;
  }

  /** Takes out what is known of a profile with these stored bytes; null where they are others. */
  take(id: string, stored: Buffer): CachedProfile | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    this.#drop(id, entry);
    return entry.packed.equals(withoutEra(stored)) ? entry : null;
  }

  /** Forgets a profile whose record was deleted, or became a link: nothing of the person stays in this process. */
  drop(id: string): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#drop(id, entry);
  }

  /** Keeps a profile that remembers many events, and drops what was left longest ago where they are too many. */
  keep(id: string, packed: Buffer, cached: CachedProfile): void {
    // One that was lost from Redis meanwhile was not taken out.
    this.drop(id);
    if (cached.matchedEvents.length + cached.frozenAwards.length < this.#bounds.fromEvents) return;
    this.#entries.set(id, { ...cached, packed });
    this.#events += weightOf(cached);
    for (const [oldest, entry] of this.#entries) {
      if (this.#events <= this.#bounds.eventsMax) return;
      this.#drop(oldest, entry);
    }
  }

  #drop(id: string, entry: Entry): void {
    this.#entries.delete(id);
    this.#events -= weightOf(entry);
  }
}

/** Each evaluation has awards of about as many events, and of those that are sealed. */
function weightOf({ matchedEvents, frozenAwards, evaluated }: CachedProfile): number {
  return evaluated.reduce(
    (sum, { evaluation }) => sum + Math.max(matchedEvents.length, evaluation.paid.length),
    matchedEvents.length + frozenAwards.length,
  );
}

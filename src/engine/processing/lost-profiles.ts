/** Finds profiles that Redis has lost, or that were archived, as they are loaded; makes them again from what PostgreSQL knows. */
import { limits } from '../../base/kernel/kernel.ts';
import type { IdentityRecord } from '../scoring/scoring.ts';
import { addKey } from '../scoring/scoring.ts';
import type { Archiving, Eras, ErasedProfiles, Lease } from '../stream/stream.ts';
import type { ProfileMerge } from './batch.ts';
import { identityIn } from './identity-in.core.ts';
import {
  type LostProfile,
  lateMerge,
  type MetProgrammes,
  rememberAbsorbed,
  restoredRecord,
} from './lost-profile.core.ts';
import { eraOf, identityFrom, isLink, withoutEra } from './profile-record.ts';
import type { PastEvents } from './rebuild.core.ts';

/** Where lost profiles are known. */
export interface LostSource {
  lostOf(ids: readonly string[]): Promise<ReadonlyMap<string, LostProfile>>;
}

interface Options {
  source: LostSource;
  eras: Eras;
  archiving: Pick<Archiving, 'among'>;
  /** How old an event may be to be scored, ms. */
  latenessMs: number;
  nowMs: () => number;
  signatureIds: (names: readonly string[]) => Promise<ReadonlyMap<string, number>>;
}

/** What a restore needs of the lease: its partition alone archives and forgets its profiles. */
type RestoringLease = Pick<Lease, 'offset' | 'hasArchived'> & { erased: Pick<ErasedProfiles, 'untilMs'> };

export class LostProfiles {
  readonly #source: LostSource;
  readonly #eras: Eras;
  readonly #options: Options;

  constructor(options: Options) {
    this.#source = options.source;
    this.#eras = options.eras;
    this.#options = options;
  }

  /** The era that records are written in. */
  get era(): number {
    return this.#eras.current;
  }

  /** Later than every event from before the era, ms; 0 in the first. */
  get openedMs(): number {
    return this.#eras.openedMs;
  }

  /** Whether a restore is not done. */
  get isRestoring(): boolean {
    return this.#eras.isRestoring;
  }

  /**
   * Replaces the records of lost profiles: those written in an earlier era and, while profiles are being restored, those that
   * are not there. So it does with those that may be archived: they wait until the history has all that is scored. Returns their ids, with what they send to their heirs. It waits for PostgreSQL: nothing may be folded into
   * a profile whose links and tiers are not known. Of those that were erased, what an older Redis still has is dropped.
   */
  async restore(
    {
      profiles,
      identities,
    }: { profiles: Map<string, Buffer | null>; identities: Map<string, string | null> },
    active: MetProgrammes,
    { erased, offset, hasArchived }: RestoringLease,
  ): Promise<{ lost: Map<string, ProfileMerge | null>; erased: Set<string> }> {
    const { current, isRestoring, openedMs } = this.#eras;
    const lost = new Map<string, ProfileMerge | null>();
    const found = { lost, erased: new Set<string>() };
    const archived = isRestoring || !hasArchived ? new Set<string>() : await this.#archivedAmong(profiles);
    for (const id of archived) lost.set(id, null);
    for (const [id, stored] of profiles) {
      if (current <= 1) break;
      const isErased = stored !== null && erased.untilMs(id) > 0;
      // A link does not say in which era it was written.
      const isOld = stored !== null && (isLink(stored) ? isErased && isRestoring : eraOf(stored) < current);
      if (isOld || (stored === null && isRestoring)) lost.set(id, null);
      if (stored !== null) profiles.set(id, withoutEra(stored));
      if (!isOld || !isErased) continue;
      found.erased.add(id);
      profiles.set(id, null);
      identities.set(id, null);
    }
    if (lost.size === 0) return found;
    const known = await this.#source.lostOf([...lost.keys()]);
    const names = new Set([...known.values()].flatMap(({ tiers }) => tiers.map((tier) => tier.programme)));
    const ids = await this.#options.signatureIds([...names]);
    const idOf = (programme: string) => ids.get(programme) ?? 0;
    for (const id of lost.keys()) {
      const opened = archived.has(id)
        ? { openedMs: this.#archivedBeforeMs, openedAt: offset, isArchived: true }
        : { openedMs, openedAt: this.#eras.openedOf(id), isArchived: false };
      const options = { ...active, idOf, ...opened };
      const about = known.get(id) ?? { link: null, links: [], tiers: [] };
      lost.set(id, lateMerge(id, about, options));
      profiles.set(id, restoredRecord(id, profiles.get(id) ?? null, about, options));
      if (identities.has(id))
        identities.set(id, withAbsorbed(identities.get(id) ?? null, about, { ...active, except: id }));
    }
    return found;
  }

  /** Later than every event of an archived profile, and earlier than any that may still be scored, ms. */
  get #archivedBeforeMs(): number {
    return this.#options.nowMs() - this.#options.latenessMs - limits.dayMs;
  }

  async #archivedAmong(profiles: ReadonlyMap<string, Buffer | null>): Promise<Set<string>> {
    const absent = [...profiles].flatMap(([id, stored]) => (stored === null ? [id] : []));
    return absent.length === 0 ? new Set() : this.#options.archiving.among(absent);
  }

  /** Reads histories, and adds who their profiles are: their identities may be lost as well, or archived. */
  async identified(
    ids: readonly string[],
    read: (ids: readonly string[]) => Promise<ReadonlyMap<string, PastEvents>>,
  ): Promise<ReadonlyMap<string, PastEvents>> {
    const [histories, known] = await Promise.all([read(ids), this.#source.lostOf(ids)]);
    return new Map(
      [...histories].map(([id, past]) => [id, { ...past, identity: identityOf(past, known.get(id)) }]),
    );
  }
}

/** The identity that is stored, with whose points sales may still count beside it; as it is where it cannot be read. */
export function withAbsorbed(
  json: string | null,
  lost: LostProfile,
  options: Parameters<typeof rememberAbsorbed>[2],
): string | null {
  if (lost.link !== null) return json;
  try {
    const identity = identityFrom(json);
    rememberAbsorbed(identity, lost, options);
    return identity.absorbed === undefined ? json : JSON.stringify(identity);
  } catch {
    return json;
  }
}

function identityOf({ events }: PastEvents, lost: LostProfile | undefined): IdentityRecord {
  const identity = identityIn(events);
  for (const { childKey, parentKey } of lost?.links ?? [])
    for (const key of [childKey, parentKey]) if (key !== null) addKey(identity, key);
  return identity;
}

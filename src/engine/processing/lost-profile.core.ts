/** What a profile is at first after Redis has lost it: a link, or a state that waits to be rebuilt from its history. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { KeptTier } from '../../contract/api/api.ts';
import type { CompiledProgrammes, ProfileState, TierState } from '../scoring/scoring.ts';
import {
  addKey,
  emptyState,
  joinTierStates,
  newTierState,
  noIdentity,
  packState,
  withNamedEpisodes,
  withoutOwnNames,
} from '../scoring/scoring.ts';
import type { ProfileMerge } from './batch.ts';
import { isLink, packRecord, unpackRecord } from './profile-record.ts';

/** A link within the family of a profile. */
export interface KeptLink {
  child: string;
  parent: string;
  acceptedAtMs: number;
  /** Their identities; null where these were not kept. */
  childKey: string | null;
  parentKey: string | null;
}

/** What PostgreSQL knows of a profile. */
export interface LostProfile {
  /** How it became part of another; null when it stands for itself. */
  link: KeptLink | null;
  /** Links of profiles that have become part of it, through however many others. */
  links: readonly KeptLink[];
  /** Tier states of the whole family. */
  tiers: readonly KeptTier[];
}

interface Options {
  programmes: CompiledProgrammes;
  /** The generation of these. */
  generation: number;
  /** The id of each programme's tier states. */
  idOf: (programme: string) => number;
  /** Later than every event from before the era, ms. */
  openedMs: number;
  /** The last entry of its partition from before the era: until there its history must reach. */
  openedAt: string;
}

/** Returns its record, packed; `stored` is what Redis still has of it. Bytes that cannot be read stay as they are. */
export function restoredRecord(
  id: string,
  stored: Buffer | null,
  lost: LostProfile,
  options: Options,
): Buffer {
  if (stored !== null && isLink(stored)) return stored;
  if (lost.link !== null) return packRecord({ kind: 'link', parent: lost.link.parent });
  let state = emptyState();
  try {
    const record = stored === null ? null : unpackRecord(stored);
    if (record?.kind === 'state') state = record.state;
  } catch {
    return stored ?? packState(state);
  }
  return packState(waiting({ ...state, tierStates: keptTiers(id, lost, options) }, options));
}

/** A state that waits to be rebuilt from its history. */
function waiting(state: ProfileState, { generation, openedMs, openedAt }: Options): ProfileState {
  return {
    ...state,
    asOfMs: openedMs,
    generation,
    laddersGeneration: generation,
    wait: { since: openedAt, knownUntilMs: openedMs, actedIn: 'all', outline: [] },
  };
}

/**
 * Returns what a linked profile has to send to its heir; null where nothing. The heir finds it in the history by the link,
 * unless the link is younger than the restore. Then the heir may have been restored without it, and waits to be rebuilt.
 */
export function lateMerge(id: string, lost: LostProfile, options: Options): ProfileMerge | null {
  const { link } = lost;
  const { openedMs } = options;
  if (link === null || link.acceptedAtMs < openedMs - limits.lateLinkMs) return null;
  const { parent, parentKey, childKey, acceptedAtMs } = link;
  if (parentKey === null || childKey === null) return null;
  // As with any merge: what happened while nobody could be contacted is still to be notified.
  const tierStates = childKey.startsWith('a:') ? [] : withNamedEpisodes(keptTiers(id, lost, options), id);
  const state = packState(waiting({ ...emptyState(), tierStates }, options));
  const identity = noIdentity();
  addKey(identity, childKey);
  return { to: parent, toKey: parentKey, state: state.toString('base64'), identity, acceptedAtMs };
}

/**
 * Returns its tier states: those of its own, joined with those of profiles that became part of it later than its own were applied.
 */
function keptTiers(id: string, { tiers, links }: LostProfile, options: Options): TierState[] {
  const own = new Map(tiers.filter(({ profile }) => profile === id).map((tier) => [tier.programme, tier]));
  let joined = withNamedEpisodes(
    [...own.values()].map((tier) => tierStateOf(tier, options)),
    id,
  );
  for (const { child, acceptedAtMs } of links) {
    const later = tiers.filter(
      ({ profile, programme, atMs, isKnown }) =>
        isKnown && profile === child && Math.max(atMs, acceptedAtMs) > (own.get(programme)?.atMs ?? 0),
    );
    const states = withNamedEpisodes(
      later.map((tier) => tierStateOf(tier, options)),
      child,
    );
    joined = joinTierStates(joined, states);
  }
  return withoutOwnNames(joined, id);
}

/** The tier keeps its name: its number may be another on the active ladder. */
function tierStateOf({ programme, tierName, state }: KeptTier, { programmes, idOf }: Options): TierState {
  const known = { ...newTierState(idOf(programme)), ...state, programme: idOf(programme) } as TierState;
  const tiers = programmes.programmes.find((one) => one.programme.programme === programme)?.programme.ladder
    .tiers;
  if (known.tier === 0 || tiers === undefined) return known;
  const sameName = tiers.findIndex(({ name }) => name === tierName) + 1;
  return { ...known, tier: sameName > 0 ? sameName : Math.min(known.tier, tiers.length) };
}

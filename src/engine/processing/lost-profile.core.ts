/** What a profile is at first after Redis has lost it: a link, or a state that waits to be rebuilt from its history. Pure. */
import type { CompiledProgrammes, TierState } from '../scoring/scoring.ts';
import {
  emptyState,
  joinTierStates,
  newTierState,
  packState,
  withNamedEpisodes,
  withoutOwnNames,
} from '../scoring/scoring.ts';
import { isLink, packRecord, unpackRecord } from './profile-record.ts';

/** A tier state as sales applied it last. */
export interface KeptTier {
  profile: string;
  programme: string;
  /** When it was evaluated, ms. */
  atMs: number;
  tierName: string;
  state: Record<string, unknown>;
}

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
  /** The profile it has become part of; null when it stands for itself. */
  parent: string | null;
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
  /** Until when its history must reach, ms by the ids of streams. */
  openedMs: number;
}

/** Returns its record, packed; `stored` is what Redis still has of it. */
export function restoredRecord(
  id: string,
  stored: Buffer | null,
  lost: LostProfile,
  options: Options,
): Buffer {
  if (stored !== null && isLink(stored)) return stored;
  if (lost.parent !== null) return packRecord({ kind: 'link', parent: lost.parent });
  const record = stored === null ? null : unpackRecord(stored);
  const state = record?.kind === 'state' ? record.state : emptyState();
  const { generation, openedMs } = options;
  return packState({
    ...state,
    tierStates: keptTiers(id, lost, options),
    asOfMs: openedMs,
    generation,
    laddersGeneration: generation,
    wait: { sinceMs: openedMs, evaluatedAtMs: openedMs, hasActed: true },
  });
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
      ({ profile, programme, atMs }) =>
        profile === child && Math.max(atMs, acceptedAtMs) > (own.get(programme)?.atMs ?? 0),
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

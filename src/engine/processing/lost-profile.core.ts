/** What a profile is at first after Redis has lost it: a link, or a state that waits to be rebuilt from its history. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { KeptTier } from '../../contract/api/api.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import type {
  CompiledProgrammes,
  IdentityRecord,
  ProfileState,
  TierState,
  Wait,
} from '../scoring/scoring.ts';
import {
  absorb,
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

/** The programmes that it meets, and those before. */
export type MetProgrammes = Pick<ActiveProgrammes, 'programmes' | 'generation' | 'activatedMs' | 'earlier'>;

interface Options extends MetProgrammes {
  /** The id of each programme's tier states. */
  idOf: (programme: string) => number;
  /** Later than every event from before the era, ms. */
  openedMs: number;
  /** The last entry of its partition from before the era: until there its history must reach. */
  openedAt: string;
  /** Whether it was archived: then everything that happened until `openedMs` was scored and notified. */
  isArchived: boolean;
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
  return packState(waiting({ ...state, tierStates: keptTiers(id, lost, options) }, lost, options));
}

/** A state that waits to be rebuilt from its history. A change of programmes since its tiers were applied shifts it then. */
function waiting(state: ProfileState, { tiers }: LostProfile, options: Options): ProfileState {
  const { generation, activatedMs, openedMs, openedAt, isArchived } = options;
  const metGeneration = Math.min(generation, generationOf(tiers) ?? lastMetBy(options));
  // What it did since the active programmes came is its own. What they make of all before is not, and it may not have met them.
  const knownUntilMs =
    isArchived || metGeneration === generation ? openedMs : Math.min(openedMs, activatedMs);
  const how: Pick<Wait, 'gone' | 'actedIn'> = isArchived
    ? { gone: 'archived', actedIn: [] }
    : { gone: 'lost', actedIn: 'all' };
  return {
    ...state,
    asOfMs: openedMs,
    generation: metGeneration,
    laddersGeneration: laddersOf(tiers, options).generation,
    wait: { since: openedAt, knownUntilMs, ...how, outline: [] },
  };
}

/** Where nobody remembers by which programmes a profile was scored, any change since the first may have been its last. */
const firstGeneration = 1;

/**
 * The generation that one without tiers is taken to have met last: an archived one the first. Any other the latest with programmes that
 * are not the active ones. Where nobody remembers those, it has met all.
 */
function lastMetBy({ programmes, generation, earlier, isArchived }: Options): number {
  if (isArchived) return firstGeneration;
  const versionsOf = ({ programmes: of }: CompiledProgrammes) =>
    of.map(({ signatureId, version }) => `${signatureId} ${version}`).join();
  const active = versionsOf(programmes);
  const before = earlier.filter((one) => versionsOf(one.programmes) !== active);
  return before.length === 0 ? generation : Math.max(...before.map((one) => one.generation));
}

/**
 * The generation of the programmes that tiers were last applied by; null where none says so. Of several the latest: one whose
 * score a later change moved was applied again.
 */
function generationOf(tiers: readonly KeptTier[]): number | null {
  const known = tiers.map(({ state }) => state['generation']).filter((one) => typeof one === 'number');
  return known.length === 0 ? null : Math.max(...known);
}

/**
 * Adds in place the profiles whose points sales may still count beside those of a profile that Redis has lost. These are all that became
 * part of it and have a tier in a programme that scores companies. It says the union of them once it is rebuilt.
 */
export function rememberAbsorbed(
  identity: IdentityRecord,
  { tiers }: LostProfile,
  { programmes: { programmes }, except }: Pick<MetProgrammes, 'programmes'> & { except: string | null },
): void {
  const ofAccounts = programmes.filter(({ account }) => account !== null);
  for (const { profile, programme } of tiers)
    if (profile !== except && ofAccounts.some((one) => one.programme.programme === programme))
      absorb(identity, profile, [programme]);
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
  const state = packState(waiting({ ...emptyState(), tierStates }, lost, options));
  const identity = noIdentity();
  addKey(identity, childKey);
  rememberAbsorbed(identity, lost, { ...options, except: null });
  return { to: parent, toKey: parentKey, state: state.toString('base64'), identity, acceptedAtMs };
}

/**
 * Returns its tier states: those of its own, joined with those of profiles that became part of it later than its own were applied.
 */
function keptTiers(id: string, { tiers, links }: LostProfile, options: Options): TierState[] {
  const ladders = laddersOf(tiers, options).programmes;
  const stateOf = (tier: KeptTier) => tierStateOf(tier, ladders, options);
  const own = new Map(tiers.filter(({ profile }) => profile === id).map((tier) => [tier.programme, tier]));
  let joined = withNamedEpisodes([...own.values()].map(stateOf), id);
  for (const { child, acceptedAtMs } of links) {
    const later = tiers.filter(
      ({ profile, programme, atMs, isKnown }) =>
        isKnown && profile === child && Math.max(atMs, acceptedAtMs) > (own.get(programme)?.atMs ?? 0),
    );
    const states = withNamedEpisodes(later.map(stateOf), child);
    joined = joinTierStates(joined, states);
  }
  return withoutOwnNames(joined, id);
}

/** The programmes on whose ladders the tiers are: those that applied them last, where these are remembered. */
function laddersOf(
  tiers: readonly KeptTier[],
  { programmes, generation, earlier }: Options,
): { programmes: CompiledProgrammes; generation: number } {
  const since = generationOf(tiers);
  return earlier.find((one) => one.generation === since) ?? { programmes, generation };
}

/** The tier keeps its name: its number may be another on these ladders. */
function tierStateOf(
  { programme, tierName, state }: KeptTier,
  { programmes }: CompiledProgrammes,
  { idOf }: Options,
): TierState {
  const { generation: _, ...stored } = state;
  const known = { ...newTierState(idOf(programme)), ...stored, programme: idOf(programme) } as TierState;
  const tiers = programmes.find((one) => one.programme.programme === programme)?.programme.ladder.tiers;
  if (known.tier === 0 || tiers === undefined) return known;
  const sameName = tiers.findIndex(({ name }) => name === tierName) + 1;
  return { ...known, tier: sameName > 0 ? sameName : Math.min(known.tier, tiers.length) };
}

/** Tier states of two profiles that become one. */
import type { EpisodeName, Shift, TierState } from './profile-state.ts';

/** Tier states as they go to an heir, or are joined there: each episode by its name. */
export function withNamedEpisodes(tierStates: readonly TierState[], profile: string): TierState[] {
  return tierStates.map((one) =>
    one.begunAs !== null || one.episode === 0 ? one : { ...one, begunAs: { profile, episode: one.episode } },
  );
}

/** The same as they are stored: an episode of the profile's own needs no name. */
export function withoutOwnNames(tierStates: readonly TierState[], profile: string): TierState[] {
  return tierStates.map((one) =>
    one.begunAs?.profile === profile && one.begunAs.episode === one.episode ? { ...one, begunAs: null } : one,
  );
}

/**
 * By programme, the higher of two tiers with its episode; the heir's, of two alike. Episodes are counted on from the higher
 * number, so that a later one is new to both.
 */
export function joinTierStates(heirs: readonly TierState[], others: readonly TierState[]): TierState[] {
  const joined = new Map(heirs.map((tierState) => [tierState.programme, tierState]));
  for (const other of others) {
    const heir = joined.get(other.programme);
    const shift = joinShifts(heir?.shift ?? null, other.shift);
    if (heir === undefined || heir.episode === 0) {
      joined.set(other.programme, { ...other, shift });
      continue;
    }
    // An episode that the heir goes on with already is as the heir has it.
    const isKnown = other.begunAs !== null && isSameEpisode(heir.begunAs, other.begunAs);
    const isTaken = other.tier > heir.tier && !isKnown;
    // On one tier, what either did is done for both: they are one person.
    const openInBoth = heir.openActions & other.openActions;
    joined.set(other.programme, {
      ...(isTaken ? other : heir),
      ...(other.tier === heir.tier && { openActions: openInBoth }),
      // No number stands for two episodes of the heir.
      episode: Math.max(other.episode, isTaken ? heir.episode + 1 : heir.episode),
      episodeAtMs: Math.max(other.episodeAtMs, heir.episodeAtMs),
      shift,
    });
  }
  return [...joined.values()];
}

/** That of the higher score: neither side's own gain or loss is taken for a change's, nor the other way round. */
function joinShifts(one: Shift | null, other: Shift | null): Shift | null {
  if (one === null || other === null) return one ?? other;
  return {
    score: Math.max(one.score, other.score),
    isExcluded: one.isExcluded || other.isExcluded,
    fallsAtMs:
      one.fallsAtMs === null || other.fallsAtMs === null ? null : Math.max(one.fallsAtMs, other.fallsAtMs),
  };
}

/** Whether a changed programme left a profile alike, or within its tier, in two tier states. */
export function isSameShift(one: Shift | null, other: Shift | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.score === other.score && one.isExcluded === other.isExcluded && one.fallsAtMs === other.fallsAtMs
  );
}

function isSameEpisode(one: EpisodeName | null, { profile, episode }: EpisodeName): boolean {
  return one?.profile === profile && one.episode === episode;
}

/** The ladder: from a score to a tier, and from tier to tier with hysteresis. */
import type { Programme } from '../contract/contract.ts';
import type { Standing } from './profile-state.ts';

type Ladder = Programme['ladder'];

/** The tier of a score: how many lower bounds it has reached; 0 is below the ladder. */
export function tierFor(ladder: Ladder, score: number): number {
  let tier = 0;
  while (tier < ladder.tiers.length && score >= (ladder.tiers[tier] as { from: number }).from) tier++;
  return tier;
}

/**
 * The next standing at a score. Up at the bound at once; down only below the bound less the hysteresis, which also arms
 * the tier again. A rise from below the ladder begins an episode.
 */
export function stepStanding(ladder: Ladder, before: Standing, score: number): Standing {
  const reached = tierFor(ladder, score);
  if (reached > before.tier) {
    return {
      ...before,
      score,
      tier: reached,
      episode: before.tier === 0 ? before.episode + 1 : before.episode,
    };
  }
  let tier = before.tier;
  while (tier > 0 && score < (ladder.tiers[tier - 1]?.from ?? Number.POSITIVE_INFINITY) - ladder.hysteresis)
    tier--;
  return { ...before, score, tier };
}

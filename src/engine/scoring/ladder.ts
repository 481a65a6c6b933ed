/** The ladder: from a score to a tier, from tier to tier with hysteresis, and when the clock alone will change it. */

import { limits } from '../../base/kernel/kernel.ts';
import type { Ladder } from '../../contract/language/language.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { FadingScore } from './fading-score.ts';
import { toThousandths } from './points.ts';
import type { TierState } from './profile-state.ts';

/** The tier state of a profile that was never on the ladder. */
export function newTierState(programme: number): TierState {
  return {
    programme,
    tier: 0,
    episode: 0,
    score: 0,
    sinceMs: 0,
    episodeAtMs: 0,
    fellFrom: 0,
    fellSinceMs: 0,
    begunAs: null,
    openActions: 0,
  };
}

/** The tier of a score in thousandths: how many lower bounds it has reached; 0 is below the ladder. */
export function tierFor(ladder: Ladder, score: number): number {
  let tier = 0;
  while (score >= boundOf(ladder, tier + 1)) tier++;
  return tier;
}

/** The tier of an evaluation: 0 where no score was ever computed, or the profile is excluded. */
export function tierOf(ladder: Ladder, evaluation: Evaluation): number {
  return evaluation.isComputed && evaluation.excludedBy === null ? tierFor(ladder, evaluation.score) : 0;
}

/**
 * Returns the next tier state. Up at the bound at once; down only below the bound less the hysteresis, and not before the least
 * time in the tier is over, which also arms the tier again. A rise from below the ladder begins an episode, unless the
 * last one began less than `rearmAfter` ago: then that episode continues. An excluded profile falls at once.
 */
export function stepTierState(
  ladder: Ladder,
  before: TierState,
  evaluation: Evaluation,
  nowMs: number,
): TierState {
  const { score } = evaluation;
  const reached = tierOf(ladder, evaluation);
  if (reached > before.tier) {
    const isRearmed = before.episode === 0 || nowMs - before.episodeAtMs >= (ladder.rearmAfter ?? 0);
    const begins = before.tier === 0 && isRearmed;
    return {
      ...before,
      score,
      tier: reached,
      sinceMs: nowMs,
      episode: begins ? before.episode + 1 : before.episode,
      episodeAtMs: begins ? nowMs : before.episodeAtMs,
      fellFrom: 0,
      fellSinceMs: 0,
      begunAs: begins ? null : before.begunAs,
      openActions: 0,
    };
  }
  if (evaluation.excludedBy === null && isHeld(ladder, before, nowMs)) return { ...before, score };
  let tier = before.tier;
  if (evaluation.excludedBy !== null) tier = 0;
  else while (tier > 0 && score < fallsBelow(ladder, tier)) tier--;
  if (tier === before.tier) return { ...before, score };
  return {
    ...before,
    score,
    tier,
    sinceMs: nowMs,
    fellFrom: before.tier,
    fellSinceMs: before.sinceMs,
    openActions: 0,
  };
}

/**
 * Returns a tier state on another version of its ladder: the tier of the same name, so that a tier already reached is not
 * reached again because others were put in or taken out; where there is none of that name, the one its score reaches.
 * Open actions stay open where the tier's actions are the same.
 * `earlier` is null where the previous ladder is not known: then the tier of the same number.
 */
export function tierStateOn(ladder: Ladder, tierState: TierState, earlier: Ladder | null): TierState {
  const tierOn = (tier: number): number => {
    if (tier === 0) return 0;
    if (earlier === null) return Math.min(tier, ladder.tiers.length);
    const name = earlier.tiers[tier - 1]?.name;
    const sameName = ladder.tiers.findIndex((one) => one.name === name) + 1;
    // Never off the ladder by that alone: only its score makes it fall, with a tier update.
    return sameName > 0 ? sameName : Math.max(1, tierFor(ladder, tierState.score));
  };
  const tier = tierOn(tierState.tier);
  const fellFrom = tierOn(tierState.fellFrom);
  const actionsOn = (of: Ladder, at: number) => JSON.stringify(of.tiers[at - 1]?.up);
  const areSame = earlier !== null && actionsOn(earlier, tierState.tier) === actionsOn(ladder, tier);
  return { ...tierState, tier, fellFrom, openActions: areSame ? tierState.openActions : 0 };
}

/**
 * Returns when the clock alone next requires a re-evaluation: something changes at once, the least time in a tier ends,
 * or the fading score meets a bound. Null when never.
 */
export function reevaluateAtMs(
  programme: CompiledProgramme,
  tierState: TierState,
  evaluation: Evaluation,
  nowMs: number,
): number | null {
  const { ladder } = programme.programme;
  const times: number[] = evaluation.nextChangeAtMs === null ? [] : [evaluation.nextChangeAtMs];
  if (isHeld(ladder, tierState, nowMs)) times.push(tierState.sinceMs + (ladder.leastTime ?? 0));
  if (evaluation.isFading && evaluation.excludedBy === null) {
    const meetsAtMs = boundMetAtMs(
      programme,
      tierState,
      evaluation,
      nowMs,
      Math.min(...times, Number.POSITIVE_INFINITY),
    );
    if (meetsAtMs !== null) times.push(meetsAtMs);
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** The score a tier begins at; infinite above the highest. */
function boundOf(ladder: Ladder, tier: number): number {
  return toThousandths(ladder.tiers[tier - 1]?.from ?? Number.POSITIVE_INFINITY);
}

function fallsBelow(ladder: Ladder, tier: number): number {
  return boundOf(ladder, tier) - toThousandths(ladder.hysteresis);
}

/** Whether the least time in the tier is not over. */
function isHeld(ladder: Ladder, { tier, sinceMs }: TierState, nowMs: number): boolean {
  return tier > 0 && ladder.leastTime !== undefined && nowMs - sinceMs < ladder.leastTime;
}

/**
 * The first millisecond in (now, until] at which the fading score leaves its tier; null when it does not.
 *
 * What fades only moves towards zero, so over a stretch of time the score lies between gains at its end with losses at
 * its start, and the other way round. Stretches that stay within the bounds are skipped whole. Where gains and
 * losses balance too finely for the number of tries, the profile is re-evaluated where it became unclear.
 */
function boundMetAtMs(
  programme: CompiledProgramme,
  tierState: TierState,
  evaluation: Evaluation,
  nowMs: number,
  untilMs: number,
): number | null {
  const { ladder } = programme.programme;
  const behaviour = evaluation.contributions.filter(({ kind }) => kind === 'rule');
  const endsMs = behaviour
    .map(({ earnedAtMs, fade }) => earnedAtMs + fade.endsAfterMs)
    .filter(Number.isFinite);
  const lastMs = Math.min(untilMs, Math.max(nowMs, ...endsMs));
  const fading = new FadingScore(programme, behaviour, evaluation.countedFit);
  // A tier that is held for its least time is not fallen from, however low the score.
  const mayFall = tierState.tier > 0 && !isHeld(ladder, tierState, nowMs);
  const least = mayFall ? fallsBelow(ladder, tierState.tier) : Number.NEGATIVE_INFINITY;
  const most = boundOf(ladder, tierState.tier + 1);
  let tries = 0;
  const stays = (fromMs: number, toMs: number) => {
    tries++;
    return fading.reaches(least, toMs, fromMs) && !fading.reaches(most, fromMs, toMs);
  };
  const search = (fromMs: number, toMs: number): number | null => {
    if (stays(fromMs, toMs)) return null;
    if (toMs - fromMs <= 1) return stays(toMs, toMs) ? null : toMs;
    if (tries > limits.fadeTriesMax) return fromMs + 1;
    const middleMs = Math.floor((fromMs + toMs) / 2);
    return search(fromMs, middleMs) ?? search(middleMs, toMs);
  };
  // Outside already: no bound can be met, and an immediate re-evaluation would find the same.
  if (!stays(nowMs, nowMs)) return Math.min(lastMs, nowMs + limits.minuteMs);
  return search(nowMs, lastMs);
}

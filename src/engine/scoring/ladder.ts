/** The ladder: from a score to a tier, from tier to tier with hysteresis, and when the clock alone will change it. */

import { keyHashOf } from '../../base/kernel/kernel.ts';
import { boundOfTier, type Ladder } from '../../contract/language/language.ts';
import { upByDefault } from './actions.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { FadingScore } from './fading-score.ts';
import { leavesAtMs } from './fading-search.ts';
import { toThousandths } from './points.ts';
import type { Shift, TierState } from './profile-state.ts';

/** What of an evaluation decides on a tier. */
export type Standing = Pick<Evaluation, 'score' | 'isComputed' | 'excludedBy'>;

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
    shift: null,
    goneTier: null,
  };
}

/** The tier of a score in thousandths: how many lower bounds it has reached; 0 is below the ladder. */
export function tierFor(ladder: Ladder, score: number): number {
  let tier = 0;
  while (score >= boundOf(ladder, tier + 1)) tier++;
  return tier;
}

/** The tier of an evaluation: 0 where no score was ever computed, or the profile is excluded. */
export function tierOf(ladder: Ladder, evaluation: Standing): number {
  return evaluation.isComputed && evaluation.excludedBy === null ? tierFor(ladder, evaluation.score) : 0;
}

/**
 * Returns the next tier state. Up at the bound at once. Down only below the bound less the hysteresis, and not before the least
 * time in the tier is over; that arms the tier again. A rise from below the ladder begins an episode, unless the last one began
 * less than `rearmAfter` ago: then that episode continues. An excluded profile falls at once.
 *
 * Where a changed programme left the profile outside its tier (`shift`), it moves only by what is its own. It rises with the
 * next gain. It falls with a loss of more than the hysteresis, by an exclusion, or when time would have let it fall without the
 * change.
 */
export function stepTierState(
  ladder: Ladder,
  before: TierState,
  evaluation: Standing,
  nowMs: number,
): TierState {
  const { score } = evaluation;
  const { shift } = before;
  const reached = tierOf(ladder, evaluation);
  if (reached > before.tier) {
    const above = shiftAbove(ladder, before);
    if (above !== null && score <= above.score) return { ...before, score, shift: { ...above, score } };
    return risen(ladder, before, score, reached, nowMs);
  }
  const isOut = isOutside(ladder, before.tier, evaluation);
  const stays = { ...before, score, shift: shift === null ? null : followed(shift, evaluation, isOut) };
  const isExcluded = evaluation.excludedBy !== null;
  if (!isOut || (!isExcluded && isHeld(ladder, before, nowMs))) return stays;
  if (!isOwnFall(ladder, before, evaluation, nowMs)) return stays;
  let tier = before.tier;
  if (isExcluded) tier = 0;
  else while (tier > 0 && score < fallsBelow(ladder, tier)) tier--;
  return {
    ...before,
    score,
    tier,
    sinceMs: nowMs,
    fellFrom: before.tier,
    fellSinceMs: before.sinceMs,
    openActions: 0,
    shift: null,
    goneTier: null,
  };
}

/** Whether a profile that stands below its tier falls by what is its own, and not by a change alone. */
function isOwnFall(
  ladder: Ladder,
  tierState: TierState,
  { score, excludedBy }: Standing,
  nowMs: number,
): boolean {
  const below = shiftBelow(ladder, tierState);
  if (below === null) return true;
  if (below.fallsAtMs !== null && nowMs >= below.fallsAtMs) return true;
  if (below.isExcluded) return false;
  return excludedBy !== null || score < fallsBelowShift(ladder, below);
}

/**
 * The score below which a profile falls that a change left below its tier, thousandths: the shift less the hysteresis. Where no
 * score may ever be that low, it falls when nothing is left of it; where nothing was left, by any loss.
 */
function fallsBelowShift(ladder: Ladder, { score }: Shift): number {
  const bound = score - toThousandths(ladder.hysteresis);
  return bound > 0 ? bound : Math.min(score, 1);
}

/**
 * The shift of a profile that stays. Below its tier a gain lifts it, so that a later loss of that shows; within, a gain ends it.
 */
function followed(shift: Shift, { score, excludedBy }: Standing, isOut: boolean): Shift | null {
  if (!isOut) return shift.fallsAtMs !== null && !shift.isExcluded && score <= shift.score ? shift : null;
  const isExcluded = excludedBy !== null;
  if (isExcluded !== shift.isExcluded) return { ...shift, score, isExcluded };
  return { ...shift, score: Math.max(shift.score, score) };
}

function risen(ladder: Ladder, before: TierState, score: number, tier: number, nowMs: number): TierState {
  const isRearmed = before.episode === 0 || nowMs - before.episodeAtMs >= (ladder.rearmAfter ?? 0);
  const begins = before.tier === 0 && isRearmed;
  return {
    ...before,
    score,
    tier,
    sinceMs: nowMs,
    episode: begins ? before.episode + 1 : before.episode,
    episodeAtMs: begins ? nowMs : before.episodeAtMs,
    fellFrom: 0,
    fellSinceMs: 0,
    begunAs: begins ? null : before.begunAs,
    openActions: 0,
    shift: null,
    goneTier: null,
  };
}

/** How a profile stood by the version before a change. */
export interface BeforeChange {
  nowMs: number;
  /** When the least time ends in the tier from which it was to fall, ms; null where it was not. */
  heldUntilMs: number | null;
  /** When time alone would let it fall, ms; null for never. */
  fallsAtMs: () => number | null;
}

/**
 * Returns a tier state after a change of programmes: where the evaluation stands outside the tier, only the change put it there.
 * The tier stays, and with it the episode. A profile that stood below its tier by an earlier change keeps the time of that. One
 * that would have fallen anyway, when nothing holds it here, falls.
 */
export function shiftedTierState(
  ladder: Ladder,
  tierState: TierState,
  evaluation: Standing,
  { nowMs, heldUntilMs, fallsAtMs }: BeforeChange,
): TierState {
  const { tier, shift: earlier } = tierState;
  const { score, excludedBy } = evaluation;
  const shifted = (ms: number | null) => ({
    ...tierState,
    shift: { score, isExcluded: excludedBy !== null, fallsAtMs: ms },
  });
  const knownMs = heldUntilMs ?? earlier?.fallsAtMs ?? null;
  if (!isOutside(ladder, tier, evaluation))
    return knownMs === null ? { ...tierState, shift: null } : shifted(knownMs);
  if (tierOf(ladder, evaluation) > tier) return shifted(knownMs);
  const isOwn = knownMs !== null && knownMs <= Math.max(nowMs, heldUntil(ladder, tierState));
  if (isOwn) return { ...tierState, shift: null };
  return shifted(knownMs !== null || shiftBelow(ladder, tierState) !== null ? knownMs : fallsAtMs());
}

/**
 * Returns the tier state on the ladder of a programme that is retired. Where the programme comes back with less, this profile
 * falls when time alone would have let it fall.
 */
export function retiredTierState(
  ladder: Ladder,
  tierState: TierState,
  fallsAtMs: () => number | null,
): TierState {
  if (tierState.tier === 0) return tierState;
  const below = shiftBelow(ladder, tierState);
  const fallsMs = below === null ? fallsAtMs() : below.fallsAtMs;
  return { ...tierState, shift: { score: 0, isExcluded: false, fallsAtMs: fallsMs } };
}

/**
 * The shift of a profile that an earlier change left below its tier; null where none did. An exclusion does so too, though its
 * score of 0 may be within the tier.
 */
function shiftBelow(ladder: Ladder, { tier, shift }: TierState): Shift | null {
  return shift !== null && (shift.isExcluded || shift.score < fallsBelow(ladder, tier)) ? shift : null;
}

/** The shift of a profile that an earlier change left above its tier; null where none did. */
function shiftAbove(ladder: Ladder, { tier, shift }: TierState): Shift | null {
  return shift !== null && !shift.isExcluded && isAbove(ladder, tier, shift.score) ? shift : null;
}

/**
 * Returns a tier state as time alone left it, by an evaluation without what is new. A profile that a changed programme put above
 * its tier, and that has faded since, rises with the next gain from there.
 */
export function fadedShift(ladder: Ladder, tierState: TierState, { score }: Evaluation): TierState {
  const above = shiftAbove(ladder, tierState);
  if (above === null) return tierState;
  const left = Math.min(above.score, score);
  return { ...tierState, shift: isAbove(ladder, tierState.tier, left) ? { ...above, score: left } : null };
}

/** Whether an evaluation would leave a tier, up or down, the least time aside. */
export function isOutside(ladder: Ladder, tier: number, evaluation: Standing): boolean {
  if (tierOf(ladder, evaluation) > tier) return true;
  return tier > 0 && (evaluation.excludedBy !== null || evaluation.score < fallsBelow(ladder, tier));
}

function isAbove(ladder: Ladder, tier: number, score: number): boolean {
  return tierFor(ladder, score) > tier;
}

/**
 * Returns a tier state on another version of its ladder: the tier of the same name. So a tier already reached is not reached
 * again because others were put in or taken out. Where there is none of that name, it is the highest that begins no higher. Then
 * the name of its tier is remembered, so that a roll-back leads back to it. The score decides nothing: a new name alone moves
 * nobody. Open actions stay open where the tier still has them. `earlier` is null where the previous ladder is not known: then
 * the tier of the same number.
 */
export function tierStateOn(ladder: Ladder, tierState: TierState, earlier: Ladder | null): TierState {
  const { tier, goneTier } = tierOn(ladder, tierState.tier, tierState.goneTier, earlier);
  const { tier: fellFrom } = tierOn(ladder, tierState.fellFrom, null, earlier);
  const placed = { ...tierState, tier, fellFrom, goneTier };
  if (earlier === null) return { ...placed, openActions: 0 };
  const open = actionsAt(earlier, tierState.tier).filter((_, index) => tierState.openActions & (1 << index));
  const openActions = actionsAt(ladder, tier).reduce(
    (bits, action, index) => (open.includes(action) ? bits | (1 << index) : bits),
    0,
  );
  return { ...placed, openActions };
}

function tierOn(
  ladder: Ladder,
  tier: number,
  goneTier: number | null,
  earlier: Ladder | null,
): Pick<TierState, 'tier' | 'goneTier'> {
  const former = earlier?.tiers[tier - 1];
  if (former === undefined) return { tier: Math.min(tier, ladder.tiers.length), goneTier };
  const back = ladder.tiers.findIndex(({ name }) => keyHashOf(name) === goneTier) + 1;
  if (back > 0) return { tier: back, goneTier: null };
  const sameName = ladder.tiers.findIndex(({ name }) => name === former.name) + 1;
  if (sameName > 0) return { tier: sameName, goneTier };
  // Never off the ladder by that alone: only its score makes it fall, with a tier update.
  const highest = Math.max(1, tierFor(ladder, toThousandths(boundOfTier(former).from)));
  return { tier: highest, goneTier: goneTier ?? keyHashOf(former.name) };
}

/** The actions of a tier on the way up, as texts that are equal where they are. */
function actionsAt(ladder: Ladder, tier: number): string[] {
  return (ladder.tiers[tier - 1]?.up ?? upByDefault).map((action) => JSON.stringify(action));
}

/**
 * Returns when the clock alone next requires a re-evaluation. Then something changes at once, the least time in a tier ends, or
 * the fading score meets a bound. Null when never. Where it is asked for up to a time only, ms, a bound met later is not looked for.
 */
export function reevaluateAtMs(
  programme: CompiledProgramme,
  tierState: TierState,
  evaluation: Evaluation,
  nowMs: number,
  untilMs: number = Number.POSITIVE_INFINITY,
): number | null {
  const { ladder } = programme.programme;
  const times: number[] = evaluation.nextChangeAtMs === null ? [] : [evaluation.nextChangeAtMs];
  if (isHeld(ladder, tierState, nowMs)) times.push(heldUntil(ladder, tierState));
  const fallsAtMs = shiftBelow(ladder, tierState)?.fallsAtMs ?? Number.NEGATIVE_INFINITY;
  if (fallsAtMs > nowMs) times.push(fallsAtMs);
  if (evaluation.isFading && evaluation.excludedBy === null) {
    const meetsAtMs = boundMetAtMs(programme, tierState, evaluation, nowMs, Math.min(...times, untilMs));
    if (meetsAtMs !== null) times.push(meetsAtMs);
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** The score a tier begins at; infinite above the highest. */
function boundOf(ladder: Ladder, tier: number): number {
  const one = ladder.tiers[tier - 1];
  return one === undefined ? Number.POSITIVE_INFINITY : toThousandths(one.from ?? boundOfTier(one).from);
}

function fallsBelow(ladder: Ladder, tier: number): number {
  return boundOf(ladder, tier) - toThousandths(ladder.hysteresis);
}

/** Whether the least time in the tier is not over. */
export function isHeld(ladder: Ladder, tierState: TierState, nowMs: number): boolean {
  return tierState.tier > 0 && ladder.leastTime !== undefined && nowMs < heldUntil(ladder, tierState);
}

/** When the least time in the tier ends, ms. */
export function heldUntil({ leastTime }: Ladder, { sinceMs }: TierState): number {
  return sinceMs + (leastTime ?? 0);
}

/**
 * The first millisecond in (now, until] at which the fading score leaves its tier, or a time before it where there are many
 * payments. Null when it does not.
 */
function boundMetAtMs(
  programme: CompiledProgramme,
  tierState: TierState,
  evaluation: Evaluation,
  nowMs: number,
  untilMs: number,
): number | null {
  const { ladder } = programme.programme;
  const { payments } = evaluation;
  const lastMs = Math.min(untilMs, lastEndMs(payments, nowMs));
  // A tier that is held for its least time is not fallen from, however low the score.
  const mayFall = tierState.tier > 0 && !isHeld(ladder, tierState, nowMs);
  const [above, below] = [shiftAbove(ladder, tierState), shiftBelow(ladder, tierState)];
  const fallsAt = below === null ? fallsBelow(ladder, tierState.tier) : fallsBelowShift(ladder, below);
  const least = mayFall ? fallsAt : Number.NEGATIVE_INFINITY;
  const most = above === null ? boundOf(ladder, tierState.tier + 1) : above.score + 1;
  const isInside = evaluation.score >= least && evaluation.score < most;
  // Only losses that fade lift a score.
  const mayRise = payments.some(({ earned }) => earned < 0);
  if (isInside && !mayRise && least === Number.NEGATIVE_INFINITY) return null;
  const fading = new FadingScore(programme, payments, evaluation.countedFit);
  return leavesAtMs({ fading, payments: payments.length, least, most, mayRise, isInside, nowMs, lastMs });
}

/** When the last of what fades has gone, ms; `nowMs` where nothing ends. */
function lastEndMs(payments: readonly Contribution[], nowMs: number): number {
  let lastMs = nowMs;
  for (const { earnedAtMs, fade } of payments)
    if (fade.endsAfterMs !== Number.POSITIVE_INFINITY)
      lastMs = Math.max(lastMs, earnedAtMs + fade.endsAfterMs);
  return lastMs;
}

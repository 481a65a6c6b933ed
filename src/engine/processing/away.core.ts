/**
 * What time alone did to the tiers of an archived profile while it was away, under a version that was published meanwhile. Each move has
 * the moment at which a timer would have made it. Pure.
 */
import { limits } from '../../base/kernel/kernel.ts';
import {
  type CompiledProgramme,
  type Evaluation,
  evaluate,
  fadedShift,
  reevaluateAtMs,
  stepTierState,
  type TierState,
  takeActions,
} from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';
import { knownBefore, meetsOnReturn, metAtMs } from './shifts.core.ts';

/** A move, and what it follows from. */
export interface MoveByTime extends ReturnType<typeof takeActions> {
  before: TierState;
  evaluation: Evaluation;
  atMs: number;
}

/**
 * Returns the moves in their order, and the tier state after them. None for a profile that was not archived, or that meets no new
 * version: time has changed nothing of its score. None for companies, whose people only add points. None for a tier that came with a
 * merge: what earned it is not among what was known before.
 */
export function movedWhileAway(
  folded: FoldedProfile,
  programme: CompiledProgramme,
  given: TierState,
  options: DecideOptions,
): { moves: MoveByTime[]; tierState: TierState } {
  const moves: MoveByTime[] = [];
  const { before } = folded;
  if (before === null || programme.account !== null || !meetsOnReturn(programme, before, options))
    return { moves, tierState: given };
  if (given.sinceMs > knownBefore(folded)) return { moves, tierState: given };
  const { recognised, person } = before;
  const { nowMs } = options;
  const { ladder } = programme.programme;
  let tierState = given;
  let atMs = metAtMs(programme, before, options);
  let evaluation = evaluate(recognised, person, programme, atMs);
  for (let looks = 1; looks <= limits.looksWhileAwayMax; looks++) {
    const nextMs: number | null = reevaluateAtMs(programme, tierState, evaluation, atMs, nowMs);
    if (nextMs === null || nextMs > nowMs) break;
    atMs = looks === limits.looksWhileAwayMax ? nowMs : nextMs;
    evaluation = evaluate(recognised, person, programme, atMs);
    const stepped = stepTierState(ladder, tierState, evaluation, atMs);
    const taken = takeActions(programme, tierState, stepped, evaluation, person, { nowMs, takesOpen: false });
    if (stepped.tier !== tierState.tier) moves.push({ ...taken, before: tierState, evaluation, atMs });
    tierState = taken.tierState;
  }
  return { moves, tierState: fadedShift(ladder, tierState, evaluate(recognised, person, programme, nowMs)) };
}

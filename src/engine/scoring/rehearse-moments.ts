/** Behaviour played moment by moment: the score, the tier and the receipts after each step, and after some time without one. */
import { limits } from '../../base/kernel/kernel.ts';
import type { RehearsedSide } from '../../contract/api/api.ts';
import { type BehaviourStep, eventsOfSteps } from '../../contract/language/language.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { latestReasonsOf, refusalsOf } from './explain.ts';
import { toPoints } from './points.ts';
import type { TierState } from './profile-state.ts';
import { rehearsalStartMs, rehearsedEvent } from './rehearse.ts';
import { Replay } from './replay.ts';

export interface RehearsedMoment {
  offsetMs: number;
  /** Null for a moment at which only time has passed. */
  step: number | null;
  side: RehearsedSide;
}

const { minuteMs, hourMs, dayMs } = limits;
/** After the last step: when baskets are abandoned, and when points have faded. */
const laterMs = [30 * minuteMs, 2 * hourMs, dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs, 365 * dayMs];

/** Plays steps against the first of the programmes. */
export function rehearseMoments(
  programmes: CompiledProgrammes,
  steps: readonly BehaviourStep[],
  latenessMs: number,
): RehearsedMoment[] {
  const programme = programmes.programmes[0] as CompiledProgramme;
  const replay = new Replay(programmes, latenessMs);
  const sideAt = (offsetMs: number): RehearsedSide => {
    const nowMs = rehearsalStartMs + offsetMs;
    replay.until(nowMs);
    const evaluation = replay.evaluations(nowMs)[0] as Evaluation;
    const { tier } = replay.tierStates[0] as TierState;
    return {
      score: evaluation.isComputed ? toPoints(evaluation.score) : null,
      tier,
      tierName: programme.programme.ladder.tiers[tier - 1]?.name ?? 'none',
      contributions: latestReasonsOf(evaluation, limits.rehearsalReasonsMax),
      refusals: refusalsOf(evaluation.refusals).slice(-limits.rehearsalReasonsMax),
    };
  };
  const events = eventsOfSteps(steps);
  const moments = events.map(({ step, ...event }, index): RehearsedMoment => {
    replay.take(rehearsedEvent(event, index));
    return { offsetMs: event.offsetMs, step, side: sideAt(event.offsetMs) };
  });
  const lastMs = events.at(-1)?.offsetMs ?? 0;
  return [
    ...moments,
    ...laterMs.map((ms) => ({ offsetMs: lastMs + ms, step: null, side: sideAt(lastMs + ms) })),
  ];
}

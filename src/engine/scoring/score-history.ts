/** The score of a profile as it was at times of the past, by replaying its events. Pure. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { CompiledProgrammes } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { toPoints } from './points.ts';
import type { TierState } from './profile-state.ts';
import { Replay } from './replay.ts';

/** A score at a time; null before any rule had recognised anything. */
export interface PastScore {
  /** Ms since the epoch. */
  atMs: number;
  score: number | null;
  tier: number;
}

/**
 * Returns the score in one of the programmes at each of `timesMs`, which ascend. `events` are in the order of acceptance. Where they are
 * all, a score equals what live scoring gave at that time.
 */
export function scoreHistoryOf(
  { programmes, position }: { programmes: CompiledProgrammes; position: number },
  events: readonly ScovilleEvent[],
  { timesMs, latenessMs }: { timesMs: readonly number[]; latenessMs: number },
): PastScore[] {
  const replay = new Replay(programmes, latenessMs);
  let taken = 0;
  return timesMs.map((atMs) => {
    for (
      let event = events[taken];
      event !== undefined && event.acceptedAtMs <= atMs;
      event = events[++taken]
    )
      replay.take(event);
    replay.until(atMs);
    const { isComputed, score } = replay.evaluations(atMs)[position] as Evaluation;
    const { tier } = replay.tierStates[position] as TierState;
    return { atMs, score: isComputed ? toPoints(score) : null, tier };
  });
}

/** `count` times from one to another, both among them, at even distances. */
export function evenTimes({
  fromMs,
  toMs,
  count,
}: {
  fromMs: number;
  toMs: number;
  count: number;
}): number[] {
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? toMs : Math.round(fromMs + ((toMs - fromMs) * index) / (count - 1)),
  );
}

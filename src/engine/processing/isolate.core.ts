/**
 * Decisions that a single bad record or profile does not block: it is found, set aside, and the others are decided. Pure.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { ProfileFailure } from '../stream/stream.ts';
import { type Batch, cutBatch, deadItem, type Position } from './batch.ts';
import { decideBatch, decideTimers } from './decide.core.ts';
import type { Decision } from './decision.ts';
import { failureNow } from './failing-profile.core.ts';
import type { DecideOptions, Loaded } from './folded-profile.ts';
import { causeOf } from './open-profile.core.ts';

/** A decision, and the part of the batch that it takes. */
export type PartDecision = Decision & { batch: Batch };

/**
 * Decides a batch. Where that fails, the shortest part that fails ends with the bad record. The decision takes the records
 * before it, and makes it a dead letter. What is behind it comes with the next batch.
 */
export function decideWhatCan(batch: Batch, loaded: Loaded, options: DecideOptions): PartDecision {
  let error: unknown;
  const decided = (count: number): PartDecision | null => {
    const part = cutBatch(batch, count);
    try {
      return { ...decideBatch(part, loaded, options), batch: part };
    } catch (thrown) {
      error = thrown;
      return null;
    }
  };
  const whole = decided(batch.items.length);
  if (whole !== null) return whole;
  let [good, bad] = [0, batch.items.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decided(middle) === null) bad = middle;
    else good = middle;
  }
  decided(bad);
  const items = batch.items.slice(0, bad);
  const dead = items.pop();
  if (dead === undefined) throw error;
  items.push(deadItem(dead, `scoring it fails: ${error instanceof Error ? error.message : String(error)}`));
  const part = { ...cutBatch(batch, bad), items };
  const decision = decideBatch(part, loaded, options);
  return { ...decision, batch: part };
}

/** Re-evaluates due profiles. One that fails keeps its stored bytes, and rests until it is tried again. */
export function decideTimersWhatCan(
  ids: readonly string[],
  position: Position,
  loaded: Loaded,
  options: DecideOptions,
): Decision {
  try {
    const resting = ids.filter((id) => loaded.resting?.has(id));
    const tried = ids.filter((id) => !loaded.resting?.has(id));
    const decision = decideTimers(tried, position, loaded, options);
    for (const id of resting) {
      decision.commit.timers.set(id, options.nowMs + limits.failingLookMs);
      decision.commit.failing.set(id, loaded.resting?.get(id) as ProfileFailure);
    }
    return decision;
  } catch (error) {
    if (ids.length > 1) {
      const middle = Math.ceil(ids.length / 2);
      return decideTimersWhatCan(ids.slice(0, middle), position, loaded, options);
    }
    const postponed = decideTimers([], position, loaded, options);
    for (const id of ids) {
      postponed.commit.timers.set(id, options.nowMs + limits.failingLookMs);
      const cause = causeOf('failed', 'storing it fails', error);
      postponed.commit.failing.set(id, failureNow(id, cause, loaded, options));
    }
    postponed.counts.failed += ids.length;
    return postponed;
  }
}

/** Processor time of the pure core, measured from a clean heap. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { limits } from '../src/base/kernel/kernel.ts';
import type { ScovilleEvent } from '../src/contract/language/language.ts';
import { type CompiledProgrammes, Replay, recognise } from '../src/engine/scoring/scoring.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What was computed is added to it, so that nothing can be left out as unused. */
let sum = 0;
export const sumSoFar = () => sum;

/**
 * Of all threads: what collects the garbage of `work` counts, what other programs do does not. The collection before it drops the
 * compiled code of each class without an object. `again` does the same work before the clock starts, so that it is compiled.
 */
export async function coreSeconds(
  work: () => number | Promise<number>,
  again: () => number = () => 0,
): Promise<number> {
  collectGarbage();
  sum += again();
  const before = process.cpuUsage();
  sum += await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Each event matched by the rules; answers the matches. */
export function matchAll(
  programmes: CompiledProgrammes,
  profiles: readonly (readonly ScovilleEvent[])[],
): number {
  let matches = 0;
  for (const events of profiles)
    for (const event of events) matches += recognise(programmes, event).matches.length;
  return matches;
}

/** Replays each profile: matched, folded, evaluated and stepped after each event; returns the tiers reached. */
export function takeAll(
  programmes: CompiledProgrammes,
  profiles: readonly (readonly ScovilleEvent[])[],
): number {
  let tiers = 0;
  for (const events of profiles) {
    const replay = new Replay(programmes, limits.latenessMs);
    for (const event of events) replay.take(event);
    tiers += replay.tierStates[0]?.tier ?? 0;
  }
  return tiers;
}

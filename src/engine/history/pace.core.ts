/** How fast the copier goes on: scoring and alerts come before the history, which never stands still. Pure. */
import type { Rest } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';

/** What a reading of the streams found: nothing, all that waits, or a full batch with more behind it. */
export type Found = 'nothing' | 'all' | 'more';

/** Returns how long the copier rests after a batch, by what it found, and how far scoring is behind, ms. */
export function restAfter(found: Found, scoringBehindMs: number): Rest {
  const { historyGatherMs: gatherMs, historyIdleMs, historyIdleMsMax, historyWakeYieldMs } = limits;
  const { historyYieldMs, historyYieldsFromMs } = limits;
  // A lone event is scored, and its alert sent, before it is copied.
  const idle = { ms: gatherMs + historyIdleMs, gatherMs, yieldMs: historyWakeYieldMs };
  if (found === 'nothing') return { ...idle, quietMsMax: historyIdleMsMax };
  if (found === 'all') return idle;
  // The bell rings for each event, and ends no such rest.
  return scoringBehindMs > historyYieldsFromMs ? { ms: historyYieldMs, gatherMs: historyYieldMs } : { ms: 0 };
}

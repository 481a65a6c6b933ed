/** How fast the copier goes on: scoring and alerts come before the history, which never stands still. Pure. */
import type { Rest } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';

/** Returns how long the copier rests after a batch, by whether more waits, and how far scoring is behind, ms. */
export function restAfter(hasMore: boolean, scoringBehindMs: number): Rest {
  const { historyGatherMs: gatherMs, historyIdleMs, historyYieldMs, historyYieldsFromMs } = limits;
  if (!hasMore) return { ms: gatherMs + historyIdleMs, gatherMs };
  // The bell rings for each event, and ends no such rest.
  return scoringBehindMs > historyYieldsFromMs ? { ms: historyYieldMs, gatherMs: historyYieldMs } : { ms: 0 };
}

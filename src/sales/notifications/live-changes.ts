/** Which lists of records have changed, gathered, so that pages hear of many changes at once. */
import { limits, systemClock } from '../../base/kernel/kernel.ts';
import type { ChangedRecords } from '../../contract/api/api.ts';

/** Gathers names of tables; `onDue` gets them, sorted, at most so often as counts are sent. */
export function gatherChanges(onDue: (lists: ChangedRecords['lists']) => void): {
  add(table: string): void;
  /** Sends what is due. Returns in how many ms to ask again. */
  send(): number;
} {
  const changed = new Set<string>();
  let sentAtMs = Number.NEGATIVE_INFINITY;
  return {
    add: (table) => void changed.add(table),
    send: () => {
      if (changed.size === 0) return limits.liveHeartbeatMs;
      const nowMs = systemClock.nowMs();
      // A clock that is set back delays them by no more than this.
      const waitMs = Math.min(limits.liveCountsEveryMs, sentAtMs + limits.liveCountsEveryMs - nowMs);
      if (waitMs > 0) return waitMs;
      sentAtMs = nowMs;
      const lists = [...changed].sort() as ChangedRecords['lists'];
      changed.clear();
      onDue(lists);
      return limits.liveHeartbeatMs;
    },
  };
}

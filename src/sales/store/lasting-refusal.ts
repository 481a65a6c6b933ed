/** Which errors come again whatever is done, and which are over some time. */
import { sqlStateOf } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';

/** Returns why something is refused for good; null where it only waits, as for a store that is away or a lock. */
export function lastingRefusal(error: unknown): string | null {
  if (error instanceof ApiError) return error.detail;
  // What the database refuses is refused each time; a deadlock or an outage is over some time.
  const state = sqlStateOf(error);
  const isRefusal = /^(?=.*\d)[0-9A-Z]{5}$/.test(state) && !/^(?:08|40|53|55|57)/.test(state);
  return isRefusal ? `the database refuses it: ${(error as Error).message}` : null;
}

/** How many alerts are unread, as the live stream brings more. Pure. */
import type { CappedCount } from '../../../contract/api/api.ts';

export interface UnreadCount extends CappedCount {
  /** Id of the latest alert that is counted; 0 where there is none. */
  newest: number;
}

/**
 * The count with alerts of these ids. What came while the stream was down is counted by the server, and sent again after it. An
 * alert that is counted already is not counted twice.
 */
export function withArrived(unread: UnreadCount, alerts: readonly number[]): UnreadCount {
  const fresh = new Set(alerts.filter((id) => id > unread.newest));
  return fresh.size === 0
    ? unread
    : { ...unread, count: unread.count + fresh.size, newest: Math.max(...fresh) };
}

/** The event's own time, corrected for the client's clock. Pure. */
import { limits } from '../../base/kernel/kernel.ts';

export type EventTime = { atMs: number; isGiven: boolean } | { error: string };

/**
 * `receivedAt - (sentAt - timestamp)` where the client says when it sent; the client's clock cancels out. A difference of
 * clocks below `clockSkewIgnoredMs` is the network's, not a clock's, and is left alone, so that a retried event keeps its
 * time. Never later than a minute from now. Source: Segment's specification, "clock skew".
 */
export function eventTime(timestamp: unknown, request: { sentAt: unknown; receivedAtMs: number }): EventTime {
  const { receivedAtMs } = request;
  if (timestamp === undefined || timestamp === null || timestamp === '')
    return { atMs: receivedAtMs, isGiven: false };
  const statedMs = instantOf(timestamp);
  if (statedMs === null) {
    return {
      error: `"timestamp" is ${JSON.stringify(timestamp).slice(0, 60)}; expected an ISO 8601 time such as "2026-01-31T12:00:00.000Z"`,
    };
  }
  const sentAtMs = instantOf(request.sentAt);
  const skewMs = sentAtMs === null ? 0 : receivedAtMs - sentAtMs;
  const atMs = Math.abs(skewMs) > limits.clockSkewIgnoredMs ? statedMs + skewMs : statedMs;
  return { atMs: Math.max(0, Math.min(atMs, receivedAtMs + limits.clockAheadMsMax)), isGiven: true };
}

/** Milliseconds of an ISO text or a number of milliseconds; null for anything else, and for a text over `timeLengthMax`. */
function instantOf(value: unknown): number | null {
  const ms =
    typeof value === 'string' && value.length <= limits.timeLengthMax
      ? Date.parse(value)
      : typeof value === 'number'
        ? Math.trunc(value)
        : Number.NaN;
  // Beyond the six bytes a state keeps for a time there is no date anyone means.
  return Number.isFinite(ms) && Math.abs(ms) < 2 ** 48 ? ms : null;
}

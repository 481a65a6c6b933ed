/** The event's own time, corrected for the client's clock. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { instantIn } from '../../base/time/time.ts';

export type EventTime = { atMs: number; isGiven: boolean } | { error: string };

/** What a request says of when it was sent, and when it came here. */
export interface Sending {
  sentAt: unknown;
  /** When it was received first, of an event that comes from an archive. */
  archivedAt?: unknown;
  receivedAtMs: number;
}

/**
 * `receivedAt - (sentAt - timestamp)` where the client says when it sent; the client's clock cancels out. Only a difference that
 * cannot be the way here counts as one of clocks. It was sent in the future, or longer ago than a request may be under way.
 * An event from an archive is corrected by when it came there. Never later than a minute from now. Source: Segment's
 * specification, "clock skew".
 */
export function eventTime(timestamp: unknown, sending: Sending): EventTime {
  const { receivedAtMs } = sending;
  if (timestamp === undefined || timestamp === null || timestamp === '')
    return { atMs: receivedAtMs, isGiven: false };
  const statedMs = instantIn(timestamp);
  if (statedMs === null) {
    const shown = JSON.stringify(timestamp).slice(0, 60);
    const forms =
      'an ISO 8601 time such as "2026-01-31T12:00:00.000Z", or milliseconds or whole seconds since 1970';
    return { error: `"timestamp" is ${shown}; expected ${forms}` };
  }
  const atMs = statedMs + clockErrorMs(sending);
  return { atMs: Math.max(0, Math.min(atMs, receivedAtMs + limits.clockAheadMsMax)), isGiven: true };
}

/** How far the client's clock is behind, ms; 0 where that may be the way here. */
function clockErrorMs({ sentAt, archivedAt, receivedAtMs }: Sending): number {
  const sentAtMs = instantIn(sentAt);
  if (sentAtMs === null) return 0;
  const behindMs = Math.min(receivedAtMs, instantIn(archivedAt) ?? receivedAtMs) - sentAtMs;
  return behindMs > limits.clockSkewIgnoredMs || behindMs < -limits.clockAheadMsMax ? behindMs : 0;
}

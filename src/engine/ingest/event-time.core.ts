/** The event's own time, corrected for the client's clock. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import { instantIn } from '../../base/time/time.ts';
import { type Shown, valueItself } from './shown-value.core.ts';

/**
 * `isClockIgnored`: what was said of the time of sending is no clock, and corrects nothing. `ahead`: why it is a time to come. The event
 * counts with the latest that is believed.
 */
export type EventTime =
  | { atMs: number; isGiven: boolean; isClockIgnored: boolean; ahead: TimeAhead | null }
  | { error: string };

export type TimeAhead = 'as stated' | 'by sentAt';

/** What an event and its request say of when it was sent, and when it came here. */
export interface Sending {
  /** What the event itself says. */
  sentAt: unknown;
  /** What its request says: it counts where the event says nothing. */
  requestSentAt?: unknown;
  /** When it was received first, of an event that comes from an archive. */
  archivedAt?: unknown;
  receivedAtMs: number;
  /** How its refusal shows a time that is none; as it is where it is absent. */
  shown?: Shown;
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
    return { atMs: firstReceivedAtMs(sending), isGiven: false, isClockIgnored: false, ahead: null };
  const statedMs = instantIn(timestamp);
  if (statedMs === null) {
    const forms =
      'an ISO 8601 time such as "2026-01-31T12:00:00.000Z", or milliseconds or whole seconds since 1970';
    return { error: `"timestamp" is ${(sending.shown ?? valueItself)(timestamp)}; expected ${forms}` };
  }
  const errorMs = clockErrorMs(sending);
  const isClockIgnored = Math.abs(errorMs) > limits.clockShiftMsMax;
  const atMs = isClockIgnored ? statedMs : statedMs + errorMs;
  const latestMs = receivedAtMs + limits.clockAheadMsMax;
  if (atMs <= latestMs) return { atMs: Math.max(0, atMs), isGiven: true, isClockIgnored, ahead: null };
  return {
    atMs: latestMs,
    isGiven: true,
    isClockIgnored,
    ahead: statedMs > latestMs ? 'as stated' : 'by sentAt',
  };
}

/** How far the client's clock is behind, ms; 0 where that may be the way here. */
function clockErrorMs(sending: Sending): number {
  const { sentAt, requestSentAt, archivedAt } = sending;
  // A request that brings an archive was sent long after its events came there.
  const ofRequest = instantIn(archivedAt) === null ? requestSentAt : undefined;
  const sentAtMs = instantIn(sentAt ?? ofRequest);
  if (sentAtMs === null) return 0;
  const behindMs = firstReceivedAtMs(sending) - sentAtMs;
  return behindMs > limits.clockSkewIgnoredMs || behindMs < -limits.clockAheadMsMax ? behindMs : 0;
}

/** When it came to the archive, or here: nothing came to an archive later than it came here. */
function firstReceivedAtMs({ archivedAt, receivedAtMs }: Sending): number {
  return Math.min(receivedAtMs, instantIn(archivedAt) ?? receivedAtMs);
}

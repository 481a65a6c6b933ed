/**
 * What an answer means for a delivery, its destination and its endpoint. Pure.
 *
 * A delivery is retried after each wait of its kind, and fails after the last. Some answers are final: a retry would
 * not help. `Retry-After` lengthens a wait. An answer that asks for less pauses the whole destination for a while. An
 * endpoint is disabled when it answers 410, or when it has accepted nothing for days.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';

/** Answer to one attempt. */
export interface Answer {
  /** Null: accepted. Answered: rejected. Connection: no answer. Forbidden: it may not be sent. */
  errorKind: null | 'answered' | 'connection' | 'forbidden';
  /** Of HTTP or SMTP; null where none came. */
  status: number | null;
  /** The error in words for users; null when it was accepted. */
  error: string | null;
  /** The `Retry-After` header, unparsed. */
  retryAfter: string | null;
}

export interface RetryDecision {
  outcome: 'delivered' | 'retried' | 'failed';
  /** When the next attempt is; null for none. */
  nextAtMs: number | null;
  /** Until when the destination is paused; null for no pause. */
  freeAtMs: number | null;
}

/** Returns the retry decision. `triesBefore` is 0 for the first attempt; `jitter` is random, from 0 to below 1. */
export function retryDecision(
  kind: DeliveryKind,
  triesBefore: number,
  answer: Answer,
  nowMs: number,
  jitter: number,
): RetryDecision {
  if (answer.errorKind === null) return { outcome: 'delivered', nextAtMs: null, freeAtMs: null };
  const askedMs = retryAfterMs(answer.retryAfter, nowMs);
  const throttledMs = Math.min(askedMs ?? limits.throttleMs, limits.throttleMsMax);
  const freeAtMs = isThrottle(kind, answer) ? nowMs + throttledMs : null;
  const waitMs = limits.deliveryWaitsMs[kind][triesBefore];
  if (waitMs === undefined || isFinal(kind, answer)) return { outcome: 'failed', nextAtMs: null, freeAtMs };
  const lengthenedMs = Math.floor(waitMs * (1 + limits.deliveryJitterPart * jitter));
  return { outcome: 'retried', nextAtMs: nowMs + Math.max(lengthenedMs, askedMs ?? 0), freeAtMs };
}

/** Returns whether a retry would get the same answer. */
function isFinal(kind: DeliveryKind, { errorKind, status }: Answer): boolean {
  if (errorKind === 'forbidden') return true;
  if (errorKind !== 'answered' || status === null) return false;
  if (kind === 'webhook') return status === 410;
  if (kind === 'slack') return status >= 400 && status < 500 && status !== 429;
  return status >= 500;
}

/** Returns whether the destination asks for less or is unavailable: other deliveries to it would fail too. */
function isThrottle(kind: DeliveryKind, { errorKind, status }: Answer): boolean {
  if (kind === 'mail') return errorKind === 'connection';
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** Returns the wait of a `Retry-After` in bounds: seconds, or an HTTP date. Null where it is neither. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  const isDate = / GMT$/.test(text);
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1_000 : isDate ? Date.parse(text) - nowMs : Number.NaN;
  return Number.isNaN(askedMs) ? null : Math.min(Math.max(askedMs, 0), limits.retryAfterMsMax);
}

export interface EndpointHealth {
  failingSinceMs: number | null;
  /** Why it is disabled; null while it is enabled. */
  disabledReason: string | null;
}

/** Returns the health of an endpoint after an attempt. */
export function endpointAfter(
  failingSinceMs: number | null,
  { errorKind, status }: Answer,
  nowMs: number,
): EndpointHealth {
  if (errorKind === null) return { failingSinceMs: null, disabledReason: null };
  const sinceMs = failingSinceMs ?? nowMs;
  if (status === 410) return { failingSinceMs: sinceMs, disabledReason: 'it answered 410: it is gone' };
  const isLong = nowMs - sinceMs >= limits.endpointFailingMsMax;
  const days = limits.endpointFailingMsMax / limits.dayMs;
  return { failingSinceMs: sinceMs, disabledReason: isLong ? `it took nothing for ${days} days` : null };
}

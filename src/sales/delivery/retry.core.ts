/**
 * What an answer means for a delivery, its destination and its endpoint. Pure.
 *
 * A delivery is tried, then tried again after each wait of its kind, and given up after the last. Some answers are final at
 * once: nothing would change. `Retry-After` lengthens a wait; an answer that asks for less holds up the whole destination
 * for a while. An endpoint is disabled when it says it is gone, or when it has taken nothing for days.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';

/** What became of one try. */
export interface Answer {
  /** Null: it was taken. Answered: no was said. Connection: no answer came. Forbidden: it may not be sent at all. */
  errorKind: null | 'answered' | 'connection' | 'forbidden';
  /** Of HTTP or SMTP; null where none came. */
  status: number | null;
  /** Why not, in words people may read; null when it was taken. */
  error: string | null;
  /** The header as it came. */
  retryAfter: string | null;
}

export interface RetryDecision {
  outcome: 'delivered' | 'retried' | 'failed';
  /** When it is tried again; null when it is not. */
  nextAtMs: number | null;
  /** Until when nothing more goes to the destination; null: as usual. */
  freeAtMs: number | null;
}

/** `triesBefore` is 0 in the first try; `jitter` is chance, from 0 to below 1. */
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

/** Trying again would come to the same. */
function isFinal(kind: DeliveryKind, { errorKind, status }: Answer): boolean {
  if (errorKind === 'forbidden') return true;
  if (errorKind !== 'answered' || status === null) return false;
  if (kind === 'webhook') return status === 410;
  if (kind === 'slack') return status >= 400 && status < 500 && status !== 429;
  return status >= 500;
}

/** The destination is asked for less, or is not there at all: others to it would fare the same. */
function isThrottle(kind: DeliveryKind, { errorKind, status }: Answer): boolean {
  if (kind === 'mail') return errorKind === 'connection';
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** The wait a `Retry-After` asks for, within bounds: seconds, or a date of HTTP. Null where it says neither. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  const isDate = / GMT$/.test(text);
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1_000 : isDate ? Date.parse(text) - nowMs : Number.NaN;
  return Number.isNaN(askedMs) ? null : Math.min(Math.max(askedMs, 0), limits.retryAfterMsMax);
}

export interface EndpointHealth {
  failingSinceMs: number | null;
  /** Why it is disabled now; null while it is not. */
  disabledReason: string | null;
}

/** How an endpoint stands after a try. */
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

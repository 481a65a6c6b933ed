/**
 * When the door sheds requests, and how many of them, from signs of its load. Pure.
 *
 * Signs of this moment bound what is under way: a request that would go beyond is shed, and the next one that fits is not. The delay
 * of the event loop sheds a share of all requests. It is none up to half of its limit, all from the limit on, in a straight line between. The
 * share rises at once and falls slowly, so that it does not flap.
 */
import { limits } from '../../base/kernel/kernel.ts';

/** Why a request is shed, in words for its sender. */
export const shedWords = {
  requests: 'too many requests are under way',
  bytes: 'too many bytes of requests are under way',
  arriving: 'too many bodies are arriving',
  turn: 'requests wait too long for their turn',
  store: 'Redis takes too long to take events',
  loop: 'its process is too busy',
} as const;

export type ShedReason = keyof typeof shedWords;

/** What is under way at the door: requests with a whole body that have no answer. */
export interface Load {
  requests: number;
  /** Of their bodies, as they were sent. */
  bytes: number;
  /** How long the oldest request of its sender has waited for its turn, or the next would have to, ms. */
  turnMs: number;
  /** How long the oldest request has waited for Redis, ms. */
  storeMs: number;
}

/** Returns why one more request does not fit; null where it does. */
export function fullOf(load: Load): Exclude<ShedReason, 'arriving'> | null {
  if (load.requests >= limits.doorRequestsMax) return 'requests';
  if (load.bytes >= limits.doorBytesMax) return 'bytes';
  if (load.turnMs > limits.doorTurnWaitMsMax && isCrowd(load.requests)) return 'turn';
  if (load.storeMs > limits.doorStoreWaitMsMax) return 'store';
  return null;
}

/** Signs that are looked at now and then. */
export interface Pressure {
  requests: number;
  /** How late the event loop comes to its timers, smoothed, ms. */
  loopMs: number;
}

/** Returns the next part of all requests that is shed, 0 to 1, so long after the one before. */
export function nextShare(before: number, { requests, loopMs }: Pressure, elapsedMs: number): number {
  const ofLoop = isCrowd(requests) ? partOf(loopMs, limits.doorLoopDelayMsMax) : 0;
  return Math.max(ofLoop, before - elapsedMs / limits.doorShareFallMs);
}

/** To shed the few requests of a process that is busy with other work would not help it. */
const isCrowd = (requests: number) => requests >= limits.doorCrowdMin;

function partOf(value: number, max: number): number {
  return Math.min(1, Math.max(0, (2 * value - max) / max));
}

/** Returns a value that follows the samples within about a second, however many of them there are. */
export function smoothed(before: number, sample: number, elapsedMs: number): number {
  const weight = 1 - Math.exp(-elapsedMs / limits.doorSmoothMs);
  return before + weight * (sample - before);
}

/** Sheds a part of the requests evenly: of ten requests, three where the part is 0.3. */
export class Sieve {
  #owed = 0;

  /** Whether the next request is shed. */
  takes(part: number): boolean {
    this.#owed = part === 0 ? 0 : this.#owed + part;
    if (this.#owed < 1) return false;
    this.#owed -= 1;
    return true;
  }
}

/** Returns when the n-th shed request is to be sent again, seconds: spread, so that they do not come back all at once. */
export function retryAfterOf(nth: number): number {
  const { shedRetrySecondsMin: min, shedRetrySecondsMax: max } = limits;
  return min + (nth % (max - min + 1));
}

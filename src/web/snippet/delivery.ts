/**
 * Delivery: an event is kept in the browser's storage until the server has said that it has it.
 *
 * A lock keeps two tabs from sending the same events at once. Should that happen, or an answer get lost, the server drops the second one by
 * its `messageId`. One request is on its way at a time and takes the oldest events, so they arrive in order, also those of earlier pages. On
 * leaving, a beacon takes what waits; its outcome is unknown, so the next page sends it again.
 */
import { put, take } from './queue.ts';
import { attempt, forget, on, recall, remember } from './storage.ts';

type Event = Record<string, unknown>;

/** Long enough for the calls of one click, short enough to be at once. */
const gatherMs = 20;
const requestMsMax = 30_000;
/** A tab that is sending keeps the others out for so long, and they look so often. */
const lockMs = 5_000;
const lookMs = 300;
/** The first pause after a failure. */
const secondMs = 1_000;
/** A pause is also over when the line is back, or the page is seen again. */
const waitMsMax = 600_000;

export interface Delivery {
  add(event: Event): void;
  /** Sends all by beacon: the page may be gone in a moment. Seen again (false), it confirms what the beacon took. */
  leave(isLeaving: boolean): void;
}

export function openDelivery(host: string, writeKey: string): Delivery {
  const url = `${host}/beacon/v1/batch?writeKey=${encodeURIComponent(writeKey)}`;
  const queue = `queue_${writeKey}_`;
  /** Until then nobody sends: a tab is sending, or the server asked for a pause. */
  const pause = `pause_${writeKey}`;
  let timer = 0;
  let sending: string[] = [];
  let left: string[] = [];
  let failures = 0;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      timer = 0;
      flush().catch(() => 0);
    }, ms);
  };

  const flush = async (): Promise<void> => {
    if (sending[0]) return;
    const pauseMs = Number(recall(pause)) - Date.now();
    // A pause too long was kept by another clock.
    if (pauseMs > 0 && pauseMs <= waitMsMax) return later(Math.min(pauseMs, lookMs));
    const { names, body } = take(queue, []);
    if (!names[0]) return;
    sending = names;
    remember(pause, `${Date.now() + lockMs}`);
    let response: Response | undefined;
    try {
      response = await fetch(url, {
        method: 'POST',
        body,
        // Other scripts may have used up what keepalive allows: every second try goes without.
        keepalive: !(failures % 2),
        // A redirected POST arrives without its body.
        redirect: 'error',
        signal: attempt(() => AbortSignal.timeout(requestMsMax)) as AbortSignal,
      });
    } catch {
      // No line, a blocker, or no fetch at all.
    }
    sending = [];
    forget(pause);
    const status = response?.status ?? 0;
    // Trouble of the server or of the way there passes; a refusal does not.
    if (status >= 200 && status < 500 && status !== 408 && status !== 429) {
      if (status >= 400) console.warn('scoville: refused', status, body);
      names.forEach(forget);
      failures = 0;
      return later(0);
    }
    const askedMs = Number(response?.headers.get('retry-after')) * secondMs;
    const backoffMs = secondMs * 2 ** failures++ * (1 + Math.random() / 4);
    const waitMs = Math.min(askedMs || backoffMs, waitMsMax);
    // The next page knows it too.
    if (status) remember(pause, `${Date.now() + waitMs}`);
    later(waitMs);
  };

  on('online', () => later(0));
  later(gatherMs);

  return {
    add(event) {
      put(queue, event);
      // A retry that is due later takes this one along.
      if (!timer && !sending[0]) later(gatherMs);
    },
    leave(isLeaving) {
      if (!isLeaving) {
        left = [];
        return later(gatherMs);
      }
      clearTimeout(timer);
      timer = 0;
      if (sending[0]) forget(pause);
      const { names, body } = take(queue, left);
      if (!names[0]) return;
      left.push(...names);
      const isTaken = attempt(() => navigator.sendBeacon(url, body));
      // Without fetch nothing better than this will ever be known.
      if (isTaken && !window.fetch) names.forEach(forget);
    },
  };
}

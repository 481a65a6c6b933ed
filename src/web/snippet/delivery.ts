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

/** Named where they are used twice: the build inlines no names. */
const secondMs = 1_000;
/** Long enough for the calls of one click, short enough to be at once. */
const gatherMs = 20;
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
  let isSending = false;
  let left: string[] = [];
  let failures = 0;
  /** What this tab keeps the others out by. */
  let lock = '';
  /** Another tab may have been asked for a pause since. */
  const unlock = () => {
    if (recall(pause) === lock) forget(pause);
  };

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      timer = 0;
      flush().catch(() => 0);
    }, ms);
  };

  const flush = async (): Promise<void> => {
    if (isSending) return;
    const pauseMs = Number(recall(pause)) - Date.now();
    // A pause too long was kept by another clock.
    if (pauseMs > 0 && pauseMs <= waitMsMax) return later(Math.min(pauseMs, 300));
    const { names, body } = take(queue, []);
    if (!names[0]) return;
    isSending = true;
    // A tab that is sending keeps the others out for 5 s; they look whether it is over more often.
    lock = `${Date.now() + 5_000}`;
    remember(pause, lock);
    let response: Response | undefined;
    try {
      response = await fetch(url, {
        method: 'POST',
        body,
        // Other scripts may have used up what keepalive allows: every second try goes without.
        keepalive: !(failures % 2),
        // A redirected POST arrives without its body.
        redirect: 'error',
        signal: attempt(() => AbortSignal.timeout(30_000)) as AbortSignal,
      });
    } catch {
      // No line, a blocker, or no fetch at all.
    }
    isSending = false;
    unlock();
    // Trouble of the server or of the way there passes; a refusal does not.
    if (/^(?!408|429)[24]/.test(`${response?.status}`)) {
      if (!response?.ok) console.warn('scoville: refused', response?.status, body);
      names.forEach(forget);
      failures = 0;
      return later(0);
    }
    const askedMs = Number(response?.headers.get('retry-after')) * secondMs;
    const waitMs = Math.min(askedMs || secondMs * 2 ** failures * (1 + Math.random() / 4), waitMsMax);
    failures++;
    // The next page knows it too.
    if (response) remember(pause, `${Date.now() + waitMs}`);
    later(waitMs);
  };

  on('online', () => later(0));
  later(gatherMs);

  return {
    add(event) {
      put(queue, event);
      // A retry that is due later takes this one along.
      if (!timer && !isSending) later(gatherMs);
    },
    leave(isLeaving) {
      if (!isLeaving) {
        left = [];
        return later(gatherMs);
      }
      clearTimeout(timer);
      timer = 0;
      unlock();
      for (;;) {
        const { names, body } = take(queue, left);
        // The browser refuses what is too much on its way.
        if (!names[0] || !attempt(() => navigator.sendBeacon(url, body))) return;
        left.push(...names);
        // Without fetch nothing better than this will ever be known.
        if (!window.fetch) names.forEach(forget);
      }
    },
  };
}

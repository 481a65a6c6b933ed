/**
 * Delivery: an event is kept in the browser's storage until the server has said that it has it.
 *
 * A lock keeps two tabs from sending the same events at once. Should that happen, or an answer get lost, the server drops the second one by
 * its `messageId`. One request is on its way at a time and takes the oldest events, also those of earlier pages. On
 * leaving, beacons take what waits, in any order; their outcome is unknown, so the next page sends it again.
 */
import { type Event, put, take } from './queue.ts';
import { attempt, forget, namesOf, on, recall, remember } from './storage.ts';

const waitMsMax = 600_000;

export interface Delivery {
  add(event: Event): void;
  /** Sends by beacon: the page may be gone in a moment. Seen again (false), it confirms what the beacon took. */
  leave(isLeaving: boolean): void;
}

export function openDelivery(host: string, writeKey: string): Delivery {
  const url = `${host}/beacon/v1/batch?writeKey=${writeKey}`;
  const queue = `queue_${writeKey}_`;
  /** Until then nobody sends: a tab is sending, or the server asked for a pause. */
  const pause = `pause_${writeKey}`;
  let timer: ReturnType<typeof setTimeout> | 0 = 0;
  let isSending = false;
  let left: string[] = [];
  let failures = 0;
  /** What this tab keeps the others out by. */
  let lock = '';
  /** Another tab may have been asked for a pause since. */
  const unlock = () => {
    if (recall(pause) === lock) forget(pause);
  };

  /** How long nobody may send. A pause too long was kept by another clock. */
  const pausedMs = () => {
    const ms = +(recall(pause) as string) - Date.now();
    return ms > 0 && ms <= waitMsMax ? ms : 0;
  };

  /** By itself long enough for the calls of one click, short enough to be at once. */
  const later = (ms = 20) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      flush().catch(() => 0);
    }, ms);
  };

  const flush = async (): Promise<void> => {
    if (isSending) return;
    if (pausedMs()) return later(Math.min(pausedMs(), 300));
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
      if (!response?.ok) console.warn('scoville: refused', response, body);
      names.forEach(forget);
      failures = 0;
      return later(0);
    }
    const askedS = +(response?.headers.get('retry-after') as string);
    const waitMs = Math.min(1_000 * (askedS || 2 ** failures * (1 + Math.random() / 4)), waitMsMax);
    failures++;
    // The next page knows it too. Another tab may have been asked for more, and a withdrawal leaves nothing to wait for.
    if (response && pausedMs() < waitMs && namesOf(queue)[0]) remember(pause, `${Date.now() + waitMs}`);
    later(waitMs);
  };

  on('online', () => later(0));
  later();

  return {
    add(event) {
      put(queue, event);
      // A retry that is due later takes this one along.
      if (!timer && !isSending) later();
    },
    leave(isLeaving) {
      if (!isLeaving) {
        left = [];
        return later();
      }
      clearTimeout(timer);
      timer = 0;
      unlock();
      for (;;) {
        const { names, body } = take(queue, left);
        // The browser refuses what is too much on its way.
        if (!names[0] || !attempt(() => navigator.sendBeacon(url, body))) return;
        left.push(...names);
        // Of a server that asked for a pause, once: each time a tab is hidden would be a flood.
        if (pausedMs()) return;
      }
    },
  };
}

/** Sending: what was said within a moment goes together, by beacon; what cannot go waits in storage. */
import { forget, recall, remember } from './storage.ts';

type Event = Record<string, unknown>;

/** Long enough for the calls of one click, short enough to be at once. */
const gatherMs = 20;
const batchEventsMax = 10;
/** Below the 64 KB that all beacons of a page share. */
const beaconBytesMax = 50_000;
const keptEventsMax = 200;

export interface Sender {
  send(event: Event): void;
}

export function createSender(host: string, writeKey: string): Sender {
  const url = `${host}/beacon/v1/batch?writeKey=${encodeURIComponent(writeKey)}`;
  let waiting: Event[] = kept();
  let timer: ReturnType<typeof setTimeout> | undefined;
  forget('queue');

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchEventsMax);
      while (batch.length > 1 && JSON.stringify(batch).length > beaconBytesMax)
        waiting.unshift(batch.pop() as Event);
      deliver(batch);
    }
  };
  const deliver = (batch: Event[]) => {
    const body = JSON.stringify({ batch, sentAt: new Date().toISOString() });
    if (navigator.onLine === false) return keep(batch);
    try {
      if (navigator.sendBeacon?.(url, new Blob([body], { type: 'text/plain' }))) return;
    } catch {
      // Some blockers throw; the request below may still pass.
    }
    fetch(url, { method: 'POST', body, keepalive: true, headers: { 'content-type': 'text/plain' } }).then(
      // A refusal will not change; only a server in trouble is worth coming back to.
      (response) => response.status >= 500 && keep(batch),
      () => keep(batch),
    );
  };

  addEventListener('online', () => {
    waiting = [...kept(), ...waiting];
    forget('queue');
    flush();
  });
  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  if (waiting.length > 0) timer = setTimeout(flush, gatherMs);

  return {
    send: (event) => {
      waiting.push(event);
      if (waiting.length >= batchEventsMax) flush();
      else timer ??= setTimeout(flush, gatherMs);
    },
  };
}

/** Sent again with their own ids, kept events count once however often. */
function keep(events: Event[]): void {
  remember('queue', JSON.stringify([...kept(), ...events].slice(-keptEventsMax)));
}

function kept(): Event[] {
  try {
    const events: unknown = JSON.parse(recall('queue') ?? '[]');
    return Array.isArray(events) ? events : [];
  } catch {
    return [];
  }
}

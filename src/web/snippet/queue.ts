/**
 * The events that wait, oldest first: those of this page, of earlier ones and of other tabs.
 *
 * Every event has a name of its own in the storage, so two tabs never overwrite each other. The names of a queue begin with its own.
 */
import { plain } from './plain.ts';
import { attempt, forget, namesOf, recall, remember } from './storage.ts';

export interface Event {
  /** Also the end of its name in the storage. */
  messageId: string;
  [field: string]: unknown;
}

let lastMs = 0;
let count = 0;

/** An event too large to be sent at all is dropped, and the browser's console says so. The server takes none over 32 KB. */
export function put(queue: string, event: Event): void {
  const text = JSON.stringify(plain(event));
  if (text.length > 32_000) {
    console.warn('scoville: refused', text.length, event);
    return;
  }
  // Two events of one millisecond keep their order.
  lastMs = Math.max(Date.now(), lastMs + 1);
  remember(`${queue}${lastMs}_${event.messageId}`, text);
  // All that waits; the oldest goes first. A site's storage holds 5 MB, and it is not ours.
  let room = 250_000;
  // Reading the storage takes time.
  if (!(count++ % 20))
    for (const name of namesOf(queue).reverse()) {
      room -= `${recall(name)}`.length;
      if (room < 0) forget(name);
    }
}

/** Returns the oldest events that fit into one request, without these. */
export function take(queue: string, without: string[]): { names: string[]; body: string } {
  const names: string[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const name of namesOf(queue)) {
    const text = recall(name);
    if (!text || without.includes(name)) continue;
    length += text.length;
    // A character is 3 bytes at most, and the keepalive requests and beacons of a page share 64 KB.
    if (names[0] && length > 16_000) break;
    // What somebody else wrote there would spoil the whole request.
    if (attempt(() => JSON.parse(text))) texts.push(text);
    names.push(name);
  }
  return { names, body: `{"batch":[${texts}],"sentAt":"${new Date().toISOString()}"}` };
}

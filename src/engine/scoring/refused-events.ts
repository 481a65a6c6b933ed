/** What must not count, as a profile keeps it: the latest of it, and why it earned nothing. */
import { limits } from '../../base/kernel/kernel.ts';
import { type RefusalSign, refusalSigns } from '../../contract/language/language.ts';
import type { RefusedEvent } from './profile-state.ts';

/** The reason of a refusal, by the sign. */
export const refusalInWords: { readonly [Sign in RefusalSign]: string } = {
  head: 'no person: a HEAD request, which shows nobody anything',
  prefetch: 'no person: fetched in advance, before anybody looked',
  'machine-open': 'no person: opened by a machine, as the mail provider says',
  'mail-privacy': "no person: loaded by Apple's mail privacy protection, whether or not anybody looked",
  scanner: 'no person: followed by a program that scans links',
  robot: 'no person: by a robot, as its user agent says',
  driven: 'no person: by a browser that a program drives (navigator.webdriver)',
  speed: `no person: among more than ${limits.pageViewsPerSecondMax} page views or ${limits.profileEventsPerSecondMax} events in one second`,
  denied: 'no consent: denied with the event',
  gpc: 'no consent: sent with Global Privacy Control',
  'server-only': 'not by a server: a public key sent it, and it counts from a secret key alone (serverOnly)',
};

/**
 * The latest of refused events, each hash once, at the latest time it has. Taking the latest of both makes it a union: in
 * whatever order they come, the same ones stay.
 */
export function latestRefusedEvents(events: Iterable<RefusedEvent>): readonly RefusedEvent[] {
  const byHash = new Map<number, RefusedEvent>();
  for (const one of events) {
    const known = byHash.get(one.hash);
    if (known === undefined || compare(one, known) > 0) byHash.set(one.hash, one);
  }
  return [...byHash.values()]
    .sort((a, b) => a.atMs - b.atMs || a.hash - b.hash)
    .slice(-limits.refusedEventsPerProfileMax);
}

/** Above 0 where the first of two records of one event counts: the later; then any that is the same from either side. */
function compare(a: RefusedEvent, b: RefusedEvent): number {
  const signs = refusalSigns.indexOf(a.sign) - refusalSigns.indexOf(b.sign);
  const [one, other] = [JSON.stringify(a.matches), JSON.stringify(b.matches)];
  return a.atMs - b.atMs || signs || (one > other ? 1 : -1);
}

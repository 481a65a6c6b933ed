/** Prospects for the fifty rules: profiles of twenty events over some days, as they lie in the stream, the same for a seed. */

import { eventHashOf, profileIdOf } from '../src/base/kernel/kernel.ts';
import type { ScovilleEvent } from '../src/contract/language/language.ts';
import { randomFrom } from '../test/support/random.ts';
import { payingPaths, payingValues, plainEvents, propertyOf } from './rules-50.ts';

export const eventsPerProfile = 20;

/** Beside what pays, as much that does not; names whose properties count come more often. */
const lookedInto = Object.keys(propertyOf);
const events = [
  ...plainEvents,
  ...lookedInto,
  ...lookedInto,
  ...lookedInto,
  ...'ABCDEFGHIJ'.split('').map((letter) => `Other ${letter}`),
];
const values = [...payingValues, 'mail', 'desk', 'phone', 'backup', 'support'];
const paths = [
  '/',
  ...payingPaths.flatMap((path) =>
    path.endsWith('/**')
      ? ['', '/prices', '/start/first-steps'].map((end) => path.slice(0, -3) + end)
      : [path],
  ),
  ...Array.from({ length: 20 }, (_, index) => `/blog/2026/post-${index}`),
  ...Array.from({ length: 20 }, (_, index) => `/docs/guide-${index}/page`),
];

/** Each profile's events in order, as JSON texts: parsed again for every turn, so no text is cached. */
export function prospects(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const oneOf = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  return Array.from({ length: count }, (_, profile) => {
    const key = `a:visitor-${seed}-${profile}`;
    let atMs = Date.UTC(2026, 2, 2, 9) + Math.floor(random() * 86_400_000);
    const made = Array.from({ length: eventsPerProfile }, (_, index): ScovilleEvent => {
      // Some seconds to some minutes; one time in seven the next visit, up to two days later.
      atMs += Math.floor(random() * (random() < 1 / 7 ? 2 * 86_400_000 : 300_000)) + 2_000;
      const id = `${seed}-${profile}-${index}`;
      const isPage = random() < 0.5;
      const path = oneOf(paths);
      const name = isPage ? '' : oneOf(events);
      const property = propertyOf[name];
      return {
        id,
        hash: eventHashOf(id),
        atMs,
        acceptedAtMs: atMs + 500,
        profile: profileIdOf(key),
        key,
        type: isPage ? 'page' : 'track',
        name,
        path,
        properties: {
          title: `Page ${index}`,
          value: index,
          ...(property !== undefined && { [property]: oneOf(values) }),
        },
        context: { page: { url: `https://www.example.com${path}`, title: `Page ${index}` }, locale: 'en-GB' },
      };
    });
    return JSON.stringify(made);
  });
}

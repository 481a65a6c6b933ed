/** Programmes of few and of many rules in which an event meets the same three, for each way in which rules may differ. */

import { eventHashOf, profileIdOf } from '../src/base/kernel/kernel.ts';
import type { JsonObject, ScovilleEvent } from '../src/contract/language/language.ts';
import { programmeSchema } from '../src/contract/language/programme.ts';
import { type CompiledProgrammes, compileAlone } from '../src/engine/scoring/scoring.ts';

/** What the rules of a programme differ by. A new path is one the programme was never asked about before. */
export const differences = ['event name', 'value of a property', 'path', 'path, each a new one'] as const;
export type Difference = (typeof differences)[number];

/** The two sizes of a programme that are compared. */
export const fewRules = 10;
export const manyRules = 1_000;

/** Rules of every programme that the events meet. */
export const metCount = 3;

/** `count` rules; the events of `eventsFor` meet the first three, whatever the count. */
export function programmeOf(difference: Difference, count: number): CompiledProgrammes {
  const programme = programmeSchema.parse({
    programme: 'many',
    name: `${count} rules`,
    campaign: 'bench',
    timeZone: 'Europe/London',
    visit: { endsAfter: '30 minutes' },
    rules: Array.from({ length: count }, (_, index) => ({
      id: `rule-${index}`,
      label: `Rule ${index}`,
      when: whenOf(difference, index),
      pays: ['every time', 'once a day', 'once a visit'][index % 3],
      points: 1 + (index % 9),
    })),
    ladder: { contactWithin: '24 hours', tiers: [{ name: 'Hot', from: 20 }] },
  });
  return compileAlone(programme, 'bench');
}

function whenOf(difference: Difference, index: number): JsonObject {
  const ruleIndex = index < metCount ? 0 : index;
  switch (difference) {
    case 'event name':
      return { event: `Thing ${ruleIndex} Done` };
    case 'value of a property':
      return { event: 'Product Viewed', properties: { category: `category-${ruleIndex}` } };
    default:
      return { path: ['/area/0/**', '/area/0/*', '/*/0/**'][index] ?? `/area/${index}/**` };
  }
}

let pathsMade = 0;

/** Events a minute apart, of one visitor, each of which meets the first three rules. */
export function eventsFor(difference: Difference, count: number): ScovilleEvent[] {
  const startMs = Date.UTC(2026, 2, 2, 9);
  const events = Array.from({ length: count }, (_, index): ScovilleEvent => {
    const atMs = startMs + index * 60_000;
    const isPage = difference.startsWith('path');
    const isNew = difference === 'path, each a new one';
    return {
      id: `event-${index}`,
      hash: eventHashOf(`event-${index}`),
      atMs,
      acceptedAtMs: atMs + 500,
      profile: profileIdOf('a:visitor'),
      key: 'a:visitor',
      type: isPage ? 'page' : 'track',
      name: isPage ? '' : difference === 'event name' ? 'Thing 0 Done' : 'Product Viewed',
      path: isPage ? `/area/0/leaf-${isNew ? ++pathsMade : index % 20}` : '/',
      properties: { title: 'Somewhere', category: 'category-0', value: index },
    };
  });
  // As they come from the stream: every text a new one, which no table has seen.
  return JSON.parse(JSON.stringify(events)) as ScovilleEvent[];
}

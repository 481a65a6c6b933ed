/** Random histories for random programmes: of the programmes' own small stock of events, at times that meet their bounds. */
import fc from 'fast-check';
import { eventHashOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import type { LanguageEvent } from './language-oracle-match.ts';

/** 2026-03-28 12:00 UTC: London's clocks change the night after, a week begins on the 30th, a month four days on. */
export const languageStartMs = Date.UTC(2026, 2, 28, 12);

const minuteMs = 60_000;

/** The durations that programmes name, and by which times are drawn. */
export const durations: Record<string, number> = {
  '10 minutes': 10 * minuteMs,
  '30 minutes': 30 * minuteMs,
  '1 hour': 60 * minuteMs,
  '5 hours': 300 * minuteMs,
  '1 day': 1_440 * minuteMs,
  '2 days': 2_880 * minuteMs,
};

const durationMs = fc.constantFrom(0, ...Object.values(durations));
const nudgeMs = fc.constantFrom(0, 0, 0, -1, 1);

/** The events that programmes ask for. */
export const names = ['Alpha Done', 'Beta Done', 'Gamma Done'];

/** Some of the words, none of them required. */
export const optional = (
  words: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Record<string, unknown>> => fc.record(words, { requiredKeys: [] });

const properties = optional({
  k: fc.constantFrom('a', 'b', 'c', 'a', 'b'),
  n: fc.constantFrom<unknown>(1, 2, 3, 5, 12, '2', ' 10', 0.25, 'many', [1, 10], ['2', 3]),
  deep: fc.constantFrom({ k: 'a' }, { k: 'b' }),
  q: fc.constantFrom<unknown>(1, 2, 0, '1', 0.5),
  list: fc.constantFrom<unknown>(
    [],
    [{ k: 'a' }],
    [{ k: 'a', q: 2, n: 5 }, { k: 'b' }, { k: 'a' }, 'x'],
    'a',
  ),
}).map((given) => given);

const message = fc.constantFrom('m1', 'm1', 'm2');

const behaviour: fc.Arbitrary<Omit<LanguageEvent, 'messageId' | 'atMs'>> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...names), properties, message)
      .map(([name, given, m]) => ({ type: 'track' as const, name, path: '', properties: { ...given, m } })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom('page' as const, 'page' as const, 'screen' as const),
        fc.constantFrom('', 'Home Page'),
        fc.constantFrom('/', '/blog', '/blog/one', '/Blog/one/more', '/blog/one/two/more', '/other'),
        optional({
          k: fc.constantFrom('a', 'b'),
          utm_source: fc.constantFrom('ads', 'search'),
          url: fc.constantFrom(
            'https://www.example.com/blog?x=1',
            'https://other.example/one/two',
            'https://other.example/app?x=1#/one?y=2',
          ),
        }),
      )
      .map(([type, name, itsPath, given]) => ({ type, name, path: itsPath, properties: given })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('spring sale', 'autumn').map((name) => ({
      type: 'page' as const,
      name: '',
      path: '/other',
      context: { campaign: { name, source: 'mail' } },
    })),
  },
  {
    weight: 2,
    arbitrary: optional({
      title: fc.constantFrom('Boss', 'Clerk', 'The big boss'),
      email: fc.constantFrom('a@gmail.com', 'b@Rival.example', 'c@eu.rival.example', 'd@good.example'),
      company: fc.constantFrom({ employees: 200 }, { employees: 199 }),
    }).map((traits) => ({ type: 'identify' as const, name: '', path: '', traits })),
  },
  {
    weight: 2,
    arbitrary: optional({
      'scoville:leadStatus': fc.constantFrom([], ['New'], ['Working'], ['New', 'Working'], ['Nurture']),
      'scoville:customer': fc.boolean(),
    }).map((traits) => ({ type: 'identify' as const, name: '', path: '', traits, isOwn: true as const })),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'track' as const, name: 'Rare', path: '' }) },
);

/** From 28 March to 28 April in London, whose clocks change between. */
const monthMinutes = 31 * 1_440 - 60;

const gapMs = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 1, 5, 5, 10, 10, 20, 30, 30, 60, 60, 120, 300, 300, 720, 1_440, monthMinutes),
    nudgeMs,
  )
  .map(([minutes, nudge]) => Math.max(0, minutes * minuteMs + nudge));

/** A history within some days; message ids are unique. */
export function languageHistory(eventsMax = 40): fc.Arbitrary<LanguageEvent[]> {
  const one = fc.tuple(behaviour, gapMs, fc.constantFrom(true, true, false));
  return fc.array(one, { maxLength: eventsMax, size: 'max' }).map((drawn) => {
    let atMs = languageStartMs;
    return drawn.map(([what, gap, isPublic], index) => {
      atMs += gap;
      // Who somebody is depends on the order in which pages say it: then order matters.
      const via = isPublic && what.type !== 'identify' && { via: 'public' as const };
      return { ...what, messageId: `m${index}`, atMs, ...via };
    });
  });
}

/** A history that clients can send: what Scoville says itself comes by no door. */
export function sentHistory(eventsMax = 40): fc.Arbitrary<LanguageEvent[]> {
  return languageHistory(eventsMax).map((events) => events.filter(({ isOwn }) => !isOwn));
}

/** How a time is drawn for a history: so long after the event of a place, a millisecond more or less. */
export interface DrawnTime {
  eventIndex: number;
  afterMs: number;
}

export const drawnTime: fc.Arbitrary<DrawnTime> = fc
  .tuple(
    fc.nat(60),
    fc.oneof(
      durationMs,
      fc.constantFrom(monthMinutes, 31 * 1_440).map((m) => m * minuteMs),
      fc.integer({ min: 0, max: 5 * 24 * 60 }).map((m) => m * minuteMs),
    ),
    nudgeMs,
  )
  .map(([eventIndex, ms, nudge]) => ({ eventIndex, afterMs: Math.max(0, ms + nudge) }));

/** A time at which all of the history is past: `after` an event of it, or else its end. */
export function timeIn(events: readonly LanguageEvent[], { eventIndex, afterMs }: DrawnTime): number {
  const endMs = Math.max(languageStartMs, ...events.map(({ atMs }) => atMs));
  const from = events[eventIndex % Math.max(1, events.length)]?.atMs ?? languageStartMs;
  return Math.max(endMs, from + afterMs);
}

/** The event as the door would lay it in the stream. */
export function streamEvent(event: LanguageEvent): ScovilleEvent {
  const { messageId: id, atMs, type, name, path: itsPath } = event;
  const email = event.traits?.['email'];
  const itsKey = typeof email === 'string' ? `e:${email.toLowerCase()}` : 'a:someone';
  return {
    id,
    hash: eventHashOf(id),
    atMs,
    acceptedAtMs: atMs,
    profile: profileIdOf('a:someone'),
    key: event.isOwn ? '' : itsKey,
    type,
    name,
    path: itsPath,
    ...(event.properties && { properties: event.properties as NonNullable<ScovilleEvent['properties']> }),
    ...(event.traits && { traits: event.traits as NonNullable<ScovilleEvent['traits']> }),
    ...(event.via && { via: event.via }),
    ...(event.context && { context: event.context as NonNullable<ScovilleEvent['context']> }),
  };
}

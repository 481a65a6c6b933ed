/** Behaviour in visits: the gap that ends one, its pages and its length. */
import { expect, test } from 'vitest';
import { eventsMax, knownVisits, visitEndsAfterMs, visitsOf } from './visits.ts';

const begin = Date.parse('2026-03-02T10:00:00.000Z');
const event = (afterMs: number, path = '') => ({ at: new Date(begin + afterMs).toISOString(), path });

test.each([
  ['just below', visitEndsAfterMs - 1, 1],
  ['at', visitEndsAfterMs, 1],
  ['just above', visitEndsAfterMs + 1, 2],
])('a gap %s the bound', (_where, gapMs, visits) => {
  expect(visitsOf([event(0), event(gapMs)])).toHaveLength(visits);
});

test('the gap is between neighbours, not to the first: a long visit is one', () => {
  const [visit, ...others] = visitsOf([0, 1, 2, 3].map((index) => event(index * visitEndsAfterMs)));
  expect([visit?.events, visit?.minutes, others.length]).toEqual([4, 90, 0]);
});

test('the latest is first, whatever the order of the events; pages are named once, nothing for none', () => {
  const later = 5 * visitEndsAfterMs;
  const visits = visitsOf([
    event(later, '/price'),
    event(90_000, '/a'),
    event(0, '/b'),
    event(60_000, '/b'),
    event(61_000),
  ]);
  expect(visits.map(({ paths, events, minutes }) => ({ paths, events, minutes }))).toEqual([
    { paths: ['/price'], events: 1, minutes: 0 },
    { paths: ['/b', '/a'], events: 4, minutes: 1 },
  ]);
});

test('nobody who did nothing has a visit', () => {
  expect(visitsOf([])).toEqual([]);
});

/** Two visits: the earlier of all events but one. */
const twoVisits = (events: number) => [
  event(10 * visitEndsAfterMs),
  ...Array.from({ length: events - 1 }, (_, index) => event(index)),
];

test.each([
  ['just below', eventsMax - 1, 2, false],
  ['at', eventsMax, 1, true],
  ['just above', eventsMax + 1, 1, true],
])(
  'with events %s the limit, the earliest visit is shown where it is whole',
  (_where, count, visits, more) => {
    const known = knownVisits(twoVisits(count));
    expect([known.visits.length, known.visits[0]?.events, known.mayBeMore]).toEqual([visits, 1, more]);
  },
);

test('one visit at the limit is shown, and said to be cut', () => {
  const known = knownVisits(Array.from({ length: eventsMax }, (_, index) => event(index)));
  expect([known.visits.length, known.mayBeMore]).toEqual([1, true]);
});

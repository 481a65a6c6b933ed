/** Pages that count apart, by tables with a virtual clock: below, at and above the bound, in each kind of count, sealed or not. */
import { describe, expect, test } from 'vitest';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { fold, sealed } from '../../../test/support/sealing.ts';
import { keyHashOf, limits } from '../../base/kernel/kernel.ts';
import { samenessOf } from './apart.ts';
import { evaluate } from './evaluate.ts';
import { refusalsOf } from './explain.ts';
import { nobody } from './person.ts';

const { dayMs } = limits;
const counting = (count: string, apart = '1 second') =>
  `rules: [{ id: a, label: A, when: { type: track }, count: ${count}, apart: ${apart}, rungs: [{ from: 2, points: 3 }, { from: 3, points: 5 }] }]`;
const life = (count = 'in a visit') => new Life(programmesOf(counting(count)));

describe.each(['in a visit', 'in a day', 'in 7 days', 'in the last 7 days', 'ever'])(
  'counted %s',
  (count) => {
    test.each([
      [0, 0],
      [999, 0],
      [1_000, 3],
      [1_001, 3],
    ])('the same again %i ms later makes %i points', (ms, points) => {
      expect(life(count).track('A').wait(ms).track('A').score).toBe(points);
    });

    test('is apart from the last that counted, and another thing counts at once', () => {
      expect(life(count).track('A').wait(600).track('A').wait(600).track('A').score).toBe(3);
      expect(life(count).track('A').wait(1).track('B').wait(1).track('A').wait(1).track('B').score).toBe(3);
    });

    test('that comes late may take the place of one that counted', () => {
      const one = life(count)
        .wait(dayMs / 24)
        .track('A')
        .wait(1_500)
        .track('A');
      expect(one.score).toBe(3);
      expect(one.track('A', {}, 900).score).toBe(3);
      expect(one.track('A', {}, 2_400).score).toBe(3);
      expect(one.track('A', {}, 2_500).score).toBe(5);
    });
  },
);

test.each(['in a visit', 'in the last 7 days'])(
  'what does not count %s is refused with the reason',
  (count) => {
    const one = life(count).track('A').wait(40).track('A');
    expect(refusalsOf(one.evaluation.refusals)).toMatchObject([
      {
        ...{ rule: 'a', points: 0, reason: 'the same page within 1 second' },
        at: new Date(one.nowMs).toISOString(),
      },
    ]);
  },
);

test('no cut comes between two of one page that count as one', () => {
  const minuteMs = 60_000;
  const { after } = sealed(counting('ever', '1 hour'), [
    ['A', 100 * minuteMs],
    ['A', 60 * minuteMs],
  ]);
  expect(after.matchedEvents.length).toBe(2);
});

test('a tally of sealed events counts them apart', () => {
  const { programmes, programme, after } = sealed(counting('ever'), [
    ['A', 20 * dayMs],
    ['A', 20 * dayMs - 40],
    ['B', 20 * dayMs - 50],
  ]);
  expect(after.matchedEvents).toHaveLength(0);
  expect(after.tallies).toMatchObject([{ key: 0, count: 2 }]);
  const scoreOf = (state = after) => evaluate(state, nobody, programme, mondayNoonMs + dayMs).score;
  expect(scoreOf()).toBe(3_000);
  expect(scoreOf(fold(programmes, [['A', -1]], after))).toBe(5_000);
});

test('no cut divides what counts apart', () => {
  const parts = `visit: { endsAfter: 1 second }\n${counting('in a visit', '1 hour')}`;
  const { after } = sealed(parts, [
    ['A', 3_600_000],
    ['B', 5 * dayMs],
  ]);
  expect(after.matchedEvents).toHaveLength(1);
  const { after: none } = sealed(parts, [['A', 3_600_001]]);
  expect(none.matchedEvents).toHaveLength(0);
});

test.each([
  [{ type: 'page', name: 'Home', path: '/' }, { type: 'page', name: 'Start', path: '/' }, true],
  [{ type: 'page', name: 'Home', path: '' }, { type: 'page', name: 'home', path: '' }, true],
  [{ type: 'page', name: 'Home', path: '' }, { type: 'page', name: 'Start', path: '' }, false],
  [{ type: 'page', name: '', path: '/' }, { type: 'screen', name: '', path: '/' }, false],
  [{ type: 'page', name: '', path: '/a' }, { type: 'page', name: '', path: '/b' }, false],
  [{ type: 'track', name: 'A', path: '/' }, { type: 'track', name: 'B', path: '/' }, false],
  [{ type: 'track', name: 'A', path: '/' }, { type: 'track', name: 'A', path: '/b' }, false],
] as const)('%j and %j: the same is %s', (one, other, isSame) => {
  expect(samenessOf(one) === samenessOf(other)).toBe(isSame);
});

/** Profiles store it: another hash would make a page apart from itself, before and after a start. */
test.each([
  [{ type: 'page', name: 'Home', path: '/held' }, 'page\0\0/held'],
  [{ type: 'screen', name: 'Home', path: '/held' }, 'screen\0\0/held'],
  [{ type: 'page', name: 'Home', path: '' }, 'page\0home\0'],
  [{ type: 'track', name: 'Home', path: '/held' }, 'track\0home\0/held'],
] as const)('what is the same of %j is the hash of %j', (event, text) => {
  expect(samenessOf(event)).toBe(keyHashOf(text));
});

test('a page is the same after a flood of others, and each of these is its own', () => {
  const page = (path: string) => samenessOf({ type: 'page', name: '', path });
  const before = page('/');
  const flood = Array.from({ length: 10_000 }, (_, number) => page(`/flood-${number}`));
  expect(new Set([before, ...flood]).size).toBe(10_001);
  expect(page('/')).toBe(before);
  expect(page('/flood-9999')).toBe(flood[9_999]);
});

test('one that is sealed still stands for those after it that are not apart from it', () => {
  const parts = `rules: [{ id: a, label: A, when: { type: track }, count: in the last 2 days, apart: 2 days, rungs: [{ from: 1, points: 3 }] }]`;
  // The second is in the window and not apart from the first, which is not in it; the third is apart from that one alone.
  const { after, programme, programmes } = sealed(parts, [
    ['A', 2 * dayMs + 60_000],
    ['A', dayMs],
  ]);
  const later = fold(programmes, [['A', 0]], after);
  expect(evaluate(later, nobody, programme, mondayNoonMs - 6 * dayMs).score).toBe(3_000);
});

/** The line of a score: where it and the tiers are drawn, and what is missing to the next one, in words. */
import { expect, test } from 'vitest';
import { curveSize, nextTierInWords, scoreCurve, scoreNow } from './score-curve.ts';

const at = '2026-11-23T10:00:00.000Z';
const scores = (...values: (number | null)[]) => values.map((score) => ({ at, score, tier: 0 }));
const tiers = [
  { tier: 1, name: 'warm', from: 20 },
  { tier: 2, name: 'hot', from: 100 },
];

test('the highest of scores and bounds is at the top, and nothing is below 0', () => {
  expect(scoreCurve({ scores: scores(null, 50, -10), tiers })).toEqual({
    line: `0,53 ${curveSize.width / 2},28 ${curveSize.width},53`,
    tiers: [
      { name: 'warm', y: 43 },
      { name: 'hot', y: 3 },
    ],
  });
  expect(scoreCurve({ scores: scores(200, 0), tiers })?.line).toBe('0,3 240,53');
});

test.each([[null], [scores(1)]])('no line is drawn of %j', (few) =>
  expect(scoreCurve({ scores: few, tiers })).toBeNull(),
);

test.each([
  ['nothing is read yet', undefined, undefined, null],
  ['the history cannot be read', { scores: null }, undefined, null],
  ['the explanation is there first', undefined, { score: 45 }, 45],
  ['the history cannot be read, and the explanation is there', { scores: null }, { score: 45 }, 45],
  ['the history is there first', { scores: scores(20, 40) }, undefined, 40],
  ['the profile was forgotten', undefined, null, null],
  ['it is 0', { scores: null }, { score: 0 }, 0],
  ['it was never computed', { scores: scores(null) }, undefined, null],
])('the score of today where %s', (_what, history, explanation, today) => {
  expect(scoreNow(history, explanation)).toBe(today);
});

test('the next tier in words, with the first way', () => {
  const demo = { label: 'Watched a demo', times: 1 };
  const visits = { label: 'Came back', times: 3 };
  const next = (missing: number, ...ways: { label: string; times: number }[][]) =>
    nextTierInWords({ tierName: 'hot', missing, ways: ways.map((behaviours) => ({ behaviours })) });
  expect(next(15, [demo], [visits])).toEqual({ missing: '15 points to hot', how: 'Watched a demo' });
  expect(next(1, [demo, visits])).toEqual({
    missing: '1 point to hot',
    how: 'Watched a demo, then Came back (3 times)',
  });
  expect(next(7)).toEqual({ missing: '7 points to hot', how: null });
  expect(nextTierInWords(null)).toBeNull();
});

/** Windows of rolling months, by tables with a virtual clock: just before their end, at it, and sealed. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { reasonsOf } from './explain.ts';

const { dayMs } = limits;
const life = (more: string) =>
  new Life(programmesOf(`rules: [{ id: a, label: A, when: { event: A }, ${more} }]`));
/** From 12 January to 12 April at noon: London's clocks go forward between. */
const threeMonthsMs = 90 * dayMs - 3_600_000;

describe.each([
  ['once in 3 months', 'points: 5, pays: once in 3 months', 5, 10],
  ['in 3 months', 'count: in 3 months, rungs: [{ from: 1, points: 5 }, { from: 2, points: 7 }]', 7, 10],
  [
    'in the last 3 months',
    'count: in the last 3 months, rungs: [{ from: 1, points: 5 }, { from: 2, points: 7 }]',
    7,
    5,
  ],
])('%s', (_name, rule, within, after) => {
  test('a millisecond before its end, and at it', () => {
    expect(
      life(rule)
        .track('A')
        .wait(threeMonthsMs - 1)
        .track('A').score,
    ).toBe(within);
    expect(life(rule).track('A').wait(threeMonthsMs).track('A').score).toBe(after);
  });
});

test('what is in the last months ends by the clock', () => {
  const one = life('count: in the last 3 months, rungs: [{ from: 1, points: 5 }]').track('A');
  expect(one.evaluation.nextChangeAtMs).toBe(one.nowMs + threeMonthsMs);
  expect(one.wait(threeMonthsMs - 1).score).toBe(5);
  expect(one.wait(1).score).toBe(0);
});

test('the reasons name months', () => {
  const reason = (more: string) => reasonsOf(life(more).track('A').evaluation.contributions)[0]?.reason;
  expect(reason('points: 5, pays: once in 1 month')).toBe('once in 1 month');
  expect(reason('count: in 2 months, rungs: [{ from: 1, points: 5 }]')).toBe('1 within 2 months');
  expect(reason('count: in the last 2 months, rungs: [{ from: 1, points: 5 }]')).toBe(
    '1 in the last 2 months',
  );
});

test.each([
  [90 * dayMs, 1],
  [93 * dayMs, 0],
])('an event of %i ms before the horizon stays while its window goes on: %i', (ms, kept) => {
  const { after } = sealed(
    'rules: [{ id: a, label: A, when: { event: A }, count: in 3 months, rungs: [{ from: 2, points: 5 }] }]',
    [['A', ms]],
  );
  expect(after.matchedEvents).toHaveLength(kept);
});

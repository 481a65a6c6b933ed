/** What is not as usual in the figures of health: each at its bound and just above it. */
import { expect, test } from 'vitest';
import { isSlow, unusualIn, usualLag, usualSeconds } from './unusual.ts';

const hop = (name: keyof typeof usualSeconds, p95: number | null) => ({
  ...{ hop: name, count: 3, p50: p95, p95, series: [] },
});
const partition = (change: object) => ({
  ...{ partition: 0, lag: 0, historyLag: 0, due: 0, outbox: 0, deadLetters: 0, failingProfiles: 0 },
  ...change,
});

test.each(Object.entries(usualSeconds) as [keyof typeof usualSeconds, number][])(
  '%s is slow above %d s, not at it, and not where nothing came',
  (name, usual) => {
    expect(isSlow(hop(name, usual))).toBe(false);
    expect(isSlow(hop(name, usual + 0.001))).toBe(true);
    expect(isSlow(hop(name, null))).toBe(false);
  },
);

test('entries are unusual above the bound, over all partitions together', () => {
  const at = [partition({ lag: usualLag - 1 }), partition({ lag: 1, historyLag: usualLag })];
  expect(unusualIn({ hops: [], partitions: at })).toEqual([]);
  const above = [partition({ lag: usualLag }), partition({ lag: 1 })];
  expect(unusualIn({ hops: [], partitions: above })).toEqual([
    'Entries to be scored: 101; usual is below 100',
  ]);
});

test('a slow hop is said with what is usual; what is not known is not unusual', () => {
  expect(unusualIn({ hops: [hop('scored', 2.34), hop('relayed', 1)], partitions: null })).toEqual([
    'Accepted → scored took 2.3 s lately; usual is below 250 ms',
  ]);
});

/** The funnel: its steps, their shares, and where a step is not known. */
import { expect, test } from 'vitest';
import { funnelOf } from './funnel.ts';
import type { AskedReport } from './record-links.ts';

const asked: AskedReport = {
  ...{ report: 'campaigns', by: 'campaign', from: '2026-11-01T00:00:00Z', to: null, days: {}, filters: {} },
};
const row = { campaign: 'Spring', profiles: 200, leads: 50, opportunities: 20, won: 5 };
const shares = (given: object, was: object | null = null) =>
  funnelOf({ ...row, ...given }, was && { ...row, ...was }, asked, false).map(
    ({ column, count, before, share, shareBefore }) => [column, count, before, share, shareBefore],
  );

test('each step is a share of the one before, beside that of the other period', () => {
  expect(shares({}, { profiles: 100, won: 10 })).toEqual([
    ['profiles', 200, 100, null, null],
    ['leads', 50, 50, 0.25, 0.5],
    ['opportunities', 20, 20, 0.4, 0.4],
    ['won', 5, 10, 0.25, 0.5],
  ]);
});

test('nothing has no share, and what is not known is no step', () => {
  expect(shares({ leads: 0 })).toEqual([
    ['profiles', 200, null, null, null],
    ['leads', 0, null, 0, null],
    ['opportunities', 20, null, null, null],
    ['won', 5, null, 0.25, null],
  ]);
  expect(shares({ profiles: null }, {}).map(([column, , , share]) => [column, share])).toEqual([
    ['leads', null],
    ['opportunities', 0.4],
    ['won', 0.25],
  ]);
});

test('a step leads to its records, where a list has just these', () => {
  const links = funnelOf(row, null, asked, false).map(({ links }) => links.map(({ path }) => path));
  expect(links).toEqual([[], ['/leads'], ['/opportunities'], ['/opportunities']]);
});

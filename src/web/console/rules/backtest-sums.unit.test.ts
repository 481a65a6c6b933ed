/** Sums of a backtest as its page shows them. */
import { expect, test } from 'vitest';
import type { BacktestResult } from '../../../contract/api/api.ts';
import {
  daysOf,
  inPercent,
  leadsByDay,
  leadsByOwner,
  movedTiers,
  rulesCountedFrom,
} from './backtest-sums.ts';

const crossing = (day: string, owner: string | null, leads: number) => ({ day, owner, leads, tasks: leads });
const side = (...crossings: ReturnType<typeof crossing>[]) => ({
  crossings,
  tiers: [0, 1, 2, 3].map((tier) => ({ tier })),
});
const result = {
  since: '2026-11-27T10:00:00.000Z',
  until: '2026-11-29T10:00:00.000Z',
  before: side(crossing('2026-11-27', 'a@x.example', 2)),
  after: side(crossing('2026-11-27', 'a@x.example', 1), crossing('2026-11-29', null, 3)),
  flows: [
    { from: 0, to: 3, profiles: 4 },
    { from: 1, to: 2, profiles: 2 },
    { from: 2, to: 0, profiles: 1 },
    { from: 2, to: 2, profiles: 9 },
  ],
} as unknown as BacktestResult;

test('people who rise, fall, and reach the highest tier', () => {
  expect(movedTiers(result)).toEqual({ risen: 6, fallen: 1, toTop: 4 });
});

test('leads by day have every day, by owner the one with most first', () => {
  expect(leadsByDay(result)).toEqual([
    { day: '2026-11-27', before: 2, after: 1 },
    { day: '2026-11-28', before: 0, after: 0 },
    { day: '2026-11-29', before: 0, after: 3 },
  ]);
  expect(leadsByOwner(result)).toEqual([
    { owner: null, before: 0, after: 3 },
    { owner: 'a@x.example', before: 2, after: 1 },
  ]);
  expect(leadsByDay({ ...result, before: null })[0]).toEqual({ day: '2026-11-27', before: null, after: 1 });
});

test('days and shares', () => {
  expect([daysOf(result), inPercent(0.1234), inPercent(null)]).toEqual([2, '12.3\u00a0%', '']);
});

test('rules of which the figures count more of the period than what is live', () => {
  const [{ since }, at] = [result, '2026-11-28T00:00:00.000Z'];
  const rules = [
    { rule: 'all', label: 'All', countsFrom: null },
    { rule: 'before', label: 'Before' },
    { rule: 'from-since', label: 'From since', countsFrom: since },
    { rule: 'new', label: 'New', countsFrom: at },
  ];
  const both = { ...result, before: { rules }, after: { rules } } as unknown as BacktestResult;
  expect(rulesCountedFrom(both)).toEqual([{ label: 'New', from: at }]);
  expect(rulesCountedFrom({ ...both, before: null, after: { ...both.after, rules: [] } })).toEqual([]);
  expect(rulesCountedFrom({ ...both, after: { ...both.after, rules: [] } })).toEqual([
    { label: 'New', from: at },
  ]);
});

/** The health of rules: what a marketer should look at, and what she need not. */
import { expect, test } from 'vitest';
import type { RuleDay } from '../../contract/api/api.ts';
import { ruleHealth } from './rule-health.core.ts';

const untilMs = Date.UTC(2026, 10, 30, 12);
const period = { daysCount: 3, untilMs, hasBefore: true };
const rules = ['a', 'b', 'c'].map((id) => ({ id, label: id.toUpperCase() }));

function on(day: number, rule: string, fires: number, points = fires): RuleDay {
  const lastFiredMs = fires === 0 ? null : Date.UTC(2026, 10, day, 9);
  return { rule, day: `2026-11-${day}`, fires, refusals: 1, points, lastFiredMs };
}

function statesOf(days: RuleDay[]): string[] {
  return ruleHealth(rules, days, period).map(({ state }) => state);
}

test('sums are of the period, and those before it are beside them', () => {
  const [a] = ruleHealth(
    rules,
    [on(26, 'a', 4), on(28, 'a', 2, 20), on(30, 'a', 1, 10), on(30, 'b', 1, -30)],
    period,
  );
  expect(a).toEqual({
    ...{ rule: 'a', label: 'A', fires: 3, firesBefore: 4, refusals: 2, points: 30, share: 0.5 },
    ...{ lastFired: '2026-11-30T09:00:00.000Z', daily: [2, 0, 1], state: 'fine' },
  });
});

test('a rule that paid nothing is dead, also where it paid before', () => {
  expect(statesOf([on(26, 'a', 9), on(29, 'b', 1), on(29, 'c', 1)])).toEqual(['dead', 'fine', 'fine']);
});

test('a rule with most of all points dominates, its losses too', () => {
  expect(statesOf([on(29, 'a', 1, -60), on(29, 'b', 1, 30), on(29, 'c', 1, 20)])[0]).toBe('dominating');
});

test('a rule drifts beside the others, not with them', () => {
  const before = [on(26, 'a', 100), on(26, 'b', 100), on(26, 'c', 100)];
  expect(statesOf([...before, on(29, 'a', 20), on(29, 'b', 100), on(29, 'c', 110)])).toEqual([
    'drifting',
    'fine',
    'fine',
  ]);
  expect(statesOf([...before, on(29, 'a', 300), on(29, 'b', 310), on(29, 'c', 290)])).toEqual([
    'fine',
    'fine',
    'fine',
  ]);
});

test('without the whole period before, nothing is compared and nothing drifts', () => {
  const days = [on(29, 'a', 20), on(29, 'b', 100), on(29, 'c', 110)];
  const rows = ruleHealth(rules, days, { ...period, hasBefore: false });
  expect(rows.map(({ fires, firesBefore, state }) => ({ fires, firesBefore, state }))).toEqual([
    { fires: 20, firesBefore: null, state: 'fine' },
    { fires: 100, firesBefore: null, state: 'fine' },
    { fires: 110, firesBefore: null, state: 'fine' },
  ]);
});

test('few fires say nothing', () => {
  expect(statesOf([on(26, 'a', 10), on(29, 'a', 1), on(29, 'b', 1), on(29, 'c', 1)])[0]).toBe('fine');
});

/** Expected leads of a publication: the rate of its backtest, over the time since. */
import { expect, test } from 'vitest';
import type { BacktestResult } from '../../contract/api/api.ts';
import { expectedLeads } from './outlook.core.ts';

const dayMs = 86_400_000;
const result = {
  since: '2026-11-01T00:00:00.000Z',
  until: '2026-11-11T00:00:00.000Z',
  after: { leads: 280 },
  leadsAtOnce: 41,
} as unknown as BacktestResult;

test.each([
  ['at once nobody', 0, false, 0],
  ['half a day brings half of a day', dayMs / 2, false, 14],
  ['a day brings the rate of a day, and more is not waited for', 3 * dayMs, false, 28],
  ['where reps are notified of the change itself, the leads that it opens too', dayMs, true, 69],
])('%s', (_, elapsedMs, notifies, expected) => {
  expect(expectedLeads(result, { elapsedMs, notifies })).toBe(expected);
});

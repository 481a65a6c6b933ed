/** What the command line says. */
import { expect, test } from 'vitest';
import { failingInWords, restoreInWords } from './words.ts';

test('what a restore ended without is shown on the command line', () => {
  const view = { era: 2, reason: 'a test', beganAt: '', endedAt: null, isWhole: true };
  const counts = { found: 1_200, waiting: 0, failed: 2 };
  expect(restoreInWords({ ...view, ...counts, status: 'done' })).toBe(
    'era 2: 1198 profiles restored, 2 cannot be evaluated ("scoville failing-profiles" lists them); a test',
  );
  expect(restoreInWords({ ...view, ...counts, waiting: 3, status: 'running' })).toBe(
    'era 2: 1195 of 1200 profiles restored, 2 cannot be evaluated ("scoville failing-profiles" lists them)',
  );
});

test('failing profiles are listed with their reasons', () => {
  expect(failingInWords([])).toEqual(['every profile can be evaluated']);
  const failing = {
    ...{ profile: 'abc', partition: 3, detail: 'no such version', at: '2026-11-28T12:00:00.000Z' },
    ...{ since: '2026-11-28T11:59:00.000Z', retryAt: '2026-11-28T12:01:00.000Z' },
  };
  expect(failingInWords([{ ...failing, reason: 'unreadable' }])).toEqual([
    'abc  2026-11-28T12:00:00.000Z  next 2026-11-28T12:01:00.000Z  unreadable: no such version',
  ]);
});

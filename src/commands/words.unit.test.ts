/** What the command line says. */
import { expect, test } from 'vitest';
import type { BacktestResult } from '../contract/api/api.ts';
import {
  auditInWords,
  auditProgressInWords,
  backtestInWords,
  failingInWords,
  readingInWords,
  restoreInWords,
} from './words.ts';

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

test('an audit says why profiles, companies and people of companies were left out', () => {
  const none = { checked: 0, mismatched: 0, skipped: 0, mismatches: [] };
  const companies = {
    ...{ checked: 3, mismatched: 0, skipped: 2, mismatches: [] },
    skippedFor: [{ reason: 'it is about to be scored', companies: 2 }],
    peopleSkippedFor: [
      { reason: 'it is archived', people: 2 },
      { reason: 'its stored bytes cannot be read', people: 1 },
    ],
  };
  const skippedFor = [{ reason: 'it is part of another', profiles: 1 }];
  expect(auditInWords({ ...none, checked: 1, skipped: 1, skippedFor, companies })).toEqual([
    '1 profile checked, 0 mismatched, 1 skipped',
    'skipped 1: it is part of another',
    '3 scores of companies checked, 0 mismatched, 2 skipped',
    'skipped 2 of companies: it is about to be scored',
    '2 people of companies not compared: it is archived',
    '1 person of companies not compared: its stored bytes cannot be read',
  ]);
});

test('an audit under way says its reasons as they come, in one line', () => {
  const none = { checked: 0, mismatched: 0, skipped: 0, skippedFor: [], mismatches: [] };
  const companies = { ...none, peopleSkippedFor: [] };
  expect(auditProgressInWords({ ...none, companies })).toBe('0 profiles checked, 0 mismatched, 0 skipped');
  const skippedFor = [{ reason: 'it is archived', profiles: 2 }];
  const ofCompanies = {
    checked: 4,
    skipped: 1,
    skippedFor: [{ reason: 'it is about to be scored', companies: 1 }],
  };
  expect(
    auditProgressInWords({
      ...none,
      checked: 1,
      skipped: 2,
      skippedFor,
      companies: { ...companies, ...ofCompanies },
    }),
  ).toBe(
    '1 profile checked, 0 mismatched, 2 skipped; of companies 4 scores checked, 0 mismatched, 1 skipped; 2: it is archived; 1 of companies: it is about to be scored',
  );
  expect(readingInWords({ eventsRead: 1, eventsTotal: 1 })).toBe('1 of 1 event read');
});

test('a backtest says which rules count less of the history once they are live', () => {
  const of = (rule: string, more: object) => ({ ...{ rule, label: rule, overlap: [], share: 0 }, ...more });
  const rules = [
    of('old', {}),
    of('all', { countsFrom: null }),
    of('new', { countsFrom: '2026-11-30T12:00:00.000Z' }),
  ];
  const quality = { good: 0, junk: 0, precision: null, goodLost: 0, junkSpared: 0 };
  const after = { rules, tiers: [], leads: 0, tasks: 0, quality };
  const result = { before: null, after, moves: [], events: 1, profiles: 1, readSeconds: 0, replaySeconds: 0 };
  const lines = backtestInWords(result as unknown as BacktestResult);
  expect(lines.filter((line) => line.includes('backfill'))).toEqual([
    'counts all events here; live only those since 2026-11-30T12:00:00.000Z, by backfill: new',
  ]);
});

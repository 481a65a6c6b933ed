/** What a process of before says of an audit is shown, and what it does not say breaks no page. */
import { expect, test } from 'vitest';
import type { AuditRunView } from '../../../contract/api/api.ts';
import { wholeOf } from './audit-found.ts';

const sums = { checked: 7, mismatched: 1, skipped: 2 };
const none = { checked: 0, mismatched: 0, skipped: 0, skippedFor: [], peopleSkippedFor: [], mismatches: [] };

test('sums alone, as of an audit under way', () => {
  expect(wholeOf(sums)).toEqual({ ...sums, skippedFor: [], mismatches: [], companies: none });
});

test('companies without what was left out', () => {
  const companies = { ...sums, mismatches: [] } as unknown as AuditRunView['progress']['companies'];
  expect(wholeOf({ ...sums, companies }).companies).toEqual({ ...none, ...sums });
});

test('nothing yet', () => {
  expect(wholeOf(null)).toEqual({ ...wholeOf(sums), checked: 0, mismatched: 0, skipped: 0 });
});

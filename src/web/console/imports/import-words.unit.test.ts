/** An import in words. */
import { expect, test } from 'vitest';
import { importStatuses } from '../../../contract/api/api.ts';
import {
  countsInWords,
  eventCountsInWords,
  isCorrectable,
  isUnderWay,
  percentOf,
  stateInWords,
} from './import-words.ts';

test('every state has words, and none both changes by itself and is corrected', () => {
  for (const status of importStatuses) {
    expect(stateInWords(status)).not.toBe('');
    expect(isUnderWay(status) && isCorrectable(status)).toBe(false);
  }
});

test.each([
  [{ done: 1, of: null }, null],
  [{ done: 0, of: 0 }, 100],
  [{ done: 199, of: 200 }, 99],
])('progress %j is %s per cent', (progress, percent) => expect(percentOf(progress)).toBe(percent));

test('counts leave out what is none', () => {
  const none = { rows: 0, new: 0, changed: 0, unchanged: 0, bad: 0, kept: 0 };
  expect(countsInWords(none)).toBe('0 new');
  expect(countsInWords({ ...none, new: 3, changed: 1, unchanged: 2, bad: 4 })).toBe(
    '3 new, 1 changed, 2 as they were, 4 bad',
  );
});

test('counts of events leave out what is none', () => {
  const none = { lines: 0, events: 0, bad: 0, tooOld: 0, erased: 0, warnings: 0, duplicates: 0 };
  expect(eventCountsInWords(none)).toBe('0 events');
  expect(eventCountsInWords({ ...none, events: 3, bad: 1, warnings: 2 })).toBe(
    '3 events, 1 refused line, 2 warnings',
  );
});

/** Acts on many records in words. */
import { describe, expect, test } from 'vitest';
import type { BulkActView } from '../../../contract/api/api.ts';
import { askedInWords, countedRecords, farInWords, percentDone } from './bulk-words.ts';

const counts = { records: 12, waiting: 0, done: 11, unchanged: 0, refused: 1, undone: 0, kept: 0 };
const act = (status: BulkActView['status'], more: Partial<typeof counts> = {}) => ({
  ...{ list: 'leads' as const, status, counts: { ...counts, ...more } },
});

test('records are counted by what they are', () => {
  expect([countedRecords('people', 1), countedRecords('companies', 1_234)]).toEqual([
    '1 person',
    `${(1_234).toLocaleString()} companies`,
  ]);
});

describe('how far it is', () => {
  test.each<[string, ReturnType<typeof act>, string, number]>([
    ['done', act('done'), '11 of 12 leads changed, 1 refused', 100],
    ['under way', act('running', { done: 5, waiting: 6 }), '5 of 12 leads changed, 1 refused', 50],
    [
      'cancelled',
      act('cancelled', { done: 5, waiting: 6 }),
      '5 of 12 leads changed, 1 refused, 6 not come to',
      50,
    ],
    [
      'so already',
      act('done', { done: 10, unchanged: 1 }),
      '10 of 12 leads changed, 1 were so already, 1 refused',
      100,
    ],
    [
      'being undone',
      act('undoing', { done: 6, undone: 4, kept: 1 }),
      '4 of 11 leads put back, 1 left as they are',
      45,
    ],
    [
      'whose undo was stopped',
      act('cancelled', { done: 6, undone: 4, kept: 1, refused: 1 }),
      '6 of 12 leads changed, 1 refused, 4 put back, 1 left as they are',
      100,
    ],
    ['undone', act('undone', { done: 0, undone: 11 }), '11 of 11 leads put back', 100],
  ])('%s', (_state, given, words, percent) => {
    expect([farInWords(given), percentDone(given)]).toEqual([words, percent]);
  });
});

test.each<[object, string]>([
  [{ owner: 'mia@example.com' }, 'owner: mia@example.com'],
  [{ owner: null }, 'owner: none'],
  [{ stage: 'Won', fields: { budget: true } }, 'stage: Won, budget: yes'],
])('%j is said in words', (change, words) => {
  expect(askedInWords({ change: change as Record<string, unknown>, campaign: null })).toBe(words);
});

test('a campaign is said too', () => {
  expect(askedInWords({ change: null, campaign: 'Spring' })).toBe('added to Spring');
});

/** What is said about two records that may be one. */
import { expect, test } from 'vitest';
import type { MergePreview } from '../../../contract/api/api.ts';
import { isChoice, movesInWords, takenOf } from './duplicate-words.ts';

const field = (name: string, kept: string | null, merged: string | null, stays: 'kept' | 'merged') =>
  ({ field: name, kept, merged, stays }) as MergePreview['fields'][number];

test('what goes over is counted in words, in the order of a sale', () => {
  expect(movesInWords({ tasks: 1, leads: 2, activities: 1200 })).toBe(
    '2 leads, 1 task, 1,200 logged activities',
  );
  expect(movesInWords({ leads: 0 })).toBe('');
  expect(movesInWords({})).toBe('');
});

test('fields are taken that are chosen, or that the kept record lacks', () => {
  const preview = {
    fields: [
      field('name', 'Ada', 'Bea', 'kept'),
      field('phone', null, '+44', 'merged'),
      field('title', 'Dr', 'Ms', 'kept'),
    ],
  } as MergePreview;
  expect(takenOf(preview, {})).toEqual(['phone']);
  expect(takenOf(preview, { title: 'merged' })).toEqual(['phone', 'title']);
});

test('there is a choice where both say something else', () => {
  expect(isChoice(field('name', 'Ada', 'Bea', 'kept'))).toBe(true);
  expect(isChoice(field('name', 'Ada', 'Ada', 'kept'))).toBe(false);
  expect(isChoice(field('name', 'Ada', null, 'kept'))).toBe(false);
  expect(isChoice(field('name', null, 'Bea', 'merged'))).toBe(false);
  expect(isChoice(field('kind', 'customer', 'prospect', 'kept'))).toBe(true);
  expect(isChoice(field('kind', 'prospect', 'customer', 'merged'))).toBe(false);
});

/** Deadlines in words: what a file says is read and written back. */
import { expect, test } from 'vitest';
import { deadlineInWords, deadlineSchema } from './deadline.ts';

test.each([
  ['24 hours', '1 day'],
  ['90 minutes', '90 minutes'],
  ['1.5 hours', '90 minutes'],
  ['30 days', '30 days'],
  ['2 weeks', '14 days'],
  ['0.5 seconds', '0.5 seconds'],
  ['1 working day', '1 working day'],
  ['2 working days', '2 working days'],
  ['1 working hour', '1 working hour'],
  ['1.5 working hours', '1.5 working hours'],
])('%s is %s', (given, words) => {
  expect(deadlineInWords(deadlineSchema.parse(given))).toBe(words);
  expect(deadlineSchema.parse(words)).toEqual(deadlineSchema.parse(given));
});

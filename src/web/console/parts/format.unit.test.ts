/** Dates of cells: the year only where it is another one. */
import { expect, test } from 'vitest';
import { dateInWords, shortDateInWords } from './format.ts';

const nowMs = new Date(2026, 10, 30, 12).getTime();

test('a day or a moment of this year is said without the year', () => {
  expect(shortDateInWords('2026-01-01', nowMs)).not.toContain('26');
  expect(shortDateInWords('2026-12-31', nowMs)).toContain('31');
  const moment = new Date(2026, 0, 1, 0, 0).toISOString();
  expect(shortDateInWords(moment, nowMs)).not.toContain('26');
  expect(shortDateInWords(moment, nowMs).length).toBeLessThan(dateInWords(moment).length);
});

test('one of another year is said by its day, and what is no date stays as it is', () => {
  for (const text of ['2025-12-31', '2027-01-01'])
    expect(shortDateInWords(text, nowMs)).toBe(dateInWords(text));
  expect(shortDateInWords(new Date(2025, 11, 31, 23, 59).toISOString(), nowMs)).toBe(
    dateInWords('2025-12-31'),
  );
  expect(shortDateInWords('soon', nowMs)).toBe('soon');
});

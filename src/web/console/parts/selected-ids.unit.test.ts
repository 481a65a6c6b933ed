/** What is selected of a list: toggled one by one, and from one to another. */
import { describe, expect, test } from 'vitest';
import { rangeOf, toggled } from './selected-ids.ts';

const shown = ['a', 'b', 'c', 'd'];

test('an id is selected, and no longer', () => {
  expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
  expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
});

describe('a range', () => {
  test.each([
    ['downwards', 'b', 'd', ['b', 'c', 'd']],
    ['upwards', 'c', 'a', ['a', 'b', 'c']],
    ['of one', 'b', 'b', ['b']],
    ['from a row that is gone', 'x', 'c', ['c']],
  ])('%s', (_how, from, to, ids) => expect(rangeOf(shown, from, to)).toEqual(ids));
});

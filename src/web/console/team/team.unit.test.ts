/** Absences at their bounds, and work that is reassigned piece by piece. */
import { describe, expect, test } from 'vitest';
import { absenceOf, absenceState } from './absence.ts';
import { reassignEach } from './reassigning.ts';

describe('an absence', () => {
  const away = { from: '2026-12-01T00:00:00.000Z', until: '2026-12-05T00:00:00.000Z' };
  test.each([
    ['2026-11-30T23:59:59.999Z', 'later'],
    ['2026-12-01T00:00:00.000Z', 'now'],
    ['2026-12-04T23:59:59.999Z', 'now'],
    ['2026-12-05T00:00:00.000Z', 'over'],
  ])('at %s is %s', (at, state) => expect(absenceState(away, Date.parse(at))).toBe(state));

  test('is none without one', () => {
    expect([absenceState(null, 0), absenceState(undefined, 0)]).toEqual(['none', 'none']);
  });

  test('begins with its first day and ends with the day of the return', () => {
    const one = absenceOf('2026-12-01', '2026-12-02');
    expect(one && [new Date(one.from).getHours(), new Date(one.until).getDate()]).toEqual([0, 2]);
    expect([absenceOf('2026-12-01', '2026-12-01'), absenceOf('', '2026-12-01')]).toEqual([null, null]);
    expect(absenceOf('2026-12-02', 'soon')).toBeNull();
  });
});

test('one piece that is refused holds no other back', async () => {
  const through: number[] = [];
  const assign = async (piece: number) => {
    if (piece === 2) throw new Error('it is closed');
  };
  const answer = await reassignEach([1, 2, 3], assign, (count) => through.push(count));
  expect(answer).toEqual({ moved: [1, 3], refused: [{ piece: 2, message: 'it is closed' }] });
  expect(through).toEqual([1, 2, 3]);
});

/** Snoozes: their choices by the hours of a user, in any zone; and each bound of a snooze at it, just below and just above. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import type { WorkingTime } from '../../base/time/time.ts';
import { bordersOf, requireSnooze, type Snoozed, snoozeChoices } from './snooze.core.ts';

const workingTime: WorkingTime = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  hours: { fromMinute: 9 * 60, untilMinute: 17 * 60 + 30 },
  holidays: ['2026-12-25'],
};
const london = { workingTime, timeZone: 'Europe/London' };
const at = (text: string) => Date.parse(text);
const choicesAt = (text: string, hours = london) =>
  snoozeChoices(hours, at(text)).map(({ when, until }) => [when, until]);

describe('the choices', () => {
  test.each<[string, string, [string, string][]]>([
    [
      'on a Monday morning',
      '2026-11-23T08:00:00Z',
      [
        ['this afternoon', '2026-11-23T13:00:00.000Z'],
        ['tomorrow', '2026-11-24T09:00:00.000Z'],
        ['next week', '2026-11-30T09:00:00.000Z'],
      ],
    ],
    [
      'one millisecond before noon',
      '2026-11-23T11:59:59.999Z',
      [
        ['this afternoon', '2026-11-23T13:00:00.000Z'],
        ['tomorrow', '2026-11-24T09:00:00.000Z'],
        ['next week', '2026-11-30T09:00:00.000Z'],
      ],
    ],
    [
      'from noon on there is no "this afternoon"',
      '2026-11-23T12:00:00Z',
      [
        ['tomorrow', '2026-11-24T09:00:00.000Z'],
        ['next week', '2026-11-30T09:00:00.000Z'],
      ],
    ],
    [
      'on a Friday the next working day is next week',
      '2026-11-27T15:00:00Z',
      [['next week', '2026-11-30T09:00:00.000Z']],
    ],
    [
      'before a holiday that is followed by a weekend',
      '2026-12-24T15:00:00Z',
      [['next week', '2026-12-28T09:00:00.000Z']],
    ],
    [
      'on a Saturday morning nobody works in the afternoon',
      '2026-11-28T09:00:00Z',
      [['next week', '2026-11-30T09:00:00.000Z']],
    ],
    ['over the end of summer time', '2026-10-23T15:00:00Z', [['next week', '2026-10-26T09:00:00.000Z']]],
  ])('%s', (_when, now, expected) => expect(choicesAt(now)).toEqual(expected));

  test('are by the wall clock of the user', () => {
    expect(choicesAt('2026-11-23T20:00:00Z', { workingTime, timeZone: 'America/New_York' })).toEqual([
      ['tomorrow', '2026-11-24T14:00:00.000Z'],
      ['next week', '2026-11-30T14:00:00.000Z'],
    ]);
  });

  test('are none where a user never works', () => {
    const never = { ...workingTime, days: ['Friday' as const], holidays: [] };
    const until = { ...never, hours: { fromMinute: 0, untilMinute: 60 } };
    expect(choicesAt('2026-11-23T08:00:00Z', { workingTime: until, timeZone: 'UTC' })).toEqual([
      ['tomorrow', '2026-11-27T00:00:00.000Z'],
      ['next week', '2026-12-04T00:00:00.000Z'],
    ]);
  });
});

test.each([
  ['2026-11-22T23:59:59.999Z', '2026-11-23T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
  ['2026-11-29T12:00:00.000Z', '2026-11-30T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
])('at %s tomorrow begins at %s and next week at %s', (now, tomorrow, nextWeek) => {
  expect(bordersOf('Europe/London', at(now))).toEqual({ tomorrowMs: at(tomorrow), nextWeekMs: at(nextWeek) });
});

describe('a snooze', () => {
  const nowMs = at('2026-11-23T12:00:00Z');
  const task: Snoozed = { status: 'Open', owner: 'ada@x.com', dueAtMs: nowMs + 1_000, isPromised: true };
  const tried = (change: Partial<Snoozed>, untilMs: number) => {
    try {
      requireSnooze({ ...task, ...change }, untilMs, nowMs);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  test.each<[string, Partial<Snoozed>, number, RegExp | null]>([
    ['until the promised deadline', {}, task.dueAtMs, null],
    ['just before it', {}, task.dueAtMs - 1, null],
    ['just after it', {}, task.dueAtMs + 1, /is a promise; expected a time until 2026-11-23T12:00:01.000Z/],
    ['after a deadline of the rep’s own', { isPromised: false }, task.dueAtMs + 1, null],
    ['until now', { isPromised: false }, nowMs, /expected a time from now on, at most 90 days/],
    ['just after now', { isPromised: false }, nowMs + 1, null],
    ['as long as it may', { isPromised: false }, nowMs + limits.snoozeMsMax, null],
    ['longer than it may', { isPromised: false }, nowMs + limits.snoozeMsMax + 1, /at most 90 days away/],
    ['of what is overdue and promised', { dueAtMs: nowMs - 1 }, nowMs + 1, /is a promise/],
    ['of what is done', { status: 'Complete' }, nowMs + 1, /is complete; only an open task/],
    ['of the queue', { owner: null }, nowMs + 1, /claim it first/],
  ])('%s', (_what, change, untilMs, refused) => {
    const said = tried(change, untilMs);
    if (refused === null) expect(said).toBeNull();
    else expect(said).toMatch(refused);
  });
});

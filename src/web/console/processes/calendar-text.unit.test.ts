/** Calendars as fields of a text, and their edits: what is not edited stays, to the letter. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CalendarChange, calendarOf, weekDays, withCalendar } from './calendar-text.ts';

const rulesFile = (path: string) =>
  readFileSync(new URL(`../../../../rules/${path}`, import.meta.url), 'utf8');
const emea = rulesFile('pipelines/emea.yaml');
const escalation = rulesFile('sales/escalation.yaml');
const inOneLine = 'timeZone: UTC\nworkingTime: { days: [Monday], hours: 09:00-17:00 } # ours\nsteps: []\n';

/** The lines of the first text that the second lacks, and the other way round. */
const differing = (one: string, other: string) => {
  const [before, after] = [one.split('\n'), other.split('\n')];
  return [before.filter((line) => !after.includes(line)), after.filter((line) => !before.includes(line))];
};

test.each([
  ['a process', emea, 16],
  ['the escalation', escalation, 0],
])('the shipped text of %s has its calendar', (_of, text, holidays) => {
  const calendar = calendarOf(text);
  expect(calendar).toMatchObject({ timeZone: 'Europe/London', workingTime: { from: '09:00', to: '17:30' } });
  expect(calendar?.workingTime?.days).toEqual(weekDays.slice(0, 5));
  expect(calendar?.workingTime?.holidays).toHaveLength(holidays);
});

test.each<[string, CalendarChange, string[][]]>([
  ['hours', { from: '08:00', to: '16:00' }, [['  hours: 09:00-17:30'], ['  hours: 08:00-16:00']]],
  [
    'days, in the order of the week',
    { days: ['Saturday', 'Monday'] },
    [['  days: [Monday, Tuesday, Wednesday, Thursday, Friday]'], ['  days: [Monday, Saturday]']],
  ],
  ['the zone', { timeZone: 'Europe/Berlin' }, [['timeZone: Europe/London'], ['timeZone: Europe/Berlin']]],
  ['no holiday', { holidays: calendarOf(emea)?.workingTime?.holidays ?? [] }, [[], []]],
])('an edit of %s changes its line alone', (_what, change, lines) => {
  expect(differing(emea, withCalendar(emea, change))).toEqual(lines);
});

test('a holiday that comes has a line in its place, one that goes takes its line along, and comments stay', () => {
  const days = calendarOf(emea)?.workingTime?.holidays ?? [];
  const kept = days.filter((day) => day !== '2026-12-25');
  const edited = withCalendar(emea, { holidays: [...kept, '2026-12-24'] });
  expect(differing(emea, edited)).toEqual([['    - 2026-12-25'], ['    - 2026-12-24']]);
  expect(edited).toContain('holidays: # England');
  expect(calendarOf(edited)?.workingTime?.holidays).toEqual([...kept, '2026-12-24'].sort());
});

test('the first holidays are written behind the hours, also within one line; all of them can go again', () => {
  const christmas: CalendarChange = { holidays: ['2026-12-25'] };
  for (const text of [escalation, inOneLine]) {
    const edited = withCalendar(text, christmas);
    expect(calendarOf(edited)?.workingTime?.holidays).toEqual(['2026-12-25']);
    expect(calendarOf(withCalendar(edited, { holidays: [] }))?.workingTime?.holidays).toEqual([]);
  }
  expect(withCalendar(inOneLine, christmas)).toContain('holidays: [2026-12-25] } # ours');
});

test('a text without working time, and one that is no YAML, stay as they are', () => {
  expect(calendarOf('timeZone: UTC\n')).toEqual({ timeZone: 'UTC', workingTime: null });
  for (const text of ['a: [', 'workingTime: 3\n', 'workingTime: { days: Monday, hours: all }\n'])
    expect([calendarOf(text), withCalendar(text, { timeZone: 'UTC' })]).toEqual([null, text]);
  expect(withCalendar('timeZone: UTC\n', { days: ['Monday'] })).toBe('timeZone: UTC\n');
});

const day = fc
  .integer({ min: 0, max: 3_000 })
  .map((add) => new Date(Date.UTC(2026, 0, 1 + add)).toISOString().slice(0, 10));
const change = fc.oneof(
  fc.record({ holidays: fc.array(day, { maxLength: 6 }) }),
  fc.record({ days: fc.subarray([...weekDays], { minLength: 1 }) }),
  fc.constantFrom({ from: '08:00', to: '12:30' }, { from: '00:00', to: '24:00' }),
  fc.constantFrom({ timeZone: 'UTC' }, { timeZone: 'America/New_York' }),
);

test('any edits one after the other read back as what they said, and change nothing but the calendar', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(emea, escalation, inOneLine),
      fc.array(change, { maxLength: 5 }),
      (text, changes) => {
        let edited = text;
        for (const one of changes) {
          edited = withCalendar(edited, one);
          const { timeZone, workingTime } = calendarOf(edited) ?? {};
          const said = { timeZone, ...workingTime };
          for (const [field, value] of Object.entries(one)) {
            const wanted = field === 'holidays' ? [...new Set(value as string[])].sort() : value;
            expect(said[field as keyof typeof said]).toEqual(wanted);
          }
        }
        const rest = (of: string) => of.slice(of.search(/^(?:lanes|steps):/m));
        expect(rest(edited)).toBe(rest(text));
      },
    ),
    { numRuns: 25 },
  );
});

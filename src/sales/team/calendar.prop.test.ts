/** Calendars against another reader of the format, `ical.js`: it reads back what was written, whatever people wrote. */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { type Calendar, type CalendarEvent, calendarText, folded, holdable } from './calendar.core.ts';

const startMs = Date.parse('2026-11-23T12:00:00Z');
const octets = (line: string) => new TextEncoder().encode(line).length;

const event = (change: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'tk_1@scoville',
  sequence: 3,
  changedAtMs: startMs,
  atMs: startMs + 3_600_000,
  alarmBeforeMs: 7_200_000,
  summary: 'Contact Ada',
  description: 'Ada\nCampaign: Spring',
  url: 'https://crm.example/leads/ld_1',
  ...change,
});
const calendar = (change: Partial<Calendar> = {}): Calendar => ({
  name: 'Scoville: Rep',
  description: 'Open tasks.',
  refreshMs: 900_000,
  events: [event()],
  ...change,
});

/** Text as people write it, and as they should not. */
const anything = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('\\', '\\n', ';', ',', ':', '"', '\n', '\r', '\t', ' ', 'é', '🌶️', 'N') }),
  fc.constantFrom(
    'BEGIN:VCALENDAR',
    'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged',
    'x\n ATTACH:http://evil.example',
    '\\n is not a line end',
    `${'🌶️'.repeat(5_000)}`,
    'a'.repeat(10_000),
    '',
  ),
);

describe('a calendar is read back', () => {
  test(
    'with exactly its texts, its times and no event more, in lines of 75 octets at most',
    () => {
      fc.assert(
        fc.property(
          anything,
          fc.array(fc.tuple(anything, anything, fc.integer({ min: 1, max: 2 ** 31 - 1 })), { maxLength: 4 }),
          (name, texts) => {
            const events = texts.map(([summary, description, number], index) =>
              event({ uid: `tk_${index}@scoville`, summary, description, sequence: number }),
            );
            const text = calendarText(calendar({ name, description: name, events }));
            for (const line of text.split('\r\n')) expect(octets(line)).toBeLessThanOrEqual(75);
            expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
            // `ical.js` knows neither name of a calendar; given that they are TEXT, it reads them as such.
            const typed = text.replace(/^(NAME|X-WR-CALNAME):/gm, '$1;VALUE=TEXT:');
            const component = new ICAL.Component(ICAL.parse(typed));
            expect(component.getFirstPropertyValue('name')).toBe(holdable(name));
            expect(component.getFirstPropertyValue('x-wr-calname')).toBe(holdable(name));
            expect(component.getFirstPropertyValue('description')).toBe(holdable(name));
            const read = component.getAllSubcomponents().map((one) => new ICAL.Event(one));
            expect(
              read.map(({ uid, sequence, summary, description }) => [uid, sequence, summary, description]),
            ).toEqual(
              events.map((one) => [one.uid, one.sequence, holdable(one.summary), holdable(one.description)]),
            );
          },
        ),
        runs(300),
      );
    },
    lawTimeoutMs,
  );

  test('with everything a reader needs', () => {
    const component = new ICAL.Component(ICAL.parse(calendarText(calendar())));
    expect(component.name).toBe('vcalendar');
    expect(String(component.getFirstPropertyValue('refresh-interval'))).toBe('PT15M');
    expect(component.getFirstPropertyValue('x-published-ttl')).toBe('PT15M');
    const [read] = component.getAllSubcomponents('vevent');
    if (read === undefined) throw new Error('no event');
    const value = (name: string) => String(read.getFirstPropertyValue(name));
    expect(value('dtstart')).toBe('2026-11-23T13:00:00Z');
    expect(value('dtstamp')).toBe('2026-11-23T12:00:00Z');
    expect(value('duration')).toBe('PT15M');
    expect(value('status')).toBe('CONFIRMED');
    expect(value('url')).toBe('https://crm.example/leads/ld_1');
    const alarm = read.getFirstSubcomponent('valarm');
    expect(alarm?.getFirstPropertyValue('action')).toBe('DISPLAY');
    expect(String(alarm?.getFirstPropertyValue('trigger'))).toBe('-PT120M');
    expect(alarm?.getFirstPropertyValue('description')).toBe('Contact Ada');
  });
});

describe('a line', () => {
  test.each([
    ['below 75 octets', 'a'.repeat(74), ['a'.repeat(74)]],
    ['at 75 octets', 'a'.repeat(75), ['a'.repeat(75)]],
    ['above 75 octets', 'a'.repeat(76), ['a'.repeat(75), ' a']],
    ['of two full pieces', 'a'.repeat(149), ['a'.repeat(75), ` ${'a'.repeat(74)}`]],
    ['above two full pieces', 'a'.repeat(150), ['a'.repeat(75), ` ${'a'.repeat(74)}`, ' a']],
    ['whose 75th octet is within é', `${'a'.repeat(74)}é`, ['a'.repeat(74), ' é']],
    ['whose 75th octet ends é', `${'a'.repeat(73)}é`, [`${'a'.repeat(73)}é`]],
    ['whose 75th octet is within 🌶', `${'a'.repeat(72)}🌶`, ['a'.repeat(72), ' 🌶']],
    ['of nothing', '', ['']],
  ])('%s', (_what, line, pieces) => {
    expect(folded(line).split('\r\n')).toEqual(pieces);
  });
});

describe('what a calendar can hold', () => {
  test.each([
    ['as it is', 'Ada 🌶️ \\ ; , : "\t\n', 'Ada 🌶️ \\ ; , : "\t\n'],
    ['line ends in one form', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['no control characters', 'a\u0000b\u001bc\u007fd\u0085e', 'abcde'],
    ['no halves of characters', 'a\ud83cb', 'a\ufffdb'],
  ])('%s', (_what, given, held) => {
    expect(holdable(given)).toBe(held);
  });
});

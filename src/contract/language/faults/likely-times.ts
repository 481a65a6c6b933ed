/** The terms of times: what people write for `30 minutes`, and what they meant. */
import { deadlineSchema, durationOf, durationSchema, timeZoneSchema } from '../../../base/time/time.ts';
import { nearest } from './nearest.ts';
import { numberIn } from './numbers.ts';
import { ownEntry } from './own-entry.ts';
import { type Correction, terms, written } from './terms.ts';

/** Units by what people write; those that the language does not have with the days that stand for one. */
const units: Record<string, string> = {
  ...{ s: 'second', sec: 'second', secs: 'second', second: 'second', seconds: 'second' },
  ...{ m: 'minute', min: 'minute', mins: 'minute', minute: 'minute', minutes: 'minute' },
  ...{ h: 'hour', hr: 'hour', hrs: 'hour', hour: 'hour', hours: 'hour' },
  ...{ d: 'day', day: 'day', days: 'day' },
  ...{ w: 'week', wk: 'week', wks: 'week', week: 'week', weeks: 'week' },
};
const daysOf: Record<string, number> = {
  ...{ fortnight: 14, mo: 30, mon: 30, month: 30, quarter: 90, q: 90, y: 365, yr: 365, year: 365 },
};
const longUnits: Record<string, string> = { mo: 'month', mon: 'month', q: 'quarter', y: 'year', yr: 'year' };
const why: Record<string, string> = {
  month: 'months differ in length',
  quarter: 'quarters differ in length',
  year: 'years differ in length',
};

interface Span {
  amount: number;
  unit: string;
  why?: string;
}

/** Returns what a text that is no time says of one: `30 mins`, `6 months`, `a week`, `1h`; null where it says none. */
function spanIn(text: string): Span | null {
  const plain = text
    .toLowerCase()
    .trim()
    .replace(/,(?=\d)/, '.')
    .replace(/\s+/g, ' ');
  const parts =
    /^(?:for |in |within |after )?([\d.]+|half an?|[a-z]+)[ -]?(working |business |calendar )?([a-z]+)\.?$/.exec(
      plain,
    );
  if (parts === null) return null;
  const amount = numberIn(parts[1] ?? '');
  const unit = unitIn(parts[3] ?? '');
  if (amount === null || !(amount > 0) || unit === null) return null;
  const isWorking = parts[2] === 'working ' || parts[2] === 'business ';
  const days = ownEntry(daysOf, unit);
  if (days === undefined) return { amount, unit: isWorking ? `working ${unit}` : unit };
  const reason = ownEntry(why, unit);
  return { amount: amount * days, unit: 'day', ...(reason !== undefined && { why: reason }) };
}

function unitIn(text: string): string | null {
  const known = ownEntry(units, text);
  if (known !== undefined) return known;
  const single = text.replace(/s$/, '');
  const long = ownEntry(longUnits, single) ?? single;
  if (ownEntry(daysOf, long) !== undefined) return long;
  // A slip of one letter in a word of three is another word.
  const near = text.length < 4 ? null : nearest(text, [...Object.keys(units), ...Object.keys(daysOf)]);
  return near === null ? null : (ownEntry(units, near) ?? near);
}

const spanInWords = ({ amount, unit }: Span) =>
  `${Number(amount.toFixed(3))} ${unit}${amount === 1 ? '' : 's'}`;

/** Returns the time that a value was likely meant to be, without the words of working time; null where none is likely. */
export function likelyTime(value: unknown): Correction | null {
  if (typeof value === 'number' && value > 0)
    return { instead: `${value} minutes`, why: 'a number alone has no unit' };
  if (typeof value !== 'string') return null;
  if (/^[\d.]+$/.test(value.trim()))
    return { instead: `${value.trim()} minutes`, why: 'a number alone has no unit' };
  const span = spanIn(value);
  if (span === null) return null;
  const isOfWork = span.unit.startsWith('working ');
  const clock = { ...span, unit: span.unit.replace('working ', '') };
  const instead = spanInWords(clock);
  if (durationOf(instead) === null) return null;
  const reason = isOfWork ? 'working time counts for deadlines alone' : span.why;
  return { instead, ...(reason !== undefined && { why: reason }) };
}

/** Returns the deadline that a value was likely meant to be, in working time where it says so. */
function likelyDeadline(value: unknown): Correction | null {
  const span = typeof value === 'string' ? spanIn(value) : null;
  if (span?.unit.startsWith('working ')) return { instead: spanInWords(span) };
  return likelyTime(value);
}

/** Zones that people call by a place or letters that are none of the list. */
const zonesCalled: Record<string, string> = {
  ...{ bst: 'Europe/London', uk: 'Europe/London', england: 'Europe/London', germany: 'Europe/Berlin' },
  ...{
    france: 'Europe/Paris',
    cest: 'Europe/Berlin',
    pst: 'America/Los_Angeles',
    pdt: 'America/Los_Angeles',
  },
  ...{ edt: 'America/New_York', cdt: 'America/Chicago', mdt: 'America/Denver', munich: 'Europe/Berlin' },
};

function likelyZone(value: unknown): Correction | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const called = ownEntry(zonesCalled, text.toLowerCase());
  if (called !== undefined) return { instead: called };
  const zones = Intl.supportedValuesOf('timeZone');
  const city = text.split(/[/,]/).at(-1)?.trim().replaceAll(' ', '_').toLowerCase();
  const named = zones.find((zone) => zone.split('/').at(-1)?.toLowerCase() === city);
  const found = named ?? nearest(text, zones);
  return found === null || found === undefined ? null : { instead: written(found) };
}

const timesOf = 'a number above 0 and seconds, minutes, hours, days or weeks (four years at most)';

terms.add(durationSchema, { expected: `a time such as "30 minutes": ${timesOf}`, likely: likelyTime });
terms.add(deadlineSchema, {
  expected: 'a time such as "24 hours", "8 working hours" or "2 working days"',
  likely: likelyDeadline,
});
terms.add(timeZoneSchema, {
  expected: 'a time zone of the IANA list, such as "Europe/London" or "UTC"',
  likely: likelyZone,
});

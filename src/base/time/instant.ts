/** Moments as clients send them: ISO 8601 in the form of RFC 3339, or numbers since 1970. Nothing is guessed. */
import { limits } from '../kernel/kernel.ts';

/** Numbers below are seconds, others milliseconds: as seconds it is the year 5138, as milliseconds March 1973. */
const secondsBelow = 1e11;

/** Beyond the six bytes that a state keeps for a time there is no date anyone means. */
const mostMs = 2 ** 48;

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Valid times, but for 29 February, of the form that nearly every client sends: `2026-01-31T12:00:00.000Z`. */
const usualIso =
  /^[1-9]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * The moment in a value, ms since the epoch; null where it is none. A text without a zone is in UTC, and a date begins at midnight.
 * Digits alone are the number they say.
 */
export function instantIn(value: unknown): number | null {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string' || value.length > limits.timeLengthMax) return null;
  const text = value.trim();
  if (usualIso.test(text)) return ofUsualIso(text);
  return /^\d{9,15}$/.test(text) ? ofNumber(Number(text)) : ofIso(text);
}

function ofNumber(value: number): number | null {
  if (!(value >= 0 && value < mostMs)) return null;
  if (value >= secondsBelow) return Math.trunc(value);
  return Number.isInteger(value) ? value * limits.secondMs : null;
}

const zero = 0x30;

/** In a quarter of the time of any other form: every event has one. */
function ofUsualIso(text: string): number {
  const part = (from: number, to: number) => {
    let number = 0;
    for (let at = from; at < to; at++) number = 10 * number + text.charCodeAt(at) - zero;
    return number;
  };
  return (
    Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10)) +
    part(11, 13) * limits.hourMs +
    part(14, 16) * limits.minuteMs +
    part(17, 19) * limits.secondMs +
    part(20, 23)
  );
}

function ofIso(text: string): number | null {
  const found = iso.exec(text);
  if (found === null) return null;
  const part = (index: number) => Number(found[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const milliseconds = Number(`${found[7] ?? ''}000`.slice(0, 3));
  const offsetMs = offsetOf(found[8]);
  if (month < 1 || month > 12 || day < 1) return null;
  if (day > daysOfAll && day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 60 || offsetMs === null) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A leap second is the end of its minute.
  if (second === 60) date.setUTCHours(hour, minute, 59, 999);
  else date.setUTCHours(hour, minute, second, milliseconds);
  return date.getTime() - offsetMs;
}

/** Of a zone such as `Z`, `+02`, `+0200` and `+02:00`, ms; null beyond a day. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * limits.hourMs + minutes * limits.minuteMs);
}

/** Days that every month has need no calendar. */
const daysOfAll = 28;

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

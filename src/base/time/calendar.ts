/** Calendar days, weeks, months and quarters in a time zone, as whole numbers, for what is paid or capped once in each. */
import type { Period } from './period.ts';
import { type Weekday, weekdays } from './working-hours.ts';

const dayMs = 86_400_000;
/** Zones change their offset at whole quarters of an hour, so one look-up serves a quarter. */
const quarterMs = 900_000;
/** Quarters remembered for one zone: some seven months of them. */
const quartersMax = 20_000;

/** From a time to the number of its calendar period in a zone; periods that follow each other have rising numbers. */
export type Calendar = Record<Exclude<Period, 'visit'>, (atMs: number) => number> & {
  /** The same day of the month at the same time, so many months later; see `dayAfter`. */
  monthsAfter: (atMs: number, months: number) => number;
};

/**
 * Days count from 1970-01-01 there, weeks from Monday 1969-12-29 (ISO weeks), months and quarters from January of the year 0. A quarter
 * begins with January, April, July and October.
 */
export function calendarOf(timeZone: string): Calendar {
  const zone = zoneOf(timeZone);
  const { dayOf: day } = zone;
  const monthOfDay = remembered(monthOf);
  const month = (atMs: number) => monthOfDay(day(atMs));
  /** By how many months: rules have windows of their own. */
  const later = new Map<number, (day: number) => DayAfter>();
  return {
    ...{ day, week: (atMs) => Math.floor((day(atMs) + 3) / 7) },
    ...{ month, quarter: (atMs) => Math.floor(month(atMs) / 3) },
    monthsAfter: (atMs, months) => {
      let ofDay = later.get(months);
      if (ofDay === undefined) {
        ofDay = remembered((today) => dayAfter(zone, today, months));
        later.set(months, ofDay);
      }
      const { begunMs, thenMs, endMs } = ofDay(day(atMs));
      return Math.min(thenMs + atMs - begunMs, endMs);
    },
  };
}

/** What something is of a day. That of the last one asked for is known: thousands of times are asked for in order. */
function remembered<Value>(of: (day: number) => Value): (day: number) => Value {
  let last: { day: number; value: Value } | null = null;
  return (day) => {
    if (last === null || last.day !== day) last = { day, value: of(day) };
    return last.value;
  };
}

/** Where a day comes to, so many months later, ms: when it begins, when that day does, and the latest of that. */
interface DayAfter {
  begunMs: number;
  thenMs: number;
  endMs: number;
}

/**
 * A time comes to the same day of the month, so many months later, as long after its midnight. Where that month has no such day, or that
 * day is shorter, it is the end of it. So a later time never gives an earlier one.
 */
function dayAfter({ instantOf }: Zone, day: number, months: number): DayAfter {
  const date = new Date(day * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const then = Date.UTC(year, month, date.getUTCDate());
  if (new Date(then).getUTCDate() !== date.getUTCDate()) {
    const endMs = instantOf(Date.UTC(year, month + 1, 1));
    return { begunMs: Number.NEGATIVE_INFINITY, thenMs: endMs, endMs };
  }
  return { begunMs: instantOf(day * dayMs), thenMs: instantOf(then), endMs: instantOf(then + dayMs) };
}

/** A time zone's wall clock. */
export interface Zone {
  /** The number of the calendar day there, from 1970-01-01. */
  dayOf: (atMs: number) => number;
  /**
   * The time at which the wall clock shows `wallMs` (ms since 1970-01-01 00:00 there). Where it does so twice, the first one;
   * where it never does, as far after the gap.
   */
  instantOf: (wallMs: number) => number;
}

const zones = new Map<string, Zone>();

export function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    const offsetAt = offsets(timeZone);
    zone = {
      dayOf: (atMs) => Math.floor((atMs + offsetAt(atMs)) / dayMs),
      instantOf: (wallMs) => {
        // Of the offsets around, the greater gives the earlier of two times; one that does not fit itself is of a gap.
        const before = offsetAt(wallMs - dayMs);
        const after = offsetAt(wallMs + dayMs);
        const fitting = [Math.max(before, after), Math.min(before, after)].find(
          (offset) => offsetAt(wallMs - offset) === offset,
        );
        return wallMs - (fitting ?? before);
      },
    };
    zones.set(timeZone, zone);
  }
  return zone;
}

/** From a time to the zone's offset from UTC, ms. */
function offsets(timeZone: string): (atMs: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  // Asked for times in order, mostly: the next is often of the same quarter.
  let last = { quarter: Number.NaN, offsetMs: 0 };
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    if (quarter === last.quarter) return last.offsetMs;
    let offsetMs = known.get(quarter);
    if (offsetMs === undefined) {
      offsetMs = offsetAt(format, quarter * quarterMs);
      if (known.size >= quartersMax) known.clear();
      known.set(quarter, offsetMs);
    }
    last = { quarter, offsetMs };
    return offsetMs;
  };
}

/** The weekday of a day by its number; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7] as Weekday;
}

function monthOf(day: number): number {
  const date = new Date(day * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function offsetAt(format: Intl.DateTimeFormat, atMs: number): number {
  const name = format.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const parts = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  if (!parts?.[1]) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return (parts[1] === '-' ? -minutes : minutes) * 60_000;
}

/** The oracle's calendar: visits, days, weeks and months, read off the wall clock of a time zone. */
import type { Rolling } from '../../src/contract/language/language.ts';
import type { LanguageEvent } from './language-oracle-match.ts';

export type OraclePeriod = 'visit' | 'day' | 'week' | 'month' | 'quarter' | 'ever';

/** The visits of events in the order of time: a gap of exactly the end is a new visit. */
export function visitsOf(events: readonly LanguageEvent[], endsAfterMs: number): LanguageEvent[][] {
  const visits: LanguageEvent[][] = [];
  let beganMs = 0;
  for (const [index, event] of events.entries()) {
    const beforeMs = events[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY;
    const isApart = event.atMs - beforeMs >= endsAfterMs;
    if (isApart) beganMs = event.atMs;
    // Without a gap, a visit lasts a day, and the next begins.
    const dayOf = (atMs: number) => Math.floor((atMs - beganMs) / 86_400_000);
    if (isApart || dayOf(event.atMs) > dayOf(beforeMs)) visits.push([event]);
    else visits.at(-1)?.push(event);
  }
  return visits;
}

/** The name of the period a time lies in; of a visit, its number. */
export function periodNameOf(period: OraclePeriod, atMs: number, visit: number, timeZone: string): string {
  if (period === 'ever') return 'ever';
  if (period === 'visit') return `visit ${visit}`;
  const [day, month, year] = dayOf(atMs, timeZone);
  if (period === 'day') return `${year}-${month}-${day}`;
  if (period === 'month') return `${year}-${month}`;
  if (period === 'quarter') return `${year}, from month ${[1, 4, 7, 10].findLast((first) => first <= month)}`;
  const midday = new Date(Date.UTC(year, month - 1, day, 12));
  const sinceMonday = (midday.getUTCDay() + 6) % 7;
  midday.setUTCDate(midday.getUTCDate() - sinceMonday);
  return `week of ${midday.toISOString().slice(0, 10)}`;
}

/** When a rolling window of a time is over: as long after midnight on the same day of a later month, or at the end of that day or month. */
export function windowEndOf({ rollingMs, months }: Rolling, atMs: number, timeZone: string): number {
  if (months === undefined) return atMs + rollingMs;
  const [day, month, year] = dayOf(atMs, timeZone);
  const isThere = new Date(Date.UTC(year, month - 1 + months, day)).getUTCDate() === day;
  if (!isThere) return midnightOf(Date.UTC(year, month + months, 1), timeZone);
  const then = Date.UTC(year, month - 1 + months, day);
  const sinceMidnightMs = atMs - midnightOf(Date.UTC(year, month - 1, day), timeZone);
  return Math.min(midnightOf(then, timeZone) + sinceMidnightMs, midnightOf(then + 86_400_000, timeZone));
}

/** The first instant of a date, looked for between the days around it. */
function midnightOf(dateMs: number, timeZone: string): number {
  const isBefore = (atMs: number) => {
    const [day, month, year] = dayOf(atMs, timeZone);
    return Date.UTC(year, month - 1, day) < dateMs;
  };
  let [low, high] = [dateMs - 86_400_000, dateMs + 86_400_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isBefore(middle)) low = middle;
    else high = middle;
  }
  return high;
}

const known = new Map<string, readonly [number, number, number]>();

/** Day, month and year; remembered, for asking is slow. */
function dayOf(atMs: number, timeZone: string): readonly [number, number, number] {
  const name = `${timeZone} ${atMs}`;
  const found = known.get(name);
  if (found) return found;
  const [day = 0, month = 0, year = 0] = new Date(atMs)
    .toLocaleDateString('en-GB', { timeZone })
    .split('/')
    .map(Number);
  known.set(name, [day, month, year]);
  return [day, month, year];
}

/** The period of a report and what it is compared with, as the address says them. Pure: today is an argument. Days are `2026-12-01`. */

/** Days: the first, and the one after the last. */
export interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

const dayMs = 86_400_000;
const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The day some days later; earlier by a negative number. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** The same day a year earlier; of 29 February the 28th. */
function yearEarlier(day: string): string {
  const wanted = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;
  return wanted.endsWith('-02-29') ? wanted.replace(/29$/, '28') : wanted;
}

/** The same days a year earlier, by the first and the last of them; of whole months the same months. */
function daysAYearEarlier(from: string, to: string): Required<Period> {
  const areMonths = from.endsWith('-01') && to.endsWith('-01');
  const last = dayAfter(to, -1);
  return { from: yearEarlier(from), to: areMonths ? yearEarlier(to) : dayAfter(yearEarlier(last), 1) };
}

const firstOf = (day: string, monthsBefore: number) => {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - monthsBefore, 1)).toISOString().slice(0, 10);
};

/** The periods that people choose most, with today in the first ones. */
export function usualPeriods(today: string): { label: string; from: string; to: string }[] {
  const tomorrow = dayAfter(today, 1);
  const month = Number(today.slice(5, 7)) - 1;
  return [
    { label: 'Last 7 days', from: dayAfter(today, -6), to: tomorrow },
    { label: 'Last 30 days', from: dayAfter(today, -29), to: tomorrow },
    { label: 'Last 90 days', from: dayAfter(today, -89), to: tomorrow },
    { label: 'This month', from: firstOf(today, 0), to: tomorrow },
    { label: 'Last month', from: firstOf(today, 1), to: firstOf(today, 0) },
    { label: 'This quarter', from: firstOf(today, month % 3), to: tomorrow },
    { label: 'This year', from: `${today.slice(0, 4)}-01-01`, to: tomorrow },
  ];
}

/** Reports of all there is, where no period is asked for. */
const unbounded = ['forecast', 'customers'];

/** Returns the period that is asked for; the last 30 days, or all there is, where none is. */
export function periodOf(report: string, search: Period, today: string): Period {
  const from = isDay(search.from) ? search.from : undefined;
  const to = isDay(search.to) ? search.to : undefined;
  if (from === undefined && to === undefined)
    return unbounded.includes(report) ? {} : { from: dayAfter(today, -29), to: dayAfter(today, 1) };
  if (from !== undefined && to !== undefined && from >= to) return { from, to: dayAfter(from, 1) };
  return { from, to };
}

/** What a report is compared with: a period, or the moment its forecast was of. */
export type Compared = Period & { asOf?: string };

/**
 * Returns what `vs` names: `before`, the days before; `year`, the same days a year earlier; a day, as many days from then on.
 * Null where nothing can be compared. A forecast is compared with itself as it stood on an earlier day.
 */
export function comparedWith(
  report: string,
  vs: string | undefined,
  { from, to }: Period,
  today: string,
): Compared | null {
  if (report === 'forecast') {
    const asOf = vs === 'before' ? dayAfter(today, -30) : vs === 'year' ? yearEarlier(today) : vs;
    return isDay(asOf) && asOf <= today ? { from, to, asOf } : null;
  }
  if (from === undefined || to === undefined) return null;
  const days = daysBetween(from, to);
  if (vs === 'before') return { from: dayAfter(from, -days), to: from };
  if (vs === 'year') return daysAYearEarlier(from, to);
  return isDay(vs) ? { from: vs, to: dayAfter(vs, days) } : null;
}

/** The period of a report: days and times as they were asked for, as moments. Pure. */
import { ApiError, limits } from '../base/kernel/kernel.ts';
import { zoneOf } from '../base/time/time.ts';

/** Half-open, ms since the epoch; null is without bound. */
export interface ReportPeriod {
  fromMs: number | null;
  toMs: number | null;
}

interface Asked {
  from?: string | undefined;
  to?: string | undefined;
  timeZone: string;
}

/** A day is the moment at which it begins in the zone; a time is itself. */
export function momentOf(text: string, timeZone: string): number {
  return text.includes('T') ? Date.parse(text) : zoneOf(timeZone).instantOf(Date.parse(text));
}

/** The bounds as they were asked for. Throws `invalid_request` where nothing lies between them. */
export function openPeriod({ from, to, timeZone }: Asked): ReportPeriod {
  const fromMs = from === undefined ? null : momentOf(from, timeZone);
  const toMs = to === undefined ? null : momentOf(to, timeZone);
  if (fromMs !== null && toMs !== null && fromMs >= toMs)
    throw new ApiError(
      'invalid_request',
      `"to" is ${to}, which is not after "from", ${from}: the end of a period does not belong to it; for one day, give the day after`,
    );
  return { fromMs, toMs };
}

/** Returns the period; a bound not given is now, or 30 days before the end. */
export function closedPeriod(asked: Asked, nowMs: number): { fromMs: number; toMs: number } {
  const { fromMs, toMs } = openPeriod(asked);
  // A period that has not begun is empty.
  const endMs = toMs ?? Math.max(nowMs, fromMs ?? nowMs);
  return { fromMs: fromMs ?? endMs - limits.reportDays * limits.dayMs, toMs: endMs };
}

/** Absences in words, and the moments of the days that people choose, by the zone of who is away. Pure but for the zone of the browser. */
import type { UserView } from '../../../contract/api/api.ts';

export interface Absence {
  from: string;
  until: string;
}

export type AbsenceState = 'none' | 'over' | 'now' | 'later';

const dayMs = 86_400_000;

/** Whether somebody is away now. The end of an absence is the moment of the return. */
export function absenceState(away: Absence | null | undefined, nowMs: number): AbsenceState {
  if (away === null || away === undefined) return 'none';
  if (nowMs >= Date.parse(away.until)) return 'over';
  return nowMs < Date.parse(away.from) ? 'later' : 'now';
}

/** The zone that somebody works in; that of the browser where they name none. */
export function zoneOfUser({
  workingTime,
  timeZone,
}: Partial<Pick<UserView, 'workingTime' | 'timeZone'>>): string {
  return workingTime?.timeZone ?? timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The absence from the first day on, until the day of the return; null where the days are none, or in the wrong order. */
export function absenceOf(firstDay: string, backOn: string, timeZone: string): Absence | null {
  const [from, until] = [firstDay, backOn].map((day) => beginOf(day, timeZone)) as [number, number];
  // Not a number is not below a number either.
  return from < until ? { from: new Date(from).toISOString(), until: new Date(until).toISOString() } : null;
}

/** The day of a moment in a zone, or one some days later: `2026-12-01`. */
export function dayIn(atMs: number, timeZone: string, days = 0): string {
  return new Date(atMs + offsetMs(atMs, timeZone) + days * dayMs).toISOString().slice(0, 10);
}

/** When a day begins in a zone, ms since the epoch. Where its midnight is left out by summer time, the first moment after. */
function beginOf(day: string, timeZone: string): number {
  const wallMs = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(wallMs)) return Number.NaN;
  // Of two midnights the first one, which has the greater offset.
  const offsets = [wallMs - dayMs, wallMs + dayMs].map((atMs) => offsetMs(atMs, timeZone)) as [
    number,
    number,
  ];
  const fitting = [Math.max(...offsets), Math.min(...offsets)].find(
    (offset) => offsetMs(wallMs - offset, timeZone) === offset,
  );
  return wallMs - (fitting ?? offsets[0]);
}

/** How far the wall clock of a zone is before UTC, ms. */
function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(atMs);
  const [year = 0, month = 0, ...rest] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map(
    (type) => Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, ...rest) - Math.floor(atMs / 1_000) * 1_000;
}

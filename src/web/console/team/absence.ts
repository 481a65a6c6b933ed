/** Absences in words, and the moments of the days that people choose. Pure but for the zone of the browser. */

export interface Absence {
  from: string;
  until: string;
}

export type AbsenceState = 'none' | 'over' | 'now' | 'later';

/** Whether somebody is away now. The end of an absence is the moment of the return. */
export function absenceState(away: Absence | null | undefined, nowMs: number): AbsenceState {
  if (away === null || away === undefined) return 'none';
  if (nowMs >= Date.parse(away.until)) return 'over';
  return nowMs < Date.parse(away.from) ? 'later' : 'now';
}

/** The absence from the first day on, until the day of the return; null where the days are none, or in the wrong order. */
export function absenceOf(firstDay: string, backOn: string): Absence | null {
  const [from, until] = [firstDay, backOn].map((day) => new Date(`${day}T00:00:00`));
  if (from === undefined || until === undefined) return null;
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime()) || from >= until) return null;
  return { from: from.toISOString(), until: until.toISOString() };
}

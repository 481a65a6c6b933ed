/** Cells of moments: with their zone, or as a day of the zone of the record. Pure. */
import { zoneOf } from '../../base/time/time.ts';

/** Whether a cell of a moment says a day alone. */
export const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

/** Returns the moment of a cell, ms: of a day its beginning in the zone. */
export function momentIn(text: string, timeZone: string): number {
  return isDay(text) ? zoneOf(timeZone).instantOf(Date.parse(text)) : Date.parse(text);
}

/** Whether a cell says a moment that stands there: also by its day. */
export function isSameMoment(given: string, is: string, timeZone: string): boolean {
  const { dayOf } = zoneOf(timeZone);
  const [atMs, isMs] = [momentIn(given, timeZone), Date.parse(is)];
  return isDay(given) ? dayOf(atMs) === dayOf(isMs) : atMs === isMs;
}

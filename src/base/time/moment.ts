/** Moments as people write them: a time, or how long ago. */
import { ApiError, limits } from '../kernel/kernel.ts';
import { durationOf } from './duration.ts';
import { instantIn } from './instant.ts';

const units: Record<string, string> = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks' };

/** Ms since the epoch at which the first of so many days begins, UTC: today is the last of them. */
export function startOfDaysMs(days: number, nowMs: number): number {
  return (Math.floor(nowMs / limits.dayMs) - days + 1) * limits.dayMs;
}

/**
 * The edge of a period in a text, ms since the epoch. Days and weeks are whole ones, UTC, and today is the last of them: "7d" is the
 * beginning of the day six days ago. Anything else is as in `momentIn`. Throws `invalid_request`.
 */
export function edgeOfPeriodIn(given: string, nowMs: number): number {
  const atMs = momentIn(given, nowMs);
  const days = (nowMs - atMs) / limits.dayMs;
  const isInDays = /^\d+ ?(d|w|days?|weeks?)$/.test(given) && days > 0;
  // The day that begins at this very moment has no time in it yet.
  return isInDays ? startOfDaysMs(days, nowMs - 1) : atMs;
}

/** The moment in a text, ms since the epoch: `30d`, `12 hours` before now, or a time. Throws `invalid_request` for any other. */
export function momentIn(given: string, nowMs: number): number {
  const short = /^(\d+)([mhdw])$/.exec(given);
  const agoMs = durationOf(short ? `${short[1]} ${units[short[2] ?? ''] ?? ''}` : given);
  if (agoMs !== null) return nowMs - agoMs;
  const atMs = instantIn(given);
  if (atMs !== null) return atMs;
  throw new ApiError(
    'invalid_request',
    `"${given}" is no time; expected how long ago, such as "30d" or "12 hours", or a time such as "2026-11-01T00:00:00Z"`,
  );
}

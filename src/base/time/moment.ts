/** Moments as people write them: a time, or how long ago. */
import { ApiError } from '../kernel/kernel.ts';
import { durationOf } from './duration.ts';
import { instantIn } from './instant.ts';

const units: Record<string, string> = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks' };

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

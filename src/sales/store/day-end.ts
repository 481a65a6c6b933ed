/** The end of a user's working day, by their hours and zone. */

import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type WorkingTime, zoneOf } from '../../base/time/time.ts';

/** The end of a day for a user without working time; in UTC where the user has no zone. */
const usualUntilMinute = 17 * 60;

/** Returns the end of the owner's work on a day such as `2026-12-01`, ms since the epoch; on a day off, the usual end. */
export async function dayEndMs(connection: Queryable, owner: string | null, day: string): Promise<number> {
  const { rows } = await connection.query<{ time_zone: string | null; working_time: WorkingTime | null }>(
    'SELECT time_zone, working_time FROM users WHERE email = lower($1)',
    [owner],
  );
  const hours = rows[0]?.working_time ?? null;
  const zone = zoneOf(hours?.timeZone ?? rows[0]?.time_zone ?? 'UTC');
  return zone.instantOf(Date.parse(day) + (hours?.hours.untilMinute ?? usualUntilMinute) * limits.minuteMs);
}

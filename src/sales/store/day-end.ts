/** The hours of a user: when their working day ends, and when they work at all. */

import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type WorkingTime, zoneOf } from '../../base/time/time.ts';

/** The working time of a user who has given none; in UTC where the user has no zone. */
const usualWorkingTime: WorkingTime = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  hours: { fromMinute: 9 * 60, untilMinute: 17 * 60 },
  holidays: [],
};

/** Returns the working time of a user and its zone; of nobody, the usual. */
export async function hoursOf(
  connection: Queryable,
  user: string | null,
): Promise<{ workingTime: WorkingTime; timeZone: string }> {
  const { rows } = await connection.query<{ time_zone: string | null; working_time: WorkingTime | null }>(
    'SELECT time_zone, working_time FROM users WHERE email = lower($1)',
    [user],
  );
  const workingTime = rows[0]?.working_time ?? usualWorkingTime;
  return { workingTime, timeZone: workingTime.timeZone ?? rows[0]?.time_zone ?? 'UTC' };
}

/** Returns the end of the owner's work on a day such as `2026-12-01`, ms since the epoch; on a day off, the usual end. */
export async function dayEndMs(connection: Queryable, owner: string | null, day: string): Promise<number> {
  const { workingTime, timeZone } = await hoursOf(connection, owner);
  return zoneOf(timeZone).instantOf(Date.parse(day) + workingTime.hours.untilMinute * limits.minuteMs);
}

/** A time zone by its IANA name. */
import { z } from 'zod';

export const timeZoneSchema = z.string().refine(isTimeZone, {
  message: 'expected a time zone of the IANA list, such as "Europe/London" or "UTC"',
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

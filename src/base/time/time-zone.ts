/** A time zone by its IANA name. */
import { z } from 'zod';

export const timeZoneSchema = z.string().refine(isTimeZone, {
  message: 'expected a time zone of the IANA list, such as "Europe/London" or "UTC"',
});

/** Names that a zone was found for, as they were given. The list of zones bounds them, and how a name may be capitalised does not. */
const known = new Set<string>();
const knownMax = 1_000;

/** A formatter takes the processor time of a whole small file to make: each name is tried once. */
function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
  } catch {
    return false;
  }
  if (known.size < knownMax) known.add(name);
  return true;
}

/** Calendar days in a time zone, as whole numbers, for rules that pay once a day. */

const dayMs = 86_400_000;
/** Zones change their offset at whole quarters of an hour, so one look-up serves a quarter. */
const quarterMs = 900_000;
/** Quarters remembered for one zone: some seven months of them. */
const quartersMax = 20_000;

/** A function from a time to the number of its calendar day in the zone (days since 1970-01-01 there). */
export function dayNumbers(timeZone: string): (atMs: number) => number {
  if (timeZone === 'UTC') return (atMs) => Math.floor(atMs / dayMs);
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  const offsets = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    let offsetMs = offsets.get(quarter);
    if (offsetMs === undefined) {
      offsetMs = offsetAt(format, quarter * quarterMs);
      if (offsets.size >= quartersMax) offsets.clear();
      offsets.set(quarter, offsetMs);
    }
    return Math.floor((atMs + offsetMs) / dayMs);
  };
}

function offsetAt(format: Intl.DateTimeFormat, atMs: number): number {
  const name = format.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const parts = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  if (!parts?.[1]) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return (parts[1] === '-' ? -minutes : minutes) * 60_000;
}

/** How many people look at the website in a month: it grows, summers and Christmas are quiet, campaigns are loud. Pure. */

const dayMs = 86_400_000;

/** A campaign of marketing, between two days of a year. */
export interface Season {
  name: string;
  /** Of its newsletter, as clicks name it. */
  mail: string;
  /** Months it runs in, 0 is January. */
  months: readonly number[];
  budget: number;
}

const seasons: readonly Season[] = [
  { name: 'New Year Migration', mail: 'new-year', months: [0, 1], budget: 9_000 },
  { name: 'Spring Cloud Tour', mail: 'spring-tour', months: [2, 3, 4], budget: 24_000 },
  { name: 'Summer Webinars', mail: 'summer-webinars', months: [5, 6, 7], budget: 6_500 },
  { name: 'Autumn News', mail: 'autumn-news', months: [8, 9], budget: 15_000 },
  { name: 'Black Friday Cloud', mail: 'black-friday', months: [10, 11], budget: 18_000 },
];

/** Parts of an average month, January first. */
const heatOfMonths = [0.9, 1, 1.2, 1.05, 1, 0.95, 0.7, 0.55, 1.2, 1.3, 1.35, 0.6];

/** Visitors who get to know sales, in an average month when the history begins, and how many times as many when it ends. */
const leadsAMonth = 20;
const growth = 1.7;
const daysOfMonth = 30.4;
const weekendPart = 0.15;
/** On each of the last days, as the campaign of the hour has it. */
const latelyADay = 4;
const latelyMs = 4 * dayMs;

/** Returns the campaign that runs at a moment, with its year in the name. */
export function seasonAt(atMs: number): Season {
  const at = new Date(atMs);
  const season = seasons.find(({ months }) => months.includes(at.getUTCMonth())) as Season;
  return { ...season, name: `${season.name} ${at.getUTCFullYear()}` };
}

/** Returns how many visitors become hot on the day of a moment, on average, in a history that lasts from one moment to another. */
export function leadsOn(atMs: number, { fromMs, untilMs }: { fromMs: number; untilMs: number }): number {
  if (atMs > untilMs - latelyMs) return latelyADay;
  const at = new Date(atMs);
  const isWeekend = at.getUTCDay() % 6 === 0;
  const week = (5 + 2 * weekendPart) / 7;
  const part = (atMs - fromMs) / (untilMs - fromMs);
  const daily =
    (leadsAMonth / daysOfMonth) * (1 + (growth - 1) * part) * (heatOfMonths[at.getUTCMonth()] ?? 1);
  return (daily * (isWeekend ? weekendPart : 1)) / week;
}

/** A campaign of the history, and when it ran, ms since the epoch. */
export interface Campaign extends Season {
  fromMs: number;
  /** Null while it runs. */
  untilMs: number | null;
}

/** Returns the campaigns that ran between two moments, in their order. */
export function campaignsOf({ fromMs, untilMs }: { fromMs: number; untilMs: number }): Campaign[] {
  const campaigns: Campaign[] = [];
  for (let atMs = fromMs; atMs < untilMs; atMs += dayMs) {
    const season = seasonAt(atMs);
    const last = campaigns.at(-1);
    if (last?.name === season.name) continue;
    if (last !== undefined) last.untilMs = atMs;
    campaigns.push({ ...season, fromMs: atMs, untilMs: null });
  }
  return campaigns;
}

/** Returns the moment itself where a rep of Europe works then; else the next morning on which they do. */
export function workingFrom(atMs: number): number {
  const dayStart = Math.floor(atMs / dayMs) * dayMs;
  const day = new Date(atMs).getUTCDay();
  const hour = (atMs - dayStart) / 3_600_000;
  if (day % 6 !== 0 && hour >= 8 && hour < 17) return atMs;
  const isBefore = day % 6 !== 0 && hour < 8;
  const nextMs = isBefore ? dayStart : dayStart + dayMs;
  const nextDay = new Date(nextMs).getUTCDay();
  const skipped = nextDay === 6 ? 2 : nextDay === 0 ? 1 : 0;
  // Not everybody at eight sharp: the minutes of the moment are kept.
  return nextMs + skipped * dayMs + 8 * 3_600_000 + (atMs % 3_600_000);
}

/** Returns the moment itself where it is in the daytime, of any day; else nine in the morning that follows. */
export function onCallFrom(atMs: number): number {
  const dayStart = Math.floor(atMs / dayMs) * dayMs;
  const hour = (atMs - dayStart) / 3_600_000;
  if (hour >= 9 && hour < 19) return atMs;
  return (hour < 9 ? dayStart : dayStart + dayMs) + 9 * 3_600_000 + (atMs % 3_600_000);
}

/** Parts of PromQL by the rows of the catalogue: a metric or a label that is not there does not compile. Pure. */
import { type ScrapedMetric, scrapedTable } from '../../../src/base/telemetry/telemetry.ts';

type Table = typeof scrapedTable;
type LabelOf<Name extends ScrapedMetric> = keyof Table[Name]['labels'] & string;

/** Values that a label has to have; a regular expression where it has `|`. */
export type Match<Name extends ScrapedMetric> = Partial<Record<LabelOf<Name>, string>>;

/** Returns the selector of a counter or gauge: its name, and its labels where some are asked for. */
export function series<Name extends ScrapedMetric>(name: Name, match: Match<Name> = {}): string {
  return selector(scrapedTable[name].name, match);
}

/** Returns the sum over all processes of what a counter grew by a second. */
export function rate<Name extends ScrapedMetric>(
  name: Name,
  window: string,
  match: Match<Name> = {},
): string {
  return `sum(rate(${series(name, match)}[${window}]))`;
}

/** Returns the sum over all processes of what a counter grew by. */
export function increase<Name extends ScrapedMetric>(
  name: Name,
  window: string,
  match: Match<Name> = {},
): string {
  return `sum(increase(${series(name, match)}[${window}]))`;
}

/** Returns what is above zero where a counter grew, or came with its process: what a start counts is there at the first scrape. */
export function grown<Name extends ScrapedMetric>(
  name: Name,
  window: string,
  match: Match<Name> = {},
): string {
  const counter = series(name, match);
  return `${increase(name, window, match)} > 0 or sum(${counter} unless ${counter} offset ${window}) > 0`;
}

/** Returns whether a gauge of the installation is above zero, and has not fallen in a time. */
export function stands<Name extends ScrapedMetric>(name: Name, time: string): string {
  const now = installation(name);
  return `${now} > 0 and ${now} >= max(${series(name)} offset ${time})`;
}

/** Returns a gauge of the whole installation: each process shows the same, or what it read last. */
export function installation<Name extends ScrapedMetric>(name: Name, match: Match<Name> = {}): string {
  return `max(${series(name, match)})`;
}

/** Returns the sum over the partitions of a gauge that each process shows of each. */
export function overPartitions(
  name: 'streamLag' | 'historyLag' | 'deadLettersWaiting' | 'failingProfiles',
): string {
  return `sum(max by (partition) (${series(name)}))`;
}

type Histogram = {
  [Name in ScrapedMetric]: Table[Name]['kind'] extends 'histogram' ? Name : never;
}[ScrapedMetric];

/** Returns a quantile of a histogram over all processes, by labels where some are named. */
export function quantile<Name extends Histogram>(
  part: number,
  name: Name,
  window: string,
  by: readonly LabelOf<Name>[] = [],
): string {
  const labels = ['le', ...by].join(', ');
  return `histogram_quantile(${part}, sum by (${labels}) (rate(${scrapedTable[name].name}_bucket[${window}])))`;
}

/** Returns how many a second a histogram has counted. */
export function observed(name: Histogram, window: string): string {
  return `sum(rate(${scrapedTable[name].name}_count[${window}]))`;
}

/** Returns which part of a histogram took longer than a bound, which has to be one of its buckets. */
export function partAbove(name: Histogram, seconds: number, window: string): string {
  const { name: metric, buckets } = scrapedTable[name];
  if (!(buckets as readonly number[]).includes(seconds))
    throw new Error(`${metric} has no bucket of ${seconds} s; it has ${buckets.join(', ')}`);
  // Prometheus 3 writes 1 as 1.0.
  const bound = Number.isInteger(seconds) ? `le=~"${seconds}|${seconds}[.]0"` : `le="${seconds}"`;
  return `1 - sum(rate(${metric}_bucket{${bound}}[${window}])) / ${observed(name, window)}`;
}

function selector(name: string, match: Readonly<Record<string, string | undefined>>): string {
  const labels = Object.entries(match).flatMap(([label, value]) =>
    value === undefined ? [] : [`${label}${value.includes('|') ? '=~' : '='}"${value}"`],
  );
  return labels.length === 0 ? name : `${name}{${labels.join(', ')}}`;
}

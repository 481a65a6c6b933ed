/** What a row of the catalogue of metrics has, and what several rows share. */

/** The values of a label: words for an open list, or each value of a closed one. Its meaning follows a colon where it needs one. */
export type LabelValues = string | readonly string[];

/** One metric as it is scraped. */
export interface Metric {
  kind: 'counter' | 'gauge' | 'histogram';
  name: string;
  unit: string;
  help: string;
  /** Each label with its values. A counter or histogram whose lists are all closed begins at 0 for each value. */
  labels: Readonly<Record<string, LabelValues>>;
  /** Upper bounds in the metric's unit; for a histogram only. */
  buckets?: readonly number[];
}

/** Upper bounds of the times of hops, seconds. */
export const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the label `partition` holds. */
export const partition = 'number of the partition, from 0';

/** Returns the values of a closed list without their meanings; null for an open one. */
export function closedValues(values: LabelValues): string[] | null {
  return typeof values === 'string' ? null : values.map((value) => value.split(':')[0] ?? '');
}

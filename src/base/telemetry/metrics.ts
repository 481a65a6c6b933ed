/** Makes the metrics of the catalogue, and those of the process and of Node that everybody knows. */
import { readFileSync } from 'node:fs';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { metricTable } from './catalogue/catalogue.ts';
import { closedValues, type Metric } from './catalogue/metric.ts';

/** How often the delay of the event loop is looked at, ms. Ten times as often costs a third of a percent of a core at rest. */
const eventLoopLookMs = 100;

type Labels<One extends Metric> = keyof One['labels'] & string;
interface Instruments<Label extends string> {
  counter: Counter<Label>;
  gauge: Gauge<Label>;
  histogram: Histogram<Label>;
}
type Table = typeof metricTable;

/** The instruments of the table, each under its row's name, and the registry that is scraped. */
export type Metrics = { registry: Registry } & {
  [Name in keyof Table]: Instruments<Labels<Table[Name]>>[Table[Name]['kind']];
};

/** Makes every metric on a registry of its own: two apps in one test process do not share counts. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const instruments = Object.entries(metricTable).map(([name, row]) => [name, instrumentOf(row, registry)]);
  const metrics = { registry, ...Object.fromEntries(instruments) } as Metrics;
  metrics.buildInfo.set({ version: productVersion(), node: process.versions.node }, 1);
  return metrics;
}

/** Adds what is known of this process and of its Node, as `process_*` and `nodejs_*`. Once a process: it watches the event loop. */
export function watchProcess({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: eventLoopLookMs });
}

function instrumentOf({ kind, name, help, labels, buckets }: Metric, registry: Registry) {
  const options = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (kind === 'gauge') return new Gauge(options);
  const instrument =
    kind === 'counter' ? new Counter(options) : new Histogram({ ...options, buckets: [...(buckets ?? [])] });
  for (const first of firstLabels(labels)) {
    if (instrument instanceof Counter) instrument.inc(first, 0);
    else instrument.zero(first);
  }
  return instrument;
}

/**
 * Returns the labels that a count begins with at 0; none where a list is open. What begins at 1 has no increase that a rule
 * of Prometheus could see.
 */
function firstLabels(labels: Metric['labels']): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (all, [label, values]) =>
      all.flatMap((others) => (closedValues(values) ?? []).map((value) => ({ ...others, [label]: value }))),
    [{}],
  );
}

/** The version in package.json. */
export function productVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

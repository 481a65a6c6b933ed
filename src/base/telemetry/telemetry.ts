/**
 * The door of telemetry: numbers in; metrics, logs, traces and health answers out.
 *
 * It knows no other room; each room passes numbers to it. Without a scraper only visibility is lost.
 */

export { metricTable, metricTopics, type ScrapedMetric, scrapedTable } from './catalogue/catalogue.ts';
export type { LabelValues, Metric } from './catalogue/metric.ts';
export { closedValues, latencyBuckets } from './catalogue/metric.ts';
export type { Counts, Flow, Hop, Slot } from './flow-slots.core.ts';
export { bucketSums, flows, hops, mergedSlots, noCounts, quantileOf } from './flow-slots.core.ts';
export type { Health, HealthCheck } from './health.ts';
export { openHealth, reasonsOf, registerHealthRoutes, requireRole } from './health.ts';
export type { Logger } from './logger.ts';
export { createLogger } from './logger.ts';
export type { Metrics } from './metrics.ts';
export { createMetrics, productVersion, watchProcess } from './metrics.ts';
export type { TraceSettings } from './open-tracing.ts';
export { openTracing } from './open-tracing.ts';
export { Outage } from './outage.ts';
export type { ProcessReport } from './process-reporter.ts';
export { ProcessReporter, reportIn } from './process-reporter.ts';
export { Pulse } from './pulse.ts';
export type { Scrape } from './scrapes.ts';
export type { Carried, SpanAttributes, Step, TracedAct, TracedRequest, Tracing } from './tracing.ts';
export { carriedBy, noTracing } from './tracing.ts';

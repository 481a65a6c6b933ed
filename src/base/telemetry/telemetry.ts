/**
 * The door of telemetry: numbers in; metrics, logs and health answers out.
 *
 * It knows no other room; each room passes numbers to it. Without a scraper only visibility is lost.
 */

export type { HealthCheck } from './health.ts';
export { reasonsOf, registerHealthRoutes } from './health.ts';
export type { Logger } from './logger.ts';
export { createLogger } from './logger.ts';
export type { Metric, Metrics } from './metrics.ts';
export { createMetrics, metricTable } from './metrics.ts';
export { Outage } from './outage.ts';
export { Pulse } from './pulse.ts';
export type { Scrape } from './scrapes.ts';

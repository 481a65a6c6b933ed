/** Metrics of one process and its stores. */
import type { Metric } from './metric.ts';

/** The steps between an event in the stream and its message at a receiver, in this order. */
const hops = [
  'score: events that are not scored',
  'history: events that PostgreSQL lacks',
  'sales: tier updates that sales has not applied',
  'choose: alerts that no channel has looked at',
  'compose: notices that are due, and in no message',
  'deliver: messages without a successful try',
] as const;

/** Pools of connections to PostgreSQL. `reads` is there where the process has a console. */
const pools = [
  'work: whatever is short',
  'reads: reports, exports, backtests and suggestions',
  'replica: the same, on the replica',
] as const;

export const processMetrics = {
  scrapeAge: {
    kind: 'gauge',
    name: 'scoville_scrape_age_seconds',
    unit: 'seconds',
    help: 'Age of the gauges that are read from a store at each scrape; it grows while that store does not answer.',
    labels: { source: ['stream', 'sales', 'process'] },
  },
  metricsAge: {
    kind: 'gauge',
    name: 'scoville_metrics_age_seconds',
    unit: 'seconds',
    help: 'Age of all other metrics of this answer. On the port of `OPS_PORT` they are the last ones while the process is too busy to be asked.',
    labels: {},
  },
  mainThreadSilent: {
    kind: 'gauge',
    name: 'scoville_main_thread_silent_seconds',
    unit: 'seconds',
    help: 'How long the main thread has not come to its timers, as the port of `OPS_PORT` sees it; elsewhere 0.',
    labels: {},
  },
  buildInfo: {
    kind: 'gauge',
    name: 'scoville_build_info',
    unit: 'constant 1',
    help: 'The version of Scoville and of Node, as labels.',
    labels: { version: 'version in package.json', node: 'version of Node' },
  },
  oldestWaiting: {
    kind: 'gauge',
    name: 'scoville_oldest_waiting_seconds',
    unit: 'seconds',
    help: 'Age of the oldest that waits for a step on its way from the stream to a receiver; 0 where nothing waits. Each process shows the whole installation.',
    labels: { hop: hops },
  },
  postgresConnections: {
    kind: 'gauge',
    name: 'scoville_postgresql_connections',
    unit: 'connections',
    help: 'Connections of this process to PostgreSQL that its rooms share.',
    labels: { pool: pools, state: ['used', 'idle'] },
  },
  postgresConnectionsMax: {
    kind: 'gauge',
    name: 'scoville_postgresql_connections_max',
    unit: 'connections',
    help: 'How many of these there may be.',
    labels: { pool: pools },
  },
  replicaUsed: {
    kind: 'gauge',
    name: 'scoville_postgresql_replica_used',
    unit: '1 or 0',
    help: 'Whether this process reads reports, exports and backtests from the replica of `DATABASE_REPLICA_URL`; 0 where there is none.',
    labels: {},
  },
  replicaBehind: {
    kind: 'gauge',
    name: 'scoville_postgresql_replica_behind_seconds',
    unit: 'seconds',
    help: 'Age of the moment of which that replica is known to have everything; 0 where there is none.',
    labels: {},
  },
  postgresWaiting: {
    kind: 'gauge',
    name: 'scoville_postgresql_requests_waiting',
    unit: 'requests',
    help: 'Requests of this process that wait for one of these connections.',
    labels: { pool: pools },
  },
} as const satisfies Record<string, Metric>;

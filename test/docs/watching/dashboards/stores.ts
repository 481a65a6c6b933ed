/** The dashboard of processes and their stores: processors, memory, event loops, connections, restores. */

import type { ScrapedMetric } from '../../../../src/base/telemetry/telemetry.ts';
import { installation, type Match, series } from '../promql.core.ts';
import { type Dashboard, window } from './dashboard.core.ts';

/** Of the chosen processes alone; `$instance` is an expression of Grafana. */
function chosen<Name extends ScrapedMetric>(name: Name, match: Match<Name> = {}): string {
  const selector = series(name, match);
  const own = 'job="scoville", instance=~"$instance"';
  return selector.endsWith('}') ? `${selector.slice(0, -1)}, ${own}}` : `${selector}{${own}}`;
}

export const stores: Dashboard = {
  id: 'stores',
  title: 'Scoville processes and stores',
  says: 'Each process with its processor, memory and event loop, its connections, and what its stores answer.',
  ofInstances: true,
  rows: [
    {
      title: 'Processes',
      panels: [
        {
          title: 'Running',
          says: 'Processes by version.',
          ...{ kind: 'value', unit: 'short' },
          queries: [{ expr: `count by (version) (${chosen('buildInfo')})`, legend: '{{version}}' }],
        },
        {
          title: 'Up for',
          says: 'Since the last start of each.',
          ...{ kind: 'value', unit: 's' },
          queries: [{ expr: `time() - ${chosen('startTime')}`, legend: '{{instance}}' }],
        },
        {
          title: 'Main thread silent',
          says: 'How long a main thread has not come to its timers, as the port of OPS_PORT sees it.',
          ...{ kind: 'value', unit: 's', bounds: [1, 10] },
          queries: [{ expr: `max(${chosen('mainThreadSilent')})`, legend: 'silent' }],
        },
      ],
    },
    {
      title: 'Use',
      panels: [
        {
          title: 'Cores',
          says: 'In use by each process; one event loop takes little more than one.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [{ expr: `rate(${chosen('cpuSeconds')}[${window}])`, legend: '{{instance}}' }],
        },
        {
          title: 'Memory',
          says: 'Of each process, and what of it the heap uses.',
          ...{ kind: 'lines', unit: 'bytes' },
          queries: [
            { expr: chosen('residentMemory'), legend: '{{instance}}' },
            { expr: chosen('heapUsed'), legend: 'heap of {{instance}}' },
          ],
        },
        {
          title: 'Event loop',
          says: 'The 99th percentile of its delay. 0.1 s is the time between two looks, and no delay.',
          ...{ kind: 'lines', unit: 's', bounds: [0.2, 0.6] },
          queries: [{ expr: chosen('loopLagP99'), legend: '{{instance}}' }],
        },
        {
          title: 'Garbage collection',
          says: 'The part of the time that it takes.',
          ...{ kind: 'lines', unit: 'percentunit' },
          queries: [
            {
              expr: `sum by (instance) (rate(nodejs_gc_duration_seconds_sum{job="scoville", instance=~"$instance"}[${window}]))`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Stores',
      panels: [
        {
          title: 'Age of what stores answer',
          says: 'It grows while a store does not answer: stream is Redis, sales is PostgreSQL.',
          ...{ kind: 'lines', unit: 's', bounds: [10, 60] },
          queries: [{ expr: `max by (source) (${chosen('scrapeAge')})`, legend: '{{source}}' }],
        },
        {
          title: 'Connections to PostgreSQL',
          says: 'Used and idle, and requests that wait for one.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [
            {
              expr: `sum by (pool, state) (${chosen('postgresConnections')})`,
              legend: '{{pool}}, {{state}}',
            },
            { expr: `sum by (pool) (${chosen('postgresWaiting')})`, legend: '{{pool}}, waiting requests' },
          ],
        },
        {
          title: 'Files and sockets',
          says: 'The part that is open of those that may be.',
          ...{ kind: 'lines', unit: 'percentunit', bounds: [0.8, 0.95] },
          queries: [{ expr: `${chosen('openFiles')} / ${chosen('openFilesMax')}`, legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Redis and the history',
      panels: [
        {
          title: 'Losses of Redis',
          says: 'Times that Redis was found emptied or set back, within a day.',
          ...{ kind: 'value', unit: 'short', bounds: [1, 1] },
          queries: [{ expr: `sum(increase(${chosen('redisLosses')}[1d]))`, legend: 'losses' }],
        },
        {
          title: 'Restore',
          says: 'Profiles found by the running restore, and those that wait.',
          ...{ kind: 'lines', unit: 'short' },
          queries: [
            { expr: installation('restoreFound'), legend: 'found' },
            { expr: installation('restoreWaiting'), legend: 'waiting' },
          ],
        },
        {
          title: 'Audits',
          says: 'Profiles that were compared with the replay of their history, and those that differ.',
          ...{ kind: 'lines', unit: 'ops' },
          queries: [
            { expr: `sum(rate(${chosen('replayChecked')}[${window}]))`, legend: 'compared' },
            { expr: `sum(rate(${chosen('replayMismatch')}[${window}]))`, legend: 'differ' },
          ],
        },
      ],
    },
  ],
};

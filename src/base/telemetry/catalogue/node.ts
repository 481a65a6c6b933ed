/** Metrics of the process and of Node: prom-client counts them, under the names that everybody's dashboards know. */
import type { Metric } from './metric.ts';

const spaces = 'spaces of V8: new, old, code, shared, trusted, large_object and others';
/** The event loop is looked at ten times a second. */
const withTheLook = 'with the 0.1 s between two looks: 0.1 is no delay';

export const nodeMetrics = {
  cpuUserSeconds: counter('process_cpu_user_seconds_total', 'Time of processors spent in the program.'),
  cpuSystemSeconds: counter('process_cpu_system_seconds_total', 'Time of processors spent in the kernel.'),
  cpuSeconds: counter('process_cpu_seconds_total', 'Time of processors spent; its rate is the cores in use.'),
  startTime: gauge('process_start_time_seconds', 'seconds', 'When the process started, since 1970.'),
  residentMemory: gauge('process_resident_memory_bytes', 'bytes', 'Memory that the process has; on Linux.'),
  virtualMemory: gauge('process_virtual_memory_bytes', 'bytes', 'Addresses that it has; on Linux.'),
  dataMemory: gauge('process_heap_bytes', 'bytes', 'Its data segment; on Linux.'),
  openFiles: gauge('process_open_fds', 'files', 'Files and sockets that are open; on Linux.'),
  openFilesMax: gauge('process_max_fds', 'files', 'Files and sockets that may be open.'),
  loopLag: gauge(
    'nodejs_eventloop_lag_seconds',
    'seconds',
    'How late a turn of the event loop was at the scrape.',
  ),
  loopLagMin: lag('min', 'The shortest'),
  loopLagMax: lag('max', 'The longest'),
  loopLagMean: lag('mean', 'The mean'),
  loopLagDeviation: lag('stddev', 'The standard deviation'),
  loopLagP50: lag('p50', 'The median'),
  loopLagP90: lag('p90', 'The 90th percentile'),
  loopLagP99: lag('p99', 'The 99th percentile'),
  resources: gauge('nodejs_active_resources', 'resources', 'Resources that keep the event loop alive.', {
    type: 'type of the resource',
  }),
  resourcesTotal: gauge('nodejs_active_resources_total', 'resources', 'All active resources.'),
  handles: gauge('nodejs_active_handles', 'handles', 'Handles of libuv.', { type: 'class of the handle' }),
  handlesTotal: gauge('nodejs_active_handles_total', 'handles', 'All active handles.'),
  requests: gauge('nodejs_active_requests', 'requests', 'Requests of libuv.', {
    type: 'class of the request',
  }),
  requestsTotal: gauge('nodejs_active_requests_total', 'requests', 'All active requests.'),
  heapSize: gauge('nodejs_heap_size_total_bytes', 'bytes', 'Size of the heap of V8.'),
  heapUsed: gauge('nodejs_heap_size_used_bytes', 'bytes', 'The part of the heap in use.'),
  externalMemory: gauge('nodejs_external_memory_bytes', 'bytes', 'Memory of objects outside that heap.'),
  spaceSize: gauge('nodejs_heap_space_size_total_bytes', 'bytes', 'Size of a space of the heap.', {
    space: spaces,
  }),
  spaceUsed: gauge('nodejs_heap_space_size_used_bytes', 'bytes', 'The part of the space in use.', {
    space: spaces,
  }),
  spaceFree: gauge('nodejs_heap_space_size_available_bytes', 'bytes', 'The free part of the space.', {
    space: spaces,
  }),
  version: gauge('nodejs_version_info', 'constant 1', 'The version of Node, as labels.', {
    version: 'version of Node',
    ...{ major: 'its first number', minor: 'its second number', patch: 'its third number' },
  }),
  collections: {
    kind: 'histogram',
    name: 'nodejs_gc_duration_seconds',
    unit: 'seconds',
    help: 'Duration of a garbage collection.',
    labels: { kind: 'major, minor, incremental or weakcb' },
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
  },
} as const satisfies Record<string, Metric>;

function counter<const Name extends string>(name: Name, help: string) {
  return { kind: 'counter', name, unit: 'seconds', help, labels: {} } as const;
}

function gauge<
  const Name extends string,
  const Labels extends Record<string, string> = Record<never, string>,
>(name: Name, unit: string, help: string, labels: Labels = {} as Labels) {
  return { kind: 'gauge', name, unit, help, labels } as const;
}

function lag<const Part extends string>(part: Part, which: string) {
  const help = `${which} delay of the event loop since the scrape before, ${withTheLook}.`;
  return gauge(`nodejs_eventloop_lag_${part}_seconds`, 'seconds', help);
}

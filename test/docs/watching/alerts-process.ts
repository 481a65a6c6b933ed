/** Alerts of processes and their stores. */
import type { AlertRule } from './alert.ts';
import { series } from './promql.core.ts';

/** What the event loop shows without any delay, by the time between two looks. */
const lookSeconds = 0.1;

export const processAlerts: readonly AlertRule[] = [
  {
    name: 'Down',
    severity: 'page',
    expr: `absent(${series('buildInfo')})`,
    for: '2m',
    unit: 'number',
    summary: 'No process of Scoville can be scraped.',
    means:
      'All have ended or hang, or Prometheus cannot reach or may not read them. Clients get no answer, keep their events and send again.',
    see: '`/livez` of each process, their standard error, and *Status → Targets* of Prometheus.',
    do: 'Start them; [exit codes](operate.md#start-and-exit-codes) say why one ended. Where they run: the address in `scrape_configs`, `METRICS_TOKEN` and its file.',
  },
  {
    name: 'ProcessDown',
    severity: 'ticket',
    expr: 'up{job="scoville"} == 0',
    for: '5m',
    unit: 'number',
    summary: 'One process cannot be scraped.',
    means: 'It has ended or hangs; others take its partitions within seconds.',
    see: 'Its standard error and exit code; the console under **Health** lists silent processes.',
    do: 'Let its supervisor start it again. Where it was removed on purpose, take it out of `scrape_configs`.',
  },
  {
    name: 'ProcessRestarts',
    severity: 'ticket',
    expr: `changes(${series('startTime')}{job="scoville"}[30m]) > 3`,
    for: '0s',
    unit: 'number',
    summary: 'A process has started more than three times within half an hour.',
    means: 'It ends soon after each start: out of memory, a lost store, a bad setting.',
    see: 'Its last lines before each end; the kernel’s log for *Out of memory*.',
    do: 'Correct what they name. `npm run scoville -- doctor` looks at stores, disk and settings.',
  },
  {
    name: 'StoreAway',
    severity: 'page',
    expr: `min by (source) (${series('scrapeAge', { source: 'stream|sales' })}) > 60`,
    for: '1m',
    unit: 'seconds',
    summary: 'A store does not answer any process: Redis for the source stream, PostgreSQL for sales.',
    means:
      'Without Redis ingest answers 503 and clients send again. Without PostgreSQL events are accepted and scored, and leads wait.',
    see: '`/readyz` names the store and its state; `npm run scoville -- doctor` asks it directly.',
    do: 'Repair the store. Scoville reconnects by itself, and nothing that was accepted is lost ([Outages](operate.md#outages)).',
  },
  {
    name: 'ConnectionsExhausted',
    severity: 'ticket',
    expr: `${series('postgresWaiting')} > 0 and on (instance, pool) ${series('postgresConnections', { state: 'idle' })} == 0`,
    for: '5m',
    unit: 'number',
    summary: 'Requests of a process wait for a connection to PostgreSQL.',
    means:
      'All connections of a pool of the process are busy: statements are slow, or wait for locks. Reports and backtests have a pool of their own, `reads`.',
    see: '`SELECT state, wait_event_type, query FROM pg_stat_activity` in PostgreSQL; `scoville_postgresql_connections` by `pool` and `state`.',
    do: 'End what holds locks. Where the load is meant, raise `DATABASE_CONNECTIONS` ([Connections](operations.md#connections-to-postgresql)) or start another process.',
  },
  {
    name: 'LoopBusy',
    severity: 'ticket',
    expr: `${series('loopLagP99')}{job="scoville"} > ${lookSeconds + 0.5}`,
    for: '10m',
    unit: 'seconds',
    summary: 'The event loop of a process is held up for over half a second.',
    means: 'The process is at the end of its core: each request and each alert waits for its turn.',
    see: '`rate(process_cpu_seconds_total[5m])` near 1, and `nodejs_gc_duration_seconds` for a heap that is too small.',
    do: 'Split its `ROLES` over processes, or add one. With a full heap raise `--max-old-space-size`.',
  },
  {
    name: 'ProcessHangs',
    severity: 'page',
    expr: `${series('mainThreadSilent')} > 10`,
    for: '1m',
    unit: 'seconds',
    summary: 'The main thread of a process has done nothing for over ten seconds.',
    means:
      'The process hangs: the port of `OPS_PORT` still answers, and nothing else does. Others take its partitions within seconds.',
    see: '`/livez` on its `OPS_PORT`, its use of the processor, and its log.',
    do: 'Take a profile where you can (`kill -USR1`, then a debugger), and end it: its supervisor starts it again.',
  },
  {
    name: 'FilesNearLimit',
    severity: 'ticket',
    expr: `${series('openFiles')}{job="scoville"} / ${series('openFilesMax')}{job="scoville"} > 0.8`,
    for: '5m',
    unit: 'part',
    summary: 'A process has over 80 % of the files and sockets open that it may.',
    means: 'At the limit it accepts no more connections.',
    see: '`scoville_live_subscribers`, and the connections of the proxy in front.',
    do: 'Raise `LimitNOFILE` of its unit, or find who keeps connections open.',
  },
  {
    name: 'VersionsMixed',
    severity: 'ticket',
    expr: `count(count by (version) (${series('buildInfo')})) > 1`,
    for: '1h',
    unit: 'number',
    summary: 'Processes of different versions have run side by side for an hour.',
    means: 'An upgrade stopped half way.',
    see: '`count by (version, instance) (scoville_build_info)`.',
    do: 'Upgrade the others, or roll the new ones back.',
  },
];

/**
 * The bench: how fast, how soon and how small, on real servers of its own, as one Markdown table.
 *
 *     npm run bench                    all parts, some five minutes
 *     npm run bench -- --quick         shorter turns, a minute or so
 *     npm run bench -- --only a,c      some parts
 *     npm run bench -- --profile DIR   with a CPU profile of each program in DIR
 *     npm run bench -- --only h --profiles 1000000   a change of programmes over so many profiles
 *
 * Trust the ratios: both sides of each were measured in turns in the same minutes. Nothing here passes or fails.
 */
import { parseArgs } from 'node:util';
import { progress, type Row, reportOf } from './report.ts';

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
    profiles: { type: 'string' },
  },
});
if (given.profile !== undefined) process.env['SCOVILLE_BENCH_PROFILES'] = given.profile;
const { quick } = given;

const { measureRequests } = await import('./requests.ts');
const { measureLatency } = await import('./latency.ts');
const { measureMemory } = await import('./memory.ts');
const { measureScoring } = await import('./scoring.ts');
const { measureCore } = await import('./core.ts');
const { measureBacktest } = await import('./backtest.ts');
const { measureRederivation } = await import('./rederivation.ts');
const { measureLists } = await import('./lists.ts');

const parts: Record<string, () => Promise<Row[]>> = {
  a: () => measureRequests({ part: 'a', turns: quick ? 1 : 4, seconds: quick ? 2 : 3 }),
  b: () => measureRequests({ part: 'b', turns: quick ? 1 : 3, seconds: quick ? 1 : 2 }),
  c: () =>
    measureScoring(
      quick ? { turns: 1, events: 80_000, jobs: 6_000 } : { turns: 3, events: 200_000, jobs: 15_000 },
    ),
  d: () =>
    measureLatency(
      quick ? { rates: [2_000], seconds: 8 } : { rates: [500, 1_000, 2_000, 4_000], seconds: 12 },
    ),
  e: () => measureMemory({ profiles: quick ? 5_000 : 20_000 }),
  f: () =>
    measureCore(
      quick
        ? { turns: 3, profiles: 300, engineEvents: 300, events: 10_000 }
        : { turns: 5, profiles: 1_000, engineEvents: 600, events: 30_000 },
    ),
  g: () => measureBacktest({ events: quick ? 100_000 : 600_000 }),
  h: () =>
    measureRederivation({
      profiles: Number(given.profiles ?? (quick ? 20_000 : 100_000)),
      seconds: quick ? 5 : 10,
    }),
  i: () => measureLists(quick ? { leads: 100_000, requests: 100 } : { leads: 1_000_000, requests: 500 }),
};

/** What must be known to read the table. */
const configuration = [
  'Everything shares the machine: the load, the program under test, Redis and PostgreSQL are processes of their own on the same cores, and whatever else runs there shows.',
  'Redis: append-only, on TCP of the same machine; `appendfsync everysec` in (c) and (e), `always` in (d), both in (a) and (b). PostgreSQL: `fsync on`. 16 partitions.',
  '(a) and (b): 64 and 16 connections in a closed loop (autocannon), both sides in turns, the median of the ratios of neighbouring turns; events of 380 bytes on average, 50 bodies a connection; no worker runs.',
  '(c): visitors of about 10 events each, mixed so that a batch of 500 events meets some 400 profiles; one process with the real scheduler, drains and commits. The job an event scores with the same core, 200 at once, without the fence.',
  '(d): the whole program in one process, all roles. Arrivals at absolute times. 40 new prospects a second cross (a lead, a task and an alert each); 20 new visitors a second have their score asked for over the API, one request after the other from the answer 200 on until it shows. Latencies are measured by the load process: accepted is when its 200 arrived.',
  "(e): every profile made by the real door and worker; `used_memory` before and after, less connections' buffers and jobs, the streams empty.",
  '(g): the history in PostgreSQL, filled by the real copier; every event is read once, and both versions are evaluated after each event their rules recognise, on worker threads.',
  '(h): every profile has some 3 events of its own; the points of a rule change (looked at anew from what profiles remember), then a rule is added (rebuilt from the history). Single events at 200 a second meanwhile, each timed from acceptance to its committed score; before, the same without a change.',
  '(i): the program with the role console alone, one request after the other, the small store and the large in turns. PostgreSQL with its usual memory (128 MB of buffers); one lead in a hundred is open, 50 owners, 20 campaigns.',
  '(f): one process at a time, no server, processor time of all its threads; events parsed from JSON anew for each turn, before the clock starts. Both engines are first shown to fire the same rules. The other engine only matches (it has no frequencies, fading or ladder) and is told no more than its rules ask for.',
];

const wanted = given.only?.split(',').map((name) => name.trim()) ?? Object.keys(parts);
const strange = wanted.find((name) => parts[name] === undefined);
if (strange !== undefined) throw new Error(`no part "${strange}": some of ${Object.keys(parts).join(', ')}`);

/** Far above what all parts take together: a bench that hangs must end. */
const benchMsMax = 20 * 60_000;
setTimeout(() => {
  progress('The bench took too long and was ended.');
  process.exit(1);
}, benchMsMax).unref();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const startMs = performance.now();
const rows: Row[] = [];
for (const name of wanted) rows.push(...((await parts[name]?.()) ?? []));
process.stdout.write(await reportOf(rows, configuration, (performance.now() - startMs) / 1_000));

/** The parts of the bench as data: fixed texts for docs/benchmarks.md, counts of a full and of a quick run, and what measures. */
import type { PartTexts } from './docs.core.ts';
import type { Measured } from './results.core.ts';

export interface Part extends PartTexts {
  /** Measures with full counts, or with lower ones that only prove that the part works. */
  measure(given: { isQuick: boolean; profiles: number | null }): Promise<Measured>;
}

const inTurns = 'Both sides run in turns; the ratio is the median of the ratios of neighbouring turns.';

export const parts: readonly Part[] = [
  {
    id: 'ingest-single',
    title: 'Ingest, single events',
    shows:
      'How much of the rate of a bare Fastify route that parses and appends is left when the route accepts, normalises and stores each event.',
    method: `autocannon sends single events in a closed loop from a process of its own. Both routes append to Redis before they answer 200: the bare one what it has parsed, as it came. No worker runs. ${inTurns}`,
    reading:
      'The ingest route normalises, hashes and limits each event and sorts it by partition. The processor time of the server shows what this costs beyond the bare route.',
    mainFigures: ['everysec.ratio', 'always.ratio'],
    measure: async ({ isQuick }) =>
      (await import('./requests.ts')).measureRequests({
        eventsPerRequest: 1,
        connections: 64,
        aims: { everysec: 0.7, always: 0.85 },
        ...(isQuick ? { repetitions: 1, seconds: 1 } : { repetitions: 5, seconds: 3 }),
      }),
  },
  {
    id: 'ingest-batch',
    title: 'Ingest, batches',
    shows: 'How much of the rate of a bare Fastify route is left when a request carries many events.',
    method: `As for single events, with \`/v1/batch\`. The bare route still parses the whole body, and appends it as one entry. ${inTurns}`,
    reading:
      'In a batch the cost of HTTP is shared by all events. So the ratio shows the cost of an event itself and is lower than for single events. The rate in events a second is what a sender sees.',
    mainFigures: ['everysec.ratio', 'always.ratio', 'always.ingest'],
    measure: async ({ isQuick }) =>
      (await import('./requests.ts')).measureRequests({
        eventsPerRequest: 100,
        connections: 16,
        aims: { everysec: 0.5, always: 0.5 },
        ...(isQuick ? { repetitions: 1, seconds: 1 } : { repetitions: 5, seconds: 2 }),
      }),
  },
  {
    id: 'scoring',
    title: 'Scoring by one worker',
    shows:
      'How many events a second one worker scores, against a BullMQ job an event and against only reading the stream.',
    method: `The worker is the real scheduler with its drains and fenced commits, in one process. Visitors are mixed, so a batch meets nearly as many profiles as events. The job an event scores with the same core and many jobs at once, without the fence. The reader parses the same entries and discards them. ${inTurns}`,
    reading:
      'The first ratio is the gain of batches over the design that was not taken. The second is the share of the time that is not reading and parsing. A faster reader lowers the second ratio although the worker is as fast as before.',
    mainFigures: ['worker', 'against-jobs.ratio', 'against-discard.ratio'],
    measure: async ({ isQuick }) =>
      (await import('./scoring.ts')).measureScoring(
        isQuick
          ? { repetitions: 1, events: 40_000, jobs: 4_000 }
          : { repetitions: 5, events: 200_000, jobs: 15_000 },
      ),
  },
  {
    id: 'latency',
    title: 'Latency and losses under load',
    shows:
      'How soon an accepted event shows as a score and as an alert at constant rates, and whether anything is lost.',
    method:
      'The whole program runs in one process with all roles. An open loop sends events at absolute times, whatever the answers do. Some prospects cross every second: each makes a lead, a task and an alert. Some new visitors have their score asked for over the API, from the answer 200 on until it shows. The load process measures; an event counts as accepted when its 200 has arrived. The floor is a process of the same kind under the same load just before. It appends each event to Redis before it answers. For one that crosses it inserts a row and notifies a listener in one transaction. It decides nothing.',
    reading:
      'Losses must be 0 at every rate. The ratio to the floor says what scoring, routing and the records of sales add to what the stores take anyway. "Due → accepted" includes the delay of the load process itself. The load takes processor time from the program on the same cores, so the highest rate shows where the machine, not the program, is full.',
    mainFigures: [
      '500.alert-ratio',
      '2000.alert-ratio',
      '2000.alert-p50',
      '2000.alert-p99',
      '2000.score-p99',
      '2000.lost',
    ],
    measure: async ({ isQuick }) =>
      (await import('./latency.ts')).measureLatency(
        isQuick
          ? { rates: [500], seconds: 5, repetitions: 1 }
          : { rates: [500, 1_000, 2_000, 4_000], seconds: 12, repetitions: 3 },
      ),
  },
  {
    id: 'crossings',
    title: 'A crossing in sales',
    shows: 'What PostgreSQL and the process take to make a lead, a task and an alert of a tier update.',
    method: `The relay's own function applies the rise of a new person in a transaction with fsync. The other side has \`DATABASE_PREPARE=off\` and a store of its own. ${inTurns}`,
    reading:
      'Alone, a crossing pays for the whole transaction; at a busy time many share one. The ratio is what prepared statements save.',
    mainFigures: ['1.prepared', '20.prepared', '1.ratio'],
    isLater: true,
    measure: async ({ isQuick }) =>
      (await import('./crossings.ts')).measureCrossings(
        isQuick
          ? { repetitions: 1, transactions: 20, sizes: [1] }
          : { repetitions: 5, transactions: 100, sizes: [1, 20] },
      ),
  },
  {
    id: 'memory',
    title: 'Memory of a profile',
    shows: 'How many bytes of Redis memory a profile takes.',
    method:
      "The real ingest and a real worker make every profile. The figure is `used_memory` after minus before, without the buffers of connections and without jobs, with empty streams, divided by the profiles. `MEMORY USAGE` of a sample says how the bytes divide over a profile's keys.",
    reading:
      'Redis takes memory in steps of its allocator. A few bytes more in a profile show as a whole step, or not at all.',
    mainFigures: ['anonymous.used-memory', 'identified.used-memory'],
    measure: async ({ isQuick }) =>
      (await import('./memory.ts')).measureMemory(
        isQuick ? { profiles: 1_000, repetitions: 1 } : { profiles: 20_000, repetitions: 3 },
      ),
  },
  {
    id: 'core',
    title: 'Scoring core alone',
    shows:
      'How many events a second one core matches, against json-rules-engine, and what a thousand rules or thousands of remembered events cost.',
    method:
      'One process at a time, without any server. The figure is processor time of all its threads. Events are parsed from JSON again for each turn, before the clock starts. Both engines are first shown to fire the same rules for the same events. Of large profiles one event after the other is measured, from the stored bytes to those of the commit. A worker has such a profile at hand; after a restart, or many others, it comes from the store.',
    reading:
      'json-rules-engine only matches: it has no frequencies, decay or ladder, and it is given no more than its rules ask for. The fair comparison is the first ratio; the second shows that Scoville evaluates everything and is still faster. A cost ratio near 1 means that rules which do not match cost nothing.',
    mainFigures: ['matching.ratio', 'taking', 'matching.by-event-name.ratio', 'taking.by-event-name.ratio'],
    measure: async ({ isQuick }) =>
      (await import('./core.ts')).measureCore(
        isQuick
          ? {
              repetitions: 1,
              profiles: 300,
              engineEvents: 300,
              events: 10_000,
              ofLargeProfiles: 5,
              robotDays: [90],
            }
          : {
              repetitions: 5,
              profiles: 1_000,
              engineEvents: 600,
              events: 30_000,
              ofLargeProfiles: 50,
              robotDays: [7, 90, 365, 900],
            },
      ),
  },
  {
    id: 'backtest',
    title: 'Backtest',
    shows: 'How fast a draft is replayed over the stored history, beside the active version.',
    method:
      'The history is filled by the same step that copies events in production. Each backtest reads every event once and evaluates both versions after each event their rules recognise, on worker threads.',
    reading:
      'The scoring part counts an event once although it is scored under two versions. The figure "an event under a version counted as one" counts both.',
    mainFigures: ['overall', 'scoring'],
    measure: async ({ isQuick }) =>
      (await import('./backtest.ts')).measureBacktest(
        isQuick ? { events: 50_000, repetitions: 1 } : { events: 600_000, repetitions: 3 },
      ),
  },
  {
    id: 'rescoring',
    title: 'Re-scoring after a change of rules',
    shows: 'How long a changed programme takes to reach every profile, and how long events wait meanwhile.',
    method:
      'The points of a rule change: profiles are re-scored from what they remember. Then a rule is added: profiles are rebuilt from the history. Single events arrive at a steady rate all the time. Each is timed from acceptance to its committed score, and the same without a change just before.',
    reading:
      'Events go first: the ratio of p99 says how much longer they wait. `--profiles <n>` measures with another number of profiles.',
    mainFigures: ['points.rate', 'points.p99-ratio', 'rule.rate', 'rule.p99-ratio'],
    measure: async ({ isQuick, profiles }) =>
      (await import('./rederivation.ts')).measureRederivation({
        profiles: profiles ?? (isQuick ? 5_000 : 100_000),
        ...(isQuick ? { seconds: 2, repetitions: 1 } : { seconds: 10, repetitions: 3 }),
      }),
  },
  {
    id: 'restore',
    title: 'Restore of a lost Redis',
    shows: 'How long it takes until every profile is restored from the history after Redis was emptied.',
    method:
      'One process scores, copies and keeps. Its Redis is emptied; the time runs until the restore is done, from noticing the loss to the last profile. Then the same while single events arrive at a steady rate.',
    reading:
      'The time grows with the profiles and their events. `--profiles <n>` measures with another number of profiles.',
    mainFigures: ['rate', 'seconds', 'loaded.seconds'],
    isLater: true,
    measure: async ({ isQuick, profiles }) =>
      (await import('./restore.ts')).measureRestore({
        profiles: profiles ?? (isQuick ? 2_000 : 100_000),
        repetitions: isQuick ? 1 : 2,
      }),
  },
  {
    id: 'event-import',
    title: 'Import of events of before',
    shows: 'How many events of before an import takes a second, and what each costs on every side.',
    method:
      'The command line sends one file, NDJSON in zstd, to the whole program on stores of its own. It has a year of events of people with fifty each. The time until all events are written to the history is that of reading; then days are sorted and profiles rebuilt. Processor time is that of all processes of a side.',
    reading:
      'All of it shares the machine, the command line too. On a busy machine the rates fall and the processor time stays about the same: by that time an event is compared.',
    mainFigures: ['read', 'scored'],
    isLater: true,
    measure: async ({ isQuick }) =>
      (await import('./event-import.ts')).measureEventImport(
        isQuick ? { events: 20_000, repetitions: 1 } : { events: 500_000, repetitions: 3 },
      ),
  },
  {
    id: 'lists',
    title: 'Lists over many leads',
    shows: 'Whether lists stay as fast when the store has grown.',
    method:
      'The program runs with the role console alone, once over a small store and once over a large one. Requests go one after the other, to both in turns: the first page of a list, and a page in its middle. PostgreSQL has its default memory. Few leads are open; owners and campaigns are skewed as in life.',
    reading:
      'A ratio near 1 means that the number of leads does not matter. The p99 of one repetition rests on few requests and is noisier than the p50.',
    mainFigures: ['leads.first.ratio-p50', 'leads.middle.ratio-p50', 'tasks.first.ratio-p50'],
    measure: async ({ isQuick }) =>
      (await import('./lists.ts')).measureLists(
        isQuick
          ? { leads: 20_000, requests: 20, repetitions: 1 }
          : { leads: 1_000_000, requests: 300, repetitions: 3 },
      ),
  },
  {
    id: 'pages',
    title: 'Pages over many leads',
    shows: 'How soon the first rows of a page stand in a new browser, and how smoothly a long table scrolls.',
    method:
      'The program runs with the role console alone over a large store. A headless Chromium that has nothing but its log-in opens a page. The time runs from the address to the first frame with a row of data. Then the table of leads is scrolled by the same way with each frame, faster than anyone reads, while rows load page by page.',
    reading:
      'The browser, the program and PostgreSQL share the cores. A frame has missed its turn when it came half a frame late, at 60 frames a second. Without a graphics card the browser paints with the processor too.',
    mainFigures: ['view.now', 'view.leads', 'scroll.late'],
    isLater: true,
    measure: async ({ isQuick }) =>
      (await import('./pages.ts')).measurePages(
        isQuick
          ? { leads: 2_000, rows: 1_000, repetitions: 1 }
          : { leads: 100_000, rows: 100_000, repetitions: 5 },
      ),
  },
  {
    id: 'rest',
    title: 'At rest',
    shows:
      'What the whole program takes while nothing happens, and how soon an alert comes that comes alone.',
    method:
      'The whole program runs in one process with all roles and a page that listens. Some time after the last event, the commands of Redis, the transactions of PostgreSQL and the processor time of the program are counted. Then prospects come one at a time: two events with a pause before each, of which the second crosses.',
    reading:
      'What happens rings a bell, so nothing waits for a look. The looks at rest find what was missed: a bell that was lost, a time that has come. A lone alert shows whether saving them costs any speed.',
    mainFigures: ['percent', 'commands', 'transactions', 'aloneMs'],
    isLater: true,
    measure: async ({ isQuick }) =>
      (await import('./rest.ts')).measureRest(
        isQuick
          ? { repetitions: 1, quietSeconds: 2, seconds: 5, alerts: 2 }
          : { repetitions: 3, quietSeconds: 20, seconds: 30, alerts: 15 },
      ),
  },
  {
    id: 'k',
    title: 'Many workers',
    shows:
      'Whether any step is done by one process alone, and what an event costs in each step besides the door.',
    method:
      'Workers with a scheduler, a relay and a copier each, as the product starts them, share a Redis Cluster of three masters and one PostgreSQL. They are spread over a few processes. While a second load is worked on, a quarter of the processes is killed. The costs are processor time of one worker that does one step alone, and of one Redis and one PostgreSQL meanwhile.',
    reading:
      'A worker that did nothing is none that could do nothing: where two cores are shared, few have to work at once. The share of the busiest one says how evenly the work lies. Losses must be 0. The costs are of processor time, so a busy machine disturbs them less than rates.',
    mainFigures: ['workers.scored', 'workers.busiest', 'lost', 'cost.score', 'cost.copy', 'cost.relay'],
    isLater: true,
    measure: async ({ isQuick }) =>
      (await import('./many-workers.ts')).measureManyWorkers(
        isQuick
          ? { workers: 8, processes: 4, partitions: 16, events: 8_000, costEvents: 4_000, repetitions: 1 }
          : {
              workers: 64,
              processes: 4,
              partitions: 64,
              events: 10_000,
              costEvents: 20_000,
              repetitions: 2,
            },
      ),
  },
];

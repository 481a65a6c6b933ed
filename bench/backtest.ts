/** A backtest over a stored history: the speed of reading and distributing, and of replaying. */

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { limits, partitionOf } from '../src/base/kernel/kernel.ts';
import { readProgramme } from '../src/contract/language/language.ts';
import { backtest } from '../src/engine/analysis/backtest.ts';
import { normalise } from '../src/engine/ingest/normalise.core.ts';
import { openTestHistory } from '../test/support/rooms.ts';
import { startTestPostgres } from '../test/support/servers.ts';
import { progress } from './progress.ts';
import { figureOf, type Measured } from './results.core.ts';
import { partitions } from './stream.ts';
import { shown } from './table.core.ts';
import { visitorEvents } from './traffic.ts';

const file = new URL('../rules/emea-lead-scoring.yaml', import.meta.url);

export interface BacktestCounts {
  events: number;
  repetitions: number;
}

/** Aims, events a second: overall, and on each core while scoring. */
const aims = { overall: 50_000, scoring: 200_000 };
const eventsPerProfile = 12;

/** One backtest. */
interface Run {
  seconds: number;
  readSeconds: number;
  replaySeconds: number;
}

export async function measureBacktest({ events, repetitions }: BacktestCounts): Promise<Measured> {
  const postgres = await startTestPostgres({ isDurable: true });
  const history = await openTestHistory(postgres.url);
  try {
    progress(`  ${shown(events)} events into the history`);
    await fill(history, events);
    const runs: Run[] = [];
    // The first one warms up PostgreSQL's cache.
    for (let turn = -1; turn < repetitions; turn++) {
      const run = await timedBacktest(history, events);
      progress(`  backtest: ${shown(run.seconds)} s`);
      if (turn >= 0) runs.push(run);
    }
    const cores = availableParallelism();
    const configuration = { events, 'events a profile': eventsPerProfile, cores, versions: 2 };
    return { configuration, figures: figuresOf(runs, events, cores) };
  } finally {
    await history.close();
    await postgres.stop();
  }
}

async function timedBacktest(
  history: Awaited<ReturnType<typeof openTestHistory>>,
  events: number,
): Promise<Run> {
  const read = readProgramme(file.pathname, readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error('the programme is not readable');
  const { programme } = read;
  const draft = { ...programme, rules: programme.rules.map(worthMore) };
  const beganMs = performance.now();
  const result = await backtest(
    history,
    {
      active: { programme, version: 'active' },
      draft: { programme: draft, version: 'draft' },
      latenessMs: limits.latenessMs,
      sinceMs: 0,
      untilMs: Date.now() + limits.dayMs,
      people: [],
      outcomes: [],
      qualities: [],
    },
    () => undefined,
    new AbortController().signal,
  );
  const seconds = (performance.now() - beganMs) / 1_000;
  if (result.events !== events) throw new Error(`${result.events} events of ${events} were replayed`);
  return { seconds, readSeconds: result.readSeconds, replaySeconds: result.replaySeconds };
}

function figuresOf(runs: readonly Run[], events: number, cores: number) {
  const seconds = (id: string, title: string, of: (run: Run) => number) =>
    figureOf({ id, title, unit: 's', better: 'lower', repetitions: runs.map(of) });
  const rate = (id: string, title: string, unit: string, of: (run: Run) => number) =>
    figureOf({ id, title, unit, better: 'higher', repetitions: runs.map(of) });
  // The busiest core has about its share of the events.
  const scoredPerCore = ({ replaySeconds }: Run) => events / cores / replaySeconds;
  return [
    {
      ...rate('overall', 'backtest of both versions at once', 'events/s', (run) => events / run.seconds),
      aim: { is: '≥' as const, value: aims.overall },
    },
    {
      ...rate(
        'scoring',
        'scoring part: fold, evaluate after each event, step the ladder, under both versions',
        'events/s a core',
        scoredPerCore,
      ),
      aim: { is: '≥' as const, value: aims.scoring },
    },
    rate(
      'evaluations',
      'the same, an event under a version counted as one',
      'evaluations/s a core',
      (run) => 2 * scoredPerCore(run),
    ),
    seconds('seconds', 'the whole backtest', (run) => run.seconds),
    seconds('read-seconds', 'read, matched and given out', (run) => run.readSeconds),
    seconds('live-seconds', 'replayed', (run) => run.replaySeconds),
  ];
}

/** The rule, worth a point more. */
function worthMore<Given extends object>(rule: Given): Given {
  return 'points' in rule && typeof rule.points === 'number' ? { ...rule, points: rule.points + 1 } : rule;
}

const batchEvents = 5_000;

/** Events as the door normalises them, in entries of one partition each. */
async function fill(history: Awaited<ReturnType<typeof openTestHistory>>, count: number): Promise<void> {
  const startMs = Date.now() - 20 * limits.dayMs;
  const stepMs = (19 * limits.dayMs) / count;
  const wire = visitorEvents({
    count,
    profiles: Math.ceil(count / eventsPerProfile),
    seed: 7,
    startMs,
    stepMs,
  });
  let byPartition = new Map<number, object[]>();
  let links = new Map<number, object[]>();
  let waiting = 0;
  let entry = 0;
  const flush = async () => {
    entry++;
    const entriesOf = (field: 'e' | 'l', records: Map<number, object[]>, position: number) =>
      [...records].map(([partition, own]) => ({
        partition,
        id: `${entry}-${position}`,
        field,
        json: JSON.stringify(own),
      }));
    const entries = [...entriesOf('e', byPartition, 0), ...entriesOf('l', links, 1)];
    await history.copyBatch({ events: entries, ledger: [], hasMore: false });
    byPartition = new Map();
    links = new Map();
    waiting = 0;
  };
  const put = (records: Map<number, object[]>, profile: string, record: object) => {
    const partition = partitionOf(profile, partitions);
    const own = records.get(partition) ?? [];
    own.push(record);
    records.set(partition, own);
  };
  for (const raw of wire) {
    const receivedAtMs = Date.parse(String(raw['timestamp']));
    const read = normalise(raw, { receivedAtMs, type: null, sentAt: null, context: null }, () => '');
    if (!read.ok) throw new Error(read.message);
    put(byPartition, read.event.profile, read.event);
    for (const link of read.links) put(links, link.child, link);
    if (++waiting === batchEvents) await flush();
  }
  if (waiting > 0) await flush();
}

/** Events of before, imported by the command line into the real program: how many a second, and what an event costs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EventImportView } from '../src/contract/api/api.ts';
import { pastEventsFile, pastEventsOfPerson } from '../test/support/past-events.ts';
import { api, type Program, programToken, startProgram } from '../test/support/program.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { until } from '../test/support/until.ts';
import { processorSeconds, type Side } from './processor-time.ts';
import { profiling } from './profiling.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { shown } from './table.core.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const appendfsync = 'always';
/** Events a second that are read, on two cores that do nothing else. */
const aim = { is: '≥' as const, value: 20_000 };
const waitMsMax = 25 * 60_000;

export interface EventImportCounts {
  events: number;
  repetitions: number;
}

/** Seconds, and core-seconds of each side, since a moment. */
interface Span {
  seconds: number;
  cores: Record<Side, number>;
}

/** One import: until all events are written, and from then until all profiles are scored. */
interface Run {
  read: Span;
  scored: Span;
}

export async function measureEventImport({ events, repetitions }: EventImportCounts): Promise<Measured> {
  const runs: Run[] = [];
  for (let turn = 0; turn < repetitions; turn++) {
    const file = await pastEventsFile(events);
    const run = await imported(file, events);
    const micro = ({ cores }: Span) =>
      Object.entries(cores)
        .map(([side, seconds]) => `${side} ${shown((1e6 * seconds) / events)}`)
        .join(', ');
    progress(`  read in ${shown(run.read.seconds)} s; µs an event: ${micro(run.read)}`);
    progress(`  scored in ${shown(run.scored.seconds)} s; µs an event: ${micro(run.scored)}`);
    runs.push(run);
  }
  const configuration = { appendfsync, events, 'events a person': pastEventsOfPerson };
  return { configuration, figures: figuresOf(runs, events) };
}

/** Each import meets stores of its own: none finds the rows of the one before. */
async function imported(file: string, events: number): Promise<Run> {
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync }),
    startTestPostgres({ isDurable: true }),
  ]);
  let program: Program | null = null;
  try {
    program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...profiling() });
    return await timed(program, file, events);
  } finally {
    await program?.stop();
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

async function timed(program: Program, file: string, events: number): Promise<Run> {
  const beginning = since();
  const sending = spawn(process.execPath, [cli, 'import-events', file], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: new URL(program.url).port, API_TOKEN: programToken },
    stdio: 'ignore',
  });
  const ended = once(sending, 'exit');
  await until(
    'all of it is read',
    async () => {
      const { items } = await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1');
      return items[0] !== undefined && items[0].status !== 'open';
    },
    waitMsMax,
  );
  const read = beginning();
  const scoring = since();
  const [code] = await ended;
  const { items } = await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1');
  if (code !== 0 || items[0]?.counts.events !== events)
    throw new Error(`the import of ${events} events came to ${JSON.stringify(items[0])}`);
  return { read, scored: scoring() };
}

/** Returns what has passed since now, whenever it is asked. */
function since(): () => Span {
  const startMs = performance.now();
  const before = processorSeconds();
  return () => {
    const after = processorSeconds();
    const cores = { ...after };
    for (const side of Object.keys(cores) as Side[]) cores[side] -= before[side];
    return { seconds: (performance.now() - startMs) / 1_000, cores };
  };
}

const sides: Record<Side, string> = {
  program: 'the program and the command line',
  postgres: 'PostgreSQL',
  redis: 'Redis',
};

function figuresOf(runs: readonly Run[], events: number): Figure[] {
  const rate = (id: string, title: string, of: (run: Run) => number) =>
    figureOf({
      ...{ id, title, unit: 'events/s', better: 'higher' },
      repetitions: runs.map((run) => events / of(run)),
    });
  const cost = (phase: keyof Run, side: Side, title: string) =>
    figureOf({
      ...{ id: `${phase}.${side}`, title: `processor time an event: ${title}`, column: sides[side] },
      ...{ unit: 'µs', better: 'lower' as const },
      repetitions: runs.map((run) => (1e6 * run[phase].cores[side]) / events),
    });
  const costs = (phase: keyof Run, title: string) =>
    (Object.keys(sides) as Side[]).map((side) => cost(phase, side, title));
  return [
    { ...rate('read', 'events read, and written to the history', ({ read }) => read.seconds), aim },
    rate(
      'scored',
      'the same until all profiles are scored',
      ({ read, scored }) => read.seconds + scored.seconds,
    ),
    ...costs('read', 'read and written'),
    ...costs('scored', 'sorted and scored'),
  ];
}

/** The whole program under an open loop at constant rates: how soon a score and an alert are there, and losses. */
import { type Program, programSecretKey, programToken, startProgram } from '../test/support/program.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { until } from '../test/support/until.ts';
import { crossingsPerSecond, scoresAskedPerSecond } from './arrivals.ts';
import { startChild } from './child.ts';
import type { Latencies, OpenLoopResult } from './open-loop.ts';
import { profiling } from './profiling.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { shown } from './table.core.ts';

export interface LatencyCounts {
  rates: number[];
  seconds: number;
  repetitions: number;
}

const appendfsync = 'always';
const warmUp = { rate: 2_000, seconds: 5 };
/** The most that an alert may take at a rate, as a multiple of the floor at the same percentile. */
const aims = new Map([
  [500, 3],
  [2_000, 5],
]);

/** One repetition at one rate, and the floor just before it. */
type Run = OpenLoopResult & { lostEvents: number; floor: OpenLoopResult };

export async function measureLatency({ rates, seconds, repetitions }: LatencyCounts): Promise<Measured> {
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync }),
    startTestPostgres({ isDurable: true }),
  ]);
  const generator = startChild('open-loop');
  const floor = startChild('floor');
  let program: Program | null = null;
  try {
    const started = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...profiling() });
    program = started;
    const floorUrl = await floor.ask<string>('listen', {
      redisUrl: redis.url,
      databaseUrl: postgres.url,
    });
    let sent = 0;
    let seed = 100;
    const run = async (rate: number, lasting: number): Promise<Run> => {
      const asked = {
        writeKey: programSecretKey,
        apiToken: programToken,
        rate,
        seconds: lasting,
        seed,
      };
      seed += 10;
      const ofFloor = await generator.ask<OpenLoopResult>('run', { ...asked, url: floorUrl });
      const result = await generator.ask<OpenLoopResult>('run', { ...asked, url: started.url });
      sent += result.accepted;
      const scored = await until('all is scored', async () => {
        const count = await scoredBy(started);
        return count >= sent ? count : null;
      }).catch(() => scoredBy(started));
      return { ...result, lostEvents: sent - scored, floor: ofFloor };
    };
    await run(warmUp.rate, warmUp.seconds);
    const runs = new Map<number, Run[]>(rates.map((rate) => [rate, []]));
    for (let turn = 0; turn < repetitions; turn++) {
      for (const rate of rates) {
        const result = await run(rate, seconds);
        progress(
          `  ${rate}/s: accepted ${inWords(result.sendToAccepted)}; score ${inWords(result.acceptedToScore)}; alert ${inWords(result.acceptedToAlert)}; floor ${inWords(result.floor.acceptedToAlert)}; refused ${result.refused}`,
        );
        runs.get(rate)?.push(result);
      }
    }
    const configuration = {
      appendfsync,
      'events a second': rates,
      'seconds a repetition': seconds,
      'crossings a second': crossingsPerSecond,
      'scores asked for a second': scoresAskedPerSecond,
    };
    return { configuration, figures: [...runs].flatMap(([rate, results]) => figuresOf(rate, results)) };
  } finally {
    await Promise.all([generator.stop(), floor.stop()]);
    await program?.stop();
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

const spans = [
  { id: 'alert', title: 'accepted → alert on the live stream', of: (run: Run) => run.acceptedToAlert },
  { id: 'floor', title: 'accepted → alert, floor', of: (run: Run) => run.floor.acceptedToAlert },
  { id: 'score', title: 'accepted → score visible', of: (run: Run) => run.acceptedToScore },
  { id: 'accepted', title: 'due → accepted', of: (run: Run) => run.sendToAccepted },
];
const percentiles = { p50: 'p50', p99: 'p99', p999: 'p99.9', max: 'max' } as const;
const losses = [
  { id: 'lost-events', column: 'events not scored', of: (run: Run) => run.lostEvents },
  { id: 'lost-scores', column: 'scores missing', of: (run: Run) => run.lostScores },
  { id: 'lost-alerts', column: 'alerts missing', of: (run: Run) => run.lostAlerts },
  { id: 'doubled-alerts', column: 'alerts doubled', of: (run: Run) => run.doubledAlerts },
];

function figuresOf(rate: number, runs: readonly Run[]): Figure[] {
  const loop = `${shown(rate)} events/s`;
  const latency = ({ id, title, of }: (typeof spans)[number], name: keyof typeof percentiles) =>
    figureOf({
      id: `${rate}.${id}-${name}`,
      title: `${loop}: ${title}`,
      column: percentiles[name],
      unit: 'ms',
      better: 'lower',
      repetitions: runs.map((run) => of(run)[name]),
      samples: Math.min(...runs.map((run) => of(run).count)),
    });
  const aim = aims.get(rate);
  const ratio = (id: string, name: 'p50' | 'p99') =>
    figureOf({
      id: `${rate}.${id}`,
      title: `${loop}: accepted → alert ÷ floor`,
      column: `of the ${name}`,
      unit: '×',
      better: 'lower',
      repetitions: runs.map(
        ({ acceptedToAlert, floor }) => acceptedToAlert[name] / floor.acceptedToAlert[name],
      ),
      ...(aim !== undefined && { aim: { is: '≤', value: aim } }),
    });
  const count = (id: string, column: string, of: (run: Run) => number) =>
    figureOf({
      id: `${rate}.${id}`,
      title: `${loop}: losses`,
      column,
      unit: 'events',
      better: 'lower',
      repetitions: runs.map(of),
      ...(id === 'lost' && { aim: { is: '≤', value: 0 } }),
    });
  return [
    ...spans.flatMap((span) =>
      (Object.keys(percentiles) as (keyof typeof percentiles)[]).map((name) => latency(span, name)),
    ),
    ratio('alert-ratio', 'p50'),
    ratio('alert-ratio-p99', 'p99'),
    count('lost', 'lost in all', (run) => losses.reduce((sum, { of }) => sum + of(run), 0)),
    ...losses.map(({ id, column, of }) => count(id, column, of)),
    count('refused', 'not accepted', (run) => run.refused),
  ];
}

const inWords = ({ p50, p99 }: Latencies) => `p50 ${shown(p50)}, p99 ${shown(p99)} ms`;

async function scoredBy(program: Program): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  return Number(/^scoville_events_scored_total (\d+)/m.exec(text)?.[1] ?? 0);
}

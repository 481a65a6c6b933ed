/** The whole program while nothing happens: what it asks of the stores and takes of a core; and how soon an alert comes that comes alone. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { profileIdOf } from '../src/base/kernel/kernel.ts';
import { type Program, programSecretKey, programToken, startProgram } from '../test/support/program.ts';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import { until } from '../test/support/until.ts';
import { crossingEvent } from './arrivals.ts';
import { processorSeconds } from './processor-time.ts';
import { profiling } from './profiling.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { readAlerts } from './sse.ts';
import { median } from './statistics.core.ts';
import { shown } from './table.core.ts';
import { pageView, tracked, uuidLike, type WireEvent } from './traffic.ts';

export interface RestCounts {
  repetitions: number;
  /** What is left to itself before anything counts, and then what counts, seconds. */
  quietSeconds: number;
  seconds: number;
  /** Alerts a repetition, each after a rest. */
  alerts: number;
}

const appendfsync = 'always';
/** Between a prospect's first event and the one that crosses, and before the next prospect: as long as nothing else is under way. */
const aloneMs = 1_200;
/** Alerts that come before any counts: statements get their names, and functions are compiled. */
const warmUpAlerts = 20;

interface AtRest {
  commands: number;
  transactions: number;
  /** Of a core. */
  percent: number;
}

type Run = AtRest & { aloneMs: number };

export async function measureRest(counts: RestCounts): Promise<Measured> {
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync }),
    startTestPostgres({ isDurable: true }),
  ]);
  let program: Program | null = null;
  try {
    program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...profiling() });
    const lone = await openLoneAlerts(program.url);
    for (let nth = 0; nth < warmUpAlerts; nth++) await lone.next(0);
    const runs: Run[] = [];
    for (let turn = 0; turn < counts.repetitions; turn++) {
      await pause(counts.quietSeconds * 1_000);
      const found = await atRest(redis.url, postgres.url, counts.seconds);
      const tookMs: number[] = [];
      for (let nth = 0; nth < counts.alerts; nth++) tookMs.push(await lone.next(aloneMs));
      const run = { ...found, aloneMs: median(tookMs) };
      progress(
        `  ${shown(run.commands)} commands/s, ${shown(run.transactions)} transactions/s, ${shown(run.percent)} % of a core; an alert alone ${shown(run.aloneMs)} ms`,
      );
      runs.push(run);
    }
    lone.close();
    const { seconds, alerts, quietSeconds } = counts;
    return {
      configuration: {
        ...{ appendfsync, 'seconds at rest': seconds, 'seconds before': quietSeconds },
        'alerts a repetition': alerts,
      },
      figures: figuresOf(runs),
    };
  } finally {
    await program?.stop();
    await Promise.all([redis.stop(), postgres.stop()]);
  }
}

/** Counts for so long what the stores and the processor are asked for. */
async function atRest(redisUrl: string, databaseUrl: string, seconds: number): Promise<AtRest> {
  const redis = new Redis(redisUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const look = async () => {
    const { rows } = await client.query<{ count: string }>(
      'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
    );
    const commands = Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
    return {
      commands,
      transactions: Number(rows[0]?.count),
      processor: processorSeconds().program,
      atMs: performance.now(),
    };
  };
  try {
    const before = await look();
    await pause(seconds * 1_000);
    const after = await look();
    const perSecond = (of: Exclude<keyof typeof before, 'atMs'>) =>
      ((after[of] - before[of]) * 1_000) / (after.atMs - before.atMs);
    return {
      commands: perSecond('commands'),
      transactions: perSecond('transactions'),
      percent: perSecond('processor') * 100,
    };
  } finally {
    redis.disconnect();
    await client.end();
  }
}

/** Prospects one after the other; `next` returns the ms from the answer to the event that crosses to its alert. */
async function openLoneAlerts(url: string) {
  const alertedAtMs = new Map<string, number>();
  const alerts = await readAlerts(url, programToken, (profile) =>
    alertedAtMs.set(profile, performance.now()),
  );
  let count = 0;
  const next = async (restMs: number): Promise<number> => {
    const nth = count++;
    const userId = `alone-${nth}`;
    const who = { anonymousId: uuidLike(31, nth), userId };
    const profile = profileIdOf(`u:${userId}`);
    await pause(restMs);
    await send(url, {
      ...pageView('/products/managed-cloud'),
      ...{ context: { traits: { phone: '+44 20 7946 0018' } } },
      ...who,
      messageId: uuidLike(32, nth),
    });
    await pause(restMs);
    const crossing = tracked(crossingEvent, { category: 'customer-case-study', asset_id: 'study-1' });
    await send(url, { ...crossing, ...who, messageId: uuidLike(33, nth) });
    const acceptedMs = performance.now();
    const atMs = await until('the alert is there', () => alertedAtMs.get(profile) ?? null);
    return Math.max(0, atMs - acceptedMs);
  };
  return { next, close: alerts.close };
}

async function send(url: string, event: WireEvent): Promise<void> {
  const { status } = await fetch(`${url}/v1/${event.type}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${programSecretKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ ...event, timestamp: new Date().toISOString() }),
  });
  if (status !== 200) throw new Error(`an event was answered ${status}`);
}

function figuresOf(runs: readonly Run[]): Figure[] {
  const figure = (id: keyof Run, title: string, unit: string, aim?: number) =>
    figureOf({
      ...{ id, title, unit, better: 'lower' as const, repetitions: runs.map((run) => run[id]) },
      ...(aim !== undefined && { aim: { is: '≤' as const, value: aim } }),
    });
  return [
    figure('percent', 'processor time of the program at rest, of a core', '%', 1),
    figure('commands', 'commands to Redis at rest', 'commands/s', 30),
    figure('transactions', 'transactions in PostgreSQL at rest', 'transactions/s', 3),
    figure('aloneMs', 'an alert that comes alone: accepted → alert, p50', 'ms'),
  ];
}

/**
 * Exactly once, on real processes: workers, Redis and PostgreSQL killed, frozen and cut off under load, and then an
 * independent checker that compares every score, lead and task with the accepted events. The long form
 * (`npm run test:faults`) makes over a hundred kills; its seed is printed, and a failing one can be given again.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { differences } from '../support/checker.ts';
import { createCrowd, sendCrowd } from '../support/crowd.ts';
import { type Program, programToken, startProgram } from '../support/program.ts';
import type { Sender } from '../support/sending.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const isLong = process.env['SCOVILLE_FAULTS'] === 'long';
const seed = Number(process.env['SCOVILLE_SEED'] ?? Date.now() % 1_000_000);
const quietMsMax = 90_000;

interface Installation {
  redis: TestServer;
  postgres: TestServer;
  /** The doors and the console; never killed, so that what it acknowledged can be asked of it. */
  door: Program;
  workers: Program[];
}

let running: Installation | null = null;

afterEach(async () => {
  if (running === null) return;
  const { redis, postgres, door, workers } = running;
  running = null;
  for (const worker of workers) await worker.kill();
  await door.kill();
  await redis.stop();
  await postgres.stop();
});

async function install(workers: number): Promise<Installation> {
  const [redis, postgres] = await Promise.all([
    startTestRedis({ appendfsync: 'always' }),
    startTestPostgres({ isDurable: true }),
  ]);
  const stores = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
  const door = await startProgram({ ...stores, ROLES: 'ingest,console' });
  const installation: Installation = { redis, postgres, door, workers: [] };
  running = installation;
  const startWorker = async () =>
    void installation.workers.push(await startProgram({ ...stores, ROLES: 'worker' }));
  await Promise.all(Array.from({ length: workers }, startWorker));
  return installation;
}

const crowdOf = (size: number) => createCrowd(seed, size, Date.now() - 5 * 3_600_000);

/** Sends a crowd while `harm` is done, waits for quiet, and compares every score, lead and task with the events. */
async function survive(
  installation: Installation,
  size: number,
  harm: (sender: Sender, random: () => number) => Promise<void>,
) {
  console.info(`seed ${seed}`);
  const crowd = crowdOf(size);
  const sender = sendCrowd(crowd, installation.door, { seed, concurrency: 6, paceMs: isLong ? 60 : 15 });
  await harm(sender, randomFrom(seed));
  await sender.done;
  let left: string[] = [];
  await until(
    'no score, lead or task differs from the accepted events',
    async () => {
      left = await differences(installation.door, crowd, installation.postgres.url);
      return left.length === 0;
    },
    quietMsMax,
  ).catch(() => undefined);
  expect(left, `seed ${seed}`).toEqual([]);
  expect(sender.accepted()).toBeGreaterThan(crowd.length);
  expect(await auditOf(installation.door), `seed ${seed}`).toMatchObject({ mismatched: 0, mismatches: [] });
  for (const worker of installation.workers)
    expect(await metric(worker, 'scoville_replay_mismatch_total')).toBe(0);
}

/** Compares every live score with the replay of the stored history. */
async function auditOf(door: Program): Promise<object> {
  const ask = async (method: string, path: string) => {
    const response = await fetch(`${door.url}/api/v1/audits${path}`, {
      method,
      headers: { authorization: `Bearer ${programToken}`, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
    return (await response.json()) as { id: string; status: string; result: { checked: number } };
  };
  const { id } = await ask('POST', '');
  const { result } = await until(
    'the audit is done',
    async () => {
      const view = await ask('GET', `/${id}`);
      return view.status === 'done' && view;
    },
    quietMsMax,
  );
  expect(result.checked).toBeGreaterThan(0);
  return result;
}

/** A small generator of numbers in [0, 1) that a seed repeats. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Waits until some more events were taken: the moments of harm are counted in events, not in time. */
async function more(sender: Sender, events: number): Promise<void> {
  const wanted = sender.accepted() + events;
  await Promise.race([
    until(`${wanted} events taken`, () => sender.accepted() >= wanted, quietMsMax),
    sender.done,
  ]);
}

describe('an accepted event counts exactly once', () => {
  test('workers killed at random moments, again and again', async () => {
    const installation = await install(2);
    const kills = isLong ? 100 : 6;
    await survive(installation, isLong ? 3_000 : 150, async (sender, random) => {
      for (let kill = 0; kill < kills; kill++) {
        await more(sender, Math.floor(random() * (isLong ? 200 : 120)));
        const worker = installation.workers[Math.floor(random() * 2)] as Program;
        await worker.kill();
        await worker.restart();
      }
    });
  });

  test('Redis killed and started again', async () => {
    const installation = await install(1);
    const kills = isLong ? 10 : 2;
    await survive(installation, isLong ? 1_000 : 120, async (sender, random) => {
      for (let kill = 0; kill < kills; kill++) {
        await more(sender, 50 + Math.floor(random() * 150));
        await installation.redis.kill();
        await installation.redis.restart();
      }
    });
  });

  test('a worker frozen past its lock, its partitions taken by another, then thawed', async () => {
    const installation = await install(2);
    const freezes = isLong ? 8 : 1;
    await survive(installation, isLong ? 1_500 : 150, async (sender, random) => {
      const [first, second] = installation.workers as [Program, Program];
      for (let freeze = 0; freeze < freezes; freeze++) {
        await more(sender, 50 + Math.floor(random() * 100));
        first.freeze();
        const before = await scoredBy(second);
        // Others can only have gone on by taking over what the frozen one holds.
        await until(
          'the other worker goes on',
          async () => (await scoredBy(second)) > before || isDone(sender),
          quietMsMax,
        );
        await until('nothing is left unscored', async () => (await lagOf(second)) === 0, quietMsMax);
        first.thaw();
      }
    });
  });

  test('PostgreSQL cut off for a while: scoring goes on, and leads follow when it is back', async () => {
    const installation = await install(1);
    const cuts = isLong ? 6 : 1;
    await survive(installation, isLong ? 1_000 : 120, async (sender, random) => {
      for (let cut = 0; cut < cuts; cut++) {
        await more(sender, 30 + Math.floor(random() * 60));
        const before = await scoredBy(installation.workers[0] as Program);
        await installation.postgres.kill();
        await until(
          'scoring goes on',
          async () => (await scoredBy(installation.workers[0] as Program)) > before || isDone(sender),
        );
        await installation.postgres.restart();
      }
    });
  });
});

async function metric(program: Program, name: string): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`, { signal: AbortSignal.timeout(2_000) })).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

const scoredBy = (program: Program) => metric(program, 'scoville_events_scored_total');
const lagOf = (program: Program) => metric(program, 'scoville_stream_lag_entries');

const finished = new WeakSet<Sender>();

function isDone(sender: Sender): boolean {
  void sender.done.then(() => finished.add(sender));
  return finished.has(sender);
}

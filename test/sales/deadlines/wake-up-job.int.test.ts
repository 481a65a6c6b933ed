/** The wake-up job on a real Redis: a look at the moment announced, one a moment, and no harm where jobs or Redis are lost. */
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startDeadlineSweeper } from '../../../src/sales/deadlines/deadlines.ts';
import { openWakeUpJob, type WakeUpJob } from '../../../src/sales/deadlines/wake-up-job.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

let server: TestServer;
let stream: Stream;
const jobs: WakeUpJob[] = [];
let looks: number[] = [];

beforeAll(async () => {
  server = await startTestRedis();
  stream = await openStream({ url: server.url, partitions: 1, onError: () => undefined });
});

afterEach(async () => {
  for (const wakeUpJob of jobs.splice(0)) await wakeUpJob.close();
});

afterAll(async () => {
  await stream?.close();
  await server?.stop();
});

const logger = createLogger('silent');
const openJob = () => {
  const wakeUpJob = openWakeUpJob({ jobs: stream.jobs, logger, onDue: () => looks.push(Date.now()) });
  jobs.push(wakeUpJob);
  return wakeUpJob;
};

test('looks once at a moment that two processes announce again and again, and not before it', async () => {
  looks = [];
  const [first, second] = [openJob(), openJob()];
  // Far enough that both processes are connected, and have announced it, before it comes.
  const soonMs = Date.now() + 1_000;
  const laterMs = Date.now() + 1_500;
  for (const wakeUpJob of [first, second, first, second]) wakeUpJob.announce(soonMs);
  first.announce(null);
  second.announce(laterMs);
  await until('both moments were looked at', () => looks.some((atMs) => atMs >= laterMs));
  expect(looks).toHaveLength(2);
  expect(looks[0]).toBeGreaterThanOrEqual(soonMs);
});

test('a moment that is past is looked at at once', async () => {
  looks = [];
  openJob().announce(Date.now() - 60_000);
  await until('it was looked at', () => looks.length === 1);
});

test('jobs that were lost are not missed, and the next one comes', async () => {
  looks = [];
  const wakeUpJob = openJob();
  wakeUpJob.announce(Date.now() + 3_600_000);
  const redis = new Redis(server.url);
  await until('the job waits', async () => (await redis.keys('*deadlines*delayed')).length === 1);
  const keys = await redis.keys('*deadlines*');
  await redis.del(...keys);
  await redis.quit();
  wakeUpJob.announce(Date.now() + 50);
  await until('the next was looked at', () => looks.length === 1);
});

test('a sweeper looks at the moment that is planned, again for the one after it, and goes on without Redis', async () => {
  let nextMs = Date.now() + 50;
  let sweeps = 0;
  const workflow = { moveDueRecords: async () => 0 };
  const deadlines = {
    escalateDue: async () => 0,
    endSnoozes: async () => 0,
    replan: async () => false,
    planned: async () => {
      sweeps++;
      if (Date.now() >= nextMs) nextMs = Date.now() + 50;
      return { isDue: false, nextMs };
    },
  };
  const sweeper = startDeadlineSweeper({ workflow, deadlines, logger, jobs: stream.jobs, everyMs: 1_000 });
  // By its own rounds it would look twenty times in as long as this waits.
  await until('thirty moments were looked at', () => sweeps > 30);
  await server.kill();
  const before = sweeps;
  await until('the next rounds come', () => sweeps >= before + 2);
  await server.restart();
  await sweeper.close();
});

/** A sweeper that rests as long as it does in use, over moments that are planned; returns how late it swept each, ms. */
async function lateMs(plannedMs: readonly number[], isStuck: boolean): Promise<number[]> {
  const sweptMs: number[] = [];
  const open = () => plannedMs.slice(sweptMs.length);
  const workflow = {
    moveDueRecords: async (onStuck: (record: string, error: Error) => void) => {
      for (const atMs of open()) {
        if (atMs > Date.now()) break;
        sweptMs.push(Date.now());
        if (isStuck) onStuck('record', new Error('its stage is gone'));
      }
      return 0;
    },
  };
  const deadlines = {
    escalateDue: async () => 0,
    endSnoozes: async () => 0,
    replan: async () => false,
    planned: async () => {
      const [nextMs = null] = open();
      return { isDue: nextMs !== null && nextMs <= Date.now(), nextMs };
    },
  };
  const sweeper = startDeadlineSweeper({ workflow, deadlines, logger, jobs: stream.jobs });
  await until('all moments were swept', () => sweptMs.length === plannedMs.length);
  await sweeper.close();
  return sweptMs.map((atMs, index) => atMs - (plannedMs[index] as number));
}

test('of two deadlines shortly after each other neither waits for news to gather', async () => {
  const soonMs = Date.now() + 200;
  for (const late of await lateMs([soonMs, soonMs + 300], false))
    expect(late).toBeLessThan(limits.workLookEveryMs);
});

test('a record that is stuck lets what follows wait for a second at most', async () => {
  const soonMs = Date.now() + 200;
  const [first = 0, second = 0] = await lateMs([soonMs, soonMs + 300], true);
  expect(first).toBeLessThan(limits.workLookEveryMs);
  expect(second).toBeGreaterThanOrEqual(limits.workLookEveryMs - 310);
  expect(second).toBeLessThan(2 * limits.workLookEveryMs);
});

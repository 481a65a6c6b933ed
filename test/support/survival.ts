/**
 * Harm and survival: an installation of real processes, a crowd that is sent while something is broken, and the independent
 * checker that compares every score, lead and task with the accepted events once it is quiet again.
 */
import { expect } from 'vitest';
import type { AuditResult } from '../../src/contract/api/api.ts';
import { audited } from './audits.ts';
import { differencesLeft } from './checker.ts';
import { createCrowd, type Person, sendCrowd } from './crowd.ts';
import { type FaultRedis, proxyOf, startFaultRedis } from './fault-redis.ts';
import { type Program, startProgram } from './program.ts';
import { startTestProxy, type TestProxy } from './proxy.ts';
import { randomFrom } from './random.ts';
import type { Sender } from './sending.ts';
import { startTestPostgres, type TestServer } from './servers.ts';
import { isLong, seed } from './test-form.ts';
import { until } from './until.ts';

export const quietMsMax = 90_000;

/** A store, and the proxy in front of it that every program goes through. */
export interface Store<Server = TestServer> {
  server: Server;
  proxy: TestProxy;
}

export interface Installation {
  redis: Store<FaultRedis>;
  postgres: Store;
  /** The doors and the console; never killed, so that what it acknowledged can be asked of it. */
  door: Program;
  workers: Program[];
  /** Everybody whose events were sent so far. */
  crowd: Person[];
  /** Starts one more worker with other settings. */
  addWorker(settings?: Record<string, string>): Promise<Program>;
  close(): Promise<void>;
}

/** Starts stores, a door and some workers. The caller closes it. */
export async function install(workers: number, settings: Record<string, string> = {}): Promise<Installation> {
  const [redis, postgres] = await Promise.all([
    behindProxy(startFaultRedis({ appendfsync: 'always' }), proxyOf),
    behindProxy(startTestPostgres({ isDurable: true }), ({ url }) => startTestProxy(url)),
  ]);
  const stores = { REDIS_URL: redis.proxy.url, DATABASE_URL: postgres.proxy.url, ...settings };
  const door = await startProgram({ ...stores, ROLES: 'ingest,console' });
  const running: Program[] = [];
  const addWorker = async (own: Record<string, string> = {}) => {
    const worker = await startProgram({ ...stores, ...own, ROLES: 'worker' });
    running.push(worker);
    return worker;
  };
  await Promise.all(Array.from({ length: workers }, () => addWorker()));
  const close = async () => {
    for (const worker of running) await worker.kill();
    await door.kill();
    for (const { server, proxy } of [redis, postgres]) {
      await proxy.stop();
      await server.stop();
    }
  };
  return { redis, postgres, door, workers: running, crowd: [], addWorker, close };
}

async function behindProxy<Server>(
  starting: Promise<Server>,
  proxyOf: (server: Server) => Promise<TestProxy>,
): Promise<Store<Server>> {
  const server = await starting;
  return { server, proxy: await proxyOf(server) };
}

/** What a crowd is sent to and compared with: the stores may be of any kind. */
export type Surviving = Pick<Installation, 'door' | 'workers' | 'crowd'> & {
  postgres: { server: Pick<TestServer, 'url'> };
};

/** What is broken while a crowd is sent; the numbers in [0, 1) are repeated by the seed. */
export type Harm = (sender: Sender, random: () => number) => Promise<void>;

/**
 * Sends a crowd while `harm` is done, waits for quiet, and compares its scores, leads and tasks with its events, and the live scores of
 * everybody so far with their history.
 */
export async function survive(installation: Surviving, size: number, harm: Harm): Promise<void> {
  console.info(`seed ${seed}`);
  const { door, postgres, crowd } = installation;
  const added = createCrowd(seed + crowd.length, size, Date.now() - 5 * 3_600_000);
  crowd.push(...added);
  const sender = sendCrowd(added, door, { seed, concurrency: 6, paceMs: isLong ? 60 : 30 });
  await harm(sender, randomFrom(seed));
  await sender.done;
  const left = await differencesLeft(door, added, postgres.server.url, quietMsMax);
  expect(left, `seed ${seed}`).toEqual([]);
  expect(sender.accepted()).toBeGreaterThan(added.length);
  expect(await auditOf(door), `seed ${seed}`).toMatchObject({ mismatched: 0, mismatches: [] });
  for (const worker of installation.workers)
    expect(await metric(worker, 'scoville_replay_mismatch_total')).toBe(0);
}

/** Compares every score, lead and task of everybody so far with their events: a later harm must not have changed what was right. */
export async function survivedAll({ door, crowd, postgres }: Surviving): Promise<void> {
  expect(await differencesLeft(door, crowd, postgres.server.url, quietMsMax), `seed ${seed}`).toEqual([]);
}

/** Compares every live score with the replay of the stored history: there are some. */
export async function auditOf(door: Program, msMax = quietMsMax): Promise<AuditResult> {
  const result = await audited(door, msMax);
  expect(result.checked).toBeGreaterThan(0);
  return result;
}

/** Waits until some more events were taken: the moments of harm are counted in events, not in time. */
export async function more(sender: Sender, events: number): Promise<void> {
  const wanted = sender.accepted() + events;
  await Promise.race([
    until(`${wanted} events taken`, () => sender.accepted() >= wanted, quietMsMax),
    sender.done,
  ]);
}

/** Far more than an answer takes on a busy machine; a process that stands still gives none. */
const metricsMsMax = 20_000;

export async function metric(program: Program, name: string): Promise<number> {
  const text = await (
    await fetch(`${program.url}/metrics`, { signal: AbortSignal.timeout(metricsMsMax) })
  ).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Events that the door has rejected for a reason. */
export const rejectedFor = (program: Program, reason: string) =>
  metric(program, `scoville_events_rejected_total{reason="${reason}"}`);

export const scoredBy = (program: Program) => metric(program, 'scoville_events_scored_total');

const finished = new WeakSet<Sender>();

/** Whether the door has taken everything. */
export function isDone(sender: Sender): boolean {
  void sender.done.then(() => finished.add(sender));
  return finished.has(sender);
}

/**
 * Exactly once on a Redis Cluster: real processes on three masters with a replica each, masters killed and replaced by their replicas,
 * slots moved under load, and then the independent checker. `REDIS_REPLICAS_ACK=1`: no accepted event is lost.
 */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slotOf } from '../../src/base/redis/redis.ts';
import { queuePrefix } from '../../src/engine/stream/keys.ts';
import { Layout } from '../../src/engine/stream/stream.ts';
import { scoville } from '../support/command-line.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { api, programToken, startProgram } from '../support/program.ts';
import { type ClusterServer, startTestCluster, type TestCluster } from '../support/redis-cluster.ts';
import { auditOf, more, quietMsMax, type Surviving, survive, survivedAll } from '../support/survival.ts';
import { isLong } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const layout = new Layout(16, 'even');
const slotOfPartition = (partition: number) => slotOf(layout.keys(partition).events);

let cluster: TestCluster;
let database: TestDatabase;
let settings: Record<string, string>;
let installation: Surviving;

beforeAll(async () => {
  [cluster, database] = await Promise.all([startTestCluster(), startTestDatabase()]);
  settings = { REDIS_URL: cluster.url, DATABASE_URL: database.url, REDIS_REPLICAS_ACK: '1' };
  const start = (ROLES: string) => startProgram({ ...settings, ROLES });
  if (isLong) {
    const door = await start('ingest,console');
    const workers = await Promise.all([start('worker'), start('worker')]);
    installation = { door, workers, crowd: [], postgres: { server: database } };
    return;
  }
  const door = await start('ingest,worker,console');
  installation = { door, workers: [door], crowd: [], postgres: { server: database } };
});
afterAll(async () => {
  const { door, workers } = installation ?? { workers: [] };
  await Promise.all([...new Set([door, ...workers])].map((program) => program?.kill()));
  await Promise.all([database?.stop(), cluster?.stop()]);
});

/** Kills the master of a slot, waits until its replica is promoted, and starts it again. */
async function failOver(slot: number): Promise<void> {
  const killed = await cluster.masterOf(slot);
  await killed.kill();
  await until(
    'its replica is promoted',
    async () => (await cluster.masterOf(slot)).port !== killed.port,
    quietMsMax,
  );
  await killed.restart();
}

/** Moves some partitions to the master of another, and waits for it. */
async function gather(partitions: readonly number[], at: number): Promise<void> {
  const to: ClusterServer = await cluster.masterOf(slotOfPartition(at));
  await cluster.move(partitions.map(slotOfPartition), to);
}

test('masters killed, that of the jobs first, and slots moved while events flow', async () => {
  const rounds = isLong ? 8 : 1;
  await survive(installation, isLong ? 1_500 : 50, async (sender, random) => {
    for (let round = 0; round < rounds; round++) {
      await more(sender, 30 + Math.floor(random() * 60));
      await failOver(round === 0 ? slotOf(queuePrefix) : slotOfPartition(Math.floor(random() * 16)));
      await more(sender, 20 + Math.floor(random() * 40));
      const first = Math.floor(random() * 12);
      await gather([first, first + 1, first + 2], Math.floor(random() * 16));
    }
  });
});

test.runIf(isLong)('a master emptied: every profile comes back, and nothing counts twice', async () => {
  const { door } = installation;
  const emptied = await cluster.masterOf(slotOfPartition(9));
  await emptied.redis.flushall();
  await until(
    'a restore has ended',
    async () => {
      const { items } = await api<{ items: { status: string }[] }>(door, '/api/v1/restores');
      return items.length > 0 && items.every(({ status }) => status === 'done');
    },
    quietMsMax,
  );
  await survivedAll(installation);
  expect(await auditOf(door)).toMatchObject({ mismatched: 0 });
});

test('the doctor looks at every master', async () => {
  const { hostname, port } = new URL(installation.door.url);
  const { words } = await scoville(
    { ...settings, HOST: hostname, PORT: port, API_TOKEN: programToken },
    'doctor',
  );
  expect(words).toMatch(
    /^well +redis +Redis 7\S* at cluster of 127\.0\.0\.1:\d+, .* keeps what it acknowledges/m,
  );
  expect(words).not.toMatch(/^error/m);
});

test('a backup of the running cluster is sound, and put back into it every score is what the history says', async () => {
  const { door, workers } = installation;
  const programs = [...new Set([door, ...workers])];
  const file = path.join(newDirectory('backups'), 'cluster.tar.gz');
  const own = { ...settings, DATA_DIR: door.dataDir };
  const made = await scoville(own, 'backup', file);
  expect(made).toMatchObject({ code: 0, words: expect.stringMatching(/, \d{2,} keys of Redis, /) });
  expect(await scoville({}, 'backup', 'verify', file)).toMatchObject({
    code: 0,
    words: expect.stringMatching(/^sound: /),
  });
  for (const program of programs) expect(await program.stop()).toBe(0);
  const { code, words } = await scoville(own, 'restore', file, '--replace');
  expect(words).toContain('every table compared with the backup');
  expect(code).toBe(0);
  for (const program of programs) await program.restart();
  await until(
    'the restore has ended',
    async () => {
      const { items } = await api<{ items: { status: string }[] }>(door, '/api/v1/restores');
      return items.length > 0 && items.every(({ status }) => status === 'done');
    },
    quietMsMax,
  );
  expect(await auditOf(door)).toMatchObject({ mismatched: 0, mismatches: [] });
});

test('what was right before is right after all of it', () => survivedAll(installation));

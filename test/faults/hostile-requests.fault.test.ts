/**
 * A fuzz over the doors of the whole program: hostile requests by the thousand, while honest visitors come as ever. None crashes it,
 * none is answered with 5xx but 503, none stays in memory. The scores of the honest are exact, and the audit finds no mismatch.
 *
 * The long form (`npm run test:faults`) sends a million. `SCOVILLE_SEED` repeats the requests of a run.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionsText } from '../../src/engine/mail/connections.core.ts';
import { conformanceRules } from '../support/conformance.ts';
import { type Heap, inspected, openHeap } from '../support/heap.ts';
import { welcomeVisitors } from '../support/honest-visitors.ts';
import { hostileKinds } from '../support/hostile-requests.ts';
import { type HostileRun, sendHostile } from '../support/hostile-run.ts';
import { testConnections } from '../support/mail-providers.ts';
import {
  api,
  everyItem,
  type Program,
  programSecretKey,
  programToken,
  programWriteKey,
  startProgram,
} from '../support/program.ts';
import { chanceFrom } from '../support/random.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { streamLag } from '../support/stream-lag.ts';
import { auditOf, rejectedFor } from '../support/survival.ts';
import { isLong, seed } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const requests = isLong ? 1_000_000 : 20_000;
/** A step of somebody honest comes after so many hostile requests: their points in an hour stay below the bound of public keys. */
const honestEvery = isLong ? 1_000 : 200;
/** The heap is measured after so many; the first time is when caches have begun to fill. */
const measuredEvery = isLong ? 10_000 : 4_000;
/** Caches with a limit may still grow: links that a door remembers are the largest. */
const heapGrowthBytesMax = 32 * 1024 * 1024;
const quietMsMax = isLong ? 1_800_000 : 120_000;

let redis: TestServer;
let postgres: TestServer;
let program: Program;
let heap: Heap;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis({ appendfsync: 'everysec' }), startTestPostgres()]);
  const rules = conformanceRules();
  cpSync(new URL('../../rules', import.meta.url), rules, { recursive: true });
  const connections = `${newDirectory('mail')}/connections.json`;
  writeFileSync(connections, connectionsText(testConnections));
  program = await startProgram({
    ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url, RULES_DIR: rules, MAIL_CONNECTIONS: connections },
    // Limits of events have tests of their own: here each request shall go as far as it can.
    ...{ KEY_EVENTS_PER_SECOND: '10000000', ADDRESS_EVENTS_PER_SECOND: '10000000' },
    // No banner with keys: the lines of a run then hold no secret and nobody's address.
    ...{ ...inspected, NODE_ENV: 'production' },
  });
  heap = await openHeap(program);
});

afterAll(async () => {
  heap?.close();
  await program?.kill();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

test(`${requests} hostile requests: none harms the program, its memory, or the scores of the honest`, async () => {
  console.info(`seed ${seed}`);
  const keys = { publicKey: programWriteKey, secretKey: programSecretKey };
  const visitors = await welcomeVisitors({
    url: program.url,
    ...keys,
    count: 10,
    chance: chanceFrom(seed + 1),
  });
  const heldBytes: number[] = [];
  const run = await sendHostile({
    ...{ port: Number(new URL(program.url).port), requests, chance: chanceFrom(seed) },
    target: { ...keys, victims: visitors.all, nowMs: Date.now() },
    between: async (number) => {
      if (number % honestEvery === 0) await visitors.step();
      if (number % measuredEvery !== measuredEvery - 1) return;
      heldBytes.push(await heap.heldBytes());
      if (isLong) console.info(`${number + 1} requests; heap ${megabytes(heldBytes).at(-1)} MB`);
    },
  });
  await until('nothing is left unscored', async () => (await streamLag(redis.url)).scoring === 0, quietMsMax);
  heldBytes.push(await heap.heldBytes());
  console.info(inWords(run, heldBytes));

  expect(run.faults, `seed ${seed}`).toEqual([]);
  expect(run.sent).toBe(requests);
  expect([...run.answers.keys()].sort()).toEqual([...hostileKinds].sort());
  // Some of each kind reaches the stores, or it would prove nothing.
  for (const kind of ['client body spoilt', 'hostile batch', 'fields by type', 'victim', 'mail'])
    expect(run.answers.get(kind)?.get(200), kind).toBeGreaterThan(requests / 1_000);
  const secrets = [programWriteKey, programSecretKey, programToken, '@'];
  expect(program.lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  expect(await rejectedFor(program, 'internal')).toBe(0);
  expect(await everyItem(program, '/api/v1/dead-letters')).toEqual([]);
  expect(Math.max(...heldBytes) - (heldBytes[0] ?? 0)).toBeLessThan(heapGrowthBytesMax);

  for (const { userId, points } of visitors.all)
    await until(`${userId} has ${points} points`, async () => (await scoreOf(userId)) === points, quietMsMax);
  expect(await auditOf(program), `seed ${seed}`).toMatchObject({ mismatched: 0, mismatches: [] });
});

async function scoreOf(userId: string): Promise<number | undefined> {
  const { scores } = await api<{ scores: Record<string, { score: number }> }>(
    program,
    `/api/v1/profiles/${userId}`,
  );
  return scores['conformance']?.score;
}

const megabytes = (bytes: readonly number[]) => bytes.map((one) => (one / 1e6).toFixed(1));

function inWords({ sent, answers }: HostileRun, heldBytes: readonly number[]): string {
  const rows = [...answers].map(([kind, statuses]) => {
    const counts = [...statuses].sort(([one], [other]) => one - other);
    return `  ${kind}: ${counts.map(([status, count]) => `${status} ${count} times`).join(', ')}`;
  });
  return `${sent} requests; heap ${megabytes(heldBytes).join(', ')} MB; answers:\n${rows.join('\n')}`;
}

/** The audit of profiles that Redis has lost, or that cannot be read. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import type { AccountSum } from '../../../src/contract/api/api.ts';
import { audit } from '../../../src/engine/analysis/analysis.ts';
import { emptyState, packState } from '../../../src/engine/scoring/scoring.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let postgres: TestDatabase;
let history: TestHistory;
let spine: Spine;
let clockMs = Date.now();
/** What the audit has asked the stores for, page by page and again. */
let asked: string[][] = [];

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  history = await openTestHistory(postgres.url);
  const clock = { nowMs: () => clockMs };
  spine = await startSpine({ redisUrl: redis.url, past: history, clock });
});

afterAll(async () => {
  await spine?.close();
  await history?.close();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

/** `unread`: profiles with a tier update that is a dead letter. */
const auditAll = (
  profile: string | null = null,
  sums: readonly AccountSum[] = [],
  unread: readonly string[] = [],
) =>
  audit(
    profile,
    {
      stream: spine.stream,
      past: {
        profilesAfter: history.profilesAfter,
        historiesOf: (ids) => {
          asked.push([...ids]);
          return history.historiesOf(ids);
        },
      },
      accounts: {
        sumsAfter: async (after, countMax) =>
          sums.filter(({ position }) => position > after).slice(0, countMax),
        sumOf: async (company) => {
          asked.push([company]);
          return sums.find((one) => one.company === company) ?? null;
        },
        hasUnread: async (id) => unread.includes(id),
      },
      active: spine.active,
      latenessMs: limits.latenessMs,
      nowMs: () => clockMs,
      pauseMs: 0,
      metrics: spine.metrics,
      logger: createLogger('silent'),
    },
    () => undefined,
    new AbortController().signal,
  );

test('what Redis has lost is mismatched, whole; what it has is the same', async () => {
  const worker = spine.startWorker();
  for (const person of ['ada', 'ben'])
    await spine.post('/v1/batch', {
      batch: [
        { type: 'identify', userId: person, anonymousId: `${person}-phone` },
        { type: 'page', anonymousId: `${person}-phone`, properties: { path: '/products/managed-cloud' } },
        { type: 'page', userId: person, properties: { path: '/products/managed-cloud' } },
        ...['a', 'b', 'c'].map((id) => ({
          ...{ type: 'track', userId: person, event: 'File Downloaded' },
          properties: { category: 'customer-case-study', asset_id: id },
        })),
      ],
    });
  await until('all is scored', spine.isQuiet);
  await history.copyBatch(await spine.stream.history.read({ events: new Map(), ledger: new Map() }, 1_000));
  await worker.close();
  await theSumsOfCompanies();
  await peopleThatAreNotCompared();
  // Old enough that its events cannot be on their way.
  clockMs += 2 * limits.auditGraceMs;
  expect(await auditAll()).toMatchObject({
    checked: 2,
    mismatched: 0,
    skipped: 2,
    skippedFor: [{ reason: 'it is part of another', profiles: 2 }],
  });

  const lost = profileIdOf('u:ada');
  const { score: live } = (await spine.profiles.profile('ada'))?.scores['emea-lead-scoring'] ?? {};
  expect(live).toBeGreaterThan(0);
  const sql = new Redis(redis.url);
  for (const id of [lost, profileIdOf('a:ada-phone')])
    for (let partition = 0; partition < 4; partition++)
      await sql.del(keysOf(partition).profile(id), keysOf(partition).identity(id));
  sql.disconnect();
  asked = [];
  const { checked, mismatches } = await auditAll();
  expect(checked).toBe(3);
  // Both that differ are tried again together: however many there are, a page has one pause a try.
  const differing = [lost, profileIdOf('a:ada-phone')].toSorted();
  expect(asked.slice(-limits.auditTriesMax).map((ids) => ids.toSorted())).toEqual(
    Array(limits.auditTriesMax).fill(differing),
  );
  const shown = new Map(mismatches.map((one) => [one.profile, one]));
  expect(shown.get(lost)).toMatchObject({ programme: 'emea-lead-scoring', live: null, replayed: live });
  expect([...shown.keys()].sort()).toEqual(differing);
  expect((await auditAll(lost)).mismatched).toBe(1);
});

test.each([
  ['profile', Buffer.of(255)],
  ['identity', '{"keys":'],
] as const)(
  'one whose stored %s cannot be read is skipped, and the others are checked',
  async (kind, bytes) => {
    const raw = new Redis(redis.url);
    const id = profileIdOf('u:ben');
    const key = keysOf(partitionOf(id, 4))[kind](id);
    const before = await raw.getBuffer(key);
    await raw.set(key, bytes);
    expect(await auditAll(id)).toMatchObject({
      checked: 0,
      skippedFor: [{ reason: 'its stored bytes cannot be read', profiles: 1 }],
    });
    expect((await auditAll()).checked).toBeGreaterThan(0);
    await raw.set(key, before as Buffer);
    raw.disconnect();
    expect(await auditAll(id)).toMatchObject({ checked: 1, mismatched: 0 });
  },
);

/** Companies whose sum differs, or one of whose people adds something else than they have. */
async function theSumsOfCompanies(): Promise<void> {
  const programme = 'emea-lead-scoring';
  const { score } = (await spine.profiles.profile('ada'))?.scores[programme] ?? {};
  const points = score ?? 0;
  expect(points).toBeGreaterThan(0);
  const ada = profileIdOf('u:ada');
  const sum = (company: string, change: Partial<AccountSum>): AccountSum => ({
    ...{ company, programme, position: `${company} ${programme}`, score: points, summed: points },
    ...{ isDue: false, parts: [{ profile: ada, points }], ...change },
  });
  const part = sum('c part', {
    ...{ score: points - 1, summed: points - 1, parts: [{ profile: ada, points: points - 1 }] },
  });
  const skippedFor = (reason: string) => ({
    ...{ checked: 0, mismatched: 0, skipped: 1, mismatches: [], peopleSkippedFor: [] },
    skippedFor: [{ reason, companies: 1 }],
  });
  // Sales applies nothing here: what scoring has said of them waits.
  const waiting = await spine.stream.tierUpdates.read(new Map(), limits.applyRecordsMax);
  expect(waiting.map(({ record }) => (record as { profile: string }).profile)).toContain(ada);
  expect((await auditAll(null, [part])).companies).toEqual(
    skippedFor('sales has not applied all tier updates of one of its people'),
  );
  const raw = new Redis(redis.url);
  for (let partition = 0; partition < 4; partition++) await raw.del(keysOf(partition).crossings);
  raw.disconnect();
  expect((await auditAll(null, [part], [ada])).companies).toEqual(
    skippedFor('a tier update of one of its people is a dead letter'),
  );
  asked = [];
  const { companies } = await auditAll(null, [
    sum('a same', {}),
    sum('b sum', { score: points + 1 }),
    part,
    sum('d joined', { parts: [{ profile: profileIdOf('a:ada-phone'), points }] }),
    sum('e due', { score: 0, isDue: true }),
    sum('f unknown', { summed: null }),
  ]);
  const again = [['b sum'], ['c part'], ['d joined']];
  expect(asked.filter(([name]) => name?.includes(' '))).toEqual([...again, ...again, ...again]);
  expect(companies).toEqual({
    ...{ checked: 4, mismatched: 3, skipped: 2, peopleSkippedFor: [] },
    skippedFor: [
      { reason: 'it is about to be scored', companies: 1 },
      { reason: 'its programme scores no companies', companies: 1 },
    ],
    mismatches: [
      { company: 'b sum', programme, profile: null, live: points + 1, replayed: points },
      { company: 'c part', programme, profile: ada, live: points - 1, replayed: points },
      { company: 'd joined', programme, profile: profileIdOf('a:ada-phone'), live: points, replayed: 0 },
    ],
  });
}

/** A company is compared without those of its people whose points are not known now; they are counted by the reason. */
async function peopleThatAreNotCompared(): Promise<void> {
  const programme = 'emea-lead-scoring';
  const raw = new Redis(redis.url);
  const put = (name: string, bytes: Buffer) => {
    const id = profileIdOf(`u:${name}`);
    return raw.set(keysOf(partitionOf(id, 4)).profile(id), bytes);
  };
  const { generation } = spine.active();
  const wait = { since: '0-0', knownUntilMs: 0, actedIn: [], outline: [] };
  const state = { ...emptyState(), asOfMs: clockMs, laddersGeneration: generation };
  await put('broken', Buffer.of(255));
  await put('stale', packState({ ...state, generation: generation + 1 }));
  await put('waiting', packState({ ...state, generation, wait }));
  const names = ['broken', 'nowhere', 'stale', 'waiting', 'gone'];
  const parts = names.map((name) => ({ profile: profileIdOf(`u:${name}`), points: 1 }));
  const sum = { company: 'a', programme, position: 'a', score: 5, summed: 5, isDue: false, parts };
  const { companies } = await auditAll(null, [sum]);
  expect(companies).toEqual({
    ...{ checked: 1, mismatched: 0, skipped: 0, skippedFor: [], mismatches: [] },
    peopleSkippedFor: [
      { reason: 'Redis has no such profile', people: 2 },
      { reason: 'its stored bytes cannot be read', people: 1 },
      { reason: 'it was last evaluated under other programmes', people: 1 },
      { reason: 'it waits to be rebuilt from its history', people: 1 },
    ],
  });
  for (const name of names) {
    const id = profileIdOf(`u:${name}`);
    await raw.del(keysOf(partitionOf(id, 4)).profile(id));
  }
  raw.disconnect();
}

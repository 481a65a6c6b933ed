/** The copier on a real Redis and PostgreSQL: what the doors accepted is in the history once, whatever dies when. */
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { type History, startCopier } from '../../../src/engine/history/history.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { openTestHistory } from '../../support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

const partitions = 4;
/** Of a history that has copied nothing. */
const noOffsets = { events: new Map(), ledger: new Map() };
let redisServer: TestServer;
let postgres: TestServer;
let redis: Redis;
let spine: Spine;
let history: History;
let closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  [redisServer, postgres] = await Promise.all([startTestRedis(), startTestPostgres({ isDurable: true })]);
  redis = new Redis(redisServer.url);
  spine = await startSpine({ redisUrl: redisServer.url, partitions });
  history = await open();
});

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  await spine?.close();
  redis?.disconnect();
  await redisServer?.stop();
  await postgres?.stop();
});

async function open(): Promise<History> {
  const opened = await openTestHistory(postgres.url);
  closing.push(opened.close);
  return opened;
}

function copy(into = history) {
  const metrics = createMetrics();
  const logger = createLogger('silent');
  const copier = startCopier({ source: spine.stream, history: into, metrics, logger });
  spine.stream.bell.onEvents(copier.wake);
  closing.push(copier.close);
  return metrics;
}

/** Sends pages of five visitors, some of which identify half-way; returns the message ids. */
async function post(name: string, events = 60): Promise<string[]> {
  const batch = Array.from({ length: events }, (_, index) => {
    const ids = { anonymousId: `device-${index % 5}`, messageId: `${name}-${index}` };
    return index === events / 2
      ? { type: 'identify', userId: 'ada', ...ids }
      : { type: 'page', ...ids, properties: { path: '/managed-cloud', text: 'a\0b\t\\"' } };
  });
  for (let from = 0; from < events; from += 7)
    expect(await spine.post('/v1/batch', { batch: batch.slice(from, from + 7) })).toBe(200);
  return batch.map(({ messageId }) => messageId).sort();
}

async function inHistory(): Promise<{ texts: string[]; ids: string[]; links: number }> {
  const texts: string[] = [];
  const now = Date.now();
  for await (const some of history.replay({ sinceMs: now - 86_400_000, untilMs: now + 86_400_000 }))
    texts.push(...some);
  const records = texts.map((text) => JSON.parse(text) as { id?: string });
  const ids = records.flatMap(({ id }) => id ?? []).sort();
  return { texts, ids, links: records.length - ids.length };
}

const streamed = () =>
  Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.xrange(keysOf(partition).events, '-', '+')),
  ).then((found) => found.flat());
const isEmpty = async () => (await spine.stream.backlog(0)).every(({ historyLag }) => historyLag === 0);

test('all that was accepted is there once, as it lay in the stream; what followed a link is not doubled', async () => {
  const first = await post('first');
  const lay = (await streamed()).map(([, [, json]]) => json).join('');
  const metrics = copy();
  spine.startWorker();
  await until('scored', spine.isQuiet);
  // Of a device that is linked by now: sent after its user, to another partition.
  const later = await post('later');
  await until('scored', spine.isQuiet);
  await until('forgotten', isEmpty);
  const { texts, ids, links } = await inHistory();
  expect(ids).toEqual([...first, ...later].sort());
  expect(links).toBe(1);
  expect(texts.filter((text) => /"(?:first-|child)/.test(text)).every((text) => lay.includes(text))).toBe(
    true,
  );
  expect(texts.some((text) => text.includes('a\ufffdb'))).toBe(true);
  expect((await metrics.historyEvents.get()).values[0]?.value).toBe(texts.length);
  const device = profileIdOf('a:device-0');
  const past = (await history.historiesOf([device])).get(device);
  expect(past?.beginsAtMs).toBe(0);
  expect(past?.events.map(({ id }) => id).slice(0, 2)).toEqual(['first-0', 'first-5']);
});

test('while scoring is behind, all is copied all the same', async () => {
  const ids = await post('all');
  const copier = startCopier({
    ...{ source: spine.stream, history, metrics: createMetrics(), logger: createLogger('silent') },
    scoringBehindMs: async () => limits.historyYieldsFromMs + 1,
  });
  closing.push(copier.close);
  await until('all is copied', async () => (await inHistory()).ids.length === ids.length);
});

test('a copier that died before it trimmed the stream: nothing is lost, nothing is doubled, and all is trimmed', async () => {
  const ids = await post('one');
  spine.startWorker();
  await until('scored', spine.isQuiet);
  const batch = await spine.stream.history.read(noOffsets, 0);
  expect((await history.copyBatch(batch)).events).toBe(ids.length + 1);
  expect((await history.copyBatch(batch)).events).toBe(0);
  expect(await isEmpty()).toBe(false);
  copy();
  await until('forgotten', isEmpty);
  expect((await inHistory()).ids).toEqual(ids);
});

test('several copiers at once, on the same entries and beside each other', async () => {
  const ids = await post('one');
  const others = [history, await open(), await open()];
  const batch = await spine.stream.history.read(noOffsets, 0);
  const copied = await Promise.all([...others, ...others].map((other) => other.copyBatch(batch)));
  expect(copied.reduce((sum, { events }) => sum + events, 0)).toBe(ids.length + 1);
  for (const other of others) copy(other);
  spine.startWorker();
  const more = await Promise.all(['a', 'b', 'c'].map((name) => post(name)));
  await until('scored', spine.isQuiet);
  await until('forgotten', isEmpty);
  expect((await inHistory()).ids).toEqual([...ids, ...more.flat()].sort());
});

test('an event that scoring failed on and that is replayed is there once, and scored', async () => {
  const profile = profileIdOf('a:device');
  const key = keysOf(partitionOf(profile, partitions)).profile(profile);
  await redis.set(key, 'no state');
  const page = { anonymousId: 'device', messageId: 'failed-1', properties: { path: '/managed-cloud' } };
  expect(await spine.post('/v1/page', page)).toBe(200);
  copy();
  spine.startWorker();
  await until('copied and set aside', async () => (await spine.isQuiet()) && (await isEmpty()));
  const { letters } = await spine.stream.deadLetters.list(null, 10);
  expect(letters).toMatchObject([{ reason: 'failed', field: 'e' }]);
  await redis.del(key);
  for (const letter of letters) expect(await spine.stream.deadLetters.replay(letter)).toBe('replayed');
  await until('copied and scored', async () => (await spine.isQuiet()) && (await isEmpty()));
  expect((await inHistory()).ids).toEqual(['failed-1']);
  const found = (await spine.profiles.profile('device')) as {
    scores: Record<string, { score: number }>;
  } | null;
  expect(found?.scores['emea-lead-scoring']?.score).toBe(15);
});

test('PostgreSQL killed and started again: entries wait, scoring goes on, and they follow', async () => {
  copy();
  spine.startWorker();
  const before = await post('before');
  await postgres.kill();
  const during = await post('during');
  await until('scored', spine.isQuiet);
  const backlog = await spine.stream.backlog(Date.now());
  expect(backlog.reduce((sum, { lag }) => sum + lag, 0)).toBe(0);
  expect(backlog.reduce((sum, { historyLag }) => sum + historyLag, 0)).toBeGreaterThan(0);
  await postgres.restart();
  const after = await post('after');
  await until('forgotten', async () => (await isEmpty()) && (await spine.isQuiet()));
  expect((await inHistory()).ids).toEqual([...before, ...during, ...after].sort());
});

test('without a worker the history does not let go of what is not scored', async () => {
  const ids = await post('one');
  const metrics = copy();
  await until('copied', async () => ((await metrics.historyEvents.get()).values[0]?.value ?? 0) > ids.length);
  expect((await streamed()).length).toBeGreaterThan(0);
  spine.startWorker();
  await until('scored', spine.isQuiet);
  await until('forgotten', isEmpty);
  expect((await spine.profiles.profile('ada')) ?? null).not.toBeNull();
});

test('unreadable records are counted and skipped', async () => {
  const junk = ['"no', '[{"profile":"x"}]', '[1]', '{}'];
  for (const json of junk) await redis.xadd(keysOf(1).events, '*', 'e', json);
  await redis.xadd(keysOf(1).ledger, '*', 'g', '[{"profile":"p"}]');
  const ids = await post('one');
  const metrics = copy();
  spine.startWorker();
  await until('scored', spine.isQuiet);
  await until('forgotten', isEmpty);
  expect((await inHistory()).ids).toEqual(ids);
  await until('the ledger is forgotten', async () => (await redis.xlen(keysOf(1).ledger)) === 0);
  expect((await metrics.historyUnreadable.get()).values[0]?.value).toBe(junk.length + 1);
});

test('a record that only PostgreSQL refuses is a dead letter once, and is in the history after its replay', async () => {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  closing.push(() => client.end());
  await client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.body LIKE '%poison%' THEN RAISE 'no such character' USING ERRCODE = '22P05'; END IF; RETURN NEW; END $$`);
  await client.query('CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse()');
  const ids = await post('one', 14);
  const page = { type: 'page', anonymousId: 'device-1', messageId: 'poison', properties: { path: '/' } };
  expect(await spine.post('/v1/batch', { batch: [page] })).toBe(200);
  const { deadLetters } = spine.stream;
  // The letter is written, and the process dies before the history has committed.
  const history2 = await open();
  const entry = (await streamed()).find(([, [, json]]) => json?.includes('poison'));
  await history2
    .copyBatch(
      {
        events: [{ partition: 0, id: entry?.[0] ?? '', field: 'e', json: entry?.[1][1] ?? '' }],
        ledger: [],
        hasMore: false,
      },
      undefined,
      async (stream, rejected) => {
        const partition = partitionOf(profileIdOf('a:device-1'), partitions);
        const given = rejected.map((one) => ({ ...one, partition }));
        expect(await deadLetters.keep(stream, given)).toEqual({ kept: 1, dropped: 0 });
        throw new Error('killed');
      },
    )
    .catch(() => undefined);
  const metrics = copy();
  spine.startWorker();
  await until('scored', spine.isQuiet);
  await until('forgotten', isEmpty);
  expect((await inHistory()).ids).toEqual(ids);
  const { letters } = await deadLetters.list(null, 10);
  expect(letters).toMatchObject([
    { reason: 'unstorable', detail: 'PostgreSQL cannot store it: no such character', field: 'e' },
  ]);
  expect((await metrics.historyUnreadable.get()).values[0]?.value).toBe(0);
  await client.query('DROP FUNCTION refuse CASCADE');
  const [letter] = letters;
  if (letter === undefined) throw new Error('no letter');
  expect(await deadLetters.replay(letter)).toBe('replayed');
  await until('it is in the history', async () => (await inHistory()).ids.includes('poison'));
  expect((await inHistory()).ids).toEqual([...ids, 'poison'].sort());
});

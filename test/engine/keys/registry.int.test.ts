/** Keys at a door on a real Redis, without any PostgreSQL: published, rotated away, and known while Redis is away. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishedText } from '../../../src/engine/keys/key.core.ts';
import { type KeyRegistry, openKeyRegistry, type PublishedKey } from '../../../src/engine/keys/keys.ts';
import { sha256Of } from '../../../src/engine/keys/registry.ts';
import { openStream, type Stream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

const settings = { writeKey: `c${'p'.repeat(24)}`, secretKey: `c${'s'.repeat(24)}` };
const made = `c${'m'.repeat(24)}`;
const keyOf = (text: string, more: Partial<PublishedKey> = {}): PublishedKey => ({
  ...{ id: `ky_${text.slice(1, 5)}`, kind: 'public', origins: [] },
  hashes: [{ sha256: sha256Of(text), untilMs: null }],
  ...more,
});

let server: TestServer;
let stream: Stream;
let registry: KeyRegistry;
let nowMs = 0;

beforeAll(async () => {
  server = await startTestRedis();
  stream = await openStream({ url: server.url, partitions: 1, onError: () => undefined });
});
beforeEach(async () => {
  registry?.close();
  await stream.ingestKeys.publish('[]');
  registry = await openKeyRegistry({ published: stream.ingestKeys, settings, clock: { nowMs: () => nowMs } });
});
afterAll(async () => {
  registry?.close();
  await stream?.close();
  await server?.stop();
});

test('the keys of the settings are known, whatever is published', async () => {
  expect(registry.known(settings.writeKey)).toMatchObject({ id: 'settings-public', kind: 'public' });
  expect(registry.known(settings.secretKey)).toMatchObject({ id: 'settings-secret', kind: 'secret' });
  expect(registry.known(made)).toBeNull();
  for (const none of ['', 'c', made.toUpperCase(), `${made} `, `${made}\0`, 'x'.repeat(100_000)])
    expect([registry.known(none), await registry.find(none)]).toEqual([null, null]);
});

test('a key is known once publishing it returns, and unknown once that of its end does', async () => {
  await stream.ingestKeys.publish(publishedText([keyOf(made)]));
  expect(registry.known(made)).toMatchObject({ kind: 'public' });
  await stream.ingestKeys.publish('[]');
  expect(registry.known(made)).toBeNull();
});

test('another process hears of it by the bell', async () => {
  const other = await openStream({ url: server.url, partitions: 1, onError: () => undefined });
  await other.ingestKeys.publish(publishedText([keyOf(made, { kind: 'secret' })]));
  await until('it is known here', async () => registry.known(made) !== null);
  expect(registry.known(made)?.kind).toBe('secret');
  await other.close();
});

test('a key that was rotated away counts until its time is over', async () => {
  const hashes = [
    { sha256: sha256Of(made), untilMs: null },
    { sha256: sha256Of(`c${'o'.repeat(24)}`), untilMs: 1_000 },
  ];
  await stream.ingestKeys.publish(publishedText([keyOf(made, { hashes })]));
  for (const [atMs, isKnown] of [
    [999, true],
    [1_000, false],
  ] as const) {
    nowMs = atMs;
    expect(registry.known(`c${'o'.repeat(24)}`) !== null).toBe(isKnown);
    expect(registry.known(made)).not.toBeNull();
  }
});

test('a Redis that was emptied, or holds nonsense, takes no key away', async () => {
  await stream.ingestKeys.publish(publishedText([keyOf(made)]));
  const redis = new Redis(server.url);
  await redis.del('scoville:keys');
  await redis.publish('scoville:bell', 'k');
  await until('it was read', async () => (await registry.find(`c${'u'.repeat(24)}`)) === null);
  expect(registry.known(made)).not.toBeNull();
  await redis.set('scoville:keys', 'nonsense');
  await redis.publish('scoville:bell', 'k');
  await redis.quit();
  expect(registry.known(made)).not.toBeNull();
});

test('while Redis is away the known stay known, and of others nobody says that they are unknown', async () => {
  const away = await startTestRedis();
  const own = await openStream({ url: away.url, partitions: 1, onError: () => undefined });
  await own.ingestKeys.publish(publishedText([keyOf(made)]));
  const door = await openKeyRegistry({ published: own.ingestKeys, settings, clock: { nowMs: () => 0 } });
  await away.stop();
  expect(door.known(made)).not.toBeNull();
  const unknown = `c${'u'.repeat(24)}`;
  const code = async () => {
    try {
      await door.find(unknown);
      return 'unknown';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  // What was read in the last second still counts.
  expect(await until('it is asked again', async () => (await code()) === 'stream_unavailable')).toBe(true);
  door.close();
  await own.close();
});

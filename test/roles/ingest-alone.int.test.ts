/** A process with the doors alone on a Redis that holds no installation: another process knows how it was laid out. */
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { installationKey } from '../../src/engine/stream/keys.ts';
import { openStream } from '../../src/engine/stream/stream.ts';
import { readEnvironment } from '../../src/environment.ts';
import { type Application, startApplication } from '../../src/roles/application.ts';
import { openStores } from '../../src/roles/stores.ts';
import { openDataDir } from '../../src/setup/setup.ts';
import { newPort } from '../support/ports.ts';
import { startTestRedis } from '../support/servers.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

test.each([
  ['waits for a process that knows its partitions', undefined],
  ['begins at once with PARTITIONS', '32'],
])('%s', async (_what, partitions) => {
  const server = await startTestRedis();
  const port = await newPort();
  const data = openDataDir(newDirectory('data'));
  data.close();
  const stopping = new AbortController();
  const started: Promise<Application> = startApplication({
    environment: readEnvironment({
      ...{ ROLES: 'ingest', PORT: String(port), REDIS_URL: server.url },
      ...(partitions !== undefined && { PARTITIONS: partitions }),
    }),
    secrets: data.secrets,
    redisUrl: server.url,
    databaseUrl: null,
    logger: createLogger('silent'),
    signal: stopping.signal,
  });
  onTestFinished(async () => {
    stopping.abort();
    await started.then((application) => application.close()).catch(() => undefined);
    await server.stop();
  });
  const url = `http://127.0.0.1:${port}`;
  const post = () =>
    fetch(`${url}/v1/page`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${data.secrets.writeKey}:`).toString('base64')}` },
      body: JSON.stringify({ anonymousId: 'a', properties: { path: '/' } }),
    });

  if (partitions === undefined) {
    const ready = await until('it listens', () => fetch(`${url}/readyz`));
    expect(ready.status).toBe(503);
    expect(JSON.stringify(await ready.json())).toContain('holds no installation yet');
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    expect(((await refused.json()) as { code: string }).code).toBe('stream_unavailable');
    const redis = new Redis(server.url);
    expect(await redis.keys('*')).toEqual([]);
    redis.disconnect();
    const other = await openStream({ url: server.url, partitions: 32, onError: () => undefined });
    await other.close();
  }
  await started;
  expect((await post()).status).toBe(200);
  const stream = await openStream({ url: server.url, partitions: null, onError: () => undefined });
  expect(stream.partitions).toBe(32);
  await stream.close();
  // The other one is of today; the doors alone cannot know that no process of before works for this installation.
  const redis = new Redis(server.url);
  expect(await redis.hget(installationKey, 'states')).toBe(partitions === undefined ? 'compact' : null);
  redis.disconnect();
});

test('it starts no private PostgreSQL, which it would not use', async () => {
  const server = await startTestRedis();
  onTestFinished(server.stop);
  const data = openDataDir(newDirectory('data'));
  onTestFinished(data.close);
  const environment = readEnvironment({ ROLES: 'ingest', REDIS_URL: server.url });
  const stores = await openStores(environment, data, () => undefined, new AbortController().signal);
  onTestFinished(stores.stop);
  expect(stores).toMatchObject({ databaseUrl: null, description: 'Redis of REDIS_URL, no PostgreSQL' });
  expect(existsSync(data.postgresDirectory)).toBe(false);
});

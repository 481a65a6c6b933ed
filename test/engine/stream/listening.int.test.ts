/** Who rests hears of a new connection only once the bell is heard there again: what rings before it is missed. */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

test('a connection that does not hear the bell wakes nobody', async () => {
  const server = await startTestRedis();
  const redis = new Redis(server.url);
  const stream = await openStream({ url: server.url, partitions: 1, onError: () => undefined });
  onTestFinished(async () => {
    await stream.close();
    redis.disconnect();
    await server.stop();
  });
  const listening = async () => /^id=/m.test(String(await redis.client('LIST', 'TYPE', 'PUBSUB')));
  await until('it listens', listening);
  let heard = 0;
  let asked = 0;
  stream.bell.onAsked(() => asked++);
  await until('it hears', async () => {
    await stream.bell.ringAsked();
    return asked > 0;
  });
  stream.bell.onReconnect(() => heard++);

  await redis.call('ACL', 'SETUSER', 'default', 'resetchannels');
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await until('it is refused', async () => ((await redis.call('ACL', 'LOG')) as unknown[]).length > 0);
  await redis.call('ACL', 'SETUSER', 'default', 'allchannels');
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await until('it hears again', () => heard > 0 && listening());
  expect(heard).toBe(1);
});

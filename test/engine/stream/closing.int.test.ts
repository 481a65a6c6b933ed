/** A stream that is closed while Redis is gone: what waits for an answer fails, so that no loop holds up a stop. */
import { expect, onTestFinished, test } from 'vitest';
import { openStream } from '../../../src/engine/stream/stream.ts';
import { startTestRedis } from '../../support/servers.ts';
import { until } from '../../support/until.ts';

test('closed between two tries to reconnect, commands that wait fail', async () => {
  const redis = await startTestRedis();
  onTestFinished(redis.stop);
  const stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  await redis.kill();
  await until('its connections are to reconnect', () =>
    stream.ping().then(
      () => false,
      (error: Error) => error.message.includes('waits to connect again'),
    ),
  );
  const failed: string[] = [];
  const wait = (work: Promise<unknown>) => work.catch((error: Error) => failed.push(error.message));
  void wait(stream.profiles.peek('nobody', 'reader'));
  void wait(stream.history.reach.of(0, '1-0'));
  await stream.close();
  await until('both fail', () => failed.length === 2);
  expect(failed).toEqual(['Connection is closed.', 'Connection is closed.']);
});

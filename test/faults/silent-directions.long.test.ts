/**
 * Silent connections, one direction at a time: what programs send no longer reaches a store, or what it answers no longer
 * reaches them, so that nobody knows what was done. Then new connections work, and the old ones stay silent for ever.
 */
import { afterEach, test } from 'vitest';
import type { SilentDirection } from '../support/proxy.ts';
import { type Installation, install, isDone, more, survive } from '../support/survival.ts';
import { until } from '../support/until.ts';

/** From the moment the stores can be reached to the next event that is taken. */
const recoveryMsMax = 15_000;

let running: Installation | null = null;

afterEach(async () => {
  await running?.close();
  running = null;
});

test('requests of one store and answers of the other are silent, in turn', async () => {
  const installation = await install(2);
  running = installation;
  const silences = 40;
  const pairs: [SilentDirection, SilentDirection][] = [
    ['requests', 'answers'],
    ['answers', 'requests'],
  ];
  await survive(installation, 1_500, async (sender, random) => {
    for (let silence = 0; silence < silences; silence++) {
      await more(sender, 30 + Math.floor(random() * 60));
      const [ofRedis, ofPostgres] = pairs[silence % 2] as (typeof pairs)[number];
      const { redis, postgres } = installation;
      const failed = sender.failures();
      redis.proxy.silence(ofRedis);
      postgres.proxy.silence(ofPostgres);
      await until('the door refuses', () => sender.failures() > failed || isDone(sender));
      redis.proxy.heal();
      postgres.proxy.heal();
      const taken = sender.accepted();
      await until('events are taken again', () => sender.accepted() > taken || isDone(sender), recoveryMsMax);
    }
  });
});

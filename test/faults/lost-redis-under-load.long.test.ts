/**
 * Redis loses data under load, again and again: it is emptied, set back by its own files, and replaced by a replica that lacks
 * the last writes. The independent checker finds no event lost and none doubled.
 *
 * What only Redis had is lost with it. So nothing is sent while the history catches up before Redis is emptied or set back,
 * and with a replica an event is accepted only when the replica has it (`REDIS_REPLICAS_ACK`).
 *
 * `lost-redis.fault.test.ts` has each loss on its own.
 */
import { afterEach, describe, test } from 'vitest';
import { isCluster } from '../support/fault-redis.ts';
import { api } from '../support/program.ts';
import { startTestReplica, type TestReplica } from '../support/replica.ts';
import type { TestServer } from '../support/servers.ts';
import { streamLag } from '../support/stream-lag.ts';
import { type Installation, install, more, quietMsMax, survive } from '../support/survival.ts';
import { until } from '../support/until.ts';

const times = 20;
const people = 1_500;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function installed(settings: Record<string, string> = {}): Promise<Installation> {
  const installation = await install(1, settings);
  closing.push(installation.close);
  return installation;
}

/** Waits until everything accepted is scored and in the history. */
const isCopied = ({ redis }: Installation) =>
  until(
    'the history has everything',
    async () => {
      const { scoring, history } = await streamLag(redis.proxy.url);
      return scoring + history === 0;
    },
    quietMsMax,
  );

const areRestored = ({ door }: Installation, count: number) =>
  until(
    `${count} restores are done`,
    async () => {
      const { items } = await api<{ items: { status: string }[] }>(door, '/api/v1/restores');
      if (items.length >= count && items.every(({ status }) => status === 'done')) return true;
      throw new Error(`the restores are ${JSON.stringify(items.slice(0, 3))}`);
    },
    quietMsMax,
  );

describe('Redis loses data under load', () => {
  // Twenty times, and too long for every run.
  test('it is emptied', async () => {
    const installation = await installed();
    const { server } = installation.redis;
    await survive(installation, people, async (sender, random) => {
      for (let time = 1; time <= times; time++) {
        await more(sender, 50 + Math.floor(random() * 100));
        await sender.whilePaused(async () => {
          await isCopied(installation);
          await server.empty();
        });
        await areRestored(installation, time);
      }
    });
  });

  test('it is set back by its own files', async () => {
    const installation = await installed();
    const { server } = installation.redis;
    await survive(installation, people, async (sender, random) => {
      for (let time = 1; time <= times; time++) {
        let putBack = () => {};
        await more(sender, 30 + Math.floor(random() * 50));
        await sender.whilePaused(async () => {
          await isCopied(installation);
          putBack = server.copyFiles();
        });
        await more(sender, 30 + Math.floor(random() * 50));
        await sender.whilePaused(async () => {
          await isCopied(installation);
          await server.kill();
          putBack();
          await server.restart();
        });
        // Restored under load, but not under all of it: the next time needs events to lose.
        await more(sender, 20);
        await sender.whilePaused(async () => {
          await areRestored(installation, time);
        });
      }
    });
  });

  test.skipIf(isCluster)('a replica takes over that lacks the last writes', async () => {
    const installation = await installed({ REDIS_REPLICAS_ACK: '1' });
    const { server, proxy } = installation.redis;
    let primary: Pick<TestServer, 'url' | 'kill'> = server;
    const followed = async (): Promise<TestReplica> => {
      const replica = await startTestReplica(primary);
      closing.push(replica.stop);
      return replica;
    };
    let replica = await followed();
    await survive(installation, people, async (sender, random) => {
      for (let time = 1; time <= times; time++) {
        await more(sender, 50 + Math.floor(random() * 100));
        // From now on the door accepts nothing, and the workers go on with what they have.
        await replica.promote();
        await until(
          'everything accepted is scored',
          async () => (await streamLag(proxy.url)).scoring === 0,
          quietMsMax,
        );
        proxy.pointTo(replica.url);
        await primary.kill();
        primary = replica;
        replica = await followed();
      }
    });
  });
});

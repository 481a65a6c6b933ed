/**
 * The Redis of the suites of faults: one server, or a cluster of three masters with a replica each where `SCOVILLE_TEST_REDIS=cluster`.
 * What is killed, frozen, emptied or set back is all of it.
 */
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mastersOf, openRedis, type RedisClient } from '../../src/base/redis/redis.ts';
import { startTestProxy, type TestProxy } from './proxy.ts';
import { startTestCluster, type TestCluster } from './redis-cluster.ts';
import { startTestRedis, type TestRedisOptions, type TestServer } from './servers.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

/** Whether the suites run on a cluster. */
export const isCluster = process.env['SCOVILLE_TEST_REDIS'] === 'cluster';

export interface FaultRedis extends Omit<TestServer, 'pid' | 'directory'> {
  /** Opens a client with every right, which its caller ends. */
  open(): RedisClient;
  /** Removes every key. */
  empty(): Promise<void>;
  /** Copies its files as they are now; what is returned puts them back, while nothing runs. */
  copyFiles(): () => void;
}

const formMsMax = 60_000;

export async function startFaultRedis(options: TestRedisOptions = {}): Promise<FaultRedis> {
  if (isCluster) return ofCluster(await startTestCluster());
  const server = await startTestRedis(options);
  return { ...server, ...shared(server.url, [server.directory]) };
}

/** Stands in front of it. A cluster tells its clients the addresses of its nodes, so nothing can stand between. */
export async function proxyOf({ url }: FaultRedis): Promise<TestProxy> {
  if (!isCluster) return startTestProxy(url);
  const none = () => {
    throw new Error('a cluster has no proxy: skip this where isCluster');
  };
  return {
    ...{ url, openedInSilence: none, silence: none, heal: none, resume: none, pointTo: none },
    stop: async () => undefined,
  };
}

/** Every key of it, on whichever master. */
export async function keysLike(redis: RedisClient, pattern: string): Promise<string[]> {
  const found = await Promise.all(mastersOf(redis).map(({ redis: master }) => master.keys(pattern)));
  return found.flat();
}

function shared(url: string, directories: readonly string[]) {
  const open = () => {
    const redis = openRedis({ url }, {});
    redis.on('error', () => undefined);
    return redis;
  };
  return {
    open,
    empty: async () => {
      const redis = open();
      await redis.ping();
      for (const { redis: master } of mastersOf(redis)) await master.flushall();
      redis.disconnect();
    },
    copyFiles: () => {
      const copies = directories.map((directory) => {
        const copy = newDirectory('redis-before');
        cpSync(filesIn(directory), copy, { recursive: true });
        return copy;
      });
      return () => {
        for (const [index, directory] of directories.entries()) {
          rmSync(filesIn(directory), { recursive: true });
          cpSync(copies[index] as string, filesIn(directory), { recursive: true });
        }
      };
    },
  };
}

const filesIn = (directory: string) => path.join(directory, 'appendonlydir');

function ofCluster({ url, adminUrl, servers, stop }: TestCluster): FaultRedis {
  const each = (act: (server: TestCluster['servers'][number]) => Promise<void> | void) =>
    Promise.all(servers.map(act));
  const kill = async () => void (await each((server) => server.kill()));
  return {
    url,
    kill,
    restart: async () => {
      await kill();
      await each((server) => server.restart());
      await until(
        'the cluster is formed again',
        async () => {
          const states = await Promise.all(servers.map(({ redis }) => redis.cluster('INFO')));
          return states.every((state) => String(state).includes('cluster_state:ok'));
        },
        formMsMax,
      );
    },
    freeze: () => void each((server) => server.freeze()),
    thaw: () => void each((server) => server.thaw()),
    stop,
    ...shared(
      adminUrl,
      servers.map(({ directory }) => directory),
    ),
  };
}

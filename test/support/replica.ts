/** Replicas of a test's Redis: one follows another, can be cut off, and can be promoted without the last writes. */
import { Redis } from 'ioredis';
import { startTestRedis, type TestServer } from './servers.ts';
import { until } from './until.ts';

/** A primary waits five seconds for more replicas before it sends the first copy; here there are no more. */
async function withoutSyncDelay({ url }: Pick<TestServer, 'url'>): Promise<void> {
  const redis = new Redis(url);
  await redis.config('SET', 'repl-diskless-sync-delay', 0);
  redis.disconnect();
}

export interface TestReplica extends TestServer {
  /** Makes it a primary with what it has. */
  promote(): Promise<void>;
}

/** A Redis of its own that follows a primary and has all of it. */
export async function startTestReplica(primary: Pick<TestServer, 'url'>): Promise<TestReplica> {
  const server = await startTestRedis();
  const redis = new Redis(server.url);
  // It is killed while connected.
  redis.on('error', () => undefined);
  const { hostname, port, password } = new URL(primary.url);
  await withoutSyncDelay(primary);
  await redis.config('SET', 'masterauth', decodeURIComponent(password));
  await redis.replicaof(hostname, Number(port));
  await until('the replica follows', async () =>
    (await redis.info('replication')).includes('master_link_status:up'),
  );
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    promote: async () => {
      await redis.replicaof('NO', 'ONE');
    },
    stop: async () => {
      redis.disconnect();
      await server.stop();
    },
  };
}

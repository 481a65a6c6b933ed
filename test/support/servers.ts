/** Real servers for tests: a Redis or a PostgreSQL of one's own, which can be killed, frozen and started again. */
import { rmSync } from 'node:fs';
import { startEmbeddedRedis } from '../../src/setup/embedded-redis.ts';
import { endProcesses, listProcesses, sendSignal } from '../../src/setup/process-table.ts';
import type { EmbeddedServer } from '../../src/setup/server-process.ts';
import { copyCluster, dropTables, emptyCluster, startCluster } from './clusters.ts';
import { freeSharedMemory, newDirectory } from './test-run.ts';

/** A server of one test. Nothing restarts it but the test. */
export interface TestServer {
  /** The same through every restart. */
  readonly url: string;
  /** Its present process. */
  readonly pid: number;
  readonly directory: string;
  /** kill -9, of PostgreSQL's children too; resolves when all have ended. */
  kill(): Promise<void>;
  /** Starts it on the same data and port; one that still runs is stopped in order first. */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export interface TestRedisOptions {
  /** `always` by default, as in the product. */
  appendfsync?: 'always' | 'everysec' | 'no';
  maxmemoryBytes?: number;
}

export interface TestPostgresOptions {
  /** True where the test concerns durability: fsync on. Off by default, for speed. */
  isDurable?: boolean;
  /** True where the test concerns migrations: the database has no tables yet. */
  isWithoutTables?: boolean;
  /** The folder of another stopped cluster to copy. */
  cluster?: string;
}

const password = 'test';
const killMsMax = 10_000;

/** A Redis of its own, with the product's settings, in about 60 ms. */
export function startTestRedis(options: TestRedisOptions = {}): Promise<TestServer> {
  const directory = newDirectory('redis');
  return testServer(directory, (port) =>
    startEmbeddedRedis({ ...options, directory, password, isSupervised: false, ...(port ? { port } : {}) }),
  );
}

/** A PostgreSQL of its own: a copy of a stopped cluster, which by default holds the product's tables without rows. */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestServer> {
  const directory = newDirectory('postgres');
  copyCluster(options.cluster ?? (await emptyCluster()), directory);
  const server = await testServer(directory, (port) =>
    startCluster(directory, options.isDurable ?? false, port ?? undefined),
  );
  if (options.isWithoutTables) await dropTables(server.url);
  return server;
}

async function testServer(
  directory: string,
  start: (port: number | null) => Promise<EmbeddedServer>,
): Promise<TestServer> {
  let server = await start(null);
  const { url } = server;
  const port = Number(new URL(url).port);
  /** It and its children. It is stopped first: a child that was born since would go on. */
  const stoppedFamily = () => {
    sendSignal(server.pid, 'SIGSTOP');
    return [server.pid, ...childrenOf(server.pid)];
  };
  const kill = async () => {
    const pids = stoppedFamily();
    for (const pid of pids) sendSignal(pid, 'SIGKILL');
    await endProcesses(pids, ['SIGKILL'], killMsMax);
  };
  return {
    url,
    get pid() {
      return server.pid;
    },
    directory,
    kill,
    restart: async () => {
      await server.stop();
      server = await start(port);
    },
    freeze: () => {
      for (const pid of stoppedFamily()) sendSignal(pid, 'SIGSTOP');
    },
    thaw: () => {
      for (const pid of stoppedFamily().reverse()) sendSignal(pid, 'SIGCONT');
    },
    stop: async () => {
      await kill();
      freeSharedMemory(directory);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

function childrenOf(pid: number): number[] {
  return listProcesses()
    .filter((entry) => entry.parentPid === pid)
    .map((entry) => entry.pid);
}

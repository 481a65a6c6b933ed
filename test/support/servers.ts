/** Real servers for tests: a Redis or a PostgreSQL of one's own, which can be killed, frozen and started again. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../src/setup/embedded-postgres.ts';
import { startEmbeddedRedis } from '../../src/setup/embedded-redis.ts';
import { endProcesses, listProcesses, sendSignal } from '../../src/setup/process-table.ts';
import type { EmbeddedServer } from '../../src/setup/server-process.ts';
import { newDirectory, runDirectory } from './test-run.ts';
import { until } from './until.ts';

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
}

const password = 'test';
const killMsMax = 10_000;
const templateMsMax = 60_000;

/** A Redis of its own, with the product's settings, in about 60 ms. */
export function startTestRedis(options: TestRedisOptions = {}): Promise<TestServer> {
  const directory = newDirectory('redis');
  return testServer(directory, (port) =>
    startEmbeddedRedis({ ...options, directory, password, isSupervised: false, ...(port ? { port } : {}) }),
  );
}

/** A PostgreSQL of its own, with an empty database `scoville`, from a cluster made once a run and copied. */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestServer> {
  const template = await postgresTemplate();
  const directory = newDirectory('postgres');
  execFileSync('cp', ['-a', `${template}/.`, directory]);
  return testServer(directory, (port) =>
    startEmbeddedPostgres({
      directory,
      password,
      isSupervised: false,
      isDurable: options.isDurable ?? false,
      ...(port ? { port } : {}),
    }),
  );
}

async function testServer(
  directory: string,
  start: (port: number | null) => Promise<EmbeddedServer>,
): Promise<TestServer> {
  let server = await start(null);
  const { url } = server;
  const port = Number(new URL(url).port);
  const family = () => [server.pid, ...childrenOf(server.pid)];
  const kill = async () => {
    const pids = family();
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
      for (const pid of family()) sendSignal(pid, 'SIGSTOP');
    },
    thaw: () => {
      for (const pid of family().reverse()) sendSignal(pid, 'SIGCONT');
    },
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

function childrenOf(pid: number): number[] {
  return listProcesses()
    .filter((entry) => entry.parentPid === pid)
    .map((entry) => entry.pid);
}

/**
 * The folder of a cluster that is made and shut down, for copying: made by whichever test file of the run asks first, while the
 * others wait for the finished folder to appear.
 */
async function postgresTemplate(): Promise<string> {
  const place = path.join(runDirectory(), 'postgres-template');
  if (existsSync(place)) return place;
  const making = `${place}.making`;
  try {
    mkdirSync(making);
  } catch {
    await until('the template cluster is made', () => existsSync(place), templateMsMax);
    return place;
  }
  try {
    const server = await startEmbeddedPostgres({
      directory: making,
      password,
      isSupervised: false,
      isDurable: false,
    });
    await server.stop();
    renameSync(making, place);
    return place;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

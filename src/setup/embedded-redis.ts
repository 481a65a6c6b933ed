/** Runs a private Redis that keeps every acknowledged write: append-only, fsync on every write, no eviction. */
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { limits } from '../base/kernel/kernel.ts';
import { findFreePort } from './free-port.ts';
import { endProcesses, processesWith } from './process-table.ts';
import {
  type EmbeddedServer,
  keepRunning,
  logTail,
  type ServerProcess,
  spawnServer,
} from './server-process.ts';

export interface EmbeddedRedisOptions {
  /** Its own folder; made when missing. */
  directory: string;
  password: string;
  /** The server program; the one set-up found, or else that on PATH, when absent. */
  program?: string;
  appendfsync?: 'always' | 'everysec' | 'no';
  /** At this many bytes writes are refused. Half of the machine's memory, 4 GiB at most, when absent. */
  maxmemoryBytes?: number;
  /** A certain port of 127.0.0.1; a free one when absent. */
  port?: number;
  /** Start it again when it dies unasked (default); tests that kill it say no. */
  isSupervised?: boolean;
  say?: (line: string) => void;
  /** Aborts an unwanted start: it then ends its processes, and throws. */
  signal?: AbortSignal;
}

const maxmemoryBytesMax = 4 * 1024 ** 3;
/** Sets of integers up to this size stay packed: 8 bytes an event hash instead of 84. */
const intsetEntriesMax = 4_096;
/** Loading a large append-only file takes long; a start beyond this fails. */
const readyMsMax = 10 * 60_000;
const readyLookMs = 5;
/** How long each step of a stop may take: SHUTDOWN, SIGTERM, SIGKILL. A leftover may be loading, and takes longer. */
const stopStepMsMax = limits.privateServerStopMsMax / 3;
const leftoverMsMax = 15_000;
const portTriesMax = 5;

/** The server program set-up found (`SCOVILLE_REDIS_SERVER`), else the one on PATH. */
export function findRedisServer(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['SCOVILLE_REDIS_SERVER'] ?? 'redis-server';
}

/**
 * Starts Redis on `directory` and waits until it has loaded its data. A Redis that a killed process left there is stopped
 * first, in an orderly way, because two would ruin the append-only file. The caller holds the folder's lock, so
 * a Redis that still runs there has no owner.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedServer> {
  const { password, say = () => {} } = options;
  const directory = path.resolve(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const configPath = path.join(directory, 'redis.conf');
  await stopLeftover(configPath, say);

  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await findFreePort());
    writeFileSync(configPath, configText({ ...options, directory }, port), { mode: 0o600 });
    const launch = (signal = options.signal) =>
      launchRedis({ ...options, directory, configPath, port, signal });
    try {
      return keepRunning({
        name: 'Redis',
        directory,
        url: redisUrl(port, password),
        first: await launch(),
        launch,
        end: (server) => endRedis(server, port, password),
        isSupervised: options.isSupervised ?? true,
        say,
      });
    } catch (error) {
      const isClash = (error as Error).message.includes('Address already in use');
      if (!isClash || options.port !== undefined || tries >= portTriesMax) throw error;
    }
  }
}

/** The address of a private Redis. */
export function redisUrl(port: number, password: string): string {
  return `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}

function configText(options: EmbeddedRedisOptions, port: number): string {
  const { directory, password, appendfsync = 'always' } = options;
  const maxmemoryBytes = options.maxmemoryBytes ?? Math.min(Math.floor(os.totalmem() / 2), maxmemoryBytesMax);
  return [
    '# Written again at every start.',
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${quoted(password)}`,
    `dir ${quoted(directory)}`,
    'daemonize no',
    // Keeps the path of this file among the process's arguments: how a leftover is recognised.
    'set-proc-title no',
    'save ""',
    'appendonly yes',
    `appendfsync ${appendfsync}`,
    `maxmemory ${maxmemoryBytes}`,
    'maxmemory-policy noeviction',
    `set-max-intset-entries ${intsetEntriesMax}`,
    '',
  ].join('\n');
}

/** A string as redis.conf takes it. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

async function stopLeftover(configPath: string, say: (line: string) => void): Promise<void> {
  const pids = processesWith('redis-server', configPath);
  if (pids.length === 0) return;
  say(`Stopping a Redis left over from an earlier run (pid ${pids.join(', ')}).`);
  if (!(await endProcesses(pids, ['SIGTERM', 'SIGKILL'], leftoverMsMax))) {
    throw new Error(
      `A Redis left over from an earlier run (pid ${pids.join(', ')}) cannot be stopped. Kill it by hand.`,
    );
  }
}

async function launchRedis(
  options: Omit<EmbeddedRedisOptions, 'signal'> & {
    configPath: string;
    port: number;
    signal: AbortSignal | undefined;
  },
): Promise<ServerProcess> {
  const { directory, password, port, program = findRedisServer(), say = () => {}, signal } = options;
  const logPath = path.join(directory, 'redis.log');
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
  const server = await spawnServer({ program, args: [options.configPath], cwd: directory, env, logPath });
  const deadline = performance.now() + readyMsMax;
  let hasSaidLoading = false;
  while (performance.now() < deadline && !signal?.aborted) {
    if (server.hasExited()) {
      throw new Error(
        `Redis did not start (${await server.exited}). The end of ${logPath}:\n${logTail(logPath)}`,
      );
    }
    const answer = await ask(port, password, (redis) => redis.ping());
    if (answer === 'PONG') return server;
    if (answer.includes('LOADING') && !hasSaidLoading) {
      say('Redis is loading its data…');
      hasSaidLoading = true;
    }
    if (answer.includes('WRONGPASS')) break;
    await pause(readyLookMs);
  }
  await endProcesses([server.pid], ['SIGTERM', 'SIGKILL'], stopStepMsMax);
  signal?.throwIfAborted();
  throw new Error(`Redis did not become ready. The end of ${logPath}:\n${logTail(logPath)}`);
}

/** SHUTDOWN lets Redis write and sync its file. A server that does not answer gets SIGTERM, then SIGKILL. */
async function endRedis(server: ServerProcess, port: number, password: string): Promise<void> {
  const asked = ask(port, password, (redis) => redis.shutdown('NOSAVE'));
  await Promise.race([asked, pause(stopStepMsMax, undefined, { ref: false })]);
  await endProcesses([server.pid], ['SIGTERM', 'SIGKILL'], stopStepMsMax);
}

/** One command over a connection of its own: its answer as text, or the error's words. */
async function ask(
  port: number,
  password: string,
  command: (redis: Redis) => Promise<unknown>,
): Promise<string> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    password,
    lazyConnect: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: stopStepMsMax,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return String(await command(redis));
  } catch (error) {
    return (error as Error).message;
  } finally {
    redis.disconnect();
  }
}

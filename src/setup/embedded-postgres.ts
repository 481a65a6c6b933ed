/** Runs a private PostgreSQL server: durable, on the loopback interface only, started and stopped with us. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { limits } from '../base/kernel/kernel.ts';
import { findFreePort } from './free-port.ts';
import { ensureCluster, superuser } from './postgres-cluster.ts';
import { chooseLauncher, type PostgresLauncher, postgresEnvironment } from './postgres-launcher.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { endProcesses, processesWith } from './process-table.ts';
import {
  type EmbeddedServer,
  keepRunning,
  logTail,
  type ServerProcess,
  spawnServer,
} from './server-process.ts';

export interface EmbeddedPostgresOptions {
  /** Its own folder; made when missing. */
  directory: string;
  password: string;
  /** The folder of node_modules with the server programs; that of this repository when absent. */
  packagesRoot?: string;
  /** A certain port of 127.0.0.1; a free one when absent. */
  port?: number;
  /** Connections that programs will take of it; PostgreSQL's usual number is enough when absent. */
  connections?: number;
  /** False lets the system decide when data reaches the disk: only for tests that do not concern durability. */
  isDurable?: boolean;
  /** Start it again when it dies unasked (default); tests that kill it say no. */
  isSupervised?: boolean;
  say?: (line: string) => void;
  /** Aborts an unwanted start: it then ends its processes, and throws. */
  signal?: AbortSignal;
}

/** The product's database, and the role that owns it. */
const databaseName = 'scoville';

/** Recovery after a crash may replay a gigabyte of log. */
const readyMsMax = 5 * 60_000;
const readyLookMs = 10;
/** How long the last children of a killed server may hold its shared memory. */
const leftoverChildrenMsMax = 15_000;
/** PostgreSQL's own default, and what stays free of it for commands, backups and a superuser. */
const usualConnectionsMax = 100;
const spareConnections = 20;
/** How long each way of stopping a leftover server may take. */
const leftoverMsMax = 10_000;
const connectMsMax = 10_000;
/** How long a fast shutdown with its checkpoint may take, and each of the harder ways after it. */
const hardStopMsMax = 1_000;
const fastStopMsMax = limits.privateServerStopMsMax - 2 * hardStopMsMax;
const portTriesMax = 5;
const notReadyCodes = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03']);
const wrongPasswordCode = '28P01';

/**
 * Starts PostgreSQL on `directory`, making the cluster and the database `scoville` the first time, and waits until it answers. A
 * server left over on that folder by a process that was killed is stopped first. The caller holds the folder's lock.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedServer> {
  const { password, say = () => {}, signal } = options;
  const directory = path.resolve(options.directory);
  const programs = findPostgresPrograms(options.packagesRoot);
  const launcher = chooseLauncher(programs, directory);
  const data = await ensureCluster({ directory, password, launcher, major: programs.major, say, signal });
  await stopLeftover(data, say);

  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await findFreePort());
    const launch = (ending = signal) =>
      launchPostgres({ ...options, directory, data, port, launcher, signal: ending });
    try {
      const first = await launch();
      await ensureDatabase(port, password).catch(async (error: unknown) => {
        await endPostgres(first);
        throw error;
      });
      return keepRunning({
        name: 'PostgreSQL',
        directory,
        url: postgresUrl(port, password),
        first,
        launch,
        end: endPostgres,
        isSupervised: options.isSupervised ?? true,
        say,
      });
    } catch (error) {
      const isClash = (error as Error).message.includes('Address already in use');
      if (!isClash || options.port !== undefined || tries >= portTriesMax) throw error;
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown (roll back, checkpoint); SIGQUIT is the crash it recovers from. */
async function endPostgres({ pid }: ServerProcess): Promise<void> {
  if (await endProcesses([pid], ['SIGINT'], fastStopMsMax)) return;
  await endProcesses([pid], ['SIGQUIT', 'SIGKILL'], hardStopMsMax);
}

/** The address of the product's database on a private server. */
export function postgresUrl(port: number, password: string): string {
  return urlOf(databaseName, port, password, databaseName);
}

/** A URL for one role and database of a private server. */
function urlOf(role: string, port: number, password: string, database: string): string {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function stopLeftover(data: string, say: (line: string) => void): Promise<void> {
  const pids = processesWith('postgres', data);
  if (pids.length > 0) {
    say(`Stopping a PostgreSQL left over from an earlier run (pid ${pids.join(', ')}).`);
    if (!(await endProcesses(pids, ['SIGINT', 'SIGQUIT', 'SIGKILL'], leftoverMsMax))) {
      throw new Error(
        `A PostgreSQL left over from an earlier run (pid ${pids.join(', ')}) cannot be stopped. Kill it by hand.`,
      );
    }
  }
  removeStalePidFile(path.join(data, 'postmaster.pid'));
}

/**
 * Removes the pid file. After a crash its pid may belong to another program, or to the killed server as a zombie; PostgreSQL
 * would then refuse to start. No server runs on this folder, as we have just seen, so the file is stale. PostgreSQL still
 * checks its shared memory.
 */
function removeStalePidFile(pidPath: string): void {
  rmSync(pidPath, { force: true });
}

interface LaunchOptions extends Omit<EmbeddedPostgresOptions, 'signal'> {
  signal: AbortSignal | undefined;
  data: string;
  port: number;
  launcher: PostgresLauncher;
}

async function launchPostgres(options: LaunchOptions): Promise<ServerProcess> {
  const { data, port, launcher, isDurable = true } = options;
  const durability = isDurable
    ? { fsync: 'on' }
    : {
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
        wal_recycle: 'off',
        wal_init_zero: 'off',
      };
  const connectionsMax = (options.connections ?? 0) + spareConnections;
  const settings = {
    ...(connectionsMax > usualConnectionsMax && { max_connections: String(connectionsMax) }),
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ...durability,
  };
  const command = launcher.commandFor('postgres', [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const logPath = path.join(options.directory, 'postgres.log');
  const deadline = performance.now() + leftoverChildrenMsMax;
  for (;;) {
    const server = await spawnServer({ ...command, cwd: '/', env: postgresEnvironment, logPath });
    if (await isReady(server, options, logPath)) return server;
    const log = logTail(logPath);
    // Children of a killed server end by themselves within moments; until then its shared memory is in use.
    const isHeldByChildren = log.includes('shared memory block') && log.includes('still in use');
    options.signal?.throwIfAborted();
    if (!isHeldByChildren || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not start (${await server.exited}). The end of ${logPath}:\n${log}`);
    }
    await pause(readyLookMs * 10);
  }
}

/** Waits until the server answers a query (true) or has ended (false). */
async function isReady(server: ServerProcess, options: LaunchOptions, logPath: string): Promise<boolean> {
  const deadline = performance.now() + readyMsMax;
  let problem = '';
  while (performance.now() < deadline && !options.signal?.aborted) {
    if (server.hasExited()) return false;
    try {
      await withClient(urlOf(superuser, options.port, options.password, 'postgres'), (client) =>
        client.query('SELECT 1'),
      );
      return true;
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      problem = code === wrongPasswordCode ? refusedPassword(options.data) : message;
      if (!notReadyCodes.has(code) && !message.includes('terminated')) break;
    }
    await pause(readyLookMs);
  }
  await endPostgres(server);
  options.signal?.throwIfAborted();
  throw new Error(`PostgreSQL did not become ready: ${problem}\nThe end of ${logPath}:\n${logTail(logPath)}`);
}

function refusedPassword(data: string): string {
  return `the cluster ${data} has another password than secrets.json. Restore secrets.json, or start with another DATA_DIR.`;
}

/** Makes the product's role and its database when they are missing; each step may have been done before a kill. */
async function ensureDatabase(port: number, password: string): Promise<void> {
  await withClient(urlOf(superuser, port, password, 'postgres'), async (client) => {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [databaseName]);
    const secret = client.escapeLiteral(password);
    if (role.rowCount === 0)
      await client.query(`CREATE ROLE ${databaseName} LOGIN CREATEDB PASSWORD ${secret}`);
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName} OWNER ${databaseName}`);
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMsMax });
  client.on('error', () => {});
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

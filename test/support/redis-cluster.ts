/** A real Redis Cluster on loopback: three masters with a replica each, which can be killed, promoted and emptied of slots. */
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from '../../src/setup/embedded-redis.ts';
import { endProcesses, sendSignal } from '../../src/setup/process-table.ts';
import { logTail, type ServerProcess, spawnServer } from '../../src/setup/server-process.ts';
import { newPort } from './ports.ts';
import { redisRights } from './redis-rights.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

/** One server of the cluster. */
export interface ClusterServer {
  readonly port: number;
  /** Its id in the cluster. */
  readonly id: string;
  readonly directory: string;
  /** As an administrator. */
  readonly redis: Redis;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again on its data. */
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

export interface TestCluster {
  /** As `REDIS_URL` takes it, for a user with the rights that docs/redis.md names and no others. */
  readonly url: string;
  /** The same for a user with every right. */
  readonly adminUrl: string;
  readonly servers: readonly ClusterServer[];
  /** The server that is the master of a slot now. */
  masterOf(slot: number): Promise<ClusterServer>;
  /** Moves slots with their keys to a server, as `redis-cli --cluster reshard` does. */
  move(slots: readonly number[], to: ClusterServer): Promise<void>;
  /** Begins to move a slot, moves so many of its keys, and leaves it so: `move` ends it. */
  leaveOpen(slot: number, to: ClusterServer, keys: number): Promise<void>;
  stop(): Promise<void>;
}

const admin = 'test';
const user = 'scoville';
const userPassword = 'a password / with @ and ,';
const mastersCount = 3;
const slotsCount = 16_384;
/** Under this a busy machine promotes replicas by mistake. */
const nodeTimeoutMs = 2_000;
const killMsMax = 10_000;
const keysAtOnce = 10;
const formMsMax = 60_000;

/** Starts it, in two to three seconds: Redis itself waits two before a master takes writes. */
export async function startTestCluster(): Promise<TestCluster> {
  const servers = await Promise.all(Array.from({ length: 2 * mastersCount }, () => startServer()));
  await form(servers);
  const named = servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return {
    url: `redis-cluster://${user}:${encodeURIComponent(userPassword)}@${named}`,
    adminUrl: `redis-cluster://default:${admin}@${named}`,
    servers,
    masterOf: (slot) => masterOf(servers, slot),
    move: (slots, to) => moveSlots(servers, slots, to),
    leaveOpen: async (slot, to, keys) => {
      const from = await masterOf(servers, slot);
      await beginMove(from, to, slot);
      await moveKeys(from, to, slot, keys);
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

interface Startable extends ClusterServer {
  id: string;
  readonly busPort: number;
  stop(): Promise<void>;
}

async function startServer(): Promise<Startable> {
  const directory = newDirectory('redis-node');
  const [port, busPort] = [await newPort(), await newPort()];
  const file = path.join(directory, 'redis.conf');
  writeFileSync(file, configOf(directory, port, busPort));
  const redis = new Redis({
    port,
    password: admin,
    lazyConnect: true,
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => undefined);
  let server: ServerProcess;
  const start = async () => {
    const logPath = path.join(directory, 'redis.log');
    server = await spawnServer({
      program: findRedisServer(),
      args: [file],
      cwd: directory,
      env: { LC_ALL: 'C' },
      logPath,
    });
    await until(
      `the node at ${port} answers`,
      async () => {
        if (server.hasExited()) throw new Error(logTail(logPath));
        if (redis.status === 'wait' || redis.status === 'end') await redis.connect();
        return (await redis.ping()) === 'PONG';
      },
      formMsMax,
    );
  };
  const kill = async () => {
    // What was asked of it is not asked again.
    redis.disconnect();
    sendSignal(server.pid, 'SIGKILL');
    await endProcesses([server.pid], ['SIGKILL'], killMsMax);
  };
  await start();
  return {
    port,
    busPort,
    id: String(await redis.cluster('MYID')),
    directory,
    redis,
    kill,
    restart: start,
    freeze: () => void sendSignal(server.pid, 'SIGSTOP'),
    thaw: () => void sendSignal(server.pid, 'SIGCONT'),
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

function configOf(directory: string, port: number, busPort: number): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `cluster-port ${busPort}`,
    'cluster-enabled yes',
    'cluster-config-file nodes.conf',
    `cluster-node-timeout ${nodeTimeoutMs}`,
    'cluster-replica-validity-factor 0',
    'cluster-allow-replica-migration no',
    'repl-diskless-sync-delay 0',
    `dir ${directory}`,
    `requirepass ${admin}`,
    `masterauth ${admin}`,
    `user ${user} on #${hashOf(userPassword)} ${redisRights()}`,
    'daemonize no',
    'set-proc-title no',
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory 256mb',
    'maxmemory-policy noeviction',
    'set-max-intset-entries 4096',
    '',
  ].join('\n');
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

async function form(servers: readonly Startable[]): Promise<void> {
  await Promise.all(servers.map(({ redis }, index) => redis.cluster('SET-CONFIG-EPOCH', index + 1)));
  const share = slotsCount / mastersCount;
  for (const [index, { redis }] of servers.slice(0, mastersCount).entries())
    await redis.cluster('ADDSLOTSRANGE', Math.round(index * share), Math.round((index + 1) * share) - 1);
  // Each with each: by gossip alone it would take seconds.
  for (const { redis } of servers)
    for (const other of servers)
      if (other.redis !== redis) await redis.cluster('MEET', '127.0.0.1', other.port, other.busPort);
  for (const [index, replica] of servers.slice(mastersCount).entries()) {
    const master = servers[index] as Startable;
    await until(
      'the replica knows its master',
      () => replica.redis.cluster('REPLICATE', master.id).then(() => true),
      formMsMax,
    );
  }
  await until(
    'the cluster is formed',
    async () => {
      const states = await Promise.all(servers.map(({ redis }) => redis.cluster('INFO')));
      const links = await Promise.all(
        servers.slice(mastersCount).map(({ redis }) => redis.info('replication')),
      );
      return (
        states.every((state) => /cluster_state:ok[\s\S]*cluster_known_nodes:6/.test(String(state))) &&
        links.every((info) => info.includes('master_link_status:up'))
      );
    },
    formMsMax,
  );
}

/** As a majority of the servers that answer sees it. */
async function masterOf(servers: readonly ClusterServer[], slot: number): Promise<ClusterServer> {
  const views = await Promise.all(
    servers
      .filter(({ redis }) => redis.status === 'ready')
      .map(async ({ redis }) => await redis.cluster('SLOTS')),
  );
  const ports = views.flatMap((view) =>
    view.filter(([from, to]) => from <= slot && slot <= to).flatMap(([, , node]) => node?.[1] ?? []),
  );
  const port = ports.find((one) => ports.filter((other) => other === one).length > ports.length / 2);
  const found = servers.find((server) => server.port === port);
  if (found === undefined) throw new Error(`the servers do not agree on the master of slot ${slot}`);
  return found;
}

async function moveSlots(
  servers: readonly ClusterServer[],
  slots: readonly number[],
  to: ClusterServer,
): Promise<void> {
  for (const slot of slots) {
    const from = await masterOf(servers, slot);
    if (from.port === to.port) continue;
    await beginMove(from, to, slot);
    while ((await moveKeys(from, to, slot, keysAtOnce)) > 0);
    await to.redis.cluster('SETSLOT', slot, 'NODE', to.id);
    await from.redis.cluster('SETSLOT', slot, 'NODE', to.id);
  }
}

async function beginMove(from: ClusterServer, to: ClusterServer, slot: number): Promise<void> {
  await to.redis.cluster('SETSLOT', slot, 'IMPORTING', from.id);
  await from.redis.cluster('SETSLOT', slot, 'MIGRATING', to.id);
}

/** Moves at most so many keys of a slot that is on its way; returns how many. */
async function moveKeys(
  from: ClusterServer,
  to: ClusterServer,
  slot: number,
  count: number,
): Promise<number> {
  const keys = (await from.redis.cluster('GETKEYSINSLOT', slot, count)) as string[];
  if (keys.length > 0)
    await from.redis.call(
      ...(['MIGRATE', '127.0.0.1', to.port, '', 0, killMsMax, 'AUTH', admin, 'KEYS', ...keys] as const),
    );
  return keys.length;
}

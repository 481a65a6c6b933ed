/**
 * Redis clients: every way to open one, and the watch that gives up a connection which no longer leads to a primary.
 *
 * A connection is lost in three ways. It breaks: ioredis reconnects. It falls silent: no byte arrives while a command is
 * outstanding, so the socket is destroyed after `redisSilenceMsMax`. Or its server becomes a replica that answers but takes
 * no writes: then all connections reconnect, because the address leads to the new primary. A probe a second finds the
 * last two on connections that only read or listen.
 *
 * A client of a cluster has a connection to each master. One that is lost ends; the client asks the others who has its slots now,
 * and connects there.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, type Redis } from 'ioredis';
import { type Beat, every } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import {
  mastersOf,
  type NodeOptions,
  openRedis,
  optionsOfNodes,
  type RedisClient,
  type RedisTarget,
} from '../../base/redis/redis.ts';
import { type Listener, listenTo, ShardListener } from './listener.ts';

/** Answers of a server that is not the primary any more. MISCONF, LOADING and CLUSTERDOWN pass on the same connection. */
const isDemotion = (error: Error) => /^(?:READONLY|MASTERDOWN)\b/.test(error.message);

/** What `reconnectOnError` may ask for: the command fails, or it is sent again on the new connection. */
const failAndReconnect = 1;
const resendAndReconnect = 2;

/** How long a probe may have no answer while the process stops: from one check to the next, which may come a little early. */
const stoppingSilenceMsMax = 0.9 * limits.silenceCheckEveryMs;

/** Of a client. */
interface Kind {
  /** Of a BullMQ worker, which would spin on a connection that has ended before it closes. */
  isOfJobs: boolean;
  /** Its commands do not wait. */
  isDoor: boolean;
}

interface Watched extends Kind {
  client: RedisClient;
}

/** What the state of a connection that is not ready says to operators. */
const inWords: Partial<Record<string, string>> = {
  connect: 'the connection is being made',
  connecting: 'the connection is being made',
  reconnecting: 'it waits to connect again',
  end: 'the connection has ended',
};

/** The clients of one process of one Redis. */
export class Connections {
  readonly #target: RedisTarget;
  readonly #onOpen: (redis: RedisClient) => void;
  readonly #watched: Watched[] = [];
  readonly #listeners: ShardListener[] = [];
  /** When the probe was sent that a connection has not answered. */
  readonly #askedAtMs = new WeakMap<Redis, number>();
  readonly #probing: Beat;
  #demotedAtMs = Number.NEGATIVE_INFINITY;
  /** The process stops: no connection is made again, but for BullMQ workers. */
  #isStopping = false;
  #isClosed = false;

  /** `onOpen` is given each connection before its first command. */
  constructor(target: RedisTarget, onOpen: (redis: RedisClient) => void) {
    this.#target = target;
    this.#onOpen = onOpen;
    this.#probing = every(limits.silenceCheckEveryMs, () => this.#probe());
  }

  /**
   * A connection for a door. A command fails at once while Redis is away, and after `doorCommandMsMax` when Redis is silent: the
   * client receives 503 and sends again. Nothing is sent twice by itself.
   */
  door(): RedisClient {
    return this.#open(
      {
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        maxRetriesPerRequest: 0,
        commandTimeout: limits.doorCommandMsMax,
        reconnectOnError: (error) => this.#isLeft(error) && failAndReconnect,
      },
      { isOfJobs: false, isDoor: true },
    );
  }

  /** A connection for a worker: commands wait for Redis and are sent again. A command that runs twice meets the fence. */
  worker(): RedisClient {
    return this.#openForWork(false);
  }

  /** Who listens on a channel, on a connection that can do nothing else. */
  listener(channel: string): Listener {
    const client = this.worker();
    if (!(client instanceof Cluster)) return listenTo(client, channel);
    const listener = new ShardListener(client, channel);
    client.on('ready', () => listener.look());
    this.#listeners.push(listener);
    return listener;
  }

  /** A connection for a BullMQ worker. BullMQ blocks on a duplicate of it, which may be silent for longer. */
  jobs(): RedisClient {
    const client = this.#openForWork(true);
    const silence = { socketTimeout: limits.blockedSilenceMsMax };
    if (client instanceof Cluster) {
      const duplicate = client.duplicate.bind(client);
      client.duplicate = ((nodes, override) =>
        duplicate(nodes, {
          ...override,
          redisOptions: { ...optionsOfNodes(client), ...override?.redisOptions, ...silence },
        })) as Cluster['duplicate'];
    } else {
      const duplicate = client.duplicate.bind(client);
      client.duplicate = (override) => duplicate({ ...override, ...silence });
    }
    return client;
  }

  /**
   * Waits until every door is connected: one that is not refuses its first command. No longer than a command of a door may take: where
   * Redis takes no more connections, doors refuse as in any outage.
   */
  async doorsConnected(): Promise<void> {
    const doors = this.#watched.filter(({ isDoor }) => isDoor);
    const waiting = new AbortController();
    await Promise.race([
      Promise.all(doors.map(({ client }) => connected(client))),
      pause(limits.doorCommandMsMax, undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
  }

  /** Throws, with the reason, when a connection has no primary behind it or its probe has no answer for `msMax`. */
  check(msMax: number): void {
    if (performance.now() - this.#demotedAtMs < 2 * limits.silenceCheckEveryMs)
      throw new Error('is a replica and takes no writes');
    for (const { client } of this.#watched) {
      if (client.status !== 'ready')
        throw new Error(`not connected: ${inWords[client.status] ?? client.status}`);
      const away = client instanceof Cluster ? ownerAway(client) : null;
      if (away !== null) throw new Error(`the master of the cluster at ${away} is away`);
      for (const { address, redis } of mastersOf(client)) {
        const where = client instanceof Cluster ? ` of ${address}` : '';
        if (this.#isAsked(redis, msMax)) throw new Error(`no answer${where} within ${msMax} ms`);
      }
    }
  }

  /** Whether its probe has been under way for so long. */
  #isAsked(redis: Redis, ms: number): boolean {
    return performance.now() - (this.#askedAtMs.get(redis) ?? Number.POSITIVE_INFINITY) > ms;
  }

  /**
   * From now on nothing waits for a Redis that is away. What waits for one fails within a second, and what waits on a silent
   * connection within two. No connection is made again. Where Redis answers, all goes on.
   */
  stopWaiting(): void {
    this.#isStopping = true;
    this.#endThoseAway();
  }

  #endThoseAway(): void {
    for (const { client, isOfJobs } of this.#watched) {
      const isSilent = mastersOf(client).some(({ redis }) => this.#isAsked(redis, stoppingSilenceMsMax));
      const isAway =
        client.status !== 'ready' || isSilent || (client instanceof Cluster && ownerAway(client) !== null);
      if (isAway && !isOfJobs) end(client);
    }
  }

  /** Closes every connection; commands that wait for Redis fail. */
  close(): void {
    this.#isStopping = true;
    this.#isClosed = true;
    this.#probing.close();
    for (const listener of this.#listeners) listener.close();
    for (const { client } of this.#watched) end(client);
  }

  #openForWork(isOfJobs: boolean): RedisClient {
    return this.#open(
      {
        maxRetriesPerRequest: null,
        reconnectOnError: (error) => this.#isLeft(error) && resendAndReconnect,
      },
      { isOfJobs, isDoor: false },
    );
  }

  #open(options: NodeOptions, { isOfJobs, isDoor }: Kind): RedisClient {
    const retryStrategy = (attempt: number) =>
      this.#isClosed || (this.#isStopping && !isOfJobs) ? null : this.#retryAfterMs(attempt);
    const shared: NodeOptions = {
      socketTimeout: limits.redisSilenceMsMax,
      connectTimeout: limits.redisSilenceMsMax,
      keepAlive: limits.keepAliveMs,
      maxLoadingRetryTime: limits.reconnectMsMax,
      enableReadyCheck: true,
      retryStrategy,
    };
    const client = openRedis(
      this.#target,
      { ...shared, ...options },
      {
        clusterRetryStrategy: retryStrategy,
        slotsRefreshInterval: limits.silenceCheckEveryMs,
        slotsRefreshTimeout: limits.silenceCheckEveryMs,
        // A door follows a slot that moves, and sends nothing again. A worker does until it succeeds.
        ...(isDoor
          ? { enableOfflineQueue: false, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 }
          : { maxRedirections: Number.POSITIVE_INFINITY }),
      },
    );
    this.#onOpen(client);
    if (client instanceof Cluster) keepConnected(client);
    else client.once('end', () => failUnanswered(client));
    this.#watched.push({ client, isOfJobs, isDoor });
    return client;
  }

  /** Never gives up, and waits a second at most, so that an outage of a minute does not become one of several. */
  #retryAfterMs(attempt: number): number {
    const isDemoted = performance.now() - this.#demotedAtMs < limits.reconnectMsMax;
    return Math.min(Math.max(50 * attempt, isDemoted ? limits.demotedReconnectMs : 0), limits.reconnectMsMax);
  }

  /** Whether the server behind an error is to be left; then every connection leaves it. */
  #isLeft(error: Error): boolean {
    if (!isDemotion(error)) return false;
    this.#leave();
    return true;
  }

  #leave(): void {
    const isKnown = performance.now() - this.#demotedAtMs < limits.demotedReconnectMs;
    this.#demotedAtMs = performance.now();
    if (isKnown) return;
    for (const { client } of this.#watched)
      if (client instanceof Cluster) client.refreshSlotsCache();
      else if (client.status === 'ready') client.disconnect(true);
  }

  /** Asks every connection for the role of its server: an outstanding command is what makes silence noticed. */
  #probe(): void {
    if (this.#isStopping) this.#endThoseAway();
    for (const listener of this.#listeners) if (!this.#isStopping) listener.look();
    const connections = this.#watched.flatMap(({ client }) => mastersOf(client).map(({ redis }) => redis));
    // A replica that was promoted is not connected to.
    for (const redis of connections) connect(redis);
    for (const { redis } of this.#listeners) if (redis !== null) connections.push(redis);
    for (const redis of connections) {
      if (this.#askedAtMs.has(redis) || redis.status !== 'ready') continue;
      this.#askedAtMs.set(redis, performance.now());
      void roleOf(redis)
        // No right to ask, or an outage: the answer itself was the sign of life, and its absence is noticed elsewhere.
        .catch(() => null)
        .then((role) => {
          this.#askedAtMs.delete(redis);
          if (role === 'slave') this.#leave();
        });
    }
  }
}

/** Waits until a client is connected; of a cluster, until its masters are, but for those that are away. */
async function connected(client: RedisClient): Promise<void> {
  await readyOrEnded(client);
  if (client instanceof Cluster) await Promise.all(mastersOf(client).map(({ redis }) => readyOrEnded(redis)));
}

async function readyOrEnded(client: RedisClient): Promise<void> {
  if (client.status === 'ready' || client.status === 'end') return;
  await new Promise<void>((resolve) => {
    client.once('ready', resolve);
    client.once('end', resolve);
  });
}

/** Connects to each master as soon as it is known: the first command of a door must find the connection ready. */
function keepConnected(cluster: Cluster): void {
  cluster.on('+node', (node: Redis) => {
    if (node.options.readOnly !== true) connect(node);
  });
}

function connect(node: Redis): void {
  if (node.status === 'wait') node.connect().catch(() => undefined);
}

/** The address of a master that has slots and is not connected; null where all are. */
function ownerAway(cluster: Cluster): string | null {
  const ready = new Set(
    mastersOf(cluster).flatMap(({ address, redis }) => (redis.status === 'ready' ? [address] : [])),
  );
  let last: string | undefined;
  for (const owners of cluster.slots) {
    const owner = owners?.[0];
    if (owner === last) continue;
    last = owner;
    if (owner === undefined || !ready.has(owner)) return owner ?? 'some of its slots';
  }
  return null;
}

/**
 * Ends a connection. One that is to reconnect takes its next try first, within a second. When it is disconnected between two,
 * ioredis leaves its commands without an answer for ever. A try that fails ends it by itself, because no other follows.
 */
function end(redis: RedisClient): void {
  if (isBetweenTries(redis)) redis.once('connect', () => redis.disconnect());
  else if (redis.status !== 'end') redis.disconnect();
}

/** Whether there is nothing yet to disconnect; a client of a cluster that begins a try knows no node. */
function isBetweenTries(redis: RedisClient): boolean {
  if (redis.status === 'reconnecting') return true;
  return redis instanceof Cluster && redis.status === 'connecting' && redis.nodes().length === 0;
}

/** What ioredis keeps of commands that a broken connection has not answered; its types leave it out. */
interface Unanswered {
  prevCommandQueue?: { shift(): { command: { reject(error: Error): void } } | undefined } | null;
}

/** Fails the commands that wait to be sent again. A connection that ends before it is ready again leaves them without an answer. */
function failUnanswered(redis: Redis): void {
  const { prevCommandQueue: left } = redis as unknown as Unanswered;
  for (let item = left?.shift(); item !== undefined; item = left?.shift())
    item.command.reject(new Error('Connection is closed.'));
}

/** `master`, `slave` or `sentinel`; null where the protocol lets a subscriber only ping. */
async function roleOf(redis: Redis): Promise<unknown> {
  if (redis.mode === 'subscriber') {
    await redis.ping();
    return null;
  }
  const [role] = await redis.role();
  return role;
}

/**
 * Redis connections: every way to open one, and the watch that gives up a connection which no longer leads to a primary.
 *
 * A connection is lost in three ways. It breaks: ioredis reconnects. It falls silent: no byte arrives while a command is
 * outstanding, so the socket is destroyed after `redisSilenceMsMax`. Or its server becomes a replica that answers but takes
 * no writes: then all connections reconnect, because the address leads to the new primary. A probe a second finds the
 * last two on connections that only read or listen.
 */
import { Redis, type RedisOptions } from 'ioredis';
import { type Beat, every } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';

/** Answers of a server that is not the primary any more. MISCONF, LOADING and CLUSTERDOWN pass on the same connection. */
const isDemotion = (error: Error) => /^(?:READONLY|MASTERDOWN)\b/.test(error.message);

/** What `reconnectOnError` may ask for: the command fails, or it is sent again on the new connection. */
const failAndReconnect = 1;
const resendAndReconnect = 2;

/** How long a probe may have no answer while the process stops: from one check to the next, which may come a little early. */
const stoppingSilenceMsMax = 0.9 * limits.silenceCheckEveryMs;

/** The shape of replies is not ours to choose: it would change the type of every command. */
type Options = Omit<RedisOptions, 'replyMapping'>;

interface Watched {
  redis: Redis;
  /** Of a BullMQ worker, which would spin on a connection that has ended before it closes. */
  isOfJobs: boolean;
  /** When the probe under way was sent; null when none is. */
  askedAtMs: number | null;
}

/** The connections of one process to one Redis. */
export class Connections {
  readonly #url: string;
  readonly #onOpen: (redis: Redis) => void;
  readonly #watched: Watched[] = [];
  readonly #probing: Beat;
  #demotedAtMs = Number.NEGATIVE_INFINITY;
  /** The process stops: no connection is made again, but for BullMQ workers. */
  #isStopping = false;
  #isClosed = false;

  /** `onOpen` is given each connection before its first command. */
  constructor(url: string, onOpen: (redis: Redis) => void) {
    this.#url = url;
    this.#onOpen = onOpen;
    this.#probing = every(limits.silenceCheckEveryMs, () => this.#probe());
  }

  /**
   * A connection for a door. A command fails at once while Redis is away, and after `doorCommandMsMax` when Redis is silent: the
   * client receives 503 and sends again. Nothing is sent twice by itself.
   */
  door(): Redis {
    return this.#open({
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: limits.doorCommandMsMax,
      reconnectOnError: (error) => this.#isLeft(error) && failAndReconnect,
    });
  }

  /** A connection for a worker: commands wait for Redis and are sent again. A command that runs twice meets the fence. */
  worker(): Redis {
    return this.#openForWork(false);
  }

  /** A connection for a BullMQ worker. BullMQ blocks on a duplicate of it, which may be silent for longer. */
  jobs(): Redis {
    const redis = this.#openForWork(true);
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (override) => duplicate({ ...override, socketTimeout: limits.blockedSilenceMsMax });
    return redis;
  }

  /** Throws, with the reason, when a connection has no primary behind it or its probe has no answer for `msMax`. */
  check(msMax: number): void {
    if (performance.now() - this.#demotedAtMs < 2 * limits.silenceCheckEveryMs)
      throw new Error('is a replica and takes no writes');
    for (const { redis, askedAtMs } of this.#watched) {
      if (redis.status !== 'ready') throw new Error(`a connection is ${redis.status}`);
      if (askedAtMs !== null && performance.now() - askedAtMs > msMax)
        throw new Error(`no answer within ${msMax} ms`);
    }
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
    const silentSinceMs = performance.now() - stoppingSilenceMsMax;
    for (const { redis, askedAtMs, isOfJobs } of this.#watched) {
      const isAway = redis.status !== 'ready' || (askedAtMs !== null && askedAtMs <= silentSinceMs);
      if (isAway && !isOfJobs) end(redis);
    }
  }

  /** Closes every connection; commands that wait for Redis fail. */
  close(): void {
    this.#isStopping = true;
    this.#isClosed = true;
    this.#probing.close();
    for (const { redis } of this.#watched) end(redis);
  }

  #openForWork(isOfJobs: boolean): Redis {
    const options: Options = {
      maxRetriesPerRequest: null,
      reconnectOnError: (error) => this.#isLeft(error) && resendAndReconnect,
    };
    return this.#open(options, isOfJobs);
  }

  #open(options: Options, isOfJobs = false): Redis {
    const shared: Options = {
      socketTimeout: limits.redisSilenceMsMax,
      connectTimeout: limits.redisSilenceMsMax,
      keepAlive: limits.keepAliveMs,
      maxLoadingRetryTime: limits.reconnectMsMax,
      enableReadyCheck: true,
      retryStrategy: (attempt) =>
        this.#isClosed || (this.#isStopping && !isOfJobs) ? null : this.#retryAfterMs(attempt),
    };
    const redis = new Redis(this.#url, { ...shared, ...options });
    this.#onOpen(redis);
    redis.once('end', () => failUnanswered(redis));
    this.#watched.push({ redis, isOfJobs, askedAtMs: null });
    return redis;
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
    for (const { redis } of this.#watched) if (redis.status === 'ready') redis.disconnect(true);
  }

  /** Asks every connection for the role of its server: an outstanding command is what makes silence noticed. */
  #probe(): void {
    if (this.#isStopping) this.#endThoseAway();
    for (const watched of this.#watched) {
      if (watched.askedAtMs !== null || watched.redis.status !== 'ready') continue;
      watched.askedAtMs = performance.now();
      void roleOf(watched.redis)
        // No right to ask, or an outage: the answer itself was the sign of life, and its absence is noticed elsewhere.
        .catch(() => null)
        .then((role) => {
          watched.askedAtMs = null;
          if (role === 'slave') this.#leave();
        });
    }
  }
}

/**
 * Ends a connection. One that is to reconnect takes its next try first, within a second. When it is disconnected between two,
 * ioredis leaves its commands without an answer for ever.
 */
function end(redis: Redis): void {
  if (redis.status === 'reconnecting') redis.once('connect', () => redis.disconnect());
  else if (redis.status !== 'end') redis.disconnect();
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

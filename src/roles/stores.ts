/** The stores of a start: those the environment names, else private ones under DATA_DIR. */
import { unlessAborted } from '../base/background/background.ts';
import { type RedisTarget, readRedisTls } from '../base/redis/redis.ts';
import type { Environment } from '../environment.ts';
import {
  type DataDir,
  type EmbeddedServer,
  fullDisk,
  startAgain,
  startEmbeddedPostgres,
  startEmbeddedRedis,
} from '../setup/setup.ts';
import { askRedisOnce, checkMasters } from './ask-redis.ts';
import { judgePostgres } from './database-access.ts';
import { type DiskWatch, watchDisk } from './disk-watch.ts';

export interface Stores {
  redisUrl: string;
  /** Null where the roles need none and the environment names none. */
  databaseUrl: string | null;
  /** In words, for the banner. */
  description: string;
  warnings: string[];
  /** Resolves, to the reason, only when a private server could not be kept running. */
  lost: Promise<string>;
  /** The disk of the private stores; null where there are none. */
  disk: DiskWatch | null;
  stop(): Promise<void>;
}

/**
 * Opens the stores that the roles need: `ingest` alone needs no PostgreSQL. Stores that the environment names are checked before a private one starts. One that does not answer, or
 * would lose or evict data, is refused with the remedy. A private PostgreSQL has room for the connections of `processes`. After a failure or an abort no private server is left running.
 */
export async function openStores(
  environment: Environment,
  data: DataDir,
  say: (line: string) => void,
  signal: AbortSignal,
  processes = 1,
): Promise<Stores> {
  const { REDIS_URL: redisGiven, DATABASE_URL: databaseGiven, ROLES } = environment;
  const isPostgresPrivate = databaseGiven === undefined && ROLES.some((role) => role !== 'ingest');
  const [ofRedis, ofPostgres] = await unlessAborted(
    signal,
    Promise.all([
      redisGiven === undefined ? [] : judgeRedis({ url: redisGiven, tls: readRedisTls(environment) }),
      databaseGiven === undefined ? [] : judgePostgres(databaseGiven, environment),
    ]),
  );
  const full = redisGiven === undefined || isPostgresPrivate ? fullDisk(data.path, startAgain) : null;
  if (full !== null) throw new Error(full);
  const servers = new PrivateServers(signal);
  const [redis, postgres] = await servers.all([
    redisGiven === undefined
      ? startEmbeddedRedis({
          directory: data.redisDirectory,
          password: data.secrets.redisPassword,
          say,
          signal: servers.signal,
        })
      : null,
    isPostgresPrivate
      ? startEmbeddedPostgres({
          directory: data.postgresDirectory,
          password: data.secrets.postgresPassword,
          connections: environment.DATABASE_CONNECTIONS * processes,
          say,
          signal: servers.signal,
        })
      : null,
  ]);
  const databaseUrl = postgres?.url ?? databaseGiven ?? null;
  const postgresInWords = databaseUrl === null ? 'no PostgreSQL' : 'PostgreSQL of DATABASE_URL';
  const description = [
    redis ? 'private Redis (append-only, fsync always)' : 'Redis of REDIS_URL',
    postgres ? 'private PostgreSQL' : postgresInWords,
  ].join(', ');
  const disk = redis === null && postgres === null ? null : watchDisk(data.path, say);
  return {
    redisUrl: redis?.url ?? redisGiven ?? '',
    databaseUrl,
    description,
    warnings: [...ofRedis, ...ofPostgres],
    lost: servers.lost(),
    disk,
    stop: async () => {
      disk?.close();
      await servers.stop();
    },
  };
}

/** Servers started together: all of them run, or none does. */
class PrivateServers {
  readonly #running: EmbeddedServer[] = [];
  readonly #failing = new AbortController();
  /** Aborts when one of them has failed, or the start is to end. */
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#failing.signal]);
  }

  /** Throws the first failure, once the started servers are stopped again. */
  async all<const Starting extends readonly (Promise<EmbeddedServer> | null)[]>(
    starting: Starting,
  ): Promise<{ -readonly [Index in keyof Starting]: Awaited<Starting[Index]> }> {
    const started = starting.map(async (start) => {
      const server = await start;
      if (server) this.#running.push(server);
      return server;
    });
    const results = await Promise.allSettled(
      started.map((start) =>
        start.catch((error: unknown) => {
          this.#failing.abort(error);
          throw error;
        }),
      ),
    );
    if (this.signal.aborted) {
      await this.stop();
      throw this.signal.reason;
    }
    return results.map((result) => (result.status === 'fulfilled' ? result.value : null)) as never;
  }

  lost(): Promise<string> {
    return Promise.race(this.#running.map((server) => server.lost));
  }

  readonly stop = async (): Promise<void> => {
    await Promise.all(this.#running.map((server) => server.stop()));
  };
}

/** Returns warnings. A Redis that is still loading passes: a later step waits for it. */
function judgeRedis(target: RedisTarget): Promise<string[]> {
  return askRedisOnce(target, async (redis) => {
    const { errors, warnings } = await checkMasters(redis);
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return warnings;
  });
}

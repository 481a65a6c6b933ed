/** The stores a start works on: those the environment names, else private ones under DATA_DIR. */
import { Redis } from 'ioredis';
import type { Environment } from './environment.ts';
import {
  checkRedis,
  type DataDir,
  type EmbeddedServer,
  startEmbeddedPostgres,
  startEmbeddedRedis,
} from './setup/setup.ts';

export interface Stores {
  redisUrl: string;
  databaseUrl: string;
  /** In words, for the banner. */
  description: string;
  warnings: string[];
  /** Resolves, to the reason, only when a private server could not be kept running. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/** How long a foreign Redis may take to answer the first question. */
const connectMsMax = 10_000;

/** Opens both stores. A foreign Redis that would lose or evict data is refused with the remedy. */
export async function openStores(
  environment: Environment,
  data: DataDir,
  say: (line: string) => void,
): Promise<Stores> {
  const servers: EmbeddedServer[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const warnings = environment.REDIS_URL === undefined ? [] : await judgeRedis(environment.REDIS_URL);
    const [redis, postgres] = await Promise.all([
      environment.REDIS_URL === undefined
        ? startEmbeddedRedis({ directory: data.redisDirectory, password: data.secrets.redisPassword, say })
        : null,
      environment.DATABASE_URL === undefined
        ? startEmbeddedPostgres({
            directory: data.postgresDirectory,
            password: data.secrets.postgresPassword,
            say,
          })
        : null,
    ]);
    for (const server of [redis, postgres]) if (server) servers.push(server);
    const description = [
      redis ? 'private Redis (append-only, fsync always)' : 'Redis of REDIS_URL',
      postgres ? 'private PostgreSQL' : 'PostgreSQL of DATABASE_URL',
    ].join(', ');
    return {
      redisUrl: redis?.url ?? environment.REDIS_URL ?? '',
      databaseUrl: postgres?.url ?? environment.DATABASE_URL ?? '',
      description,
      warnings,
      lost:
        servers.length === 0
          ? new Promise(() => undefined)
          : Promise.race(servers.map((server) => server.lost)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function judgeRedis(url: string): Promise<string[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectMsMax,
    socketTimeout: connectMsMax,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const verdict = await checkRedis(redis);
    if (verdict.errors.length > 0) throw new Error(verdict.errors.join('\n'));
    return verdict.warnings;
  } catch (error) {
    throw new Error(
      `the Redis of REDIS_URL cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    redis.disconnect();
  }
}

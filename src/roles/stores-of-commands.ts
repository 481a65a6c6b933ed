/** The stores for a command that needs no program: those the settings name, else private ones, which run already or are started for it. */
import path from 'node:path';
import pg from 'pg';
import { limits } from '../base/kernel/kernel.ts';
import { type RedisClient, type RedisTarget, readRedisTls } from '../base/redis/redis.ts';
import { type Environment, mailConnectionsFile } from '../environment.ts';
import { DataDirInUse, hasSecrets, openDataDir, runningStores, secretsFile } from '../setup/setup.ts';
import { onceConnected } from './ask-redis.ts';
import { storeError } from './store-errors.ts';
import { openStores } from './stores.ts';

/** Connections to the stores of an installation, and where its files are. */
export interface CommandStores {
  client: pg.Client;
  /** Null where it was not asked for. */
  redis: RedisClient | null;
  /** By their names: the files that no store has. */
  files: Readonly<Record<string, string>>;
  attachmentsDirectory: string;
}

interface Wanted {
  needsRedis: boolean;
  /** Whether private stores of a running process will do. */
  mayRun: boolean;
  say(line: string): void;
}

/** Opens them for `use`, and closes them. Throws what is wrong in words, with the remedy. */
export async function withStores<T>(
  environment: Environment,
  wanted: Wanted,
  use: (stores: CommandStores) => Promise<T>,
): Promise<T> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = environment;
  const areNamed = databaseUrl !== undefined && (redisUrl !== undefined || !wanted.needsRedis);
  if (areNamed) return connected(environment, { databaseUrl, redisUrl: redisUrl ?? null }, wanted, use);
  try {
    return await withPrivateStores(environment, wanted, use);
  } catch (error) {
    if (!(error instanceof DataDirInUse && wanted.mayRun)) throw error;
    const running = runningStores(environment.DATA_DIR);
    const found = { databaseUrl: databaseUrl ?? running.databaseUrl, redisUrl: redisUrl ?? running.redisUrl };
    return connected(environment, found, wanted, use);
  }
}

/** Starts them, since no process runs: it is kept from starting meanwhile. */
async function withPrivateStores<T>(
  environment: Environment,
  wanted: Wanted,
  use: (stores: CommandStores) => Promise<T>,
): Promise<T> {
  if (wanted.mayRun && !hasSecrets(environment.DATA_DIR))
    throw new Error(
      `no Scoville has run in ${environment.DATA_DIR} yet: set DATA_DIR, or REDIS_URL and DATABASE_URL`,
    );
  const data = openDataDir(environment.DATA_DIR);
  try {
    const all = { ...environment, ROLES: ['ingest', 'worker', 'console'] as Environment['ROLES'] };
    const stores = await openStores(all, data, wanted.say, new AbortController().signal);
    try {
      return await connected(environment, stores, wanted, use);
    } finally {
      await stores.stop();
    }
  } finally {
    data.close();
  }
}

async function connected<T>(
  environment: Environment,
  urls: { databaseUrl: string | null; redisUrl: string | null },
  { needsRedis }: Wanted,
  use: (stores: CommandStores) => Promise<T>,
): Promise<T> {
  const directory = environment.DATA_DIR;
  const client = await openClient(urls.databaseUrl ?? '');
  const redis = needsRedis
    ? await openRedis({ url: urls.redisUrl ?? '', tls: readRedisTls(environment) }).catch(
        after(() => client.end()),
      )
    : null;
  try {
    return await use({
      client,
      redis,
      files: {
        'secrets.json': secretsFile(directory),
        'mail-connections.json': mailConnectionsFile(environment),
      },
      attachmentsDirectory: environment.ATTACHMENTS_DIR ?? path.join(directory, 'attachments'),
    });
  } finally {
    redis?.disconnect();
    await client.end().catch(() => undefined);
  }
}

async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: limits.startAnswerMsMax,
    keepAlive: true,
  });
  // A statement under way hears of it too.
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw storeError('DATABASE_URL', url, error);
  });
  return client;
}

async function openRedis(target: RedisTarget): Promise<RedisClient> {
  let cause: unknown = null;
  const redis = onceConnected(target, (error) => {
    cause ??= error;
  });
  await redis.connect().catch((error: unknown) => {
    redis.disconnect();
    throw storeError('REDIS_URL', target.url, cause ?? error);
  });
  return redis;
}

const after = (close: () => Promise<void>) => async (error: unknown) => {
  await close().catch(() => undefined);
  throw error;
};

/** Asks the stores of the settings what the doctor wants to know; changes nothing in them. */
import type pg from 'pg';
import { unlessAborted } from '../../base/background/background.ts';
import {
  dropConnection,
  isPooled,
  migrationState,
  readServerRoom,
  singleConnection,
} from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { mastersOf, type RedisClient, readRedisTls } from '../../base/redis/redis.ts';
import { analysisMigrations } from '../../engine/analysis/analysis.ts';
import { historyMigrations, readInstallation } from '../../engine/history/history.ts';
import { keyMigrations } from '../../engine/keys/keys.ts';
import { programmeMigrations } from '../../engine/programmes/programmes.ts';
import { surveyStream } from '../../engine/stream/stream.ts';
import type { Environment } from '../../environment.ts';
import { addressOf, askRedisOnce, checkMasters, storeError } from '../../roles/roles.ts';
import { salesMigrations } from '../../sales/sales.ts';
import type { Asked, ClockReading, PostgresState, RedisState, Survey } from './survey.ts';

const migrations = [
  historyMigrations,
  programmeMigrations,
  keyMigrations,
  analysisMigrations,
  salesMigrations,
];

/** Asks Redis, for `startAnswerMsMax` at most. */
export async function askRedis({
  url,
  files,
}: {
  url: string;
  files: Environment;
}): Promise<Asked<RedisState>> {
  try {
    const server = { url, tls: readRedisTls(files) };
    return { is: 'there', state: await askRedisOnce(server, (redis) => redisState(redis, url)) };
  } catch (error) {
    return { is: 'away', says: (error as Error).message };
  }
}

/** Of a cluster it reports the worst of each: the fullest master, the one with the fewest replicas. */
async function redisState(redis: RedisClient, url: string): Promise<RedisState> {
  const clock = await clockOf(async () => {
    const [seconds, microseconds] = await redis.time();
    return Number(seconds) * limits.secondMs + Number(microseconds) / limits.secondMs;
  });
  const servers = await Promise.all(
    mastersOf(redis).map(async ({ redis: master }) => serverIn(await master.info())),
  );
  const [fullest = serverIn('')] = servers.toSorted((one, other) => partUsed(other) - partUsed(one));
  const isLoading = servers.some((server) => server.isLoading);
  return {
    ...fullest,
    address: addressOf('REDIS_URL', url),
    ...(await checkMasters(redis)),
    isReplica: servers.some((server) => server.isReplica),
    isLoading,
    replicas: Math.min(...servers.map(({ replicas }) => replicas)),
    isLastWriteKept:
      servers.find((server) => server.isLastWriteKept !== true)?.isLastWriteKept ?? fullest.isLastWriteKept,
    clock,
    stream: isLoading ? null : await surveyStream(redis, Date.now()),
  };
}

const partUsed = ({ usedBytes, maxBytes }: { usedBytes: number; maxBytes: number }) =>
  maxBytes === 0 ? 0 : usedBytes / maxBytes;

/** What one server says of itself. */
function serverIn(info: string) {
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const lastWrite = field('aof_last_write_status');
  return {
    version: field('redis_version') ?? 'of an unknown version',
    isReplica: field('role') === 'slave',
    isLoading: field('loading') === '1',
    replicas: Number(field('connected_slaves') ?? 0),
    usedBytes: Number(field('used_memory') ?? 0),
    maxBytes: Number(field('maxmemory') ?? 0),
    isLastWriteKept: lastWrite === undefined ? null : lastWrite === 'ok',
  };
}

/** Asks PostgreSQL, for `startAnswerMsMax` at most. */
export async function askPostgres(url: string): Promise<Asked<PostgresState>> {
  const client = singleConnection(url, limits.startAnswerMsMax);
  const late = AbortSignal.timeout(limits.startAnswerMsMax);
  try {
    return { is: 'there', state: await unlessAborted(late, postgresState(client, url)) };
  } catch (error) {
    return { is: 'away', says: storeError('DATABASE_URL', url, error).message };
  } finally {
    dropConnection(client);
  }
}

/** Asks the replica whether it is one, for `startAnswerMsMax` at most. */
export async function askReplica(url: string): Promise<Survey['replica']> {
  const client = singleConnection(url, limits.startAnswerMsMax);
  try {
    await client.connect();
    const { rows } = await client.query<{ isStandby: boolean }>('SELECT pg_is_in_recovery() AS "isStandby"');
    const address = addressOf('DATABASE_REPLICA_URL', url);
    return { is: 'there', state: { address, isStandby: rows[0]?.isStandby === true } };
  } catch (error) {
    return { is: 'away', says: storeError('DATABASE_REPLICA_URL', url, error).message };
  } finally {
    dropConnection(client);
  }
}

async function postgresState(client: pg.Client, url: string): Promise<PostgresState> {
  await client.connect();
  const clock = await clockOf(async () => {
    const { rows } = await client.query<{ ms: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
    );
    return rows[0]?.ms ?? 0;
  });
  const { rows } = await client.query<
    Omit<PostgresState, 'address' | 'clock' | 'isPooled' | 'room' | 'installation' | 'migrations'>
  >(
    `SELECT current_setting('server_version_num')::int AS version,
       pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS "isReadOnly",
       current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS "synchronousCommit",
       current_setting('full_page_writes') AS "fullPageWrites",
       (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()) AS encoding`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('it answered nothing');
  const compared = await migrationState(client, migrations);
  return {
    ...{ address: addressOf('DATABASE_URL', url), clock, ...found, migrations: compared },
    isPooled: await isPooled(client),
    room: await readServerRoom(client),
    installation: await installationOf(client),
  };
}

async function installationOf(client: pg.Client) {
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('installation') IS NOT NULL AS "isThere"`,
  );
  return rows[0]?.isThere === true ? readInstallation(client) : null;
}

/** Reads another clock between two looks at ours. */
async function clockOf(readMs: () => Promise<number>): Promise<ClockReading> {
  const beforeMs = Date.now();
  const theirsMs = await readMs();
  const afterMs = Date.now();
  const errorMs = (afterMs - beforeMs) / 2;
  return { aheadMs: theirsMs - beforeMs - errorMs, errorMs };
}

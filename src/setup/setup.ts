/**
 * The door of set-up: the steps that let a bare machine run the product.
 *
 * `run.mjs` runs before the product: it brings packages, the pinned Node, a Redis server program and the built pages onto the
 * machine. Then it starts `main.ts`. The rest of the room serves `main.ts` and the tests. It opens DATA_DIR for one process,
 * keeps the secrets, and runs the private Redis and PostgreSQL.
 *
 * It guarantees three things. At most one process works on a DATA_DIR, however the previous one ended. Every write that a private
 * server has acknowledged is on disk. A server left over from a killed process is stopped before its data are touched. The room
 * knows nothing of events, scores or leads, and no room imports it.
 */

export type { DataDir } from './data-dir.ts';
export { DataDirInUse, DataDirRefused, openDataDir } from './data-dir.ts';
export { fullDisk, startAgain } from './disk-space.ts';
export type { EmbeddedPostgresOptions } from './embedded-postgres.ts';
export { startEmbeddedPostgres } from './embedded-postgres.ts';
export type { EmbeddedRedisOptions } from './embedded-redis.ts';
export { startEmbeddedRedis } from './embedded-redis.ts';
export { checkRedis, type RedisCheck } from './redis-check.ts';
export { runningStores } from './running-stores.ts';
export type { Secrets } from './secrets.ts';
export { adoptSecrets, hasSecrets, keepSecrets, secretsFile } from './secrets.ts';
export type { EmbeddedServer } from './server-process.ts';

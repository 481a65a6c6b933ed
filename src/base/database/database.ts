/**
 * The door of the database: the PostgreSQL connection, transactions, and migrations applied once in order.
 *
 * Enters: a URL, and the folder of migrations of a room. Leaves: a pool. It guarantees that a transaction is whole and that
 * each migration runs once; it refuses to know any table but its own. PostgreSQL
 * away or silent: the caller receives the error.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { limits } from '../kernel/kernel.ts';
import { advisoryLocks } from './locks.ts';
import type { MigrationFolder } from './migration-state.ts';
import { NamedClient } from './named-client.ts';
import { isStalePlan, PreparingClient } from './preparing-client.ts';
import { type Queryable, together } from './queryable.ts';
import { watchForSilence } from './silence.ts';
import { StatementNames } from './statement-names.ts';

export { advisoryLocks } from './locks.ts';
export { type MigrationFolder, type MigrationState, migrationState } from './migration-state.ts';
export { type ByStream, PositionTable, type ReadAfter } from './position-table.ts';
export { type Queryable, together } from './queryable.ts';
export { dropConnection, singleConnection } from './silence.ts';
export type { AppliedMigration, CopiedSequence, CopiedTable } from './table-copies.ts';
export {
  dropAll,
  emptyTables,
  lockTables,
  makeTables,
  readMigrations,
  readRows,
  readSequences,
  setSequences,
  UnknownTables,
  withoutChecks,
  writeRows,
} from './table-copies.ts';

const connectionsMax = 10;
/** How long opening a connection may take. */
export const connectMsMax = 5_000;
const transactionTriesMax = 5;
/** Serialisation failure and deadlock: nothing was changed, and the same work may succeed at once. */
const serializationFailure = '40001';
const givenUpCodes = new Set([serializationFailure, '40P01']);

/** Thrown in a transaction that has to run again, since another one has changed what it went by. */
export class RunAgain extends Error {
  readonly code = serializationFailure;
}

/**
 * Writes nothing that anybody reads: refused where no table may be changed, and committed like any change. A standby and a
 * database that is set to read-only answer `SELECT 1` as well.
 */
const emptyWrite = `WITH none AS (UPDATE migrations SET name = name WHERE false)
  SELECT pg_logical_emit_message(true, 'scoville', 'ready')`;

/** One database of a process: its connections, and its address for one of another kind (`LISTEN`). */
export interface Database {
  readonly pool: pg.Pool;
  readonly url: string;
  /** Throws unless PostgreSQL takes a write and has it on disk. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the one pool that every room of the process shares. `onError` receives errors of idle connections. With `prepares`, frequent
 * statements are parsed and planned once a connection; not every pooler can do with that.
 */
export function openDatabase(
  url: string,
  onError: (error: Error) => void,
  { prepares = true }: { prepares?: boolean } = {},
): Database {
  const pool = new pg.Pool({
    Client: (prepares ? PreparingClient : NamedClient) as unknown as new () => pg.ClientBase,
    ...(prepares && { statementNames: new StatementNames() }),
    connectionString: url,
    max: connectionsMax,
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.DATE ? String : pg.types.getTypeParser(oid, format),
    },
    // Statements of one connection go out without waiting for each other; their order stays.
    pipeline: true,
    connectionTimeoutMillis: connectMsMax,
    keepAlive: true,
    keepAliveInitialDelayMillis: limits.keepAliveMs,
  });
  pool.on('error', onError);
  pool.on('connect', (client) => {
    // Not as a parameter of the connection: poolers refuse those they do not know.
    client
      .query(`SET idle_in_transaction_session_timeout = ${limits.transactionIdleMsMax}`)
      .catch(() => undefined);
  });
  watchForSilence(pool, url);
  return { pool, url, ping: async () => void (await pool.query(emptyWrite)), close: () => pool.end() };
}

/**
 * Runs `work` in a transaction. Runs it again when PostgreSQL ends it for the sake of another one (a deadlock), or when a migration
 * has changed its statements.
 */
export async function transaction<T>(
  pool: pg.Pool,
  work: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transactionOnce(pool, work);
    } catch (error) {
      const mayRunAgain = givenUpCodes.has(sqlStateOf(error)) || isStalePlan(error);
      if (tries === transactionTriesMax || !mayRunAgain) throw error;
    }
  }
}

/** The five characters by which PostgreSQL names an error; empty for any other error. */
export function sqlStateOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}

/**
 * Plans each statement once for any values, by indexes, for the rest of a transaction of few rows. Planning costs more than such a
 * statement itself. A plan made while a table was empty serves when it is full, too.
 */
export async function planForAnyValues(connection: Queryable): Promise<void> {
  await connection.query(
    `SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
            set_config('jit', 'off', true)`,
  );
}

/** Rolls back when `work` throws. A connection that failed is not used again. */
async function transactionOnce<T>(
  pool: pg.Pool,
  work: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  let failure: Error | undefined;
  // A connection that breaks between two statements emits an error event; without a listener it would end the process.
  const onBroken = (error: Error) => {
    failure = error;
  };
  connection.on('error', onBroken);
  try {
    const [, result] = await together([connection.query('BEGIN'), work(connection)]);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK').catch((broken: Error) => {
      failure = broken;
    });
    throw error;
  } finally {
    connection.off('error', onBroken);
    connection.release(failure);
  }
}

/**
 * Brings the tables of a room up to date from the files of its folder, in the order of their names. A migration that was
 * applied and then altered is refused: its effect is already there.
 */
export async function migrate(pool: pg.Pool, { room, directory }: MigrationFolder): Promise<void> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  await transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.migration]);
    await connection.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await connection.query<{ name: string; hash: string }>(
      'SELECT name, hash FROM migrations',
    );
    const applied = new Map(rows.map(({ name, hash }) => [name, hash]));
    for (const file of files) {
      const name = `${room}/${file}`;
      const sql = await readFile(new URL(file, directory), 'utf8');
      const hash = createHash('sha256').update(sql).digest('hex');
      const before = applied.get(name);
      if (before === hash) continue;
      if (before !== undefined)
        throw new Error(`migration ${name} was altered after it was applied; restore it and add a new one`);
      await connection.query(sql);
      await connection.query('INSERT INTO migrations (name, hash) VALUES ($1, $2)', [name, hash]);
    }
  });
}

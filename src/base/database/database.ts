/**
 * The door of the database: the PostgreSQL connection, transactions, and migrations applied once in order.
 *
 * Enters: a URL, and the folder of migrations of a room. Leaves: a pool. It guarantees that a transaction is whole and that
 * each migration runs once; it refuses to know any table but its own. PostgreSQL
 * away or silent: the caller receives the error.
 */
import pg from 'pg';
import { limits, systemClock } from '../kernel/kernel.ts';
import { NamedClient } from './named-client.ts';
import { PreparingClient } from './preparing-client.ts';
import type { Queryable } from './queryable.ts';
import { openReads, type Reads } from './reads.ts';
import { Replica, type ReplicaOptions, type VerifyConnection } from './replica.ts';
import { watchForSilence } from './silence.ts';
import { StatementNames } from './statement-names.ts';
import { setForEachTransaction } from './transaction.ts';

export { advisoryLocks } from './locks.ts';
export { contractedSince, migrate } from './migrate.ts';
export { type MigrationFolder, type MigrationState, migrationState } from './migration-state.ts';
export { hears, isPooled, keepsStatements } from './pooler.ts';
export { type ByStream, PositionTable, type ReadAfter } from './position-table.ts';
export { type Queryable, together } from './queryable.ts';
export { openReads, type Reads } from './reads.ts';
export type { ReplicaState } from './replica.ts';
export { type RoomFault, roomFault } from './room-fault.core.ts';
export { readServerRoom, type ServerRoom } from './server-room.ts';
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
export {
  afterCommit,
  type Ending,
  RunAgain,
  sqlStateOf,
  transaction,
  transactionEnding,
} from './transaction.ts';

/** Sizes of the pools of a process. */
export interface PoolSizes {
  /** Connections of the pool that every room shares. */
  work: number;
  /** Connections of the pool for reads that may take long; 0 where these share the other one. */
  reads: number;
}

const transactionIdle = `idle_in_transaction_session_timeout = ${limits.transactionIdleMsMax}`;

const usualSizes: PoolSizes = { work: 10, reads: 0 };
/** How long opening a connection may take. */
export const connectMsMax = 5_000;
/**
 * Writes nothing that anybody reads: refused where no table may be changed, and committed like any change. A standby and a
 * database that is set to read-only answer `SELECT 1` as well.
 */
const emptyWrite = `WITH none AS (UPDATE migrations SET name = name WHERE false)
  SELECT pg_logical_emit_message(true, 'scoville', 'ready')`;

/** One database of a process: its connections, and the address for one that listens. */
export interface Database {
  readonly pool: pg.Pool;
  /** For reads that may take long: reports, exports, backtests. They cannot take the connections of `pool`. */
  readonly reads: Reads;
  /** The pools, by what they are for: `work`, and `reads` and `replica` where they are others. */
  readonly pools: Readonly<Record<string, pg.Pool>>;
  /** Where a session lasts, to listen on; null where a pooler lets none last. */
  readonly sessionUrl: string | null;
  /** Looks how far the replica is behind, where there is one; else it is looked at some seconds later. */
  lookAtReplica(): Promise<void>;
  /** Throws unless PostgreSQL takes a write and has it on disk. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Whether frequent statements are parsed and planned once a connection. */
  prepares?: boolean;
  sizes?: PoolSizes;
  /** Whether a pooler may give each transaction another session. */
  isPooled?: boolean;
  /** Where a session lasts; the same address unless given, null for nowhere. */
  sessionUrl?: string | null;
  /** A replica for reads; none unless given. */
  replica?: (Pick<ReplicaOptions, 'url'> & Partial<ReplicaOptions>) | null;
}

type PoolOptions = Required<Pick<DatabaseOptions, 'prepares' | 'isPooled' | 'sessionUrl'>> & {
  url: string;
  onError: (error: Error) => void;
  connectionsMax: number;
  verify?: VerifyConnection;
};

/** Opens the pools that every room of the process shares. `onError` receives errors of idle connections. */
export function openDatabase(
  url: string,
  onError: (error: Error) => void,
  { prepares = true, sizes = usualSizes, isPooled = false, sessionUrl = url, ...more }: DatabaseOptions = {},
): Database {
  const common = { url, onError, prepares, isPooled, sessionUrl };
  const pool = openPool({ ...common, connectionsMax: sizes.work });
  const readPool = sizes.reads === 0 ? pool : openPool({ ...common, connectionsMax: sizes.reads });
  const replica = more.replica ? openReplica(more.replica, pool, sizes.reads || sizes.work) : null;
  return {
    ...{ pool, sessionUrl, reads: openReads(readPool, replica) },
    get pools() {
      return {
        work: pool,
        ...(readPool !== pool && { reads: readPool }),
        ...(replica && { replica: replica.pool }),
      };
    },
    lookAtReplica: async () => replica?.look(),
    ping: async () => void (await pool.query(emptyWrite)),
    close: async () => {
      await replica?.close();
      await Promise.all([...new Set([pool, readPool])].map((one) => one.end()));
    },
  };
}

/** Whether a pooler is in front of it is not asked: what it reads is seldom the same, and no session there need last. */
function openReplica(
  options: NonNullable<DatabaseOptions['replica']>,
  primary: pg.Pool,
  connectionsMax: number,
): Replica {
  const { url } = options;
  const openReplicaPool = (verify: VerifyConnection) =>
    openPool({
      ...{ url, onError: () => undefined, prepares: false, isPooled: true, sessionUrl: url },
      ...{ connectionsMax, verify },
    });
  return new Replica({ openPool: openReplicaPool, primary, nowMs: () => systemClock.nowMs(), ...options });
}

function openPool(options: PoolOptions): pg.Pool {
  const { url, onError, prepares, isPooled, sessionUrl, connectionsMax, verify } = options;
  const pool = new pg.Pool({
    Client: (prepares ? PreparingClient : NamedClient) as unknown as new () => pg.ClientBase,
    ...(prepares && { statementNames: new StatementNames() }),
    connectionString: url,
    ...(verify && { verify }),
    max: connectionsMax,
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.DATE ? String : pg.types.getTypeParser(oid, format),
    },
    // Statements of one connection go out without waiting for each other; their order stays.
    pipeline: true,
    connectionTimeoutMillis: connectMsMax,
    idleTimeoutMillis: limits.poolIdleMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: limits.keepAliveMs,
  });
  pool.on('error', onError);
  if (isPooled) setForEachTransaction(pool, transactionIdle);
  else
    pool.on('connect', (client) => {
      // Not as a parameter of the connection: poolers refuse those they do not know.
      client.query(`SET ${transactionIdle}`).catch(() => undefined);
    });
  watchForSilence(pool, {
    askUrl: sessionUrl ?? url,
    // A statement that waits in a pooler is not to be seen on the server.
    msMax: isPooled ? limits.pooledSilenceMsMax : limits.postgresSilenceMsMax,
  });
  return pool;
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

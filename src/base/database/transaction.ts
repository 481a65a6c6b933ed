/** Transactions: whole or not at all, and run again where PostgreSQL ends one for the sake of another. */
import type pg from 'pg';
import { isStalePlan } from './preparing-client.ts';
import { type Queryable, together } from './queryable.ts';

const transactionTriesMax = 5;
/** Serialisation failure and deadlock: nothing was changed, and the same work may succeed at once. */
const serializationFailure = '40001';
const givenUpCodes = new Set([serializationFailure, '40P01']);

/** How a transaction begins on pools whose sessions do not last. */
const beginnings = new WeakMap<pg.Pool, string>();

/** Sets something, as in `SET LOCAL`, at the beginning of each transaction of a pool: what a session sets, a pooler forgets. */
export function setForEachTransaction(pool: pg.Pool, setting: string): void {
  beginnings.set(pool, `BEGIN; SET LOCAL ${setting}`);
}

/** Thrown in a transaction that has to run again, since another one has changed what it went by. */
export class RunAgain extends Error {
  readonly code = serializationFailure;
}

/**
 * Runs `work` in a transaction. Runs it again when PostgreSQL ends it for the sake of another one (a deadlock), or when a migration
 * has changed its statements.
 */
export function transaction<T>(pool: pg.Pool, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  return transactionEnding(pool, async (connection) => {
    const result = await work(connection);
    return async () => result;
  });
}

/** Sends the last statements of a transaction, all of them at once, and returns what comes of them. */
export type Ending<T> = () => Promise<T>;

/**
 * The same for work that knows its last statements before it sends them: they and the commit take one round trip. Where one of them
 * fails, PostgreSQL rolls back at the commit.
 */
export async function transactionEnding<T>(
  pool: pg.Pool,
  work: (connection: pg.PoolClient) => Promise<Ending<T>>,
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

/** What runs once the transaction of a connection is committed, with the pool of the connection. */
const afterCommits = new WeakMap<Queryable, ((pool: pg.Pool) => void)[]>();

/** Calls back when the open transaction of a connection is committed; never where it is rolled back. */
export function afterCommit(connection: Queryable, act: (pool: pg.Pool) => void): void {
  const acts = afterCommits.get(connection) ?? [];
  afterCommits.set(connection, [...acts, act]);
}

/** Rolls back when `work` throws. A connection that failed is not used again. */
async function transactionOnce<T>(
  pool: pg.Pool,
  work: (connection: pg.PoolClient) => Promise<Ending<T>>,
): Promise<T> {
  const connection = await pool.connect();
  afterCommits.delete(connection);
  let failure: Error | undefined;
  // A connection that breaks between two statements emits an error event; without a listener it would end the process.
  const onBroken = (error: Error) => {
    failure = error;
  };
  connection.on('error', onBroken);
  try {
    const [, end] = await together([connection.query(beginnings.get(pool) ?? 'BEGIN'), work(connection)]);
    const [result] = await together([end(), connection.query('COMMIT')]);
    for (const act of afterCommits.get(connection) ?? []) act(pool);
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

/**
 * The store at moments of the past: the rooms of sales under a clock that is set back, their work joined to whole transactions.
 *
 * The rooms open transactions of their own. Within a whole they are savepoints of one: it is there with all that belongs to it, or not
 * at all. No loop of the running product sees half of it, and a start that is killed leaves nothing to clean up. Nobody is alerted: what
 * is past is no news.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import {
  type Database,
  openDatabase,
  openReads,
  type Queryable,
  transaction,
} from '../../base/database/database.ts';
import { leaveOutAlerts } from '../../sales/outbox/outbox.ts';
import { openSales, type Sales } from '../../sales/sales.ts';

/** Where the rooms find and keep what they need besides the database. */
export interface Folders {
  attachmentsDirectory: string;
  processesDirectory: string;
  salesRulesDirectory: string;
}

/** The rooms at moments of the past. */
export interface Past {
  sales: Sales;
  /** Runs work at a moment, ms since the epoch. */
  at<Result>(atMs: number, work: () => Promise<Result>): Promise<Result>;
  /** Runs work in one transaction; after a deadlock, once more. */
  wholly<Result>(work: (connection: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What the rooms are in the middle of. */
interface Context {
  atMs: number;
  connection: pg.PoolClient | null;
}

/** Opens the rooms on a database. Outside of a moment the clock shows `startMs`. */
export async function openPast(
  { url, isPooled }: { url: string; isPooled: boolean },
  startMs: number,
  folders: Folders,
): Promise<Past> {
  const contexts = new AsyncLocalStorage<Context>();
  const context = () => contexts.getStore() ?? { atMs: startMs, connection: null };
  const real = openDatabase(url, () => undefined, { isPooled, prepares: !isPooled });
  // A crash of the machine costs the history its last days; the next start writes them once more. Through a pooler others would have it too.
  if (!isPooled)
    real.pool.on(
      'connect',
      (client) => void client.query('SET synchronous_commit = off').catch(() => undefined),
    );
  const pool = joined(real.pool, () => context().connection);
  const database = { ...real, pool, reads: openReads(pool) };
  const clock = { nowMs: () => context().atMs };
  const sales = await openSales({ database, clock, ...folders, onRulesError: () => undefined }).catch(
    async (error: unknown) => {
      await real.close();
      throw error;
    },
  );
  return {
    sales,
    at: (atMs, work) => contexts.run({ ...context(), atMs }, work),
    wholly: (work) =>
      transaction(real.pool, (client) => {
        const connection = savepointsOf(client);
        return contexts.run({ ...context(), connection }, () => work(connection));
      }),
    close: () => real.close(),
  };
}

/** The pool; while a whole is under way, its one connection. */
function joined(pool: Database['pool'], current: () => pg.PoolClient | null): Database['pool'] {
  return withParts(pool, (name) => {
    const connection = current();
    if (connection === null) return undefined;
    if (name === 'connect') return async () => connection;
    return name === 'query' ? connection.query : undefined;
  });
}

const savepoints: Record<string, string> = {
  BEGIN: 'SAVEPOINT room',
  COMMIT: 'RELEASE SAVEPOINT room',
  ROLLBACK: 'ROLLBACK TO SAVEPOINT room',
};

/** A connection in a transaction: those that the rooms open on it are parts of this one. */
function savepointsOf(client: pg.PoolClient): pg.PoolClient {
  const query = (text: unknown, ...rest: unknown[]) =>
    Reflect.apply(client.query, client, [savepoints[text as string] ?? text, ...rest]);
  const connection = withParts(client, (name) => {
    if (name === 'release') return () => undefined;
    return name === 'query' ? query : undefined;
  });
  leaveOutAlerts(connection);
  return connection;
}

/** An object with some parts in the place of its own. */
function withParts<Whole extends object>(whole: Whole, partOf: (name: string | symbol) => unknown): Whole {
  return new Proxy(whole, {
    get: (_, name) => {
      const part: unknown = partOf(name) ?? Reflect.get(whole, name);
      return typeof part === 'function' ? part.bind(whole) : part;
    },
  });
}

/** How a process reaches PostgreSQL: by which addresses, directly or through a pooler, and what it may rely on there. */
import type pg from 'pg';
import {
  dropConnection,
  hears,
  isPooled,
  keepsStatements,
  readServerRoom,
  roomFault,
  singleConnection,
} from '../base/database/database.ts';
import { limits } from '../base/kernel/kernel.ts';
import type { Environment } from '../environment.ts';
import { storeError } from './store-errors.ts';

export interface DatabaseAccess {
  /** Whether each transaction may have another session of the server. */
  isPooled: boolean;
  /** Whether frequent statements are prepared. */
  prepares: boolean;
  /** Where a session lasts, to listen on; null where none does. */
  sessionUrl: string | null;
  /** Where reads that may take long are sent; null for nowhere else. */
  replica: { url: string } | null;
}

type Settings = Pick<
  Environment,
  'DATABASE_CONNECTIONS' | 'DATABASE_PREPARE' | 'DATABASE_SESSION_URL' | 'DATABASE_REPLICA_URL' | 'ROLES'
>;

/** Asks the server once. What is not set is chosen by what stands in front of it. */
export async function databaseAccess(
  url: string,
  settings: Partial<Pick<Settings, 'DATABASE_PREPARE' | 'DATABASE_SESSION_URL' | 'DATABASE_REPLICA_URL'>>,
): Promise<DatabaseAccess> {
  const {
    DATABASE_PREPARE: prepare,
    DATABASE_SESSION_URL: sessionUrl,
    DATABASE_REPLICA_URL: replicaUrl,
  } = settings;
  const pooled = await askPostgresOnce(url, isPooled);
  return {
    isPooled: pooled,
    prepares: prepare === undefined ? !pooled : prepare === 'on',
    sessionUrl: sessionUrl ?? (pooled ? null : url),
    replica: replicaUrl === undefined ? null : { url: replicaUrl },
  };
}

/**
 * Returns warnings. Refuses a server that could never give this process all of its connections. Refuses addresses that would lose
 * what the settings rely on, too: each would show as a fault much later.
 */
export async function judgePostgres(url: string, settings: Settings): Promise<string[]> {
  // On one connection: another one would count the first among those that are taken.
  const { pooled, room } = await askPostgresOnce(url, async (client) => ({
    pooled: await isPooled(client),
    room: await readServerRoom(client),
  }));
  if (settings.ROLES.every((role) => role === 'ingest')) return [];
  if (settings.DATABASE_SESSION_URL !== undefined) await judgeSessions(url, settings.DATABASE_SESSION_URL);
  if (pooled) return judgePooler(url, settings);
  const fault = roomFault(room, settings.DATABASE_CONNECTIONS);
  if (fault === null) return [];
  const words = `DATABASE_URL: ${fault.says}. ${fault.remedy}`;
  if (fault.severity === 'error') throw new Error(words);
  return [words];
}

const msMax = limits.startAnswerMsMax;

async function judgeSessions(url: string, sessionUrl: string): Promise<void> {
  const isHeard = await hears(sessionUrl, { url, msMax }).catch((error: unknown) => {
    throw storeError('DATABASE_SESSION_URL', sessionUrl, error);
  });
  if (!isHeard)
    throw new Error(
      'DATABASE_SESSION_URL hears nothing of DATABASE_URL: it leads to another database, or through a pooler in transaction mode. Write the address of PostgreSQL itself, or of a pool in session mode.',
    );
}

async function judgePooler(url: string, settings: Settings): Promise<string[]> {
  if (settings.DATABASE_PREPARE === 'on' && !(await keepsStatements(url, msMax)))
    throw new Error(
      'DATABASE_PREPARE is on, and the pooler of DATABASE_URL keeps no prepared statements. Leave it out, or set max_prepared_statements (PgBouncer 1.21 or newer).',
    );
  if (settings.DATABASE_SESSION_URL !== undefined) return [];
  return [
    `DATABASE_URL leads through a pooler, where nobody can listen: PostgreSQL is asked for alerts every ${limits.alertPollEveryMs} ms. Set DATABASE_SESSION_URL to the address of PostgreSQL itself to hear of them at once.`,
  ];
}

async function askPostgresOnce<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = singleConnection(url, msMax);
  try {
    await client.connect();
    return await ask(client);
  } catch (error) {
    throw storeError('DATABASE_URL', url, error);
  } finally {
    dropConnection(client);
  }
}

/**
 * Databases for tests that neither kill nor freeze the server: each file has one of its own, on a PostgreSQL that the files of a worker
 * share. Making one takes a tenth of the time of a server.
 */
import pg from 'pg';
import { superuserUrl } from './clusters.ts';
import { startTestPostgres, type TestServer } from './servers.ts';

/** A database of one test. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  stop(): Promise<void>;
}

/** Ends with the run, like all servers of it. */
let server: Promise<TestServer> | null = null;
let made = 0;

/** A database with the product's tables and no rows; without tables where the test concerns migrations. */
export async function startTestDatabase(options: { isWithoutTables?: boolean } = {}): Promise<TestDatabase> {
  server ??= startTestPostgres();
  const { url } = await server;
  const { username: owner, pathname } = new URL(url);
  const name = `test_${++made}`;
  const template = options.isWithoutTables ? 'template1' : pathname.slice(1);
  await administer(url, `CREATE DATABASE ${name} OWNER ${owner} TEMPLATE ${template} STRATEGY file_copy`);
  const own = new URL(url);
  own.pathname = name;
  return {
    url: own.href,
    stop: () => administer(url, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl(url, 'postgres') });
  await client.connect();
  await client.query(statement);
  await client.end();
}

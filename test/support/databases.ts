/**
 * Databases for tests that neither kill nor freeze the server: each file has one of its own, on a PostgreSQL that the files of a worker
 * share. Making one takes a tenth of the time of a server.
 */
import pg from 'pg';
import { superuserUrl } from './clusters.ts';
import { startTestPostgres, type TestServer } from './servers.ts';
import { until } from './until.ts';

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
    stop: () =>
      administer(url, `DROP DATABASE ${name} WITH (FORCE)`, (client) => connectionsEnded(client, name)),
  };
}

/** How long a pool that was closed may take to close its connections; those that nobody closed are ended then. */
const endMsMax = 1_000;

/** A connection that is cut while it closes is an error that no test waits for. */
async function connectionsEnded(client: pg.Client, database: string): Promise<void> {
  const areEnded = async () => {
    const { rows } = await client.query(
      "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
      [database],
    );
    return rows.length === 0;
  };
  await until('its connections have ended', areEnded, endMsMax).catch(() => undefined);
}

async function administer(
  url: string,
  statement: string,
  before: (client: pg.Client) => Promise<void> = async () => undefined,
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl(url, 'postgres') });
  await client.connect();
  await before(client);
  await client.query(statement);
  await client.end();
}

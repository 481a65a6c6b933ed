/** The program with the role console alone, over a store filled as after years of use. */
import pg from 'pg';
import { fillStore, fullStoreNowMs } from '../test/support/full-store.ts';
import { type Program, startProgram } from '../test/support/program.ts';
import { openTestSales } from '../test/support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../test/support/servers.ts';

export interface FullConsole {
  program: Program;
  database: pg.Client;
  stop(): Promise<void>;
}

/** Starts it over so many leads; settings stand beside those of the stores. */
export async function startFullConsole(
  leads: number,
  settings: Record<string, string> = {},
): Promise<FullConsole> {
  const [redis, postgres]: [TestServer, TestServer] = await Promise.all([
    startTestRedis(),
    startTestPostgres({ isDurable: true }),
  ]);
  const clock = { nowMs: () => fullStoreNowMs };
  await (await openTestSales({ databaseUrl: postgres.url, clock })).close();
  await fillStore(postgres.url, leads);
  const stores = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
  const program = await startProgram({ ...stores, ROLES: 'console', ...settings });
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  return {
    program,
    database,
    stop: async () => {
      await database.end();
      await program.stop();
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
}

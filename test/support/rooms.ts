/** Rooms opened for a test on a database of its own: by the product's own functions, closed together with their connections. */
import { type Database, openDatabase } from '../../src/base/database/database.ts';
import { type History, openHistory } from '../../src/engine/history/history.ts';
import { openSales, type Sales } from '../../src/sales/sales.ts';

type SalesOptions = Parameters<typeof openSales>[0];

/** The sales wing with connections of its own. */
export interface TestSales extends Sales {
  database: Database;
  close(): Promise<void>;
}

export async function openTestSales(
  options: { databaseUrl: string } & Omit<SalesOptions, 'database' | 'onRulesError'> &
    Partial<Pick<SalesOptions, 'onRulesError'>>,
): Promise<TestSales> {
  const { databaseUrl, onRulesError = () => undefined, ...rest } = options;
  const database = openDatabase(databaseUrl, () => undefined);
  try {
    const sales = await openSales({ ...rest, database, onRulesError });
    return { ...sales, database, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The history with connections of its own. */
export interface TestHistory extends History {
  pool: Database['pool'];
  close(): Promise<void>;
}

export async function openTestHistory(databaseUrl: string): Promise<TestHistory> {
  const database = openDatabase(databaseUrl, () => undefined);
  return { ...(await openHistory(database.pool)), pool: database.pool, close: database.close };
}

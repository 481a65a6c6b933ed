/** Rooms opened for a test on a database of its own: by the product's own functions, closed together with their connections. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  options: { databaseUrl: string } & Omit<
    SalesOptions,
    'database' | 'onRulesError' | 'attachmentsDirectory'
  > &
    Partial<Pick<SalesOptions, 'onRulesError' | 'attachmentsDirectory'>> & { prepares?: boolean },
): Promise<TestSales> {
  const {
    databaseUrl,
    prepares = true,
    onRulesError = () => undefined,
    attachmentsDirectory: given,
    ...rest
  } = options;
  // Made with the first file, so it costs nothing where a test has none.
  const attachmentsDirectory = given ?? path.join(tmpdir(), `scoville-attachments-${randomUUID()}`);
  const database = openDatabase(databaseUrl, () => undefined, { prepares });
  try {
    const sales = await openSales({ ...rest, database, onRulesError, attachmentsDirectory });
    const close = async () => {
      await database.close();
      if (given === undefined) await rm(attachmentsDirectory, { recursive: true, force: true });
    };
    return { ...sales, database, close };
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

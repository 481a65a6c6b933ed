/** A store for the tests of one file about records in their pipelines: a clock turned by hand, a number for each test. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startMs } from '../records.ts';

export interface WorkflowStore {
  readonly sales: TestSales;
  readonly sql: pg.Client;
  /** The clock; each test begins at `startMs`. */
  nowMs: number;
  /** The number of the test, for names of its own. */
  readonly count: number;
  /** One more process on the same store. */
  open(): Promise<TestSales>;
  /** Moves the records whose time is up; an error fails the test. */
  moveDue(): Promise<unknown>;
}

/** Opens the store before the tests of the file that calls it, and closes it after them. */
export function workflowStore(): WorkflowStore {
  let server: TestDatabase;
  let sales: TestSales;
  let sql: pg.Client;
  let count = 0;
  const store: WorkflowStore = {
    get sales() {
      return sales;
    },
    get sql() {
      return sql;
    },
    nowMs: startMs,
    get count() {
      return count;
    },
    open: () => openTestSales({ databaseUrl: server.url, clock: { nowMs: () => store.nowMs } }),
    moveDue: () =>
      sales.workflow.moveDueRecords((record, error) => {
        throw new Error(`${record}: ${error.message}`);
      }),
  };
  beforeAll(async () => {
    server = await startTestDatabase();
    sales = await store.open();
    sql = new pg.Client(server.url);
    await sql.connect();
  });
  afterAll(async () => {
    await sql?.end();
    await sales?.close();
    await server?.stop();
  });
  beforeEach(() => {
    count++;
    store.nowMs = startMs;
  });
  return store;
}

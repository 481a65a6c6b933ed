/** Transactions on a real PostgreSQL: whole or not at all, also where their last statements go out with the commit. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  afterCommit,
  type Database,
  openDatabase,
  type Queryable,
  RunAgain,
  transactionEnding,
} from '../../../src/base/database/database.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await startTestDatabase();
  database = openDatabase(server.url, () => undefined);
  await database.pool.query('CREATE TABLE numbers (number integer PRIMARY KEY)');
});

beforeEach(async () => void (await database.pool.query('DELETE FROM numbers')));

afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const insert = (connection: Queryable, number: number) =>
  connection.query('INSERT INTO numbers VALUES ($1)', [number]);
const kept = async () =>
  (await database.pool.query<{ number: number }>('SELECT number FROM numbers ORDER BY number')).rows.map(
    ({ number }) => number,
  );

test('the last statements are committed, and only then what waits for the commit runs, with the pool', async () => {
  const seen: unknown[] = [];
  const result = await transactionEnding(database.pool, async (connection) => {
    await insert(connection, 1);
    afterCommit(connection, (pool) => seen.push('first', pool === database.pool));
    afterCommit(connection, () => seen.push('second'));
    return async () => {
      await insert(connection, 2);
      seen.push('sent');
      return 'done';
    };
  });
  expect(result).toBe('done');
  expect(await kept()).toEqual([1, 2]);
  expect(seen).toEqual(['sent', 'first', true, 'second']);
});

test('a last statement that fails is the error, nothing is kept, and nothing runs: of the next one neither', async () => {
  const seen: string[] = [];
  const failing = transactionEnding(database.pool, async (connection) => {
    await insert(connection, 1);
    afterCommit(connection, () => seen.push('failed'));
    return async () => void (await insert(connection, 1));
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await kept()).toEqual([]);
  await transactionEnding(
    database.pool,
    async (connection) => async () => void (await insert(connection, 3)),
  );
  expect(await kept()).toEqual([3]);
  expect(seen).toEqual([]);
});

test('what another one has changed runs again whole', async () => {
  let tries = 0;
  const seen: number[] = [];
  await transactionEnding(database.pool, async (connection) => {
    const nth = ++tries;
    await insert(connection, 1);
    afterCommit(connection, () => seen.push(nth));
    if (nth < 3) throw new RunAgain('not yet');
    return async () => void (await insert(connection, 2));
  });
  expect(await kept()).toEqual([1, 2]);
  expect(seen).toEqual([3]);
});

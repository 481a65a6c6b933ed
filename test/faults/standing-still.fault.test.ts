/** A process that stands still itself, not the server: the watch over its connections does not take that for silence. */
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../src/base/database/database.ts';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startTestPostgres } from '../support/servers.ts';

test('a process that stands still while it asks PostgreSQL leaves a long statement alone', async () => {
  const postgres = await startTestPostgres();
  const { pool } = openDatabase(postgres.url, () => undefined);
  onTestFinished(async () => {
    await pool.end();
    await postgres.stop();
  });
  const connect = pg.Client.prototype.connect as (...given: unknown[]) => unknown;
  let stops = 0;
  const spy = vi.spyOn(pg.Client.prototype, 'connect').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const connecting = connect.apply(this, given);
    if (!('sessionName' in this) && stops++ === 0)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, limits.silenceAskMsMax + 500);
    return connecting;
  } as never);
  onTestFinished(() => spy.mockRestore());
  await pool.query('SELECT 1');
  await pool.query('SELECT pg_sleep(12)');
  expect(stops).toBeGreaterThan(0);
});

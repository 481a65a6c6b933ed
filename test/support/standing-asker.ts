/**
 * A process that stands still itself, not the server, while it asks PostgreSQL whether a long statement is executed. It ends in order where
 * it leaves the statement alone. `DATABASE_URL` says where.
 */
import assert from 'node:assert/strict';
import pg from 'pg';
import { openDatabase } from '../../src/base/database/database.ts';
import { limits } from '../../src/base/kernel/kernel.ts';

const connect = pg.Client.prototype.connect as (...given: unknown[]) => unknown;
let stops = 0;
pg.Client.prototype.connect = function (this: pg.Client, ...given: unknown[]) {
  const connecting = connect.apply(this, given);
  // The connections of the pool have names; what asks about them has none.
  if (!('sessionName' in this) && stops++ === 0)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, limits.silenceAskMsMax + 500);
  return connecting;
} as typeof pg.Client.prototype.connect;

const { pool } = openDatabase(process.env['DATABASE_URL'] ?? '', () => undefined);
await pool.query('SELECT 1');
await pool.query('SELECT pg_sleep(12)');
assert.ok(stops > 0, 'it has not asked');
await pool.end();

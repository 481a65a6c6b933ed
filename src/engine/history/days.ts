/** The tables of days: made when first needed, dropped whole when too old. */
import type pg from 'pg';
import { advisoryLocks, type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';

export type DayTable = 'events' | 'ledger';

/** Dropping waits for readers, and later readers wait for it: at most this long, ms. */
const dropLockMsMax = 2_000;

/**
 * Makes the missing tables of days, in the caller's transaction. The table is made alone and then attached, so that readers and
 * writers of the others continue. `CREATE … PARTITION OF` would wait for a replay to end.
 */
export async function makeDays(
  connection: Queryable,
  table: DayTable,
  days: Iterable<string>,
): Promise<void> {
  const wanted = [...days].sort();
  if ((await missing(connection, table, wanted)).length === 0) return;
  await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.days]);
  // Checked again: the previous owner of the lock may have made them.
  for (const day of await missing(connection, table, wanted)) {
    const name = nameOf(table, day);
    const next = new Date(Date.parse(day) + limits.dayMs).toISOString().slice(0, 10);
    await connection.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING CONSTRAINTS)`);
    await connection.query(
      `ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${day}') TO ('${next}')`,
    );
  }
}

/** Asked of the catalogue's table: to_regclass may answer from a cache that a lock of ours does not renew. */
async function missing(connection: Queryable, table: DayTable, days: readonly string[]): Promise<string[]> {
  const { rows } = await connection.query<{ day: string }>(
    `SELECT day FROM unnest($1::text[], $2::text[]) AS wanted (day, name)
     WHERE NOT EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = current_schema()::regnamespace)`,
    [days, days.map((day) => nameOf(table, day))],
  );
  return rows.map(({ day }) => day);
}

/** From when the history has every event, by acceptance, ms since the epoch; 0 where no day was ever dropped. */
export async function beginsAtMs(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ day: string }>('SELECT day::text FROM history_begins');
  return rows[0] === undefined ? 0 : Date.parse(rows[0].day);
}

/** Drops the tables of earlier days; returns their names. Throws when a reader holds one too long; retry later. */
export async function dropDaysBefore(pool: pg.Pool, day: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits
     JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
     WHERE parent.oid IN ('events'::regclass, 'ledger'::regclass) AND child.relname < parent.relname || '_' || $1
       AND child.relname ~ '^(events|ledger)_[0-9]{8}$'
     ORDER BY name`,
    [day.replaceAll('-', '')],
  );
  for (const { name } of rows)
    await transaction(pool, async (connection) => {
      await connection.query(`SET LOCAL lock_timeout = ${dropLockMsMax}`);
      // Noted with the drop: who rebuilds a profile must know what is missing.
      await connection.query(
        `INSERT INTO history_begins (day) VALUES ($1)
         ON CONFLICT (is_only) DO UPDATE SET day = greatest(history_begins.day, excluded.day)`,
        [day],
      );
      await connection.query(`DROP TABLE IF EXISTS ${name}`);
    });
  return rows.map(({ name }) => name);
}

function nameOf(table: DayTable, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

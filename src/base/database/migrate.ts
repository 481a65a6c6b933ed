/**
 * Migrations: applied once, in order, while programs of an earlier version may still run.
 *
 * A migration expands: what earlier programs read and write stays. One that removes something says so in a line of its own,
 * `-- contracts: room/file`. It names the migration since which no program needs it. A program that lacks that one refuses to start.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { advisoryLocks } from './locks.ts';
import type { MigrationFolder } from './migration-state.ts';
import type { Queryable } from './queryable.ts';
import { transaction } from './transaction.ts';

/** The migration that every program must know from then on; null of one that only expands. */
export function contractedSince(text: string): string | null {
  return /^-- contracts: (\S+)$/m.exec(text)?.[1] ?? null;
}

/** Makes the table of what was applied, or brings it up to date; programs of before it had `needs` read and write it too. */
export async function makeMigrationTable(connection: Queryable): Promise<void> {
  await connection.query(
    `CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), needs text)`,
  );
  // Altered only where it has to be: that waits for everybody who reads the table.
  const { rows } = await connection.query(
    `SELECT FROM pg_attribute WHERE attrelid = 'migrations'::regclass AND attname = 'needs' AND NOT attisdropped`,
  );
  if (rows.length === 0) await connection.query('ALTER TABLE migrations ADD COLUMN needs text');
}

/** Applies one, and notes it. `at` is SQL for when. */
export async function applyMigration(
  connection: Queryable,
  { name, hash, text }: { name: string; hash: string; text: string },
  at = 'now()',
): Promise<void> {
  await connection.query(text);
  await connection.query(
    `INSERT INTO migrations (name, hash, applied_at, needs) VALUES ($1, $2, ${at}, $3)`,
    [name, hash, contractedSince(text)],
  );
}

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Brings the tables of a room up to date from the files of its folder, in the order of their names. Refuses a migration that was
 * altered after it was applied, since its effect is already there. Refuses tables of a later version that this program cannot work with.
 */
export async function migrate(pool: pg.Pool, { room, directory }: MigrationFolder): Promise<void> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  await transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.migration]);
    await makeMigrationTable(connection);
    const { rows } = await connection.query<{ name: string; hash: string; needs: string | null }>(
      'SELECT name, hash, needs FROM migrations',
    );
    const own = new Set(files.map((file) => `${room}/${file}`));
    const later = rows.find(
      ({ name, needs }) => name.startsWith(`${room}/`) && needs !== null && !own.has(name) && !own.has(needs),
    );
    if (later !== undefined)
      throw new Error(
        `the tables are of a later version of Scoville: ${later.name} removed what this one still reads. Start the version that has ${later.needs}, or a later one; nothing was changed`,
      );
    const applied = new Map(rows.map(({ name, hash }) => [name, hash]));
    for (const file of files) {
      const name = `${room}/${file}`;
      const text = await readFile(new URL(file, directory), 'utf8');
      const hash = hashOf(text);
      const before = applied.get(name);
      if (before === hash) continue;
      if (before !== undefined)
        throw new Error(`migration ${name} was altered after it was applied; restore it and add a new one`);
      await applyMigration(connection, { name, hash, text });
    }
  });
}

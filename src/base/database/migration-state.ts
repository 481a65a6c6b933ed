/** How the tables of a database compare with the files of migrations, without a change to either. */
import { readdir, readFile } from 'node:fs/promises';
import { hashOf } from './migrate.ts';
import type { Queryable } from './queryable.ts';

/** The migrations of a room. */
export interface MigrationFolder {
  room: string;
  directory: URL;
}

/** Names as `room/file`. */
export interface MigrationState {
  /** Files that were not applied. */
  missing: string[];
  /** Files that were applied with another text. */
  altered: string[];
  /** What was applied and is no file here: by a later version. */
  unknown: string[];
}

/** Compares them; null where the database has no tables of the product yet. */
export async function migrationState(
  database: Queryable,
  folders: readonly MigrationFolder[],
): Promise<MigrationState | null> {
  const { rows: found } = await database.query<{ isThere: boolean }>(
    `SELECT to_regclass('migrations') IS NOT NULL AS "isThere"`,
  );
  if (found[0]?.isThere !== true) return null;
  const { rows } = await database.query<{ name: string; hash: string }>('SELECT name, hash FROM migrations');
  const applied = new Map(rows.map(({ name, hash }) => [name, hash]));
  const state: MigrationState = { missing: [], altered: [], unknown: [] };
  for (const { room, directory } of folders)
    for (const file of (await readdir(directory)).filter((one) => one.endsWith('.sql')).sort()) {
      const name = `${room}/${file}`;
      const text = await readFile(new URL(file, directory), 'utf8');
      const before = applied.get(name);
      applied.delete(name);
      if (before === undefined) state.missing.push(name);
      else if (before !== hashOf(text)) state.altered.push(name);
    }
  state.unknown = [...applied.keys()].sort();
  return state;
}

/**
 * What scoring should know of people that an import has changed: rows in the transaction of the batch, passed on behind it.
 *
 * A fit is computed from traits, and traits come with events. Where the engine knows the address, what the file says of the person becomes
 * an event of theirs. A row goes once it was passed on, so a killed process passes it on twice: its id makes both one event.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Stored } from './decision.core.ts';

/** What a file says of one person. */
export interface PersonTraits {
  /** The same however often it is passed on. */
  id: string;
  email: string;
  traits: Record<string, string>;
}

/** Makes scoring know it; throws where the stream cannot take it now. */
export type TraitsSink = (people: readonly PersonTraits[]) => Promise<void>;

/** Columns that are traits. A company is not: with events it is more than a name, and a name would take its place. */
const traitColumns = ['name', 'title', 'phone', 'country', 'language'] as const;

/** Notes the traits among changed columns of people. One that was cleared is no news: scoring keeps what somebody said. */
export async function noteTraits(
  connection: Queryable,
  importId: string,
  people: readonly { id: string; email: unknown; values: Stored }[],
): Promise<void> {
  const rows = people.flatMap(({ id, email, values }) => {
    const said = traitColumns.filter((column) => typeof values[column] === 'string');
    if (typeof email !== 'string' || said.length === 0) return [];
    return [
      { person: id, email, traits: Object.fromEntries(said.map((column) => [column, values[column]])) },
    ];
  });
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO import_traits (import_id, person, email, traits)
     SELECT $1, person, email, traits FROM jsonb_to_recordset($2) AS given (person text, email text, traits jsonb)`,
    [importId, JSON.stringify(rows)],
  );
}

/** Passes some on, the oldest first, one process at a time. Returns how many. */
export function passTraitsOn(pool: pg.Pool, sink: TraitsSink): Promise<number> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<PersonTraits & { import_id: string }>(
      'SELECT id::text, import_id, email, traits FROM import_traits ORDER BY import_traits.id LIMIT $1 FOR UPDATE',
      [limits.importBatchRows],
    );
    if (rows.length === 0) return 0;
    await sink(rows.map(({ id, import_id: of, email, traits }) => ({ id: `${of} ${id}`, email, traits })));
    await connection.query('DELETE FROM import_traits WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
    return rows.length;
  });
}

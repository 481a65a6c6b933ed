/** The profiles that the history knows: page by page in a fixed order, or of some those that it knows of in a way. */
import type { Queryable } from '../../base/database/database.ts';
import { areVisible } from './visible-rows.ts';

/**
 * Returns the next `countMax` ids after one, in the order of the database; '' begins. A profile is known by its events, or by
 * its links, which are kept when days are dropped. Empty at the end.
 */
export async function profilesAfter(database: Queryable, after: string, countMax: number): Promise<string[]> {
  // Each part ends at its page: the indexes are read in order, and only as far as needed.
  const { rows } = await database.query<{ profile: string }>(
    `(SELECT DISTINCT profile FROM events WHERE profile > $1 ORDER BY profile LIMIT $2)
     UNION (SELECT child FROM links WHERE child > $1 ORDER BY child LIMIT $2)
     UNION (SELECT DISTINCT parent FROM links WHERE parent > $1 ORDER BY parent LIMIT $2)
     ORDER BY profile LIMIT $2`,
    [after, countMax],
  );
  return rows.map(({ profile }) => profile);
}

/** Of some profiles, those that have events, links or ledger entries. */
export async function knownAmong(database: Queryable, profiles: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ profile: string }>(
    `SELECT profile FROM unnest($1::text[]) AS given (profile)
     WHERE EXISTS (SELECT FROM events WHERE events.profile = given.profile)
        OR EXISTS (SELECT FROM ledger WHERE ledger.profile = given.profile)
        OR EXISTS (SELECT FROM links WHERE given.profile IN (child, parent))`,
    [profiles],
  );
  return rows.map(({ profile }) => profile);
}

/** Of some profiles, those with an event of their own that came from a secret key or with a signature. */
export async function provenAmong(database: Queryable, profiles: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ profile: string }>(
    `SELECT profile FROM unnest($1::text[]) AS given (profile)
     WHERE EXISTS (
       SELECT FROM events
       WHERE events.profile = given.profile AND kind = 'event' AND body::json ->> 'via' IS DISTINCT FROM 'public' AND ${areVisible}
     )`,
    [profiles],
  );
  return rows.map(({ profile }) => profile);
}

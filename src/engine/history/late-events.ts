/** The events of profiles that were accepted too late to give points. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { membersOf } from './families.ts';
import { areVisible } from './visible-rows.ts';

export interface LateEvents {
  /** Each event once, however often it was sent. */
  count: number;
  /** The last accepted first. */
  latest: ScovilleEvent[];
}

/** Returns how many events of some profiles, and of all linked to them, came later than `latenessMs`, and the latest of them. */
export async function lateEventsOf(
  database: Queryable,
  profiles: readonly string[],
  latenessMs: number,
): Promise<LateEvents> {
  const members = await membersOf(database, profiles, limits.linkedProfilesMax);
  const { rows } = await database.query<{ body: string; count: number }>(
    `SELECT body, (count(*) OVER ())::integer AS count
     FROM (
       SELECT DISTINCT ON (hash) body, accepted_at_ms, hash FROM events
       WHERE profile = ANY($1) AND kind = 'event' AND at_ms < accepted_at_ms - $2 AND ${areVisible}
       ORDER BY hash, accepted_at_ms
     ) AS late
     ORDER BY accepted_at_ms DESC, hash LIMIT $3`,
    [members.map(({ profile }) => profile), latenessMs, limits.lateEventsShown],
  );
  return { count: rows[0]?.count ?? 0, latest: rows.map(({ body }) => JSON.parse(body)) };
}

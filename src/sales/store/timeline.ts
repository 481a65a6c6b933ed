/** The timeline of a record: every change, as the database recorded it. */
import type pg from 'pg';
import type { TimelineEntry } from '../../contract/api/api.ts';
import type { Page } from './paging.ts';

/** Returns a page of changes, the latest first; the cursor is the id of the last change shown. */
export async function timelineOf(
  pool: pg.Pool,
  record: string,
  filter: { limit: number; cursor?: string | undefined },
): Promise<Page<TimelineEntry>> {
  const before = /^\d{1,18}$/.test(filter.cursor ?? '') ? filter.cursor : null;
  const { rows } = await pool.query<{
    id: string;
    kind: string;
    at: Date;
    actor: string;
    changes: TimelineEntry['changes'];
  }>(
    `SELECT id::text, kind, at, actor, changes FROM timeline WHERE record = $1 AND ($2::bigint IS NULL OR timeline.id < $2)
     ORDER BY timeline.id DESC LIMIT $3`,
    [record, before, filter.limit + 1],
  );
  const items = rows.slice(0, filter.limit).map((row) => ({ ...row, at: row.at.toISOString() }));
  return { items, nextCursor: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null };
}

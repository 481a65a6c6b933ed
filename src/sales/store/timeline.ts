/** The timeline of a record: every change, as the database recorded it. */
import type pg from 'pg';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { TimelineEntry } from '../../contract/api/api.ts';
import { latestFirst } from './cursor.core.ts';
import { Listing, type Page } from './paging.ts';

type Row = Omit<TimelineEntry, 'at' | 'undo'> & { at: Date };

/** Returns a page of changes, the latest first. Throws `not_found` for a record without any: every record that ever was has one. */
export async function timelineOf(
  pool: pg.Pool,
  record: string,
  filter: { limit: number; cursor?: string | undefined },
): Promise<Page<TimelineEntry>> {
  const list = new Listing(`timeline/${record}`, latestFirst('timeline.id'), filter);
  list.where('record = ?', record);
  const columns = 'timeline.id::text, kind, at, actor, changes';
  const page = await list.page(
    pool,
    { table: 'timeline', columns },
    ({ id, kind, at, actor, changes }: Row) => ({
      ...{ id, kind, at: at.toISOString(), actor, changes, undo: null },
    }),
  );
  if (page.items.length === 0 && filter.cursor === undefined)
    throw new ApiError('not_found', `there is no record "${record}" with a timeline`);
  return page;
}

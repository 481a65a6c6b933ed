/** The timeline of a record: every change, as the database recorded it. */
import type pg from 'pg';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { TimelineEntry } from '../../contract/api/api.ts';
import { latestFirst } from './cursor.core.ts';
import { Listing, type Page } from './paging.ts';

type Row = Omit<TimelineEntry, 'at' | 'undo' | 'undoes' | 'undone'> & {
  at: Date;
  act: string | null;
  /** The number of the act that it takes back. */
  undoes: string | null;
};

/** Returns a page of changes, the latest first. Throws `not_found` for a record without any: every record that ever was has one. */
export async function timelineOf(
  pool: pg.Pool,
  record: string,
  filter: { limit: number; cursor?: string | undefined },
): Promise<Page<TimelineEntry>> {
  const list = new Listing(`timeline/${record}`, latestFirst('timeline.id'), filter);
  list.where('record = ?', record);
  const columns = 'timeline.id::text, kind, at, actor, changes, act::text, undoes::text';
  const { items: rows, ...page } = await list.page(pool, { table: 'timeline', columns }, (row: Row) => row);
  if (rows.length === 0 && filter.cursor === undefined)
    throw new ApiError('not_found', `there is no record "${record}" with a timeline`);
  const [undone, takenBack] = await Promise.all([
    undosOf(pool, record, rows),
    takenBackBy(pool, record, rows),
  ]);
  return {
    ...page,
    items: rows.map(({ id, kind, at, actor, changes, act, undoes }) => ({
      ...{ id, kind, at: at.toISOString(), actor, changes, undo: null },
      undone: undone.get(act) ?? null,
      undoes: undoes === null ? null : (takenBack.get(undoes) ?? []),
    })),
  };
}

type Acts = readonly Pick<Row, 'id' | 'act' | 'undoes'>[];

/** Returns who has taken an act back, and when, by the number of the act. It is later than the act. */
async function undosOf(
  pool: pg.Pool,
  record: string,
  rows: Acts,
): Promise<Map<string | null, NonNullable<TimelineEntry['undone']>>> {
  const oldest = rows.at(-1);
  if (oldest === undefined) return new Map();
  const { rows: found } = await pool.query<{ undoes: string; at: Date; actor: string }>(
    `SELECT undoes::text, at, actor FROM timeline
     WHERE record = $1 AND id > $2 AND undoes = ANY($3::bigint[]) ORDER BY timeline.id`,
    [record, oldest.id, rows.map(({ act }) => act)],
  );
  return new Map(found.map(({ undoes, at, actor }) => [undoes, { at: at.toISOString(), by: actor }]));
}

/** Returns the entries of the acts that were taken back, the latest first, by the number of the act. */
async function takenBackBy(pool: pg.Pool, record: string, rows: Acts): Promise<Map<string, string[]>> {
  const acts = rows.flatMap(({ undoes }) => undoes ?? []);
  if (acts.length === 0) return new Map();
  const { rows: found } = await pool.query<{ id: string; act: string }>(
    `SELECT id::text, act::text FROM timeline
     WHERE record = $1 AND id < $2 AND act = ANY($3::bigint[]) ORDER BY timeline.id DESC`,
    [record, rows[0]?.id, acts],
  );
  const entries = new Map<string, string[]>();
  for (const { id, act } of found) entries.set(act, [...(entries.get(act) ?? []), id]);
  return entries;
}

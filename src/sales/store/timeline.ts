/** The timeline of a record: every change, as the database recorded it. */
import type pg from 'pg';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
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
      undone: undone.get(actOn(kind, act)) ?? null,
      undoes: undoes === null ? null : (takenBack.get(actOn(kind, undoes)) ?? []),
    })),
  };
}

/**
 * SQL: the latest entries of a record before an id, by SQL for all three. Said so, only the index of records has their order. With an
 * equality the planner may go through the entries of all records instead.
 */
export const entriesBefore = (record: string, id: string, max: string) =>
  `(SELECT * FROM timeline WHERE (timeline.record, timeline.id) >= (${record}, 0)
     AND (timeline.record, timeline.id) < (${record}, ${id})
    ORDER BY timeline.record DESC, timeline.id DESC LIMIT ${max})`;

/** SQL: the same of the first entries after an id. */
const entriesAfter = (record: string, id: string, max: string) =>
  `(SELECT * FROM timeline WHERE (timeline.record, timeline.id) > (${record}, ${id})
     AND (timeline.record, timeline.id) <= (${record}, ${Number.MAX_SAFE_INTEGER})
    ORDER BY timeline.record, timeline.id LIMIT ${max})`;

type Acts = readonly Pick<Row, 'id' | 'kind' | 'act' | 'undoes'>[];

/** An act on one kind of rows: that on the campaigns of a record is not that on the record. */
const actOn = (kind: string, act: string | null) => `${kind} ${act}`;

/** How many entries around those of a page are looked at: an undo reads no more back from where it is. */
const around = (rows: Acts) => rows.length + limits.undoEntriesMax;

/** Returns who has taken an act back, and when, by the act and its kind. It is later than the act. */
async function undosOf(
  pool: pg.Pool,
  record: string,
  rows: Acts,
): Promise<Map<string, NonNullable<TimelineEntry['undone']>>> {
  const oldest = rows.at(-1);
  if (oldest === undefined) return new Map();
  const { rows: found } = await pool.query<{ kind: string; undoes: string; at: Date; actor: string }>(
    `SELECT kind, undoes::text, at, actor FROM ${entriesAfter('$1', '$2', '$4')} AS since
     WHERE undoes = ANY($3::bigint[]) ORDER BY since.id`,
    [record, oldest.id, rows.map(({ act }) => act), around(rows)],
  );
  return new Map(
    found.map(({ kind, undoes, at, actor }) => [actOn(kind, undoes), { at: at.toISOString(), by: actor }]),
  );
}

/** Returns the entries of the acts that were taken back, the latest first, by the act and its kind. */
async function takenBackBy(pool: pg.Pool, record: string, rows: Acts): Promise<Map<string, string[]>> {
  const acts = rows.flatMap(({ undoes }) => undoes ?? []);
  if (acts.length === 0) return new Map();
  const { rows: found } = await pool.query<{ id: string; kind: string; act: string }>(
    `SELECT id::text, kind, act::text FROM ${entriesBefore('$1', '$2', '$4')} AS before
     WHERE act = ANY($3::bigint[]) ORDER BY before.id DESC`,
    [record, rows[0]?.id, acts, around(rows)],
  );
  const entries = new Map<string, string[]>();
  for (const { id, kind, act } of found) {
    const key = actOn(kind, act);
    entries.set(key, [...(entries.get(key) ?? []), id]);
  }
  return entries;
}

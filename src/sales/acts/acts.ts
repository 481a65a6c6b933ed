/**
 * The door of acts: what people did over the API besides work on records, and the trail of both.
 *
 * Enters: an act before it is done, and how it ended. Leaves: pages of the trail. Both tables are append-only; the sweep of
 * retention alone deletes. The room knows no route: what an act is called, its caller decides.
 */
import type pg from 'pg';
import type { TrailEntry, TrailFilter } from '../../contract/api/api.ts';
import { descending, Listing, type Page, type Store, textKey, timeKey } from '../store/store.ts';

/** An act that is about to be done. */
export interface Act {
  /** A user's address, or `API token`. */
  actor: string;
  kind: string;
  method: string;
  /** The pattern of the path. */
  route: string;
  /** What the path names; null where it names nothing. */
  target: string | null;
  /** Names of what was given, never the values. */
  fields: readonly string[];
}

export interface Acts {
  /** Writes an act before it is done. Returns its id, for `end`. */
  begin(act: Act): Promise<string>;
  /** Writes how it ended: the status of the answer, and what was made. */
  end(id: string, outcome: { status: number; target: string | null }): Promise<void>;
  /** Returns a page of the trail, the latest first. */
  trail(filter: TrailFilter): Promise<Page<TrailEntry>>;
}

export function acts({ pool, now }: Store): Acts {
  return {
    begin: (act) => begin(pool, act, now()),
    end: async (id, { status, target }) => {
      await pool.query('INSERT INTO act_outcomes (act, status, target) VALUES ($1, $2, $3)', [
        id,
        status,
        target,
      ]);
    },
    trail: (filter) => listTrail(pool, filter),
  };
}

async function begin(pool: pg.Pool, act: Act, nowMs: number): Promise<string> {
  const { actor, kind, method, route, target, fields } = act;
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO acts (at, actor, kind, method, route, target, fields) VALUES ($1, $2, $3, $4, $5, $6, $7)
     RETURNING id::text`,
    [new Date(nowMs), actor, kind, method, route, target, fields],
  );
  return (rows[0] as { id: string }).id;
}

const latest = {
  '-at': descending([timeKey('trail.at'), { sql: 'trail.id', type: 'bigint' }, textKey('trail.source')]),
} as const;

/** What the record of an entry is called now, by what its id begins with: one look-up a row. */
const nameOfTarget = `CASE left(trail.target, 3)
  WHEN 'pn_' THEN (SELECT coalesce(people.name, people.email) FROM people WHERE people.id = trail.target)
  WHEN 'ld_' THEN (SELECT coalesce(people.name, people.email) FROM leads JOIN people ON people.id = leads.person_id
                   WHERE leads.id = trail.target)
  WHEN 'tk_' THEN (SELECT subject FROM tasks WHERE id = trail.target)
  WHEN 'qt_' THEN (SELECT number FROM quotations WHERE id = trail.target)
  ${Object.entries({
    ...{ cp_: 'companies', op_: 'opportunities', dl_: 'deals', or_: 'orders', jb_: 'jobs', cm_: 'campaigns' },
  })
    .map(([prefix, table]) => `WHEN '${prefix}' THEN (SELECT name FROM ${table} WHERE id = trail.target)`)
    .join('\n  ')}
END`;

type Row = Omit<TrailEntry, 'at' | 'id'> & { at: Date; id: string };

function listTrail(pool: pg.Pool, filter: TrailFilter): Promise<Page<TrailEntry>> {
  const list = new Listing('trail', latest, filter);
  list.where('trail.actor = ?', filter.actor);
  list.where('trail.kind = ?', filter.kind);
  list.where('trail.target = ?', filter.target);
  list.where('trail.source = ?', filter.source);
  list.where('trail.at >= ?', filter.from);
  list.where('trail.at < ?', filter.to);
  return list.page(pool, { table: 'trail', columns: `trail.*, ${nameOfTarget} AS name` }, (row: Row) => ({
    id: `${row.source}-${row.id}`,
    source: row.source,
    at: row.at.toISOString(),
    actor: row.actor,
    kind: row.kind,
    target: row.target,
    name: row.name,
    changes: row.changes,
    method: row.method,
    route: row.route,
    status: row.status,
    fields: row.fields,
  }));
}

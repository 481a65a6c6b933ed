/** Saved views of tables: a user's own, and those that others share. Each user has one that a table begins with. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { NewSavedView, SavedView, SavedViewChange } from '../../contract/api/api.ts';
import { type Actor, actingAs, once, type Revised, requireRevision } from '../store/store.ts';

type Row = Pick<SavedView, 'id' | 'list' | 'name' | 'owner' | 'search' | 'columns' | 'revision'> & {
  is_shared: boolean;
  is_default: boolean;
  created_at: Date;
};

const selected = `SELECT saved_views.*, EXISTS (
    SELECT FROM default_views WHERE default_views.view = saved_views.id AND email = $1) AS is_default
  FROM saved_views`;
const isSeen = '(owner = $1 OR is_shared)';

function viewOf(row: Row): SavedView {
  const { id, list, name, owner, search, columns, revision } = row;
  return {
    ...{ id, list, name, owner, search, columns, revision },
    ...{ isShared: row.is_shared, isDefault: row.is_default, createdAt: row.created_at.toISOString() },
  };
}

/** Returns the views of a table that a user sees, by name: all of them, as both their own and the shared ones are limited. */
export async function listViews(database: Queryable, list: string, user: string): Promise<SavedView[]> {
  const { rows } = await database.query<Row>(
    `${selected} WHERE ${isSeen} AND list = $2 ORDER BY lower(name), id`,
    [user, list],
  );
  return rows.map(viewOf);
}

/** Returns a view that the user sees; null for none. */
export async function savedView(database: Queryable, id: string, user: string): Promise<SavedView | null> {
  const { rows } = await database.query<Row>(`${selected} WHERE ${isSeen} AND id = $2`, [user, id]);
  return rows[0] === undefined ? null : viewOf(rows[0]);
}

/** Saves a view. Throws `conflict` for a name that the user has given already, and for too many; `not_found` for one deleted since. */
export function makeView(
  pool: pg.Pool,
  wanted: NewSavedView,
  actor: Actor,
  nowMs: number,
): Promise<SavedView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { list, name, search, columns, isShared, isDefault } = wanted;
    const id = await once(connection, actor, { view: wanted }, nowMs, async () => {
      await requireRoom(connection, actor.name);
      if (isShared) await requireSharedRoom(connection, list);
      const made = `vw_${randomUUID()}`;
      await named(name, () =>
        connection.query(
          `INSERT INTO saved_views (id, list, name, owner, search, columns, is_shared, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
          [
            made,
            list,
            name,
            actor.name,
            JSON.stringify(search),
            JSON.stringify(columns),
            isShared,
            new Date(nowMs),
          ],
        ),
      );
      if (isDefault) await setDefault(connection, { id: made, list }, actor.name, true);
      return made;
    });
    return requireView(connection, id, actor.name);
  });
}

/** Changes a view. Whether a table begins with it everybody decides for themselves. Throws `not_found`, `forbidden`, `conflict`. */
export function changeView(
  pool: pg.Pool,
  id: string,
  { revision, isDefault, ...change }: Revised<SavedViewChange>,
  actor: Actor,
  nowMs: number,
): Promise<SavedView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const before = await lockView(connection, id, actor.name);
    requireRevision(before.revision, revision);
    if (Object.keys(change).length > 0) {
      requireOwn(before, actor);
      const { name = before.name, search = before.search } = change;
      const { columns = before.columns, isShared = before.isShared } = change;
      if (isShared && !before.isShared) await requireSharedRoom(connection, before.list);
      await named(name, () =>
        connection.query(
          'UPDATE saved_views SET name = $2, search = $3, columns = $4, is_shared = $5, updated_at = $6 WHERE id = $1',
          [id, name, JSON.stringify(search), JSON.stringify(columns), isShared, new Date(nowMs)],
        ),
      );
    }
    if (isDefault !== undefined) await setDefault(connection, before, actor.name, isDefault);
    return (await savedView(connection, id, actor.name)) as SavedView;
  });
}

/** Deletes a view, for everybody. Managers delete shared ones of others too: their owner may have left. Throws `not_found`, `forbidden`. */
export function deleteView(pool: pg.Pool, id: string, actor: Actor, nowMs: number): Promise<void> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const view = await lockView(connection, id, actor.name);
    if (!actor.isManager || !view.isShared) requireOwn(view, actor);
    await connection.query('DELETE FROM saved_views WHERE id = $1', [id]);
  });
}

async function lockView(connection: Queryable, id: string, user: string): Promise<SavedView> {
  await connection.query('SELECT FROM saved_views WHERE id = $1 FOR UPDATE', [id]);
  return requireView(connection, id, user);
}

async function requireView(connection: Queryable, id: string, user: string): Promise<SavedView> {
  const view = await savedView(connection, id, user);
  if (view === null) throw new ApiError('not_found', `there is no view "${id}"`);
  return view;
}

function requireOwn(view: SavedView, { name }: Actor): void {
  if (view.owner !== name)
    throw new ApiError('forbidden', `view "${view.name}" is of ${view.owner}; save one of your own instead`);
}

/** Locks the user. Throws `invalid_request` for the API token, which is none. */
async function requireUser(connection: Queryable, user: string): Promise<void> {
  const { rowCount } = await connection.query('SELECT FROM users WHERE email = $1 FOR UPDATE', [user]);
  if (rowCount === 0)
    throw new ApiError(
      'invalid_request',
      'views are of users; the API token has none: log in to save one, or to choose one',
    );
}

/** The lock of the user keeps two requests at once from passing the limit. */
async function requireRoom(connection: Queryable, user: string): Promise<void> {
  await requireUser(connection, user);
  const { rows } = await connection.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM saved_views WHERE owner = $1',
    [user],
  );
  if ((rows[0]?.count ?? 0) >= limits.savedViewsMax)
    throw new ApiError('conflict', `you have ${limits.savedViewsMax} views already; delete one first`);
}

/** Locks the shared views of a table, so that two requests at once do not pass the limit. */
async function requireSharedRoom(connection: Queryable, list: string): Promise<void> {
  await connection.query(`SELECT pg_advisory_xact_lock(hashtextextended('shared views of ' || $1, 0))`, [
    list,
  ]);
  const { rows } = await connection.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM saved_views WHERE list = $1 AND is_shared',
    [list],
  );
  if ((rows[0]?.count ?? 0) >= limits.sharedViewsMax)
    throw new ApiError(
      'conflict',
      `${list} have ${limits.sharedViewsMax} shared views already; delete one first, or save it for yourself`,
    );
}

async function setDefault(
  connection: Queryable,
  { id, list }: Pick<SavedView, 'id' | 'list'>,
  user: string,
  isDefault: boolean,
): Promise<void> {
  if (isDefault) {
    await requireUser(connection, user);
    await connection.query(
      `INSERT INTO default_views (email, list, view) VALUES ($1, $2, $3)
       ON CONFLICT (email, list) DO UPDATE SET view = EXCLUDED.view`,
      [user, list, id],
    );
  } else await connection.query('DELETE FROM default_views WHERE email = $1 AND view = $2', [user, id]);
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error;
    throw new ApiError('conflict', `"name" is "${name}": you have a view of this name; give another`);
  }
}

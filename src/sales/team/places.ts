/** Teams and territories: small named records that users belong to. */
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { Team, Territory } from '../../contract/api/api.ts';
import { type Actor, actingAs, type Revised, referring, requireRevision } from '../store/store.ts';

/** Each kind with its table, the column that it is about, and which users belong to it. */
const kinds = {
  team: { table: 'teams', value: 'manager', users: 'team = $1' },
  territory: {
    table: 'territories',
    value: 'countries',
    users: 'territories @> jsonb_build_array($1::text)',
  },
} as const;

export interface Places {
  team: Team;
  territory: Territory;
}
export type PlaceKind = keyof Places;
export type PlaceView<Kind extends PlaceKind> = Places[Kind] & { revision: number };

export async function listPlaces<Kind extends PlaceKind>(
  pool: pg.Pool,
  kind: Kind,
): Promise<PlaceView<Kind>[]> {
  const { table, value } = kinds[kind];
  const { rows } = await pool.query<PlaceView<Kind>>(
    `SELECT name, ${value}, revision FROM ${table} ORDER BY name LIMIT $1`,
    [limits.placesMax],
  );
  return rows;
}

export async function place<Kind extends PlaceKind>(
  database: Queryable,
  kind: Kind,
  name: string,
): Promise<PlaceView<Kind> | null> {
  const { table, value } = kinds[kind];
  const { rows } = await database.query<PlaceView<Kind>>(
    `SELECT name, ${value}, revision FROM ${table} WHERE name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

/** Makes it, or puts this in its place. Answers whether it is new. */
export function putPlace<Kind extends PlaceKind>(
  pool: pg.Pool,
  kind: Kind,
  { revision, ...given }: Revised<Places[Kind]>,
  actor: Actor,
  nowMs: number,
): Promise<{ place: PlaceView<Kind>; isNew: boolean }> {
  const { table } = kinds[kind];
  const { name } = given;
  const column = kinds[kind].value;
  const about = (given as Record<string, unknown>)[column];
  const value = Array.isArray(about) ? JSON.stringify(about) : about;
  return actingAs(pool, actor, nowMs, async (connection) => {
    const isNew = (await lockPlace(connection, kind, name, revision)) === null;
    if (isNew) await demandRoom(connection, kind);
    await referring(() =>
      connection.query(
        `INSERT INTO ${table} (name, ${column}) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET ${column} = EXCLUDED.${column}`,
        [name, value],
      ),
    );
    return { place: (await place(connection, kind, name)) as PlaceView<Kind>, isNew };
  });
}

/** Deletes it. Throws `conflict` while users belong to it. */
export function deletePlace(
  pool: pg.Pool,
  kind: PlaceKind,
  name: string,
  revision: number | undefined,
  actor: Actor,
  nowMs: number,
): Promise<void> {
  const { table, users } = kinds[kind];
  return actingAs(pool, actor, nowMs, async (connection) => {
    if ((await lockPlace(connection, kind, name, revision)) === null)
      throw new ApiError('not_found', `there is no ${kind} "${name}"`);
    const { rows } = await connection.query<{ email: string }>(
      `SELECT email FROM users WHERE ${users} ORDER BY email LIMIT 1`,
      [name],
    );
    if (rows[0] !== undefined) throw inUse(kind, name, rows[0].email);
    try {
      await connection.query(`DELETE FROM ${table} WHERE name = $1`, [name]);
    } catch (error) {
      if (sqlStateOf(error) === '23503') throw inUse(kind, name, 'somebody new');
      throw error;
    }
  });
}

function inUse(kind: PlaceKind, name: string, email: string): ApiError {
  return new ApiError('conflict', `the ${kind} "${name}" has ${email} in it; move its people first`);
}

/** Its revision, the row held; null where there is none. */
async function lockPlace(
  connection: Queryable,
  kind: PlaceKind,
  name: string,
  expected: number | undefined,
): Promise<number | null> {
  const { rows } = await connection.query<{ revision: number }>(
    `SELECT revision FROM ${kinds[kind].table} WHERE name = $1 FOR UPDATE`,
    [name],
  );
  const present = rows[0]?.revision ?? null;
  requireRevision(present ?? 0, expected);
  return present;
}

async function demandRoom(connection: Queryable, kind: PlaceKind): Promise<void> {
  const { table } = kinds[kind];
  const { rows } = await connection.query<{ places: number }>(`SELECT count(*)::int AS places FROM ${table}`);
  if ((rows[0]?.places ?? 0) >= limits.placesMax)
    throw new ApiError(
      'conflict',
      `there are ${limits.placesMax} ${table}, which is as many as there may be`,
    );
}

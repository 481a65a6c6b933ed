/** Org units: teams and territories, to which users belong. */
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { Team, Territory } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  type Revised,
  referring,
  requireRevision,
  requireUser,
} from '../store/store.ts';

/** The table of each kind, its column of content, and the users who belong to it. */
const kinds = {
  team: { table: 'teams', value: 'manager', users: 'team = $1' },
  territory: {
    table: 'territories',
    value: 'countries',
    users: 'territories @> jsonb_build_array($1::text)',
  },
} as const;

export interface OrgUnits {
  team: Team;
  territory: Territory;
}
export type OrgUnitKind = keyof OrgUnits;
export type OrgUnitView<Kind extends OrgUnitKind> = OrgUnits[Kind] & { revision: number };

export async function listOrgUnits<Kind extends OrgUnitKind>(
  pool: pg.Pool,
  kind: Kind,
): Promise<OrgUnitView<Kind>[]> {
  const { table, value } = kinds[kind];
  const { rows } = await pool.query<OrgUnitView<Kind>>(
    `SELECT name, ${value}, revision FROM ${table} ORDER BY name LIMIT $1`,
    [limits.orgUnitsMax],
  );
  return rows;
}

export async function orgUnit<Kind extends OrgUnitKind>(
  database: Queryable,
  kind: Kind,
  name: string,
): Promise<OrgUnitView<Kind> | null> {
  const { table, value } = kinds[kind];
  const { rows } = await database.query<OrgUnitView<Kind>>(
    `SELECT name, ${value}, revision FROM ${table} WHERE name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

/** Creates or replaces an org unit. Returns whether it is new. */
export function putOrgUnit<Kind extends OrgUnitKind>(
  pool: pg.Pool,
  kind: Kind,
  { revision, ...given }: Revised<OrgUnits[Kind]>,
  actor: Actor,
  nowMs: number,
): Promise<{ orgUnit: OrgUnitView<Kind>; isNew: boolean }> {
  const { table } = kinds[kind];
  const { name } = given;
  const column = kinds[kind].value;
  const about = (given as Record<string, unknown>)[column];
  const value = Array.isArray(about) ? JSON.stringify(about) : about;
  return actingAs(pool, actor, nowMs, async (connection) => {
    const isNew = (await lockOrgUnit(connection, kind, name, revision)) === null;
    if (isNew) await requireRoom(connection, kind);
    const present = (await orgUnit(connection, kind, name)) as Partial<Team> | null;
    const stored =
      kind === 'team'
        ? await requireUser(connection, column, value as string | null, present?.manager)
        : value;
    await referring(() =>
      connection.query(
        `INSERT INTO ${table} (name, ${column}) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET ${column} = EXCLUDED.${column}`,
        [name, stored],
      ),
    );
    return { orgUnit: (await orgUnit(connection, kind, name)) as OrgUnitView<Kind>, isNew };
  });
}

/** Deletes an org unit. Throws `conflict` while users belong to it. */
export function deleteOrgUnit(
  pool: pg.Pool,
  kind: OrgUnitKind,
  name: string,
  revision: number | undefined,
  actor: Actor,
  nowMs: number,
): Promise<void> {
  const { table, users } = kinds[kind];
  return actingAs(pool, actor, nowMs, async (connection) => {
    if ((await lockOrgUnit(connection, kind, name, revision)) === null)
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

function inUse(kind: OrgUnitKind, name: string, email: string): ApiError {
  return new ApiError('conflict', `the ${kind} "${name}" has members, such as ${email}; move them first`);
}

/** Returns the revision, with the row locked; null where there is none. */
async function lockOrgUnit(
  connection: Queryable,
  kind: OrgUnitKind,
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

async function requireRoom(connection: Queryable, kind: OrgUnitKind): Promise<void> {
  const { table } = kinds[kind];
  const { rows } = await connection.query<{ units: number }>(`SELECT count(*)::int AS units FROM ${table}`);
  if ((rows[0]?.units ?? 0) >= limits.orgUnitsMax)
    throw new ApiError('conflict', `there are ${limits.orgUnitsMax} ${table}, the maximum; delete one first`);
}

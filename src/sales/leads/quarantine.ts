/** The store of the quarantine: its rows for a batch, and what people do with them. */
import type pg from 'pg';
import { type Queryable, together } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { type HeldRow, hourOfKeyOf, isByPages, nameOf, Quarantine } from './quarantine.core.ts';

/** A lead that is held. */
export interface HeldLead {
  id: string;
  heldAtMs: number;
  record: TierUpdate;
}

/** Where a page of them ended. */
export type HeldPosition = Pick<HeldLead, 'id' | 'heldAtMs'>;

/** Loads what decides on records with leads of these ids. The hours stay locked: no other batch opens what this one may. */
export async function loadQuarantine(
  connection: Queryable,
  records: readonly TierUpdate[],
  ids: readonly string[],
): Promise<Quarantine> {
  const byName = new Map(
    records.filter(isByPages).map((record) => [nameOf(hourOfKeyOf(record)), hourOfKeyOf(record)]),
  );
  const hours = [...byName.values()];
  const times = hours.map(({ hour }) => new Date(hour).toISOString());
  const keys = hours.map(({ key }) => key);
  const [, opened, rows] = await together([
    hours.length === 0
      ? Promise.resolve(null)
      : connection.query(
          `INSERT INTO unproven_leads (hour, key, opened) SELECT hour, key, 0
           FROM unnest($1::timestamptz[], $2::text[]) AS given (hour, key) ORDER BY hour, key ON CONFLICT DO NOTHING`,
          [times, keys],
        ),
    hours.length === 0
      ? Promise.resolve({ rows: [] })
      : connection.query<{ hour: Date; key: string; opened: number; companies: number }>(
          `SELECT hour, key, opened, companies FROM unproven_leads
           WHERE (hour, key) IN (SELECT * FROM unnest($1::timestamptz[], $2::text[])) ORDER BY hour, key FOR UPDATE`,
          [times, keys],
        ),
    connection.query<Omit<HeldRow, 'held_at'> & { held_at: Date }>(
      'SELECT id, held_at, record, dropped_at FROM quarantine WHERE id = ANY($1) ORDER BY id FOR UPDATE',
      [ids],
    ),
  ]);
  const quarantine = new Quarantine();
  for (const { hour, key, opened: leads, companies: entered } of opened.rows) {
    quarantine.opened.set(nameOf({ hour: hour.getTime(), key }), leads);
    quarantine.companies.set(nameOf({ hour: hour.getTime(), key }), entered);
  }
  for (const row of rows.rows) quarantine.rows.set(row.id, { ...row, held_at: row.held_at.toISOString() });
  return quarantine;
}

/** Writes what a batch has changed; beyond the most that are held, the oldest go. */
export async function writeQuarantine(connection: Queryable, quarantine: Quarantine): Promise<void> {
  const { rows, changed, removed, opened, companies, counted } = quarantine;
  const held = [...changed].flatMap((id) => rows.get(id) ?? []);
  const counts = [...counted].map(([name, { hour, key }]) => ({
    ...{ hour: new Date(hour).toISOString(), key, opened: opened.get(name) ?? 0 },
    companies: companies.get(name) ?? 0,
  }));
  const queries: Promise<unknown>[] = [];
  if (removed.size > 0)
    queries.push(connection.query('DELETE FROM quarantine WHERE id = ANY($1)', [[...removed]]));
  if (held.length > 0)
    queries.push(
      connection.query(
        `INSERT INTO quarantine (id, held_at, record, dropped_at, profile)
         SELECT given.*, given.record ->> 'profile' FROM jsonb_to_recordset($1)
           AS given (id text, held_at timestamptz, record jsonb, dropped_at timestamptz)
         ON CONFLICT (id) DO UPDATE SET record = EXCLUDED.record, profile = EXCLUDED.profile`,
        [JSON.stringify(held)],
      ),
      connection.query(
        `DELETE FROM quarantine WHERE id IN
           (SELECT id FROM quarantine WHERE dropped_at IS NULL ORDER BY held_at DESC, id DESC OFFSET $1)`,
        [limits.heldLeadsMax],
      ),
    );
  if (counts.length > 0)
    queries.push(
      connection.query(
        `UPDATE unproven_leads SET opened = given.opened, companies = given.companies
         FROM jsonb_to_recordset($1) AS given (hour timestamptz, key text, opened integer, companies integer)
         WHERE unproven_leads.hour = given.hour AND unproven_leads.key = given.key`,
        [JSON.stringify(counts)],
      ),
    );
  await together(queries);
}

/** What held leads are searched by; those that are left out count for nothing. */
export type HeldFilter = { [Name in 'profile' | 'programme' | 'campaign']?: string | undefined };

/** What is held, the oldest first, behind a position. */
export async function heldLeads(
  pool: pg.Pool,
  after: HeldPosition | null,
  countMax: number,
  filter: HeldFilter,
): Promise<HeldLead[]> {
  const { rows } = await pool.query<{ id: string; held_at: Date; record: TierUpdate }>(
    `SELECT id, held_at, record FROM quarantine
     WHERE dropped_at IS NULL AND (held_at, id) > ($1::timestamptz, $2) AND ($4::text IS NULL OR profile = $4)
       AND ($5::text IS NULL OR record ->> 'programme' = $5) AND ($6::text IS NULL OR record ->> 'campaign' = $6)
     ORDER BY held_at, id LIMIT $3`,
    [
      ...[after === null ? '-infinity' : new Date(after.heldAtMs).toISOString(), after?.id ?? '', countMax],
      ...[filter.profile, filter.programme, filter.campaign].map((value) => value ?? null),
    ],
  );
  return rows.map(({ id, held_at, record }) => ({ id, heldAtMs: held_at.getTime(), record }));
}

/** Returns one that is held; null where none of this id is. */
export async function heldLead(pool: pg.Pool, id: string): Promise<HeldLead | null> {
  const { rows } = await pool.query<{ held_at: Date; record: TierUpdate }>(
    'SELECT held_at, record FROM quarantine WHERE id = $1 AND dropped_at IS NULL',
    [id],
  );
  const [row] = rows;
  return row === undefined ? null : { id, heldAtMs: row.held_at.getTime(), record: row.record };
}

/** How much waits. */
export interface HeldCounts {
  /** Leads that are held. */
  held: number;
  /** Tier updates that could not be read. */
  unread: number;
  /** Points of people whose company pages may enter in a later hour. */
  companyClaims: number;
}

export async function countHeld(pool: pg.Pool): Promise<HeldCounts> {
  const { rows } = await pool.query<HeldCounts>(
    `SELECT (SELECT count(*) FROM quarantine WHERE dropped_at IS NULL)::int AS held,
       (SELECT count(*) FROM dead_letters)::int AS unread,
       (SELECT count(*) FROM account_parts WHERE waits)::int AS "companyClaims"`,
  );
  return rows[0] ?? { held: 0, unread: 0, companyClaims: 0 };
}

/** Takes one out in the caller's transaction; null where none of this id is held. Two at once: one gets it. */
export async function takeOut(connection: Queryable, id: string): Promise<HeldLead | null> {
  const { rows } = await connection.query<{ held_at: Date; record: TierUpdate }>(
    'DELETE FROM quarantine WHERE id = $1 AND dropped_at IS NULL RETURNING held_at, record',
    [id],
  );
  const [row] = rows;
  return row === undefined ? null : { id, heldAtMs: row.held_at.getTime(), record: row.record };
}

/** Drops one for good: its episode opens nothing. Returns what was held; null where none was. */
export async function dropHeld(pool: pg.Pool, id: string, nowMs: number): Promise<HeldLead | null> {
  const { rows } = await pool.query<{ held_at: Date; record: TierUpdate }>(
    `WITH held AS (SELECT id, held_at, record FROM quarantine WHERE id = $1 AND dropped_at IS NULL FOR UPDATE)
     UPDATE quarantine SET record = NULL, dropped_at = $2 FROM held WHERE quarantine.id = held.id
     RETURNING held.held_at, held.record`,
    [id, new Date(nowMs).toISOString()],
  );
  const [row] = rows;
  return row === undefined ? null : { id, heldAtMs: row.held_at.getTime(), record: row.record };
}

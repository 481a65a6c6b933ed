/**
 * Programmes that score companies no more: one that was retired, or whose later version scores people. Looked for once a generation.
 *
 * Open leads and tasks of their companies stay with their owners, as those of people do. Points that were made before count for no later
 * version: people say theirs again. Each company keeps its tier and episode, so that a version that is taken back opens nothing twice.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountScoring } from '../../contract/api/api.ts';
import { lockParts } from './account-parts.ts';
import type { AccountStore, Due } from './account-store.ts';

/** Whether no process with later programmes has scored a company. Those with earlier ones stop from now on, and what has ended is noted. */
export async function isUpToDate(store: AccountStore): Promise<boolean> {
  const generation = store.scoring.generation();
  const { rows } = await store.pool.query<Fence>(fence);
  if (Number(rows[0]?.checked ?? 0) < generation)
    await transaction(store.pool, (connection) => meet(connection, store.scoring, generation));
  return Number(rows[0]?.generation ?? 0) <= generation;
}

interface Fence {
  generation: string;
  checked: string;
}

const fence = 'SELECT generation, checked FROM account_fence';

/** One transaction with the fence: no process of before scores a company in between. */
async function meet(connection: Queryable, scoring: AccountScoring, generation: number): Promise<void> {
  const { rows: fences } = await connection.query<Fence>(`${fence} FOR UPDATE`);
  const [{ generation: latest, checked } = { generation: '0', checked: '0' }] = fences;
  if (Number(latest) > generation || Number(checked) >= generation) return;
  await connection.query('UPDATE account_fence SET generation = $1, checked = $1', [generation]);
  const { rows } = await connection.query<Pick<Due, 'programme'>>(
    `SELECT programme FROM account_scores UNION SELECT programme FROM account_parts
     UNION SELECT programme FROM account_due ORDER BY programme`,
  );
  const ended = rows.map(({ programme }) => programme).filter((one) => !scoresCompanies(scoring, one));
  await connection.query(
    `INSERT INTO account_ends (programme, generation) SELECT unnest($1::text[]), $2
     ON CONFLICT (programme) DO UPDATE SET generation = excluded.generation`,
    [ended, generation],
  );
  await connection.query(
    `UPDATE account_scores SET version = '', score = 0 WHERE programme = ANY($1) AND version <> ''`,
    [ended],
  );
  // Notes that waited for this programme. A change of programmes alone moves no tier.
  await connection.query(
    `UPDATE account_due SET due_at = 'epoch', is_own = is_own AND programme NOT IN (SELECT programme FROM account_ends)
     WHERE due_at = 'infinity' AND programme <> ALL($1)`,
    [ended],
  );
}

function scoresCompanies(scoring: AccountScoring, programme: string): boolean {
  const nobody = { before: null, people: [], nowMs: 0, isOwn: false, canRise: false };
  return scoring.step(programme, nobody) !== null;
}

/** Puts off a company whose programme has ended until programmes change. One that this process may not know yet waits a little: another does, or this one soon. */
export async function putOffUnknown(
  connection: Queryable,
  { company, programme }: Due,
  noted: string,
  nowMs: number,
): Promise<void> {
  await connection.query(
    `UPDATE account_due SET due_at = CASE WHEN programme IN (SELECT programme FROM account_ends) THEN 'infinity'::timestamptz ELSE $4::timestamptz END
     WHERE company = $1 AND programme = $2 AND noted = $3`,
    [company, programme, noted, new Date(nowMs + limits.accountsEveryMs)],
  );
}

const isOver = 'part.programme = ends.programme AND part.generation <= ends.generation';

/** Deletes the points that count no more, some at a time, until none are left. */
export async function dropEnded(pool: pg.Pool): Promise<void> {
  while (await transaction(pool, dropSome));
}

/** Returns whether there may be more. */
async function dropSome(connection: Queryable): Promise<boolean> {
  const { rows } = await connection.query<{ profile: string }>(
    `SELECT DISTINCT profile FROM account_parts AS part JOIN account_ends AS ends ON ${isOver} ORDER BY profile LIMIT $1`,
    [limits.accountsAtOnce],
  );
  const profiles = rows.map(({ profile }) => profile);
  if (profiles.length === 0) return false;
  await lockParts(connection, profiles);
  // As they are now: some may have said their points again. That these end is no doing of anybody.
  const theirs = `account_ends AS ends WHERE ${isOver} AND part.profile = ANY($1)`;
  await connection.query(`UPDATE account_parts AS part SET is_own = false, ends_own = false FROM ${theirs}`, [
    profiles,
  ]);
  await connection.query(`DELETE FROM account_parts AS part USING ${theirs}`, [profiles]);
  return profiles.length === limits.accountsAtOnce;
}

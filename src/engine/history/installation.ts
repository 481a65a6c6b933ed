/** The installation as PostgreSQL knows it: its id, its era, and the restores of all profiles. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';

export interface Installation {
  id: string;
  partitions: number;
  era: number;
}

/** A restore of all profiles, which began an era. */
export interface Restore {
  era: number;
  reason: string;
  beganAt: Date;
  openedMs: number;
  /** The last event of each partition as it began. */
  openedAt: string[];
  /** Which list of profiles is being walked, and the last one scheduled. */
  list: number;
  position: string;
  scheduled: number;
  isWalked: boolean;
  endedAt: Date | null;
  /** Profiles that could not be evaluated as it ended. */
  failed: number;
  /** Null while it runs. One that was cancelled can be resumed. */
  outcome: 'done' | 'cancelled' | 'replaced' | null;
}

/** Hashes of Redis that cannot be derived again: key → field → value. */
export type Memory = Record<string, Record<string, string>>;

/** Returns the installation; null before the first start. */
export async function readInstallation(database: Queryable): Promise<Installation | null> {
  const { rows } = await database.query<Installation>('SELECT id, partitions, era FROM installation');
  return rows[0] ?? null;
}

/**
 * Makes the installation known, in a transaction; returns it. Returns null where another process has made it, or
 * does: then this waits for the end of that transaction.
 */
export async function recordInstallation(
  connection: Queryable,
  { id, partitions, era }: Installation,
): Promise<Installation | null> {
  const { rows } = await connection.query<Installation>(
    `INSERT INTO installation (id, partitions, era) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
     RETURNING id, partitions, era`,
    [id, partitions, Math.max(1, era)],
  );
  return rows[0] ?? null;
}

/** Takes the installation for the rest of a transaction: one process at a time begins an era. */
export async function lockInstallation(connection: Queryable): Promise<Installation> {
  const { rows } = await connection.query<Installation>(
    'SELECT id, partitions, era FROM installation FOR UPDATE',
  );
  return rows[0] as Installation;
}

/** Raises the era without a restore: PostgreSQL was set back, Redis was not. */
export async function raiseEra(database: Queryable, era: number): Promise<void> {
  await database.query('UPDATE installation SET era = greatest(era, $1)', [era]);
}

export async function beginRestore(
  connection: Queryable,
  { era, reason, openedMs, openedAt }: Pick<Restore, 'era' | 'reason' | 'openedMs' | 'openedAt'>,
): Promise<void> {
  await connection.query('UPDATE installation SET era = $1', [era]);
  await connection.query(
    `UPDATE restores SET ended_at = now(), outcome = 'replaced' WHERE outcome IS NULL OR outcome = 'cancelled'`,
  );
  await connection.query('INSERT INTO restores (era, reason, opened_ms, opened_at) VALUES ($1, $2, $3, $4)', [
    era,
    reason,
    openedMs,
    openedAt,
  ]);
}

const columns = `era, reason, began_at AS "beganAt", opened_ms::float8 AS "openedMs", opened_at AS "openedAt", list, position,
  scheduled::float8 AS scheduled, walked AS "isWalked", ended_at AS "endedAt",
  failed::float8 AS failed, outcome`;

/** The latest restores, the latest first. */
export async function restores(database: Queryable, countMax: number): Promise<Restore[]> {
  const { rows } = await database.query<Restore>(
    `SELECT ${columns} FROM restores ORDER BY era DESC LIMIT $1`,
    [countMax],
  );
  return rows;
}

/**
 * Notes that the profiles after a position were scheduled. Another walker may have done so meanwhile, or somebody has cancelled
 * it: then nothing changes, and it returns false.
 */
export async function moveRestore(
  database: Queryable,
  before: Restore,
  next: Pick<Restore, 'list' | 'position' | 'isWalked'> & { more: number },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE restores SET list = $4, position = $5, walked = $6, scheduled = scheduled + $7
     WHERE era = $1 AND list = $2 AND position = $3 AND outcome IS NULL`,
    [before.era, before.list, before.position, next.list, next.position, next.isWalked, next.more],
  );
  return rowCount === 1;
}

/** Ends a restore, without so many profiles that cannot be evaluated; false where it had ended. */
export async function endRestore(database: Queryable, era: number, failed: number): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE restores SET ended_at = now(), outcome = 'done', failed = $2 WHERE era = $1 AND outcome IS NULL AND walked`,
    [era, failed],
  );
  return rowCount === 1;
}

/** Calls a restore off where it runs. */
export async function cancelRestore(database: Queryable, era: number): Promise<void> {
  await database.query(
    `UPDATE restores SET ended_at = now(), outcome = 'cancelled' WHERE era = $1 AND outcome IS NULL`,
    [era],
  );
}

/** Lets a restore go on where it was cancelled. */
export async function resumeRestore(database: Queryable, era: number): Promise<void> {
  await database.query(
    `UPDATE restores SET ended_at = null, outcome = null WHERE era = $1 AND outcome = 'cancelled'`,
    [era],
  );
}

export async function readMemory(database: Queryable): Promise<Memory> {
  const { rows } = await database.query<{ memory: Memory }>('SELECT memory FROM installation');
  return rows[0]?.memory ?? {};
}

/** Keeps what Redis holds, as long as it is of an era. */
export async function writeMemory(pool: pg.Pool, era: number, memory: Memory): Promise<void> {
  await pool.query(
    'UPDATE installation SET memory = $2 WHERE era = $1 AND memory IS DISTINCT FROM $2::jsonb',
    [era, JSON.stringify(memory)],
  );
}

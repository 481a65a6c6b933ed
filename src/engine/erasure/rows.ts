/** Erasures in PostgreSQL: what was asked for, the profiles under way, and receipts. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { erasedNameOf } from '../../base/kernel/kernel.ts';
import type { Receipt } from './receipt.core.ts';

export interface Erasure {
  id: string;
  askedFor: string;
  askedBy: string;
  askedAt: Date;
  /** Null once its profiles are known. */
  identity: string | null;
  askedAfter: string[];
  neededMs: number | null;
  sentMs: number | null;
  endedAt: Date | null;
  receipt: Receipt | null;
}

/** A profile of an erasure that runs, and up to when it is erased in each store, ms. */
export interface ErasureProfile {
  profile: string;
  address: string | null;
  person: string | null;
  sentMs: number;
  historyMs: number;
  ledgerMs: number;
}

const columns = `id, asked_for AS "askedFor", asked_by AS "askedBy", asked_at AS "askedAt", identity, asked_after AS "askedAfter",
  needed_ms::float8 AS "neededMs", sent_ms::float8 AS "sentMs", ended_at AS "endedAt", receipt`;

export async function erasureKeys(database: Queryable): Promise<{ salt: string; secret: string }> {
  const { rows } = await database.query<{ salt: string; secret: string }>(
    'SELECT salt, secret FROM erasure_keys',
  );
  return rows[0] as { salt: string; secret: string };
}

/** How an identity that was asked for is remembered. */
export const subjectOf = (salt: string, identity: string) => erasedNameOf(salt, ` ${identity}`).slice(4);

/** The erasures of an identity, the latest first. */
export async function erasuresOf(database: Queryable, askedFor: string): Promise<Erasure[]> {
  const { rows } = await database.query<Erasure>(
    `SELECT ${columns} FROM erasures WHERE asked_for = $1 ORDER BY asked_at DESC, id LIMIT 1`,
    [askedFor],
  );
  return rows;
}

export async function findErasure(database: Queryable, id: string): Promise<Erasure | null> {
  const { rows } = await database.query<Erasure>(`SELECT ${columns} FROM erasures WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** The latest erasures, the latest first. */
export async function latestErasures(database: Queryable, countMax: number): Promise<Erasure[]> {
  const { rows } = await database.query<Erasure>(
    `SELECT ${columns} FROM erasures ORDER BY asked_at DESC, id LIMIT $1`,
    [countMax],
  );
  return rows;
}

/** Begins an erasure; of two at once for one identity, the first counts. */
export async function beginErasure(
  database: Queryable,
  of: Pick<Erasure, 'askedFor' | 'askedBy' | 'askedAt' | 'askedAfter'> & { identity: string },
): Promise<void> {
  await database.query(
    `INSERT INTO erasures (id, asked_for, asked_by, asked_at, identity, asked_after) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (asked_for) WHERE ended_at IS NULL DO NOTHING`,
    [`er_${randomUUID()}`, of.askedFor, of.askedBy, of.askedAt, of.identity, of.askedAfter],
  );
}

/** Takes an erasure that runs for the rest of a transaction; null where there is none that nobody else has taken. */
export async function takeRunning(connection: Queryable, id: string): Promise<Erasure | null> {
  const { rows } = await connection.query<Erasure>(
    `SELECT ${columns} FROM erasures WHERE id = $1 AND ended_at IS NULL FOR NO KEY UPDATE SKIP LOCKED`,
    [id],
  );
  return rows[0] ?? null;
}

export async function runningErasures(database: Queryable): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM erasures WHERE ended_at IS NULL ORDER BY asked_at, id',
  );
  return rows.map(({ id }) => id);
}

export async function profilesOf(database: Queryable, erasure: string): Promise<ErasureProfile[]> {
  const { rows } = await database.query<ErasureProfile>(
    `SELECT profile, address, person, sent_ms::float8 AS "sentMs", history_ms::float8 AS "historyMs", ledger_ms::float8 AS "ledgerMs"
     FROM erasure_profiles WHERE erasure = $1 ORDER BY profile`,
    [erasure],
  );
  return rows;
}

export async function addProfiles(
  connection: Queryable,
  erasure: string,
  profiles: readonly Pick<ErasureProfile, 'profile' | 'address' | 'person'>[],
): Promise<void> {
  await connection.query(
    `INSERT INTO erasure_profiles (erasure, profile, address, person)
     SELECT $1, profile, address, person FROM jsonb_to_recordset($2) AS given (profile text, address text, person text)
     ON CONFLICT DO NOTHING`,
    [erasure, JSON.stringify(profiles)],
  );
}

/** Notes that marks are about to be sent. The identity is not needed any more. */
export async function noteSending(
  connection: Queryable,
  { id, neededMs, sentMs }: { id: string; neededMs: number; sentMs: number },
): Promise<void> {
  await connection.query('UPDATE erasures SET needed_ms = $2, sent_ms = $3, identity = NULL WHERE id = $1', [
    id,
    neededMs,
    sentMs,
  ]);
  await connection.query('UPDATE erasure_profiles SET sent_ms = $2 WHERE erasure = $1', [id, sentMs]);
}

export async function countsOf(database: Queryable, erasure: string): Promise<Record<string, number>> {
  const { rows } = await database.query<{ store: string; count: number }>(
    'SELECT store, count::float8 AS count FROM erasure_counts WHERE erasure = $1 ORDER BY store',
    [erasure],
  );
  return Object.fromEntries(rows.map(({ store, count }) => [store, count]));
}

/** Ends an erasure with its receipt, and forgets whose profiles they were. */
export async function endErasure(
  connection: Queryable,
  id: string,
  endedAt: Date,
  receipt: Receipt,
): Promise<void> {
  await connection.query('UPDATE erasures SET ended_at = $2, receipt = $3, identity = NULL WHERE id = $1', [
    id,
    endedAt,
    JSON.stringify(receipt),
  ]);
  await connection.query('DELETE FROM erasure_profiles WHERE erasure = $1', [id]);
  await connection.query('DELETE FROM erasure_counts WHERE erasure = $1', [id]);
}

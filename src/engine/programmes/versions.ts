/** Versions of programmes: each activated text, numbered, with its author, time and note. */
import type pg from 'pg';
import { migrate, transaction } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ProgrammeText, ProgrammeVersion } from '../../contract/api/api.ts';

export interface NewVersion {
  programme: string;
  version: string;
  text: string;
  author: string;
  note: string;
}

/** The versions of all programmes, in PostgreSQL. */
export interface Versions {
  /** Records a version of a programme unless it is the latest already; returns the latest. */
  recordVersion(version: NewVersion, nowMs: number): Promise<ProgrammeVersion>;
  /** The versions of a programme, the latest first. */
  versionsOf(programme: string): Promise<ProgrammeVersion[]>;
  /** One with its text; throws `not_found`. */
  versionOf(programme: string, number: number): Promise<ProgrammeText>;
}

const migrations = new URL('./migrations/', import.meta.url);

/** Opens the versions and brings their table up to date. */
export async function openVersions(pool: pg.Pool): Promise<Versions> {
  await migrate(pool, { room: 'programmes', directory: migrations });
  return {
    recordVersion: (version, nowMs) => recordVersion(pool, version, nowMs),
    versionsOf: (programme) => versionsOf(pool, programme),
    versionOf: (programme, number) => versionOf(pool, programme, number),
  };
}

/** Any number of our own, beside those of migrations, alerts and days. */
const versionLock = 4_400_004;

const columns = `programme, number, version, author, note, to_char(activated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "activatedAt"`;

/** Records a version unless it is the latest already (several processes activate one file); returns the latest. */
async function recordVersion(pool: pg.Pool, given: NewVersion, nowMs: number): Promise<ProgrammeVersion> {
  return transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [versionLock]);
    const { rows } = await connection.query<ProgrammeVersion>(
      `WITH latest AS (
         SELECT * FROM programme_versions WHERE programme = $1 ORDER BY number DESC LIMIT 1
       ), added AS (
         INSERT INTO programme_versions (programme, number, version, text, author, note, activated_at)
         SELECT $1, coalesce((SELECT number FROM latest), 0) + 1, $2, $3, $4, $5, $6
         WHERE NOT EXISTS (SELECT FROM latest WHERE version = $2)
         RETURNING *
       )
       SELECT ${columns} FROM (SELECT * FROM added UNION ALL SELECT * FROM latest) AS either ORDER BY number DESC LIMIT 1`,
      [given.programme, given.version, given.text, given.author, given.note, new Date(nowMs)],
    );
    return rows[0] as ProgrammeVersion;
  });
}

/** The versions of a programme, the latest first. */
async function versionsOf(pool: pg.Pool, programme: string): Promise<ProgrammeVersion[]> {
  const { rows } = await pool.query<ProgrammeVersion>(
    `SELECT ${columns} FROM programme_versions WHERE programme = $1 ORDER BY number DESC`,
    [programme],
  );
  return rows;
}

/** One version with its text. Throws `not_found` for a number that was never given. */
async function versionOf(pool: pg.Pool, programme: string, number: number): Promise<ProgrammeText> {
  const { rows } = await pool.query<ProgrammeText>(
    `SELECT ${columns}, text FROM programme_versions WHERE programme = $1 AND number = $2`,
    [programme, number],
  );
  const [found] = rows;
  if (found === undefined)
    throw new ApiError(
      'not_found',
      `programme "${programme}" has no version ${number}; see its list of versions`,
    );
  return found;
}

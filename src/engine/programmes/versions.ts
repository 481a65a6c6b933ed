/** Versions of programmes: each activated text, numbered, with its examples, author, time and note. */
import type pg from 'pg';
import { advisoryLocks, type MigrationFolder, migrate, transaction } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ProgrammeText, ProgrammeVersion } from '../../contract/api/api.ts';
import type { StoredSource } from './programme-source.ts';

/** What is active, as an installation activated it. */
export interface ActiveVersions {
  generation: number;
  sources: readonly StoredSource[];
  /** Acceptance times from which match signatures count, by name, ms. */
  signatureTimes: ReadonlyMap<string, number>;
}

/** The versions of all programmes, in PostgreSQL. */
export interface Versions {
  /** Records what is active; each text once, however many processes record it. What is older than known is left out. */
  record(active: ActiveVersions): Promise<void>;
  /** What was active at the latest generation that was recorded. */
  active(): Promise<ActiveVersions>;
  /** Hex SHA-256 of every text that was ever active. */
  digests(): Promise<string[]>;
  /** The versions of a programme, the latest first. */
  versionsOf(programme: string): Promise<ProgrammeVersion[]>;
  /** One with its text; throws `not_found`. */
  versionOf(programme: string, number: number): Promise<ProgrammeText>;
}

/** The tables of the room. */
export const programmeMigrations: MigrationFolder = {
  room: 'programmes',
  directory: new URL('./migrations/', import.meta.url),
};

/** Opens the versions and brings their table up to date. */
export async function openVersions(pool: pg.Pool): Promise<Versions> {
  await migrate(pool, programmeMigrations);
  return {
    record: (active) => record(pool, active),
    active: () => active(pool),
    digests: () => digests(pool),
    versionsOf: (programme) => versionsOf(pool, programme),
    versionOf: (programme, number) => versionOf(pool, programme, number),
  };
}

const columns = `programme, number, version, author, note, to_char(activated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "activatedAt"`;

async function record(pool: pg.Pool, { generation, sources, signatureTimes }: ActiveVersions): Promise<void> {
  await transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.programmeVersions]);
    if ((await generationIn(connection)) > generation) return;
    for (const one of sources) {
      const { programme, version, text, examples, author, note, notifies, activatedAtMs } = one;
      await connection.query(
        `WITH latest AS (
           SELECT number, generation FROM programme_versions WHERE programme = $1 ORDER BY number DESC LIMIT 1
         )
         INSERT INTO programme_versions
           (programme, number, version, text, examples, author, note, notifies, activated_at, generation)
         SELECT $1, coalesce((SELECT number FROM latest), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
         WHERE NOT EXISTS (SELECT FROM latest WHERE generation >= $9)`,
        [programme, version, text, examples, author, note, notifies, new Date(activatedAtMs), one.generation],
      );
    }
    await connection.query(
      `UPDATE programme_versions AS one
       SET retired_generation = CASE WHEN programme = ANY($1) THEN NULL ELSE coalesce(retired_generation, $2) END,
         signature_times = signature_times || $3::jsonb
       WHERE number = (SELECT max(number) FROM programme_versions WHERE programme = one.programme)`,
      [
        sources.map(({ programme }) => programme),
        generation,
        JSON.stringify(Object.fromEntries(signatureTimes)),
      ],
    );
  });
}

async function generationIn(connection: pg.Pool | pg.PoolClient): Promise<number> {
  const { rows } = await connection.query<{ generation: string }>(
    'SELECT coalesce(max(greatest(generation, retired_generation)), 0) AS generation FROM programme_versions',
  );
  return Number(rows[0]?.generation ?? 0);
}

type ActiveRow = Omit<StoredSource, 'generation' | 'activatedAtMs'> & {
  generation: string;
  activated_at: Date;
  signature_times: Record<string, number>;
};

async function active(pool: pg.Pool): Promise<ActiveVersions> {
  return transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.programmeVersions]);
    const { rows } = await connection.query<ActiveRow>(
      `SELECT programme, version, text, examples, author, note, notifies, generation, activated_at, signature_times
       FROM (SELECT DISTINCT ON (programme) * FROM programme_versions ORDER BY programme, number DESC) AS latest
       WHERE retired_generation IS NULL ORDER BY programme`,
    );
    return {
      generation: await generationIn(connection),
      sources: rows.map(({ generation, activated_at, signature_times: _times, ...row }) => ({
        ...row,
        generation: Number(generation),
        activatedAtMs: activated_at.getTime(),
      })),
      signatureTimes: new Map(rows.flatMap(({ signature_times }) => Object.entries(signature_times))),
    };
  });
}

async function digests(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ digest: string }>(
    `SELECT DISTINCT encode(sha256(convert_to(text, 'UTF8')), 'hex') AS digest FROM programme_versions`,
  );
  return rows.map(({ digest }) => digest);
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
    `SELECT ${columns}, text, examples FROM programme_versions WHERE programme = $1 AND number = $2`,
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

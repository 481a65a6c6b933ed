/** Rows of imported events: written in pieces, sorted by profile, and deleted as a whole. */
import type pg from 'pg';
import { advisoryLocks, type Queryable, transaction } from '../../base/database/database.ts';
import { ApiError, limits, storableJson } from '../../base/kernel/kernel.ts';
import type { IdentityLink, ScovilleEvent } from '../../contract/language/language.ts';
import type { Warning } from '../ingest/ingest.ts';
import { copyIn } from './copy-in.ts';
import { beginsAtMs, makeDays } from './days.ts';
import { erasedAmong } from './erased.ts';
import { dayOf, eventColumns, importedRow } from './rows.core.ts';
import { areVisible } from './visible-rows.ts';

/** An event of an import, with its JSON and the links that follow from it. */
export interface ImportedEvent {
  event: ScovilleEvent;
  json: string;
  links: readonly IdentityLink[];
  warnings: readonly Warning[];
  line: number;
}

/** A line that was refused, or a warning of one. */
export interface ImportFault {
  line: number;
  code: string;
  message: string;
}

/** Some lines of a part, written together. Line numbers are those of the file. */
export interface ImportedPiece {
  part: number;
  piece: number;
  file: string;
  lines: number;
  events: readonly ImportedEvent[];
  faults: readonly ImportFault[];
}

/** What became of lines. */
export interface ImportCounts {
  lines: number;
  events: number;
  bad: number;
  tooOld: number;
  erased: number;
  /** Of the events. */
  warnings: number;
}

const noCounts: ImportCounts = { lines: 0, events: 0, bad: 0, tooOld: 0, erased: 0, warnings: 0 };
export const noImportCounts = (): ImportCounts => ({ ...noCounts });

type Written = [counts: ImportCounts, warnings: Warning[]];

interface WriteOptions {
  keptFromMs: number;
  partitionOf: (profile: string) => number;
}

/** SQLSTATE of a row that is there already. */
const uniqueViolation = '23505';

/**
 * Writes a piece, and calls `onWritten` with what became of it and its warnings. One that was written before returns what it was then, and changes
 * nothing. Throws `conflict` where the import takes no more.
 */
export async function writePiece(
  pool: pg.Pool,
  id: number,
  piece: ImportedPiece,
  { onWritten, ...options }: WriteOptions & { onWritten: (...written: Written) => void },
): Promise<ImportCounts> {
  const known = await writtenPiece(pool, id, piece);
  if (known !== null) return known;
  try {
    const written = await transaction(pool, (connection) => write(connection, id, piece, options));
    onWritten(...written);
    return written[0];
  } catch (error) {
    // Sent twice at once: the other one has written it.
    const written =
      (error as { code?: string }).code === uniqueViolation ? await writtenPiece(pool, id, piece) : null;
    if (written === null) throw error;
    return written;
  }
}

async function writtenPiece(
  database: Queryable,
  id: number,
  { part, piece }: Pick<ImportedPiece, 'part' | 'piece'>,
): Promise<ImportCounts | null> {
  const { rows } = await database.query<{ counts: ImportCounts }>(
    'SELECT counts FROM event_import_parts WHERE import = $1 AND part = $2 AND piece = $3',
    [id, part, piece],
  );
  const [row] = rows;
  // A process of before has counted no warnings.
  return row === undefined ? null : { ...noCounts, ...row.counts };
}

async function write(
  connection: Queryable,
  id: number,
  given: ImportedPiece,
  { keptFromMs, partitionOf }: WriteOptions,
): Promise<Written> {
  const { part, piece, file, lines, events, faults } = given;
  await connection.query(
    `SET LOCAL idle_in_transaction_session_timeout = ${limits.historyIdleInTransactionMsMax}`,
  );
  // An erasure waits for it, or it sees what was erased: nobody's rows slip in between.
  await connection.query('SELECT pg_advisory_xact_lock_shared($1)', [advisoryLocks.erasedEvents]);
  const fromMs = Math.max(keptFromMs, await beginsAtMs(connection));
  const kept = events.filter(({ event }) => event.acceptedAtMs >= fromMs);
  const named = kept.flatMap(({ event, links }) => [event.profile, ...links.map(({ child }) => child)]);
  const erased = await erasedAmong(connection, new Set(named));
  const isErased = (profile: string, { acceptedAtMs }: ScovilleEvent) =>
    acceptedAtMs <= (erased.get(profile)?.untilMs ?? 0);
  const left = kept.filter(({ event }) => !isErased(event.profile, event));
  const rows = left.map(({ event, json }, position) =>
    importedRow(event, json, {
      import: id,
      partition: partitionOf(event.profile),
      entry: `${part}-${piece}`,
      position,
    }),
  );
  const days = new Set(rows.map(({ day }) => day));
  await makeDays(connection, 'events', days);
  const into = { table: 'events', columns: `${eventColumns}, import` };
  if (rows.length > 0)
    await copyIn(
      connection,
      into,
      rows.map(({ line }) => line),
    );
  const links = left.flatMap(({ event, links: of }) => of.filter(({ child }) => !isErased(child, event)));
  await writeImportedLinks(connection, id, { part, piece }, links);
  const warned = left.flatMap(({ line, warnings }) => warnings.map((warning) => ({ line, ...warning })));
  const counts: ImportCounts = {
    ...{ lines, events: left.length, bad: faults.length, warnings: warned.length },
    tooOld: events.length - kept.length,
    erased: kept.length - left.length,
  };
  const oldest = events.filter(({ event }) => event.acceptedAtMs < fromMs).map((one) => tooOld(one, fromMs));
  await connection.query(
    `INSERT INTO event_import_days (import, day) SELECT $1, day::date FROM unnest($2::text[]) AS day
     ORDER BY day ON CONFLICT DO NOTHING`,
    [id, [...days]],
  );
  await writeLines(connection, 'event_import_faults', { id, part, file }, [...faults, ...oldest]);
  await writeLines(connection, 'event_import_warnings', { id, part, file }, warned);
  await connection.query(
    'INSERT INTO event_import_parts (import, part, piece, counts) VALUES ($1, $2, $3, $4)',
    [...[id, part, piece], JSON.stringify(counts)],
  );
  const { rowCount } = await connection.query(
    `UPDATE event_imports SET lines = lines + $2, events = events + $3, bad = bad + $4, too_old = too_old + $5,
       erased = erased + $6, warnings = warnings + $7, changed_at = now()
     WHERE id = $1 AND status = 'open'`,
    [id, counts.lines, counts.events, counts.bad, counts.tooOld, counts.erased, counts.warnings],
  );
  if (rowCount === 0) throw new ApiError('conflict', `import ${id} takes no more events; open another one`);
  return [counts, warned];
}

function tooOld({ event, line }: ImportedEvent, fromMs: number): ImportFault {
  const message = `"timestamp" is ${dayOf(event.atMs)}: the history keeps events from ${dayOf(fromMs)} on; start Scoville with a higher HISTORY_DAYS, then import the file again`;
  return { line, code: 'too_old', message };
}

/** How many of an import are listed. */
const listedMax = {
  event_import_faults: limits.eventImportFaultsMax,
  event_import_warnings: limits.eventImportWarningsMax,
} as const;

/** What is said of a line beyond the limit is counted and not listed. */
async function writeLines(
  connection: Queryable,
  table: keyof typeof listedMax,
  { id, part, file }: { id: number; part: number; file: string },
  lines: readonly ImportFault[],
): Promise<void> {
  if (lines.length === 0) return;
  const countMax = listedMax[table];
  await connection.query(
    `INSERT INTO ${table} (import, part, file, line, code, message)
     SELECT $1, $2, $3, line, code, message FROM jsonb_to_recordset($4) AS given (line bigint, code text, message text)
     LIMIT greatest(0, $5 - (SELECT count(*) FROM ${table} WHERE import = $1))`,
    [id, part, file, storableJson(JSON.stringify(lines.slice(0, countMax))), countMax],
  );
}

async function writeImportedLinks(
  connection: Queryable,
  id: number,
  { part, piece }: { part: number; piece: number },
  links: readonly IdentityLink[],
): Promise<void> {
  const first = new Map<string, { link: IdentityLink; position: number }>();
  links.forEach((link, position) => {
    if (!first.has(link.child)) first.set(link.child, { link, position });
  });
  if (first.size === 0) return;
  // In one order: two parts at once must not wait for each other.
  const given = [...first.values()].sort((one, other) => (one.link.child < other.link.child ? -1 : 1));
  await connection.query(
    `INSERT INTO event_import_links AS known (import, child, parent, part, piece, position, record)
     SELECT $1, child, parent, $2, $3, position, record
     FROM unnest($4::text[], $5::text[], $6::integer[], $7::text[]) AS given (child, parent, position, record)
     ON CONFLICT (import, child) DO UPDATE
     SET parent = excluded.parent, part = excluded.part, piece = excluded.piece, position = excluded.position, record = excluded.record
     WHERE (excluded.part, excluded.piece, excluded.position) < (known.part, known.piece, known.position)`,
    [
      ...[id, part, piece],
      given.map(({ link }) => link.child),
      given.map(({ link }) => link.parent),
      given.map(({ position }) => position),
      given.map(({ link }) => JSON.stringify(link)),
    ],
  );
}

/**
 * Sorts a day of an import: removes what the history has already, and notes its profiles. Returns false when all days are sorted.
 */
export async function prepareDay(pool: pg.Pool, id: number): Promise<boolean> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ day: string }>(
      `SELECT day::text FROM event_import_days WHERE import = $1 AND NOT is_prepared ORDER BY day LIMIT 1 FOR UPDATE`,
      [id],
    );
    const day = rows[0]?.day;
    if (day === undefined) return false;
    const { rowCount: duplicates } = await connection.query(
      `DELETE FROM events WHERE day = $1 AND import = $2 AND ctid IN (
         SELECT held FROM (
           SELECT ctid AS held, import, row_number() OVER (
             PARTITION BY profile, hash ORDER BY (import = $2) NULLS FIRST, split_part(entry, '-', 1)::bigint,
               split_part(entry, '-', 2)::bigint, position
           ) AS nth
           FROM events WHERE day = $1 AND kind = 'event' AND (import = $2 OR ${areVisible})
         ) AS ranked WHERE nth > 1 AND import = $2
       )`,
      [day, id],
    );
    await connection.query(
      `INSERT INTO event_import_profiles AS known (import, profile, latest_ms)
       SELECT $2, profile, max(at_ms) FROM events WHERE day = $1 AND import = $2 GROUP BY profile ORDER BY profile
       ON CONFLICT (import, profile) DO UPDATE SET latest_ms = greatest(known.latest_ms, excluded.latest_ms)`,
      [day, id],
    );
    await connection.query('UPDATE event_import_days SET is_prepared = true WHERE import = $1 AND day = $2', [
      id,
      day,
    ]);
    await connection.query(
      `UPDATE event_imports SET events = events - $2, duplicates = duplicates + $2 WHERE id = $1`,
      [id, duplicates],
    );
    return true;
  });
}

/** Deletes the rows of a day of an import. Returns false when no day is left. */
export async function deleteImportedDay(pool: pg.Pool, id: number): Promise<boolean> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ day: string }>(
      `SELECT day::text FROM event_import_days WHERE import = $1 ORDER BY day LIMIT 1 FOR UPDATE`,
      [id],
    );
    const day = rows[0]?.day;
    if (day === undefined) return false;
    await connection.query('DELETE FROM events WHERE day = $1 AND import = $2', [day, id]);
    await connection.query('DELETE FROM event_import_days WHERE import = $1 AND day = $2', [id, day]);
    return true;
  });
}

/** Imports of events as PostgreSQL knows them: their state, their profiles, and how far they are scored. */
import type { Queryable } from '../../base/database/database.ts';
import type { IdentityLink } from '../../contract/language/language.ts';

/** `open`: takes parts. `scoring`, `undoing`: profiles are rebuilt with it, or without it. */
export type EventImportStatus = 'open' | 'scoring' | 'done' | 'undoing' | 'undone';

/** How many profiles are marked, how many were seen rebuilt, and the last of each. */
interface Progress {
  marked: number;
  markedTo: string;
  rebuilt: number;
  rebuiltTo: string;
  /** The last entry of each partition once all profiles are marked. */
  markedAt: string[] | null;
}

export interface EventImport extends Progress {
  id: number;
  label: string;
  openedBy: string;
  openedAt: Date;
  changedAt: Date;
  status: EventImportStatus;
  isVisible: boolean;
  wasVisible: boolean;
  /** Profiles that did something since then may notify, ms; null for none. */
  alertSinceMs: number | null;
  lines: number;
  events: number;
  duplicates: number;
  bad: number;
  tooOld: number;
  erased: number;
  warnings: number;
  profiles: number;
}

const columns = `id, label, opened_by AS "openedBy", opened_at AS "openedAt", changed_at AS "changedAt", status,
  is_visible AS "isVisible", was_visible AS "wasVisible", alert_since_ms::float8 AS "alertSinceMs",
  lines::float8 AS lines, events::float8 AS events, duplicates::float8 AS duplicates, bad::float8 AS bad,
  too_old::float8 AS "tooOld", erased::float8 AS erased, warnings::float8 AS warnings,
  profiles::float8 AS profiles, marked::float8 AS marked,
  marked_to AS "markedTo", rebuilt::float8 AS rebuilt, rebuilt_to AS "rebuiltTo", marked_at AS "markedAt"`;

const areKept = "status IN ('open', 'scoring', 'done')";

/** Opens an import; one with the same key that was not taken back is returned as it is. */
export async function openEventImport(
  database: Queryable,
  given: { label: string; key: string | null; openedBy: string; openedAt: Date; alertSinceMs: number | null },
): Promise<{ found: EventImport; isNew: boolean }> {
  const { label, key, openedBy, openedAt, alertSinceMs } = given;
  const inserted = await database.query<EventImport>(
    `INSERT INTO event_imports (label, key, opened_by, opened_at, changed_at, alert_since_ms) VALUES ($1, $2, $3, $4, $4, $5)
     ON CONFLICT (key) WHERE ${areKept} DO NOTHING RETURNING ${columns}`,
    [label, key, openedBy, openedAt, alertSinceMs],
  );
  if (inserted.rows[0] !== undefined) return { found: inserted.rows[0], isNew: true };
  const { rows } = await database.query<EventImport>(
    `SELECT ${columns} FROM event_imports WHERE key = $1 AND ${areKept}`,
    [key],
  );
  // It was taken back between the two statements: then this one is new.
  return rows[0] === undefined ? openEventImport(database, given) : { found: rows[0], isNew: false };
}

export async function findEventImport(database: Queryable, id: number): Promise<EventImport | null> {
  const { rows } = await database.query<EventImport>(`SELECT ${columns} FROM event_imports WHERE id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** The imports before an id, the latest first. */
export async function eventImportsBefore(
  database: Queryable,
  before: number | null,
  countMax: number,
): Promise<EventImport[]> {
  const { rows } = await database.query<EventImport>(
    `SELECT ${columns} FROM event_imports WHERE $1::integer IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
    [before, countMax],
  );
  return rows;
}

/** The oldest import that is to be scored or taken back; null where there is none. */
export async function nextEventImport(database: Queryable): Promise<EventImport | null> {
  const { rows } = await database.query<EventImport>(
    `SELECT ${columns} FROM event_imports WHERE status IN ('scoring', 'undoing') ORDER BY id LIMIT 1`,
  );
  return rows[0] ?? null;
}

/** Changes the status where it is one of those given; returns whether it was. Marks begin again. */
export async function turnEventImport(
  database: Queryable,
  id: number,
  from: readonly EventImportStatus[],
  to: EventImportStatus,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `UPDATE event_imports SET status = $3, is_visible = is_visible AND $3 <> 'undoing', changed_at = now(),
       marked = 0, marked_to = '', rebuilt = 0, rebuilt_to = '', marked_at = NULL
     WHERE id = $1 AND status = ANY($2)`,
    [id, from, to],
  );
  return rowCount === 1;
}

/** Lets readers of the history see its rows; its profiles are counted. */
export async function showEventImport(database: Queryable, id: number): Promise<void> {
  await database.query(
    `UPDATE event_imports SET is_visible = true, was_visible = true,
       profiles = (SELECT count(*) FROM event_import_profiles WHERE import = $1)
     WHERE id = $1 AND status = 'scoring'`,
    [id],
  );
}

/** Writes how far it is, unless its status has changed. */
export async function moveEventImport(
  database: Queryable,
  { id, status, ...before }: EventImport,
  to: Partial<Progress>,
): Promise<void> {
  const { marked, markedTo, rebuilt, rebuiltTo, markedAt } = { ...before, ...to };
  await database.query(
    `UPDATE event_imports SET marked = $3, marked_to = $4, rebuilt = $5, rebuilt_to = $6, marked_at = $7 WHERE id = $1 AND status = $2`,
    [id, status, marked, markedTo, rebuilt, rebuiltTo, markedAt],
  );
}

/** Ends one that is scored, or taken back. What was kept to take it back goes with the latter. */
export async function endEventImport(database: Queryable, { id, status }: EventImport): Promise<void> {
  const to: EventImportStatus = status === 'scoring' ? 'done' : 'undone';
  await database.query(
    'UPDATE event_imports SET status = $3, changed_at = now() WHERE id = $1 AND status = $2',
    [...[id, status], to],
  );
  if (to === 'undone') await dropDetails(database, [id]);
}

async function dropDetails(database: Queryable, ids: readonly number[]): Promise<void> {
  for (const table of ['profiles', 'links', 'parts', 'days'])
    await database.query(`DELETE FROM event_import_${table} WHERE import = ANY($1)`, [ids]);
}

/**
 * Takes back what nobody has sent a part of since a time, and forgets how to take back what ended before another. Returns whether anything
 * was found.
 */
export async function sweepEventImports(
  database: Queryable,
  { idleSince, endedBefore }: { idleSince: Date; endedBefore: Date },
): Promise<void> {
  await database.query(
    `UPDATE event_imports SET status = 'undoing', changed_at = now() WHERE status = 'open' AND changed_at < $1`,
    [idleSince],
  );
  const { rows } = await database.query<{ id: number }>(
    `SELECT id FROM event_imports WHERE status = 'done' AND changed_at < $1
       AND EXISTS (SELECT FROM event_import_profiles WHERE import = id)`,
    [endedBefore],
  );
  if (rows.length > 0)
    await dropDetails(
      database,
      rows.map(({ id }) => id),
    );
}

/** Which piece says that all of a part was read. */
const wholePart = -1;

/** All of a part was read and written. */
export async function endEventImportPart(database: Queryable, id: number, part: number): Promise<void> {
  await database.query(
    `INSERT INTO event_import_parts (import, part, piece, counts) VALUES ($1, $2, $3, '{}') ON CONFLICT DO NOTHING`,
    [id, part, wholePart],
  );
}

/** The parts that are written as a whole. */
export async function eventImportParts(database: Queryable, id: number): Promise<number[]> {
  const { rows } = await database.query<{ part: number }>(
    'SELECT part FROM event_import_parts WHERE import = $1 AND piece = $2 ORDER BY part',
    [id, wholePart],
  );
  return rows.map(({ part }) => part);
}

/** What is said of a line: why it was refused, or how it was taken. */
export interface ListedLine {
  file: string;
  line: number;
  code: string;
  message: string;
}

type LinesOf = (database: Queryable, id: number, countMax: number) => Promise<ListedLine[]>;

const linesIn =
  (table: string): LinesOf =>
  async (database, id, countMax) => {
    const { rows } = await database.query<ListedLine>(
      `SELECT file, line::float8 AS line, code, message FROM ${table} WHERE import = $1 ORDER BY part, line, code LIMIT $2`,
      [id, countMax],
    );
    return rows;
  };

/** Refused lines in the order of the files. */
export const eventImportFaults = linesIn('event_import_faults');
/** Warnings of accepted lines in the order of the files. */
export const eventImportWarnings = linesIn('event_import_warnings');

/** Links of an import in the order of its files, a page after a position. */
export async function eventImportLinks(
  database: Queryable,
  id: number,
  after: { part: number; piece: number; position: number; child: string },
  countMax: number,
): Promise<{ links: IdentityLink[]; next: typeof after | null }> {
  const { rows } = await database.query<typeof after & { record: string }>(
    `SELECT part, piece, position, child, record FROM event_import_links
     WHERE import = $1 AND (part, piece, position, child) > ($2, $3, $4, $5) ORDER BY part, piece, position, child LIMIT $6`,
    [id, after.part, after.piece, after.position, after.child, countMax],
  );
  const { record: _, ...next } = rows.at(-1) ?? { record: '', ...after };
  return { links: rows.map(({ record }) => JSON.parse(record)), next: rows.length < countMax ? null : next };
}

/** The next profiles of an import after one, with the time of their latest event in it, ms. */
export async function eventImportProfiles(
  database: Queryable,
  id: number,
  after: string,
  countMax: number,
): Promise<{ profile: string; latestMs: number }[]> {
  const { rows } = await database.query<{ profile: string; latestMs: number }>(
    `SELECT profile, latest_ms::float8 AS "latestMs" FROM event_import_profiles
     WHERE import = $1 AND profile > $2 ORDER BY profile LIMIT $3`,
    [id, after, countMax],
  );
  return rows;
}

/** Whether imports that are being scored or taken back have events of some profiles: their scores are about to change. */
export async function areBeingImported(database: Queryable, profiles: readonly string[]): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>(
    `SELECT EXISTS (
       SELECT FROM event_import_profiles JOIN event_imports ON id = import
       WHERE profile = ANY($1) AND status IN ('scoring', 'undoing')
     ) AS found`,
    [profiles],
  );
  return rows[0]?.found ?? false;
}

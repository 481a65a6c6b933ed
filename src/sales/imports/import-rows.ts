/** Imports as rows: made, read, leased and moved on. A step counts only under the lease that began it. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { advisoryLocks, type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type {
  ImportDates,
  ImportDecimal,
  ImportDelimiter,
  ImportEncoding,
  ImportKind,
  ImportStatus,
  ImportView,
} from '../../contract/api/api.ts';
import { changeLeased, releaseLease, stepLeased } from '../store/store.ts';
import { columnNames } from './columns.core.ts';
import type { Mapping } from './mapping.core.ts';
import type { Problem } from './rejected.core.ts';

/** How a file is read, once everything that was not stated is found. */
export interface ReadOptions {
  rows: 'all' | 'good';
  encoding: ImportEncoding;
  delimiter: ImportDelimiter;
  decimal: ImportDecimal;
  /** Absent in imports of before. */
  isDecimalFound?: boolean;
  dates: ImportDates;
  empty: 'keep' | 'clear';
  hasHeader: boolean;
  pipeline: string | null;
  headers: string[];
  mapping: Mapping;
  /** Columns for the fields of the pipelines, as `field:budget`; absent of imports from before there were such. */
  fieldColumns?: string[];
}

/** What was sent, and how it is read. */
export interface SentFile {
  kind: ImportKind;
  options: ReadOptions;
  /** What people stated. */
  corrections: Partial<Omit<ReadOptions, 'headers'>>;
  is_dry_run: boolean;
  file_name: string | null;
  /** Its pieces; null once they are no longer kept. */
  upload: string | null;
  bytes: string;
}

/** How far the step under way is, and what became of the rows. */
export interface RowCounts {
  done_rows: number;
  /** Null until all were read once. */
  all_rows: number | null;
  new_rows: number;
  changed_rows: number;
  same_rows: number;
  bad_rows: number;
}

/** How an import is taken back: what it ends as, and the last change that is back. */
export interface UndoProgress {
  kept_values: number;
  undone_as: 'undone' | 'cancelled' | 'failed' | null;
  undone_to: string | null;
}

export interface ImportRow extends SentFile, RowCounts, UndoProgress {
  id: string;
  status: ImportStatus;
  created_by: string;
  is_admin: boolean;
  created_at: Date;
  ended_at: Date | null;
  error: string | null;
  lease: string | null;
  /** The first bad rows; absent where they were not asked for. */
  bad_shown?: { line: number; problems: Problem[] }[];
}

/** The columns of an import as it is shown: with its first bad rows. */
export const shownColumns = `imports.*, (
  SELECT coalesce(jsonb_agg(jsonb_build_object('line', line, 'problems', problems) ORDER BY line), '[]')
  FROM (SELECT line, problems FROM import_rejects WHERE import_id = imports.id ORDER BY line LIMIT ${limits.importBadRowsShownMax}) AS first
) AS bad_shown`;

/** Statuses in which something is still to be done. */
export const openStatuses = ['waiting', 'checking', 'applying', 'undoing'] as const;

/** Returns an import, locked where it is to be changed; null when there is none. */
export async function findImport(
  database: Queryable,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<ImportRow | null> {
  const { rows } = await database.query<ImportRow>(
    `SELECT ${lock === '' ? shownColumns : '*'} FROM imports WHERE id = $1 ${lock}`,
    [id],
  );
  return rows[0] ?? null;
}

/** Makes an import of a file that has arrived. */
export async function insertImport(
  connection: Queryable,
  given: Omit<SentFile, 'bytes'> & Pick<ImportRow, 'created_by' | 'is_admin'> & { bytes: number },
  nowMs: number,
): Promise<string> {
  const id = `im_${randomUUID()}`;
  await connection.query(
    `INSERT INTO imports (id, kind, status, is_dry_run, options, corrections, file_name, upload, bytes, created_by, is_admin, created_at, updated_at)
     VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      ...[id, given.kind, given.is_dry_run, JSON.stringify(given.options), JSON.stringify(given.corrections)],
      ...[given.file_name, given.upload, given.bytes, given.created_by, given.is_admin, new Date(nowMs)],
    ],
  );
  return id;
}

const isOpen = `status IN (${openStatuses.map((status) => `'${status}'`).join(', ')})`;
const isWorkedOn = `${isOpen} AND leased_until > clock_timestamp()`;

/** SQL that is true while an import is open and none is worked on. */
export const importsWait = `EXISTS (SELECT FROM imports WHERE ${isOpen}) AND NOT EXISTS (SELECT FROM imports WHERE ${isWorkedOn})`;

/**
 * Leases the oldest open import while no other is worked on: a file of companies is in before that of their people. Processes ask one after
 * the other. Else two of them see that nothing is leased, and the second takes the next import.
 */
export function leaseImport(pool: pg.Pool, lease: string): Promise<ImportRow | null> {
  return transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.imports]);
    const { rows } = await connection.query<ImportRow>(
      `UPDATE imports SET lease = $1, leased_until = clock_timestamp() + $2 * interval '1 ms' WHERE id = (
         SELECT id FROM imports WHERE ${isOpen} AND NOT EXISTS (SELECT FROM imports WHERE ${isWorkedOn})
         ORDER BY created_at, id LIMIT 1 FOR UPDATE) RETURNING *`,
      [lease, limits.importLeaseMs],
    );
    return rows[0] ?? null;
  });
}

/** What a step changes; undefined leaves a column. */
export type ImportStep = Partial<
  Pick<ImportRow, 'status' | 'error' | 'ended_at'> &
    Pick<SentFile, 'upload' | 'options' | 'corrections' | 'is_dry_run'> &
    RowCounts &
    UndoProgress
>;

const leased = { table: 'imports', leaseMs: limits.importLeaseMs } as const;

/** Moves an import on under its lease, which begins again. Throws `LostLease`. */
export function stepImport(
  connection: Queryable,
  row: Pick<ImportRow, 'id' | 'lease' | 'status'>,
  step: ImportStep,
  nowMs: number,
): Promise<ImportRow> {
  return stepLeased<ImportRow>(connection, leased, row, { ...step }, nowMs);
}

/** Changes an import that is locked, and ends any lease: who works on it stops at the next step. */
export function changeImportRow(
  connection: Queryable,
  id: string,
  step: ImportStep,
  nowMs: number,
): Promise<void> {
  return changeLeased(connection, leased, id, { ...step }, nowMs);
}

/** Lets other processes go on with it. */
export const releaseImport = (database: Queryable, row: Pick<ImportRow, 'id' | 'lease'>): Promise<void> =>
  releaseLease(database, leased, row);

/** Until when an import can be undone, ms. */
export const undoUntilMs = ({ ended_at: endedAt }: Pick<ImportRow, 'ended_at'>): number =>
  (endedAt?.getTime() ?? 0) + limits.importUndoMs;

export function importView(row: ImportRow, nowMs: number): ImportView {
  const { options, status } = row;
  const isUndoable = status === 'done' && undoUntilMs(row) > nowMs && row.new_rows + row.changed_rows > 0;
  return {
    id: row.id,
    kind: row.kind,
    status,
    dryRun: row.is_dry_run,
    rows: options.rows,
    file: row.file_name,
    bytes: Number(row.bytes),
    encoding: options.encoding,
    delimiter: options.delimiter,
    decimal: options.decimal,
    dates: options.dates,
    empty: options.empty,
    header: options.hasHeader,
    pipeline: options.pipeline,
    columns: options.headers,
    mapping: options.mapping,
    mayHave: [...columnNames(row.kind), ...(options.fieldColumns ?? [])],
    progress: { done: row.done_rows, of: row.all_rows },
    counts: countsIn(row),
    badRows: (row.bad_shown ?? []).flatMap(({ line, problems }) =>
      problems.map(({ column, value, reason }) => ({ line, column, value, reason })),
    ),
    error: row.error,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    undoUntil: isUndoable ? new Date(undoUntilMs(row)).toISOString() : null,
  };
}

function countsIn(row: RowCounts & UndoProgress): ImportView['counts'] {
  const { new_rows, changed_rows, same_rows, bad_rows, kept_values } = row;
  return {
    rows: new_rows + changed_rows + same_rows + bad_rows,
    ...{ new: new_rows, changed: changed_rows, unchanged: same_rows, bad: bad_rows, kept: kept_values },
  };
}

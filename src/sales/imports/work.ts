/**
 * Works on imports: checks a file, applies it, takes it back.
 *
 * *Waiting* imports are checked from the beginning. A check reads every row, counts, and writes the bad ones; it changes no record.
 * A dry run ends there as *checked*. Otherwise the rows are *applied* in batches: each is one transaction, with the number of rows that
 * are done. A process that is killed loses the batch under way and nothing else: another one skips the rows that are done. *Undoing* goes
 * through what was written, the latest first, likewise in batches. Each step holds the lease; a cancelled import has none.
 */
import { randomUUID } from 'node:crypto';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { actingAs, holdContact, LostLease, lastingRefusal } from '../store/store.ts';
import type { Decision, Written } from './decision.core.ts';
import { dropFile } from './file-pieces.ts';
import { type FileRow, rowsOf } from './file-rows.ts';
import {
  type ImportRow,
  leaseImport,
  type RowCounts,
  releaseImport,
  type SentFile,
  stepImport,
} from './import-rows.ts';
import { type BatchContext, deciderOf } from './known-rows.ts';
import type { Problem } from './rejected.core.ts';
import { dropRejects, writeRejects } from './rejects.ts';
import { SeenKeys } from './seen-keys.core.ts';
import { undoStep } from './undo.ts';
import { type ImportStore, writeDecided } from './written-rows.ts';

/** More than the records that another writer can make at the same time as one batch. */
const clashTriesMax = 5;
const uniqueViolation = '23505';

/** Works on the oldest open import until it has ended. Returns whether there was one. */
export async function workOnImport(store: ImportStore, signal: AbortSignal): Promise<boolean> {
  const leased = await leaseImport(store.pool, randomUUID());
  if (leased === null) return false;
  let row = leased;
  try {
    while (row.lease !== null && isOpen(row)) {
      signal.throwIfAborted();
      row = await stageOf(store, row, signal);
    }
  } catch (error) {
    if (!(error instanceof LostLease)) throw error;
  } finally {
    await releaseImport(store.pool, row);
  }
  return true;
}

const isOpen = ({ status }: ImportRow) => ['waiting', 'checking', 'applying', 'undoing'].includes(status);

async function stageOf(store: ImportStore, row: ImportRow, signal: AbortSignal): Promise<ImportRow> {
  if (row.status === 'undoing') return undoStep(store, row);
  const { pool, now } = store;
  const step = (change: Parameters<typeof stepImport>[2]) => stepImport(pool, row, change, now());
  if (row.status === 'waiting') return step({ status: 'checking', error: null });
  try {
    return row.status === 'checking' ? await check(store, row, signal) : await apply(store, row, signal);
  } catch (error) {
    const reason = lastingRefusal(error);
    if (reason === null || signal.aborted) throw error;
    // The file itself cannot be read on. What was applied of it is taken back.
    if (row.status === 'checking')
      return step({ status: 'failed', error: reason, ended_at: new Date(now()) });
    return step({ status: 'undoing', undone_as: 'failed', error: reason, done_rows: 0 });
  }
}

const nothingYet = { done_rows: 0, new_rows: 0, changed_rows: 0, same_rows: 0, bad_rows: 0 };
type Counts = typeof nothingYet;

async function check(store: ImportStore, given: ImportRow, signal: AbortSignal): Promise<ImportRow> {
  const { pool, now } = store;
  let row = await stepImport(pool, given, { ...nothingYet, all_rows: null }, now());
  await dropRejects(pool, row.id);
  // Former batches are not stored yet.
  const acceptedAbove = new SeenKeys();
  for await (const batch of rowsOf(pool, fileIn(row))) {
    signal.throwIfAborted();
    row = await actingAs(pool, { name: row.created_by }, now(), async (connection) => {
      const context = contextOf(store, row, connection, { nowMs: now(), lock: '', acceptedAbove });
      const { counts, bad } = await decidedBatch(context, row, batch);
      await writeRejects(connection, row.id, bad);
      return stepImport(connection, row, added(row, counts), now());
    });
    requireFewBad(row);
  }
  const end = { all_rows: row.done_rows };
  const refused = refusalOf(row);
  if (row.is_dry_run) return stepImport(pool, row, { ...end, status: 'checked', error: refused }, now());
  if (refused !== null)
    return stepImport(
      pool,
      row,
      { ...end, status: 'failed', error: refused, ended_at: new Date(now()) },
      now(),
    );
  return stepImport(pool, row, { ...end, ...nothingYet, status: 'applying' }, now());
}

/** Why a file that was checked is not imported; null where it can be. */
function refusalOf({ options, bad_rows: bad, done_rows: all }: SentFile & RowCounts): string | null {
  if (all === 0) return 'the file has a header and no rows';
  if (bad === 0 || (options.rows === 'good' && bad < all)) return null;
  const good = options.rows === 'good' ? '' : ', or import the good rows alone with "rows": "good"';
  return `${bad} of ${all} rows are bad: nothing is imported. GET /imports/{id}/rejected has them with their reasons; correct them and send the file again${good}.`;
}

function requireFewBad({ bad_rows: bad }: RowCounts): void {
  if (bad > limits.importRejectedRowsMax)
    throw new ApiError(
      'invalid_request',
      `over ${limits.importRejectedRowsMax} rows are bad: look at the first of them, and at "mapping", "dates" and "decimal"`,
    );
}

async function apply(store: ImportStore, given: ImportRow, signal: AbortSignal): Promise<ImportRow> {
  const { pool, now } = store;
  let row = given;
  let skipped = 0;
  for await (const whole of rowsOf(pool, fileIn(row))) {
    signal.throwIfAborted();
    const batch = whole.slice(Math.max(0, given.done_rows - skipped));
    skipped += whole.length - batch.length;
    if (batch.length > 0) row = await applyBatch(store, row, batch);
  }
  const upload = row.upload ?? '';
  row = await stepImport(pool, row, { status: 'done', upload: null, ended_at: new Date(now()) }, now());
  await dropFile(pool, upload);
  return row;
}

/** One transaction. A record that another writer made meanwhile is met as a known one in the next try. */
async function applyBatch(store: ImportStore, row: ImportRow, batch: readonly FileRow[]): Promise<ImportRow> {
  const { pool, flows, routing, now } = store;
  for (let tries = 1; ; tries++)
    try {
      const nowMs = now();
      return await actingAs(pool, { name: row.created_by }, nowMs, async (connection) => {
        if (await mayMark(connection, row, batch)) await holdContact(connection);
        const context = contextOf(store, row, connection, {
          ...{ nowMs, lock: 'FOR NO KEY UPDATE', acceptedAbove: new SeenKeys() },
        });
        const { counts, bad, written } = await decidedBatch(context, row, batch);
        if (bad.length > 0 && row.options.rows === 'all') throw refusedSince(bad);
        await writeDecided({ database: connection, flows, routing, nowMs }, row.id, written);
        await writeRejects(connection, row.id, bad);
        return stepImport(connection, row, added(row, counts), nowMs);
      });
    } catch (error) {
      if (sqlStateOf(error) !== uniqueViolation || tries === clashTriesMax) throw error;
    }
}

function contextOf(
  { flows }: ImportStore,
  { is_admin: isAdmin, options }: ImportRow,
  connection: Queryable,
  given: Pick<BatchContext, 'nowMs' | 'lock' | 'acceptedAbove'>,
): BatchContext {
  return { connection, flows, isAdmin, cells: options, ...given };
}

/** A row that was good when it was checked. */
function refusedSince(bad: readonly BadRow[]): ApiError {
  const [first] = bad;
  const { column, reason } = first?.problems[0] ?? { column: null, reason: '' };
  const words = column === null ? reason : `"${column}": ${reason}`;
  return new ApiError(
    'conflict',
    `line ${first?.line}: ${words}. It was good when the file was checked; all rows were taken back.`,
  );
}

/** Whether a batch may mark somebody: the lock of marks is taken before any row. Joining a marked company marks too. */
async function mayMark(
  connection: Queryable,
  { kind }: SentFile,
  batch: readonly FileRow[],
): Promise<boolean> {
  if (kind === 'do-not-contact' || batch.some(({ values }) => values['doNotContact'] === true)) return true;
  const texts = batch.flatMap(({ values }) => {
    const { company, name, domain, email } = values;
    return [company, kind === 'companies' ? name : null, domain, String(email ?? '').replace(/^.*@/, '')];
  });
  const { rows } = await connection.query<{ isMarked: boolean }>(
    `SELECT EXISTS (SELECT FROM companies WHERE do_not_contact AND (name = ANY($1) OR domain = ANY($1))) AS "isMarked"`,
    [texts.filter((text) => typeof text === 'string' && text !== '')],
  );
  return rows[0]?.isMarked === true;
}

interface BadRow {
  line: number;
  cells: readonly string[];
  problems: readonly Problem[];
}

async function decidedBatch(
  context: BatchContext,
  { kind, options }: SentFile,
  batch: readonly FileRow[],
): Promise<{ counts: Counts; bad: BadRow[]; written: Written[] }> {
  const fit = batch.filter(({ problems, isRepeated }) => problems.length === 0 && !isRepeated);
  const decide = await deciderOf(context, kind, fit);
  const counts: Counts = { ...nothingYet, done_rows: batch.length };
  const bad: BadRow[] = [];
  const written: Written[] = [];
  const headerOf = new Map(Object.entries(options.mapping).map(([header, column]) => [column, header]));
  for (const row of batch) {
    const { line, cells, problems, isRepeated } = row;
    const decision: Decision =
      problems.length > 0
        ? { problems }
        : isRepeated
          ? { written: [], outcome: 'unchanged' }
          : withHeaders(decide(row), headerOf);
    if ('problems' in decision) {
      counts.bad_rows++;
      bad.push({ line, cells, problems: decision.problems });
      continue;
    }
    counts[
      { new: 'new_rows', changed: 'changed_rows', unchanged: 'same_rows' }[decision.outcome] as keyof Counts
    ]++;
    written.push(...decision.written);
  }
  return { counts, bad, written };
}

/** Problems by the names of the file's own columns. */
function withHeaders(decision: Decision, headerOf: ReadonlyMap<string | null, string>): Decision {
  if (!('problems' in decision)) return decision;
  return {
    problems: decision.problems.map((problem) => ({
      ...problem,
      column: problem.column === null ? null : (headerOf.get(problem.column) ?? problem.column),
    })),
  };
}

function added(row: RowCounts, counts: Counts): Counts {
  const sums = Object.keys(counts).map((name) => [
    name,
    row[name as keyof Counts] + counts[name as keyof Counts],
  ]);
  return Object.fromEntries(sums) as Counts;
}

/** A file is there for as long as its import is open. */
function fileIn({ kind, upload, options }: SentFile) {
  return { kind, upload: upload ?? '', options };
}

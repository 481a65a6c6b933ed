/** The sweep of retention: deletes rows past their time in small batches, each a transaction of its own. */
import type pg from 'pg';
import { advisoryLocks, type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { dropOldMergeRows } from '../merging/merging.ts';
import { endForgotten, eraseRows, heardOfForgotten, personalIdsOf } from '../privacy/privacy.ts';
import { holdContact } from '../store/store.ts';
import {
  idlePeople,
  type RetentionClass,
  type RetentionDays,
  retentionClasses,
  stepOf,
  walkedRows,
} from './classes.core.ts';

export interface Sweep {
  days: RetentionDays;
  /** ms since the epoch. */
  nowMs: number;
  /** Ends the sweep after the batch under way. */
  signal: AbortSignal;
  /** Hears of each batch that has deleted rows. */
  onDeleted(what: RetentionClass, rows: number): void;
}

/** One step of a walk. */
interface Step {
  deleted: number;
  rows: number;
  /** Whether the page has rows past their time. */
  hasOld: boolean;
  /** The key of its last row; null for an empty page. */
  last: string[] | null;
}

/** Drops what undos need no more. Then walks each class that has an end, from its oldest row to the first page without old ones. */
export async function sweep(pool: pg.Pool, { days, nowMs, signal, onDeleted }: Sweep): Promise<void> {
  await dropOldMergeRows(pool, nowMs);
  for (const what of retentionClasses) {
    if (days[what] === 0) continue;
    const bound = new Date(nowMs - days[what] * limits.dayMs);
    let before: string[] | null = firstOf(what);
    while (before !== null && !signal.aborted) {
      const step: Step | null = await batch(pool, what, before, bound, nowMs);
      // Another process sweeps.
      if (step === null) return;
      if (step.deleted > 0) onDeleted(what, step.deleted);
      before = step.hasOld ? step.last : null;
    }
  }
}

function firstOf(what: RetentionClass): string[] {
  return what === 'people' ? ['-infinity', ''] : walkedRows[what].key.map(({ first }) => first);
}

/** Returns null where another process holds the sweep. */
function batch(
  pool: pg.Pool,
  what: RetentionClass,
  before: string[],
  bound: Date,
  nowMs: number,
): Promise<Step | null> {
  return transaction(pool, async (connection) => {
    // People first: an erasure takes this lock before all others.
    if (what === 'people') await holdContact(connection);
    const { rows } = await connection.query<{ isOurs: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS "isOurs"',
      [advisoryLocks.retention],
    );
    if (rows[0]?.isOurs !== true) return null;
    if (what === 'people') return forgetPeople(connection, before, bound, nowMs);
    if (what === 'timeline' || what === 'acts')
      await connection.query(`SELECT set_config('scoville.retention', 'yes', true)`);
    const walked = await connection.query<Step>(stepOf(walkedRows[what]), [
      before,
      bound,
      limits.retentionBatchRowsMax,
    ]);
    return walked.rows[0] as Step;
  });
}

/** Erases the idle people of a page, with all that sales has of them. Their profiles and history have settings of their own. */
async function forgetPeople(
  connection: Queryable,
  before: string[],
  bound: Date,
  nowMs: number,
): Promise<Step> {
  const { rows } = await connection.query<{ id: string; at: string; isIdle: boolean }>(
    `SELECT id, created_at::text AS at, ${idlePeople} AS "isIdle" FROM people
     WHERE (created_at, id) > ($1::timestamptz, $2) AND created_at < $3 ORDER BY created_at, id LIMIT $4 FOR UPDATE`,
    [...before, bound, limits.retentionPeopleMax],
  );
  const last = rows.at(-1);
  const idle = rows.filter(({ isIdle }) => isIdle).map(({ id }) => id);
  if (idle.length > 0) {
    const ids = await personalIdsOf(connection, { people: idle, profiles: [] });
    const heard = await heardOfForgotten(connection, ids);
    await eraseRows(connection, ids, nowMs);
    // Their profiles stay: what sales knew is taken back from them.
    await endForgotten(connection, heard, nowMs);
  }
  return {
    deleted: idle.length,
    rows: rows.length,
    hasOld: last !== undefined,
    last: last === undefined ? null : [last.at, last.id],
  };
}

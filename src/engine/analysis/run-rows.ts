/** Rows of long runs: begun, watched and called off from any process; of each programme the latest are kept. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { BacktestProgress } from '../../contract/api/api.ts';

/** How a run ended. */
export interface RunEnd<Result> {
  status: 'done' | 'cancelled' | 'failed';
  result?: Result;
  error?: string;
}

const time = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${name}"`;
/** One whose process was silent for so long has ended with it. */
const isLost = `(status = 'running' AND alive_at < now() - $1 * interval '1 ms')`;

/** The columns that all runs show; the first parameter is `limits.backtestSilentMsMax`. */
export const runColumns = `id, programme, author, ${time('started_at', 'startedAt')},
  ${time('since', 'since')}, ${time('until', 'until')},
  CASE WHEN ${isLost} THEN 'failed' ELSE status END AS status,
  jsonb_build_object('eventsRead', events_read, 'eventsTotal', events_total) AS progress,
  CASE WHEN ${isLost} THEN 'its process ended; start it again' ELSE error END AS error`;

export class RunRows {
  readonly #pool: pg.Pool;
  readonly #table: 'backtests' | 'suggestions';

  constructor(pool: pg.Pool, table: 'backtests' | 'suggestions') {
    this.#pool = pool;
    this.#table = table;
  }

  /** Deletes all of a programme but the latest. */
  async keepLatest(programme: string, kept: number): Promise<void> {
    await this.#pool.query(
      `DELETE FROM ${this.#table} WHERE programme = $1 AND id NOT IN
         (SELECT id FROM ${this.#table} WHERE programme = $1 ORDER BY started_at DESC, id LIMIT $2)`,
      [programme, kept],
    );
  }

  /** Says how far it is; returns whether somebody called it off, on whichever process. */
  async move(id: string, { eventsRead, eventsTotal }: BacktestProgress): Promise<'running' | 'cancelled'> {
    const { rows } = await this.#pool.query<{ status: string }>(
      `UPDATE ${this.#table} SET events_read = $2, events_total = $3, alive_at = now() WHERE id = $1 RETURNING status`,
      [id, eventsRead, eventsTotal],
    );
    return rows[0]?.status === 'cancelled' ? 'cancelled' : 'running';
  }

  /** Ends one; returns whether it had not ended before. */
  async end(connection: Queryable, id: string, { status, result, error }: RunEnd<object>): Promise<boolean> {
    const { rowCount } = await connection.query(
      `UPDATE ${this.#table} SET status = $2, result = $3, error = $4, alive_at = now(),
         events_read = CASE WHEN $2 = 'done' THEN events_total ELSE events_read END
       WHERE id = $1 AND status = 'running'`,
      [id, status, result === undefined ? null : JSON.stringify(result), error ?? null],
    );
    return rowCount === 1;
  }

  /** Deletes those that were started before a time, ms; returns how many. */
  async dropBefore(ms: number): Promise<number> {
    const { rowCount } = await this.#pool.query(`DELETE FROM ${this.#table} WHERE started_at < $1`, [
      new Date(ms),
    ]);
    return rowCount ?? 0;
  }

  /** Shown rows with more columns, the latest first; of one programme, or of all. */
  async list<Row extends object>(columns: string, programme: string | null, most: number): Promise<Row[]> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT ${runColumns}, ${columns} FROM ${this.#table} WHERE $2::text IS NULL OR programme = $2
       ORDER BY started_at DESC, id LIMIT $3`,
      [limits.backtestSilentMsMax, programme, most],
    );
    return rows;
  }

  /** One shown row with more columns; null where there is none. */
  async find<Row extends object>(columns: string, id: string): Promise<Row | null> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT ${runColumns}, ${columns} FROM ${this.#table} WHERE id = $2`,
      [limits.backtestSilentMsMax, id],
    );
    return rows[0] ?? null;
  }
}

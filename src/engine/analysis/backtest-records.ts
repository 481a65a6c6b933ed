/**
 * Backtests as rows: begun, watched and called off from any process, their results kept as a history.
 *
 * The profiles that one moves are rows of their own: see `backtest-moves.ts`.
 */
import type pg from 'pg';
import { type MigrationFolder, migrate, type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { BacktestProgress, BacktestRunView, BacktestSummary } from '../../contract/api/api.ts';
import type { FoundResult } from './backtest.core.ts';
import { eraseMoves, exportMoves, keepMoves, movesOf } from './backtest-moves.ts';

/** What is known of a backtest as it begins; times in ms since the epoch. */
export interface BacktestStart {
  id: string;
  programme: string;
  draft: string;
  active: string | null;
  author: string;
  startedAtMs: number;
  sinceMs: number;
  untilMs: number;
}

/** A backtest as it is kept: its moves have no addresses. */
export type KeptBacktest = Omit<BacktestRunView, 'result'> & { result: FoundResult | null };

type Row = BacktestSummary & { result: Omit<FoundResult, 'moves'> | null };

/** The tables of the room. */
export const analysisMigrations: MigrationFolder = {
  room: 'analysis',
  directory: new URL('./migrations/', import.meta.url),
};

const time = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${name}"`;
/** One whose process was silent for so long has ended with it. */
const isLost = `(status = 'running' AND alive_at < now() - $1 * interval '1 ms')`;
const summary = `id, programme, draft, active, author, ${time('started_at', 'startedAt')},
  ${time('since', 'since')}, ${time('until', 'until')},
  CASE WHEN ${isLost} THEN 'failed' ELSE status END AS status,
  jsonb_build_object('eventsRead', events_read, 'eventsTotal', events_total) AS progress,
  CASE WHEN ${isLost} THEN 'its process ended; start it again' ELSE error END AS error,
  (result #>> '{before,leads}')::float8 AS "leadsBefore", (result #>> '{after,leads}')::float8 AS "leadsAfter"`;

export class BacktestRecords {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Opens them and brings their table up to date. */
  static async open(pool: pg.Pool): Promise<BacktestRecords> {
    await migrate(pool, analysisMigrations);
    return new BacktestRecords(pool);
  }

  /** Writes one that begins. Of each programme the latest are kept. */
  async begin(start: BacktestStart): Promise<void> {
    const { id, programme, draft, active, author } = start;
    const times = [start.startedAtMs, start.sinceMs, start.untilMs].map((ms) => new Date(ms));
    await this.#pool.query(
      `INSERT INTO backtests (id, programme, draft, active, author, started_at, since, until, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running')`,
      [id, programme, draft, active, author, ...times],
    );
    await this.#pool.query(
      `DELETE FROM backtests WHERE programme = $1 AND id NOT IN
         (SELECT id FROM backtests WHERE programme = $1 ORDER BY started_at DESC, id LIMIT $2)`,
      [programme, limits.backtestsKept],
    );
  }

  /** Says how far it is; returns whether somebody called it off, on whichever process. */
  async move(id: string, { eventsRead, eventsTotal }: BacktestProgress): Promise<'running' | 'cancelled'> {
    const { rows } = await this.#pool.query<{ status: string }>(
      `UPDATE backtests SET events_read = $2, events_total = $3, alive_at = now() WHERE id = $1 RETURNING status`,
      [id, eventsRead, eventsTotal],
    );
    return rows[0]?.status === 'cancelled' ? 'cancelled' : 'running';
  }

  /** Ends one, unless it has ended. Its moves are kept without profiles that were erased. */
  async end(
    id: string,
    ended: { status: 'done' | 'cancelled' | 'failed'; result?: FoundResult; error?: string },
  ): Promise<void> {
    const { status, result, error } = ended;
    const { moves = [], ...sums } = result ?? {};
    await transaction(this.#pool, async (connection) => {
      const { rowCount } = await connection.query(
        `UPDATE backtests SET status = $2, result = $3, error = $4, alive_at = now(),
         events_read = CASE WHEN $2 = 'done' THEN events_total ELSE events_read END
       WHERE id = $1 AND status = 'running'`,
        [id, status, result === undefined ? null : JSON.stringify(sums), error ?? null],
      );
      if (rowCount === 1 && moves.length > 0) await keepMoves(connection, id, moves);
    });
  }

  async find(id: string): Promise<KeptBacktest | null> {
    const { rows } = await this.#pool.query<Row>(`SELECT ${summary}, result FROM backtests WHERE id = $2`, [
      limits.backtestSilentMsMax,
      id,
    ]);
    const [row] = rows;
    if (row === undefined) return null;
    const { leadsBefore: _before, leadsAfter: _after, result, ...view } = row;
    return { ...view, result: result && { ...result, moves: await movesOf(this.#pool, id) } };
  }

  /** Those of a programme, or of all; the latest first, without their results. */
  async list(programme: string | null): Promise<BacktestSummary[]> {
    const { rows } = await this.#pool.query<BacktestSummary>(
      `SELECT ${summary} FROM backtests WHERE $2::text IS NULL OR programme = $2
       ORDER BY started_at DESC, id LIMIT $3`,
      [limits.backtestSilentMsMax, programme, limits.backtestsKept],
    );
    return rows;
  }

  /** The latest result of a draft by its hash; null where it was never backtested to the end. */
  async latestOf(programme: string, draft: string): Promise<KeptBacktest | null> {
    const { rows } = await this.#pool.query<{ id: string }>(
      `SELECT id FROM backtests WHERE programme = $1 AND draft = $2 AND status = 'done' ORDER BY started_at DESC, id LIMIT 1`,
      [programme, draft],
    );
    return rows[0] === undefined ? null : this.find(rows[0].id);
  }

  /** Deletes those that were started before a time; returns how many. */
  async dropBefore(ms: number): Promise<number> {
    const { rowCount } = await this.#pool.query('DELETE FROM backtests WHERE started_at < $1', [
      new Date(ms),
    ]);
    return rowCount ?? 0;
  }

  /** Deletes what is kept of profiles, in the transaction of an erasure; returns how many rows, by store. */
  eraseOf(connection: Queryable, profiles: readonly string[]): Promise<Record<string, number>> {
    return eraseMoves(connection, profiles);
  }

  /** What is kept of profiles, by table. */
  exportOf(profiles: readonly string[]): Promise<Record<string, unknown[]>> {
    return exportMoves(this.#pool, profiles);
  }
}

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
import { type RunEnd, RunRows } from './run-rows.ts';

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

const columns = `draft, active,
  (result #>> '{before,leads}')::float8 AS "leadsBefore", (result #>> '{after,leads}')::float8 AS "leadsAfter"`;

export class BacktestRecords {
  readonly #pool: pg.Pool;
  readonly #rows: RunRows;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#rows = new RunRows(pool, 'backtests');
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
    await this.#rows.keepLatest(programme, limits.backtestsKept);
  }

  /** Says how far it is; returns whether somebody called it off, on whichever process. */
  move(id: string, progress: BacktestProgress): Promise<'running' | 'cancelled'> {
    return this.#rows.move(id, progress);
  }

  /** Ends one, unless it has ended. Its moves are kept without profiles that were erased. */
  async end(id: string, ended: RunEnd<FoundResult>): Promise<void> {
    const { result, ...how } = ended;
    const { moves = [], ...sums } = result ?? {};
    await transaction(this.#pool, async (connection) => {
      const end = result === undefined ? how : { ...how, result: sums };
      if ((await this.#rows.end(connection, id, end)) && moves.length > 0)
        await keepMoves(connection, id, moves);
    });
  }

  async find(id: string): Promise<KeptBacktest | null> {
    const row = await this.#rows.find<Row>(`${columns}, result`, id);
    if (row === null) return null;
    const { leadsBefore: _before, leadsAfter: _after, result, ...view } = row;
    return { ...view, result: result && { ...result, moves: await movesOf(this.#pool, id) } };
  }

  /** Those of a programme, or of all; the latest first, without their results. */
  list(programme: string | null): Promise<BacktestSummary[]> {
    return this.#rows.list(columns, programme, limits.backtestsKept);
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
  dropBefore(ms: number): Promise<number> {
    return this.#rows.dropBefore(ms);
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

/** Suggestions as rows: begun, watched and called off from any process, their results kept as a history. They name no person. */
import type pg from 'pg';
import { limits } from '../../../base/kernel/kernel.ts';
import type {
  BacktestProgress,
  SuggestionResult,
  SuggestionRunView,
  SuggestionSummary,
} from '../../../contract/api/api.ts';
import { type RunEnd, RunRows } from '../run-rows.ts';

/** What is known of a suggestion as it begins; times in ms since the epoch. */
export interface SuggestionStart {
  id: string;
  programme: string;
  /** Hash of the text whose points are looked at. */
  base: string;
  author: string;
  startedAtMs: number;
  sinceMs: number;
  untilMs: number;
}

const summary = `base, (result #>> '{learnt,changes}')::float8 AS changes, result #>> '{refusal,reason}' AS refusal`;

/** The table is one of those that `BacktestRecords.open` brings up to date. */
export class SuggestionRecords {
  readonly #pool: pg.Pool;
  readonly #rows: RunRows;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#rows = new RunRows(pool, 'suggestions');
  }

  /** Writes one that begins. Of each programme the latest are kept. */
  async begin({ id, programme, base, author, ...times }: SuggestionStart): Promise<void> {
    const { startedAtMs, sinceMs, untilMs } = times;
    await this.#pool.query(
      `INSERT INTO suggestions (id, programme, base, author, started_at, since, until, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'running')`,
      [id, programme, base, author, ...[startedAtMs, sinceMs, untilMs].map((ms) => new Date(ms))],
    );
    await this.#rows.keepLatest(programme, limits.suggestionsKept);
  }

  /** Says how far it is; returns whether somebody called it off, on whichever process. */
  move(id: string, progress: BacktestProgress): Promise<'running' | 'cancelled'> {
    return this.#rows.move(id, progress);
  }

  /** Ends one, unless it has ended. */
  async end(id: string, ended: RunEnd<SuggestionResult>): Promise<void> {
    await this.#rows.end(this.#pool, id, ended);
  }

  find(id: string): Promise<SuggestionRunView | null> {
    return this.#rows.find('base, result', id);
  }

  /** Those of a programme, or of all; the latest first, without their results. */
  list(programme: string | null): Promise<SuggestionSummary[]> {
    return this.#rows.list(summary, programme, limits.suggestionsKept);
  }

  /** Deletes those that were started before a time, ms; returns how many. */
  dropBefore(ms: number): Promise<number> {
    return this.#rows.dropBefore(ms);
  }
}

/** Backtests that people start and watch: a draft against the active version, over a period of the history. */
import { every, Runs } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Logger } from '../../base/telemetry/telemetry.ts';
import type { BacktestProgress, BacktestRunView, BacktestSummary } from '../../contract/api/api.ts';
import type { History } from '../history/history.ts';
import { draftOf, type Programmes, sourceOf } from '../programmes/programmes.ts';
import { type BacktestOptions, backtest } from './backtest.ts';
import type { BacktestRecords, KeptBacktest } from './backtest-records.ts';

/** The sales records of profiles, so that a report can separate won leads from junk. */
export type SalesOutcomes = Pick<BacktestOptions, 'people' | 'outcomes' | 'qualities'>;

export interface BacktestsOptions {
  programmes: Pick<Programmes, 'sources'>;
  history: Pick<History, 'replay' | 'links' | 'countEvents'>;
  records: BacktestRecords;
  salesOutcomes: () => Promise<SalesOutcomes>;
  /** The addresses that profiles are known by now; those without are left out. */
  addressesOf: (profiles: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  latenessMs: number;
  nowMs: () => number;
  logger: Logger;
}

/** A period of the history, ms since the epoch, and who asks. */
export interface BacktestAsked {
  sinceMs: number;
  untilMs: number;
  author: string;
}

const atFirst: BacktestProgress = { eventsRead: 0, eventsTotal: 0 };

/** Runs of this process, and the rows of those of every process. */
export class Backtests {
  readonly #options: BacktestsOptions;
  /** Without results: one in memory would outlive an erasure of the people it names. */
  readonly #runs: Runs<BacktestProgress, null>;

  constructor(options: BacktestsOptions) {
    this.#options = options;
    this.#runs = new Runs('backtest', '/api/v1/backtests', atFirst, options.logger);
  }

  /** Starts one; returns its id. Throws `invalid_request` for errors of the draft, `conflict` while another runs. */
  async startDraft(programme: string, text: string, asked: BacktestAsked): Promise<string> {
    const { programmes, history, records, salesOutcomes, latenessMs, nowMs } = this.#options;
    const draft = draftOf(programme, text);
    const active = sourceOf(programmes, programme);
    const { author, ...period } = asked;
    const options = { active, draft, latenessMs, ...period, ...(await salesOutcomes()) };
    const begun = Promise.withResolvers<void>();
    const { id } = this.#runs.start(async (onProgress, signal) => {
      await begun.promise;
      const watched = this.#watched(id, onProgress);
      try {
        const result = await backtest(history, options, watched.onProgress, signal);
        await records.end(id, { status: 'done', result });
        return null;
      } catch (error) {
        const status = signal.aborted ? 'cancelled' : 'failed';
        await records.end(id, { status, error: (error as Error).message });
        throw error;
      } finally {
        watched.close();
      }
    });
    const versions = { draft: draft.version, active: active?.version ?? null };
    await records
      .begin({ id, programme, ...versions, author, startedAtMs: nowMs(), ...period })
      .then(begun.resolve, (error: Error) => {
        begun.reject(error);
        throw error;
      });
    return id;
  }

  /** As it is now, also one of another process, or of one that has ended since; null where there is none. */
  async find(id: string): Promise<BacktestRunView | null> {
    const kept = await this.#options.records.find(id);
    const own = this.#runs.find(id);
    if (kept === null) return null;
    // Its row has the result; until it has ended, its process knows more than the row.
    return own === null || kept.status === 'done' ? this.#shown(kept) : { ...kept, ...own };
  }

  /** Those of a programme, or of all; the latest first. */
  list(programme: string | null): Promise<BacktestSummary[]> {
    return this.#options.records.list(programme);
  }

  /** The latest result of a draft by its hash. */
  async latestOf(programme: string, draft: string): Promise<BacktestRunView | null> {
    const kept = await this.#options.records.latestOf(programme, draft);
    return kept && this.#shown(kept);
  }

  /** Waits until it has ended or the time is up; returns its state then. */
  async wait(id: string, ms: number): Promise<BacktestRunView | null> {
    await this.#runs.wait(id, ms);
    return this.find(id);
  }

  /** Calls one off, here or, within a moment, on another process. */
  async cancel(id: string): Promise<BacktestRunView | null> {
    const own = this.#runs.cancel(id);
    if (own === null || own.status === 'cancelled')
      await this.#options.records.end(id, { status: 'cancelled', error: 'cancelled' });
    return this.find(id);
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  /** With the addresses that its moves are known by now. */
  async #shown({ result, ...kept }: KeptBacktest): Promise<BacktestRunView> {
    if (result === null) return { ...kept, result };
    const addresses = await this.#options.addressesOf(result.moves.map(({ profile }) => profile));
    const moves = result.moves.map((move) => ({ ...move, email: addresses.get(move.profile) ?? null }));
    return { ...kept, result: { ...result, moves } };
  }

  /**
   * Writes progress down by a timer, so that every process can show it and sees that this one lives. Most of a run may
   * pass without progress. It hears there whether the run was called off.
   */
  #watched(id: string, onProgress: (progress: BacktestProgress) => void) {
    const { records, logger } = this.#options;
    let latest = atFirst;
    const beat = every(limits.backtestSaidEveryMs, async () => {
      try {
        if ((await records.move(id, latest)) === 'cancelled') this.#runs.cancel(id);
      } catch (error) {
        const consequence = 'the progress of a backtest was not written down, retrying';
        logger.warn({ error: (error as Error).message }, consequence);
      }
    });
    return {
      onProgress: (progress: BacktestProgress) => {
        latest = progress;
        onProgress(progress);
      },
      close: beat.close,
    };
  }
}

/** Long runs of this process whose rows every process shows: begun with a row, watched by it, ended in it. */
import { every, Runs } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Logger } from '../../base/telemetry/telemetry.ts';
import type { BacktestProgress } from '../../contract/api/api.ts';
import type { RunEnd } from './run-rows.ts';

/** The rows of the runs of one kind. */
interface Records<Start, Result> {
  begin(start: Start & { id: string }): Promise<void>;
  move(id: string, progress: BacktestProgress): Promise<'running' | 'cancelled'>;
  end(id: string, ended: RunEnd<Result>): Promise<void>;
}

/** The body of a run: reports its progress, and rejects when the signal aborts. */
type RunBody<Result> = (
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
) => Promise<Result>;

const atFirst: BacktestProgress = { eventsRead: 0, eventsTotal: 0 };

export class KeptRuns<Start, Result> {
  readonly #what: string;
  readonly #records: Records<Start, Result>;
  readonly #logger: Logger;
  /** Without results: one in memory would outlive an erasure of the people it names. */
  readonly #runs: Runs<BacktestProgress, null>;

  /** `what` names a run in words, `path` is the address to watch it at. */
  constructor(what: string, path: string, records: Records<Start, Result>, logger: Logger) {
    this.#what = what;
    this.#records = records;
    this.#logger = logger;
    this.#runs = new Runs(what, path, atFirst, logger);
  }

  /** Starts one and writes its row; returns its id. Throws `conflict` while another runs. */
  async start(start: Start, body: RunBody<Result>): Promise<string> {
    const records = this.#records;
    const begun = Promise.withResolvers<void>();
    const { id } = this.#runs.start(async (onProgress, signal) => {
      await begun.promise;
      const watched = this.#watched(id, onProgress);
      try {
        const result = await body(watched.onProgress, signal);
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
    await records.begin({ ...start, id }).then(begun.resolve, (error: Error) => {
      begun.reject(error);
      throw error;
    });
    return id;
  }

  /** Shows a row; until it has ended, its process knows more than the row. The result is in the row alone. */
  current<Kept extends { id: string; status: string; result: unknown }>(kept: Kept): Kept {
    const own = this.#runs.find(kept.id);
    return own === null || kept.status === 'done' || own.status === 'done' ? kept : { ...kept, ...own };
  }

  /** Waits until it has ended or the time is up. */
  async wait(id: string, ms: number): Promise<void> {
    await this.#runs.wait(id, ms);
  }

  /** Calls one off, here or, within a moment, on another process. */
  async cancel(id: string): Promise<void> {
    const own = this.#runs.cancel(id);
    if (own === null || own.status === 'cancelled')
      await this.#records.end(id, { status: 'cancelled', error: 'cancelled' });
  }

  close(): Promise<void> {
    return this.#runs.close();
  }

  /**
   * Writes progress down by a timer, so that every process can show it and sees that this one lives. Most of a run may
   * pass without progress. It hears there whether the run was called off.
   */
  #watched(id: string, onProgress: (progress: BacktestProgress) => void) {
    let latest = atFirst;
    const beat = every(limits.backtestSaidEveryMs, async () => {
      try {
        if ((await this.#records.move(id, latest)) === 'cancelled') this.#runs.cancel(id);
      } catch (error) {
        const consequence = `the progress of a ${this.#what} was not written down, retrying`;
        this.#logger.warn({ error: (error as Error).message }, consequence);
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

/** Long jobs that people start and watch: one of a kind at a time, with progress, cancellable, their results kept for a while. */
import { randomUUID } from 'node:crypto';
import { ApiError, limits, systemClock } from '../kernel/kernel.ts';
import type { Logger } from '../telemetry/telemetry.ts';

export interface RunView<Progress, Result> {
  id: string;
  startedAt: string;
  status: 'running' | 'done' | 'cancelled' | 'failed';
  progress: Progress;
  result: Result | null;
  /** Why it failed; null otherwise. */
  error: string | null;
}

/** The body of a job: reports its progress, and rejects when the signal aborts. */
export type JobBody<Progress, Result> = (
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
) => Promise<Result>;

interface Run<Progress, Result> {
  view: RunView<Progress, Result>;
  stop: AbortController;
  ended: Promise<void>;
}

export class Runs<Progress, Result> {
  readonly #what: string;
  readonly #path: string;
  readonly #atFirst: Progress;
  readonly #logger: Logger;
  readonly #runs = new Map<string, Run<Progress, Result>>();

  /** `what` names the job in words, `path` is the address to watch it at, `atFirst` its first progress. */
  constructor(what: string, path: string, atFirst: Progress, logger: Logger) {
    this.#what = what;
    this.#path = path;
    this.#atFirst = atFirst;
    this.#logger = logger;
  }

  /** Starts; throws `conflict` while another runs, since one takes every core. */
  start(body: JobBody<Progress, Result>): RunView<Progress, Result> {
    const running = [...this.#runs.values()].find(({ view }) => view.status === 'running');
    if (running) {
      const at = `${this.#path}/${running.view.id}`;
      throw new ApiError(
        'conflict',
        `a ${this.#what} is running; wait for it at ${at}, or cancel it with DELETE ${at}`,
      );
    }
    const run = this.#begin(body);
    this.#runs.set(run.view.id, run);
    for (const id of [...this.#runs.keys()].slice(0, Math.max(0, this.#runs.size - limits.runsKept)))
      this.#runs.delete(id);
    return run.view;
  }

  /** Those that are kept, the latest first. */
  list(): RunView<Progress, Result>[] {
    return [...this.#runs.values()].map(({ view }) => view).reverse();
  }

  find(id: string): RunView<Progress, Result> | null {
    return this.#runs.get(id)?.view ?? null;
  }

  /** Waits until it has ended or the time is up; returns its state then. */
  async wait(id: string, ms: number): Promise<RunView<Progress, Result> | null> {
    const run = this.#runs.get(id);
    if (run === undefined) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([run.ended, promise]);
    clearTimeout(timer);
    return run.view;
  }

  cancel(id: string): RunView<Progress, Result> | null {
    const run = this.#runs.get(id);
    run?.stop.abort(new Error('cancelled'));
    if (run?.view.status === 'running') run.view.status = 'cancelled';
    return run?.view ?? null;
  }

  async close(): Promise<void> {
    for (const { stop } of this.#runs.values()) stop.abort(new Error('the server stops'));
    await Promise.all([...this.#runs.values()].map(({ ended }) => ended));
  }

  #begin(body: JobBody<Progress, Result>): Run<Progress, Result> {
    const stop = new AbortController();
    const view: RunView<Progress, Result> = {
      id: randomUUID(),
      startedAt: new Date(systemClock.nowMs()).toISOString(),
      status: 'running',
      progress: this.#atFirst,
      result: null,
      error: null,
    };
    const onProgress = (progress: Progress) => {
      view.progress = progress;
    };
    const ended = body(onProgress, stop.signal).then(
      (result) => {
        if (view.status === 'running') Object.assign(view, { status: 'done', result });
      },
      (error: Error) => {
        if (stop.signal.aborted) {
          view.status = 'cancelled';
          return;
        }
        Object.assign(view, { status: 'failed', error: error.message });
        this.#logger.error({ error: error.message }, `a ${this.#what} failed`);
      },
    );
    return { view, stop, ended };
  }
}

/** Backtests that people start and watch: a draft against the active version, over a period of the history. */
import type { Logger } from '../../base/telemetry/telemetry.ts';
import type { BacktestRunView, BacktestSummary } from '../../contract/api/api.ts';
import type { History } from '../history/history.ts';
import { backfillSinceMs, draftOf, type Programmes, sourceOf } from '../programmes/programmes.ts';
import { signatureNames } from '../scoring/scoring.ts';
import type { FoundResult } from './backtest.core.ts';
import { type BacktestOptions, backtest } from './backtest.ts';
import type { BacktestRecords, BacktestStart, KeptBacktest } from './backtest-records.ts';
import { type CountsFrom, countingFrom, withCountsFrom } from './counts-from.core.ts';
import { KeptRuns } from './kept-runs.ts';
import { refuseAccounts } from './people-only.ts';
import { readPeriod } from './read-period.ts';

/** The sales records of profiles, so that a report can separate won leads from junk. */
export type SalesOutcomes = Pick<BacktestOptions, 'people' | 'outcomes' | 'qualities'>;

export interface BacktestsOptions {
  programmes: Pick<Programmes, 'sources'>;
  history: Pick<History, 'replay' | 'links' | 'countEvents' | 'readsAsOfMs'>;
  records: BacktestRecords;
  salesOutcomes: () => Promise<SalesOutcomes>;
  /** From when match signatures count, by acceptance, ms; without those that were never live. */
  signatureTimes: (names: readonly string[]) => Promise<ReadonlyMap<string, number>>;
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

export class Backtests {
  readonly #options: BacktestsOptions;
  readonly #runs: KeptRuns<Omit<BacktestStart, 'id'>, FoundResult>;

  constructor(options: BacktestsOptions) {
    this.#options = options;
    this.#runs = new KeptRuns('backtest', '/api/v1/backtests', options.records, options.logger);
  }

  /** Starts one; returns its id. Throws `invalid_request` for errors of the draft, `conflict` while another runs. */
  async startDraft(programme: string, text: string, asked: BacktestAsked): Promise<string> {
    const { programmes, history, salesOutcomes, latenessMs, nowMs } = this.#options;
    const draft = draftOf(programme, text);
    refuseAccounts(draft, 'be backtested');
    const active = sourceOf(programmes, programme);
    const { author } = asked;
    const period = readPeriod(asked, history);
    const options = { active, draft, latenessMs, ...period, ...(await salesOutcomes()) };
    const countsFrom = await this.#countsFrom(active, draft);
    const versions = { draft: draft.version, active: active?.version ?? null };
    return this.#runs.start(
      { programme, ...versions, author, startedAtMs: nowMs(), ...period },
      async (onProgress, signal) =>
        withCountsFrom(await backtest(history, options, onProgress, signal), countsFrom),
    );
  }

  /** From when rules of both sides count, by id. The first programmes of an installation find all. */
  async #countsFrom(
    active: BacktestOptions['active'],
    draft: BacktestOptions['draft'],
  ): Promise<{ before: CountsFrom; after: CountsFrom }> {
    const { programmes, signatureTimes, nowMs } = this.#options;
    const names = [active, draft].flatMap((side) => (side === null ? [] : signatureNames(side.programme)));
    const times = await signatureTimes([...new Set(names)]);
    const isFirst = programmes.sources().length === 0;
    return {
      before: active === null ? new Map() : countingFrom(active.programme, times, 0),
      after: countingFrom(draft.programme, times, isFirst ? 0 : backfillSinceMs(draft.programme, nowMs())),
    };
  }

  /** As it is now, also one of another process, or of one that has ended since; null where there is none. */
  async find(id: string): Promise<BacktestRunView | null> {
    const kept = await this.#options.records.find(id);
    return kept && this.#shown(this.#runs.current(kept));
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
    await this.#runs.cancel(id);
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
}

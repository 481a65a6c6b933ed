/** Backtests that people start and watch: a draft against the active version, over a period of the history. */
import { Runs } from '../../base/background/background.ts';
import type { Logger } from '../../base/telemetry/telemetry.ts';
import type { BacktestProgress, BacktestResult } from '../../contract/api/api.ts';
import type { History } from '../history/history.ts';
import { draftOf, type Programmes, sourceOf } from '../programmes/programmes.ts';
import { type BacktestOptions, backtest } from './backtest.ts';

/** The sales records of profiles, so that a report can separate won leads from junk. */
export type SalesOutcomes = Pick<BacktestOptions, 'people' | 'outcomes' | 'qualities'>;

export interface BacktestsOptions {
  programmes: Pick<Programmes, 'sources'>;
  history: Pick<History, 'replay' | 'links' | 'countEvents'>;
  salesOutcomes: () => Promise<SalesOutcomes>;
  latenessMs: number;
  logger: Logger;
}

export class Backtests extends Runs<BacktestProgress, BacktestResult> {
  readonly #options: BacktestsOptions;

  constructor(options: BacktestsOptions) {
    super('backtest', '/api/v1/backtests', { eventsRead: 0, eventsTotal: 0 }, options.logger);
    this.#options = options;
  }

  /** Starts one. Throws `invalid_request` for errors of the draft, `conflict` while another runs. */
  async startDraft(id: string, text: string, period: { sinceMs: number; untilMs: number }) {
    const { programmes, history, salesOutcomes, latenessMs } = this.#options;
    const draft = draftOf(id, text);
    const active = sourceOf(programmes, id);
    const asked = { active, draft, latenessMs, ...period, ...(await salesOutcomes()) };
    return this.start((onProgress, signal) => backtest(history, asked, onProgress, signal));
  }
}

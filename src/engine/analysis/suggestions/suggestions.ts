/** Suggestions that people ask for and watch: what outcomes say the rules of a programme are worth. */
import { ApiError, limits } from '../../../base/kernel/kernel.ts';
import type { Logger } from '../../../base/telemetry/telemetry.ts';
import type {
  LeadOutcome,
  LeadOutcomesAsked,
  SuggestionResult,
  SuggestionRunView,
  SuggestionSummary,
} from '../../../contract/api/api.ts';
import type { History } from '../../history/history.ts';
import { draftOf, type Programmes, sourceOf } from '../../programmes/programmes.ts';
import { KeptRuns } from '../kept-runs.ts';
import { refuseAccounts } from '../people-only.ts';
import { readPeriod } from '../read-period.ts';
import { type SuggestingOptions, suggestFrom } from './suggesting.ts';
import type { SuggestionRecords, SuggestionStart } from './suggestion-records.ts';

export interface SuggestionsOptions {
  programmes: Pick<Programmes, 'sources'>;
  history: Pick<History, 'replay' | 'links' | 'countEvents' | 'readsAsOfMs'>;
  records: SuggestionRecords;
  /** The latest leads of a programme that were opened in a period and have an outcome. */
  leadOutcomes: (asked: LeadOutcomesAsked) => Promise<LeadOutcome[]>;
  /** As for a backtest. */
  salesOutcomes: () => Promise<SuggestingOptions['sales']>;
  latenessMs: number;
  nowMs: () => number;
  logger: Logger;
}

/** The text whose points are looked at, null for the active one; when the leads were opened, ms; and who asks. */
export interface SuggestionAsked {
  draft: string | null;
  sinceMs: number;
  untilMs: number;
  author: string;
}

export class Suggestions {
  readonly #options: SuggestionsOptions;
  readonly #runs: KeptRuns<Omit<SuggestionStart, 'id'>, SuggestionResult>;

  constructor(options: SuggestionsOptions) {
    this.#options = options;
    this.#runs = new KeptRuns('suggestion', '/api/v1/suggestions', options.records, options.logger);
  }

  /**
   * Starts one; returns its id. Throws `not_found` where the programme is not active and no text is given, `invalid_request` for
   * errors of a text, `conflict` while another runs.
   */
  async start(programme: string, { draft, author, ...asked }: SuggestionAsked): Promise<string> {
    const { programmes, history, leadOutcomes, salesOutcomes, latenessMs, nowMs } = this.#options;
    const base = draft === null ? sourceOf(programmes, programme) : draftOf(programme, draft);
    if (base === null)
      throw new ApiError('not_found', `programme "${programme}" is not active; send its text as "draft"`);
    const period = readPeriod(asked, history);
    refuseAccounts(base, 'learn points from leads');
    const most = limits.suggestionLeadsMax;
    const [leads, sales] = [await leadOutcomes({ programme, ...period, most }), await salesOutcomes()];
    const start = { programme, base: base.version, author, startedAtMs: nowMs(), ...period };
    return this.#runs.start(start, (onProgress, signal) =>
      suggestFrom(history, { base, leads, latenessMs, ...period, sales }, onProgress, signal),
    );
  }

  /** As it is now, also one of another process, or of one that has ended since; null where there is none. */
  async find(id: string): Promise<SuggestionRunView | null> {
    const kept = await this.#options.records.find(id);
    return kept && this.#runs.current(kept);
  }

  /** Those of a programme, or of all; the latest first. */
  list(programme: string | null): Promise<SuggestionSummary[]> {
    return this.#options.records.list(programme);
  }

  /** Waits until it has ended or the time is up; returns its state then. */
  async wait(id: string, ms: number): Promise<SuggestionRunView | null> {
    await this.#runs.wait(id, ms);
    return this.find(id);
  }

  /** Calls one off, here or, within a moment, on another process. */
  async cancel(id: string): Promise<SuggestionRunView | null> {
    await this.#runs.cancel(id);
    return this.find(id);
  }

  close(): Promise<void> {
    return this.#runs.close();
  }
}

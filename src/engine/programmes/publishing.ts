/** The desk where marketers publish: versions, differences in words, roll-back, rehearsal and backtest of drafts. */
import { parse as parseYaml } from 'yaml';
import type { Runs } from '../../base/background/background.ts';
import { type Clock, Fault } from '../../base/kernel/kernel.ts';
import { programmeDiff } from '../../contract/language/language.ts';
import type { Sales } from '../../sales/sales.ts';
import type { BacktestProgress, BacktestResult } from '../analysis/analysis.ts';
import type { History } from '../history/history.ts';
import type { Programmes } from './programmes.ts';
import { type Draft, readDraft, rehearseDraft, writeProgramme } from './publish.ts';
import type { ProgrammeVersion } from './versions.ts';

export type Backtests = Runs<BacktestProgress, BacktestResult>;

export interface DeskOptions {
  programmes: Programmes;
  history: History;
  sales: Sales;
  backtests: Backtests;
  rulesDirectory: string;
  latenessMs: number;
  clock: Clock;
}

/** What a draft would be, without publishing it. */
export interface Check {
  programme: string;
  version: string;
  /** Against the version in force; everything where there is none. */
  changes: string[];
  /** Examples not met, in words; a draft with any cannot be published. */
  differences: string[];
}

export class ProgrammeDesk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  async list() {
    return Promise.all(
      this.#options.programmes.sources().map(async ({ programme, version }) => {
        const [latest] = await this.#options.history.versionsOf(programme.programme);
        return {
          id: programme.programme,
          name: programme.name,
          campaign: programme.campaign,
          version,
          number: latest?.version === version ? latest.number : null,
          rules: programme.rules.length,
          tiers: programme.ladder.tiers.map(({ name, from }) => ({ name, from })),
        };
      }),
    );
  }

  async check(id: string, text: string): Promise<Check> {
    const draft = this.#draftOf(id, text);
    const inForce = this.#sourceOf(id);
    const differences = await rehearseDraft(this.#options.rulesDirectory, draft, this.#options.latenessMs);
    return {
      programme: id,
      version: draft.version,
      changes: programmeDiff(inForce === null ? {} : parseYaml(inForce.text), parseYaml(text)),
      differences,
    };
  }

  /** Publishes a text as the next version. Throws `invalid_request` for faults, `conflict` for examples that are not met. */
  async publish(id: string, text: string, author: string, note: string): Promise<ProgrammeVersion> {
    const { programmes, history, rulesDirectory, clock } = this.#options;
    const draft = this.#draftOf(id, text);
    const { differences } = await this.check(id, text);
    if (differences.length > 0)
      throw new Fault(
        'conflict',
        `the programme does not meet its examples; mend it, or the examples:\n${differences.join('\n')}`,
      );
    const { version } = draft;
    const recorded = await history.recordVersion(
      { programme: id, version, text, author, note },
      clock.nowMs(),
    );
    await writeProgramme(rulesDirectory, draft);
    await programmes.reload();
    return recorded;
  }

  async rollBack(id: string, to: number, author: string, note: string): Promise<ProgrammeVersion> {
    const { text } = await this.#options.history.versionOf(id, to);
    return this.publish(id, text, author, note === '' ? `back to version ${to}` : note);
  }

  versions(id: string): Promise<ProgrammeVersion[]> {
    return this.#options.history.versionsOf(id);
  }

  version(id: string, number: number): Promise<ProgrammeVersion & { text: string }> {
    return this.#options.history.versionOf(id, number);
  }

  /** The changes from one version to another, in words. */
  async diff(id: string, from: number, to: number): Promise<string[]> {
    const { history } = this.#options;
    const [before, after] = await Promise.all([history.versionOf(id, from), history.versionOf(id, to)]);
    return programmeDiff(parseYaml(before.text), parseYaml(after.text));
  }

  /** Starts a backtest of a draft over what happened in a period. */
  async backtest(id: string, text: string, period: { sinceMs: number; untilMs: number }) {
    const draft = this.#draftOf(id, text);
    const sales = await this.#options.sales.reports.salesFacts();
    const { history, latenessMs, backtests } = this.#options;
    const asked = { inForce: this.#sourceOf(id), draft, latenessMs, ...period, ...sales };
    return backtests.start((onProgress, signal) => history.backtest(asked, onProgress, signal));
  }

  #sourceOf(id: string) {
    return this.#options.programmes.sources().find(({ programme }) => programme.programme === id) ?? null;
  }

  #draftOf(id: string, text: string): Draft {
    const draft = readDraft(text);
    if (draft.programme.programme === id) return draft;
    throw new Fault(
      'invalid_request',
      `the text is of programme "${draft.programme.programme}", not "${id}"; use its own address, or change "programme"`,
    );
  }
}

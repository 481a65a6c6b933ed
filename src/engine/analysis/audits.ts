/** Audits that people start and watch: live scores against the history, of one profile or of all. */
import { Runs } from '../../base/background/background.ts';
import type { AuditResult } from '../../contract/api/api.ts';
import { type AuditingOptions, audit, emptyResult } from './auditor.ts';

export class Audits extends Runs<AuditResult, AuditResult> {
  readonly #options: AuditingOptions;

  constructor(options: AuditingOptions) {
    super('audit', '/api/v1/audits', emptyResult(), options.logger);
    this.#options = options;
  }

  /** Starts one; throws `conflict` while another runs. `profile` null: all of them. */
  startFor(profile: string | null) {
    return this.start((onProgress, signal) => audit(profile, this.#options, onProgress, signal));
  }
}

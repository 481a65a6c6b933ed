/** Audits that people start and watch: live scores against the history, of one profile or of all. */
import { Runs } from '../../base/background/background.ts';
import type { AuditResult, AuditSums } from '../../contract/api/api.ts';
import { type AuditingOptions, audit } from './auditor.ts';

export class Audits extends Runs<AuditSums, AuditResult> {
  readonly #options: AuditingOptions;

  constructor(options: AuditingOptions) {
    super('audit', '/api/v1/audits', { checked: 0, mismatched: 0, skipped: 0 }, options.logger);
    this.#options = options;
  }

  /** Starts one; throws `conflict` while another runs. `profile` null: all of them. */
  startFor(profile: string | null) {
    return this.start((onProgress, signal) => audit(profile, this.#options, onProgress, signal));
  }
}

/** Publishing of drafts: check, publish, roll back; and the versions with their differences in words. */
import { parse as parseYaml } from 'yaml';
import { ApiError, type Clock } from '../../base/kernel/kernel.ts';
import type {
  ProgrammeCheck,
  ProgrammeText,
  ProgrammeVersion,
  ProgrammeView,
} from '../../contract/api/api.ts';
import { programmeDiff } from '../../contract/language/language.ts';
import type { Programmes } from './programmes.ts';
import { draftOf, rehearseDraft, sourceOf, writeProgramme } from './publish.ts';
import type { Versions } from './versions.ts';

export interface PublishingOptions {
  programmes: Programmes;
  versions: Versions;
  rulesDirectory: string;
  latenessMs: number;
  clock: Clock;
}

export class Publishing {
  readonly #options: PublishingOptions;

  constructor(options: PublishingOptions) {
    this.#options = options;
  }

  async list(): Promise<ProgrammeView[]> {
    return Promise.all(
      this.#options.programmes.sources().map(async ({ programme, version }) => {
        const [latest] = await this.#options.versions.versionsOf(programme.programme);
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

  /** Returns what a draft would change, without publishing it. */
  async check(id: string, text: string): Promise<ProgrammeCheck> {
    const draft = draftOf(id, text);
    const active = sourceOf(this.#options.programmes, id);
    const differences = await rehearseDraft(this.#options.rulesDirectory, draft, this.#options.latenessMs);
    return {
      programme: id,
      version: draft.version,
      changes: programmeDiff(active === null ? {} : parseYaml(active.text), parseYaml(text)),
      differences,
    };
  }

  /** Publishes a text as the next version. Throws `invalid_request` for errors, `conflict` for examples that are not met. */
  async publish(id: string, text: string, author: string, note: string): Promise<ProgrammeVersion> {
    const { programmes, versions, rulesDirectory, clock } = this.#options;
    const draft = draftOf(id, text);
    const { differences } = await this.check(id, text);
    if (differences.length > 0)
      throw new ApiError(
        'conflict',
        `the programme does not meet its examples; correct the programme or the examples:\n${differences.join('\n')}`,
      );
    const { version } = draft;
    const recorded = await versions.recordVersion(
      { programme: id, version, text, author, note },
      clock.nowMs(),
    );
    await writeProgramme(rulesDirectory, draft);
    await programmes.reload();
    return recorded;
  }

  async rollBack(id: string, to: number, author: string, note: string): Promise<ProgrammeVersion> {
    const { text } = await this.#options.versions.versionOf(id, to);
    return this.publish(id, text, author, note === '' ? `back to version ${to}` : note);
  }

  versions(id: string): Promise<ProgrammeVersion[]> {
    return this.#options.versions.versionsOf(id);
  }

  version(id: string, number: number): Promise<ProgrammeText> {
    return this.#options.versions.versionOf(id, number);
  }

  /** The changes from one version to another, in words. */
  async diff(id: string, from: number, to: number): Promise<string[]> {
    const { versions } = this.#options;
    const [before, after] = await Promise.all([versions.versionOf(id, from), versions.versionOf(id, to)]);
    return programmeDiff(parseYaml(before.text), parseYaml(after.text));
  }
}

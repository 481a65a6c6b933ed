/** Publishing of drafts: check, publish, roll back, retire; and the versions with their differences in words. */
import { ApiError, type Clock } from '../../base/kernel/kernel.ts';
import { normalisedText } from '../../base/text/text.ts';
import type {
  ActiveProgramme,
  DraftPreview,
  ProgrammeCheck,
  ProgrammeText,
  ProgrammeVersion,
  ProgrammeView,
  PublishedVersion,
  RehearsalView,
} from '../../contract/api/api.ts';
import {
  type BehaviourStep,
  boundOfTier,
  errorInWords,
  type JsonObject,
  plainYaml,
  programmeDiff,
  type SalesNames,
} from '../../contract/language/language.ts';
import { likelyWarnings } from '../ingest/ingest.ts';
import { type CompiledProgrammes, compileAlone, rehearseMoments } from '../scoring/scoring.ts';
import { type Draft, draftOf, type GateOutcome, type ReadDraft, rehearseDraft } from './gate.ts';
import { likelyMeant } from './likely-meant.ts';
import { warningsOfChange } from './of-change.ts';
import { previewOf } from './preview.ts';
import type { ProgrammeSource } from './programme-source.ts';
import type { Programmes } from './programmes.ts';
import { type NamedText, type RulesFile, readRulesFolder, writeRulesFile } from './rules-folder.ts';
import type { Versions } from './versions.ts';

export interface PublishingOptions {
  programmes: Pick<Programmes, 'sources' | 'change' | 'record'>;
  versions: Versions;
  rulesDirectory: string;
  latenessMs: number;
  clock: Clock;
  /** The names of sales that a programme may use; absent where nobody knows them. */
  names?: () => Promise<SalesNames>;
}

/** A text to be published. */
export interface Publication {
  text: string;
  /** The text of its examples file; null for none, undefined for those that the programme has. */
  examples?: string | null | undefined;
  author: string;
  note: string;
  /** Whether crossings that only this change makes are notified. */
  notify: boolean;
  /** Hash of the active text that it replaces; null where none is active, undefined for any. */
  replaces?: string | null | undefined;
}

/** The active source of a programme; null where there is none. */
export function sourceOf(programmes: Pick<Programmes, 'sources'>, id: string): ProgrammeSource | null {
  return programmes.sources().find(({ programme }) => programme.programme === id) ?? null;
}

export class Publishing {
  readonly #options: PublishingOptions;

  constructor(options: PublishingOptions) {
    this.#options = options;
  }

  /** How late an event may come and still give points. */
  get latenessMs(): number {
    return this.#options.latenessMs;
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
          tiers: programme.ladder.tiers.map((tier) => ({ name: tier.name, ...boundOfTier(tier) })),
        };
      }),
    );
  }

  /** The active text of a programme. Throws `not_found`. */
  active(id: string): ActiveProgramme {
    const { version, text, examples } = this.#activeSource(id);
    return { id, version, text, examples };
  }

  /** The rules of the active version, with those of its fit. Throws `not_found`. */
  rulesOf(id: string): { id: string; label: string }[] {
    const { programme } = this.#activeSource(id);
    return [...programme.rules, ...(programme.fit?.rules ?? [])];
  }

  /** When the active version was activated, and whether crossings that it alone made were notified. Throws `not_found`. */
  activation(id: string): { version: string; activatedAtMs: number; notifies: boolean } {
    const { version, activatedAtMs, notifies } = this.#activeSource(id);
    return { version, activatedAtMs, notifies };
  }

  /** Returns what a draft would change, without publishing it. */
  async check(
    id: string,
    { text, examples }: Pick<Publication, 'text' | 'examples'>,
  ): Promise<ProgrammeCheck> {
    const draft = draftOf(id, text, await this.#names());
    const active = sourceOf(this.#options.programmes, id);
    return {
      programme: id,
      version: draft.version,
      changes: programmeDiff(active === null ? {} : plainYaml(active.text), plainYaml(text)),
      ...this.#rehearse(draft, await this.#examplesOf(id, examples)),
    };
  }

  /** Returns what a text comes to while it is typed. Throws nothing for errors: they are in the answer. */
  async preview(
    id: string,
    { text, examples }: Pick<Publication, 'text' | 'examples'>,
  ): Promise<DraftPreview> {
    const active = sourceOf(this.#options.programmes, id)?.text ?? '';
    const given = (await this.#examplesOf(id, examples))?.text ?? null;
    const names = await this.#names();
    return previewOf(id, { text, examples: given, active, names }, this.#options.latenessMs);
  }

  /** Plays behaviour against what is live and against a text, null for none. Throws `invalid_request` for errors of the text. */
  rehearse(id: string, text: string | null, steps: readonly BehaviourStep[]): RehearsalView {
    const compiled = (source: Draft | ProgrammeSource | null) =>
      source && compileAlone(source.programme, source.version);
    const programmes = {
      live: compiled(sourceOf(this.#options.programmes, id)),
      draft: compiled(text === null ? null : draftOf(id, text)),
    };
    const played = (one: CompiledProgrammes | null) =>
      one && rehearseMoments(one, steps, this.#options.latenessMs);
    const [live, draft] = [played(programmes.live), played(programmes.draft)];
    const moments = live ?? draft;
    const shown = programmes.draft ?? programmes.live;
    if (moments === null || shown === null)
      throw new ApiError('not_found', `no programme "${id}" is active; send the "text" of a draft`);
    return {
      moments: moments.map(({ offsetMs, step }, index) => ({
        ...{ offsetMs, step },
        live: live?.[index]?.side ?? null,
        draft: draft?.[index]?.side ?? null,
      })),
      warnings: stepWarnings(shown, steps),
    };
  }

  /** Publishes a text as the next version. Throws `invalid_request` for errors, `conflict` for examples that are not met. */
  async publish(id: string, publication: Publication): Promise<PublishedVersion> {
    const draft = draftOf(id, publication.text, await this.#names());
    return this.#activate(draft, publication, await this.#examplesOf(id, publication.examples));
  }

  /** Publishes an old version again, with the examples that it had; or with those given, null for none. */
  async rollBack(
    id: string,
    to: number,
    { author, note, notify, examples, replaces }: Omit<Publication, 'text'>,
  ): Promise<PublishedVersion> {
    const old = await this.#options.versions.versionOf(id, to);
    const given =
      examples !== undefined
        ? await this.#examplesOf(id, examples)
        : old.examples === null
          ? null
          : { file: `version-${to}.examples.yaml`, text: old.examples };
    const words = note === '' ? `back to version ${to}` : note;
    const publication = { text: old.text, author, note: words, notify, replaces };
    return this.#activate(draftOf(id, old.text), publication, given);
  }

  /** Ends a programme: it scores nobody from now on. Its versions stay. */
  async retire(id: string): Promise<void> {
    const { programmes } = this.#options;
    await programmes.change(async (sources) => {
      const others = sources.filter(({ programme }) => programme.programme !== id);
      if (others.length === sources.length)
        throw new ApiError('not_found', `no programme "${id}" is active; see GET /programmes`);
      if (others.length === 0)
        throw new ApiError('conflict', `"${id}" is the only active programme; publish another one first`);
      return others;
    });
    await this.#isRecorded();
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
    return programmeDiff(plainYaml(before.text), plainYaml(after.text));
  }

  #activeSource(id: string): ProgrammeSource {
    const source = sourceOf(this.#options.programmes, id);
    if (source !== null) return source;
    throw new ApiError('not_found', `no programme "${id}" is active; see GET /programmes`);
  }

  async #activate(
    draft: ReadDraft,
    publication: Publication,
    examples: NamedText | null,
  ): Promise<PublishedVersion> {
    const { programmes, clock } = this.#options;
    const { programme: id } = draft.programme;
    const { differences, ...outcome } = this.#rehearse(draft, examples);
    if (differences.length > 0)
      throw new ApiError(
        'conflict',
        `the programme does not meet its examples; correct the programme or the examples:\n${differences.join('\n')}`,
      );
    const before = sourceOf(programmes, id)?.text ?? null;
    await programmes.change(async (sources) => {
      const active = sources.find(({ programme }) => programme.programme === id);
      requireReplaced(id, active?.version, publication.replaces);
      if (active?.text === draft.text && active.examples === (examples?.text ?? null)) return null;
      const { programme, version, text } = draft;
      const source = {
        ...{ programme, version, text },
        examples: examples?.text ?? null,
        author: publication.author,
        note: publication.note,
        notifies: publication.notify,
        generation: 0,
        activatedAtMs: clock.nowMs(),
      };
      return [...sources.filter((one) => one !== active), source];
    });
    const isRecorded = await this.#isRecorded();
    await this.#keepInFolder(id, before);
    const published = isRecorded ? await this.#publishedAs(draft) : null;
    if (published !== null) return { ...published, ...outcome };
    const { author, note } = publication;
    const { version } = draft;
    const pending = `version ${version} is active; PostgreSQL could not record it yet, which is retried until it can. Its number follows: see the versions of "${id}"`;
    return {
      ...{ programme: id, number: null, version, author, note },
      activatedAt: new Date(clock.nowMs()).toISOString(),
      ...{ ...outcome, warnings: [...outcome.warnings, pending] },
    };
  }

  /** Whether PostgreSQL has recorded what is active. Where it has not, each process tries again until it has. */
  async #isRecorded(): Promise<boolean> {
    return this.#options.programmes.record().then(
      () => true,
      () => false,
    );
  }

  /** The latest version with the text of a draft; null where it cannot be read. */
  async #publishedAs({ programme, version }: Draft): Promise<ProgrammeVersion | null> {
    const all = await this.#options.versions.versionsOf(programme.programme).catch(() => []);
    return all.find((one) => one.version === version) ?? null;
  }

  /** The folder of this process stays a copy of what is active, where it was that and can be written. */
  async #keepInFolder(id: string, before: string | null): Promise<void> {
    const { programmes, rulesDirectory } = this.#options;
    const file = await this.#fileOf(id);
    const active = sourceOf(programmes, id);
    if (active === null || (file?.text ?? null) !== before) return;
    const { text, examples } = active;
    await writeRulesFile(rulesDirectory, { programme: id, text, examples }).catch(() => undefined);
  }

  /** Those given; else those beside the programme's file where that is active: they may be newer; else those published with it. */
  async #examplesOf(id: string, given: string | null | undefined): Promise<NamedText | null> {
    if (given === null) return null;
    if (given !== undefined) return { file: 'draft.examples.yaml', text: normalisedText(given) };
    const active = sourceOf(this.#options.programmes, id);
    const file = await this.#fileOf(id);
    const isBeside = file !== undefined && (active === null || file.text === active.text);
    if (isBeside && file.examples !== null) return file.examples;
    const kept = active?.examples ?? null;
    return kept === null ? null : { file: `${id}.examples.yaml`, text: kept };
  }

  /** The file of a programme in the folder of this process; undefined where there is none that can be read. */
  async #fileOf(id: string): Promise<RulesFile | undefined> {
    const folder = await readRulesFolder(this.#options.rulesDirectory).catch(() => null);
    return folder?.files.find(({ programme }) => programme.programme === id);
  }

  /** Nothing is doubted for names that cannot be read now. */
  async #names(): Promise<SalesNames | undefined> {
    return this.#options.names?.().catch(() => undefined);
  }

  #rehearse(draft: ReadDraft, examples: NamedText | null): GateOutcome {
    const { programme, text } = draft;
    const before = sourceOf(this.#options.programmes, programme.programme)?.programme ?? null;
    const warnings = warningsOfChange('draft.yaml', text, { before, after: programme }).map(errorInWords);
    const outcome = rehearseDraft(draft, examples, this.#options.latenessMs);
    return { ...outcome, warnings: [...warnings, ...outcome.warnings] };
  }
}

/** What the names in steps were likely meant for, where no rule knows them: as the door warns of an event. */
function stepWarnings(programmes: CompiledProgrammes, steps: readonly BehaviourStep[]) {
  const likely = likelyMeant(() => programmes)();
  return steps.flatMap(({ track, properties = {} }, step) =>
    track === undefined
      ? []
      : likelyWarnings(likely, track, properties as JsonObject).map(({ message }) => ({ step, message })),
  );
}

/** Throws `conflict` where another version was published since: the text would take its changes back unseen. */
function requireReplaced(id: string, present: string | undefined, replaces: string | null | undefined): void {
  if (replaces === undefined || replaces === (present ?? null)) return;
  const active = present === undefined ? `no version of "${id}"` : `version ${present} of "${id}"`;
  throw new ApiError(
    'conflict',
    `"replaces" is ${replaces}, but ${active} is active; compare with it, then publish with "replaces": ${JSON.stringify(present ?? null)}`,
  );
}

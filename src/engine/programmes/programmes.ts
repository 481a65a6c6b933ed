/**
 * The active programmes: what the stores hold as active, followed while running, swapped whole.
 *
 * The store holds the active texts: Redis for scoring, PostgreSQL for good. Files are one way in. A text in the rules folder
 * that was never active becomes the next version of its programme. One that was active before never comes back by itself.
 * Each change is a generation. A process that is behind reads the store again, and takes no leases until it has.
 */
import { startLoop } from '../../base/background/background.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { CompiledProgrammes } from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';
import type { ActiveProgrammes } from './active-programmes.ts';
import { compileActive, earlierIn, namesIn, storedIn } from './compile-active.ts';
import { changedByFiles, type FolderNotices, noticesOf } from './files-in.ts';
import { adoptNext, type Change, type InstalledSources } from './installation.ts';
import { type ProgrammeSource, sourcesIn, stored } from './programme-source.ts';
import { type RulesFolder, readRulesFolder, watchRulesFolder } from './rules-folder.ts';
import type { Versions } from './versions.ts';

export type { ActiveProgrammes } from './active-programmes.ts';
export { draftOf } from './gate.ts';
export { backfillSinceMs } from './installation.ts';
export { likelyMeant } from './likely-meant.ts';
export { programmeDrafts } from './programme-drafts.ts';
export type { Publication } from './publishing.ts';
export { Publishing, sourceOf } from './publishing.ts';
export { ruleHealth } from './rule-health.core.ts';
export { writeRulesFile } from './rules-folder.ts';
export type { Versions } from './versions.ts';
export { openVersions, programmeMigrations } from './versions.ts';

export interface Programmes {
  /** The active programmes; the object changes when they do. */
  current(): CompiledProgrammes;
  /** The same, with their generation. */
  active(): ActiveProgrammes;
  /** Their texts. */
  sources(): readonly ProgrammeSource[];
  /** Errors of the files on disk, and how they differ from what is active. */
  errors(): readonly string[];
  /** Reads the files again; returns whether none has an error. */
  reload(): Promise<boolean>;
  /** Reads the store again where it is at another generation, or a later one than this process was seen. */
  refresh(seenGeneration?: number): Promise<void>;
  /** Activates the same again: Redis may have lost that they are active, and know their match signatures by other ids. */
  activateAgain(): Promise<void>;
  /** Changes what is active, on top of whatever is by then. */
  change(change: Change): Promise<void>;
  /** Records the active versions in PostgreSQL, if they are not yet. */
  record(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  directory: string;
  stream: Pick<Stream, 'activation' | 'bell'>;
  /** Null in a process without PostgreSQL. */
  versions: Versions | null;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/**
 * Reads what is active and the rules folder, and follows both. A file with an error holds nothing up but itself. Throws with every
 * error where the store holds no programme yet.
 */
export async function openProgrammes(options: Options): Promise<Programmes> {
  const following = new Following(options, await readRulesFolder(options.directory));
  await following.start();
  const { logger } = options;
  const outage = new Outage(logger, 'reading the active programmes failed, retrying', null);
  const loop = startLoop({
    round: async () => {
      await following.refresh();
      await following.record();
      return { ms: limits.sweepEveryMs, quietMsMax: limits.sweepQuietMsMax };
    },
    outage,
  });
  options.stream.bell.onProgrammes(loop.wake);
  options.stream.bell.onReconnect(loop.wake);
  const watcher = watchRulesFolder(options.directory, () => {
    following
      .reload()
      .catch((error: unknown) =>
        logger.error({ error }, 'programme files could not be activated; the active programmes stay'),
      );
  });
  return {
    current: () => following.active.programmes,
    active: () => following.active,
    sources: () => following.sources,
    errors: () => following.errors,
    reload: () => following.reload(),
    refresh: (seen) => following.refresh(seen),
    activateAgain: () => following.activateAgain(),
    change: (change) => following.change(change),
    record: () => following.record(),
    close: async () => {
      watcher?.close();
      await loop.close();
    },
  };
}

class Following {
  readonly #options: Options;
  #folder: RulesFolder;
  #active: ActiveProgrammes | null = null;
  sources: ProgrammeSource[] = [];
  #earlier: InstalledSources['earlier'] = [];
  #notices: FolderNotices = { old: [], absent: [] };
  #recordedGeneration = 0;
  /** Of the sources in Redis. */
  #stamp = '';
  /** One act at a time: reading the store, or changing it. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: Options, folder: RulesFolder) {
    this.#options = options;
    this.#folder = folder;
  }

  get active(): ActiveProgrammes {
    if (this.#active === null) throw new Error('the programmes are not open yet');
    return this.#active;
  }

  get errors(): readonly string[] {
    const { errors, examplesErrors } = this.#folder;
    return [...errors, ...examplesErrors, ...this.#notices.old];
  }

  async start(): Promise<void> {
    const { directory, versions } = this.#options;
    const known = versions === null ? null : await versions.active();
    await this.#inTurn(() => this.#adoptFiles(known?.generation ?? 0));
    if (this.sources.length === 0)
      throw new Error(
        `no programme is active, and ${directory} has no programme file; add at least one *.yaml, such as emea-lead-scoring.yaml`,
      );
    for (const notice of this.#notices.absent) this.#options.logger.info(notice);
    this.#rejectFiles();
  }

  async reload(): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#folder = await readRulesFolder(this.#options.directory);
      await this.#adoptFiles(0);
      return !this.#rejectFiles();
    });
  }

  /** Reports files with an error; returns whether there is any. */
  #rejectFiles(): boolean {
    const { errors } = this.#folder;
    if (errors.length === 0) return false;
    this.#options.metrics.programmeLoads.inc({ outcome: 'refused' });
    this.#options.logger.error({ errors }, 'programme files rejected; their active programmes stay');
    return true;
  }

  async refresh(seenGeneration = 0): Promise<void> {
    if (await this.#isUpToDate(seenGeneration)) return;
    await this.#inTurn(async () => {
      if (!(await this.#isUpToDate(seenGeneration))) await this.#follow(async () => null, seenGeneration);
    });
  }

  async #isUpToDate(seenGeneration: number): Promise<boolean> {
    const { generation } = this.active;
    if (seenGeneration > generation) return false;
    const mark = await this.#options.stream.activation.activeMark();
    return mark.generation === generation && mark.stamp === this.#stamp;
  }

  async activateAgain(): Promise<void> {
    await this.#inTurn(() => this.#follow(async () => null, 0, true));
  }

  async change(change: Change): Promise<void> {
    await this.#inTurn(() => this.#follow(change, 0));
  }

  async record(): Promise<void> {
    const { versions, stream } = this.#options;
    const { generation } = this.active;
    if (versions === null || generation === this.#recordedGeneration) return;
    const { sources } = this;
    const signatureTimes = await stream.activation.signatureTimes(namesIn(sources));
    for (const before of this.#earlier.toReversed())
      await versions.record({ ...before, signatureTimes: new Map() });
    await versions.record({ generation, sources: sources.map(stored), signatureTimes });
    this.#recordedGeneration = generation;
  }

  async #adoptFiles(seenGeneration: number): Promise<void> {
    const { stream, clock, directory } = this.#options;
    const { files, errors } = this.#folder;
    await this.#adopt(async (sources) => {
      // The first programmes are all of the folder, or none: nothing is active that could stay.
      if (sources.length === 0 && errors.length > 0)
        throw new Error(
          `invalid programmes in ${directory}:\n${errors.map((error) => `  ${error}`).join('\n')}`,
        );
      return changedByFiles(files, sources, stream.activation, clock.nowMs());
    }, seenGeneration);
    // Somebody wrote these files, and they are not what is active.
    this.#compareFolder('warn');
  }

  /** Adopts what the store has. Where people publish in the console, the folder stays behind: that is ordinary. */
  async #follow(change: Change, seenGeneration: number, isAnew = false): Promise<void> {
    await this.#adopt(change, seenGeneration, isAnew);
    this.#compareFolder('info');
  }

  /** Says once how the folder differs from what is active. */
  #compareFolder(level: 'warn' | 'info'): void {
    const before = this.errors;
    this.#notices = noticesOf(this.#folder.files, this.sources);
    const { errors } = this.#folder;
    for (const error of this.errors)
      if (!before.includes(error) && !errors.includes(error)) this.#options.logger[level](error);
  }

  /** `isAnew`: what this process has compiled may have other ids than Redis has now. */
  async #adopt(change: Change, seenGeneration: number, isAnew = false): Promise<void> {
    const { versions, clock, logger, metrics } = this.#options;
    const { activation } = this.#options.stream;
    const own =
      this.#active === null
        ? null
        : {
            generation: this.#active.generation,
            stamp: this.#stamp,
            sources: this.sources,
            earlier: this.#earlier,
          };
    const installed = await adoptNext(change, { activation, versions, clock, own, seenGeneration });
    if (installed.generation === 0) return;
    if (installed.generation === this.#active?.generation && !isAnew) return;
    const sources = sourcesIn(storedIn(installed));
    const known = new Map(isAnew ? [] : this.#active?.earlier.map((one) => [one.generation, one.programmes]));
    if (this.#active !== null && !isAnew) known.set(this.#active.generation, this.#active.programmes);
    this.#active = await compileActive(installed, sources, activation, known);
    this.sources = sources;
    this.#stamp = installed.stamp;
    this.#earlier = earlierIn(installed);
    metrics.programmeLoads.inc({ outcome: 'active' });
    logger.info(
      {
        programmes: sources.map(({ programme, version }) => `${programme.programme}@${version}`),
        generation: installed.generation,
      },
      'programmes activated',
    );
  }

  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

/**
 * The active programmes: read at start, watched while running, swapped whole.
 *
 * At start, an error in any file fails the start with all errors listed. Later, an invalid file is rejected and the
 * previous programmes stay active. A valid one is compiled and replaces them between two batches.
 */
import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import type { Logger, Metrics } from '../../base/telemetry/telemetry.ts';
import {
  errorInWords,
  type FileError,
  type Programme,
  readProgramme,
} from '../../contract/language/language.ts';
import {
  type CompiledProgrammes,
  compileProgrammes,
  frozenAwardsMeaning,
  signatureNames,
} from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';
import type { ActiveProgrammes } from './active-programmes.ts';
import { versionOf } from './programme-version.ts';

export type { ActiveProgrammes } from './active-programmes.ts';
export { draftOf, sourceOf } from './publish.ts';
export { Publishing } from './publishing.ts';
export type { Versions } from './versions.ts';
export { openVersions } from './versions.ts';

export interface Programmes {
  /** The active programmes; the object changes when they do. */
  current(): CompiledProgrammes;
  /** The same, with their activation times. */
  active(): ActiveProgrammes;
  /** The same, as they were read. */
  sources(): readonly ProgrammeSource[];
  /** Calls back with the sources now and after each activation; a rejection is logged. */
  onActivated(callBack: (sources: readonly ProgrammeSource[]) => Promise<void>): void;
  /** The errors of the files on disk, while these differ from the active programmes. */
  errors(): readonly string[];
  /** Reads the files again; returns whether they are active. */
  reload(): Promise<boolean>;
  /** Activates the same again: Redis may have lost that they are active, and know their match signatures by other ids. */
  activateAgain(): Promise<void>;
  close(): void;
}

interface Options {
  directory: string;
  stream: Pick<Stream, 'signatureIds' | 'adopt'>;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/** How long a directory must be quiet before it is read: editors write a file in several steps. */
const quietMs = 100;

/** Reads and compiles all programmes of a directory, and watches it. Throws with every error when one is invalid. */
export async function openProgrammes(options: Options): Promise<Programmes> {
  const { directory, metrics, logger } = options;
  const first = await readDirectory(directory);
  if (first.errors.length > 0) {
    throw new Error(
      `invalid programmes in ${directory}:\n${first.errors.map((error) => `  ${error}`).join('\n')}`,
    );
  }
  let active = await activate(first, options);
  let sources = first.sources;
  const listeners: ((sources: readonly ProgrammeSource[]) => Promise<void>)[] = [];
  const callBack = (listener: (typeof listeners)[number]) =>
    listener(sources).catch((error: Error) =>
      logger.warn({ error: error.message }, 'a version of a programme could not be recorded'),
    );
  let loadedHash = first.hash;
  let errors: readonly string[] = [];
  metrics.programmeLoads.inc({ outcome: 'active' });

  const reload = async (): Promise<boolean> => {
    const read = await readDirectory(directory);
    if (read.hash === loadedHash) {
      errors = [];
      return true;
    }
    errors = read.errors;
    if (errors.length > 0) {
      metrics.programmeLoads.inc({ outcome: 'refused' });
      logger.error({ errors }, 'programme files rejected; the previous programmes stay active');
      return false;
    }
    const { programmes, sinceMs, earlier } = active;
    const taken = await activate(read, options);
    active = {
      ...taken,
      earlier: [{ programmes, sinceMs }, ...earlier].slice(0, limits.earlierProgrammesKept),
    };
    loadedHash = read.hash;
    sources = read.sources;
    for (const listener of listeners) void callBack(listener);
    metrics.programmeLoads.inc({ outcome: 'active' });
    logger.info(
      { programmes: read.sources.map(({ programme, version }) => `${programme.programme}@${version}`) },
      'programmes activated',
    );
    return true;
  };

  const watcher = watchQuietly(directory, () => {
    reload().catch((error: unknown) =>
      logger.error({ error }, 'programme files could not be read; the previous programmes stay active'),
    );
  });
  return {
    current: () => active.programmes,
    active: () => active,
    sources: () => sources,
    onActivated: (listener) => {
      listeners.push(listener);
      void callBack(listener);
    },
    errors: () => errors,
    reload,
    activateAgain: async () => {
      const { earlier } = active;
      active = {
        ...(await activate({ sources: [...sources], errors: [], hash: loadedHash }, options)),
        earlier,
      };
    },
    close: () => watcher?.close(),
  };
}

/** A programme as it was read from its file. */
export interface ProgrammeSource {
  programme: Programme;
  version: string;
  text: string;
}

interface Reading {
  sources: ProgrammeSource[];
  errors: string[];
  hash: string;
}

async function readDirectory(directory: string): Promise<Reading> {
  const names = (await readdir(directory)).filter(isProgrammeFile).sort();
  const reading: Reading = { sources: [], errors: [], hash: '' };
  const all = createHash('sha256');
  for (const name of names) {
    const text = await readFile(join(directory, name), 'utf8');
    all.update(name).update('\0').update(text).update('\0');
    const read = readProgramme(join(directory, name), text);
    if (read.ok) reading.sources.push({ programme: read.programme, version: versionOf(text), text });
    else reading.errors.push(...read.errors.map((error: FileError) => errorInWords(error)));
  }
  if (names.length === 0)
    reading.errors.push(
      `${directory}: no programme file; add at least one *.yaml, such as emea-lead-scoring.yaml`,
    );
  const seen = new Set<string>();
  for (const { programme } of reading.sources) {
    if (seen.has(programme.programme))
      reading.errors.push(`${directory}: two files are programme "${programme.programme}"; rename one`);
    seen.add(programme.programme);
  }
  reading.hash = all.digest('hex');
  return reading;
}

function isProgrammeFile(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/\.examples\.ya?ml$/.test(name) && !name.startsWith('.');
}

/** Compiles the programmes and activates them for the whole installation. */
async function activate({ sources, hash }: Reading, { stream, clock }: Options): Promise<ActiveProgrammes> {
  const signatureIds = await stream.signatureIds(
    sources.flatMap(({ programme }) => signatureNames(programme)),
  );
  const programmes = compileProgrammes(sources, (signature) => {
    const signatureId = signatureIds.get(signature);
    if (signatureId === undefined) throw new Error(`no id for the match signature ${signature}`);
    return signatureId;
  });
  const nowMs = clock.nowMs();
  const signatures = new Map(
    sources.flatMap(({ programme }) =>
      signatureNames(programme).map((name) => [name, backfillSinceMs(programme, nowMs)] as const),
    ),
  );
  const { sinceMs, signaturesSinceMs, signatureSinceMs, before } = await stream.adopt(
    hash,
    nowMs + limits.swapMarginMs,
    {
      signatures,
      meaning: sources.map(({ programme }) => frozenAwardsMeaning(programme)).join('\n'),
      sources: JSON.stringify(sources.map(({ version, text }) => ({ version, text }))),
    },
  );
  const bySignatureId = new Map(
    [...signatureIds].map(([name, signatureId]) => [signatureId, signatureSinceMs.get(name) ?? 0]),
  );
  return {
    programmes,
    hash,
    sinceMs,
    signaturesSinceMs,
    earlier: before === null ? [] : await remembered(before, stream),
    signatureSinceMs: (signatureId) => bySignatureId.get(signatureId) ?? 0,
  };
}

/** Returns the previously active programmes as another process or start left them; none where they cannot be read. */
async function remembered(
  before: { sources: string; sinceMs: number },
  stream: Pick<Stream, 'signatureIds'>,
): Promise<ActiveProgrammes['earlier']> {
  const sources = (JSON.parse(before.sources) as { version: string; text: string }[]).flatMap(
    ({ version, text }) => {
      const read = readProgramme('the programme before', text);
      return read.ok ? [{ programme: read.programme, version }] : [];
    },
  );
  const signatureIds = await stream.signatureIds(
    sources.flatMap(({ programme }) => signatureNames(programme)),
  );
  const programmes = compileProgrammes(sources, (signature) => signatureIds.get(signature) ?? 0);
  return [{ programmes, sinceMs: before.sinceMs }];
}

/** Returns the acceptance time from which new rules of a programme count, ms. */
function backfillSinceMs({ backfill }: Programme, nowMs: number): number {
  if (backfill === 'all') return 0;
  return backfill === 'none' ? nowMs : nowMs - backfill;
}

function watchQuietly(directory: string, onChange: () => void): FSWatcher | null {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(directory, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
  // A removed directory ends the watch; the active programmes stay.
  watcher.on('error', () => watcher.close());
  watcher.on('close', () => clearTimeout(timer));
  return watcher;
}

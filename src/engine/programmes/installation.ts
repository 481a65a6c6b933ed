/**
 * What is active in an installation, and its next generation.
 *
 * Redis says what is installed. Where it has lost that, or was set back, a process or PostgreSQL knows of a later generation.
 * The sources of the latest that is known are adopted again, above all generations that were seen. So are those in Redis where this
 * process has others of the same generation: Redis lost these before anybody recorded them. Adoption is a compare-and-set, so
 * that of two changes at once the second builds on the first.
 */
import { ApiError, type Clock, limits } from '../../base/kernel/kernel.ts';
import { signatureNames } from '../scoring/scoring.ts';
import type { Activation, Installed } from '../stream/stream.ts';
import { earlierIn, type StoredGeneration, signaturesHashOf, storedIn } from './compile-active.ts';
import { digestOf, type ProgrammeSource, sourcesIn, stored } from './programme-source.ts';
import type { Versions } from './versions.ts';

/** Sources of a generation, and of those before it. */
export interface InstalledSources {
  generation: number;
  sources: readonly ProgrammeSource[];
  earlier: readonly StoredGeneration[];
}

/** What a process has active; the stamp is that of the sources in Redis. */
export interface OwnSources extends InstalledSources {
  stamp: string;
}

/** Returns the sources that are to be active instead of some; null for no change. A source of generation 0 is new. */
export type Change = (sources: readonly ProgrammeSource[]) => Promise<readonly ProgrammeSource[] | null>;

interface Options {
  activation: Pick<Activation, 'installed' | 'adopt'>;
  versions: Versions | null;
  clock: Clock;
  /** What this process has active; null at its start. */
  own: OwnSources | null;
  /** A later generation that was seen in a partition or in PostgreSQL; 0 for none. */
  seenGeneration: number;
}

/** Applies a change to what is active; returns what is installed then. */
export async function adoptNext(change: Change, options: Options): Promise<Installed> {
  const { activation } = options;
  for (let tries = 0; tries < limits.adoptTriesMax; tries++) {
    const installed = await activation.installed();
    const known = await latestKnown(installed, options);
    if (known.isLost) {
      await adopt(known.sources, known, installed, options);
      continue;
    }
    const changed = await change(known.sources);
    if (changed === null) {
      // Another process may have activated the same texts since they were compared: then they are active, not old.
      const since = await activation.installed();
      if (since.generation === installed.generation) return since;
      continue;
    }
    if (await adopt(changed, known, installed, options)) return activation.installed();
  }
  throw new ApiError('conflict', 'the programmes change too often at the moment; try again');
}

interface Known extends InstalledSources {
  /** Redis does not have it, or has another one of the same generation. */
  isLost: boolean;
  /** Profiles of this generation may have been scored by other programmes. */
  isTwice: boolean;
  signatureTimes: ReadonlyMap<string, number>;
  /** Digests of texts that were active, as far as Redis has lost them. */
  texts: readonly string[];
}

/** The latest sources that anybody knows: Redis, this process, or PostgreSQL where Redis is behind. */
async function latestKnown(installed: Installed, { own, versions, seenGeneration }: Options): Promise<Known> {
  const seen = Math.max(seenGeneration, own?.generation ?? 0);
  const inRedis: Known = {
    generation: installed.generation,
    sources: sourcesIn(storedIn(installed)),
    earlier: earlierIn(installed),
    isLost: false,
    isTwice: false,
    signatureTimes: new Map(),
    texts: [],
  };
  // Redis lost this generation, and another change was made that nobody knew as the second one of it.
  if (own !== null && own.generation === installed.generation && own.stamp !== installed.stamp)
    return { ...inRedis, isLost: true, isTwice: true, texts: own.sources.map(({ text }) => digestOf(text)) };
  if (installed.generation >= seen && installed.generation > 0) return inRedis;
  const recorded = versions === null ? null : await versions.active();
  const latest = Math.max(seen, recorded?.generation ?? 0);
  if (installed.generation >= latest) return inRedis;
  const signatureTimes = recorded?.signatureTimes ?? new Map();
  const lost = { isLost: true, isTwice: false, generation: latest, signatureTimes };
  const texts = versions === null ? [] : await versions.digests();
  if (recorded !== null && recorded.generation > Math.max(installed.generation, own?.generation ?? 0))
    return { ...lost, texts, sources: sourcesIn(recorded.sources), earlier: inRedis.earlier };
  if (own !== null && own.generation > installed.generation)
    return { ...lost, texts, sources: own.sources, earlier: own.earlier };
  return { ...lost, texts, sources: inRedis.sources, earlier: inRedis.earlier };
}

async function adopt(
  changed: readonly ProgrammeSource[],
  known: Known,
  installed: Installed,
  { activation, clock }: Options,
): Promise<boolean> {
  const generation = known.generation + 1;
  const { isTwice } = known;
  const isNew = (source: ProgrammeSource) =>
    source.generation === 0 || (isTwice && source.generation === known.generation);
  const sources = changed
    .map((source) => (isNew(source) ? { ...source, generation } : source))
    .sort((a, b) => (a.programme.programme < b.programme.programme ? -1 : 1));
  const before: StoredGeneration = { generation: known.generation, sources: known.sources.map(stored) };
  // What a generation that came twice had scored a profile by is not known.
  const earlier = known.generation === 0 ? [] : isTwice ? known.earlier : [before, ...known.earlier];
  return activation.adopt({
    basis: installed.generation,
    generation,
    sources: JSON.stringify(sources.map(stored)),
    earlier: JSON.stringify(earlier.slice(0, limits.earlierProgrammesKept)),
    signaturesHash: signaturesHashOf(sources),
    rebuildsAll: isTwice,
    signatures: timesOf(sources, known, clock.nowMs()),
    texts: [...known.texts, ...sources.map(({ text }) => digestOf(text))],
  });
}

/** The acceptance time from which each signature counts: as recorded, from the beginning for the first programmes ever. */
function timesOf(
  sources: readonly ProgrammeSource[],
  { generation, signatureTimes }: Known,
  nowMs: number,
): Map<string, number> {
  return new Map(
    sources.flatMap(({ programme }) =>
      signatureNames(programme).map((name) => {
        const sinceMs = generation === 0 ? 0 : backfillSinceMs(programme, nowMs);
        return [name, signatureTimes.get(name) ?? sinceMs] as const;
      }),
    ),
  );
}

/** Returns the acceptance time from which new rules of a programme count, ms. */
export function backfillSinceMs({ backfill }: ProgrammeSource['programme'], nowMs: number): number {
  if (backfill === 'all') return 0;
  return backfill === 'none' ? nowMs : nowMs - backfill;
}

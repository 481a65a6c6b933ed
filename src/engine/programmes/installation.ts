/**
 * What is in force in an installation, and its next generation.
 *
 * Redis says what is installed. Where it has lost that, or was set back, a process or PostgreSQL knows of a later generation.
 * The sources of the latest that is known are adopted again, above all generations that were seen. Adoption is a
 * compare-and-set, so that of two changes at once the second builds on the first.
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

/** Returns the sources that are to be active instead of some; null for no change. A source of generation 0 is new. */
export type Change = (sources: readonly ProgrammeSource[]) => Promise<readonly ProgrammeSource[] | null>;

interface Options {
  activation: Pick<Activation, 'installed' | 'adopt'>;
  versions: Versions | null;
  clock: Clock;
  /** What this process has active; null at its start. */
  own: InstalledSources | null;
  /** A later generation that was seen in a partition or in PostgreSQL; 0 for none. */
  seenGeneration: number;
}

/** Applies a change to what is in force; returns what is installed then. */
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
    if (changed === null) return installed;
    if (await adopt(changed, known, installed, options)) return activation.installed();
  }
  throw new ApiError('conflict', 'the programmes change too often at the moment; try again');
}

interface Known extends InstalledSources {
  /** Redis does not have it. */
  isLost: boolean;
  signatureTimes: ReadonlyMap<string, number>;
  /** Digests of texts that were in force, as far as Redis has lost them. */
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
    signatureTimes: new Map(),
    texts: [],
  };
  if (installed.generation >= seen && installed.generation > 0) return inRedis;
  const recorded = versions === null ? null : await versions.active();
  const latest = Math.max(seen, recorded?.generation ?? 0);
  if (installed.generation >= latest) return inRedis;
  const lost = { isLost: true, generation: latest, signatureTimes: recorded?.signatureTimes ?? new Map() };
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
  const sources = changed
    .map((source) => (source.generation === 0 ? { ...source, generation } : source))
    .sort((a, b) => (a.programme.programme < b.programme.programme ? -1 : 1));
  const before: StoredGeneration = { generation: known.generation, sources: known.sources.map(stored) };
  const earlier = known.generation === 0 ? [] : [before, ...known.earlier];
  return activation.adopt({
    basis: installed.generation,
    generation,
    sources: JSON.stringify(sources.map(stored)),
    earlier: JSON.stringify(earlier.slice(0, limits.earlierProgrammesKept)),
    signaturesHash: signaturesHashOf(sources),
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
function backfillSinceMs({ backfill }: ProgrammeSource['programme'], nowMs: number): number {
  if (backfill === 'all') return 0;
  return backfill === 'none' ? nowMs : nowMs - backfill;
}

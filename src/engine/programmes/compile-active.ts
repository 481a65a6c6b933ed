/** From the sources of an installation to the programmes that a process scores by. */
import {
  type CompiledProgrammes,
  compileProgrammes,
  frozenAwardsMeaning,
  signatureNames,
} from '../scoring/scoring.ts';
import type { Activation, Installed } from '../stream/stream.ts';
import type { ActiveProgrammes } from './active-programmes.ts';
import { digestOf, type ProgrammeSource, type StoredSource, sourcesIn, stored } from './programme-source.ts';

/** Sources of a generation as they are stored. */
export interface StoredGeneration {
  generation: number;
  sources: StoredSource[];
}

export function storedIn({ sources }: Pick<Installed, 'sources'>): StoredSource[] {
  return sources === '' ? [] : (JSON.parse(sources) as StoredSource[]);
}

/** Those of generations before, the latest first. */
export function earlierIn({ earlier }: Pick<Installed, 'earlier'>): StoredGeneration[] {
  return earlier === '' ? [] : (JSON.parse(earlier) as StoredGeneration[]);
}

/** The names of all match signatures of some sources. */
export function namesIn(sources: readonly ProgrammeSource[]): string[] {
  return sources.flatMap(({ programme }) => signatureNames(programme));
}

/** Changes where stored profiles have to be rebuilt from their history. */
export function signaturesHashOf(sources: readonly ProgrammeSource[]): string {
  const meanings = sources.map(({ programme }) => frozenAwardsMeaning(programme));
  return digestOf([...namesIn(sources).sort(), ...meanings].join('\n'));
}

type Ids = Pick<Activation, 'signatureIds' | 'signatureTimes'>;

/** Compiles what is installed. `known` are programmes that this process has compiled already, by their generation. */
export async function compileActive(
  installed: Installed,
  sources: readonly ProgrammeSource[],
  activation: Ids,
  known: ReadonlyMap<number, CompiledProgrammes>,
): Promise<ActiveProgrammes> {
  const names = namesIn(sources);
  const [ids, times] = [await activation.signatureIds(names), await activation.signatureTimes(names)];
  const programmes = compiled(sources, ids);
  const earlier: ActiveProgrammes['earlier'][number][] = [];
  for (const before of earlierIn(installed)) {
    const own = known.get(before.generation) ?? (await compiledBefore(before, activation));
    if (own !== null) earlier.push({ generation: before.generation, programmes: own });
  }
  const timesById = new Map([...ids].map(([name, id]) => [id, times.get(name) ?? 0]));
  const notified = notifiedIn([
    ...sources.map(stored),
    ...earlierIn(installed).flatMap((one) => one.sources),
  ]);
  const notifyGenerations = new Map(names.map((name) => [ids.get(name) ?? 0, notified.get(name) ?? 0]));
  const activated = new Map(
    sources.map(({ programme, activatedAtMs }) => [ids.get(programme.programme), activatedAtMs]),
  );
  return {
    programmes,
    generation: installed.generation,
    activatedMs: Math.max(0, ...sources.map(({ activatedAtMs }) => activatedAtMs)),
    signaturesGeneration: installed.signaturesGeneration,
    earlier,
    notifyGeneration: (programmeId) => notifyGenerations.get(programmeId) ?? 0,
    versionSinceMs: (programmeId) => activated.get(programmeId) ?? 0,
    signatureSinceMs: (signatureId) => timesById.get(signatureId) ?? 0,
  };
}

/**
 * The latest generation of each programme that was published to be notified. A later one does not undo that: some profiles may
 * meet both at once.
 */
function notifiedIn(sources: readonly StoredSource[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const { programme, generation, notifies } of sources)
    if (notifies) latest.set(programme, Math.max(generation, latest.get(programme) ?? 0));
  return latest;
}

/** Null where this program cannot read them: then what their change did is not known. */
async function compiledBefore(
  { sources: stored }: StoredGeneration,
  activation: Ids,
): Promise<CompiledProgrammes | null> {
  let sources: ProgrammeSource[];
  try {
    sources = sourcesIn(stored);
  } catch {
    return null;
  }
  return compiled(sources, await activation.signatureIds(namesIn(sources)));
}

function compiled(sources: readonly ProgrammeSource[], ids: ReadonlyMap<string, number>): CompiledProgrammes {
  return compileProgrammes(sources, (signature) => {
    const signatureId = ids.get(signature);
    if (signatureId === undefined) throw new Error(`no id for the match signature ${signature}`);
    return signatureId;
  });
}

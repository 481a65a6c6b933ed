/**
 * Activation of programmes: the generations of an installation, and the re-evaluation of every profile for a new one.
 *
 * Each adoption is a generation, a number that only rises. Partitions have one too: a lease raises it to that of its process,
 * and is refused where it would lower it. So no profile is scored by older programmes after newer ones, whatever the clocks say.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import { batchOf, type RedisClient } from '../../base/redis/redis.ts';
import { backlogOf } from './backlog.ts';
import { eventsRing, programmesRing, ring } from './bell.ts';
import { everyProfile, profileOfKey, programmesKey, signaturesKey } from './keys.ts';
import type { Layout } from './layout.ts';
import { everyKeyLike } from './walk.ts';

/** What is active in an installation. Sources are texts of the caller's own form. */
export interface Installed {
  /** 0 before the first. */
  generation: number;
  /** Since when the match signatures are these: a profile of an earlier generation lacks matches. */
  signaturesGeneration: number;
  sources: string;
  earlier: string;
  /** Of the sources: one generation can come twice where Redis lost the first, as in a failover. */
  stamp: string;
}

/** Programmes to be activated as the next generation. */
export interface Adoption {
  /** The generation it builds on. */
  basis: number;
  generation: number;
  sources: string;
  /** The sources of generations before. */
  earlier: string;
  /** Changes where stored profiles have to be rebuilt. */
  signaturesHash: string;
  /** Whether they have to be rebuilt in any case. */
  rebuildsAll: boolean;
  /** Acceptance times, ms, from which signatures count, by name; a time that is known stays. */
  signatures: ReadonlyMap<string, number>;
  /** Digests of the texts. */
  texts: readonly string[];
}

/** How far the re-evaluation of every profile is that a change of programmes began. */
export interface Reevaluation {
  generation: number;
  /** Null until it has begun and counted them. */
  beganMs: number | null;
  total: number | null;
  /** Profiles found so far; each is evaluated soon after. */
  scheduled: number;
  /** Those of them that wait for their evaluation. */
  waiting: number;
  /** Whether all are scheduled. */
  isScheduled: boolean;
}

export interface Activation {
  /** Returns the ids of match signatures by name; a new name gets an id. */
  signatureIds(names: readonly string[]): Promise<Map<string, number>>;
  /** The acceptance times from which signatures count, ms; a name without one is left out. */
  signatureTimes(names: readonly string[]): Promise<Map<string, number>>;
  /** What is active in the installation. */
  installed(): Promise<Installed>;
  /** The generation of it; 0 before the first. */
  activeGeneration(): Promise<number>;
  /** The same, with the stamp of its sources. */
  activeMark(): Promise<Pick<Installed, 'generation' | 'stamp'>>;
  /** Activates programmes for the installation. False when another process did meanwhile: read again what is installed. */
  adopt(adoption: Adoption): Promise<boolean>;
  /** Of some digests, those of texts that were active at any time. */
  textsThatWere(digests: readonly string[]): Promise<Set<string>>;
  /** Whether profiles still have to be re-evaluated for a generation. */
  isReevaluating(generation: number): Promise<boolean>;
  /** How far the re-evaluation under the active generation is. */
  reevaluation(): Promise<Reevaluation>;
  /** Schedules every profile for re-evaluation under a generation; returns how many. */
  reevaluateEveryProfile(
    generation: number,
    nowMs: () => number,
    onProgress: (reevaluated: number) => void,
    signal: AbortSignal,
  ): Promise<number>;
}

/** `worker` and `reader` are connections of `openStream` with the scripts defined. */
export function openActivation(options: {
  worker: RedisClient;
  reader: RedisClient;
  layout: Layout;
}): Activation {
  const { worker, reader, layout } = options;
  return {
    signatureIds: async (names) => {
      const numbers = await worker.scovilleSignatures(1, signaturesKey, ...names);
      return new Map(names.map((name, index) => [name, numbers[index] as number]));
    },
    signatureTimes: async (names) => {
      const times = await fieldsOf(worker, 'signature', names);
      return new Map(
        names.flatMap((name, index) => (times[index] == null ? [] : [[name, Number(times[index])] as const])),
      );
    },
    installed: () => installed(worker),
    activeGeneration: () => activeGeneration(worker),
    activeMark: async () => {
      const [generation, stamp] = await worker.hmget(programmesKey, 'generation', 'stamp');
      return { generation: Number(generation ?? 0), stamp: stamp ?? '' };
    },
    adopt: (adoption) => adopt(worker, adoption),
    textsThatWere: async (digests) => {
      const found = await fieldsOf(worker, 'text', digests);
      return new Set(digests.filter((_, index) => found[index] !== null));
    },
    isReevaluating: async (generation) =>
      (await worker.hget(programmesKey, 'reevaluated')) !== String(generation),
    reevaluation: () => reevaluationOf(reader, layout),
    reevaluateEveryProfile: (generation, nowMs, onProgress, signal) => {
      const waiting = async () => {
        const backlog = await backlogOf(reader, layout, nowMs());
        return backlog.reduce((sum, { due }) => sum + due, 0);
      };
      return reevaluateEveryProfile(reader, generation, { layout, waiting, nowMs, onProgress, signal });
    },
  };
}

/** What the job writes as it goes. */
type Progress = Pick<Reevaluation, 'generation' | 'scheduled'> & { beganMs: number; total: number };

async function reevaluationOf(redis: RedisClient, layout: Layout): Promise<Reevaluation> {
  const [active, reevaluated, written] = await redis.hmget(
    programmesKey,
    'generation',
    'reevaluated',
    'reevaluation',
  );
  const generation = Number(active ?? 0);
  const last = written == null ? null : (JSON.parse(written) as Progress);
  const isOfThis = last?.generation === generation;
  const batch = batchOf(redis);
  for (let partition = 0; partition < layout.partitions; partition++)
    batch.zcount(layout.keys(partition).timers, alreadyMs, alreadyMs);
  const waiting = (await batch.exec()) ?? [];
  return {
    generation,
    beganMs: isOfThis ? last.beganMs : null,
    total: isOfThis ? last.total : null,
    scheduled: isOfThis ? last.scheduled : 0,
    waiting: waiting.reduce((sum, [, count]) => sum + Number(count ?? 0), 0),
    isScheduled: reevaluated === active,
  };
}

async function fieldsOf(
  redis: RedisClient,
  kind: string,
  names: readonly string[],
): Promise<(string | null)[]> {
  return names.length === 0 ? [] : redis.hmget(programmesKey, ...names.map((name) => `${kind}:${name}`));
}

async function installed(redis: RedisClient): Promise<Installed> {
  const [generation, signaturesGeneration, sources, earlier, stamp] = await redis.hmget(
    programmesKey,
    'generation',
    'signaturesGeneration',
    'sources',
    'earlier',
    'stamp',
  );
  return {
    generation: Number(generation ?? 0),
    signaturesGeneration: Number(signaturesGeneration ?? 0),
    sources: sources ?? '',
    earlier: earlier ?? '',
    stamp: stamp ?? '',
  };
}

async function activeGeneration(redis: RedisClient): Promise<number> {
  return Number((await redis.hget(programmesKey, 'generation')) ?? 0);
}

async function adopt(redis: RedisClient, adoption: Adoption): Promise<boolean> {
  const { basis, generation, sources, earlier, signaturesHash, rebuildsAll, signatures, texts } = adoption;
  const isAdopted = await redis.scovilleAdopt(
    1,
    programmesKey,
    String(basis),
    String(generation),
    sources,
    earlier,
    signaturesHash,
    rebuildsAll ? '1' : '0',
    String(texts.length),
    ...texts,
    ...[...signatures].flatMap(([name, atMs]) => [name, String(atMs)]),
  );
  if (isAdopted !== 1) return false;
  await ring(redis, programmesRing);
  return true;
}

/** Ids of all profiles, linked ones too, page by page; one that comes while it runs may be left out, one may come twice. */
export async function* profileIds(redis: RedisClient): AsyncGenerator<string[]> {
  for await (const keys of everyKeyLike(redis, everyProfile))
    yield keys.flatMap((key) => profileOfKey(key)?.id ?? []);
}

/** How many there are, so that people see how far a re-evaluation is. */
async function countProfiles(redis: RedisClient, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const ids of profileIds(redis)) {
    count += ids.length;
    if (signal.aborted) break;
  }
  return count;
}

/** The time of a timer that is due by any clock; later than that of profiles that wait to be restored. */
const alreadyMs = 1;

/**
 * Raises every partition to a generation, then makes every profile due, page by page. A profile that was scored by an older
 * generation was so before its partition was raised, thus is found. It waits until the timers of earlier pages have run, so
 * that millions of them never wait at once. Returns how many there were; stops early when the signal says so.
 */
async function reevaluateEveryProfile(
  redis: RedisClient,
  generation: number,
  options: {
    layout: Layout;
    waiting: () => Promise<number>;
    nowMs: () => number;
    onProgress: (reevaluated: number) => void;
    signal: AbortSignal;
  },
): Promise<number> {
  const { layout } = options;
  for (let partition = 0; partition < layout.partitions; partition++) {
    const { cursor, events } = layout.keys(partition);
    await redis.scovilleRaise(2, cursor, events, String(generation));
  }
  const total = await countProfiles(redis, options.signal);
  const beganMs = options.nowMs();
  const write = (scheduled: number) => {
    const progress: Progress = { generation, beganMs, total, scheduled };
    return redis.hset(programmesKey, 'reevaluation', JSON.stringify(progress));
  };
  let reevaluated = 0;
  for await (const keys of everyKeyLike(redis, everyProfile)) {
    const byPartition = new Map<number, (string | number)[]>();
    for (const key of keys) {
      const profile = layout.profileIn(key);
      if (profile === null) continue;
      const timers = byPartition.get(profile.partition) ?? [];
      timers.push(alreadyMs, profile.id);
      byPartition.set(profile.partition, timers);
      reevaluated++;
    }
    const batch = batchOf(redis);
    for (const [partition, timers] of byPartition) batch.zadd(layout.keys(partition).timers, 'LT', ...timers);
    for (const [error] of (await batch.exec()) ?? []) if (error) throw error;
    if (byPartition.size > 0) await ring(redis, eventsRing(byPartition.keys()));
    await write(reevaluated);
    options.onProgress(reevaluated);
    while (!options.signal.aborted && (await options.waiting()) > limits.dueProfilesWaitingMax)
      await pause(limits.reevaluatePauseMs);
    // Other programmes became active meanwhile: their own re-evaluation reaches every profile.
    if ((await activeGeneration(redis)) !== generation) return reevaluated;
    if (options.signal.aborted) break;
  }
  if (!options.signal.aborted) await redis.hset(programmesKey, 'reevaluated', String(generation));
  return reevaluated;
}

/**
 * Eras: whether this Redis still has all that its readers in PostgreSQL have read of it.
 *
 * An installation begins in era 1; each loss of data in Redis begins another. Both stores hold its id and its era, and every
 * partition holds both too, as a stamp. A lease under another stamp is refused. So nobody scores on a Redis that lost its
 * memory, or on that of another installation, even where its era has the same number. Each reader leaves a mark in the
 * partition: the last entry it has for good. A mark that is behind PostgreSQL's offset, where that entry is not in the stream,
 * proves that Redis was set back.
 */
import { hash } from 'node:crypto';
import { firstId, isAfter, limits, partitionOf, type StreamPosition } from '../../base/kernel/kernel.ts';
import { type Batch, batchOf, type RedisClient } from '../../base/redis/redis.ts';
import { programmesRing, ring, ringFor } from './bell.ts';
import { rememberErased } from './erased-profiles.ts';
import { installationKey, programmesKey, signaturesKey } from './keys.ts';
import type { Layout } from './layout.ts';

/** A reader of a partition's streams, by the stream it reads; its mark is a field of the cursor. */
export type Reader = 'events' | 'ledger' | 'crossings';

/** An installation in one of its eras. */
export interface Owner {
  id: string;
  era: number;
}

/** What a partition's cursor says. */
export interface Marks {
  /** The installation it is of; null where it names none. */
  id: string | null;
  era: number;
  of: Record<Reader, string>;
}

/** Partitions by what their marks say of a reader. */
export interface Verified {
  /** Redis has what PostgreSQL has read. */
  same: Set<number>;
  /** Redis lacks what PostgreSQL has read. */
  behind: Set<number>;
  /** PostgreSQL lacks what it once had read, or the caller's offsets are old. */
  ahead: Set<number>;
}

/** How many profiles are not restored. */
export interface Unrestored {
  /** Not whole yet. */
  waiting: number;
  /** They cannot be evaluated. */
  failing: number;
}

const fields: Record<Reader, string> = { events: 'history', ledger: 'ledger', crossings: 'applied' };
const readers = Object.keys(fields) as Reader[];

/** More leases than are taken in any era. */
const epochsAnEra = 1_000_000_000;

/** As the cursor of a partition names it; scripts compare the whole of it. */
const stampOf = ({ id, era }: Owner): string => `${era}:${id}`;

/** What the cursor of a partition says without an installation. */
const noStamp = '0';

/** As the scripts compute it. */
export const digestOf = (json: string): string => hash('sha1', json).slice(0, 16);

export class Eras {
  /** The era this process works in; 0 without an installation: then nothing is compared. */
  current = 0;
  /** The installation of this process; empty without one. */
  id = '';
  /** Whether a profile that is not there may be one that is not restored yet. */
  isRestoring = false;
  /** Later than every event from before the era, ms by the ids of streams: what a restored profile waits for. */
  openedMs = 0;
  /** The last event of each partition as the era began: a profile is restored when the history has all of them. */
  openedAt: readonly string[] = [];
  readonly #redis: RedisClient;
  /** Partitions and their keys. */
  readonly layout: Layout;

  constructor(redis: RedisClient, layout: Layout) {
    this.#redis = redis;
    this.layout = layout;
  }

  /** What the cursor of a partition must name for this process to work on it. */
  get stamp(): string {
    return this.current === 0 ? noStamp : stampOf({ id: this.id, era: this.current });
  }

  /** The id and era that Redis holds; null and 0 where it holds none. */
  async installed(): Promise<{ id: string | null; era: number }> {
    const [id, era] = await this.#redis.hmget(installationKey, 'id', 'era');
    return { id: id ?? null, era: Number(era ?? 0) };
  }

  /**
   * Names the installation before PostgreSQL knows of it: returns the id that Redis has, or else the one given, which it has from now on. It is one id, however
   * often a first start is cut and gone on with.
   */
  async name(id: string): Promise<string> {
    await this.#redis.hsetnx(installationKey, 'id', id);
    return (await this.installed()).id ?? id;
  }

  /** From now on processes may work in an era; the keepers of all hear of it. */
  async install({ id, era }: Owner): Promise<void> {
    await this.#redis.hset(installationKey, {
      id,
      era,
      partitions: this.layout.partitions,
      ...(this.layout.tags === 'even' && { tags: 'even' }),
      ...(this.layout.hasCompactStates && { states: 'compact' }),
    });
    await ring(this.#redis, programmesRing);
  }

  /** The marks of every partition, by its number; or only of some, and then the list has gaps. */
  async marks(
    of: Iterable<number> = Array.from({ length: this.layout.partitions }).keys(),
  ): Promise<Marks[]> {
    const batch = batchOf(this.#redis);
    const asked = [...of];
    askMarks(batch, this.layout, asked);
    return marksIn((await batch.exec()) ?? [], asked);
  }

  /** The first era of a partition, with how far its readers are. */
  async begin(
    partition: number,
    owner: Owner,
    ids: Partial<Record<Reader, string | undefined>>,
  ): Promise<void> {
    await this.#redis.hset(this.layout.keys(partition).cursor, 'era', stampOf(owner), ...marksOf(ids));
  }

  /** Begins an era in a partition: fences its leases, and drops what was on its way to other readers. */
  async open(partition: number, owner: Owner): Promise<void> {
    const { cursor, crossings, outbox, inbox, restoring, failing } = this.layout.keys(partition);
    const keys = [cursor, crossings, outbox, inbox, restoring, failing];
    await this.#redis.scovilleOpenEra(keys.length, ...keys, stampOf(owner), owner.era, epochsAnEra);
  }

  /** Sets how far readers of a partition are; returns false, and sets nothing, where it is in another era. */
  async mark(partition: number, owner: Owner, ids: Partial<Record<Reader, string>>): Promise<boolean> {
    const values = marksOf(ids);
    if (values.length === 0) return true;
    const { cursor } = this.layout.keys(partition);
    return (await this.#redis.scovilleMark(1, cursor, stampOf(owner), ...values)) === 1;
  }

  /** Entries of a stream after an id, with their JSON. */
  async entriesAfter(partition: number, reader: Reader, after: string, countMax: number) {
    const found = await this.#redis.xrange(
      this.layout.keys(partition)[reader],
      `(${after}`,
      '+',
      'COUNT',
      countMax,
    );
    return found.map(([id, [field = '', json = '']]) => ({ partition, id, field, json }));
  }

  /** Compares a reader's positions with its marks, those given if they were read after the positions. One that died between its commit and its mark has its entry in the stream. */
  async verify(
    reader: Reader,
    positions: ReadonlyMap<number, StreamPosition>,
    given?: readonly Marks[],
  ): Promise<Verified> {
    const verified: Verified = { same: new Set(), behind: new Set(), ahead: new Set() };
    const marks = given ?? (await this.marks(positions.keys()));
    for (const [partition, position] of positions) {
      const found = marks[partition] as Marks;
      if (!this.#isOurs(found)) continue;
      verified[await this.#compared(partition, reader, position, found.of[reader])].add(partition);
    }
    return verified;
  }

  async #compared(
    partition: number,
    reader: Reader,
    position: StreamPosition,
    mark: string,
  ): Promise<keyof Verified> {
    const { entry, digest } = position;
    if (mark === entry) return 'same';
    if (isAfter(mark, entry)) return 'ahead';
    if (await this.#has(partition, reader, entry, digest)) return 'same';
    // Its reader may have left its mark meanwhile, and the entry was forgotten with it.
    const found = (await this.marks([partition]))[partition] as Marks;
    if (!this.#isOurs(found)) return 'ahead';
    const { [reader]: now } = found.of;
    return now === mark ? 'behind' : this.#compared(partition, reader, position, now);
  }

  #isOurs({ id, era }: Marks): boolean {
    return era === this.current && (id ?? '') === this.id;
  }

  /** The last event of each partition, `0-0` where none is there; and a time later than all of them and than now, ms. */
  async lastAppended(): Promise<{ ids: string[]; beforeMs: number }> {
    const [seconds] = await this.#redis.time();
    const batch = batchOf(this.#redis);
    for (let partition = 0; partition < this.layout.partitions; partition++)
      batch.xrevrange(this.layout.keys(partition).events, '+', '-', 'COUNT', 1);
    const ids = ((await batch.exec()) ?? []).map(([error, answer]) => {
      if (error) throw error;
      const [last] = answer as [string, string[]][];
      return last?.[0] ?? firstId;
    });
    const afterLast = ids.map((id) => Number(id.split('-')[0]) + 1);
    return { ids, beforeMs: Math.max((Number(seconds) + 1) * limits.secondMs, ...afterLast) };
  }

  /** The last event of a profile's partition as the era began. */
  openedOf(profile: string): string {
    return this.openedAt[partitionOf(profile, this.layout.partitions)] ?? firstId;
  }

  /** Whether the history has every event from before the era. */
  historyHasOpening(): Promise<boolean> {
    return this.historyHas(this.openedAt);
  }

  /** Whether the history has the events of each partition up to an id of that partition. */
  async historyHas(ids: readonly string[]): Promise<boolean> {
    const opened = [...ids.entries()].filter(([, id]) => id !== firstId);
    if (opened.length === 0) return true;
    const marks = await this.marks();
    const batch = batchOf(this.#redis);
    for (const [partition, id] of opened)
      batch.xrange(this.layout.keys(partition).events, `(${marks[partition]?.of.events}`, id, 'COUNT', 1);
    return ((await batch.exec()) ?? []).every(([error, missing]) => {
      if (error) throw error;
      return (missing as unknown[]).length === 0;
    });
  }

  /** Makes profiles due to be restored. */
  async schedule(ids: readonly string[]): Promise<void> {
    // In this order: a commit that finds it whole takes it out again.
    const [batch, later] = [batchOf(this.#redis), batchOf(this.#redis)];
    for (const id of ids) {
      const { restoring, timers } = this.layout.of(id);
      batch.sadd(restoring, id);
      later.zadd(timers, alreadyMs, id);
    }
    for (const one of [batch, later]) for (const [error] of (await one.exec()) ?? []) if (error) throw error;
    await ringFor(this.#redis, this.layout, ids);
  }

  /** Adds to the erased profiles of each partition; a name begins as the id it stands for, which decides on the partition. */
  async rememberErased(salt: string, erased: readonly { name: string; untilMs: number }[]): Promise<void> {
    for (const [partition, ofPartition] of Map.groupBy(erased, ({ name }) =>
      partitionOf(name, this.layout.partitions),
    ))
      await rememberErased(this.#redis, this.layout.keys(partition).erased, salt, ofPartition);
  }

  /** Profiles that were found, or met, since the restore began and are not whole yet; and those that cannot be evaluated. */
  async unrestored(): Promise<Unrestored> {
    const batches = { waiting: batchOf(this.#redis), failing: batchOf(this.#redis) };
    for (let partition = 0; partition < this.layout.partitions; partition++) {
      const { restoring, failing } = this.layout.keys(partition);
      batches.waiting.scard(restoring);
      batches.failing.hlen(failing);
    }
    // In this order: one that moves between the two is counted twice rather than not at all.
    return { waiting: await sumOf(batches.waiting), failing: await sumOf(batches.failing) };
  }

  /** Changes with every change of what `memory` returns of match signatures and programmes: these are long, and change seldom. */
  async memoryVersion(): Promise<string> {
    const [programmes, lastSignature] = await Promise.all([
      this.#redis.hmget(programmesKey, 'generation', 'reevaluated'),
      this.#redis.hget(signaturesKey, '#last'),
    ]);
    return [...programmes, lastSignature].join(' ');
  }

  /** Hashes by their keys. */
  async memory(keys: readonly string[]): Promise<Record<string, Record<string, string>>> {
    const hashes = await Promise.all(keys.map((key) => this.#redis.hgetall(key)));
    return Object.fromEntries(keys.map((key, index) => [key, hashes[index] ?? {}]));
  }

  /** Makes hashes hold these fields and no others. */
  async remember(memory: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<void> {
    for (const [key, values] of Object.entries(memory)) {
      const transaction = this.#redis.multi().del(key);
      if (Object.keys(values).length > 0) transaction.hset(key, values);
      await transaction.exec();
    }
  }

  /** An empty digest is of before eras: only the id is compared. */
  async #has(partition: number, reader: Reader, entry: string, digest: string): Promise<boolean> {
    const [found] = await this.#redis.xrange(this.layout.keys(partition)[reader], entry, entry);
    return found !== undefined && (digest === '' || digestOf(found[1][1] ?? '') === digest);
  }
}

/** Adds a question for the marks of each partition to a batch. */
export function askMarks(batch: Batch, layout: Layout, partitions: readonly number[]): void {
  for (const partition of partitions)
    batch.hmget(layout.keys(partition).cursor, 'era', ...readers.map((reader) => fields[reader]));
}

/** The marks in the answers for some partitions, in their order; the list has gaps where others were not asked for. */
export function marksIn(answers: readonly [Error | null, unknown][], partitions: readonly number[]): Marks[] {
  const found: Marks[] = [];
  for (const [nth, [error, values]] of answers.entries()) {
    if (error) throw error;
    const [stamp, ...ids] = values as (string | null)[];
    const [era = noStamp, id = null] = stamp?.split(':') ?? [];
    const marked = Object.fromEntries(readers.map((reader, index) => [reader, ids[index] ?? firstId]));
    found[partitions[nth] as number] = { id, era: Number(era), of: marked as Marks['of'] };
  }
  return found;
}

/** The time of a timer that is due by any clock. */
const alreadyMs = 0;

/** Fields of the cursor with their values. */
function marksOf(ids: Partial<Record<Reader, string | undefined>>): string[] {
  return readers.flatMap((reader) => {
    const id = ids[reader];
    return id === undefined ? [] : [fields[reader], id];
  });
}

/** The sum of the numbers that a batch returns. */
async function sumOf(batch: Batch): Promise<number> {
  return ((await batch.exec()) ?? []).reduce((sum, [error, count]) => {
    if (error) throw error;
    return sum + Number(count);
  }, 0);
}

/**
 * One partition as its worker sees it: take the lease, read after the offset, load, commit behind the fence, pass on.
 *
 * The lease is an epoch: the worker that raised it last owns the partition. A commit names the epoch, the offset and the
 * generation of programmes it started from. A worker that was frozen past its lock finds these changed and writes nothing.
 */

import { firstId, idAfter, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { archivedBits } from './archiving.ts';
import { eventsRing, type OwnBell, ring } from './bell.ts';
import type { DeadLetter } from './dead-letters.ts';
import { type EntriesWish, readEntries } from './entries.ts';
import { ErasedProfiles, nobodyErased } from './erased-profiles.ts';
import type { ProfileFailure } from './failing-profiles.ts';
import type { PartitionKeys } from './keys.ts';
import type { Layout } from './layout.ts';
import { packValues, unpackValues } from './packed-values.ts';

/** The fence a worker holds: valid until someone takes the lease again. */
export interface Lease {
  /** The epoch, the number of the last commit and the generation of the programmes, `epoch:commits:generation`. */
  fence: string;
  offset: string;
  /** Records of the entry after the offset that are scored already. */
  within: number;
  /** The last entry that was scored before this generation of programmes. */
  generationFrom: string;
  /** The erased profiles of the partition. */
  erased: ErasedProfiles;
  /** How many of its profiles cannot be evaluated, at most; 0 where there is none. */
  failing: number;
  /** Whether any of its profiles was ever archived, by whatever process. */
  hasArchived: boolean;
  /** Dead letters that went with its last commit, because their partition keeps no more. */
  deadLettersDropped: number;
}

/** One entry of the events stream: `e` events, `l` links or `s` profile merges, `x` erasures, each a JSON array; other fields are foreign. */
export interface StreamEntry {
  id: string;
  field: string;
  json: string;
}

/** A value to load. */
export interface Wanted {
  kind: 'profile' | 'identity';
  id: string;
}

/** How many of some values are loaded: at least so many, whatever their size, and as many as so many bytes allow. */
export interface ValuesWish {
  least: number;
  bytesMax: number;
}

/** How a profile is forgotten: as erased, or, where it is null, as one of which nothing is left. */
export type Forgotten = { name: string; salt: string; untilMs: number } | null;

/** All that one batch writes, in one atomic act. */
export interface Commit {
  /** Offset of the last whole entry of the batch; the lease's own where there is none. */
  offset: string;
  /** Records of the entry after it that belong to the batch, or to one before. */
  within: number;
  profiles: Map<string, Buffer>;
  identities: Map<string, string>;
  tierUpdates: string[];
  outbox: { target: number; field: 'e' | 'h' | 's'; json: string }[];
  timers: Map<string, number>;
  /** Profiles whose timer is removed. */
  spent: string[];
  /** Ledger entries of the batch: JSON arrays, one a stream entry. */
  ledger: string[];
  /** Records that cannot be scored. */
  deadLetters: DeadLetter[];
  /** Profiles of the batch that wait to be rebuilt. */
  waiting: string[];
  /** Profiles that cannot be evaluated; each counts as failing until it is written and does not wait. */
  failing: Map<string, ProfileFailure>;
  /** Profiles that are forgotten before anything is written. */
  forgotten: Map<string, Forgotten>;
  /** Those among them that the partition remembers as archived. */
  archived: string[];
  /** While profiles are restored: then those that wait are not whole yet. */
  isRestoring?: boolean;
}

/** A commit that writes nothing: it begins as one of these. */
export function emptyCommit({ offset, within }: Pick<Commit, 'offset' | 'within'>): Commit {
  return {
    offset,
    within,
    profiles: new Map(),
    identities: new Map(),
    tierUpdates: [],
    outbox: [],
    timers: new Map(),
    spent: [],
    forgotten: new Map(),
    archived: [],
    ledger: [],
    deadLetters: [],
    waiting: [],
    failing: new Map(),
  };
}

export type CommitOutcome = 'committed' | 'fenced';

export class PartitionLog {
  readonly partition: number;
  readonly #redis: RedisClient;
  readonly #layout: Layout;
  readonly #keys: PartitionKeys;
  readonly #stamp: () => string;
  readonly #bell: Pick<OwnBell, 'tierUpdatesRing'>;
  /** The erased profiles as they were after so many changes; another Redis counts from 0. */
  #erased = { changes: '0', stamp: '', profiles: nobodyErased };

  /** `redis` is a connection of `openStream` with the scripts defined; `stamp` is that of this process. */
  constructor(
    redis: RedisClient,
    layout: Layout,
    partition: number,
    stamp: () => string,
    bell: Pick<OwnBell, 'tierUpdatesRing'>,
  ) {
    this.partition = partition;
    this.#redis = redis;
    this.#layout = layout;
    this.#keys = layout.keys(partition);
    this.#stamp = stamp;
    this.#bell = bell;
  }

  /**
   * Makes the caller the owner under a generation of programmes; returns the offset to read after. A number is the later
   * generation by which the partition was scored: the caller is behind. Null when the partition is in another era, or of another installation. In both
   * cases nothing changed.
   */
  async takeLease(generation: number): Promise<Lease | number | null> {
    const [fence, offset, from, within, changes, failing, archived] = await this.#redis.scovilleLease(
      5,
      this.#keys.cursor,
      this.#keys.events,
      this.#keys.erased,
      this.#keys.failing,
      this.#keys.archived,
      this.#stamp(),
      String(generation),
    );
    if (fence === '') return from === '' ? null : Number(from);
    const erased = await this.#erasedAfter(changes);
    const reach = { fence, offset, within: Number(within), generationFrom: from };
    const hasArchived = archived === '1';
    return { ...reach, erased, failing: Number(failing), hasArchived, deadLettersDropped: 0 };
  }

  /** Under the lease nobody else adds to them. */
  async #erasedAfter(changes: string): Promise<ErasedProfiles> {
    const stamp = this.#stamp();
    if (changes !== this.#erased.changes || stamp !== this.#erased.stamp) {
      const fields = changes === '0' ? {} : await this.#redis.hgetall(this.#keys.erased);
      this.#erased = { changes, stamp, profiles: new ErasedProfiles(fields) };
    }
    return this.#erased.profiles;
  }

  /** Entries after an offset, in order, as many as so many bytes allow; the last may go beyond them. */
  async read(
    offset: string,
    wish: EntriesWish,
  ): Promise<{ entries: StreamEntry[] /** More may wait. */; hasMore: boolean }> {
    const { entries: found, hasMore } = await readEntries(this.#redis, this.#keys.events, offset, wish);
    const entries = found.map(([id, fields]) => ({ id, field: fields[0] ?? '', json: fields[1] ?? '[]' }));
    return { entries, hasMore };
  }

  /**
   * The stored values of some keys in their order, null where there is none, in one round trip. At least the first so many, and
   * as many as so many bytes allow.
   */
  async load(wanted: readonly Wanted[], { least, bytesMax }: ValuesWish): Promise<(Buffer | null)[]> {
    if (wanted.length === 0) return [];
    const keys = wanted.map(({ kind, id }) => this.#keys[kind](id));
    return unpackValues(await this.#redis.scovilleLoadBuffer(keys.length, ...keys, bytesMax, least));
  }

  /**
   * Writes a batch of so many whole entries (0: part of one, or only timers) if the lease still holds. After a reconnect a commit
   * may be sent twice: then the second finds itself already counted under its own epoch, which is success.
   */
  async commit(lease: Lease, commit: Commit, entries: number): Promise<CommitOutcome> {
    const keys = [
      this.#keys.cursor,
      this.#keys.events,
      this.#keys.crossings,
      this.#keys.outbox,
      this.#keys.timers,
      this.#keys.ledger,
      this.#keys.deadLetters,
      this.#keys.restoring,
      this.#keys.failing,
    ];
    const values: (string | Buffer | number)[] = [];
    let salt = '';
    for (const [id, forgotten] of commit.forgotten) {
      values.push(id, forgotten?.name ?? '', forgotten?.untilMs ?? 0);
      if (forgotten !== null) salt = forgotten.salt;
    }
    for (const id of commit.profiles.keys()) keys.push(this.#keys.profile(id));
    const strings = [...commit.profiles.values()];
    for (const [id, json] of commit.identities) {
      keys.push(this.#keys.identity(id));
      strings.push(Buffer.from(json));
    }
    if (commit.forgotten.size > 0) keys.push(this.#keys.erased);
    for (const id of commit.forgotten.keys()) keys.push(this.#keys.profile(id), this.#keys.identity(id));
    values.push(...commit.tierUpdates);
    for (const { target, field, json } of commit.outbox) values.push(target, field, json);
    for (const [id, dueAtMs] of commit.timers) values.push(dueAtMs, id);
    values.push(...commit.spent, ...commit.ledger);
    for (const { field, json, reason, detail, isCut } of commit.deadLetters)
      values.push(field, json, reason, detail, isCut ? '1' : '0');
    values.push(...commit.waiting);
    for (const [id, failure] of commit.failing) values.push(id, JSON.stringify(failure));
    const bits = commit.archived.flatMap(archivedBits);
    values.push(...bits);
    if (bits.length > 0) keys.push(this.#keys.archived);
    const [written, fence, offset, dropped = 0] = await this.#redis.scovilleCommit(
      keys.length,
      ...keys,
      lease.fence,
      lease.offset,
      commit.offset,
      entries,
      strings.length,
      commit.tierUpdates.length,
      commit.outbox.length,
      commit.timers.size,
      commit.spent.length,
      commit.ledger.length,
      commit.within,
      commit.deadLetters.length,
      limits.deadLettersMax,
      commit.waiting.length,
      commit.isRestoring === true ? '1' : '0',
      commit.failing.size,
      commit.forgotten.size,
      salt,
      bits.length,
      packValues(strings),
      ...values,
    );
    const isOwnSecond = fence === nextFence(lease) && offset === commit.offset;
    if (written !== 1 && !isOwnSecond) return 'fenced';
    lease.fence = fence;
    lease.offset = commit.offset;
    lease.within = commit.within;
    lease.deadLettersDropped = dropped;
    lease.failing += commit.failing.size;
    if (bits.length > 0) lease.hasArchived = true;
    if (salt !== '') lease.erased = await this.#erasedAfter('added');
    if (commit.tierUpdates.length > 0)
      void ring(this.#redis, this.#bell.tierUpdatesRing(this.partition)).catch(() => undefined);
    return 'committed';
  }

  /** Returns how those of some profiles failed that cannot be evaluated. */
  async failuresOf(ids: readonly string[]): Promise<Map<string, ProfileFailure>> {
    if (ids.length === 0) return new Map();
    const found = await this.#redis.hmget(this.#keys.failing, ...ids);
    const failures = new Map<string, ProfileFailure>();
    ids.forEach((id, index) => {
      const json = found[index] ?? null;
      if (json !== null) failures.set(id, JSON.parse(json));
    });
    return failures;
  }

  /**
   * Returns profiles whose timer is due: the longest due and, of the rest, those due last. Otherwise a million profiles
   * due for new programmes would delay abandoned baskets.
   */
  async dueTimers(nowMs: number): Promise<string[]> {
    const { timers } = this.#keys;
    const [first, last] = await Promise.all([
      this.#redis.zrangebyscore(timers, '-inf', nowMs, 'LIMIT', 0, limits.timersPerCommitMax),
      this.#redis.zrevrangebyscore(timers, nowMs, '-inf', 'LIMIT', 0, limits.lateTimersPerCommitMax),
    ]);
    if (first.length < limits.timersPerCommitMax) return first;
    return [...new Set([...last, ...first])].slice(0, limits.timersPerCommitMax);
  }

  /** Delivers the outbox to the other partitions. Any worker may, any number of times. Returns the number of entries, 0 in another era. */
  async passOn(): Promise<number> {
    const { cursor, outbox } = this.#keys;
    const stamp = this.#stamp();
    const wish = { entriesMax: limits.entryEventsMax, bytesMax: limits.commitReadBytesMax };
    const { entries } = await readEntries(this.#redis, outbox, firstId, wish);
    if (entries.length === 0) return 0;
    const byTarget = new Map<number, string[]>();
    for (const [id, fields] of entries) {
      const target = Number(fields[1]);
      const list = byTarget.get(target) ?? [];
      list.push(id, fields[2] ?? 'e', fields[3] ?? '[]');
      byTarget.set(target, list);
    }
    const taken = await Promise.all(
      [...byTarget].map(([target, ofTarget]) => {
        const keys = this.#layout.keys(target);
        const source = this.partition;
        return this.#redis.scovilleDeliver(
          3,
          keys.cursor,
          keys.inbox,
          keys.events,
          stamp,
          source,
          ...ofTarget,
        );
      }),
    );
    // A target that began another era has dropped what was on its way; so will this partition.
    if (taken.includes(-1)) return 0;
    const last = entries[entries.length - 1] as [string, string[]];
    await this.#redis.scovilleDelivered(2, cursor, outbox, stamp, idAfter(last[0]));
    await ring(this.#redis, eventsRing(byTarget.keys()));
    return entries.length;
  }
}

/** The fence as it is after one more commit under the same epoch. */
function nextFence({ fence }: Lease): string {
  const [epoch = '', commits = '0', generation = '0'] = fence.split(':');
  return `${epoch}:${Number(commits) + 1}:${generation}`;
}

/**
 * The limit on the backlog, as one ingest process knows it: entries of a partition, and bytes of all partitions.
 *
 * What is known is what was counted last, and what this process has added since; it counts again after so much. At the limit
 * it counts at each request, because nothing is added meanwhile. A Redis that may not be asked for sizes bounds entries only.
 */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { batchOf, mastersOf, type RedisClient } from '../../base/redis/redis.ts';
import type { Layout } from './layout.ts';

interface Backlog {
  entries: number;
  bytes: number;
}

export class BacklogLimit {
  readonly #redis: RedisClient;
  readonly #layout: Layout;
  readonly #partitions: Backlog[];
  /** Bytes of all of them: every request asks. */
  #bytes = 0;
  /** Added to any one partition since it was counted. */
  readonly #added: Backlog = { entries: limits.backlogCountEveryEntries, bytes: 0 };
  #bytesMax: number = limits.backlogBytesMax;
  #counting: Promise<void> | null = null;

  constructor(redis: RedisClient, layout: Layout) {
    this.#redis = redis;
    this.#layout = layout;
    this.#partitions = Array.from({ length: layout.partitions }, () => ({ entries: 0, bytes: 0 }));
  }

  /** The refusal of records for some partitions, as far as is known; null while there is room. */
  refusalOf(records: Iterable<{ partition: number }>): ApiError | null {
    for (const { partition } of records)
      if ((this.#partitions[partition]?.entries ?? 0) >= limits.backlogEntriesMax)
        return new ApiError(
          'stream_backlog',
          `partition ${partition} is ${limits.backlogEntriesMax} entries behind; send again later`,
        );
    if (this.#bytes < this.#bytesMax) return null;
    const [held, allowed] = [this.#bytes, this.#bytesMax].map((value) => Math.round(value / megabyte));
    return new ApiError(
      'stream_backlog',
      `${held} MiB of events wait in Redis, and ${allowed} MiB may; send again later`,
    );
  }

  /** Counts what this process has added to a partition. */
  add(partition: number, entries: number, bytes: number): void {
    const known = this.#partitions[partition];
    if (known === undefined) return;
    known.entries += entries;
    known.bytes += bytes;
    this.#bytes += bytes;
    this.#added.entries += entries;
    this.#added.bytes += bytes;
    const isDue =
      this.#added.entries >= limits.backlogCountEveryEntries ||
      this.#added.bytes >= limits.backlogCountEveryBytes;
    if (isDue) void this.count();
  }

  /** Asks Redis; several callers at once share the answer. What cannot be asked stays as it is. */
  count(): Promise<void> {
    this.#counting ??= this.#count()
      .catch(() => undefined)
      .finally(() => {
        this.#counting = null;
      });
    return this.#counting;
  }

  async #count(): Promise<void> {
    this.#added.entries = 0;
    this.#added.bytes = 0;
    const batch = batchOf(this.#redis);
    for (let partition = 0; partition < this.#partitions.length; partition++) {
      const { events } = this.#layout.keys(partition);
      batch.xlen(events).memory('USAGE', events, 'SAMPLES', limits.backlogSamples);
    }
    const memories = this.#memories();
    const answers = (await batch.exec()) ?? [];
    this.#partitions.forEach((known, partition) => {
      const [entries, bytes] = answers.slice(2 * partition, 2 * partition + 2);
      if (entries?.[0] === null) known.entries = Number(entries[1]);
      known.bytes = bytes?.[0] === null ? Number(bytes[1] ?? 0) : 0;
    });
    this.#bytes = this.#partitions.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#bytesMax = bytesMaxIn(await memories, this.#bytes);
  }

  /** What each server says of its memory; none where one of them may not be asked. */
  async #memories(): Promise<string[]> {
    const asked = mastersOf(this.#redis).map(({ redis }) => redis.info('memory'));
    return Promise.all(asked).catch(() => []);
  }
}

const megabyte = 1024 * 1024;

/**
 * Of the memory that other data leave, the backlog may take a part: what is left over is for scoring it. Masters of a cluster
 * share the partitions evenly, so the fullest one decides for all.
 */
function bytesMaxIn(infos: readonly string[], backlogBytes: number): number {
  const share = backlogBytes / Math.max(1, infos.length);
  const allowed = infos.map((info) => {
    const numberOf = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    const memory = numberOf('maxmemory') || numberOf('total_system_memory');
    if (memory === 0) return limits.backlogBytesMax;
    const left = memory - (numberOf('used_memory') - share);
    return Math.max(0, left * limits.backlogPartOfMemoryMax) * infos.length;
  });
  return Math.min(limits.backlogBytesMax, ...allowed);
}

/**
 * The appender: the door's way into the stream, by natural batching.
 *
 * What arrives in one turn of the event loop, or while a flush is under way, goes together as one entry a partition. There is no
 * timer, so a single event leaves at once and many share the cost. A caller gets its answer when Redis has acknowledged the
 * flush, and so many of its replicas as are asked for. When Redis is away, hangs or is behind, callers get an ApiError and the
 * client sends again: duplicates are harmless.
 */
import { Cluster, type Redis } from 'ioredis';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { appendByNode, type Entry, type RedisClient } from '../../base/redis/redis.ts';
import { BacklogLimit } from './backlog-limit.ts';
import { erasureRing, eventsRing, ring } from './bell.ts';
import { InstallationGuard } from './installation-guard.ts';
import { bellChannel } from './keys.ts';
import type { Layout } from './layout.ts';

/** One record for one partition: an event, a link, an erasure or the mark of an import, as JSON. */
export interface Appendable {
  partition: number;
  field: 'e' | 'l' | 'x' | 'h';
  json: string;
}

/** What waits for one partition under one field: its entries, each with as many records as it may hold by count and by bytes. */
interface Line {
  partition: number;
  field: Appendable['field'];
  entries: { jsons: string[]; bytes: number }[];
  bytes: number;
}

interface Flush {
  /** By partition and field. */
  waiting: Map<string, Line>;
  count: number;
  /** Bytes of their JSON. */
  bytes: number;
  done: Promise<void>;
  finish: (error: unknown) => void;
}

export class Appender {
  readonly #redis: RedisClient;
  /** Replicas that must have an event before it counts as accepted. */
  readonly #replicasAck: number;
  readonly #layout: Layout;
  readonly #backlog: BacklogLimit;
  readonly #guard: InstallationGuard;
  #next: Flush | null = null;
  #isFlushing = false;
  /** Bytes of JSON that wait for a flush or are on their way to Redis. */
  #heldBytes = 0;

  /**
   * With `replicasAck` above 0 the connection must be its own: WAIT blocks it. `known` is the installation that this process
   * works for; empty where it does not know.
   */
  constructor(redis: RedisClient, layout: Layout, replicasAck: number, known: () => string) {
    this.#redis = redis;
    this.#replicasAck = replicasAck;
    this.#layout = layout;
    this.#backlog = new BacklogLimit(redis, layout);
    this.#guard = new InstallationGuard(redis, layout, known);
  }

  /** Why it takes no events, in words; null where it does. */
  check(): Promise<string | null> {
    return this.#guard.reason();
  }

  /** Resolves when Redis has all of it. Throws `stream_backlog`, `stream_unavailable`, `foreign_installation` or `replicas_behind`; then some of it may be there. */
  append(records: readonly Appendable[]): Promise<void> {
    if ((this.#next?.count ?? 0) + records.length > limits.waitingEventsMax) {
      return Promise.reject(
        new ApiError(
          'stream_backlog',
          `over ${limits.waitingEventsMax} events wait in this process; send again later`,
        ),
      );
    }
    // Of each record once: to measure a text reads all of it.
    const sizes = records.map(({ json }) => Buffer.byteLength(json));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (this.#heldBytes + bytes > limits.heldBytesMax) {
      return Promise.reject(
        new ApiError(
          'stream_backlog',
          `over ${limits.heldBytesMax} bytes of events wait in this process; send again later`,
        ),
      );
    }
    if (this.#backlog.refusalOf(records) !== null) return this.#appendIfRoom(records);
    this.#next ??= newFlush();
    const flush = this.#next;
    records.forEach((record, index) => void addTo(flush, record, sizes[index] as number));
    flush.count += records.length;
    flush.bytes += bytes;
    this.#heldBytes += bytes;
    if (!this.#isFlushing) {
      this.#isFlushing = true;
      // After what this turn of the event loop has still to read: the requests that came together share a flush.
      setImmediate(() => void this.#flushAll());
    }
    return flush.done;
  }

  /** Nothing was added since the limit was reached, so Redis has to be asked. */
  async #appendIfRoom(records: readonly Appendable[]): Promise<void> {
    await this.#backlog.count();
    const refusal = this.#backlog.refusalOf(records);
    if (refusal !== null) throw refusal;
    return this.append(records);
  }

  async #flushAll(): Promise<void> {
    while (this.#next !== null) {
      const flush = this.#next;
      this.#next = null;
      const error = await this.#flush(flush).then(
        () => null,
        (error: unknown) => (error instanceof ApiError ? error : unavailable(error)),
      );
      this.#heldBytes -= flush.bytes;
      flush.finish(error);
    }
    this.#isFlushing = false;
  }

  async #flush(flush: Flush): Promise<void> {
    await this.#guard.check();
    const { entries, added } = this.#entriesIn(flush);
    const rings = [eventsRing(added.keys())];
    // Doors forget which links they have sent: those of an erased person are to be sent again.
    if ([...flush.waiting.values()].some(({ field }) => field === 'x')) rings.push(erasureRing);
    const acknowledged =
      this.#redis instanceof Cluster
        ? await this.#appendToCluster(this.#redis, entries, rings)
        : await this.#appendToOne(this.#redis, entries, rings);
    for (const [partition, { entries, bytes }] of added) this.#backlog.add(partition, entries, bytes);
    if (acknowledged < this.#replicasAck)
      throw new ApiError(
        'replicas_behind',
        `${acknowledged} of REDIS_REPLICAS_ACK=${this.#replicasAck} replicas have the events after ${limits.replicasAckMsMax} ms; send again later`,
      );
  }

  #entriesIn(flush: Flush): { entries: Entry[]; added: Map<number, { entries: number; bytes: number }> } {
    const all: Entry[] = [];
    const added = new Map<number, { entries: number; bytes: number }>();
    for (const { partition, field, entries, bytes } of flush.waiting.values()) {
      const { events: key } = this.#layout.keys(partition);
      for (const { jsons } of entries) all.push({ key, field, json: `[${jsons.join(',')}]` });
      const before = added.get(partition) ?? { entries: 0, bytes: 0 };
      added.set(partition, {
        entries: before.entries + entries.length,
        bytes: before.bytes + bytes,
      });
    }
    return { entries: all, added };
  }

  /** Returns how many replicas have the entries. */
  async #appendToOne(redis: Redis, entries: readonly Entry[], rings: readonly string[]): Promise<number> {
    const pipeline = redis.pipeline();
    for (const { key, field, json } of entries) pipeline.xadd(key, '*', field, json);
    for (const one of rings) pipeline.publish(bellChannel, one);
    // WAIT counts what this connection wrote before it, so it goes last, on the same connection.
    if (this.#replicasAck > 0) pipeline.wait(this.#replicasAck, limits.replicasAckMsMax);
    const answers = (await pipeline.exec()) ?? [];
    for (const [error] of answers) if (error) throw error;
    return this.#replicasAck > 0 ? Number(answers.pop()?.[1] ?? 0) : 0;
  }

  async #appendToCluster(
    cluster: Cluster,
    entries: readonly Entry[],
    rings: readonly string[],
  ): Promise<number> {
    const wanted =
      this.#replicasAck > 0 ? { replicas: this.#replicasAck, msMax: limits.replicasAckMsMax } : null;
    const acknowledged = await appendByNode(cluster, entries, wanted);
    // They are there: a ring that is lost does no harm.
    for (const one of rings) ring(cluster, one).catch(() => undefined);
    return acknowledged;
  }
}

/** Adds a record behind those of its line: to the last entry, or to a new one where that is full. An entry has one at least. */
function addTo({ waiting }: Flush, { partition, field, json }: Appendable, bytes: number): void {
  const id = `${partition}${field}`;
  let line = waiting.get(id);
  if (line === undefined) {
    line = { partition, field, entries: [], bytes: 0 };
    waiting.set(id, line);
  }
  line.bytes += bytes;
  const last = line.entries.at(-1);
  if (last === undefined || isFull(last, bytes)) line.entries.push({ jsons: [json], bytes });
  else {
    last.jsons.push(json);
    last.bytes += bytes;
  }
}

function isFull(entry: Line['entries'][number], more: number): boolean {
  return entry.jsons.length === limits.entryEventsMax || entry.bytes + more > limits.entryBytesMax;
}

function newFlush(): Flush {
  let finish: Flush['finish'] = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    finish = (error) => (error === null ? resolve() : reject(error));
  });
  // A caller that went away must not turn a failed flush into an unhandled rejection.
  done.catch(() => undefined);
  return { waiting: new Map(), count: 0, bytes: 0, done, finish };
}

function unavailable(error: unknown): ApiError {
  return new ApiError('stream_unavailable', `Redis did not take the events: ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

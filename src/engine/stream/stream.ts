/**
 * The door of the stream: partitions, append, read after offset, commit behind the fence, backpressure.
 *
 * Enters: events and links as JSON. Leaves: the same, in order, to one owner a partition. It owns every Redis key name
 * and guarantees that data and offset move in one atomic act; it refuses to know what an event means. When Redis is
 * away or silent, doors fail (the client sends again) and workers wait; when it becomes a replica, all reconnect.
 */
import { ApiError, limits, type StreamPosition } from '../../base/kernel/kernel.ts';
import type { RedisClient, RedisTls } from '../../base/redis/redis.ts';
import { type Activation, openActivation, profileIds } from './activation.ts';
import { Appender } from './appender.ts';
import { Archiving, archivedAmong } from './archiving.ts';
import { backlogOf, type PartitionBacklog } from './backlog.ts';
import { type Bell, listenToBell } from './bell.ts';
import { Connections } from './connection.ts';
import { type DeadLetters, openDeadLetters } from './dead-letters.ts';
import { appliedScript, keepScript, markScript, openEraScript } from './era-scripts.ts';
import { Eras } from './eras.ts';
import { budgetScript, type EventBudgets, openEventBudgets } from './event-budgets.ts';
import { type FailingProfiles, openFailingProfiles } from './failing-profiles.ts';
import {
  type HistoryDigests,
  type HistoryOffsets,
  type HistoryRead,
  historyHas,
  readForHistory,
} from './history-entries.ts';
import { HistoryReach } from './history-reach.ts';
import { type IngestKeys, openIngestKeys } from './ingest-keys.ts';
import { bellChannel, queuePrefix, readinessKey } from './keys.ts';
import { type Layout, type LayoutWait, layOut } from './layout.ts';
import { type MailTokens, openMailTokens } from './mail-tokens.ts';
import { oldestScript } from './oldest.ts';
import { PartitionLog } from './partition-log.ts';
import { adoptScript, signaturesScript } from './programme-scripts.ts';
import {
  commitScript,
  deliveredScript,
  deliverScript,
  historyHasScript,
  lastIdScript,
  leaseScript,
  loadScript,
  raiseScript,
  readScript,
  replayScript,
} from './scripts.ts';
import { absentProfiles, everyStoredIdentity, storedProfiles } from './stored-profiles.ts';
import {
  readTierUpdates,
  readVerified,
  type TierUpdateEntry,
  trimTierUpdates,
  type VerifiedEntries,
} from './tier-updates.ts';

export type { Activation, Adoption, Installed, Reevaluation } from './activation.ts';
export type { Appendable } from './appender.ts';
export { Appender } from './appender.ts';
export type { Archiving } from './archiving.ts';
export { type PartitionBacklog, type PartitionState, partitionStates } from './backlog.ts';
export type {
  DeadLetter,
  DeadLetterPosition,
  DeadLetterReason,
  DeadLetters,
  KeptDeadLetter,
  RejectedRecord,
} from './dead-letters.ts';
export { deadLetterOf } from './dead-letters.ts';
export type { EntriesWish } from './entries.ts';
export type { Marks, Owner, Reader, Unrestored, Verified } from './eras.ts';
export { digestOf, Eras } from './eras.ts';
export { ErasedProfiles } from './erased-profiles.ts';
export type { EventBudget, EventBudgets } from './event-budgets.ts';
export type {
  FailingPosition,
  FailingProfile,
  FailingProfiles,
  FailureCause,
  ProfileFailure,
} from './failing-profiles.ts';
export type {
  HistoryBatch,
  HistoryDigests,
  HistoryEntry,
  HistoryOffsets,
  HistoryRead,
} from './history-entries.ts';
export type { HistoryReach } from './history-reach.ts';
export type { IngestKeys } from './ingest-keys.ts';
export type { CopiedKey } from './key-copies.ts';
export {
  forgetInstallation,
  hasKeys,
  lastReportAtMs,
  readKeys,
  removeKeys,
  writeKeys,
} from './key-copies.ts';
export { programmesKey as programmesHash, signaturesKey as signaturesHash } from './keys.ts';
export { Layout } from './layout.ts';
export type { MailTokens } from './mail-tokens.ts';
export { type OldestWaiting, oldestWaiting, scoringState } from './oldest.ts';
export type { Commit, Lease, StreamEntry, ValuesWish, Wanted } from './partition-log.ts';
export { emptyCommit, PartitionLog } from './partition-log.ts';
export type { Processes } from './processes.ts';
export { openProcesses } from './processes.ts';
export { type SurveyedStream, surveyStream } from './survey.ts';

declare module 'ioredis' {
  interface RedisCommander {
    scovilleCommit(
      keys: number,
      ...args: (string | number | Buffer)[]
    ): Promise<[number, string, string, number?]>;
    scovilleLease(
      keys: number,
      ...args: string[]
    ): Promise<[string, string, string, string, string, string, string]>;
    scovilleRead(keys: number, ...args: (string | number)[]): Promise<[number, [string, string[]][]]>;
    scovilleLoadBuffer(keys: number, ...args: (string | number)[]): Promise<Buffer>;
    scovilleLastId(keys: number, ...args: string[]): Promise<string>;
    scovilleReplay(keys: number, ...args: string[]): Promise<number>;
    scovilleHistoryHas(keys: number, ...args: string[]): Promise<string>;
    scovilleDeliver(keys: number, ...args: (string | number)[]): Promise<number>;
    scovilleDelivered(keys: number, ...args: string[]): Promise<number>;
    scovilleOpenEra(keys: number, ...args: (string | number)[]): Promise<number>;
    scovilleApplied(keys: number, ...args: string[]): Promise<number>;
    scovilleKeep(keys: number, ...args: (string | number)[]): Promise<[number, number]>;
    scovilleMark(keys: number, ...args: (string | number)[]): Promise<number>;
    scovilleSignatures(keys: number, ...args: string[]): Promise<number[]>;
    scovilleRaise(keys: number, ...args: string[]): Promise<number>;
    scovilleAdopt(keys: number, ...args: string[]): Promise<number>;
    scovilleOldest(keys: number, ...args: string[]): Promise<[string, string, string]>;
  }
}

/** What is stored of a profile. */
export interface Peeked {
  profile: Buffer | null;
  identity: string | null;
  isArchived: boolean;
}

/** Profiles as they are stored. */
export interface StoredProfiles {
  /** Stored profile and identity of an id, as they are now; and whether one that is not there may be archived. Long work reads by its own connection. */
  peek(id: string, by?: 'door' | 'reader'): Promise<Peeked>;
  /** Ids of all profiles, page by page. */
  ids(): AsyncIterable<string[]>;
  /** What is known of those that are known, page by page. */
  identities(): AsyncIterable<ReadonlyMap<string, string>>;
  /** What is stored of each of some ids, in their order: null for nothing, and for what cannot be evaluated. */
  stored(ids: readonly string[]): Promise<(Buffer | null)[]>;
  /** Of some ids, those without a stored profile. */
  absent(ids: readonly string[]): Promise<string[]>;
}

/** Tier updates on their way to sales. */
export interface TierUpdates {
  /** Entries after the offset of each partition, or of those given; at most `countMax` in all. */
  read(
    offsets: ReadonlyMap<number, string>,
    countMax: number,
    of?: ReadonlySet<number> | null,
  ): Promise<TierUpdateEntry[]>;
  /** The same after the positions of sales, with the partitions whose streams still have all up to these. */
  readVerified(
    positions: ReadonlyMap<number, StreamPosition>,
    countMax: number,
    of: ReadonlySet<number> | null,
  ): Promise<VerifiedEntries>;
  /** Sales has applied all up to and with these. */
  trim(positions: ReadonlyMap<number, StreamPosition>): Promise<void>;
}

/** Events and ledger entries on their way to the history. */
export interface HistoryFeed {
  /** What the history has not, as many as one copy takes, of partition `from` first. */
  read(offsets: HistoryOffsets, from: number): Promise<HistoryRead>;
  /** The history has all up to and with these for good: what scoring has read too is forgotten. */
  has(offsets: HistoryOffsets, digests?: HistoryDigests): Promise<void>;
  /** How far the history reaches. */
  readonly reach: HistoryReach;
}

export interface Stream {
  readonly partitions: number;
  readonly appender: Appender;
  readonly bell: Bell;
  /** What Redis says of the installation, and the era this process works in. */
  readonly eras: Eras;
  /** Connections for BullMQ: `jobs` for producers, `newWorkerConnection` for its workers. */
  readonly jobs: { connection: RedisClient; prefix: string; newWorkerConnection(): RedisClient };
  partition(index: number): PartitionLog;
  readonly deadLetters: DeadLetters;
  readonly failingProfiles: FailingProfiles;
  /** The keys of clients, as all doors read them. */
  readonly ingestKeys: IngestKeys;
  /** How many events keys and addresses may send. */
  readonly eventBudgets: EventBudgets;
  /** Tokens of mail providers that were used. */
  readonly mailTokens: MailTokens;
  /** The generations of programmes. */
  readonly activation: Activation;
  /** Profiles that were archived, or are to be. */
  readonly archiving: Archiving;
  readonly profiles: StoredProfiles;
  readonly tierUpdates: TierUpdates;
  readonly history: HistoryFeed;
  /** What waits, by partition. */
  backlog(nowMs: number): Promise<PartitionBacklog[]>;
  /** Throws while any connection of this process has no primary behind it that answers, or Redis takes no write. */
  ping(): Promise<void>;
  /** The process stops: what waits for a Redis that is away fails, and what comes later does too. */
  stopWaiting(): void;
  close(): Promise<void>;
}

const noDigests: HistoryDigests = { events: new Map(), ledger: new Map() };

/**
 * Opens the stream on a Redis. `partitions` is what a new installation is laid out with; null takes what is there. An
 * existing one with another number is refused, since every profile would change its place. It is open once its doors are
 * connected.
 */
export async function openStream(options: {
  url: string;
  tls?: RedisTls | undefined;
  partitions: number | null;
  /** Whether PostgreSQL knows the installation already. */
  isKnown?: boolean;
  /** Waits for another process where Redis holds no installation and `partitions` is null. */
  layoutWait?: LayoutWait | undefined;
  /** Replicas that must have an event before the appender returns; 0 when not said. */
  replicasAck?: number;
  onError: (error: Error) => void;
}): Promise<Stream> {
  const { url, tls, isKnown = false, replicasAck = 0, onError } = options;
  const connections = new Connections({ url, tls }, (redis) => {
    redis.on('error', onError);
    redis.on('node error', onError);
    defineScripts(redis);
  });
  const worker = connections.worker();
  const door = connections.door();
  const reader = connections.worker();
  const close = async () => connections.close();

  try {
    const layout = await layOut(worker, { wanted: options.partitions, isKnown }, options.layoutWait);
    const { partitions } = layout;
    if (options.partitions !== null && partitions !== options.partitions) {
      throw new ApiError(
        'conflict',
        `this Redis holds an installation of ${partitions} partitions, not ${options.partitions}: start with PARTITIONS=${partitions}, or on an empty Redis`,
      );
    }
    const eras = new Eras(reader, layout);
    const stampNow = () => eras.stamp;
    const appending = replicasAck > 0 ? connections.door() : door;
    await connections.doorsConnected();
    const bell = listenToBell(connections.listener(bellChannel), worker);
    const logs = Array.from(
      { length: partitions },
      (_, partition) => new PartitionLog(worker, layout, partition, stampNow, bell),
    );
    return {
      partitions,
      appender: new Appender(appending, layout, replicasAck, () => eras.id),
      bell,
      ingestKeys: openIngestKeys(door, bell),
      eventBudgets: openEventBudgets(door),
      mailTokens: openMailTokens(door),
      eras,
      jobs: {
        connection: worker,
        prefix: queuePrefix,
        newWorkerConnection: () => connections.jobs(),
      },
      partition: (index) => logs[index] as PartitionLog,
      deadLetters: openDeadLetters(door, layout, stampNow),
      failingProfiles: openFailingProfiles(door, layout),
      activation: openActivation({ worker, reader, layout }),
      archiving: new Archiving(reader, layout),
      profiles: {
        peek: (id, by = 'door') => peek(by === 'door' ? door : reader, layout, id),
        ids: () => profileIds(reader),
        identities: () => everyStoredIdentity(reader),
        stored: (ids) => storedProfiles(reader, layout, ids),
        absent: (ids) => absentProfiles(reader, layout, ids),
      },
      tierUpdates: {
        read: (offsets, countMax, of = null) =>
          readTierUpdates(reader, layout, offsets, countMax, of ?? Array.from({ length: partitions }).keys()),
        readVerified: (positions, countMax, of) => readVerified(reader, eras, positions, countMax, of),
        trim: (positions) => trimTierUpdates(reader, layout, positions, eras.stamp),
      },
      history: {
        read: (offsets, from) => readForHistory(reader, layout, offsets, from),
        has: (offsets, digests = noDigests) => historyHas(reader, layout, offsets, digests, eras.stamp),
        reach: new HistoryReach(worker, eras, layout),
      },
      backlog: (nowMs) => backlogOf(reader, layout, nowMs),
      ping: async () => {
        connections.check(limits.silenceCheckEveryMs);
        await door.set(readinessKey, 'written', 'PX', limits.minuteMs);
      },
      stopWaiting: () => connections.stopWaiting(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function defineScripts(redis: RedisClient): void {
  redis.defineCommand('scovilleCommit', { lua: commitScript });
  redis.defineCommand('scovilleBudget', { lua: budgetScript });
  redis.defineCommand('scovilleLease', { lua: leaseScript });
  redis.defineCommand('scovilleRead', { lua: readScript });
  redis.defineCommand('scovilleLoad', { lua: loadScript });
  redis.defineCommand('scovilleLastId', { lua: lastIdScript });
  redis.defineCommand('scovilleReplay', { lua: replayScript });
  redis.defineCommand('scovilleHistoryHas', { lua: historyHasScript });
  redis.defineCommand('scovilleDeliver', { lua: deliverScript });
  redis.defineCommand('scovilleDelivered', { lua: deliveredScript });
  redis.defineCommand('scovilleOpenEra', { lua: openEraScript });
  redis.defineCommand('scovilleApplied', { lua: appliedScript });
  redis.defineCommand('scovilleKeep', { lua: keepScript });
  redis.defineCommand('scovilleMark', { lua: markScript });
  redis.defineCommand('scovilleSignatures', { lua: signaturesScript });
  redis.defineCommand('scovilleRaise', { lua: raiseScript });
  redis.defineCommand('scovilleAdopt', { lua: adoptScript });
  redis.defineCommand('scovilleOldest', { lua: oldestScript });
}

async function peek(redis: RedisClient, layout: Layout, id: string): Promise<Peeked> {
  const keys = layout.of(id);
  const [profile = null, identity] = await redis.mgetBuffer(keys.profile(id), keys.identity(id));
  const isArchived = profile === null && (await archivedAmong(redis, layout, [id])).has(id);
  return { profile, identity: identity?.toString() ?? null, isArchived };
}

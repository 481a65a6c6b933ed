/**
 * The keeper: compares the two stores every second, and restores all profiles when Redis has lost data.
 *
 * *Well*: both hold the same id and era, and Redis has the entries that the readers in PostgreSQL have. *Lost*: the keeper opens
 * an era and follows it. *Following*: the process activates the programmes again, then works in the era. *Restoring*: profiles
 * are scheduled page by page, and every partition rebuilds its own; any process may die, the next one goes on where PostgreSQL
 * says. Several keepers at once are harmless: an era is opened under a lock, and scheduling twice changes nothing.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Loop, startLoop } from '../../base/background/background.ts';
import { transaction } from '../../base/database/database.ts';
import { firstId, isAfter, limits, type StreamPosition } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import {
  cancelRestore,
  endRestore,
  erasedNames,
  type History,
  historyPositions,
  type Installation,
  moveRestore,
  type Restore,
  raiseEra,
  readInstallation,
  recordInstallation,
  restores,
  resumeRestore,
  saltOf,
  writeMemory,
} from '../history/history.ts';
import { ErasedProfiles, type Marks, type Reader, type Stream, type Unrestored } from '../stream/stream.ts';
import { type Condition, conditionOf, type Seen } from './condition.core.ts';
import { profilesThatHeard } from './heard.ts';
import { type Known, readApplied, readKnown, type TierPositions } from './known.ts';
import { memoryKeys } from './memory.core.ts';
import { finishOpening, openEra } from './opening.ts';

/** A reader of tier updates that must not lose what it has applied; the sales wing is one. */
export interface TierReader extends TierPositions {
  restartPositions(connection: pg.PoolClient, partitions: number, era: number): Promise<void>;
  /** Takes its positions into a later era as they are. */
  raisePositions(connection: pg.PoolClient, era: number): Promise<void>;
  /**
   * Has it say again what it says to scoring: it was set back, and does not know what it has said since. `heard` are pages of profiles that
   * have heard of it.
   */
  sayAgain(heard: AsyncIterable<string[]>): Promise<void>;
  /** Ids of the profiles that it knows a tier of, the next so many after an id. */
  tieredAfter(after: string, countMax: number): Promise<string[]>;
}

export interface KeeperOptions {
  pool: pg.Pool;
  stream: Stream;
  history: Pick<History, 'profilesAfter'>;
  /** Null where nobody reads tier updates. */
  tiers: TierReader | null;
  /** Takes up the active programmes again: Redis may know others. */
  activateAgain: () => Promise<void>;
  metrics: Metrics;
  logger: Logger;
}

export interface Keeper {
  /** Compares once, after the rounds asked for before, and does what follows: a start waits for it. Throws when Redis is that of another installation. */
  round(): Promise<void>;
  /** Begins a restore of all profiles although nothing is lost, or resumes one that was cancelled; returns it. */
  restore(reason: string): Promise<Restore>;
  /**
   * Calls a restore off; does nothing where it does not run. What it has not restored yet is restored when it is next met, so
   * that nobody is scored from nothing.
   */
  cancel(era: number): Promise<void>;
  /** The latest restores, the latest first, and how many profiles are not restored. */
  restores(): Promise<{ restores: Restore[] } & Unrestored>;
  /** What operators should know, in words; null when all is well. */
  detail(): string | null;
  /** Why this process is not ready; null when it is. */
  check(): string | null;
  start(): Loop;
}

export function openKeeper(options: KeeperOptions): Keeper {
  const keeper = new InstallationKeeper(options);
  return {
    round: () => keeper.round(),
    restore: (reason) => keeper.restore(reason),
    cancel: (era) => cancelRestore(options.pool, era),
    restores: () => keeper.restores(),
    detail: () => keeper.detail,
    check: () => keeper.foreign,
    start: () => {
      const loop = startLoop({
        round: async () => {
          await keeper.round();
          return { ms: limits.keeperEveryMs, ...(keeper.isWell && { quietMsMax: limits.keeperQuietMsMax }) };
        },
        outage: new Outage(
          options.logger,
          'comparing the stores paused: Redis or PostgreSQL unavailable',
          null,
        ),
      });
      // A Redis that was started again, or another one at its address, may have lost data.
      options.stream.bell.onReconnect(loop.wake);
      // Their memory is kept in PostgreSQL; and it rings so when another process has opened an era.
      options.stream.bell.onProgrammes(loop.wake);
      return loop;
    },
  };
}

class InstallationKeeper {
  foreign: string | null = null;
  detail: string | null = null;
  readonly #options: KeeperOptions;
  /** The version of Redis's memory that was written last; null where it is to be read again. */
  #memoryVersion: string | null = null;
  /** The last round that was asked for. It never rejects. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** Whether the last round found nothing to do, and no restore under way. */
  get isWell(): boolean {
    return this.foreign === null && this.detail === null && this.#memoryVersion !== null;
  }

  /** One at a time: the era in which this process works changes only in a round, never between two reads of another. */
  round(): Promise<void> {
    const round = this.#last.then(() => this.#round());
    this.#last = round.catch(() => undefined);
    return round;
  }

  async #round(): Promise<void> {
    const { pool, stream, tiers } = this.#options;
    const { eras } = stream;
    // One more round follows an act that changes the stores.
    for (let acts = 0; acts < limits.keeperActsMax; acts++) {
      // The memory first: it is kept only where Redis turns out to be well after it was read.
      const version = await eras.memoryVersion();
      const memory = version === this.#memoryVersion ? null : await eras.memory(memoryKeys);
      // Redis before PostgreSQL: what is found there was in PostgreSQL before.
      const seen = await this.#seen();
      const known = await readKnown(pool, tiers, eras.current);
      const { kept } = known;
      const condition = conditionOf(kept, seen, eras.current);
      // What another process has begun between the two is in Redis by now: it was there before it was in PostgreSQL. Then all is read again.
      if (condition.kind === 'lost' && conditionOf(kept, await this.#seen(), eras.current).kind !== 'lost')
        continue;
      this.foreign = condition.kind === 'foreign' ? condition.reason : null;
      if (condition.kind === 'well' && kept !== null) {
        const { reason, isSetBack } = await this.#lossIn(kept, known, seen.marks);
        if (isSetBack) {
          // What PostgreSQL has of the memory may be of before as well: it is read and kept again.
          this.#memoryVersion = null;
        } else if (reason === null) {
          if (memory !== null) await writeMemory(pool, kept.era, memory);
          this.#memoryVersion = version;
          return this.#whileWell(known.latest);
        } else await this.#open(kept, reason);
      } else await this.#act(condition, kept, seen);
    }
  }

  async #seen() {
    const { eras } = this.#options.stream;
    return { ...(await eras.installed()), marks: await eras.marks() };
  }

  async restore(reason: string): Promise<Restore> {
    const { pool } = this.#options;
    // It keeps the memory of Redis as it is now, or finds that Redis has lost it.
    await this.round();
    const kept = await readInstallation(pool);
    const [before] = await restores(pool, 1);
    if (before?.outcome === null) return before;
    if (before?.outcome === 'cancelled') await resumeRestore(pool, before.era);
    else if (kept !== null) await openEra(this.#opening, kept, reason);
    await this.round();
    const [latest] = await restores(pool, 1);
    return latest as Restore;
  }

  async restores(): Promise<{ restores: Restore[] } & Unrestored> {
    const found = await restores(this.#options.pool, limits.runsKept);
    return { restores: found, ...(await this.#options.stream.eras.unrestored()) };
  }

  get #opening() {
    const { pool, stream, tiers } = this.#options;
    const restartReaders = async (connection: pg.PoolClient, partitions: number, era: number) =>
      tiers?.restartPositions(connection, partitions, era);
    return { pool, eras: stream.eras, partitions: stream.partitions, restartReaders };
  }

  async #act(condition: Condition, kept: Installation | null, seen: Seen): Promise<void> {
    const { pool, stream, logger } = this.#options;
    const { eras, partitions } = stream;
    if (condition.kind === 'foreign') throw new Error(condition.reason);
    // What PostgreSQL has of it may be of before as well.
    this.#memoryVersion = null;
    if (kept === null) {
      if (seen.id !== null) await this.#sayAgain();
      await transaction(pool, async (connection) => {
        // Partitions that name one were laid out by a start that was cut.
        const named = seen.marks.find(({ id }) => id !== null)?.id;
        const id = await eras.name(seen.id ?? named ?? randomUUID());
        const recorded = await recordInstallation(connection, { id, era: seen.era, partitions });
        // Before the commit: a process that finds the installation in PostgreSQL finds it in Redis.
        if (recorded !== null) await this.#stamp(recorded);
      });
    } else if (condition.kind === 'lost') await this.#open(kept, condition.reason);
    else if (condition.kind === 'unfinished') await finishOpening(eras, pool, kept);
    else if (condition.kind === 'postgresql-behind') {
      logger.error({ era: seen.era }, 'PostgreSQL was set back to an earlier era; Redis goes on');
      await this.#sayAgain();
      await transaction(pool, async (connection) => {
        await raiseEra(connection, seen.era);
        await historyPositions.raise(connection, seen.era);
        await this.#options.tiers?.raisePositions(connection, seen.era);
      });
    } else if (condition.kind === 'new-era') await this.#follow(kept);
  }

  /** The first start: every partition is in the first era. */
  async #stamp(recorded: Installation): Promise<void> {
    const { pool, stream, tiers } = this.#options;
    const { eras, partitions } = stream;
    const history = await historyPositions.read(pool, recorded.era);
    const applied = await readApplied(tiers, recorded.era, pool);
    for (let partition = 0; partition < partitions; partition++)
      await eras.begin(partition, recorded, {
        ledger: history.ledger.get(partition)?.entry,
        crossings: applied.get(partition)?.entry,
      });
    await eras.install(recorded);
  }

  async #open(kept: Installation, reason: string): Promise<void> {
    const { logger, metrics } = this.#options;
    this.detail = `Redis has lost data: ${reason}`;
    const era = await openEra(this.#opening, kept, reason);
    if (era === null) return;
    metrics.redisLosses.inc();
    logger.error({ era, reason }, 'Redis has lost data; restoring every profile from the history');
  }

  /** Works in the era that PostgreSQL names. */
  async #follow(kept: Installation): Promise<void> {
    const { pool, stream, activateAgain } = this.#options;
    const { eras } = stream;
    const [latest] = await restores(pool, 1);
    eras.openedMs = latest?.openedMs ?? 0;
    eras.openedAt = latest?.openedAt ?? [];
    eras.isRestoring = isUnderWay(latest);
    // Ids of match signatures may be others: no lease of this era is taken before they are known.
    await activateAgain();
    eras.id = kept.id;
    eras.current = kept.era;
    // Scoring, the copier and the relay were refused until now, and rest.
    stream.bell.wakeAll();
  }

  /** Says how Redis is behind the readers in PostgreSQL, null when it is not; and whether PostgreSQL was set back. */
  async #lossIn(
    kept: Installation,
    { positions }: Known,
    marks: readonly Marks[],
  ): Promise<{ reason: string | null; isSetBack: boolean }> {
    const { stream, tiers, logger } = this.#options;
    const all = Object.entries(positions) as [Reader, ReadonlyMap<number, StreamPosition>][];
    const isMarked = all.every(([reader, positions]) =>
      [...positions].every(([partition, { entry }]) => marks[partition]?.of[reader] === entry),
    );
    // Marks that were read before the positions, and are the same, say all; at rest they are.
    const marksAfter = isMarked ? marks : await stream.eras.marks();
    let [isSaid, isSetBack] = [false, false];
    for (const [reader, positions] of all) {
      const { behind } = await stream.eras.verify(reader, positions, marksAfter);
      for (const partition of behind) {
        const upTo = positions.get(partition)?.entry;
        const reason = `partition ${partition} lacks ${reader} up to ${upTo}, which PostgreSQL has`;
        return { reason, isSetBack: false };
      }
      for (const [partition, { of }] of marks.entries()) {
        const entry = positions.get(partition)?.entry ?? firstId;
        if (!isAfter(of[reader], entry) || (reader === 'crossings' && tiers === null)) continue;
        // Before the first mark: it shows the next process that PostgreSQL was set back.
        if (!isSaid) await this.#sayAgain();
        isSaid = true;
        if (!(await stream.eras.mark(partition, kept, { [reader]: entry }))) continue;
        isSetBack = true;
        logger.error({ partition, reader, entry }, 'PostgreSQL was set back; it is read on from there');
      }
    }
    return { reason: null, isSetBack };
  }

  /** It reads who is known of all profiles, which takes a while where they are many: `/readyz` says how far it is. */
  async #sayAgain(): Promise<void> {
    const { tiers, stream, logger } = this.#options;
    if (tiers === null) return;
    const beganMs = performance.now();
    let profiles = 0;
    const onLooked = (count: number) => {
      profiles = count;
      this.detail = `PostgreSQL was set back: ${count} known profiles were asked what they have heard since`;
    };
    await tiers.sayAgain(profilesThatHeard(stream.profiles, onLooked));
    const seconds = Math.round((performance.now() - beganMs) / limits.secondMs);
    logger.warn({ profiles, seconds }, 'PostgreSQL was set back: sales says to scoring again what it knows');
  }

  async #whileWell(latest: Restore | undefined): Promise<void> {
    const { pool, stream, metrics, logger } = this.#options;
    const { eras } = stream;
    eras.isRestoring = isUnderWay(latest);
    if (latest === undefined || !eras.isRestoring) {
      this.detail = null;
      metrics.restoreWaiting.set(0);
      metrics.restoreFound.set(0);
      metrics.restoreRunning.set(0);
      return;
    }
    const { waiting, failing } = await eras.unrestored();
    metrics.restoreWaiting.set(waiting);
    metrics.restoreFound.set(latest.scheduled);
    metrics.restoreRunning.set(latest.outcome === null ? 1 : 0);
    const restored = Math.max(0, latest.scheduled - waiting - failing);
    const failed = failing === 0 ? '' : `, ${failing} cannot be evaluated`;
    const progress = `${restored} of ${latest.scheduled}${latest.isWalked ? '' : ' found so far'}${failed}; ${latest.reason}`;
    this.detail =
      latest.outcome === 'cancelled'
        ? `the restore of profiles was cancelled: ${progress}; each other one is restored when it is next met. Resume it with POST /api/v1/restores or "scoville restore"`
        : `restoring profiles from the history: ${progress}`;
    if (latest.outcome === 'cancelled') return;
    if (!latest.isWalked) {
      // A profile whose only events the history has not got yet would not be found.
      if (await eras.historyHasOpening()) await this.#walk(latest);
    } else if (waiting === 0 && (await endRestore(pool, latest.era, failing))) {
      const profiles = latest.scheduled;
      if (failing === 0) logger.info({ era: latest.era, profiles }, 'every profile is restored');
      else
        logger.error(
          { era: latest.era, profiles, failing },
          'profiles are restored, except those that cannot be evaluated: see GET /api/v1/failing-profiles',
        );
    }
  }

  /** Schedules what an older Redis still has of erased people, which no list names; and drops their dead letters. */
  async #findErased(): Promise<void> {
    const { pool, stream } = this.#options;
    const names = await erasedNames(pool);
    if (names.length === 0) return;
    const fields = Object.fromEntries(names.map(({ name, untilMs }) => [name, String(untilMs)]));
    const erased = new ErasedProfiles({ ...fields, '#salt': await saltOf(pool) });
    for await (const ids of stream.profiles.ids())
      await stream.eras.schedule(ids.filter((id) => erased.untilMs(id) > 0));
    await stream.deadLetters.dropOf(
      (id, acceptedAtMs) => acceptedAtMs <= erased.untilMs(id) && erased.untilMs(id) > 0,
    );
  }

  /** Schedules pages of profiles, as long as not too many wait. */
  async #walk(restore: Restore): Promise<void> {
    if (restore.list === 0 && restore.position === '') await this.#findErased();
    const { pool, stream, history, tiers } = this.#options;
    const lists = [history.profilesAfter, ...(tiers === null ? [] : [tiers.tieredAfter])];
    let at = restore;
    const untilMs = performance.now() + limits.keeperEveryMs;
    while (
      performance.now() < untilMs &&
      (await stream.eras.unrestored()).waiting < limits.dueProfilesWaitingMax
    ) {
      const list = lists[at.list];
      if (list === undefined) return;
      const ids = await list(at.position, limits.profileScanKeys);
      await stream.eras.schedule(ids);
      const isEnd = ids.length === 0;
      const next = {
        list: isEnd ? at.list + 1 : at.list,
        position: ids.at(-1) ?? '',
        isWalked: isEnd && at.list + 1 === lists.length,
      };
      if (!(await moveRestore(pool, at, { ...next, more: ids.length }))) return;
      at = { ...at, ...next };
    }
  }
}

/** Whether profiles may still have to be restored: also of a restore that was cancelled. */
function isUnderWay(latest: Restore | undefined): boolean {
  return latest !== undefined && latest.outcome !== 'done';
}

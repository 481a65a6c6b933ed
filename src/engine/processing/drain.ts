/**
 * Draining one partition under a lease.
 *
 * Taken: raise the epoch, read the offset, deliver what an earlier owner left in the outbox. Then in a loop: read a batch, load,
 * decide, commit, deliver. Timers are checked once a sweep, also while full batches keep coming. Idle: linger for the bell.
 * Released when idle too long or held long enough (other workers need a turn), or when the fence reports another owner. Then
 * nothing was written, and that owner reads the same entries. A lease is of one generation of programmes. It ends when this
 * process has others. It is refused to a process that is behind, which then reads what is active.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import type { Lease, ValuesWish, Wanted } from '../stream/stream.ts';
import { type Batch, cutBatch, latestGenerationIn, needsOf, parseBatch, readsPerson } from './batch.ts';
import type { ByteShare } from './byte-budget.ts';
import { backlogSize, type CommitSize, timersSize, usualSize, wishOf } from './commit-size.ts';
import { countCommitted } from './counted.ts';
import type { Decision } from './decision.ts';
import { type DrainOptions, decideOptionsOf, type Found, foundIn } from './drain-options.ts';
import { restingAmong } from './failing-profile.core.ts';
import type { DecideOptions, Loaded } from './folded-profile.ts';
import { decideTimersWhatCan, decideWhatCan } from './isolate.core.ts';
import { withEra } from './profile-record.ts';
import { Signal } from './signal.ts';
import { type Stale, staleAmong } from './stale.ts';
import { type Histories, historiesOf, noHistories, readHistories } from './stale-histories.ts';
import { type BatchStep, traceBatch, traceTimers } from './traced-batch.ts';
import { inTurn, type Turn } from './turns.ts';

/** What came of one batch: whether there was any, and whether more waits. */
interface Folded {
  isEmpty: boolean;
  hasMore: boolean;
}

/** A batch that is decided: what is to be committed, and how much of the stream it takes. */
interface Decided {
  decision: Decision;
  /** Those that it ends. */
  entries: number;
  items: number;
  step: BatchStep;
  hasMore: boolean;
}

export class Drain {
  readonly #options: DrainOptions;
  readonly #news = new Signal();
  /** The programmes of the lease. */
  #active: ActiveProgrammes;
  #isHeld = false;
  /** The lease ended because a profile comes from newer programmes. */
  #isBehind = false;
  /** Due profiles that wait for a turn of rebuilding: until then they are not looked at again. */
  readonly #queued = new Set<string>();
  /** Events an entry held lately, to read about one commit's worth at a time. */
  #eventsPerEntry = 1;
  /** The last read left more. */
  #hasBacklog = false;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#active = options.programmes();
  }

  /** Whether this process holds the lease; then a ring is enough and no job is needed. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  ring(): void {
    this.#news.ring();
  }

  /** Takes the lease, drains and lingers; returns whether there may be more to do at once. */
  async hold(signal: AbortSignal): Promise<boolean> {
    if (this.#isHeld) return false;
    this.#isHeld = true;
    try {
      return await this.#whileHeld(signal);
    } finally {
      this.#isHeld = false;
      const { rebuilding, bulk } = this.#options.turns;
      for (const turn of [rebuilding, bulk]) turn.leave(this);
    }
  }

  async #whileHeld(signal: AbortSignal): Promise<boolean> {
    const { log, clock, programmes } = this.#options;
    this.#active = programmes();
    this.#isBehind = false;
    // Under a lease of before they may have been of other programmes.
    this.#queued.clear();
    const { generation } = this.#active;
    const lease = await log.takeLease(generation);
    // The keeper opens the partition in the era of the installation.
    if (lease === null) return false;
    if (typeof lease === 'number') return this.#catchUp(lease);
    const untilMs = clock.nowMs() + limits.leaseMsMax;
    let checkTimersAtMs = 0;
    while (await log.passOn());
    while (!signal.aborted && clock.nowMs() < untilMs) {
      this.#news.take();
      if (programmes().generation !== generation) return true;
      const folded = await this.#foldNext(lease);
      if (folded === null) return this.#isBehind && !signal.aborted;
      // Where no more was there, whatever came since has rung.
      const isBusy = folded.hasMore;
      if (clock.nowMs() >= checkTimersAtMs) {
        checkTimersAtMs = clock.nowMs() + limits.sweepEveryMs;
        const due = await log.dueTimers(clock.nowMs());
        if (due.length > 0) {
          if (!(await this.#reevaluate(lease, due))) return this.#isBehind && !signal.aborted;
          // More may be due. While events keep coming, they go first until the next sweep.
          if (!isBusy) checkTimersAtMs = 0;
          continue;
        }
      }
      if (isBusy) continue;
      if (!(await this.#news.wait(limits.leaseIdleMs))) return false;
    }
    // A ring kept since the last read must not be lost with the lease.
    return !signal.aborted;
  }

  /** Returns that there may be more to do at once: now under the programmes that are active. */
  #catchUp(seenGeneration: number): Promise<true> {
    return this.#options.refresh(seenGeneration).then(() => true);
  }

  /** Folds the next batch, as much of it as its profiles allow; null when the lease was lost, or this process is behind. */
  #foldNext(lease: Lease): Promise<Folded | null> {
    const size = this.#hasBacklog ? backlogSize : usualSize;
    return this.#withShare(size, async (share) => {
      // Its events are not held while Redis writes: many partitions wait for that at once.
      const decided = await this.#decideNext(lease, size, share);
      if (decided === null || !('decision' in decided)) return decided;
      const { decision, entries, items, step, hasMore } = decided;
      if (!(await this.#commit(lease, decision, entries))) return null;
      step.end(items);
      return { isEmpty: false, hasMore };
    });
  }

  /** Decides the next batch; null when this process is behind. */
  async #decideNext(lease: Lease, size: CommitSize, share: ByteShare): Promise<Decided | Folded | null> {
    const { log, tracing, clock } = this.#options;
    const { entries, hasMore } = await log.read(lease.offset, wishOf(size, this.#eventsPerEntry));
    this.#hasBacklog = hasMore;
    const beganMs = clock.nowMs();
    if (entries.length === 0) return { isEmpty: true, hasMore };
    const read = parseBatch(entries, lease.offset, lease.within);
    this.#eventsPerEntry = Math.max(1, read.items.length / entries.length);
    const later = latestGenerationIn(read);
    if (later > this.#active.generation) {
      // A state comes from a partition that has newer programmes already.
      this.#isBehind = await this.#catchUp(later);
      return null;
    }
    const { batch, loaded, bytes } = await this.#loadFor(cutBatch(read, size.events), lease, size);
    share.keep(bytes + entries.reduce((sum, { json }) => sum + json.length, 0));
    const step = traceBatch(tracing, batch, log.partition, beganMs);
    const { batch: taken, ...decision } = decideWhatCan(batch, loaded, this.#decideOptions(lease));
    const isCut = taken.items.length < read.items.length;
    this.#hasBacklog = hasMore || isCut;
    const counts = { entries: taken.entries.length, items: taken.items.length };
    return { decision, step, ...counts, hasMore: this.#hasBacklog };
  }

  /** Does one commit's work with a share of the bytes that this process may hold. */
  #withShare<T>(
    { readBytes, loadBytes, isOfBacklog }: CommitSize,
    work: (share: ByteShare) => Promise<T>,
  ): Promise<T> {
    const { budget, backlogBudget } = this.#options;
    return (isOfBacklog ? backlogBudget : budget).spend(readBytes + loadBytes, work);
  }

  /**
   * Re-evaluates due profiles. Those that have to be rebuilt from their history wait for it; the others do not wait for them.
   * Where many are due (after a change of programmes), one partition of a process does it at a time, so that events go first.
   */
  async #reevaluate(lease: Lease, due: readonly string[]): Promise<boolean> {
    if (!(await this.#reevaluateFresh(lease, due))) return false;
    const stale = due.filter((id) => this.#queued.has(id));
    if (stale.length === 0) return true;
    return this.#inTurn(this.#options.turns.rebuilding, async () => {
      // Reading histories mostly waits for PostgreSQL: many at a time.
      const some = stale.slice(0, limits.historiesAtOnceMax);
      for (const id of some) this.#queued.delete(id);
      const histories = await this.#readAhead(lease, some);
      return histories !== null && this.#rebuild(lease, some, histories);
    });
  }

  /** Rebuilds due profiles, a few a commit; events that came go first. Returns false when the lease was lost. */
  async #rebuild(lease: Lease, due: readonly string[], histories: Histories): Promise<boolean> {
    for (let at = 0; at < due.length; at += limits.rebuiltPerCommitMax) {
      const beganMs = performance.now();
      const some = due.slice(at, at + limits.rebuiltPerCommitMax);
      if (!(await this.#foldTimers(lease, some, histories))) return false;
      await this.#news.pause(Math.min(performance.now() - beganMs, limits.sweepEveryMs));
      if ((await this.#foldNext(lease)) === null) return false;
    }
    return true;
  }

  /** Re-evaluates those of some due profiles that need no history, and queues the others. Returns false when the lease was lost. */
  async #reevaluateFresh(lease: Lease, due: readonly string[]): Promise<boolean> {
    const unsorted = due.filter((id) => !this.#queued.has(id));
    if (unsorted.length === 0) return true;
    const sorted = await this.#foldFresh(lease, unsorted);
    if (sorted === null) return false;
    const { bulk, stale } = sorted;
    for (const id of stale) this.#queued.add(id);
    return (
      bulk.length === 0 ||
      this.#inTurn(this.#options.turns.bulk, () => this.#foldTimers(lease, bulk, noHistories))
    );
  }

  #inTurn(turn: Turn, work: () => Promise<boolean>): Promise<boolean> {
    return inTurn(turn, this, this.#news, work);
  }

  /** Re-evaluates those of some due profiles that need no history, unless they are many. Null when the lease was lost. */
  #foldFresh(lease: Lease, due: readonly string[]): Promise<{ bulk: string[]; stale: string[] } | null> {
    return this.#withShare(timersSize, async (share) => {
      const { ids, found, bytes } = await this.#find(due, lease);
      share.keep(bytes);
      const isStale = this.#staleAmong(found, lease);
      const isRebuilt = (id: string) => isStale.has(id) && !found.resting?.has(id);
      const stale = ids.filter(isRebuilt);
      const fresh = ids.filter((id) => !isRebuilt(id));
      const isBulk = fresh.length >= limits.timersPerCommitMax / 2;
      // What is known of lost profiles is written at once: it takes long to ask for, and their turn may be long in coming.
      const lost = stale.filter((id) => found.lost?.has(id));
      const now = isBulk ? lost : [...lost, ...fresh];
      const sorted = { bulk: isBulk ? fresh : [], stale };
      if (now.length === 0) return sorted;
      const loaded = this.#withHistories(found, noHistories, lease);
      const isCommitted = await this.#commitTimers(lease, now, loaded, ({ failing, timers }) => {
        // They stay due for their turn.
        for (const id of lost) if (!failing.has(id)) timers.delete(id);
      });
      return isCommitted ? sorted : null;
    });
  }

  #foldTimers(lease: Lease, due: readonly string[], histories: Histories): Promise<boolean> {
    return this.#withShare(timersSize, async (share) => {
      const { ids, found, bytes } = await this.#find(due, lease);
      share.keep(bytes);
      const loaded = this.#withHistories(found, histories, lease);
      return this.#commitTimers(lease, ids, loaded);
    });
  }

  /** Re-evaluates due profiles in one commit. Time alone is behind them: what follows begins a trace of its own. */
  async #commitTimers(
    lease: Lease,
    ids: readonly string[],
    loaded: Loaded,
    amend: (commit: Decision['commit']) => void = () => undefined,
  ): Promise<boolean> {
    const { tracing, log, clock } = this.#options;
    const step = traceTimers(tracing, ids, log.partition, clock.nowMs());
    const options = { ...this.#decideOptions(lease), traces: step.traces };
    const decision = decideTimersWhatCan(ids, lease, loaded, options);
    amend(decision.commit);
    if (!(await this.#commit(lease, decision, 0))) return false;
    step.end(decision.commit.tierUpdates);
    return true;
  }

  /**
   * Reads the histories of stale profiles, and folds the events that come meanwhile, and the timers of others: they do not wait
   * for it. Null when the lease was lost.
   */
  async #readAhead(lease: Lease, ids: readonly string[]): Promise<Histories | null> {
    const { log, clock } = this.#options;
    let checkTimersAtMs = clock.nowMs() + limits.sweepEveryMs;
    let histories: Histories | null = null;
    const { found } = await this.#withShare(timersSize, () => this.#find(ids, lease));
    const reading = readHistories(this.#staleAmong(found, lease), this.#options).then((read) => {
      histories = read;
      this.#news.ring();
    });
    while (histories === null) {
      const folded = await this.#foldNext(lease);
      if (folded === null) {
        await reading;
        return null;
      }
      if (folded.isEmpty) await this.#news.wait(limits.leaseIdleMs);
      if (histories !== null || clock.nowMs() < checkTimersAtMs) continue;
      checkTimersAtMs = clock.nowMs() + limits.sweepEveryMs;
      if (!(await this.#reevaluateFresh(lease, await log.dueTimers(clock.nowMs())))) {
        await reading;
        return null;
      }
    }
    return histories;
  }

  /** Loads what a batch needs, and cuts it where that is more than a commit may load. */
  async #loadFor(
    batch: Batch,
    lease: Lease,
    size: CommitSize,
  ): Promise<{ batch: Batch; loaded: Loaded; bytes: number }> {
    const { wanted, untilItem } = needsOf(batch, readsPerson(this.#active));
    const { found, count, bytes } = await this.#load(
      wanted,
      { least: untilItem[0] ?? 0, bytesMax: size.loadBytes },
      lease,
    );
    const firstWithout = untilItem.findIndex((needed) => needed > count);
    // Events do not wait for a history: their profile takes them, and waits itself.
    const loaded = this.#withHistories(found, noHistories, lease);
    return { batch: firstWithout < 0 ? batch : cutBatch(batch, firstWithout), loaded, bytes };
  }

  /** Profiles and identities of ids, of as many as a commit may load. */
  async #find(
    ids: readonly string[],
    lease: Lease,
  ): Promise<{ ids: readonly string[]; found: Found; bytes: number }> {
    const wanted = ids.flatMap((id): Wanted[] => [
      { kind: 'profile', id },
      { kind: 'identity', id },
    ]);
    const { found, count, bytes } = await this.#load(
      wanted,
      { least: 2, bytesMax: timersSize.loadBytes },
      lease,
    );
    return { ids: ids.slice(0, Math.floor(count / 2)), found, bytes };
  }

  async #load(
    wanted: readonly Wanted[],
    wish: ValuesWish,
    lease: Lease,
  ): Promise<{ found: Found; count: number; bytes: number }> {
    const values = await this.#options.log.load(wanted, wish);
    const { bytes, ...found } = foundIn(wanted, values);
    const restored = await this.#options.lost?.restore(found, this.#active, lease);
    const failures = await this.#options.log.failuresOf(lease.failing > 0 ? [...found.profiles.keys()] : []);
    const resting = restingAmong(failures, found, this.#decideOptions(lease));
    return { found: { ...found, ...restored, failures, resting }, count: values.length, bytes };
  }

  /** What is stale now: some may have begun to wait while histories were read, or wait for more than was read. */
  #withHistories(found: Found, histories: Histories, lease: Lease): Loaded {
    return { ...found, ...historiesOf(this.#staleAmong(found, lease), histories) };
  }

  /** Profiles to be rebuilt from their past. */
  #staleAmong({ profiles }: Found, { generationFrom }: Lease): Stale {
    const { generation, signaturesGeneration } = this.#active;
    if (this.#options.past === null) return new Map();
    return staleAmong(profiles, { generation, signaturesGeneration, generationFrom });
  }

  #decideOptions(lease: Lease): DecideOptions {
    return decideOptionsOf(this.#options, this.#active, lease);
  }

  async #commit(lease: Lease, decision: Decision, entries: number): Promise<boolean> {
    const { log, metrics, logger } = this.#options;
    const { era = 0, isRestoring = false } = this.#options.lost ?? {};
    const { profiles } = decision.commit;
    decision.commit.isRestoring = isRestoring;
    for (const [id, packed] of profiles) profiles.set(id, withEra(packed, era));
    const outcome = await log.commit(lease, decision.commit, entries);
    if (outcome === 'fenced') {
      metrics.commitConflicts.inc();
      return false;
    }
    // Where this fails, it is noted when somebody asks.
    if (decision.counts.waiting > 0) void this.#options.historyReach.note().catch(() => undefined);
    metrics.profilesArchived.inc(decision.commit.archived.length);
    countCommitted(decision.counts, metrics, this.#options.clock.nowMs());
    for (const { reason } of decision.commit.deadLetters) metrics.deadLetters.inc({ reason });
    const { deadLettersDropped: count } = lease;
    if (count > 0) {
      metrics.deadLettersDropped.inc(count);
      logger.error(
        { partition: log.partition, count },
        'the oldest dead letters were dropped: too many wait',
      );
    }
    if (decision.commit.outbox.length > 0) while (await log.passOn());
    return true;
  }
}

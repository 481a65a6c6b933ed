/**
 * An installation in memory: partitions, outboxes, timers, a history and generations of programmes, driven by the pure decisions
 * of processing. Each process has a clock of its own and learns of a new generation only when it is refused. Its Redis can be emptied
 * or set back; then every profile is restored from the history, and from the tier updates that sales has applied.
 */
import { limits, partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { TierUpdate } from '../../src/contract/api/api.ts';
import type { IdentityLink, ImportMark, ScovilleEvent } from '../../src/contract/language/language.ts';
import {
  cutBatch,
  latestGenerationIn,
  needsOf,
  type ProfileMerge,
  parseBatch,
  readsPerson,
  timeOf,
} from '../../src/engine/processing/batch.ts';
import { decideBatch, decideTimers } from '../../src/engine/processing/decide.core.ts';
import type { Decision } from '../../src/engine/processing/decision.ts';
import type { DecideOptions } from '../../src/engine/processing/folded-profile.ts';
import { lateMerge, restoredRecord } from '../../src/engine/processing/lost-profile.core.ts';
import { withAbsorbed } from '../../src/engine/processing/lost-profiles.ts';
import { ProfileCache } from '../../src/engine/processing/profile-cache.ts';
import {
  eraOf,
  identityFrom,
  isLink,
  unpackRecord,
  withEra,
  withoutEra,
} from '../../src/engine/processing/profile-record.ts';
import { staleAmong } from '../../src/engine/processing/stale.ts';
import {
  type CompiledProgrammes,
  type Person,
  type ProfileState,
  personOf,
  standingOf,
} from '../../src/engine/scoring/scoring.ts';
import type { StreamEntry } from '../../src/engine/stream/stream.ts';
import { signaturesOf } from './programme.ts';
import { SimulatedHistory } from './simulated-history.ts';
import type { Generation, Partition, Restored, Settings, SimulatedProcess } from './simulated-parts.ts';

export type { SimulatedProcess } from './simulated-parts.ts';

export class SimulatedInstallation {
  /** The time of Redis and of the doors. */
  nowMs: number;
  readonly records: TierUpdate[] = [];
  readonly ledger: string[] = [];
  readonly profiles = new Map<string, Buffer>();
  readonly timers = new Map<string, number>();
  /** The generations by which each profile was evaluated, in order. */
  readonly evaluatedBy = new Map<string, number[]>();
  readonly process: SimulatedProcess = { aheadMs: 0, generation: 1 };
  /** Whether the history can be read. */
  hasHistory = true;
  readonly #settings: Settings;
  readonly #generations: Generation[];
  readonly #partitions: Partition[];
  readonly #identities = new Map<string, string>();
  readonly #history = new SimulatedHistory();
  readonly #archived = new Set<string>();
  readonly #imported = new Set<ScovilleEvent>();
  #entries = 0;
  /** Tier updates that sales has applied. */
  #applied = 0;
  #era = 1;
  #openedMs = 0;
  #isRestoring = false;
  readonly #caches = new Map<SimulatedProcess, ProfileCache>();

  constructor(settings: Settings, nowMs: number) {
    this.#settings = settings;
    this.nowMs = nowMs;
    const { programmes } = settings;
    this.#generations = [
      { generation: 1, activatedMs: nowMs, programmes, signaturesGeneration: 1, notifies: false },
    ];
    this.#partitions = Array.from({ length: settings.partitions }, (_, index) => ({
      stateForm: index % 2 === 0 ? 'compact' : 'plain',
      ...{ stream: [], offset: '0-0', within: 0 },
      generation: 1,
      generationFrom: '0-0',
    }));
  }

  /** Whether a profile was archived and has not come back. */
  isArchived(key: string): boolean {
    const id = profileIdOf(key);
    return this.#archived.has(id) && !this.profiles.has(id);
  }

  get generation(): number {
    return this.#generations.length;
  }

  /** Events of a key, or of Scoville on its profile, accepted now as one entry; the history has them at once, or as late as it is. */
  accept(events: ScovilleEvent | readonly ScovilleEvent[], key: string): void {
    const of = { profile: profileIdOf(key), acceptedAtMs: this.nowMs };
    const accepted = [events].flat().map((event) => ({ ...event, ...of, key: event.key && key }));
    this.#history.events.push(...accepted);
    this.#append(partitionOf(of.profile, this.#settings.partitions), 'e', JSON.stringify(accepted));
  }

  link(childKey: string, parentKey: string, more: Pick<IdentityLink, 'isImported'> = {}): void {
    const [child, parent] = [profileIdOf(childKey), profileIdOf(parentKey)];
    const link: IdentityLink = { child, childKey, parent, parentKey, acceptedAtMs: this.nowMs, ...more };
    this.#history.link(link);
    this.#append(partitionOf(child, this.#settings.partitions), 'l', JSON.stringify([link]));
  }

  /** Events of before become history, each accepted when it happened; their profiles are marked. */
  importEvents(events: readonly ScovilleEvent[], options: { notifies?: true } = {}): void {
    const imported = events.map((event) => ({ ...event, acceptedAtMs: event.atMs }));
    this.#history.events.push(...imported);
    for (const event of imported) this.#imported.add(event);
    this.#mark(events, options);
  }

  /** Imported events leave the history again. */
  takeBack(events: readonly ScovilleEvent[]): void {
    this.#history.drop((event) => this.#imported.has(event));
    this.#mark(events, { isUndone: true });
  }

  #mark(events: readonly ScovilleEvent[], options: Pick<ImportMark, 'notifies' | 'isUndone'>): void {
    for (const profile of new Set(events.map((event) => event.profile))) {
      const mark: ImportMark = { profile, acceptedAtMs: this.nowMs, ...options };
      this.#append(partitionOf(profile, this.#settings.partitions), 'h', JSON.stringify([mark]));
    }
  }

  /** Sales applies what there is. */
  apply(): void {
    this.#applied = this.records.length;
  }

  /** What Redis holds now; the function sets it back. */
  snapshot(): () => void {
    const maps = [this.profiles, this.timers, this.#identities] as Map<string, unknown>[];
    const copies = maps.map((map) => new Map(map));
    const partitions = this.#partitions.map((partition) => ({ ...partition, stream: [...partition.stream] }));
    return () => {
      maps.forEach((map, index) => {
        map.clear();
        for (const [key, value] of copies[index] ?? []) map.set(key, value);
      });
      for (const [index, { stream, ...rest }] of partitions.entries())
        Object.assign(this.#partitions[index] as Partition, rest, { stream: [...stream] });
    };
  }

  /** Redis is set back, or emptied where nothing is to be set back; an era is opened. */
  lose(setBack: (() => void) | null): void {
    if (setBack !== null) setBack();
    else {
      for (const map of [this.profiles, this.timers, this.#identities]) map.clear();
      for (const partition of this.#partitions) Object.assign(partition, { stream: [], within: 0 });
    }
    this.records.length = this.#applied;
    this.#era++;
    this.#openedMs = this.nowMs;
    this.#isRestoring = true;
    for (const { profile } of [...this.#history.events, ...this.records]) this.timers.set(profile, 0);
    for (const { child, parent } of this.#history.links.values()) this.timers.set(child, 0).set(parent, 0);
  }

  /** Activates other programmes; processes learn of it one by one. */
  publish(programmes: CompiledProgrammes, options: { notify?: boolean } = {}): void {
    const before = this.#generations.at(-1) as Generation;
    const generation = before.generation + 1;
    const isSame = signaturesOf(programmes) === signaturesOf(before.programmes);
    const signaturesGeneration = isSame ? before.signaturesGeneration : generation;
    this.#generations.push({
      generation,
      activatedMs: this.nowMs,
      programmes,
      signaturesGeneration,
      notifies: options.notify ?? false,
    });
  }

  /** Makes every profile due under the latest programmes. */
  reevaluateAll(): void {
    for (const partition of this.#partitions) this.#raise(partition, this.generation);
    for (const id of this.profiles.keys()) this.timers.set(id, 0);
  }

  /** Scores up to `count` records of a partition; returns whether there were any. A commit that is refused writes nothing. */
  step(index: number, count: number, process = this.process, isRefused = false): boolean {
    const partition = this.#partitions[index] as Partition;
    if (partition.stream.length === 0) return false;
    if (!this.#takesLease(partition, process)) return true;
    const { offset, within } = partition;
    const batch = cutBatch(parseBatch(partition.stream.slice(0, count), offset, within), count);
    if (latestGenerationIn(batch) > process.generation) {
      process.generation = this.generation;
      return true;
    }
    const options = this.#options(partition, process);
    const loaded = this.#load(needsOf(batch, readsPerson(options)), partition, process, false);
    const decision = decideBatch(batch, loaded, options);
    if (isRefused) return true;
    partition.stream.splice(0, batch.entries.length);
    Object.assign(partition, { offset: batch.offset, within: batch.within });
    this.#write(decision, process);
    return true;
  }

  /** Runs what is due by the clock of a process; returns whether there was anything. */
  runTimers(process = this.process): boolean {
    const nowMs = this.nowMs + process.aheadMs;
    const due = [...this.timers].filter(([, dueAtMs]) => dueAtMs <= nowMs).map(([id]) => id);
    for (const id of due) {
      const partition = this.#partitions[partitionOf(id, this.#settings.partitions)] as Partition;
      if (!this.#takesLease(partition, process)) continue;
      const needs = { profiles: new Set([id]), identities: new Set([id]) };
      const loaded = this.#load(needs, partition, process, true);
      this.#write(decideTimers([id], partition, loaded, this.#options(partition, process)), process);
    }
    if (![...this.timers.values()].includes(0)) this.#isRestoring = false;
    return due.length > 0;
  }

  /** Scores all that waits, a batch of a size at a time, and all that has to be rebuilt. */
  runOut(countOf: () => number = () => 500): void {
    for (let rounds = 0; rounds < 100; rounds++) {
      let hasMoved = this.runTimers();
      for (let partition = 0; partition < this.#settings.partitions; partition++)
        while (this.step(partition, countOf())) hasMoved = true;
      if (hasMoved) continue;
      const stale = [...this.profiles.keys()].filter((id) => this.#isStale(id));
      if (stale.length === 0) return;
      const dueMs = Math.min(...stale.map((id) => this.timers.get(id) ?? Number.POSITIVE_INFINITY));
      this.nowMs = Math.max(this.nowMs + limits.rebuildSoonMs, Math.min(dueMs, Number.MAX_SAFE_INTEGER));
    }
    throw new Error('an installation that does not come to rest');
  }

  /** The state that a key leads to; null when there is none. */
  stateOf(key: string): ProfileState | null {
    for (let id = profileIdOf(key); ; ) {
      const packed = this.profiles.get(id);
      if (packed === undefined) return null;
      const record = unpackRecord(packed);
      if (record.kind === 'state') return record.state;
      id = record.parent;
    }
  }

  /** Who a profile is, by what is stored of it. */
  personOf(key: string): Person {
    return personOf(identityFrom(this.#identities.get(profileIdOf(key)) ?? null));
  }

  #isStale(id: string): boolean {
    const packed = this.profiles.get(id);
    if (packed === undefined || isLink(packed)) return false;
    return standingOf(withoutEra(packed)).waitsSince !== null;
  }

  /** A lease raises the partition to the generation of the process; one that is behind is refused, and catches up. */
  #takesLease(partition: Partition, process: SimulatedProcess): boolean {
    if (process.generation < partition.generation) {
      process.generation = this.generation;
      return false;
    }
    this.#raise(partition, process.generation);
    return true;
  }

  #raise(partition: Partition, generation: number): void {
    if (partition.generation >= generation) return;
    partition.generation = generation;
    // Of an entry that is scored in part, some records met the older programmes.
    const underWay = partition.within > 0 ? partition.stream[0]?.id : undefined;
    partition.generationFrom = underWay ?? partition.offset;
  }

  #generationOf({ generation }: SimulatedProcess): Generation {
    return this.#generations[generation - 1] as Generation;
  }

  #options(partition: Partition, process: SimulatedProcess): DecideOptions {
    const { partitions, latenessMs, hasPast } = this.#settings;
    const { generation, activatedMs, programmes, signaturesGeneration } = this.#generationOf(process);
    const known = this.#generations.slice(0, generation);
    return {
      ...(this.#settings.caches !== false && { cache: this.#cacheOf(process) }),
      programmes,
      ...{ partitions, stateForm: partition.stateForm },
      nowMs: this.nowMs + process.aheadMs,
      latenessMs,
      historyFromMs: 0,
      ...(this.#settings.profileMs !== undefined && { idleSinceMs: this.nowMs - this.#settings.profileMs }),
      generation,
      activatedMs,
      signaturesGeneration,
      earlier: known.slice(0, -1).reverse(),
      notifyGeneration: () => known.findLast(({ notifies }) => notifies)?.generation ?? 0,
      generationFrom: partition.generationFrom,
      openedMs: this.#openedMs,
      versionSinceMs: () => activatedMs,
      hasPast,
      signatureSinceMs: () => 0,
    };
  }

  /** It keeps every profile, and drops some of them soon. */
  #cacheOf(process: SimulatedProcess): ProfileCache {
    const cache = this.#caches.get(process) ?? new ProfileCache({ fromEvents: 0, eventsMax: 50 });
    this.#caches.set(process, cache);
    return cache;
  }

  #append(partition: number, field: StreamEntry['field'], json: string): void {
    this.#partitions[partition]?.stream.push({ id: `${this.nowMs}-${++this.#entries}`, field, json });
  }

  #load(
    { profiles, identities }: { profiles: Set<string>; identities: Set<string> },
    partition: Partition,
    process: SimulatedProcess,
    readsHistory: boolean,
  ) {
    const lost = new Map<string, ProfileMerge | null>();
    const known = new Map([...identities].map((id) => [id, this.#identities.get(id) ?? null]));
    const loaded = new Map([...profiles].map((id) => [id, this.#found(id, { lost, known }, process)]));
    const { generation, signaturesGeneration } = this.#generationOf(process);
    const stale = this.#settings.hasPast
      ? staleAmong(loaded, { generation, signaturesGeneration, generationFrom: partition.generationFrom })
      : new Map<string, string>();
    const reachedMs = this.nowMs - (this.#settings.historyLagMs ?? -1);
    const names = this.#era > 1 || this.#archived.size > 0;
    const isRead = (needed: string) => readsHistory && this.hasHistory && timeOf(needed) < reachedMs;
    return {
      ...{ profiles: loaded, lost, identities: known },
      histories: new Map(
        [...stale].map(([id, needed]) => [
          id,
          isRead(needed) ? this.#history.pastOf(id, { reachedMs, names }) : null,
        ]),
      ),
      isHistoryBehind: true,
    };
  }

  /** What is stored of a profile, or what it is at first after Redis has lost it. */
  #found(id: string, { lost, known }: Restored, process: SimulatedProcess): Buffer | null {
    const stored = this.profiles.get(id) ?? null;
    const isLost = stored === null ? this.#isRestoring : !isLink(stored) && eraOf(stored) < this.#era;
    const isArchived = stored === null && !isLost && this.#archived.has(id);
    const record = stored === null ? null : withoutEra(stored);
    if (!isLost && !isArchived) return record;
    const links = this.#history.linksOf(id);
    const rows = this.records.slice(0, this.#applied);
    const last = new Map(rows.map((row) => [`${row.profile} ${row.programme}`, row]));
    const tiers = [...last.values()]
      .filter(({ profile }) => this.#history.isOf(profile, id))
      .map(({ profile, programme, atMs, tierName, identity, tierState = {} }) => ({
        ...{ profile, programme, atMs, tierName, isKnown: identity !== null },
        state: tierState,
      }));
    const active = this.#generationOf(process);
    const idOf = (programme: string) =>
      active.programmes.programmes.find(({ programme: of }) => of.programme === programme)?.signatureId ?? 0;
    const about = { link: this.#history.links.get(id) ?? null, links, tiers };
    const openedMs = isArchived ? this.nowMs - this.#settings.latenessMs - limits.dayMs : this.#openedMs;
    const openedAt = isArchived ? `${this.nowMs}-0` : `${openedMs}-0`;
    const earlier = this.#generations.slice(0, active.generation - 1);
    const options = { ...active, earlier, idOf, openedMs, openedAt, isArchived };
    lost.set(id, lateMerge(id, about, options));
    if (known.has(id)) known.set(id, withAbsorbed(known.get(id) ?? null, about, { ...active, except: id }));
    return restoredRecord(id, record, about, options);
  }

  #write({ commit }: Decision, { generation }: SimulatedProcess): void {
    for (const [id, packed] of commit.profiles) {
      this.profiles.set(id, withEra(packed, this.#era));
      if (isLink(packed)) continue;
      const by = this.evaluatedBy.get(id) ?? [];
      by.push(generation);
      this.evaluatedBy.set(id, by);
    }
    for (const id of commit.forgotten.keys()) {
      this.profiles.delete(id);
      this.#identities.delete(id);
    }
    for (const id of commit.archived) this.#archived.add(id);
    for (const [id, json] of commit.identities) this.#identities.set(id, json);
    for (const json of commit.tierUpdates) this.records.push(JSON.parse(json));
    this.ledger.push(...commit.ledger);
    for (const id of commit.spent) this.timers.delete(id);
    for (const [id, dueAtMs] of commit.timers) this.timers.set(id, dueAtMs);
    for (const { target, field, json } of commit.outbox) this.#append(target, field, json);
  }
}

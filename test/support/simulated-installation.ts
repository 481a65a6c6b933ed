/** An installation in memory: partitions, outboxes, timers and a history, driven by the pure decisions of processing. */
import { limits, partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { TierUpdate } from '../../src/contract/api/api.ts';
import type { IdentityLink, ScovilleEvent } from '../../src/contract/language/language.ts';
import { needsOf, parseBatch } from '../../src/engine/processing/batch.ts';
import { type Decision, decideBatch, decideTimers } from '../../src/engine/processing/decide.core.ts';
import type { DecideOptions } from '../../src/engine/processing/folded-profile.ts';
import { unpackRecord } from '../../src/engine/processing/profile-record.ts';
import type { PastEvents } from '../../src/engine/processing/rebuild.core.ts';
import { staleAmong } from '../../src/engine/processing/stale.ts';
import type { CompiledProgrammes, ProfileState } from '../../src/engine/scoring/scoring.ts';
import type { StreamEntry } from '../../src/engine/stream/stream.ts';

interface Settings {
  programmes: CompiledProgrammes;
  partitions: number;
  latenessMs: number;
  hasPast: boolean;
}

export class SimulatedInstallation {
  nowMs: number;
  readonly records: TierUpdate[] = [];
  readonly profiles = new Map<string, Buffer>();
  readonly timers = new Map<string, number>();
  readonly #settings: Settings;
  readonly #streams: StreamEntry[][];
  readonly #offsets: string[];
  readonly #identities = new Map<string, string>();
  readonly #accepted: ScovilleEvent[] = [];
  readonly #links = new Map<string, string>();
  #entries = 0;

  constructor(settings: Settings, nowMs: number) {
    this.#settings = settings;
    this.nowMs = nowMs;
    this.#streams = Array.from({ length: settings.partitions }, () => []);
    this.#offsets = this.#streams.map(() => '0-0');
  }

  /** An event of a key, accepted now. The history has it at once. */
  accept(event: ScovilleEvent, key: string): void {
    const accepted = { ...event, key, profile: profileIdOf(key), acceptedAtMs: this.nowMs };
    this.#accepted.push(accepted);
    this.#append(partitionOf(accepted.profile, this.#settings.partitions), 'e', JSON.stringify([accepted]));
  }

  link(childKey: string, parentKey: string): void {
    const [child, parent] = [profileIdOf(childKey), profileIdOf(parentKey)];
    const link: IdentityLink = { child, childKey, parent, parentKey, acceptedAtMs: this.nowMs };
    if (!this.#links.has(child)) this.#links.set(child, parent);
    this.#append(partitionOf(child, this.#settings.partitions), 'l', JSON.stringify([link]));
  }

  /** Scores up to `count` entries of a partition; returns whether there were any. */
  step(partition: number, count: number): boolean {
    const entries = this.#streams[partition]?.splice(0, count) ?? [];
    if (entries.length === 0) return false;
    const batch = parseBatch(entries, '0-0');
    this.#offsets[partition] = batch.offset;
    this.#write(
      decideBatch(batch, this.#load(needsOf(batch, this.#settings.programmes.readsPerson)), this.#options),
    );
    return true;
  }

  /** Runs what is due now; returns whether there was anything. */
  runTimers(): boolean {
    const due = [...this.timers].filter(([, dueAtMs]) => dueAtMs <= this.nowMs).map(([id]) => id);
    for (const id of due) {
      const offset = this.#offsets[partitionOf(id, this.#settings.partitions)] ?? '0-0';
      const needs = { profiles: new Set([id]), identities: new Set([id]) };
      this.#write(decideTimers([id], { offset, within: 0 }, this.#load(needs), this.#options));
    }
    return due.length > 0;
  }

  /** Scores all that waits, a batch of a size at a time, and all that has to be rebuilt. */
  runOut(countOf: () => number = () => 500): void {
    for (let rounds = 0; rounds < 100; rounds++) {
      let hasMoved = this.runTimers();
      for (let partition = 0; partition < this.#settings.partitions; partition++)
        while (this.step(partition, countOf())) hasMoved = true;
      if (hasMoved) continue;
      if (![...this.profiles].some(([, packed]) => staleAmong(new Map([['', packed]]), 0).length > 0)) return;
      this.nowMs += limits.staleRetryMs;
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

  get #options(): DecideOptions {
    const { programmes, partitions, latenessMs, hasPast } = this.#settings;
    return {
      programmes,
      partitions,
      nowMs: this.nowMs,
      latenessMs,
      historyFromMs: 0,
      hash: 'simulated',
      sinceMs: 0,
      signaturesSinceMs: 0,
      earlier: [],
      hasPast,
      signatureSinceMs: () => 0,
    };
  }

  #append(partition: number, field: StreamEntry['field'], json: string): void {
    this.#streams[partition]?.push({ id: `${this.nowMs}-${++this.#entries}`, field, json });
  }

  #load({ profiles, identities }: { profiles: Set<string>; identities: Set<string> }) {
    const loaded = new Map([...profiles].map((id) => [id, this.profiles.get(id) ?? null]));
    const stale = this.#settings.hasPast ? staleAmong(loaded, 0) : [];
    return {
      profiles: loaded,
      identities: new Map([...identities].map((id) => [id, this.#identities.get(id) ?? null])),
      histories: new Map(stale.map((id) => [id, this.#pastOf(id)])),
    };
  }

  #pastOf(id: string): PastEvents {
    const isOf = (profile: string | undefined): boolean =>
      profile !== undefined && (profile === id || isOf(this.#links.get(profile)));
    return { events: this.#accepted.filter(({ profile }) => isOf(profile)), beginsAtMs: 0 };
  }

  #write({ commit }: Decision): void {
    for (const [id, packed] of commit.profiles) this.profiles.set(id, packed);
    for (const [id, json] of commit.identities) this.#identities.set(id, json);
    for (const json of commit.tierUpdates) this.records.push(JSON.parse(json));
    for (const id of commit.spent) this.timers.delete(id);
    for (const [id, dueAtMs] of commit.timers) this.timers.set(id, dueAtMs);
    for (const { target, field, json } of commit.outbox) this.#append(target, field, json);
  }
}

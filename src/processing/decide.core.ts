/**
 * The decision on one batch: loaded profiles and items in, everything one commit writes out. Pure.
 *
 * Items are folded in the order of the stream. Events add facts to states; a link turns its child into a pointer and
 * sends the child's state to the parent's partition; what arrives for a linked profile is sent after it. Then each
 * touched profile is evaluated once a programme, its ladder stepped, and a standing record written where it moved.
 */

import type { IdentityLink, LedgerEntry, ScovilleEvent } from '../contract/contract.ts';
import { limits, partitionOf } from '../kernel/kernel.ts';
import {
  addFact,
  addKey,
  emptyState,
  type IdentityRecord,
  joinIdentities,
  learnFrom,
  nobody,
  noIdentity,
  packState,
  personOf,
  recognise,
  unionStates,
} from '../scoring/scoring.ts';
import type { Commit } from '../stream/stream.ts';
import type { Batch, HandOver } from './batch.ts';
import { type ProfileRecord, packRecord, unpackRecord } from './profile-record.ts';
import { rebuilt } from './rebuild.core.ts';
import { settle } from './settle.core.ts';
import type { DecideOptions, Working } from './working.ts';

export interface Loaded {
  profiles: ReadonlyMap<string, Buffer | null>;
  identities: ReadonlyMap<string, string | null>;
  /** What the history has of each stale profile; null where it could not be read. */
  histories: ReadonlyMap<string, readonly ScovilleEvent[] | null>;
}

export interface Counts {
  scored: number;
  refused: Record<'duplicate' | 'late' | 'profile-limit' | 'unreadable', number>;
  identityRefusals: number;
  crossingsUp: number;
  crossingsDown: number;
  /** Acceptance times of the events that were folded, ms. */
  acceptedAtMs: number[];
}

export interface Decision {
  commit: Commit;
  counts: Counts;
}

/** Decides a batch read from the stream. */
export function decideBatch(batch: Batch, loaded: Loaded, options: DecideOptions): Decision {
  const fold = new Fold(loaded, options, batch.offset);
  fold.counts.refused.unreadable += batch.unreadable;
  let oldestMs = options.nowMs;
  for (const item of batch.items) {
    try {
      if (item.kind === 'event') {
        fold.event(item.event);
        oldestMs = Math.min(oldestMs, item.event.acceptedAtMs);
      } else if (item.kind === 'link') fold.link(item.link);
      else fold.handOver(item.handOver);
    } catch {
      // A record that is not of our making must not hold up its partition for good.
      fold.counts.refused.unreadable++;
    }
  }
  return fold.close(oldestMs);
}

/** Decides profiles whose timer is due: nothing arrived, only the time has moved. */
export function decideTimers(
  ids: readonly string[],
  offset: string,
  loaded: Loaded,
  options: DecideOptions,
): Decision {
  const fold = new Fold(loaded, options, offset);
  for (const id of ids) fold.wake(id);
  // Unread events may be older than the clock says, so the clock alone seals nothing.
  return fold.close(0);
}

class Fold {
  readonly counts: Counts = {
    scored: 0,
    refused: { duplicate: 0, late: 0, 'profile-limit': 0, unreadable: 0 },
    identityRefusals: 0,
    crossingsUp: 0,
    crossingsDown: 0,
    acceptedAtMs: [],
  };
  readonly #loaded: Loaded;
  readonly #options: DecideOptions;
  readonly #working = new Map<string, Working | null>();
  readonly #woken = new Set<string>();
  /** What leaves for other partitions, by target and field, as JSON texts. */
  readonly #leaving = new Map<string, { target: number; field: 'e' | 's'; items: string[] }>();
  readonly #ledger: LedgerEntry[] = [];
  readonly #commit: Commit;

  constructor(loaded: Loaded, options: DecideOptions, offset: string) {
    this.#loaded = loaded;
    this.#options = options;
    this.#commit = {
      offset,
      profiles: new Map(),
      identities: new Map(),
      standings: [],
      outbox: [],
      timers: new Map(),
      spent: [],
      ledger: null,
    };
  }

  event(event: ScovilleEvent): void {
    const working = this.#open(event.profile);
    if (working === null) {
      this.counts.refused.unreadable++;
      return;
    }
    if (working.record.kind === 'link') {
      const { parent } = working.record;
      this.#leave(parent, 'e', JSON.stringify({ ...event, profile: parent, isForwarded: true }));
      return;
    }
    this.#learn(working, event);
    this.counts.acceptedAtMs.push(event.acceptedAtMs);
    if (event.atMs < event.acceptedAtMs - this.#options.latenessMs) {
      this.counts.refused.late++;
      return;
    }
    const { state } = working.record;
    const fact = recognise(this.#options.programmes, event);
    if (
      state.facts.length >= limits.profileEventsMax &&
      !state.facts.some((known) => known.hash === fact.hash)
    ) {
      this.counts.refused['profile-limit']++;
      return;
    }
    if (!addFact(state, fact)) this.counts.refused.duplicate++;
    else this.counts.scored++;
    working.hasNewFacts = true;
    if (event.acceptedAtMs > working.acceptedAtMs) working.acceptedAtMs = event.acceptedAtMs;
  }

  /** First come, first linked: a second parent would join two known profiles, and is refused. */
  link(link: IdentityLink): void {
    const working = this.#open(link.child);
    if (working === null) {
      this.counts.refused.unreadable++;
      return;
    }
    if (working.record.kind === 'link') {
      if (working.record.parent !== link.parent) this.counts.identityRefusals++;
      return;
    }
    addKey(working.identity, link.childKey);
    const { state } = working.record;
    // What it holds was recognised by the programmes of now, unless it waits to be rebuilt: then the heir will wait.
    const asOfMs = working.isStale ? state.asOfMs : this.#options.nowMs;
    const handOver: HandOver = {
      to: link.parent,
      toKey: link.parentKey,
      state: packState({ ...state, standings: [], asOfMs }).toString('base64'),
      identity: working.identity,
      acceptedAtMs: link.acceptedAtMs,
    };
    this.#leave(link.parent, 's', JSON.stringify(handOver));
    working.record = { kind: 'link', parent: link.parent };
    // What it was now lies with the parent; nothing of a person stays behind, and where nothing lay nothing is written.
    working.identity = noIdentity();
    working.hasNewIdentity = (this.#loaded.identities.get(link.child) ?? null) !== null;
    working.hasNewFacts = true;
  }

  handOver(handOver: HandOver): void {
    const working = this.#open(handOver.to);
    if (working === null) {
      this.counts.refused.unreadable++;
      return;
    }
    if (working.record.kind === 'link') {
      const { parent } = working.record;
      this.#leave(parent, 's', JSON.stringify({ ...handOver, to: parent }));
      return;
    }
    const taken = unpackRecord(Buffer.from(handOver.state, 'base64'));
    if (taken.kind === 'state') {
      working.record = { kind: 'state', state: unionStates(working.record.state, taken.state) };
      // It was on its way while the programmes changed.
      if (taken.state.asOfMs < this.#options.facetsSinceMs) working.isStale = true;
    }
    const isNewKey = addKey(working.identity, handOver.toKey);
    if (joinIdentities(working.identity, handOver.identity) || isNewKey) working.hasNewIdentity = true;
    working.hasNewFacts = true;
    if (handOver.acceptedAtMs > working.acceptedAtMs) working.acceptedAtMs = handOver.acceptedAtMs;
  }

  wake(id: string): void {
    this.#woken.add(id);
    const working = this.#open(id);
    if (working?.record.kind === 'state') {
      working.hasNewFacts = true;
      working.acceptedAtMs = this.#options.nowMs;
    }
  }

  /** `sealNowMs` is the time sealing may count from: no unread event was accepted before it. */
  close(sealNowMs: number): Decision {
    const timed = new Set<string>();
    for (const working of this.#working.values()) {
      if (working === null) continue;
      if (working.hasNewIdentity) this.#commit.identities.set(working.id, JSON.stringify(working.identity));
      if (!working.hasNewFacts && !working.hasNewIdentity) continue;
      if (working.record.kind === 'state') {
        const settled = settle(working, this.#options, sealNowMs);
        working.record = { kind: 'state', state: settled.state };
        this.#commit.standings.push(...settled.records.map((record) => JSON.stringify(record)));
        this.#ledger.push(...settled.ledger);
        this.counts.crossingsUp += settled.crossingsUp;
        this.counts.crossingsDown += settled.crossingsDown;
        if (settled.nextLookAtMs !== null) {
          this.#commit.timers.set(working.id, settled.nextLookAtMs);
          timed.add(working.id);
        }
      }
      this.#commit.profiles.set(working.id, packRecord(working.record));
    }
    for (const id of this.#woken) if (!timed.has(id)) this.#commit.spent.push(id);
    if (this.#ledger.length > 0) this.#commit.ledger = JSON.stringify(this.#ledger);
    for (const { target, field, items } of this.#leaving.values()) {
      this.#commit.outbox.push({ target, field, json: `[${items.join(',')}]` });
    }
    return { commit: this.#commit, counts: this.counts };
  }

  #learn(working: Working, event: ScovilleEvent): void {
    if (event.key.startsWith('a:') && event.traits === undefined) return;
    if (learnFrom(working.identity, event)) working.hasNewIdentity = true;
    if (event.acceptedAtMs > working.acceptedAtMs) working.acceptedAtMs = event.acceptedAtMs;
  }

  /** A profile to work on; null when its stored bytes cannot be read (they are left as they are). */
  #open(id: string): Working | null {
    const known = this.#working.get(id);
    if (known !== undefined) return known;
    let working: Working | null;
    try {
      const packed = this.#loaded.profiles.get(id) ?? null;
      const identity = this.#loaded.identities.get(id) ?? null;
      const record: ProfileRecord =
        packed === null ? { kind: 'state', state: emptyState() } : unpackRecord(packed);
      const known: IdentityRecord = identity === null ? noIdentity() : JSON.parse(identity);
      working = {
        id,
        record: this.#rebuilt(id, record),
        identity: known,
        before: this.#before(packed, record, known),
        isStale: this.#loaded.histories.get(id) === null,
        hasNewFacts: false,
        hasNewIdentity: false,
        acceptedAtMs: 0,
      };
    } catch {
      working = null;
    }
    this.#working.set(id, working);
    return working;
  }

  /** A stale profile is what the programmes of now make of its history. */
  #rebuilt(id: string, record: ProfileRecord): ProfileRecord {
    const history = this.#loaded.histories.get(id) ?? null;
    if (history === null || record.kind !== 'state') return record;
    return { kind: 'state', state: rebuilt(record.state, history, this.#options) };
  }

  /** A copy of what a batch may change in place: facts and identity are added to, facts themselves never change. */
  #before(packed: Buffer | null, record: ProfileRecord, identity: IdentityRecord): Working['before'] {
    if (packed === null || record.kind !== 'state') return null;
    const state = { ...record.state, facts: [...record.state.facts] };
    return { state, person: this.#options.programmes.readsPerson ? personOf(identity) : nobody };
  }

  #leave(profile: string, field: 'e' | 's', json: string): void {
    const target = partitionOf(profile, this.#options.partitions);
    const id = `${target}${field}`;
    const leaving = this.#leaving.get(id);
    if (leaving) leaving.items.push(json);
    else this.#leaving.set(id, { target, field, items: [json] });
  }
}

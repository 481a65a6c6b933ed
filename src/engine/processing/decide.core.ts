/**
 * The decision on one batch: loaded profiles and items in, everything one commit writes out. Pure.
 *
 * Items are folded in the order of the stream. Events add facts to states; a link turns its child into a pointer and
 * sends the child's state to the parent's partition; what arrives for a linked profile is sent after it. Then each
 * touched profile is evaluated once a programme, its ladder stepped, and a tier update written where it moved.
 */

import { limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { LedgerEntry } from '../../contract/api/api.ts';
import type { IdentityLink, ScovilleEvent } from '../../contract/language/language.ts';
import {
  addFact,
  addKey,
  type EventFact,
  emptyState,
  type IdentityRecord,
  joinIdentities,
  learnFrom,
  nobody,
  noIdentity,
  type ProfileState,
  packState,
  personOf,
  recognise,
  sealOld,
  unionStates,
} from '../scoring/scoring.ts';
import type { Commit } from '../stream/stream.ts';
import type { Batch, HandOver } from './batch.ts';
import { type ProfileRecord, packRecord, unpackRecord } from './profile-record.ts';
import { rebuilt } from './rebuild.core.ts';
import { type Settlement, settle } from './settle.core.ts';
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
  /** Profiles that could not be settled, by a error of ours. */
  unsettled: number;
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
  const oldestMs = batch.items.reduce(
    (least, item) =>
      item.kind === 'event' && item.event.acceptedAtMs < least ? item.event.acceptedAtMs : least,
    options.nowMs,
  );
  const fold = new Fold(loaded, options, batch.offset, oldestMs);
  fold.counts.refused.unreadable += batch.unreadable;
  for (const item of batch.items) {
    try {
      if (item.kind === 'event') fold.event(item.event);
      else if (item.kind === 'link') fold.link(item.link);
      else fold.handOver(item.handOver);
    } catch {
      // A record that is not of our making must not hold up its partition for good.
      fold.counts.refused.unreadable++;
    }
  }
  return fold.close();
}

/** Decides profiles whose timer is due: nothing arrived, only the time has moved. */
export function decideTimers(
  ids: readonly string[],
  offset: string,
  loaded: Loaded,
  options: DecideOptions,
): Decision {
  // Unread events may be older than the clock says: they were appended after the offset, and accepted shortly before.
  const readUntilMs = Number(offset.split('-')[0]) - limits.acceptedToAppendedMsMax;
  const fold = new Fold(loaded, options, offset, Math.min(options.nowMs, Math.max(0, readUntilMs)));
  for (const id of ids) fold.wake(id);
  return fold.close();
}

class Fold {
  readonly counts: Counts = {
    scored: 0,
    refused: { duplicate: 0, late: 0, 'profile-limit': 0, unreadable: 0 },
    identityRefusals: 0,
    unsettled: 0,
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

  /** The time sealing may count from: no unread event was accepted before it. */
  readonly #sealNowMs: number;

  constructor(loaded: Loaded, options: DecideOptions, offset: string, sealNowMs: number) {
    this.#sealNowMs = sealNowMs;
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
    const fact = recognise(this.#options.programmes, event);
    if (!this.#hasRoom(working, fact)) {
      this.counts.refused['profile-limit']++;
      return;
    }
    if (!addFact(stateOf(working), fact)) this.counts.refused.duplicate++;
    else this.counts.scored++;
    working.hasNewFacts = true;
    if (event.acceptedAtMs > working.acceptedAtMs) working.acceptedAtMs = event.acceptedAtMs;
  }

  /** Whether a fact may be added. At the limit what is old is sealed first: a profile that was once full goes on. */
  #hasRoom(working: Working, fact: EventFact): boolean {
    const isFull = () => stateOf(working).facts.length >= limits.profileEventsMax;
    if (isFull()) {
      const horizonMs = this.#sealNowMs - this.#options.latenessMs;
      const { programmes } = this.#options.programmes;
      const person = personOf(working.identity);
      working.record = {
        kind: 'state',
        state: sealOld(stateOf(working), person, programmes, horizonMs, this.#options.nowMs),
      };
      working.hasNewFacts = true;
    }
    return !isFull() || stateOf(working).facts.some((known) => known.hash === fact.hash);
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
    const asOfMs = this.#options.nowMs;
    const waitsToBeRebuilt = working.isStale;
    const handOver: HandOver = {
      to: link.parent,
      toKey: link.parentKey,
      state: packState({ ...state, standings: [], asOfMs, waitsToBeRebuilt }).toString('base64'),
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
      const heir = working.record.state;
      working.record = { kind: 'state', state: unionStates(heir, taken.state) };
      // It was on its way while the programmes changed; or what settled on either side would have settled otherwise as one.
      const isOld = taken.state.waitsToBeRebuilt || taken.state.asOfMs < this.#options.facetsSinceMs;
      if (this.#options.hasPast && (isOld || isSettled(heir) || isSettled(taken.state)))
        this.#waitForRebuilding(working);
    }
    const isNewKey = addKey(working.identity, handOver.toKey);
    if (joinIdentities(working.identity, handOver.identity) || isNewKey) this.#hasLearnt(working);
    working.hasNewFacts = true;
    if (handOver.acceptedAtMs > working.acceptedAtMs) working.acceptedAtMs = handOver.acceptedAtMs;
  }

  /** What it is can be told by its history alone, once that has what has just come. */
  #waitForRebuilding(working: Working): void {
    working.isStale = true;
    working.isBehind = true;
  }

  wake(id: string): void {
    this.#woken.add(id);
    const working = this.#open(id);
    if (working?.record.kind === 'state') {
      working.hasNewFacts = true;
      working.acceptedAtMs = this.#options.nowMs;
    }
  }

  close(): Decision {
    const timed = new Set<string>();
    for (const working of this.#working.values()) {
      if (working === null) continue;
      if (working.hasNewIdentity) this.#commit.identities.set(working.id, JSON.stringify(working.identity));
      if (!working.hasNewFacts && !working.hasNewIdentity) continue;
      if (working.record.kind === 'state') {
        const settled = this.#settled(working);
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

  /** A profile that cannot be settled keeps what came and is looked at again: it must not hold up its partition. */
  #settled(working: Working): Settlement {
    try {
      return settle(working, this.#options, this.#sealNowMs);
    } catch {
      this.counts.unsettled++;
      const { nowMs } = this.#options;
      const state = { ...stateOf(working), waitsToBeRebuilt: this.#options.hasPast };
      const nextLookAtMs = nowMs + limits.staleLookAgainMs;
      return { state, records: [], ledger: [], nextLookAtMs, crossingsUp: 0, crossingsDown: 0 };
    }
  }

  #learn(working: Working, event: ScovilleEvent): void {
    if (event.key.startsWith('a:') && event.traits === undefined) return;
    if (learnFrom(working.identity, event)) this.#hasLearnt(working);
    if (event.acceptedAtMs > working.acceptedAtMs) working.acceptedAtMs = event.acceptedAtMs;
  }

  /** Who a rule is for decides what caps leave for the others: what settled before somebody was known may settle otherwise. */
  #hasLearnt(working: Working): void {
    working.hasNewIdentity = true;
    const { programmes } = this.#options.programmes;
    if (this.#options.hasPast && programmes.some((one) => one.settlesByPerson) && isSettled(stateOf(working)))
      this.#waitForRebuilding(working);
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
        isBehind: false,
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

function stateOf({ record }: Working): ProfileState {
  if (record.kind !== 'state') throw new Error('a linked profile has no state');
  return record.state;
}

function isSettled({ settled, tallies }: ProfileState): boolean {
  return settled.length > 0 || tallies.length > 0;
}

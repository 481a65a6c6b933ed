/** One profile and the decisions on it, for the tests of what a batch does to a profile. */
import { limits, profileIdOf } from '../../src/base/kernel/kernel.ts';
import type { LedgerEntry, TierUpdate } from '../../src/contract/api/api.ts';
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import { parseBatch } from '../../src/engine/processing/batch.ts';
import { decideBatch, decideTimers } from '../../src/engine/processing/decide.core.ts';
import type { Decision } from '../../src/engine/processing/decision.ts';
import type { DecideOptions } from '../../src/engine/processing/folded-profile.ts';
import { unpackRecord } from '../../src/engine/processing/profile-record.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  emptyState,
  evaluate,
  nobody,
  type ProfileState,
  packState,
} from '../../src/engine/scoring/scoring.ts';
import { scovilleEvent } from './emea.ts';
import { foldInto } from './fold.ts';
import { Installation, mondayNoonMs } from './programme.ts';

const { dayMs } = limits;
export const startMs = mondayNoonMs;
const id = profileIdOf('u:x');
const idOf = (ms: number) => `${ms}-0`;

let made = 0;
export const happened = (event: string, atMs: number, key = 'u:x'): ScovilleEvent =>
  scovilleEvent({ messageId: `d${made++}`, atMs, type: 'track', event } as never, key);
export const rule = (name: string, event: string, points: number, more = '') =>
  `  - { id: ${name}, label: ${name}, when: { event: ${event} }, points: ${points}, pays: every time${more} }\n`;
export const tiers = (...of: [name: string, from: number][]) =>
  `ladder: { contactWithin: 24 hours, tiers: [${of.map(([name, from]) => `{ name: ${name}, from: ${from} }`).join(', ')}] }`;

/** One profile in a store of its own. */
export class Profile {
  #packed: Buffer | null = null;
  #identity: string | null;
  readonly records: TierUpdate[] = [];
  readonly ledger: LedgerEntry[] = [];
  dueAtMs: number | null = null;

  /** By default somebody who can be written to. */
  constructor(keys = ['e:x@shop.example', 'u:x']) {
    this.#identity = JSON.stringify({ keys, traits: {} });
  }

  events(
    events: ScovilleEvent[],
    options: DecideOptions,
    history: ScovilleEvent[] | null | undefined = undefined,
  ) {
    const entry = { id: idOf(options.nowMs), field: 'e' as const, json: JSON.stringify(events) };
    return this.#write(decideBatch(parseBatch([entry], '0-0'), this.#loaded(history), options));
  }

  merge(state: ProfileState, options: DecideOptions) {
    const given = {
      to: id,
      toKey: 'u:x',
      state: packState(state).toString('base64'),
      identity: { keys: ['a:device'], traits: {} },
      acceptedAtMs: options.nowMs,
    };
    const entry = { id: idOf(options.nowMs), field: 's' as const, json: JSON.stringify([given]) };
    return this.#write(decideBatch(parseBatch([entry], '0-0'), this.#loaded(undefined), options));
  }

  /** Events, and then its link to another profile, in one batch; returns the state as it is sent there. */
  leave(events: ScovilleEvent[], options: DecideOptions): ProfileState {
    const link = {
      ...{ child: id, childKey: 'u:x', parent: profileIdOf('u:y'), parentKey: 'u:y' },
      acceptedAtMs: options.nowMs,
    };
    const entries = [
      { id: idOf(options.nowMs), field: 'e' as const, json: JSON.stringify(events) },
      { id: idOf(options.nowMs + 1), field: 'l' as const, json: JSON.stringify([link]) },
    ];
    const { commit } = this.#write(decideBatch(parseBatch(entries, '0-0'), this.#loaded(undefined), options));
    const [merge] = commit.outbox.flatMap(({ json }) => JSON.parse(json));
    const record = unpackRecord(Buffer.from(merge.state, 'base64'));
    if (record.kind !== 'state') throw new Error('a link');
    return record.state;
  }

  /** `history`: what is read of it where the profile is stale; null where it is out of reach. */
  reevaluate(options: DecideOptions, history: ScovilleEvent[] | null | undefined = undefined) {
    return this.#write(
      decideTimers([id], { offset: idOf(options.nowMs), within: 0 }, this.#loaded(history), options),
    );
  }

  /** Bytes of its record. */
  get bytes(): number {
    return this.#packed?.length ?? 0;
  }

  /** Its stored bytes. */
  get packed(): Buffer {
    return this.#packed as Buffer;
  }

  /** Takes its record out of the store. */
  forget(): void {
    this.#packed = null;
    this.#identity = null;
  }

  get state(): ProfileState {
    const record = unpackRecord(this.#packed as Buffer);
    if (record.kind !== 'state') throw new Error('a link');
    return record.state;
  }

  score({ programmes }: CompiledProgrammes, nowMs: number): number {
    return evaluate(this.state, nobody, programmes[0] as CompiledProgramme, nowMs).score / 1_000;
  }

  #loaded(history: ScovilleEvent[] | null | undefined) {
    return {
      profiles: new Map([[id, this.#packed]]),
      identities: new Map([[id, this.#identity]]),
      histories: new Map(history === undefined ? [] : [[id, history && { events: history, beginsAtMs: 0 }]]),
    };
  }

  #write(decision: Decision): Decision {
    const { commit } = decision;
    this.#packed = commit.profiles.get(id) ?? this.#packed;
    this.#identity = commit.identities.get(id) ?? this.#identity;
    this.records.push(...commit.tierUpdates.map((json) => JSON.parse(json)));
    for (const json of commit.ledger) this.ledger.push(...JSON.parse(json));
    this.dueAtMs = commit.timers.get(id) ?? (commit.spent.includes(id) ? null : this.dueAtMs);
    return decision;
  }
}

export const installation = new Installation();
export const under = (
  programmes: CompiledProgrammes,
  nowMs: number,
  change: Partial<DecideOptions> = {},
): DecideOptions => ({
  programmes,
  partitions: 3,
  stateForm: 'compact',
  nowMs,
  latenessMs: 7 * dayMs,
  hasPast: true,
  historyFromMs: 0,
  generation: 1,
  activatedMs: 0,
  signaturesGeneration: 1,
  notifyGeneration: () => 0,
  versionSinceMs: () => 0,
  generationFrom: '0-0',
  earlier: [],
  signatureSinceMs: () => 0,
  ...change,
});
export const foldOf = (programmes: CompiledProgrammes, events: readonly ScovilleEvent[]) => {
  const state = emptyState();
  for (const event of events) foldInto(state, programmes, event);
  return state;
};
export const shown = (records: readonly TierUpdate[]) =>
  records.map(({ from, to, tierName, actions }) => [from, to, tierName, actions.length]);

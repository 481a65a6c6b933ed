/** Decisions around what cannot be folded: the others count as if it had never come, and nothing is lost or set aside twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { under } from '../../../test/support/decided-profile.ts';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { emptyState, packState } from '../scoring/scoring.ts';
import type { DeadLetter, ProfileFailure, StreamEntry } from '../stream/stream.ts';
import { cutBatch, needsOf, type Position, parseBatch } from './batch.ts';
import { restingAmong } from './failing-profile.core.ts';
import type { Loaded } from './folded-profile.ts';
import { decideTimersWhatCan, decideWhatCan } from './isolate.core.ts';

const nowMs = Date.UTC(2026, 10, 2, 12);
const programmes = programmesOf(
  'rules: [{ id: page, label: page, when: { type: page }, points: 1, pays: every time }]',
);
const options = under(programmes, nowMs, { hasPast: false, partitions: 1 });

const event = (id: number, more: object = {}) => ({
  ...{ id: `m${id}`, hash: id, atMs: nowMs - id, acceptedAtMs: nowMs, type: 'page', name: 'page' },
  ...{ path: '/x', profile: profileIdOf(`a:${id % 3}`), key: `a:${id % 3}`, ...more },
});
/** Records that are none of this program, each in its own way. */
const unreadable = [
  { hash: 2 ** 48 },
  { hash: -1 },
  { hash: 1.5 },
  { atMs: 2 ** 48 },
  { acceptedAtMs: null },
  { profile: 7 },
  { path: undefined },
];
/** Records that look like one, and fail when they are folded. */
const badMerge = {
  ...{ to: profileIdOf('a:1'), toKey: 'u:x', state: 'AAAA', acceptedAtMs: nowMs },
  identity: { keys: [], traits: {} },
};
const failing = { profile: 'broken' };

interface Given {
  field: 'e' | 's';
  records: { isGood: boolean; record: object }[];
}
const events = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.nat(50).map((id) => ({ isGood: true, record: event(id) })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...unreadable, failing)
        .map((bad) => ({ isGood: false, record: event(1, bad) })),
    },
  ),
  { maxLength: 6 },
);
const entries = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: events.map((records): Given => ({ field: 'e', records })) },
    {
      weight: 1,
      arbitrary: fc.constant<Given>({ field: 's', records: [{ isGood: false, record: badMerge }] }),
    },
  ),
  { maxLength: 8 },
);

/** A partition whose profile `broken` cannot be read. */
class Partition {
  readonly profiles = new Map<string, Buffer>([['broken', Buffer.of(255)]]);
  readonly deadLetters: DeadLetter[] = [];
  position: Position = { offset: '0-0', within: 0 };
  read = 0;

  /** Folds all there is, as many records at a time as `countOf` says. */
  run(stream: readonly StreamEntry[], countOf: () => number): void {
    for (let rounds = 0; this.read < stream.length; rounds++) {
      expect(rounds).toBeLessThan(500);
      const whole = parseBatch(stream.slice(this.read), this.position.offset, this.position.within);
      const { batch, commit } = decideWhatCan(cutBatch(whole, countOf()), this.#loadedFor(whole), options);
      this.read += batch.entries.length;
      this.position = { offset: commit.offset, within: commit.within };
      this.deadLetters.push(...commit.deadLetters);
      for (const [id, packed] of commit.profiles) this.profiles.set(id, packed);
    }
  }

  #loadedFor(whole: ReturnType<typeof parseBatch>): Loaded {
    const { profiles } = needsOf(whole, false);
    return {
      profiles: new Map([...profiles].map((id) => [id, this.profiles.get(id) ?? null])),
      identities: new Map(),
      histories: new Map(),
    };
  }
}

const streamOf = (given: readonly Given[]): StreamEntry[] =>
  given.map(({ field, records }, index) => ({
    id: `${index + 1}-0`,
    field,
    json: JSON.stringify(records.map(({ record: one }) => one)),
  }));

describe('a batch with records that cannot be folded', () => {
  test('counts the others as if they had come alone, however it is cut, and sets each bad one aside once', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (given, counts) => {
        const all = new Partition();
        all.run(streamOf(given), () => Number(counts.next().value));
        const good = new Partition();
        const goodOnes = given.map(({ field, records }) => ({
          field,
          records: records.filter(({ isGood }) => isGood),
        }));
        good.run(streamOf(goodOnes), () => 1_000);
        expect(all.profiles).toEqual(good.profiles);
        const bad = given.flatMap(({ records }) => records).filter(({ isGood }) => !isGood);
        expect(all.deadLetters.map(({ json }) => JSON.parse(json))).toEqual(
          bad.map(({ record: one }) => [JSON.parse(JSON.stringify(one))]),
        );
      }),
    );
  });

  test('an entry that is no list of records, and a field that is unknown, are set aside whole', () => {
    const partition = new Partition();
    const stream = [
      { id: '1-0', field: 'e', json: 'no JSON' },
      { id: '2-0', field: 'x', json: '[1]' },
      { id: '3-0', field: 'e', json: JSON.stringify([event(1)]) },
    ];
    partition.run(stream, () => 1_000);
    expect(partition.deadLetters.map(({ field, json, reason }) => [field, json, reason])).toEqual([
      ['e', 'no JSON', 'unreadable'],
      ['x', '[1]', 'unreadable'],
    ]);
    expect(partition.profiles.size).toBe(2);
  });
});

test('a due profile that cannot be read or packed waits, and the others are re-evaluated', () => {
  const packed = packState({ ...emptyState(), asOfMs: nowMs - 1 });
  // Its history holds an event that no state can keep.
  const poisoned = { ...event(1, { hash: 2 ** 48 }), profile: 'poisoned' } as never;
  const loaded: Loaded = {
    profiles: new Map([
      ['broken', Buffer.of(255)],
      ['poisoned', packed],
      ['well', packed],
    ]),
    identities: new Map(),
    histories: new Map([['poisoned', { events: [poisoned], beginsAtMs: 0 }]]),
  };
  const position = { offset: '5-0', within: 3 };
  const due = new Set(['broken', 'poisoned', 'well']);
  const done: string[] = [];
  const failing = new Map<string, string>();
  for (let rounds = 0; due.size > 0; rounds++) {
    expect(rounds).toBeLessThan(5);
    const { commit } = decideTimersWhatCan([...due], position, loaded, { ...options, hasPast: true });
    expect([commit.offset, commit.within]).toEqual(['5-0', 3]);
    for (const id of [...commit.timers.keys(), ...commit.spent]) due.delete(id);
    done.push(...commit.profiles.keys());
    for (const [id, { reason }] of commit.failing) failing.set(id, reason);
    for (const id of ['broken', 'poisoned'])
      if (commit.timers.has(id)) expect(commit.timers.get(id)).toBeGreaterThan(nowMs);
  }
  expect(done).toEqual(['well']);
  expect([...failing].sort()).toEqual([
    ['broken', 'unreadable'],
    ['poisoned', 'failed'],
  ]);
});

test('a due profile whose scoring fails rests between two tries, however its partition goes on', () => {
  const [programme] = programmes.programmes;
  const throwing = Object.defineProperty({ ...programme }, 'rules', {
    get: () => {
      throw new Error('no such rule');
    },
  }) as never;
  const faulty = { ...options, hasPast: true, programmes: { ...programmes, programmes: [throwing] } };
  const stored = new Map([['x', packState({ ...emptyState(), asOfMs: nowMs - 1, generation: 1 })]]);
  const identities = new Map<string, string | null>([['x', null]]);
  let failures = new Map<string, ProfileFailure>();
  const tries: number[] = [];
  for (let looks = 0; looks < 60; looks++) {
    const now = { ...faulty, nowMs: nowMs + looks * limits.failingLookMs };
    const resting = restingAmong(failures, { profiles: stored, identities }, now);
    if (!resting.has('x')) tries.push(looks);
    const loaded: Loaded = { profiles: stored, identities, histories: new Map(), failures, resting };
    const { commit } = decideTimersWhatCan(['x'], { offset: `${looks + 5}-0`, within: 0 }, loaded, now);
    for (const [id, packed] of commit.profiles) stored.set(id, packed);
    failures = commit.failing;
    expect([...failures.keys()]).toEqual(['x']);
  }
  expect(tries).toEqual([0, 1, 2, 4, 8, 16, 32]);
});

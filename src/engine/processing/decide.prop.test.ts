/**
 * The laws of processing, simulated whole: partitions, outboxes, links and profile merges in memory, driven by the same pure
 * decisions as the real thing, with everything shuffled, repeated and cut into batches at random.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileEmea, history, historyStartMs, scovilleEvent } from '../../../test/support/emea.ts';
import { runs } from '../../../test/support/law-runs.ts';
import { minuteMs, type OracleEvent, oracleScore, oracleTier } from '../../../test/support/oracle.ts';
import { limits, partitionOf, profileIdOf } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { IdentityLink, ScovilleEvent } from '../../contract/language/language.ts';
import { evaluate, nobody, toPoints } from '../scoring/scoring.ts';
import type { StreamEntry } from '../stream/stream.ts';
import { needsOf, parseBatch } from './batch.ts';
import { decideBatch, decideTimers } from './decide.core.ts';
import { unpackRecord } from './profile-record.ts';

const { programmes, emea } = compileEmea();
const partitions = 3;
const nowMs = historyStartMs + 60 * 60 * minuteMs;

const settings = (atMs: number) => ({
  programmes,
  partitions,
  nowMs: atMs,
  latenessMs: limits.latenessMs,
  generation: 1,
  signaturesGeneration: 1,
  activatedMs: 0,
  notifyGeneration: () => 0,
  versionSinceMs: () => 0,
  generationFrom: '0-0',
  earlier: [],
  hasPast: false,
  historyFromMs: 0,
  signatureSinceMs: () => 0,
});

/** Partitions as maps; entries are taken off the front of each stream. */
class Installation {
  readonly streams: StreamEntry[][] = Array.from({ length: partitions }, () => []);
  readonly profiles = new Map<string, Buffer>();
  readonly identities = new Map<string, string>();
  readonly records: TierUpdate[] = [];
  readonly timers = new Map<string, number>();
  #ids = 0;

  append(partition: number, field: StreamEntry['field'], json: string): void {
    this.streams[partition]?.push({ id: `${++this.#ids}-0`, field, json });
  }

  /** Scores up to `count` entries of a partition; returns whether there were any. */
  step(partition: number, count: number): boolean {
    const entries = this.streams[partition]?.splice(0, count) ?? [];
    if (entries.length === 0) return false;
    const batch = parseBatch(entries, '0-0');
    this.#write(decideBatch(batch, this.#load(needsOf(batch, programmes.readsPerson)), settings(nowMs)));
    return true;
  }

  runOut(countOf: (step: number) => number = () => 500): void {
    for (let step = 0, moved = true; moved; step++) {
      moved = false;
      for (let partition = 0; partition < partitions; partition++)
        if (this.step(partition, countOf(step))) moved = true;
    }
  }

  reevaluate(id: string, atMs: number): void {
    const needs = { profiles: new Set([id]), identities: new Set([id]) };
    this.#write(decideTimers([id], { offset: '0-0', within: 0 }, this.#load(needs), settings(atMs)));
  }

  scoreOf(key: string): number {
    let id = profileIdOf(key);
    for (;;) {
      const packed = this.profiles.get(id);
      if (packed === undefined) return 0;
      const record = unpackRecord(packed);
      if (record.kind === 'state') return toPoints(evaluate(record.state, nobody, emea, nowMs).score);
      id = record.parent;
    }
  }

  #load(needs: { profiles: Set<string>; identities: Set<string> }) {
    return {
      profiles: new Map([...needs.profiles].map((id) => [id, this.profiles.get(id) ?? null])),
      identities: new Map([...needs.identities].map((id) => [id, this.identities.get(id) ?? null])),
      histories: new Map(),
    };
  }

  #write({ commit }: ReturnType<typeof decideBatch>): void {
    for (const [id, packed] of commit.profiles) this.profiles.set(id, packed);
    for (const [id, json] of commit.identities) this.identities.set(id, json);
    for (const json of commit.tierUpdates) this.records.push(JSON.parse(json));
    for (const [id, dueAtMs] of commit.timers) this.timers.set(id, dueAtMs);
    for (const id of commit.spent) this.timers.delete(id);
    for (const { target, field, json } of commit.outbox) this.append(target, field, json);
  }
}

const keys = ['a:phone', 'a:laptop', 'e:ada@example.com', 'u:ada'] as const;
const root = 'u:ada';
const links = [
  ['a:phone', 'e:ada@example.com'],
  ['a:laptop', 'u:ada'],
  ['e:ada@example.com', 'u:ada'],
] as const;

type Sent = { kind: 'event'; event: ScovilleEvent } | { kind: 'link'; link: IdentityLink };

const linkOf = (childKey: string, parentKey: string): IdentityLink => ({
  child: profileIdOf(childKey),
  childKey,
  parent: profileIdOf(parentKey),
  parentKey,
  acceptedAtMs: nowMs,
});

/** A history spread over four identities of one person, with the links between them; shuffled, some of it repeated. */
const person = history().chain((events) =>
  fc
    .tuple(...events.map(() => fc.constantFrom(...keys)))
    .map((chosen) =>
      events.map(
        (event, index): Sent => ({
          kind: 'event',
          event: scovilleEvent(event, chosen[index] ?? root, nowMs),
        }),
      ),
    )
    .map((sent) => [
      ...sent,
      ...links.map(([child, parent]): Sent => ({ kind: 'link', link: linkOf(child, parent) })),
    ])
    .chain((sent) =>
      fc.tuple(fc.shuffledSubarray(sent, { minLength: sent.length }), fc.subarray(sent), fc.subarray(sent)),
    )
    .map(([all, again, andAgain]) => ({ events, sent: [...all, ...again, ...andAgain] })),
);

const cuts = fc.infiniteStream(fc.integer({ min: 1, max: 7 }));

function send(installation: Installation, sent: Sent, more: Sent[] = []): void {
  for (const one of [sent, ...more]) {
    const id = one.kind === 'event' ? one.event.profile : one.link.child;
    const json = JSON.stringify([one.kind === 'event' ? one.event : one.link]);
    installation.append(partitionOf(id, partitions), one.kind === 'event' ? 'e' : 'l', json);
  }
}

describe('the laws of processing', () => {
  test('whatever the order, the repeats, the cuts and the moment of linking: the score of the union', () => {
    fc.assert(
      fc.property(person, cuts, fc.array(fc.nat({ max: partitions - 1 })), ({ events, sent }, cut, steps) => {
        const installation = new Installation();
        sent.forEach((one, index) => {
          send(installation, one);
          const partition = steps[index];
          if (partition !== undefined) installation.step(partition, cut.next().value);
        });
        installation.runOut(() => cut.next().value);
        const wanted = oracleScore(events as OracleEvent[], nowMs);
        for (const key of keys) expect(installation.scoreOf(key)).toBe(wanted);
      }),
      runs(300),
    );
  });

  test('records of a profile chain: each starts at the tier the one before reached, and crosses only when it says so', () => {
    fc.assert(
      fc.property(person, cuts, ({ events, sent }, cut) => {
        const installation = new Installation();
        for (const one of sent) send(installation, one);
        installation.runOut(() => cut.next().value);
        const records = installation.records.filter((record) => record.profile === profileIdOf(root));
        let tier = 0;
        let score = 0;
        for (const record of records) {
          // An episode of a known profile that became part of it goes on.
          if (record.from !== tier) expect(record.begunAs).not.toBeNull();
          expect(record.to).toBe(oracleTier(record.score));
          expect(record.reasons.reduce((sum, { value }) => sum + value, 0)).toBe(record.score);
          tier = record.to;
          score = record.score;
        }
        const final = oracleScore(events as OracleEvent[], nowMs);
        expect(tier).toBe(oracleTier(final));
        if (tier > 0) expect(score).toBe(final);
        const rises = records.filter((record) => record.from === 0 && record.to > 0);
        expect(new Set(rises.map((record) => record.episode)).size).toBe(rises.length);
      }),
      runs(300),
    );
  });

  test('the clock alone: a timer fires the abandoned basket once, with no new event', () => {
    const event = scovilleEvent(
      {
        messageId: 'm',
        atMs: nowMs - minuteMs,
        type: 'track',
        event: 'Product Added',
        properties: { cart_id: 'c' },
      },
      'u:ada',
      nowMs,
    );
    const installation = new Installation();
    send(installation, { kind: 'event', event });
    installation.runOut();
    expect(installation.records).toEqual([]);
    const dueAtMs = installation.timers.get(event.profile);
    expect(dueAtMs).toBe(nowMs + 29 * minuteMs);
    installation.reevaluate(event.profile, dueAtMs ?? 0);
    expect(installation.records.map(({ from, to, score }) => [from, to, score])).toEqual([[0, 1, 30]]);
    expect(installation.timers.has(event.profile)).toBe(false);
    installation.reevaluate(event.profile, (dueAtMs ?? 0) + minuteMs);
    expect(installation.records).toHaveLength(1);
  });

  test('a second user cannot take over a device that follows the first', () => {
    const installation = new Installation();
    const page = scovilleEvent(
      { messageId: 'm', atMs: nowMs, type: 'page', path: '/managed-cloud' },
      'a:phone',
      nowMs,
    );
    send(installation, { kind: 'event', event: page }, [
      { kind: 'link', link: linkOf('a:phone', 'u:ada') },
      { kind: 'link', link: linkOf('a:phone', 'u:mallory') },
    ]);
    installation.runOut();
    expect(installation.scoreOf('u:ada')).toBe(15);
    expect(installation.scoreOf('u:mallory')).toBe(0);
  });

  test('unreadable records are counted and skipped; the rest of the batch is folded', () => {
    const installation = new Installation();
    const page = scovilleEvent(
      { messageId: 'm', atMs: nowMs, type: 'page', path: '/managed-cloud' },
      'u:ada',
      nowMs,
    );
    const partition = partitionOf(page.profile, partitions);
    installation.append(partition, 'e', 'not JSON');
    installation.append(partition, 'e', '[null, 7, {}, {"profile":"x"}]');
    installation.append(partition, 's', JSON.stringify([{ to: page.profile, state: 'AAAA', identity: {} }]));
    installation.append(partition, 'l', '[{}]');
    send(installation, { kind: 'event', event: page });
    installation.runOut();
    expect(installation.scoreOf('u:ada')).toBe(15);
  });
});

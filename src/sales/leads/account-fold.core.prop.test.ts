/**
 * The law of merges within a company: profiles that become one pass through no state in which the points of any are missing, or count
 * twice, in whatever order sales reads the streams, however these were cut, and also where Redis was lost meanwhile.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { happened, rule, tiers } from '../../../test/support/decided-profile.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { Installation } from '../../../test/support/programme.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { foldParts, type PartRow, type Said } from './account-fold.core.ts';

const partitions = 3;
const points = 10;
const startMs = Date.UTC(2026, 2, 2, 12);
const people = ['ada', 'bob', 'cleo'];
const keysOf = (name: string) => [`e:${name}@shop.example`, `e:${name}@home.example`, `u:${name}`];
const programmes = new Installation().programmes(
  `of: account\ncombine: sum\nrules:\n${rule('a', 'A', points)}${tiers(['warm', 1_000])}`,
);

type Step =
  | { do: 'happen' | 'link'; who: number; key: number }
  | { do: 'run'; most: number }
  | { do: 'lose' };

const who = fc.nat({ max: people.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('happen' as const), who, key: fc.nat({ max: 2 }) }) },
  // An address becomes part of the user.
  { weight: 3, arbitrary: fc.record({ do: fc.constant('link' as const), who, key: fc.nat({ max: 1 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('run' as const), most: fc.integer({ min: 1, max: 4 }) }),
  },
);
const losing: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: step },
  { weight: 1, arbitrary: fc.constant({ do: 'lose' as const }) },
);

/** What sales holds of the streams, which it reads as it likes; each in its order. */
class Reader {
  readonly rows = new Map<string, PartRow>();
  readonly marks = new Map<string, Said>();
  readonly #queues = Array.from({ length: partitions }, (): TierUpdate[] => []);

  hear(records: readonly TierUpdate[]): void {
    for (const record of records) this.#queues[partitionOf(record.profile, partitions)]?.push(record);
  }

  /** Reads the next update of some partition; returns whether there was one in any. */
  read(partition: number): boolean {
    const filled = this.#queues.filter(({ length }) => length > 0);
    const record = filled[partition % (filled.length || 1)]?.shift();
    if (record === undefined) return false;
    const { profile, programme, identity, score, part } = record;
    const { isOwn, heir, joined = [] } = part ?? { isOwn: true };
    const row = identity === null || score <= 0 ? null : ({ points: score } as PartRow);
    const said = { profile, programme, row, isOwn, joined, leaves: heir !== undefined };
    const { rows, gone, marks } = foldParts(this.marks, [said]);
    for (const key of gone.keys()) this.rows.delete(key);
    for (const [key, one] of rows) this.rows.set(key, one);
    for (const [key, mark] of marks)
      if (mark.said === null) this.marks.delete(key);
      else this.marks.set(key, mark.said);
    return true;
  }

  get sum(): number {
    return [...this.rows.values()].reduce((sum, { points: of }) => sum + of, 0);
  }
}

function play(steps: readonly Step[], order: Iterator<number>, historyLagMs: number) {
  const installation = new SimulatedInstallation(
    { programmes, partitions, latenessMs: limits.dayMs, hasPast: true, historyLagMs },
    startMs,
  );
  const reader = new Reader();
  const sums: number[] = [];
  let heard = 0;
  let count = 0;
  const read = (most: number) => {
    reader.hear(installation.records.slice(heard));
    heard = installation.records.length;
    for (let reads = 0; reads < most && reader.read(order.next().value as number); reads++)
      sums.push(reader.sum);
  };
  for (const one of steps) {
    installation.nowMs += limits.secondMs;
    if (one.do === 'happen') {
      const key = keysOf(people[one.who] as string)[one.key] as string;
      installation.accept({ ...happened('A', installation.nowMs, key), traits: {} }, key);
      count++;
    } else if (one.do === 'link') {
      const [work, home, user] = keysOf(people[one.who] as string) as [string, string, string];
      installation.link(one.key === 0 ? work : home, user);
    } else if (one.do === 'run') {
      for (let partition = 0; partition < partitions; partition++) installation.step(partition, one.most);
      read(one.most);
    } else {
      read(Number.POSITIVE_INFINITY);
      installation.apply();
      installation.lose(null);
      heard = installation.records.length;
    }
  }
  installation.runOut();
  read(Number.POSITIVE_INFINITY);
  return { reader, sums, total: count * points, installation };
}

const order = fc.infiniteStream(fc.nat({ max: 2 }));
const lag = fc.constantFrom(-1, 5 * limits.secondMs);

test(
  'points only come, whatever is merged, and all of them are there in the end',
  () => {
    let merged = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), order, lag, (steps, reads, lagMs) => {
        const { reader, sums, total, installation } = play(steps, reads, lagMs);
        if (installation.records.some(({ part }) => part?.joined !== undefined)) merged++;
        expect(sums).toEqual(sums.toSorted((one, other) => one - other));
        expect(reader.sum).toBe(total);
        expect([...reader.marks]).toEqual([]);
      }),
      runs(200),
    );
    expect(merged).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);

test(
  'all of them are there in the end also where Redis was lost',
  () => {
    fc.assert(
      fc.property(fc.array(losing, { minLength: 5, maxLength: 40 }), order, lag, (steps, reads, lagMs) => {
        const { reader, total } = play(steps, reads, lagMs);
        expect(reader.sum).toBe(total);
      }),
      runs(200),
    );
  },
  lawTimeoutMs,
);

/** Turns of partitions: none is left out, none waits for ever, and two relays take different ones. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { PartitionTurns } from './partition-turns.core.ts';

const few = limits.relayBehindPartitions;
const behind = (partitions: number, from: number) =>
  Object.assign(new PartitionTurns(partitions, from), { isBehind: true });
const first = (count: number) => new Set(Array.from({ length: count }).keys());

test('all that is due is taken while one batch takes it', () => {
  const turns = new PartitionTurns(16, 5);
  expect(turns.of(null)).toEqual({ now: null, later: [] });
  expect(turns.of(first(9))).toEqual({ now: first(9), later: [] });
});

test.each([few - 1, few, few + 1])('of %i that are due in a backlog at most a few are taken', (count) => {
  const { now, later } = behind(16, 0).of(first(count));
  expect(now?.size).toBe(Math.min(few, count));
  expect(later).toHaveLength(Math.max(0, count - few));
});

test('two relays that begin at different partitions take different ones', () => {
  const [one, other] = [behind(16, 0).of(null).now, behind(16, 8).of(null).now];
  expect([...(one ?? [])].filter((partition) => other?.has(partition))).toEqual([]);
});

test('nothing is left out, and all have had their turn after as many turns as they need', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(39), fc.boolean(), (partitions, from, isNamed) => {
      const turns = behind(partitions, from % partitions);
      const had = new Set<number>();
      for (let turn = 0; turn < Math.ceil(partitions / few); turn++) {
        const { now, later } = turns.of(isNamed ? first(partitions) : null);
        const taken = [...(now ?? [])];
        expect([...taken, ...later].toSorted((a, b) => a - b)).toEqual([...first(partitions)]);
        for (const partition of taken) had.add(partition);
      }
      expect(had.size).toBe(partitions);
    }),
  );
});

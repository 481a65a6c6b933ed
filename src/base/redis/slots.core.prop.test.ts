/** Slots and tags: the slots that Redis itself names, and tags that are spread evenly over masters with equal ranges. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenTags, slotOf, slotsOfCluster } from './slots.core.ts';

test.each([
  ['123456789', 12_739],
  ['foo', 12_182],
  ['{user1000}.following', 3_443],
  ['{user1000}.followers', 3_443],
  ['foo{}{bar}', 8_363],
  ['foo{{bar}}zap', slotOf('{bar')],
  ['foo{bar}{zap}', slotOf('bar')],
  ['', 0],
])('the slot of %j is %i, as CLUSTER KEYSLOT says', (key, slot) => expect(slotOf(key)).toBe(slot));

/** Equal ranges, as redis-cli gives them. */
function rangesOf(masters: number): [number, number][] {
  const share = slotsOfCluster / masters;
  return Array.from({ length: masters }, (_, index) => [
    Math.round(index * share),
    Math.round((index + 1) * share) - 1,
  ]);
}

test('law: masters with equal ranges have equally many partitions, give or take one', () => {
  const partitions = fc.oneof(
    { weight: 3, arbitrary: fc.constant(16) },
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 96 }) },
  );
  fc.assert(
    fc.property(partitions, fc.integer({ min: 1, max: 12 }), (count, masters) => {
      const slots = evenTags(count).map((tag) => slotOf(`scoville:{${tag}}:events`));
      const counts = rangesOf(masters).map(
        ([from, to]) => slots.filter((slot) => from <= slot && slot <= to).length,
      );
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the tags of 16 partitions are fixed: installations hold them', () => {
  expect(evenTags(16).join(' ')).toBe(
    '0.200 1.441 2.20 3.169 4.274 5.229 6.54 7.48 8.33 9.253 10.178 11.125 12.1 13.66 14.346 15.151',
  );
});

test('tags of 1,024 partitions, the most there can be, are in slots of their own', () => {
  const tags = evenTags(1_024);
  expect(new Set(tags.map(slotOf)).size).toBe(1_024);
  expect(tags.every((tag, partition) => tag.startsWith(`${partition}.`))).toBe(true);
});

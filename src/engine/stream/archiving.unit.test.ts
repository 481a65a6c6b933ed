/** The filter of archived profiles: its bits are within it, the same at any time, and rarely those of another. */
import { expect, test } from 'vitest';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { archivedBits } from './archiving.ts';

const ids = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => profileIdOf(`a:${from + index}`));

test('every profile that was archived is found, and few that never were', () => {
  const filter = new Set(ids(0, 20_000).flatMap(archivedBits));
  const isFound = (id: string) => archivedBits(id).every((bit) => filter.has(bit));
  expect(ids(0, 20_000).every(isFound)).toBe(true);
  expect(ids(20_000, 20_000).filter(isFound).length).toBeLessThan(5);
});

test('bits lie within the filter', () => {
  const bits = ids(0, 2_000).flatMap(archivedBits);
  expect(bits).toHaveLength(2_000 * limits.archivedBitsPerProfile);
  expect(bits.every((bit) => bit >= 0 && bit < limits.archivedFilterBits)).toBe(true);
});

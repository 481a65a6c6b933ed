/** When the sweeper drains a partition itself: at the third sweep that finds it as it was, and nobody at it. */
import { expect, test } from 'vitest';
import { StillPartitions } from './still-partitions.core.ts';

const at = (offset: string, leases = 1, within = 0) => ({ offset, leases, within });

test.each<[string, [ReturnType<typeof at>, boolean][], boolean]>([
  ['found once', [[at('5-0'), true]], false],
  [
    'found twice',
    [
      [at('5-0'), true],
      [at('5-0'), true],
    ],
    false,
  ],
  [
    'found three times',
    [
      [at('5-0'), true],
      [at('5-0'), true],
      [at('5-0'), true],
    ],
    true,
  ],
  [
    'moved on meanwhile',
    [
      [at('5-0'), true],
      [at('5-0'), true],
      [at('6-0'), true],
    ],
    false,
  ],
  [
    'moved within an entry meanwhile',
    [
      [at('5-0'), true],
      [at('5-0'), true],
      [at('5-0', 1, 200), true],
    ],
    false,
  ],
  [
    'taken by another meanwhile, which has not committed yet',
    [
      [at('5-0'), true],
      [at('5-0'), true],
      [at('5-0', 2), true],
      [at('5-0', 2), true],
    ],
    false,
  ],
  [
    'taken by one that died of it',
    [
      [at('5-0'), true],
      [at('5-0', 2), true],
      [at('5-0', 2), true],
      [at('5-0', 2), true],
    ],
    true,
  ],
  [
    'without work meanwhile',
    [
      [at('5-0'), true],
      [at('5-0'), true],
      [at('5-0'), false],
      [at('5-0'), true],
      [at('5-0'), true],
    ],
    false,
  ],
])('%s', (_what, sweeps, isStill) => {
  const partitions = new StillPartitions();
  expect(sweeps.map(([standing, hasWork]) => partitions.sees(3, standing, hasWork)).at(-1)).toBe(isStill);
});

/** When the sweeper drains a partition itself: it found it as it was for as long as a lease is kept, and nobody at it. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
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
  const sees = sweeps.map(([standing, hasWork], sweep) =>
    partitions.sees(3, standing, hasWork, sweep * limits.sweepEveryMs),
  );
  expect(sees.at(-1)).toBe(isStill);
});

test('sweeps that follow each other at once find nothing still before a lease could end', () => {
  const partitions = new StillPartitions();
  const { leaseMsMax } = limits;
  const sees = [0, 10, 20, leaseMsMax - 1, leaseMsMax].map((nowMs) =>
    partitions.sees(3, at('5-0'), true, nowMs),
  );
  expect(sees).toEqual([false, false, false, false, true]);
});

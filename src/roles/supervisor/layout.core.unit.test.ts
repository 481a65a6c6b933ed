/** The processes of a machine, at its bounds, and how often one that fails is started again. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { processesOf, restartAfter } from './layout.core.ts';

const enough = limits.supervisedBytesMin;

describe('the processes of a machine', () => {
  test.each([
    [1, enough, 1],
    [3, enough, 1],
    [4, enough, 2],
    [4, enough - 1, 1],
    [7, enough, 2],
    [8, enough, 3],
    [16, enough, 5],
    [128, enough, 5],
  ])('with %i cores and %i bytes are %i', (cores, memoryBytes, count) => {
    expect(processesOf({ cores, memoryBytes }, undefined)).toHaveLength(count);
  });

  test('are as many as were asked for, also on a small machine; each role is there, and ports differ', () => {
    const plans = processesOf({ cores: 1, memoryBytes: 0 }, 3);
    expect(plans.map(({ roles }) => roles)).toEqual(['ingest,console', 'worker', 'worker']);
    expect(new Set(plans.map(({ portOffset }) => portOffset)).size).toBe(3);
    expect(processesOf({ cores: 64, memoryBytes: enough }, 1)).toMatchObject([
      { roles: 'ingest,worker,console' },
    ]);
  });
});

test('a process that fails waits twice as long each time, within bounds, and is given up in the end', () => {
  const waits = Array.from({ length: limits.restartsMax }, (_, failures) => restartAfter(failures, false));
  expect(waits).toEqual([
    { kind: 'after', ms: 1_000 },
    { kind: 'after', ms: 1_000 },
    { kind: 'after', ms: 2_000 },
    { kind: 'after', ms: 4_000 },
    { kind: 'after', ms: 8_000 },
  ]);
  expect(restartAfter(limits.restartsMax, false)).toEqual({ kind: 'give up' });
});

test('on a full disk none is given up, and the waits stay within bounds', () => {
  expect(restartAfter(0, true)).toEqual({ kind: 'after', ms: limits.restartMsMin });
  expect(restartAfter(limits.restartsMax, true)).toEqual({ kind: 'after', ms: 16_000 });
  expect(restartAfter(1_000, true)).toEqual({ kind: 'after', ms: limits.restartMsMax });
});

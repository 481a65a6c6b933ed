/** The pace of the copier by what waits. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { restAfter } from './pace.core.ts';

const { historyGatherMs, historyIdleMs, historyIdleMsMax, historyYieldMs, historyYieldsFromMs } = limits;
const idleMs = historyGatherMs + historyIdleMs;

test.each([
  [
    'nothing: it waits for the bell, longer each time',
    'nothing',
    0,
    [idleMs, historyGatherMs, historyIdleMsMax],
  ],
  ['all: it lets entries gather', 'all', 0, [idleMs, historyGatherMs, undefined]],
  ['more, and scoring is as far behind as it may be', 'more', historyYieldsFromMs, [0, undefined, undefined]],
  [
    'more, and scoring is further behind',
    'more',
    historyYieldsFromMs + 1,
    [historyYieldMs, historyYieldMs, undefined],
  ],
] as const)('%s', (_what, found, behindMs, expected) => {
  const { ms, gatherMs, quietMsMax } = restAfter(found, behindMs);
  expect([ms, gatherMs, quietMsMax]).toEqual(expected);
});

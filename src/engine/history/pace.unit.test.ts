/** The pace of the copier by what waits. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { restAfter } from './pace.core.ts';

const { historyGatherMs, historyIdleMs, historyYieldMs, historyYieldsFromMs } = limits;

test.each([
  ['nothing more: it lets entries gather', false, 0, historyGatherMs + historyIdleMs, historyGatherMs],
  ['more, and scoring is as far behind as it may be', true, historyYieldsFromMs, 0, undefined],
  ['more, and scoring is further behind', true, historyYieldsFromMs + 1, historyYieldMs, historyYieldMs],
])('%s', (_what, hasMore, behindMs, ms, gatherMs) => {
  const rest = restAfter(hasMore, behindMs);
  expect([rest.ms, rest.gatherMs]).toEqual([ms, gatherMs]);
});

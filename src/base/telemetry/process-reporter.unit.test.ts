/** The report of a process: what its metrics counted since the last look, and since when a check says what it says. */
import { expect, test } from 'vitest';
import { limits } from '../kernel/kernel.ts';
import { createMetrics } from './metrics.ts';
import { ProcessReporter, reportIn } from './process-reporter.ts';

const startMs = 1_790_000_000_000;

function opened() {
  const metrics = createMetrics();
  const state = { nowMs: startMs, reason: null as string | null };
  const check = { name: 'redis', check: async () => state.reason };
  const reporter = new ProcessReporter({
    ...{ id: 'p1', roles: ['worker'], host: 'a.example', pid: 7, metrics, checks: [check] },
    nowMs: () => state.nowMs,
  });
  return { metrics, state, reporter };
}

test('each look adds what came since the one before, to the present slot', async () => {
  const { metrics, state, reporter } = opened();
  metrics.eventsAccepted.inc({ type: 'track' }, 3);
  metrics.eventsAccepted.inc({ type: 'page' }, 2);
  metrics.deliveries.inc({ channel: 'mail', outcome: 'delivered' }, 4);
  metrics.deliveries.inc({ channel: 'mail', outcome: 'retried' }, 1);
  metrics.deliveries.inc({ channel: 'slack', outcome: 'cancelled' }, 9);
  metrics.ingestToScore.observe(0.002);
  metrics.ingestToScore.observe(99);
  await reporter.look();
  state.nowMs += limits.healthSlotMs;
  metrics.eventsAccepted.inc({ type: 'page' }, 1);
  await reporter.look();
  await reporter.look();
  const { slots } = reporter.report();
  expect(slots.map(({ flows: { accepted, delivered, failed } }) => [accepted, delivered, failed])).toEqual([
    [5, 4, 1],
    [1, 0, 0],
  ]);
  expect(slots[0]?.hops.scored).toEqual([0, 1, ...Array(11).fill(0), 1]);
  expect(slots[1]?.hops.scored).toEqual([]);
});

test('a check has been as it is since it changed, whatever its words', async () => {
  const { state, reporter } = opened();
  const seen = async (atMs: number, reason: string | null) => {
    Object.assign(state, { nowMs: startMs + atMs, reason });
    await reporter.look();
    return reporter.report().checks[0];
  };
  expect(await seen(1, null)).toEqual({ name: 'redis', reason: null, sinceMs: startMs + 1 });
  expect(await seen(2, null)).toMatchObject({ sinceMs: startMs + 1 });
  expect(await seen(3, 'silent since 1 s')).toMatchObject({ sinceMs: startMs + 3 });
  expect(await seen(4, 'silent since 2 s')).toMatchObject({
    reason: 'silent since 2 s',
    sinceMs: startMs + 3,
  });
  expect(await seen(5, null)).toMatchObject({ reason: null, sinceMs: startMs + 5 });
});

test('a report is read as it was written; one of another version is left out', () => {
  const { state, reporter } = opened();
  state.nowMs += 500;
  const report = reporter.report(true);
  expect(report).toMatchObject({ id: 'p1', startedAtMs: startMs, atMs: state.nowMs, endedAtMs: state.nowMs });
  expect(reportIn(JSON.stringify(report))).toEqual(report);
  expect(reportIn(JSON.stringify({ ...report, format: 2 }))).toBeNull();
});

/** The health of an installation: its processes by their reports, and how far a re-evaluation is. */
import { describe, expect, test } from 'vitest';
import { limits } from '../base/kernel/kernel.ts';
import { noCounts, type ProcessReport } from '../base/telemetry/telemetry.ts';
import { healthSchema } from '../contract/api/api.ts';
import { type Findings, healthOf } from './health.core.ts';

const nowMs = 1_790_000_000_000;
const slot = Math.floor(nowMs / limits.healthSlotMs);

const report = (change: Partial<ProcessReport> = {}): ProcessReport => ({
  ...{ format: 1, id: 'one', roles: ['ingest', 'worker', 'console'], host: 'a.example', pid: 7 },
  ...{ version: '0.2.0', node: '24', startedAtMs: nowMs - 9_000, atMs: nowMs, endedAtMs: null },
  slots: [
    {
      slot,
      flows: { ...noCounts.flows, accepted: 5 },
      hops: noCounts.hops,
      waiting: { lag: 2, historyLag: 3 },
    },
  ],
  checks: [{ name: 'redis', reason: null, sinceMs: nowMs - 8_000 }],
  audited: { checked: 3, mismatched: 0 },
  ...change,
});
const findings: Findings = {
  ...{ nowMs, own: report(), reports: [], backlog: [], reevaluation: null, restore: null },
  ...{ deliveries: [], held: 0, unreadTierUpdates: 0, replica: null },
};
const health = (change: Partial<Findings> = {}) => healthSchema.parse(healthOf({ ...findings, ...change }));

test('flows are sums over the processes, lags the most that one has seen; its own report counts once', () => {
  const other = report({ id: 'other', startedAtMs: nowMs - 1 });
  const { flows, lag, processes, audited } = health({ reports: [report({ atMs: nowMs - 4_000 }), other] });
  expect([flows.accepted.length, flows.accepted.at(-1), lag.at(-1), lag.at(-2)]).toEqual([
    ...[limits.healthSlots, 10],
    ...[2, null],
  ]);
  expect(processes.map(({ id, isThis, seenAt }) => [id, isThis, seenAt])).toEqual([
    ['one', true, new Date(nowMs).toISOString()],
    ['other', false, new Date(nowMs).toISOString()],
  ]);
  expect(audited).toEqual({ checked: 6, mismatched: 0 });
});

test.each<[string, Partial<ProcessReport>, string]>([
  ['just reported', {}, 'ready'],
  ['will be silent', { atMs: nowMs - limits.processSilentMs + 1 }, 'ready'],
  ['is silent', { atMs: nowMs - limits.processSilentMs }, 'silent'],
  [
    'ended long ago',
    { atMs: nowMs - limits.processSilentMs, endedAtMs: nowMs - limits.processSilentMs },
    'ended',
  ],
  ['waits for a store', { checks: [{ name: 'copier', reason: 'waits', sinceMs: nowMs }] }, 'not-ready'],
])('a process that %s', (_what, change, state) => {
  const { processes } = health({ reports: [report({ id: 'other', ...change })] });
  expect(processes.find(({ id }) => id === 'other')?.state).toBe(state);
});

test('a store is as the process that answers sees it, since then', () => {
  const checks = [
    { name: 'redis', reason: 'silent', sinceMs: nowMs - 10 },
    { name: 'postgresql', reason: null, sinceMs: nowMs - 20 },
  ];
  expect(health({ own: report({ checks }), reports: null }).stores).toEqual([
    { store: 'redis', isReady: false, reason: 'silent', since: new Date(nowMs - 10).toISOString() },
    { store: 'postgresql', isReady: true, reason: null, since: new Date(nowMs - 20).toISOString() },
  ]);
});

test.each<[string, ProcessReport[] | null, [string, string[]]]>([
  ['are not read', null, ['warning', ['reports-unread']]],
  ['are read, and name no other role', [], ['alarm', ['role-missing']]],
])('a console of its own whose reports %s', (_what, reports, expected) => {
  const { state, alarms } = health({ own: report({ roles: ['console'] }), reports });
  expect([state, alarms.map(({ name }) => name)]).toEqual(expected);
});

describe('the last event', () => {
  const partition = (offset: string) => ({
    ...{ lag: 0, historyLag: 0, due: 0, outbox: 0, deadLetters: 0, failing: 0, within: 0, leases: 1, offset },
  });
  const quietMs = nowMs - 9 * limits.hourMs;
  const quiet = report({ slots: [] });

  test('is known by the last scored entry of all partitions, long after the slots have forgotten it', () => {
    const backlog = [partition('0-0'), partition(`${quietMs}-7`), partition(`${quietMs - 1}-9`)];
    const { lastEventAt, alarms } = health({ own: quiet, backlog });
    expect(lastEventAt).toBe(new Date(quietMs).toISOString());
    expect(alarms.map(({ name }) => name)).toEqual(['no-events']);
  });

  test('is one that was counted and is not scored yet', () => {
    const { lastEventAt, alarms } = health({ backlog: [partition(`${quietMs}-7`)] });
    expect([lastEventAt, alarms]).toEqual([new Date(nowMs).toISOString(), []]);
  });

  test('is unknown where none ever came, and while Redis does not say', () => {
    expect(health({ own: quiet, backlog: [partition('0-0')] }).lastEventAt).toBe(null);
    expect(health({ backlog: null }).lastEventAt).toBe(null);
  });
});

const beganMs = nowMs - 10_000;
test.each([
  [
    'has not begun',
    { beganMs: null, total: null, scheduled: 0, waiting: 0, isScheduled: false },
    ['waiting', 0, null, null],
  ],
  ['has found some', { scheduled: 60, waiting: 20, isScheduled: false }, ['running', 40, 4, 15]],
  ['has found none', { scheduled: 0, waiting: 0, isScheduled: false }, ['running', 0, null, null]],
  ['has found all', { scheduled: 100, waiting: 1, isScheduled: true }, ['running', 99, 9.9, 1]],
  [
    'found more than were counted',
    { scheduled: 110, waiting: 5, isScheduled: false },
    ['running', 105, 10.5, 0],
  ],
  ['is done', { scheduled: 100, waiting: 0, isScheduled: true }, ['done', 100, null, null]],
])('a re-evaluation that %s', (_what, change, expected) => {
  const { reevaluation } = health({
    reevaluation: { generation: 3, beganMs, total: 100, ...change },
  });
  expect([
    ...[reevaluation?.status, reevaluation?.done, reevaluation?.perSecond, reevaluation?.secondsLeft],
  ]).toEqual(expected);
});

test('a replica says as of when it is, where that is known', () => {
  const replica = { isUsed: true, asOfMs: nowMs - 2_000, reason: null };
  expect(health({ replica }).replica).toEqual({
    isUsed: true,
    asOf: new Date(nowMs - 2_000).toISOString(),
    reason: null,
  });
  const away = { isUsed: false, asOfMs: null, reason: 'it is away' };
  expect(health({ replica: away })).toMatchObject({
    replica: { isUsed: false, asOf: null, reason: 'it is away' },
    alarms: expect.arrayContaining([expect.objectContaining({ name: 'replica-unused' })]),
  });
  expect(health().replica).toBeNull();
});

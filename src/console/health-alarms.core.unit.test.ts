/** What counts as wrong: each alarm at its bound and just below it, and how severe it is. */
import { describe, expect, test } from 'vitest';
import { limits } from '../base/kernel/kernel.ts';
import { noCounts } from '../base/telemetry/telemetry.ts';
import { alarmNames, type Health, type HealthAlarm } from '../contract/api/api.ts';
import { alarmsOf, stateOf } from './health-alarms.core.ts';

type Figures = Omit<Health, 'state' | 'alarms'>;

const nowMs = Date.parse('2026-12-01T12:00:00.000Z');
const ago = (ms: number) => new Date(nowMs - ms).toISOString();
const slots = limits.healthSlots;
const quiet = Array<number>(slots).fill(0);
const busy = Array<number>(slots).fill(3);

const process = (change: Partial<Figures['processes'][number]> = {}): Figures['processes'][number] => ({
  ...{ id: 'p1', isThis: true, roles: ['ingest', 'worker', 'console'], host: 'a.example', pid: 7 },
  ...{ version: '0.2.0', node: '24', startedAt: ago(9e6), seenAt: ago(0), state: 'ready', unwell: [] },
  ...change,
});
const partition = (change: object = {}) => ({
  ...{ partition: 0, lag: 0, historyLag: 0, due: 0, outbox: 0, deadLetters: 0, failingProfiles: 0 },
  ...change,
});

const well: Figures = {
  at: ago(0),
  slotSeconds: 15,
  flows: {
    ...(Object.fromEntries(Object.keys(noCounts.flows).map((flow) => [flow, busy])) as Figures['flows']),
    shed: quiet,
  },
  lag: quiet,
  historyLag: quiet,
  hops: [],
  partitions: [partition()],
  deliveries: [{ channel: 'mail', waiting: 0, kept: 0, oldestAt: null, failed: 0 }],
  heldLeads: 4,
  unreadTierUpdates: 0,
  stores: [
    { store: 'redis', isReady: true, reason: null, since: ago(9e6) },
    { store: 'postgresql', isReady: true, reason: null, since: ago(9e6) },
  ],
  replica: { isUsed: true, asOf: ago(2_000), reason: null },
  processes: [process()],
  areReportsRead: true,
  lastEventAt: ago(0),
  audited: { checked: 9, mismatched: 0 },
  reevaluation: null,
  restore: null,
};

const away = (ms: number): Figures['stores'] => [
  { store: 'redis', isReady: false, reason: 'silent', since: ago(ms) },
];
/** A series that ends with so many slots, the rest at 0. */
const ending = (values: readonly (number | null)[]) => [...quiet.slice(values.length), ...values];
const rising = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const growing = limits.lagGrowsMs / limits.healthSlotMs;
const mail = (change: object) => [
  { channel: 'mail' as const, waiting: 1, kept: 0, oldestAt: null, failed: 0, ...change },
];

/** One request shed, so many slots before the last. */
const shedBefore = (before: number) => quiet.map((_count, index) => (index === slots - 1 - before ? 1 : 0));
const shedSlots = limits.shedSeenMs / limits.healthSlotMs;

type Expected = HealthAlarm['severity'] | 'none';
describe.each<[HealthAlarm['name'], Partial<Figures>, Expected]>([
  ['store-away', { stores: away(limits.storeAwayAlarmMs - 1) }, 'warning'],
  ['store-away', { stores: away(limits.storeAwayAlarmMs) }, 'alarm'],
  ['role-missing', { processes: [process({ roles: ['worker', 'console'] })] }, 'alarm'],
  ['role-missing', { processes: [process(), process({ state: 'ended' })] }, 'none'],
  ['role-missing', { processes: [process({ state: 'silent' })] }, 'alarm'],
  ['role-missing', { processes: [process({ state: 'not-ready' })] }, 'none'],
  ['process-silent', { processes: [process(), process({ state: 'silent' })] }, 'warning'],
  ['process-silent', { areReportsRead: false, processes: [process({ state: 'silent' })] }, 'none'],
  ['role-missing', { areReportsRead: false, processes: [process({ roles: ['console'] })] }, 'none'],
  ['reports-unread', { areReportsRead: false, processes: [process({ roles: ['console'] })] }, 'warning'],
  ['reports-unread', { areReportsRead: false, stores: away(1) }, 'none'],
  [
    'not-ready',
    {
      processes: [process({ state: 'not-ready', unwell: [{ name: 'copier', reason: 'x', since: ago(1) }] })],
    },
    'warning',
  ],
  [
    'not-ready',
    {
      stores: away(1),
      processes: [process({ state: 'not-ready', unwell: [{ name: 'redis', reason: 'x', since: ago(1) }] })],
    },
    'none',
  ],
  ['shedding', { flows: { ...well.flows, shed: shedBefore(shedSlots) } }, 'none'],
  ['shedding', { flows: { ...well.flows, shed: shedBefore(shedSlots - 1) } }, 'warning'],
  ['replica-unused', { replica: { isUsed: false, asOf: null, reason: 'it is away' } }, 'warning'],
  ['replica-unused', { replica: null }, 'none'],
  ['lag-high', { partitions: [partition({ lag: limits.backlogEntriesMax / 2 - 1 })] }, 'none'],
  ['lag-high', { partitions: [partition(), partition({ lag: limits.backlogEntriesMax / 2 })] }, 'alarm'],
  ['lag-grows', { lag: ending(rising(growing)) }, 'alarm'],
  ['lag-grows', { lag: ending(Array(growing).fill(500)) }, 'none'],
  ['lag-grows', { lag: ending([...rising(growing - 4), 9, 9, 9, 9]) }, 'none'],
  ['lag-grows', { lag: ending(rising(growing).map((value) => (value % 2 === 0 ? null : value))) }, 'alarm'],
  ['lag-grows', { lag: ending(Array(growing).fill(null)) }, 'none'],
  ['lag-grows', { lag: rising(growing - 1) }, 'none'],
  ['history-lag-grows', { historyLag: rising(slots) }, 'warning'],
  ['history-lag-grows', { historyLag: ending(rising(growing)) }, 'none'],
  ['no-events', { lastEventAt: ago(limits.noEventsMs - 1) }, 'none'],
  ['no-events', { lastEventAt: ago(limits.noEventsMs) }, 'warning'],
  ['no-events', { lastEventAt: ago(limits.noEventsMs + 1) }, 'warning'],
  ['no-events', { lastEventAt: ago(9 * limits.hourMs) }, 'warning'],
  ['no-events', { lastEventAt: null }, 'none'],
  ['no-events', { lastEventAt: ago(9 * limits.hourMs), areReportsRead: false }, 'none'],
  ['restoring', { restore: { found: 4, waiting: 2, failed: 0, isWhole: true } }, 'warning'],
  ['mismatches', { audited: { checked: 9, mismatched: 1 } }, 'warning'],
  ['dead-letters', { partitions: [partition(), partition({ deadLetters: 1 })] }, 'warning'],
  ['unread-tier-updates', { unreadTierUpdates: 1 }, 'warning'],
  ['failing-profiles', { partitions: [partition({ failingProfiles: 1 })] }, 'warning'],
  ['deliveries-late', { deliveries: mail({ oldestAt: ago(limits.deliveryLateMs - 1) }) }, 'none'],
  ['deliveries-late', { deliveries: mail({ oldestAt: ago(limits.deliveryLateMs) }) }, 'warning'],
  ['deliveries-failed', { deliveries: mail({ failed: 1 }) }, 'warning'],
  ['deliveries-failed', { deliveries: mail({ failed: 0 }) }, 'none'],
])('%s', (name, change, expected) => {
  test(`is ${expected} for ${JSON.stringify(change).slice(0, 100)}`, () => {
    const alarms = alarmsOf({ ...well, ...change }, nowMs);
    expect(alarms.find((one) => one.name === name)?.severity ?? 'none').toBe(expected);
  });
});

test('all is well where nothing is wrong, also while a store does not answer and nothing is known of it', () => {
  expect(alarmsOf(well, nowMs)).toEqual([]);
  const unknown = { partitions: null, deliveries: null, heldLeads: null, unreadTierUpdates: null };
  expect(alarmsOf({ ...well, ...unknown }, nowMs)).toEqual([]);
});

test('the worst comes first, each says its figures and a remedy, and no name of a contract is without one', () => {
  const alarms = alarmsOf(
    {
      ...well,
      stores: away(limits.storeAwayAlarmMs),
      partitions: [partition({ deadLetters: 1_234 })],
    },
    nowMs,
  );
  expect(alarms.map(({ name, says }) => [name, says])).toEqual([
    ['store-away', 'Redis is not ready: silent'],
    ['dead-letters', '1,234 records wait as dead letters'],
  ]);
  expect(alarms.every(({ remedy }) => remedy.endsWith('.'))).toBe(true);
  expect(alarmNames).toContain(alarms[0]?.name);
});

test('a night without events is said as long as it lasts', () => {
  const [alarm] = alarmsOf({ ...well, lastEventAt: ago(9 * limits.hourMs) }, nowMs);
  expect(alarm?.says).toBe('no event has arrived for 9 hours');
});

test('the state is that of the worst', () => {
  expect(stateOf([])).toBe('well');
  expect(stateOf([{ severity: 'warning' }])).toBe('warning');
  expect(stateOf([{ severity: 'warning' }, { severity: 'alarm' }])).toBe('alarm');
});

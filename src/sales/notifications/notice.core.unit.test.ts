/** Which alerts a channel chooses, which it sends once, and when. */
import { describe, expect, test } from 'vitest';
import { alertOf, leadOf, listenerOf, taskOf } from '../../../test/sales/notifications/alerts.ts';
import { startMs } from '../../../test/sales/records.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { goesOutAt, isChosen, isMine, onceKeyOf } from './notice.core.ts';

const recordAlert = alertOf({
  type: 'record.notified',
  owner: null,
  recipients: ['Shared Services'],
  data: {
    record: {
      kind: 'order',
      id: 'or_1',
      name: 'Pens',
      stage: 'Proofing',
      for: 'Shared Services',
      text: 'Proof it',
    },
  },
});

describe('a channel chooses', () => {
  test.each([
    ['what its owner owns', {}, {}, true],
    ['not what others own', {}, { owner: 'bob@example.com' }, false],
    ['what notifies its owner', {}, { owner: 'bob@example.com', recipients: ['rep@example.com'] }, true],
    ['what notifies a lane of its owner', { lanes: ['Shared Services'] }, recordAlert, true],
    ['not what notifies another lane', { lanes: ['Sales'] }, recordAlert, false],
    ['by type', { types: ['lead.opened'] }, {}, true],
    ['not another type', { types: ['lead.heated'] }, {}, false],
    ['by pattern', { types: ['task.*', 'lead.*'] }, {}, true],
    ['not what only begins alike', { types: ['lea.*'] }, {}, false],
    ['nothing while it is muted', { isMuted: true }, {}, false],
    ['all', { scope: 'all' }, { owner: null }, true],
    ['the queue', { scope: 'queue' }, { owner: null }, true],
    ['not what somebody has, of the queue', { scope: 'queue' }, {}, false],
    ['not what a lane is notified, of the queue', { scope: 'queue' }, recordAlert, false],
    ['its programmes', { programmes: ['emea'] }, {}, true],
    ['not other programmes', { programmes: ['apac'] }, {}, false],
    ['its campaigns', { campaigns: ['EMEA'] }, {}, true],
    ['not other campaigns', { campaigns: ['Spring'] }, {}, false],
    ['a rule among the reasons', { rules: ['email-click', 'demo-video'] }, {}, true],
    ['not without such a rule', { rules: ['demo-video'] }, {}, false],
    ['a tier at its bound', { minTier: 1 }, {}, true],
    ['not one below it', { minTier: 2 }, {}, false],
    ['one above it', { minTier: 2 }, { data: { lead: leadOf({ tier: 3 }) } }, true],
    ['nothing without a tier where one is asked for', { scope: 'all', minTier: 1 }, recordAlert, false],
    ['what has no tier where none is', { scope: 'all' }, recordAlert, true],
  ] as const)('%s', (_what, channel, alert, isWanted) =>
    expect(isChosen(listenerOf(channel as object), alertOf(alert as object), null)).toBe(isWanted),
  );

  test('what its owner’s team owns', () => {
    const channel = listenerOf({ scope: 'my team', teams: ['North'] });
    expect(isChosen(channel, alertOf({ owner: 'bob@example.com' }), 'North')).toBe(true);
    expect(isChosen(channel, alertOf({ owner: 'bob@example.com' }), 'South')).toBe(false);
    expect(isChosen(channel, alertOf({ owner: null }), null)).toBe(false);
  });

  test('mine is by owner, by name or by lane', () => {
    const me = { email: 'rep@example.com', lanes: ['Sales'] };
    expect(isMine({ owner: null, recipients: [] }, me)).toBe(false);
    expect(isMine({ owner: null, recipients: ['Sales'] }, me)).toBe(true);
  });
});

describe('sent once', () => {
  const lead = (tier: number, episode = 1) =>
    alertOf({ type: 'lead.heated', episode: `p1 emea ${episode}`, data: { lead: leadOf({ tier }) } });

  test('a tier of an episode, whenever it is reached', () => {
    expect(onceKeyOf(lead(2))).toBe(onceKeyOf({ ...lead(2), id: 9, at: '2027-01-01T00:00:00.000Z' }));
    expect(onceKeyOf(lead(3))).not.toBe(onceKeyOf(lead(2)));
    expect(onceKeyOf(lead(2, 2))).not.toBe(onceKeyOf(lead(2)));
    expect(onceKeyOf({ ...lead(2), type: 'lead.opened' })).not.toBe(onceKeyOf(lead(2)));
  });

  test('a deadline, until it is moved', () => {
    const overdue = (dueAt: string) => alertOf({ type: 'task.overdue', data: { task: taskOf({ dueAt }) } });
    expect(onceKeyOf(overdue('2026-11-24T12:00:00.000Z'))).toBe(
      onceKeyOf(overdue('2026-11-24T12:00:00.000Z')),
    );
    expect(onceKeyOf(overdue('2026-11-25T12:00:00.000Z'))).not.toBe(
      onceKeyOf(overdue('2026-11-24T12:00:00.000Z')),
    );
  });

  test.each([
    'lead.updated',
    'lead.assigned',
    'task.completed',
    'task.escalated',
    'record.notified',
  ] as const)('not %s: each time it happens', (type) => expect(onceKeyOf(alertOf({ type }))).toBeNull());
});

describe('goes out', () => {
  const { hourMs } = limits;
  const ago = (...ms: number[]) => ms.map((one) => ({ atMs: startMs - one, urgency: 1 }));
  const limited = listenerOf({ maxPerHour: 3 });

  test('at once', () => expect(goesOutAt(listenerOf(), alertOf(), startMs, ago(1, 2, 3))).toBe(startMs));
  test('below the limit of the hour at once', () =>
    expect(goesOutAt(limited, alertOf(), startMs, ago(10, 20))).toBe(startMs));
  test('at it, when the oldest is an hour old', () =>
    expect(goesOutAt(limited, alertOf(), startMs, ago(10, 30, 20))).toBe(startMs - 30 + hourMs));
  test('above it, when enough are', () =>
    expect(goesOutAt(limited, alertOf(), startMs, ago(10, 40, 30, 20))).toBe(startMs - 30 + hourMs));
  test('when the oldest is an hour old, at once', () =>
    expect(goesOutAt(limited, alertOf(), startMs, ago(hourMs, 20, 10))).toBe(startMs));

  test.each([
    ['task.overdue', 0, startMs],
    ['task.overdue', 1, startMs],
    ['task.overdue', 2, startMs - 30 + hourMs],
    ['lead.opened', 0, startMs],
    ['lead.opened', 2, startMs - 30 + hourMs],
    ['record.handed-off', 0, startMs - 30 + hourMs],
    ['record.handed-off', 2, startMs - 30 + hourMs],
  ] as const)('%s behind as many messages of urgency %i as an hour has', (type, urgency, atMs) => {
    const sent = ago(10, 30, 20).map((message) => ({ ...message, urgency }));
    expect(goesOutAt(limited, alertOf({ type }), startMs, sent)).toBe(atMs);
  });

  const quiet = listenerOf({
    timeZone: 'Europe/Berlin',
    quietHours: { from: '12:30', until: '15:00', exceptFor: { types: ['task.overdue'], minTier: 3 } },
  });
  test('not in quiet hours, in the owner’s time zone', () =>
    expect(goesOutAt(quiet, alertOf(), startMs, [])).toBe(Date.parse('2026-11-23T14:00:00Z')));
  test('in quiet hours if its type may disturb', () =>
    expect(goesOutAt(quiet, alertOf({ type: 'task.overdue' }), startMs, [])).toBe(startMs));
  test.each([
    [2, false],
    [3, true],
  ])('in quiet hours if its tier may disturb: %i', (tier, isSent) =>
    expect(goesOutAt(quiet, alertOf({ data: { lead: leadOf({ tier }) } }), startMs, []) === startMs).toBe(
      isSent,
    ),
  );
  test('what the limit puts off into quiet hours waits for their end', () => {
    const evening = { ...quiet, maxPerHour: 1, quietHours: { from: '13:30', until: '15:00' } };
    expect(goesOutAt(evening, alertOf(), startMs, ago(10))).toBe(Date.parse('2026-11-23T14:00:00Z'));
  });
});

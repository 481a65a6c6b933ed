/** What becomes of due notices: dropped for a reason, or lines of a message. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leadOf, listenerOf, noticeOf, taskOf } from '../../../test/sales/notifications/alerts.ts';
import type { AlertType } from '../../contract/api/api.ts';
import { droppedReason, linesOf } from './digest.core.ts';

const channel = listenerOf();
const closed = { isLeadClosed: true, leadStatus: 'Converted' };

describe('a notice that waited', () => {
  test.each([
    ['holds', {}, {}, null],
    [
      'of a person marked *do not contact*',
      {},
      { isContactRefused: true },
      'the person does not wish to be contacted',
    ],
    ['of a lead closed since', {}, closed, 'the lead was closed: Converted'],
    [
      'of a lead that was closed before',
      { data: { lead: leadOf({ closedAt: '2026-11-01T00:00:00.000Z' }) } },
      closed,
      null,
    ],
    ['of a task completed since', {}, { taskStatus: 'Complete' }, 'the task was completed'],
    [
      'of a task cancelled since',
      { type: 'task.due-soon' },
      { taskStatus: 'Cancelled' },
      'the task was cancelled',
    ],
    [
      'of a task that was done before',
      { data: { task: taskOf({ status: 'Complete' }) } },
      { taskStatus: 'Complete' },
      null,
    ],
    ['that says a task was completed', { type: 'task.completed' }, { taskStatus: 'Complete' }, null],
    ['that says what happened to a lead', { type: 'lead.updated' }, closed, null],
    ['of what went to somebody else', {}, { owner: 'bob@example.com' }, 'it went to bob@example.com'],
    ['of what went back to the queue', {}, { owner: null }, 'it went back to the queue'],
    [
      'of what went to another owner, but notifies me',
      { recipients: ['rep@example.com'] },
      { owner: 'bob@example.com' },
      null,
    ],
  ] as const)('%s', (_what, alert, present, reason) =>
    expect(droppedReason(channel, noticeOf(alert as object, present as object))).toBe(reason),
  );

  test('of the queue, and taken since', () => {
    const queue = listenerOf({ owner: null, scope: 'queue' });
    expect(droppedReason(queue, noticeOf({ owner: null }, { owner: null }))).toBeNull();
    expect(droppedReason(queue, noticeOf({ owner: null }, { owner: 'bob@example.com' }))).toBe(
      'bob@example.com has it',
    );
  });

  test('on a channel muted since', () =>
    expect(droppedReason(listenerOf({ isMuted: true }), noticeOf())).toBe('the channel was muted'));

  test('on a channel whose owner has left', () =>
    expect(droppedReason(listenerOf({ hasOwnerLeft: true }), noticeOf())).toBe(
      'the channel’s owner has left',
    ));

  test('for a webhook: sent all the same, unless the person is marked *do not contact*', () => {
    const webhook = listenerOf({ kind: 'webhook', scope: 'all' });
    expect(droppedReason(webhook, noticeOf({}, closed))).toBeNull();
    expect(droppedReason(webhook, noticeOf({}, { isContactRefused: true }))).not.toBeNull();
  });
});

describe('lines', () => {
  const heated = (id: number, tier: number, type: AlertType = 'lead.heated') =>
    noticeOf({ id, type, data: { lead: leadOf({ tier }), task: taskOf() } });
  const ids = (...notices: Parameters<typeof linesOf>[0]) => linesOf(notices).map(({ alert }) => alert.id);

  test('a lead opened and heated is one, the hottest', () => {
    expect(ids(heated(1, 1, 'lead.opened'), heated(2, 2))).toEqual([2]);
    expect(ids(heated(1, 1, 'lead.opened'), heated(2, 3), heated(3, 2))).toEqual([2]);
  });
  test('of the same tier, the lower rank', () =>
    expect(ids(heated(1, 1, 'lead.opened'), heated(2, 1, 'lead.updated'))).toEqual([1]));
  test('leads stay apart', () =>
    expect(ids(heated(1, 1), noticeOf({ id: 2, data: { lead: leadOf({ id: 'ld_2', tier: 2 }) } }))).toEqual([
      2, 1,
    ]));
  test('of a task’s deadlines the latest, before what is hot', () => {
    const soon = noticeOf({ id: 2, type: 'task.due-soon', data: { task: taskOf() } });
    const overdue = noticeOf({ id: 3, type: 'task.overdue', data: { task: taskOf() } });
    expect(ids(heated(1, 3), soon, overdue)).toEqual([3, 1]);
  });
  test('each alert about a record has a line of its own', () => {
    const notice = (id: number) => noticeOf({ id, type: 'record.notified', data: {} });
    expect(ids(notice(1), notice(2))).toEqual([1, 2]);
  });

  test('in whatever order they come: the same lines, none twice, each lead at its hottest', () => {
    const notices = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 500 }),
        lead: fc.nat(3),
        tier: fc.integer({ min: 1, max: 3 }),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(notices, fc.nat(), (some, turn) => {
        const of = some.map(({ id, lead, tier }) =>
          noticeOf({ id, type: 'lead.heated', data: { lead: leadOf({ id: `ld_${lead}`, tier }) } }),
        );
        const cut = turn % of.length;
        const lines = linesOf(of);
        expect(linesOf([...of.slice(cut), ...of.slice(0, cut)])).toEqual(lines);
        expect(lines).toHaveLength(new Set(some.map(({ lead }) => lead)).size);
        for (const { alert } of lines)
          expect(alert.data.lead?.tier).toBe(
            Math.max(
              ...some.filter(({ lead }) => `ld_${lead}` === alert.data.lead?.id).map(({ tier }) => tier),
            ),
          );
      }),
    );
  });
});

/** Which record a lead or task shows the stage of. */
import { expect, test } from 'vitest';
import type { LeadView, TaskView, WorkItem } from '../../../contract/api/api.ts';
import {
  companyScored,
  isEnded,
  itemOf,
  latestOf,
  profileScored,
  scoreAtEnd,
  stagedRecordOf,
} from './work-item.ts';

const task = {
  id: 'tk_1',
  subject: 'Call',
  lead: null,
  opportunity: null,
  deal: null,
  order: null,
  job: null,
};

test.each([
  ['a lead', { id: 'ld_1', status: 'New' }, 'leads/ld_1'],
  ['a task of a lead', { ...task, lead: 'ld_1' }, 'leads/ld_1'],
  ['a task of an opportunity', { ...task, opportunity: 'op_1' }, 'opportunities/op_1'],
  ['a task of an order and its opportunity', { ...task, order: 'or_1', opportunity: 'op_1' }, 'orders/or_1'],
  ['a task of a job', { ...task, job: 'jb_1' }, 'jobs/jb_1'],
  ['a task of nothing', task, null],
])('%s', (_what, about, path) => {
  const [list, id] = path?.split('/') ?? [];
  expect(stagedRecordOf(about as unknown as LeadView | TaskView)).toEqual(path && { list, id });
});

test.each([
  ['a task that is done', { ...task, status: 'Complete', programme: 'web', score: 45 }, 45],
  ['a task that is done, at 0', { ...task, status: 'Complete', programme: 'web', score: 0 }, 0],
  ['a task that somebody entered', { ...task, status: 'Complete', programme: null, score: 0 }, null],
  ['a task that is open', { ...task, status: 'New', programme: 'web', score: 45 }, null],
  ['a lead that has ended', { id: 'ld_1', closedAt: '2026-11-02T10:00:00Z', programme: 'web', score: 5 }, 5],
  [
    'a lead that somebody entered',
    { id: 'ld_1', closedAt: '2026-11-02T10:00:00Z', programme: null, score: 0 },
    null,
  ],
])('%s keeps the score that it ended with, where it was scored', (_what, about, score) => {
  expect(scoreAtEnd(about as unknown as LeadView | TaskView)).toBe(score);
});

test('what heated somebody last is what gave points last, by an event', () => {
  const reason = (at: string, value: number, event: string | null = 'an event') =>
    ({ at, value, event, label: at }) as Parameters<typeof latestOf>[0][number];
  const [first, last] = [reason('2026-11-01T10:00:00Z', 10), reason('2026-11-02T10:00:00Z', 5)];
  const later = ['2026-11-03T10:00:00Z', '2026-11-04T10:00:00Z'] as const;
  expect(latestOf([first, reason(later[0], -5), last, reason(later[1], 20, null)])).toBe(last);
  expect(latestOf([reason(later[0], -5)])).toBeNull();
  expect(latestOf([])).toBeNull();
});

const open = {
  ...{ id: 'ld_1', kind: 'lead', stage: 'New', dueAt: null },
  person: { doNotContact: false, kind: 'customer' },
  firstTouchAt: null,
  task: { status: 'Cancelled' },
  reasons: [],
};

test.each([
  ['nobody has called', open, 'no contact task'],
  ['somebody called', { ...open, firstTouchAt: '2026-11-23T12:00:00.000Z' }, 'contacted'],
  ['the task is done', { ...open, task: { status: 'Complete' } }, 'contacted'],
  ['the lead is on hold', { ...open, task: { status: 'Asleep' } }, 'on hold'],
  ['the person wishes no contact', { ...open, person: { doNotContact: true } }, 'not to be contacted'],
])('a lead without a deadline says why: %s', (_what, lead, rest) => {
  expect(itemOf(lead as unknown as WorkItem)).toMatchObject({
    rest,
    status: 'New',
    opens: { kind: 'leads', id: 'ld_1' },
  });
});

test('a task of no lead is shown by who it is about, and opens as itself', () => {
  const item = itemOf({ ...open, id: 'tk_1', kind: 'task', stage: null } as unknown as WorkItem);
  expect(item).toMatchObject({ status: 'Customer', isLead: false, opens: { kind: 'tasks', id: 'tk_1' } });
});

test.each([
  ['cp_v2fcjo_VDEf0L7pG', true],
  ['cp_4b9c1d52-7f3e-4b7a-9a55-0f8f4ad1c001', true],
  // A profile whose id begins so by chance.
  ['cp_aaaaaaaaaaaaa', false],
  ['QInVun0ZQ4vfcRLz', false],
])('%s is of a company: %s', (profile, isCompany) => {
  expect(companyScored({ profile })).toBe(isCompany ? profile : null);
  expect(profileScored({ profile })).toBe(isCompany ? null : profile);
});

test('what a person entered is of no score', () => {
  expect([companyScored({ profile: null }), profileScored({ profile: null })]).toEqual([null, null]);
});

test.each([
  ['an open lead', { closedAt: null }, false],
  ['a converted lead', { closedAt: '2026-11-30T12:00:00.000Z' }, true],
  ['an open task', { status: 'Open' as const }, false],
  ['a snoozed task', { status: 'Asleep' as const }, false],
  ['a complete task', { status: 'Complete' as const }, true],
  ['a cancelled task', { status: 'Cancelled' as const }, true],
])('whether %s has ended', (_name, about, isOver) => {
  expect(isEnded(about)).toBe(isOver);
});

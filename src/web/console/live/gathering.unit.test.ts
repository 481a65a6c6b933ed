/** What the page hears and shows of the live stream. */
import { describe, expect, test } from 'vitest';
import { type AlertType, alertTypes, type LeadView, type TaskView } from '../../../contract/api/api.ts';
import { refreshAtMs, refreshEveryMs, shownOf } from './gathering.ts';
import { type LiveAlert, liveTypes } from './live-alert.ts';
import { retryMs } from './live-connection.ts';

const person = { name: 'Ada', email: 'ada@example.com' };
const heat = { tier: 1, tiers: 3, tierName: '1 chili', score: 22 };
const lead = { id: 'ld_1', person, ...heat } as LeadView;
const task = { id: 'tk_1', lead: null, person, ...heat } as TaskView;

test('the page listens to every type of alert', () => {
  expect([...liveTypes].sort()).toEqual([...alertTypes].sort());
  expect(liveTypes).toContain('task.assigned');
});

const toastOf = (...alerts: LiveAlert[]) => shownOf(alerts).toast;

describe('a toast', () => {
  test.each<[AlertType, string, string]>([
    ['lead.opened', 'New hot lead', 'chili'],
    ['lead.heated', 'Getting hotter', 'chili'],
    ['lead.assigned', 'A lead was assigned', 'chili'],
    ['lead.reassigned', 'An overdue lead has a new owner', 'orange'],
  ])('of %s: %s, %s', (type, title, color) =>
    expect(toastOf({ type, lead })).toMatchObject({ title, color }),
  );

  test.each<[AlertType, string, string]>([
    ['task.opened', 'A known contact is hot', 'chili'],
    ['task.heated', 'A known contact gets hotter', 'chili'],
    ['task.assigned', 'A task was assigned', 'chili'],
    ['task.due-soon', 'Contact due soon', 'orange'],
    ['task.overdue', 'Contact overdue', 'orange'],
    ['task.escalated', 'Contact still overdue', 'orange'],
    ['task.reassigned', 'An overdue task has a new owner', 'orange'],
  ])('of %s: %s, %s', (type, title, color) =>
    expect(toastOf({ type, task })).toMatchObject({ title, color }),
  );

  test('of many is one, which counts them by what they are, the most first', () => {
    const opened = Array.from(
      { length: 12 },
      (_, index): LiveAlert => ({ type: 'lead.opened', lead: { ...lead, id: `ld_${index}` } }),
    );
    expect(toastOf(...opened)).toEqual({ title: '12 new hot leads', message: '', color: 'chili' });
    const more: LiveAlert[] = [{ type: 'task.overdue', task }, ...opened, { type: 'lead.heated', lead }];
    expect(toastOf(...more, ...more)).toEqual({
      ...{ title: '24 new hot leads', color: 'orange' },
      message: '2 contacts overdue, 2 leads get hotter',
    });
    expect(toastOf(...more)?.message).toBe('Contact overdue, Getting hotter');
  });

  test('of one lead alone says what it was first, and how it is now', () => {
    const hotter = { ...lead, score: 63, tierName: '3 chilies' };
    expect(toastOf({ type: 'lead.opened', lead }, { type: 'lead.heated', lead: hotter })).toEqual({
      ...{ title: 'New hot lead', message: 'Ada: 3 chilies, 63 points', color: 'chili' },
    });
    expect(toastOf({ type: 'lead.opened', lead }, { type: 'task.overdue', task })?.message).toBe(
      'Contact overdue',
    );
  });

  test('isolates the names that others wrote', () =>
    expect(toastOf({ type: 'lead.opened', lead: { ...lead, tierName: '\u202eevil' } })?.message).toBe(
      'Ada: evil, 22 points',
    ));

  const byHand = { tier: 0, tiers: 0, tierName: '', score: 0 };
  const cooled = { tier: 0, tierName: 'none', score: 3 };
  const ofNobody = { name: null, email: null };
  test.each<[string, LiveAlert, string]>([
    [
      'a task by hand, of nobody',
      { type: 'task.returned', task: { ...task, ...byHand, person: null, subject: 'Order \u202emugs' } },
      'Order mugs',
    ],
    ['a task by hand', { type: 'task.returned', task: { ...task, ...byHand, subject: 'Call' } }, 'Ada: Call'],
    ['a lead by hand', { type: 'lead.assigned', lead: { ...lead, ...byHand } }, 'Ada'],
    [
      'a lead by hand, of somebody unnamed',
      { type: 'lead.assigned', lead: { ...lead, ...byHand, person: { ...lead.person, ...ofNobody } } },
      'Somebody',
    ],
    ['who cooled off', { type: 'lead.assigned', lead: { ...lead, ...cooled } }, 'Ada: cooled off, 3 points'],
    [
      'a hot visitor without a name',
      { type: 'lead.opened', lead: { ...lead, person: { ...lead.person, ...ofNobody } } },
      'Somebody: 1 chili, 22 points',
    ],
  ])('says of %s what there is', (_what, alert, message) => expect(toastOf(alert)?.message).toBe(message));

  test.each<AlertType>(['lead.updated', 'task.updated', 'task.completed'])('is not shown for %s', (type) =>
    expect(toastOf({ type, lead, task })).toBeNull(),
  );

  test('is not shown for an alert about neither a lead nor a task', () =>
    expect(toastOf({ type: 'lead.opened' })).toBeNull());
});

describe('what is new', () => {
  test('is emphasised once, a task by its lead', () => {
    const alerts: LiveAlert[] = [
      { type: 'task.overdue', task: { ...task, lead: 'ld_1' } },
      { type: 'lead.opened', lead },
      { type: 'task.opened', task },
      { type: 'lead.updated', lead: { ...lead, id: 'ld_2' } },
    ];
    expect(shownOf(alerts)).toMatchObject({ fresh: ['ld_1', 'tk_1'], opens: '/inbox' });
    expect(shownOf(alerts.slice(0, 2)).opens).toBe('/leads/ld_1');
    expect(shownOf(alerts.slice(2)).opens).toBe('/tasks/tk_1');
    expect(shownOf([])).toEqual({ fresh: [], toast: null, opens: '/inbox' });
  });
});

test('lists are refreshed at once, and not again before two seconds are over', () => {
  expect(refreshAtMs(10_000, 0)).toBe(10_000);
  expect(refreshAtMs(10_000, 10_000 - refreshEveryMs)).toBe(10_000);
  expect(refreshAtMs(10_000, 10_001 - refreshEveryMs)).toBe(10_001);
});

test('a connection that is refused is tried again later each time, half a minute apart at most, at no fixed moment', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((tries) => retryMs(tries, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  expect([0, 50].map((tries) => retryMs(tries, 0))).toEqual([500, 15_000]);
});

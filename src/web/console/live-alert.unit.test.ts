/** What the page hears and shows of the live stream. */
import { describe, expect, test } from 'vitest';
import { type AlertType, alertTypes, type LeadView, type TaskView } from '../../contract/api/api.ts';
import { liveTypes, toastOf } from './live-alert.ts';

const person = { name: 'Ada', email: 'ada@example.com' };
const lead = { id: 'ld_1', person, tierName: '1 chili', score: 22 } as LeadView;
const task = { id: 'tk_1', lead: null, person, tierName: '1 chili', score: 22 } as TaskView;

test('the page listens to every type of alert', () => {
  expect([...liveTypes].sort()).toEqual([...alertTypes].sort());
  expect(liveTypes).toContain('task.assigned');
});

describe('a toast', () => {
  test.each<[AlertType, string, string]>([
    ['lead.opened', 'New hot lead', 'chili'],
    ['lead.heated', 'Getting hotter', 'chili'],
    ['lead.assigned', 'A lead was assigned', 'chili'],
    ['lead.reassigned', 'An overdue lead has a new owner', 'orange'],
  ])('of %s: %s, %s', (type, title, color) =>
    expect(toastOf({ type, lead })).toMatchObject({ id: 'ld_1', title, color }),
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
    expect(toastOf({ type, task })).toMatchObject({ id: 'tk_1', title, color }),
  );

  test('of a task emphasises its lead', () =>
    expect(toastOf({ type: 'task.overdue', task: { ...task, lead: 'ld_1' } })?.id).toBe('ld_1'));

  test('isolates the names that others wrote', () =>
    expect(toastOf({ type: 'lead.opened', lead: { ...lead, tierName: '\u202eevil' } })?.message).toBe(
      'Ada: evil, 22 points',
    ));

  test.each<AlertType>(['lead.updated', 'task.updated', 'task.completed'])('is not shown for %s', (type) =>
    expect(toastOf({ type, lead, task })).toBeNull(),
  );

  test('is not shown for an alert about neither a lead nor a task', () =>
    expect(toastOf({ type: 'lead.opened' })).toBeNull());
});

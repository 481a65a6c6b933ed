/** Which words of a task stand in its calendar, and where its event leads. */
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import type { CalendarFeed } from './calendar-feeds.ts';
import { taskCalendar } from './task-calendar.core.ts';

const task: CalendarFeed['tasks'][number] = {
  id: 'tk_1',
  subject: 'Call back',
  about: 'Ada',
  campaign: 'Spring',
  lead: 'ld_1',
  dueAtMs: 0,
  changedAtMs: 0,
  revision: 2,
};
const eventOf = (change: Partial<typeof task>) => {
  const text = taskCalendar({ of: 'Rep', tasks: [{ ...task, ...change }], hasMore: false }, 'http://crm');
  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  return (name: string) => event?.getFirstPropertyValue(name);
};

test.each([
  ['its lead, with its person', {}, 'Call back: Ada', 'Ada\nCampaign: Spring', 'http://crm/leads/ld_1'],
  [
    'itself without a lead',
    { lead: null },
    'Call back: Ada',
    'Ada\nCampaign: Spring',
    'http://crm/tasks/tk_1',
  ],
  [
    'its lead, naming nobody twice',
    { subject: 'Call Ada' },
    'Call Ada',
    'Ada\nCampaign: Spring',
    'http://crm/leads/ld_1',
  ],
  [
    'its lead, its name closed in',
    { about: '\u202eשלום', campaign: 'Spring\u202e' },
    'Call back: \u2068שלום\u2069',
    '\u2068שלום\u2069\nCampaign: Spring',
    'http://crm/leads/ld_1',
  ],
  ['its lead, about nobody', { about: null, campaign: null }, 'Call back', '', 'http://crm/leads/ld_1'],
])('a task leads to %s', (_what, change, summary, description, url) => {
  const value = eventOf(change);
  expect([value('summary'), value('description'), value('url'), value('uid'), value('sequence')]).toEqual([
    summary,
    description,
    url,
    'tk_1@scoville',
    2,
  ]);
});

test('says when there are more tasks than it holds', () => {
  const words = (hasMore: boolean) =>
    new ICAL.Component(
      ICAL.parse(taskCalendar({ of: 'Rep', tasks: [task], hasMore }, 'http://crm')),
    ).getFirstPropertyValue('description');
  expect(words(false)).toBe('Open tasks.');
  expect(words(true)).toBe('The nearest 1 open tasks; there are more.');
});

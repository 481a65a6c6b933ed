/** The checks of channels. */
import { expect, test } from 'vitest';
import { isTypeLike, newChannelSchema, quietHoursSchema, targetError } from './channels.ts';

test.each([
  ['*', 'lead.opened', true],
  ['lead.*', 'lead.opened', true],
  ['lead.opened', 'lead.opened', true],
  ['lead.*', 'task.opened', false],
  ['lead.op', 'lead.opened', false],
])('%s means %s: %s', (pattern, type, isMeant) => expect(isTypeLike(pattern, type)).toBe(isMeant));

test('a type that there is none of is refused with those there are', () => {
  const given = { kind: 'mail', name: 'x', target: 'a@example.com' };
  expect(newChannelSchema.safeParse({ ...given, types: ['lead.*', 'task.overdue'] }).success).toBe(true);
  expect(newChannelSchema.safeParse({ ...given, types: ['lead.opend'] }).error?.issues[0]?.message).toMatch(
    /pattern such as "lead\.\*"; there are lead\.opened/,
  );
});

test.each([
  ['mail', 'a@example.com', true],
  ['mail', 'a', false],
  ['slack', 'https://hooks.slack.com/services/T/B/x', true],
  ['slack', 'https://user:pass@hooks.slack.com/x', false],
  ['webhook', 'https://example.com/hook', true],
  ['webhook', 'https://user@example.com/hook', false],
  ['webhook', 'example.com', false],
] as const)('%s to %s: %s', (kind, target, isTaken) =>
  expect(targetError(kind, target) === null).toBe(isTaken),
);

test.each([
  [{ from: '19:00', until: '08:00' }, true],
  [{ from: '19:00', until: '24:00', days: ['Friday'], timeZone: 'Europe/Berlin' }, true],
  [{ from: '19:00', until: '19:00' }, false],
  [{ from: '24:00', until: '08:00' }, false],
  [{ from: '7:00', until: '08:00' }, false],
  [{ from: '19:00', until: '08:60' }, false],
  [{ from: '19:00', until: '08:00', timeZone: 'Berlin' }, false],
  [{ from: '19:00', until: '08:00', exceptFor: {} }, false],
  [{ from: '19:00', until: '08:00', exceptFor: { minTier: 3 } }, true],
  // Always is muting; all but one day is not always.
  [{ from: '00:00', until: '24:00' }, false],
  [{ from: '00:00', until: '24:00', days: ['Saturday', 'Sunday'] }, true],
])('quiet hours %j: %s', (hours, isTaken) => expect(quietHoursSchema.safeParse(hours).success).toBe(isTaken));

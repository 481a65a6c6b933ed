/** The escalation file: what it may say, and its errors with line and column. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readEscalation } from './escalation.ts';
import { errorInWords } from './yaml-file.ts';

const office = 'workingTime: { days: [Monday], hours: 09:00-17:00 }\n';
const read = (steps: string[], head = office) =>
  readEscalation('escalation.yaml', `${head}steps:\n${steps.map((step) => `  - { ${step} }\n`).join('')}`);
const errorsOf = (...args: Parameters<typeof read>) => {
  const reading = read(...args);
  return reading.ok ? [] : reading.errors.map(errorInWords);
};

test('the file the product ships with reminds, notifies the manager and reassigns', () => {
  const file = new URL('../../../rules/sales/escalation.yaml', import.meta.url);
  const reading = readEscalation('escalation.yaml', readFileSync(file, 'utf8'));
  expect(reading.ok && reading.value.steps).toMatchObject([
    { step: 'due soon', before: { clockMs: 7_200_000 }, notify: 'owner', of: 'all tasks' },
    { step: 'overdue', after: { clockMs: 0 }, notify: 'owner', of: 'all tasks' },
    { step: 'manager notified', after: { workingMs: 7_200_000 }, notify: 'manager', of: 'contact tasks' },
    { step: 'reassigned', after: { workingMs: 28_800_000 }, do: 'reassign', unless: 'touched' },
  ]);
});

test('every time, every recipient, and no step at all', () => {
  const steps = [
    'step: a, before: 2 working days, notify: { user: Ada@X.com }',
    'step: b, before: 3 working hours, notify: { lane: Q Team }',
    'step: c, before: 90 minutes, notify: manager',
    'step: d, after: 0 hours, notify: owner',
    'step: e, after: 1 day, do: reassign',
  ];
  expect(errorsOf(steps)).toEqual([]);
  const reading = read(steps);
  expect(reading.ok && reading.value.steps[0]?.notify).toEqual({ user: 'ada@x.com' });
  expect(readEscalation('escalation.yaml', 'steps: []')).toMatchObject({
    ok: true,
    value: { timeZone: 'UTC', steps: [] },
  });
});

describe('an error has a position and a remedy', () => {
  test.each<[string, string[], RegExp, string?]>([
    ['no time', ['step: a, notify: owner'], /^escalation\.yaml:3:5: steps\[1\]: "a" needs one time/],
    ['two times', ['step: a, before: 1 hour, after: 1 hour, notify: owner'], /:3:5: .*"a" needs one time/],
    ['nothing to happen', ['step: a, after: 1 hour'], /:3:5: .*"a" needs one action/],
    ['two things', ['step: a, after: 1 hour, notify: owner, do: reassign'], /:3:5: .*needs one action/],
    [
      'a time that is none',
      ['step: a, after: soon, notify: owner'],
      /:3:23: steps\[1\]\.after: .*8 working hours/,
    ],
    [
      'nothing before',
      ['step: a, before: 0 minutes, notify: owner'],
      /:3:24: steps\[1\]\.before: .*8 working hours/,
    ],
    ['somebody unknown', ['step: a, after: 1 hour, notify: boss'], /:3:39: steps\[1\].notify: .*owner/],
    ['a deed unknown', ['step: a, after: 1 hour, do: nothing'], /:3:35: steps\[1\]\.do: .*reassign/],
    [
      'tasks unknown',
      ['step: a, after: 1 hour, notify: owner, of: calls'],
      /:3:50: steps\[1\]\.of: .*contact tasks/,
    ],
    [
      'a name there twice',
      ['step: a, after: 1 hour, notify: owner', 'step: a, after: 2 hours, notify: owner'],
      /:4:13: .*"a" is there twice/,
    ],
    [
      'working time without hours',
      ['step: a, after: 1 working hour, notify: owner'],
      /:2:23: .*counts in working time/,
      '',
    ],
    [
      'working time before without hours',
      ['step: a, before: 1 working day, notify: owner'],
      /:2:24: .*counts in working time/,
      '',
    ],
    [
      'after, then before',
      ['step: a, after: 0 minutes, notify: owner', 'step: b, before: 1 hour, notify: owner'],
      /:4:5: .*"b" is due before "a"/,
    ],
    [
      'less before, then more',
      ['step: a, before: 1 hour, notify: owner', 'step: b, before: 61 minutes, notify: owner'],
      /:4:5: .*"b" is due before "a"/,
    ],
    [
      'more after, then less',
      ['step: a, after: 3 working hours, notify: owner', 'step: b, after: 2 working hours, notify: owner'],
      /:4:5: .*"b" is due before "a"/,
    ],
    [
      'a working hour, then less by the clock',
      ['step: a, after: 2 working hours, notify: owner', 'step: b, after: 119 minutes, notify: owner'],
      /:4:5: .*"b" is due before "a"/,
    ],
    [
      'a little before, then before in working time',
      ['step: a, before: 1 hour, notify: owner', 'step: b, before: 61 working hours, notify: owner'],
      /:4:5: .*"b" is due before "a"/,
    ],
    [
      'after, then working days before',
      ['step: a, after: 1 hour, notify: owner', 'step: b, before: 1 working day, notify: owner'],
      /:4:5: .*"b" is due before "a"/,
    ],
    [
      'the same said twice',
      ['step: a, after: 1 hour, notify: owner', 'step: b, after: 60 minutes, notify: owner'],
      /:4:5: .*"b" repeats "a"/,
    ],
    [
      'a zone that is none',
      ['step: a, after: 1 hour, notify: owner'],
      /:1:11: timeZone: .*IANA/,
      'timeZone: Mars\n',
    ],
    [
      'hours in a zone that is none',
      ['step: a, after: 1 hour, notify: owner'],
      /:1:62: workingTime\.timeZone: .*IANA/,
      'workingTime: { days: [Monday], hours: 09:00-17:00, timeZone: Mars }\n',
    ],
  ])('%s', (_name, steps, expected, head) => {
    const errors = errorsOf(steps, head);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(expected);
  });

  test.each([
    [['step: a, after: 2 working hours, notify: owner', 'step: b, after: 2 hours, notify: manager']],
    [['step: a, before: 1 working day, notify: owner', 'step: b, before: 30 hours, notify: owner']],
    [['step: a, after: 1 hour, notify: owner', 'step: b, after: 1 hour, notify: manager']],
    [['step: a, after: 1 hour, notify: owner', 'step: b, after: 1 hour, notify: owner, of: contact tasks']],
  ])('what may be in order is none: %j', (steps) => expect(errorsOf(steps)).toEqual([]));
});

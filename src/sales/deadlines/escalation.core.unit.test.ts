/** What is to be done around a deadline, at every bound: at it, just below, just above; and after a long stop. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Escalation, readEscalation } from '../../contract/language/language.ts';
import { alertTypeOf, escalationPlan, momentOf, type TaskState } from './escalation.core.ts';

const escalationOf = (text: string): Escalation => {
  const reading = readEscalation('escalation.yaml', text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.value;
};
const shipped = escalationOf(
  readFileSync(new URL('../../../rules/sales/escalation.yaml', import.meta.url), 'utf8'),
);
const stepsOf = (...steps: string[]) =>
  escalationOf(
    `timeZone: Europe/London\nworkingTime: { days: [Monday, Tuesday, Wednesday, Thursday, Friday], hours: 09:00-17:30 }\nsteps:\n${steps.map((step) => `  - { ${step} }\n`).join('')}`,
  );

const at = (text: string) => Date.parse(text);
/** A Tuesday at noon in London: two working hours later it is 14:00, eight are 11:30 of Wednesday. */
const dueAtMs = at('2026-11-24T12:00:00Z');
const minuteMs = 60_000;
const state = (change: Partial<TaskState> = {}): TaskState => ({
  dueAtMs,
  isOpen: true,
  isContact: true,
  isTouched: false,
  isSuppressed: false,
  taken: [],
  ...change,
});
/** Returns the steps done or skipped at a moment, and the time of the next, in words. */
const planAt = (nowMs: number, change: Partial<TaskState> = {}, escalation = shipped) => {
  const { due, nextStepAtMs } = escalationPlan(escalation, state(change), nowMs);
  return {
    due: due.map(({ step, how }) => (how === 'do' ? step.step : `${step.step}: ${how}`)),
    look: nextStepAtMs === null ? null : new Date(nextStepAtMs).toISOString(),
  };
};

const bounds = {
  'due soon': at('2026-11-24T10:00:00Z'),
  overdue: dueAtMs,
  'manager notified': at('2026-11-24T14:00:00Z'),
  reassigned: at('2026-11-25T11:30:00Z'),
};
const names = Object.keys(bounds) as (keyof typeof bounds)[];

describe.each(names)('the step "%s"', (name) => {
  const position = names.indexOf(name);
  const taken = names.slice(0, position);
  const boundMs = bounds[name];
  const next = names[position + 1];

  test('is not yet due a millisecond before its time, and that time is when the next step is due', () => {
    expect(planAt(boundMs - 1, { taken })).toEqual({ due: [], look: new Date(boundMs).toISOString() });
  });

  test.each([0, 1])('is due %d ms after its time', (afterMs) => {
    const look = next === undefined ? null : new Date(bounds[next]).toISOString();
    expect(planAt(boundMs + afterMs, { taken })).toEqual({ due: [name], look });
  });

  test('is not due again once it was taken', () => {
    expect(planAt(boundMs + 1, { taken: [...taken, name] }).due).toEqual([]);
  });
});

describe('after a long stop', () => {
  test('each missed step in order, and no reminder that it will be due', () => {
    expect(planAt(at('2027-01-01T00:00:00Z'))).toEqual({
      due: ['due soon: overtaken', 'overdue', 'manager notified', 'reassigned'],
      look: null,
    });
  });

  test('of an hour around the deadline: overdue alone, and on to the next', () => {
    expect(planAt(dueAtMs + 30 * minuteMs)).toEqual({
      due: ['due soon: overtaken', 'overdue'],
      look: '2026-11-24T14:00:00.000Z',
    });
  });

  test('that ends a millisecond before the deadline: the reminder is still worth something', () => {
    expect(planAt(dueAtMs - 1).due).toEqual(['due soon']);
  });

  test('of two reminders to the same people the later one', () => {
    const escalation = stepsOf(
      'step: a day, before: 1 day, notify: owner',
      'step: manager, before: 3 hours, notify: manager',
      'step: an hour, before: 1 hour, notify: owner',
      'step: given on, before: 30 minutes, do: reassign',
    );
    expect(planAt(dueAtMs - 10 * minuteMs, {}, escalation).due).toEqual([
      'a day: overtaken',
      'manager',
      'an hour',
      'given on',
    ]);
    expect(planAt(dueAtMs, {}, escalation).due).toEqual([
      'a day: overtaken',
      'manager: overtaken',
      'an hour: overtaken',
      'given on',
    ]);
  });
});

describe('a task', () => {
  const late = at('2027-01-01T00:00:00Z');
  test.each<[string, Partial<TaskState>, string[]]>([
    ['completed or cancelled', { isOpen: false }, []],
    ['of somebody who does not wish to be contacted', { isSuppressed: true }, []],
    [
      'touched',
      { isTouched: true },
      ['due soon: overtaken', 'overdue', 'manager notified: touched', 'reassigned: touched'],
    ],
    ['that is no contact task', { isContact: false }, ['due soon: overtaken', 'overdue']],
    ['whose steps were all taken', { taken: names }, []],
  ])('%s', (_name, change, due) => expect(planAt(late, change)).toEqual({ due, look: null }));
});

test('what is taken of a file that has changed is left alone, what is new is taken', () => {
  const escalation = stepsOf(
    'step: overdue, after: 0 minutes, notify: owner',
    'step: new, after: 1 minute, notify: owner',
  );
  expect(planAt(dueAtMs + minuteMs, { taken: ['overdue', 'gone'] }, escalation).due).toEqual(['new']);
});

test.each([
  ['before: 30 minutes', '2026-11-24T11:30:00Z'],
  ['before: 2 working hours', '2026-11-24T10:00:00Z'],
  ['before: 3 working hours', '2026-11-24T09:00:00Z'],
  ['before: 4 working hours', '2026-11-23T16:30:00Z'],
  ['before: 12 working hours', '2026-11-20T17:00:00Z'],
  ['before: 1 working day', '2026-11-23T09:00:00Z'],
  ['before: 2 working days', '2026-11-20T09:00:00Z'],
  ['after: 0 minutes', '2026-11-24T12:00:00Z'],
  ['after: 5.5 working hours', '2026-11-24T17:30:00Z'],
  ['after: 6 working hours', '2026-11-25T09:30:00Z'],
  ['after: 1 working day', '2026-11-25T17:30:00Z'],
  ['after: 4 working days', '2026-11-30T17:30:00Z'],
])('%s the deadline of Tuesday noon is %s', (time, moment) => {
  const escalation = stepsOf(`step: a, ${time}, notify: owner`);
  expect(momentOf(escalation, escalation.steps[0] as never, dueAtMs)).toBe(at(moment));
});

test.each([
  ['before: 1 hour, notify: owner', 'task.due-soon'],
  ['after: 0 minutes, notify: owner', 'task.overdue'],
  ['after: 1 hour, notify: owner', 'task.overdue'],
  ['before: 1 hour, notify: manager', 'task.escalated'],
  ['after: 1 hour, notify: { lane: Q Team }', 'task.escalated'],
  ['after: 1 hour, notify: { user: a@x.com }', 'task.escalated'],
])('%s is the alert %s', (step, type) => {
  expect(alertTypeOf(stepsOf(`step: a, ${step}`).steps[0] as never)).toBe(type);
});

test('whenever and however often it is swept, every step is decided once, in order, never early, and never forgotten', () => {
  const escalation = stepsOf(
    'step: a, before: 1 working day, notify: owner',
    'step: b, before: 20 hours, notify: manager',
    'step: c, before: 1 hour, notify: owner',
    'step: d, after: 0 minutes, notify: owner',
    'step: e, after: 1 hour, notify: manager, unless: touched',
    'step: f, after: 2 working hours, do: reassign, of: contact tasks',
    'step: g, after: 2 working days, notify: owner',
  );
  const looks = fc.array(fc.integer({ min: -5_000, max: 8_000 }), { minLength: 1, maxLength: 30 });
  const dues = fc.integer({ min: 0, max: 7 * 24 * 60 }).map((minutes) => dueAtMs + minutes * minuteMs);
  fc.assert(
    fc.property(looks, dues, fc.boolean(), fc.boolean(), (minutes, due, isContact, isTouched) => {
      const one = { dueAtMs: due, isContact, isTouched };
      const taken: string[] = [];
      let nextStepAtMs: number | null = Number.NEGATIVE_INFINITY;
      for (const nowMs of [
        ...minutes.map((minute) => due + minute * minuteMs).sort((a, b) => a - b),
        due + 30 * 24 * 60 * minuteMs,
      ]) {
        // A sweep reads only what its index says is due.
        if (nextStepAtMs === null || nextStepAtMs > nowMs) continue;
        const plan = escalationPlan(escalation, state({ ...one, taken }), nowMs);
        for (const { step, how } of plan.due) {
          const momentMs = momentOf(escalation, step, due);
          expect(momentMs).toBeLessThanOrEqual(nowMs);
          if (how === 'do' && step.before !== undefined) expect(nowMs).toBeLessThan(due);
          taken.push(step.step);
        }
        nextStepAtMs = plan.nextStepAtMs;
        if (nextStepAtMs !== null) expect(nextStepAtMs).toBeGreaterThan(nowMs);
      }
      expect(nextStepAtMs).toBeNull();
      const moments = taken.map((name) =>
        momentOf(escalation, escalation.steps.find(({ step }) => step === name) as never, due),
      );
      expect(moments).toEqual([...moments].sort((a, b) => a - b));
      expect([...taken].sort()).toEqual(
        isContact ? ['a', 'b', 'c', 'd', 'e', 'f', 'g'] : ['a', 'b', 'c', 'd', 'e', 'g'],
      );
    }),
    { numRuns: 500 },
  );
});

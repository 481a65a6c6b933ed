/** The shipped files in sentences, and what each word of a step becomes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readEscalation } from './escalation.ts';
import { readReview } from './review.ts';
import { readRouting } from './routing.ts';
import { escalationInWords, reviewInWords, routingInWords } from './sales-rule-words.ts';

const shipped = (name: string) =>
  readFileSync(new URL(`../../../rules/sales/${name}`, import.meta.url), 'utf8');
const read = <Value>(reading: { ok: true; value: Value } | { ok: false; errors: object[] }): Value => {
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  return reading.value;
};
const routing = (steps: string) =>
  routingInWords(
    read(readRouting('r', `queue: Pool\ndefaultLeadPipeline: emea/lead\nsteps: [${steps}]`)),
  ).slice(2);
const escalation = (steps: string) => escalationInWords(read(readEscalation('e', `steps: [${steps}]`)));

test('the shipped routing says each step in its order, and where a lead waits', () => {
  expect(routingInWords(read(readRouting('routing.yaml', shipped('routing.yaml'))))).toEqual([
    'A lead begins in emea/lead, unless its programme names another pipeline.',
    'Open leads of tier 1 or higher count towards the most that a rep may have.',
    "1. The account's owner: the owner of the account.",
    '2. Reps of the territory who speak the language: reps who list its territory and language, by turns.',
    '3. Reps of the territory: reps who list its territory, by turns.',
    '4. Reps for the product: reps who list its product, by turns.',
    '5. Any rep who may sell it there: reps, by turns.',
    '6. Otherwise it waits in the queue "Q Team".',
    'Interest in Managed Cloud: by managed-cloud-page.',
  ]);
});

test('teams, reps, the queue and conditions of routing are said', () => {
  expect(
    routing(
      '{ step: A, to: { team: Field }, when: { country: [DE, AT], tier: 2 } }, { step: B, to: { rep: a@x.com } }, { step: C, to: queue }',
    ),
  ).toEqual([
    '1. A: reps of the team "Field", by turns, where country DE or AT and tier 2 or higher.',
    '2. B: a@x.com.',
    '3. C: the queue "Pool".',
    '4. Otherwise it waits in the queue "Pool".',
  ]);
});

test('the shipped escalation says when and what, and its calendar', () => {
  expect(escalationInWords(read(readEscalation('escalation.yaml', shipped('escalation.yaml'))))).toEqual([
    '1. due soon: 2 hours before the deadline, notify the owner (all tasks).',
    '2. overdue: at the deadline, notify the owner (all tasks).',
    '3. manager notified: 2 working hours after the deadline, notify the manager (contact tasks, unless the person was contacted since).',
    '4. reassigned: 8 working hours after the deadline, the task goes to somebody else (contact tasks, unless the person was contacted since).',
    'Working time: Monday, Tuesday, Wednesday, Thursday, Friday, 09:00-17:30 in Europe/London.',
  ]);
  expect(
    escalation(
      '{ step: a, after: 1 hour, notify: { lane: Q } }, { step: b, after: 2 hours, notify: { user: a@x.com } }',
    ),
  ).toEqual([
    '1. a: 1 hour after the deadline, notify the lane "Q" (all tasks).',
    '2. b: 2 hours after the deadline, notify a@x.com (all tasks).',
    'Every hour counts. Days begin in UTC.',
  ]);
});

test('the review says its moment, and that it is not mailed', () => {
  const text = shipped('review.yaml');
  expect(reviewInWords(read(readReview('review.yaml', text)))).toEqual([
    'The weekly review is mailed on Monday at 08:00, in the time zone of each user.',
    'For users without a time zone: Europe/London.',
  ]);
  expect(
    reviewInWords(read(readReview('review.yaml', text.replace('send: true', 'send: false'))))[0],
  ).toMatch(/is not mailed/);
});

/** Touchstone's four lanes and six stages, walked to every end: domain.md §2. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../support/sales-processes.ts';
import { Scenario } from '../../support/scenario.ts';

const flow = flowOf('touchstone', 'opportunity');
// A Tuesday, 10:00 in New York.
const start = '2026-11-24T15:00:00.000Z';

/** Each stage with its probability, lane, and the checklist as the table lists it. */
const table: [stage: string, percent: number, lane: string, checklist: Record<string, unknown>][] = [
  [
    '1 Basic qualification',
    5,
    'Sales',
    {
      'opportunity-budget': 10_000,
      'project-budget': 9_000,
      quantity: 500,
      'in-hands-date': '2027-01-15',
      'ship-to': 'Dallas',
      artwork: 'logo.ai',
      files: 'brief.pdf',
    },
  ],
  [
    '2 Funding',
    25,
    'Sales',
    {
      'purchasing-process': true,
      'po-required': false,
      'credit-application': true,
      'funding-approved': true,
      'budget-approved': true,
    },
  ],
  [
    '3 Submissions',
    50,
    'Sales',
    { presentation: 'e-mail', 'revisions-completed': true, 'estimate-submitted': true },
  ],
  ['4 Approvals', 90, 'Sales', { 'sales-order-sent': true, 'sales-order-approved': true }],
  [
    '5 Proofing',
    90,
    'Shared Services',
    { 'proof-sent': true, 'proof-approved': true, 'tracking-numbers': '1Z999' },
  ],
  [
    '6 Order follow-up',
    100,
    'Sales',
    { 'tracking-confirmed': true, 'delivered-on': '2026-11-24', 'thank-you-sent': true, satisfaction: true },
  ],
];
const path = [...table.map(([stage]) => stage), 'Closed/Won'];

const at = (stage: string) => {
  const scenario = new Scenario(flow, start);
  for (const [index, [, , , checklist]] of table.entries()) {
    if (scenario.stage === stage) break;
    scenario.fill(checklist).to(path[index + 1] as string);
  }
  return scenario;
};

test('six stages with their probabilities and lanes', () => {
  const stages = flow.pipeline.stages
    .slice(0, 6)
    .map(({ stage, probability, lane }) => [stage, probability, lane]);
  expect(stages).toEqual(table.map(([stage, percent, lane]) => [stage, percent, lane]));
});

describe.each(table)('%s', (stage, _percent, lane, checklist) => {
  const next = path[path.indexOf(stage) + 1] as string;

  test('is left when its checklist is met', () => {
    expect(at(stage).fill(checklist).to(next).stage).toBe(next);
  });

  test.each(Object.keys(checklist))('is not left without %s', (field) => {
    const label = flow.pipeline.fields[field]?.label as string;
    const scenario = at(stage).fill({ ...checklist, [field]: null });
    expect(() => scenario.to(next)).toThrow(`missing: ${label}`);
  });

  test(`is left by ${lane}, not by Marketing`, () => {
    expect(() => at(stage).fill(checklist).to(next, { lane: 'Marketing' })).toThrow(/is for/);
    expect(at(stage).fill(checklist).to(next, { lane }).stage).toBe(next);
  });
});

test.each([
  ['quantity', 0, 'a number, at least 1'],
  ['quantity', 'many', 'a number, at least 1'],
  ['opportunity-budget', -1, 'an amount such as "1200.50"'],
  ['opportunity-budget', '1200.505', 'an amount such as "1200.50"'],
  ['in-hands-date', '2027-02-30', 'a day such as "2026-12-01"'],
  ['po-required', 'maybe', 'true or false'],
  ['presentation', 'by phone', '"in person", "e-mail"'],
])('the field %s does not take %j', (field, value, allowed) => {
  expect(() => at('1 Basic qualification').fill({ [field]: value })).toThrow(`expected ${allowed}`);
});

test.each(path.slice(0, 4))('may be lost from %s, whatever its checklist says', (stage) => {
  expect(at(stage).to('Closed/Lost', { reason: 'Timing' }).state).toMatchObject({
    end: 'lost',
    reason: 'Timing',
  });
});

test.each(path.slice(4, 6))('is no longer lost from %s: the order is approved', (stage) => {
  expect(() => at(stage).to('Closed/Lost', { reason: 'Timing' })).toThrow(/cannot move from /);
});

describe('the lanes hand over', () => {
  test('Shared Services are notified at stage 3, and have stage 5; Sales have stage 6', () => {
    const scenario = at('6 Order follow-up');
    expect(scenario.all('notify')).toMatchObject([{ who: 'Shared Services' }]);
    expect(scenario.all('hand off').map(({ lane }) => lane)).toEqual(['Sales', 'Shared Services', 'Sales']);
  });

  test('Fulfilment has an order once the sales order is approved', () => {
    expect(at('4 Approvals').all('open')).toEqual([]);
    expect(at('5 Proofing').all('open')).toMatchObject([{ pipeline: 'order' }]);
    const order = new Scenario(flowOf('touchstone', 'order'), start)
      .to('Coordinate delivery')
      .to('Delivered');
    expect(order.state.end).toBe('done');
  });

  test('Marketing delivers leads, Sales qualify them into opportunities or not', () => {
    const campaign = new Scenario(flowOf('touchstone', 'campaign'), start);
    expect(() => campaign.to('Create marketing campaign')).toThrow(/missing: Perfect prospect list/);
    campaign.fill({ 'prospect-list': 'list.csv' }).to('Create marketing campaign');
    campaign.fill({ 'campaign-created': true }).to('Track engagement').to('Deliver leads');
    expect(campaign.state.end).toBe('done');
    const lead = () => new Scenario(flowOf('touchstone', 'lead'), start);
    expect(lead().to('Qualify').to('Qualified').all('open')).toMatchObject([{ pipeline: 'opportunity' }]);
    expect(lead().to('Disqualified', { reason: 'No need' }).state.end).toBe('lost');
    expect(lead().to('Qualify').to('Disqualified', { reason: 'No reply' }).state.end).toBe('lost');
  });
});

describe('thank-you and satisfaction mails go out after the delivery', () => {
  const delivered = () =>
    at('6 Order follow-up').fill({ 'tracking-confirmed': true, 'delivered-on': '2026-11-26' });
  // Midnight in New York; the next working day after that Thursday ends on Friday at 17:00.
  const thanksMs = Date.parse('2026-11-26T05:00:00.000Z');
  const satisfactionMs = Date.parse('2026-11-27T22:00:00.000Z');

  test.each([
    [thanksMs - 1, []],
    [thanksMs, ['thank-you']],
    [satisfactionMs - 1, ['thank-you']],
    [satisfactionMs, ['thank-you', 'satisfaction']],
    [satisfactionMs + 86_400_000, ['thank-you', 'satisfaction']],
  ])('at %d: %j, each once', (atMs, templates) => {
    expect(
      delivered()
        .at(atMs)
        .all('mail')
        .map(({ template }) => template),
    ).toEqual(templates);
    const often = delivered()
      .at(thanksMs)
      .at(thanksMs + 1)
      .at(atMs);
    if (atMs > thanksMs) expect(often.all('mail').map(({ template }) => template)).toEqual(templates);
  });

  test('the thank-you ticks its item; satisfaction is asked by a task, and closes the opportunity', () => {
    const scenario = delivered().at(satisfactionMs);
    expect(scenario.state.fields['thank-you-sent']).toBe(true);
    expect(scenario.all('task').map(({ subject }) => subject)).toEqual(['Is the customer satisfied?']);
    expect(() => scenario.to('Closed/Won')).toThrow(/missing: Delivery confirmed/);
    expect(scenario.fill({ satisfaction: true }).to('Closed/Won').state.end).toBe('won');
  });
});

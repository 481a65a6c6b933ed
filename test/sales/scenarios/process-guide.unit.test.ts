/** The sales process guide, walked step by step to every end: domain.md §5. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../support/sales-processes.ts';
import { Scenario } from '../../support/scenario.ts';

// A Monday, 09:00 in London.
const start = '2026-11-23T09:00:00.000Z';
const client = () => new Scenario(flowOf('process-guide', 'lead'), start).to('In contact');
const opportunity = () => new Scenario(flowOf('process-guide', 'opportunity'), start);
const described = { description: 'New laptops', 'technical-team-needed': false };
const quoted = () => opportunity().fill(described).to('Quotation');

describe('steps 1 and 2: the client', () => {
  test('worth exploring opens an opportunity, once it says what it is about', () => {
    expect(() => client().to('Opportunity found')).toThrow(/missing: What it is about/);
    const scenario = client().fill({ enquiry: 'my laptop is broken' }).to('Opportunity found');
    expect(scenario.state.end).toBe('won');
    expect(scenario.all('open')).toMatchObject([{ pipeline: 'opportunity' }]);
  });

  test('"call back in 2 weeks" is a task on that date', () => {
    expect(() => client().to('Follow-up requested')).toThrow(/missing: Call back on/);
    const scenario = client().fill({ 'call-back-on': '2026-12-07' }).to('Follow-up requested');
    expect(scenario.at('2026-12-06T23:59:59.999Z').stage).toBe('Follow-up requested');
    expect(scenario.all('task')).toEqual([]);
    scenario.at('2026-12-07T00:00:00.000Z');
    expect(scenario.stage).toBe('In contact');
    expect(scenario.all('task')).toMatchObject([
      { subject: 'Call back as requested', for: 'owner', dueAtMs: Date.parse('2026-12-08T17:30:00.000Z') },
    ]);
    // The next call-back is another date.
    expect(scenario.state.fields).not.toHaveProperty('call-back-on');
  });

  test.each([
    ['from the start', () => new Scenario(flowOf('process-guide', 'lead'), start)],
    ['from contact', client],
    [
      'while a follow-up waits',
      () => client().fill({ 'call-back-on': '2026-12-07' }).to('Follow-up requested'),
    ],
  ])('does not wish to be contacted, %s: nothing goes out any more', (_when, from) => {
    const scenario = from().to('Do not contact');
    expect(scenario.state.end).toBe('cancelled');
    expect(scenario.all('stop contact')).toHaveLength(1);
  });

  test('no interest ends it; it may be reopened', () => {
    const scenario = client().to('No interest');
    expect(scenario.state.end).toBe('lost');
    expect(scenario.to('In contact').state.end).toBeNull();
  });
});

describe('step 3: the opportunity', () => {
  test('says what it is, and whether the technical team is needed', () => {
    expect(() => opportunity().to('Quotation')).toThrow(
      /missing: What the opportunity is, Technical team needed/,
    );
  });

  test.each([
    [true, [{ who: 'Technical team' }]],
    [false, []],
  ])('technical team needed %s: notified %j', (needed, notified) => {
    const scenario = opportunity()
      .fill({ ...described, 'technical-team-needed': needed })
      .to('Quotation');
    expect(scenario.all('notify')).toMatchObject(notified);
    expect(scenario.all('notify')).toHaveLength(notified.length);
  });

  test('the technical team is not notified of one that is given up', () => {
    const scenario = opportunity()
      .fill({ 'technical-team-needed': true })
      .to('Not accepted', { reason: 'Price' });
    expect(scenario.all('notify')).toEqual([]);
  });

  test('a quotation has its number in the file', () => {
    expect(() => quoted().to('Accepted')).toThrow(/missing: Quotation number/);
  });

  test('the client is followed up on the day that was noted, once', () => {
    const scenario = quoted().fill({ 'follow-up-on': '2026-12-01' });
    scenario.at('2026-11-30T23:59:59.999Z');
    expect(scenario.all('task')).toEqual([]);
    scenario.at('2026-12-01T00:00:00.000Z').at('2026-12-20T00:00:00.000Z');
    expect(scenario.all('task').map(({ subject }) => subject)).toEqual([
      'Follow up with the client on the quotation',
    ]);
  });

  test('and every 5 working days where no day was noted', () => {
    const scenario = quoted().at('2026-11-30T17:29:59.999Z');
    expect(scenario.all('task')).toEqual([]);
    scenario.at('2026-11-30T17:30:00.000Z');
    expect(scenario.all('task')).toHaveLength(1);
    scenario.at('2026-12-07T17:30:00.000Z');
    expect(scenario.all('task')).toHaveLength(2);
  });
});

describe('step 4', () => {
  test('accepted: a customer, and a job for the delivery side', () => {
    const scenario = quoted().fill({ 'quotation-number': 'Q-17' }).to('Accepted');
    expect(scenario.state.end).toBe('won');
    expect(scenario.all('make person')).toMatchObject([{ kind: 'customer' }]);
    expect(scenario.all('open')).toMatchObject([{ pipeline: 'job' }]);
    const job = new Scenario(flowOf('process-guide', 'job'), start);
    expect(job.all('task')).toMatchObject([{ for: 'Delivery' }]);
    expect(() => job.to('Programmed')).toThrow(/missing: Programmed for/);
    expect(job.fill({ 'programmed-for': '2026-12-02' }).to('Programmed').to('Done').state.end).toBe('done');
  });

  test.each([
    ['declined', () => quoted().fill({ 'quotation-number': 'Q-17' })],
    ['given up before a quotation', opportunity],
  ])('%s: back to step 2', (_how, from) => {
    const scenario = from().to('Not accepted', { reason: 'Price' });
    expect(scenario.state).toMatchObject({ end: 'lost', reason: 'Price' });
    expect(scenario.all('open')).toMatchObject([{ pipeline: 'lead' }]);
  });
});

/** The EMEA lead and opportunity, walked from their start to every end: domain.md §1. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../support/sales-processes.ts';
import { Scenario } from '../../support/scenario.ts';

const leads = flowOf('emea', 'lead');
const opportunities = flowOf('emea', 'opportunity');
const start = '2026-10-20T09:00:00.000Z';
const lead = () => new Scenario(leads, start);

const statuses = [
  'Sent to sales',
  'In progress',
  'More info needed',
  'Qualifying',
  'On hold',
  'Marketing follow-up',
  'Closed lost',
  'Converted',
];

describe('a lead', () => {
  test('has the eight statuses, in the order of the table', () => {
    expect(leads.pipeline.stages.map(({ stage }) => stage)).toEqual(statuses);
    expect(lead().stage).toBe('Sent to sales');
  });

  test.each(statuses.flatMap((from) => statuses.map((to) => [from, to] as const)))(
    'goes from %s to %s in one step, notes or no notes',
    (from, to) => {
      const scenario = lead();
      if (from !== scenario.stage) scenario.to(from);
      if (from !== to) scenario.to(to);
      expect(scenario.stage).toBe(to);
    },
  );

  test('Converted ends it won and opens an opportunity; Closed lost ends it lost', () => {
    const won = lead().to('In progress').to('Qualifying').to('Converted');
    expect(won.state.end).toBe('won');
    expect(won.all('open')).toMatchObject([{ pipeline: 'opportunity' }]);
    const lost = lead().to('Closed lost', { reason: 'no reply' });
    expect(lost.state).toMatchObject({ end: 'lost', reason: 'no reply' });
    expect(lost.to('In progress').state).toMatchObject({ end: null, reason: null });
  });

  test('Marketing follow-up notifies Marketing: the Nurture Programme', () => {
    expect(lead().to('Marketing follow-up').all('notify')).toMatchObject([{ who: 'Marketing' }]);
  });

  describe('On hold comes back by itself when the period ends', () => {
    const held = (until: string) => lead().to('Qualifying').fill({ 'hold-until': until }).to('On hold');

    // Midnight in London: summer time until 25 October 2026.
    test.each([
      ['in summer time', '2026-10-23', '2026-10-22T23:00:00.000Z'],
      ['on the day the clocks change', '2026-10-25', '2026-10-24T23:00:00.000Z'],
      ['in winter time', '2026-10-26', '2026-10-26T00:00:00.000Z'],
    ])('%s', (_when, until, out) => {
      const outMs = Date.parse(out);
      expect(held(until).at(outMs - 1).stage).toBe('On hold');
      const back = held(until).at(outMs);
      expect(back.state).toMatchObject({ stage: 'Qualifying', enteredAtMs: outMs, end: null });
      expect(back.state.fields).not.toHaveProperty('hold-until');
      expect(held(until).at(outMs + 1).state).toEqual(back.state);
      expect(held(until).at(outMs + 90 * 86_400_000).state).toEqual(back.state);
    });

    test('after 30 days when nobody says until when', () => {
      const scenario = lead().to('On hold');
      expect(scenario.state.fields).toEqual({ 'hold-until': '2026-11-19' });
      expect(scenario.at('2026-11-18T23:59:59.999Z').stage).toBe('On hold');
      expect(scenario.at('2026-11-19T00:00:00.000Z').stage).toBe('Sent to sales');
    });

    test.each(['Closed lost', 'Converted'])(
      'reopened from %s, it is not ended a second time by the clock',
      (end) => {
        const scenario = lead().to(end).to('On hold');
        const opened = scenario.all('open').length;
        expect(scenario.at('2026-11-19T00:00:00.000Z').state).toMatchObject({
          stage: 'Sent to sales',
          end: null,
        });
        expect(scenario.all('open')).toHaveLength(opened);
      },
    );

    test('a new date while it is held holds it longer', () => {
      const scenario = held('2026-10-23').fill({ 'hold-until': '2026-12-01' });
      expect(scenario.at('2026-11-30T23:59:59.999Z').stage).toBe('On hold');
      expect(scenario.at('2026-12-01T00:00:00.000Z').stage).toBe('Qualifying');
    });
  });
});

describe('an opportunity', () => {
  const path = [
    'Validation pending',
    '1 Planning & Identification',
    '2 Opportunity Development',
    '3 Proposal & Quote',
    '4 Negotiation & Quote Modification',
    '5 Closing the Business',
  ];
  const checked = { 'contact-attached': true, 'campaign-assigned': true, 'quote-sent': true };
  const at = (stage: string) => {
    const scenario = new Scenario(opportunities, start, checked);
    for (const next of path.slice(1, path.indexOf(stage) + 1)) scenario.to(next);
    return scenario;
  };

  test('goes stage by stage to Closed Won, and makes a customer', () => {
    const scenario = at('5 Closing the Business').to('Closed Won');
    expect(scenario.state.end).toBe('won');
    expect(scenario.all('make person')).toMatchObject([{ kind: 'customer' }]);
  });

  test.each(path)('may be lost from %s, with a reason of the list', (stage) => {
    expect(() => at(stage).to('Closed Lost')).toThrow(/"Closed Lost" needs a reason; expected "Price"/);
    expect(() => at(stage).to('Closed Lost', { reason: 'Weather' })).toThrow(/"Weather" is no reason/);
    expect(at(stage).to('Closed Lost', { reason: 'price' }).state).toMatchObject({
      end: 'lost',
      reason: 'Price',
    });
  });

  test('no stage is skipped', () => {
    expect(() => at('Validation pending').to('3 Proposal & Quote')).toThrow(/cannot move from /);
  });

  test.each([
    ['contact-attached', 'Attached to an existing or a new contact', 'Validation pending', path[1]],
    ['campaign-assigned', 'Assigned to its campaign', 'Validation pending', path[1]],
    ['quote-sent', 'Pricing sent', '3 Proposal & Quote', path[4]],
  ])('its checklist asks for %s', (field, label, stage, next) => {
    const scenario = at(stage).fill({ [field]: false });
    expect(() => scenario.to(next as string)).toThrow(new RegExp(`missing: ${label}`));
    expect(scenario.fill({ [field]: true }).to(next as string).stage).toBe(next);
  });
});

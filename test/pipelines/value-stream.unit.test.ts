/** The CRM value stream: five phases walked to every end, and its matrix of owners held against the definition: domain.md §4. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../support/pipelines.ts';
import { Walk } from '../support/walk.ts';

const phases = ['campaign', 'lead', 'opportunity', 'deal', 'order'] as const;
const start = '2026-11-23T09:00:00.000Z';

const paths: Record<(typeof phases)[number], string[]> = {
  campaign: ['Goals', 'Target', 'Research', 'Budget', 'Content', 'Running'],
  lead: ['Assigned', 'Initiated', 'Established', 'Opportunity'],
  opportunity: ['New', 'Qualify', 'Proposition', 'Negotiation', 'Decision', 'Decided for'],
  deal: ['Prospect', 'Customer'],
  order: ['Customer', 'Supporter', 'Ambassador', 'Partner'],
};

/** The matrix: by owner, a number a phase; `?` is in italics (optional), `*` can be automated. */
const matrix: Record<string, Record<(typeof phases)[number], string>> = {
  Manager: { campaign: '1', lead: '1', opportunity: '1', deal: '1', order: '1' },
  Marketing: { campaign: '2', lead: '4', opportunity: '6', deal: '15', order: '20' },
  Salesmen: { campaign: '3?', lead: '5', opportunity: '7', deal: '16*', order: '21?*' },
  Prospect: { campaign: '3?', lead: '5', opportunity: '8*', deal: '10*', order: '18*' },
  Customer: { campaign: '3?', lead: '5', opportunity: '8?*', deal: '17?*', order: '22?*' },
  Partners: { campaign: '3?', lead: '5', opportunity: '8?*', deal: '17?*', order: '22?*' },
  'Techno-commercial': { campaign: '', lead: '', opportunity: '9?*', deal: '11?*', order: '18*' },
  Commercial: { campaign: '', lead: '', opportunity: '9?', deal: '14', order: '23*' },
  Engineering: { campaign: '', lead: '', opportunity: 'ii?', deal: '13?', order: '19?' },
  Planning: { campaign: '3', lead: '4', opportunity: 'ii?', deal: '12', order: '19?*' },
  Financial: { campaign: '3', lead: '4', opportunity: 'ii?', deal: 'iii?*', order: 'iv?' },
  Project: { campaign: 'i?', lead: 'i?', opportunity: 'ii?', deal: 'iii?', order: 'iv?' },
};

const reports = {
  campaign: 'Campaign Performance',
  lead: 'Salesmen Performance',
  opportunity: 'Sales Forecast',
  deal: 'Product Performance',
  order: 'Customer Lifetime Value',
};

describe.each(phases)('phase %s', (phase) => {
  const flow = flowOf('value-stream', phase);
  const activities = flow.pipeline.stages.flatMap((stage) => stage.activities);
  const done = Object.fromEntries(activities.map(({ activity }) => [activity, true]));

  test('its activities, owners, numbers and marks are those of the matrix', () => {
    const shown = Object.fromEntries(Object.keys(matrix).map((owner) => [owner, '']));
    for (const { owner, number, optional, automatable } of activities)
      shown[owner] += `${number}${optional ? '?' : ''}${automatable ? '*' : ''}`;
    expect(shown).toEqual(
      Object.fromEntries(Object.entries(matrix).map(([owner, row]) => [owner, row[phase]])),
    );
  });

  test("the Director's report and the three kinds of channels are there", () => {
    expect(flow.pipeline.report).toBe(reports[phase]);
    expect(Object.keys(flow.pipeline.channels)).toEqual(['direct online', 'direct offline', 'indirect']);
  });

  test('goes along its path to the end', () => {
    const walk = new Walk(flow, start).fill(done);
    for (const stage of paths[phase].slice(1)) walk.to(stage);
    expect(walk.state.end).toMatch(/won|done/);
    const next = phases[phases.indexOf(phase) + 1];
    if (phase !== 'campaign' && next) expect(walk.all('open')).toMatchObject([{ pipeline: next }]);
  });

  test('is held up by each activity that is not optional, and by none that is', () => {
    for (const { activity, name, optional } of activities) {
      const walk = new Walk(flow, start).fill({ ...done, [activity]: false });
      const goOn = () => {
        for (const stage of paths[phase].slice(1)) walk.to(stage);
      };
      if (optional) expect(goOn).not.toThrow();
      else expect(goOn).toThrow(name);
    }
  });
});

test.each([
  ['lead', ['Assigned', 'Initiated', 'Established'], 'Lost'],
  ['opportunity', ['New', 'Qualify', 'Proposition', 'Negotiation', 'Decision'], 'Decided against'],
  ['deal', ['Prospect'], 'Lost'],
] as const)('a %s may be lost from %j', (phase, stages, end) => {
  for (const stage of stages) {
    const flow = flowOf('value-stream', phase);
    const activities = flow.pipeline.stages.flatMap((one) => one.activities);
    const walk = new Walk(flow, start).fill(
      Object.fromEntries(activities.map(({ activity }) => [activity, true])),
    );
    for (const next of paths[phase].slice(1, (paths[phase] as string[]).indexOf(stage) + 1)) walk.to(next);
    expect(walk.to(end, { reason: 'Price' }).state.end).toBe('lost');
  }
});

test('an order loops back to the offer (point 10): a deal again', () => {
  const walk = new Walk(flowOf('value-stream', 'order'), start).to('Back to the offer');
  expect(walk.state.end).toBe('cancelled');
  expect(walk.all('open')).toMatchObject([{ pipeline: 'deal' }]);
});

test('an automatic activity does itself on entering its stage', () => {
  const flow = structuredClone(flowOf('value-stream', 'deal'));
  const offer = flow.pipeline.stages[0]?.activities.find(({ number }) => number === 16);
  if (offer) offer.automatic = true;
  const walk = new Walk(flow, start);
  expect(walk.state.fields).toMatchObject({ 'delivers-and-follows-up-the-offer': true });
  expect(walk.all('note')).toMatchObject([
    { text: '16 Delivers and follows up the offer: done automatically' },
  ]);
});

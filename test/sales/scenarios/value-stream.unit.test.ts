/** The CRM value stream: its matrix held against the definition, its five phases walked to every end: domain.md §4. */
import { describe, expect, test } from 'vitest';
import { type FlowKind, transitionsFrom } from '../../../src/contract/language/language.ts';
import { chartOf } from '../../../src/sales/workflow/chart.core.ts';
import { type Flow, nextActionAtMs } from '../../../src/sales/workflow/flow.core.ts';
import { openItems } from '../../../src/sales/workflow/flow-stages.core.ts';
import { flowOf } from '../../support/sales-processes.ts';
import { Scenario } from '../../support/scenario.ts';

const phases = ['campaign', 'lead', 'opportunity', 'deal', 'order'] as const;
type Phase = (typeof phases)[number];

const start = '2026-11-23T09:00:00.000Z';
const aYearLaterMs = Date.parse('2027-11-23T09:00:00.000Z');

/**
 * The matrix, typed out from the seed: thirteen owners, a cell a phase. A cell is the number, `?` where the seed writes
 * in italics (optional), `*` where it says "can be automated". The Director's cells are the reports he reads.
 */
const reports = [
  'Campaign Performance',
  'Salesmen Performance',
  'Sales Forecast',
  'Product Performance',
  'Customer Lifetime Value',
];
// biome-ignore format: a table
const matrix: [owner: string, ...cells: [string, string, string, string, string]][] = [
  //                    A      B     C      D       E
  ['Director',          '',    '',   '',    '',     ''],
  ['Manager',           '1',   '1',  '1',   '1',    '1'],
  ['Marketing',         '2',   '4',  '6',   '15',   '20'],
  ['Salesmen',          '3?',  '5',  '7',   '16*',  '21?*'],
  ['Prospect',          '3?',  '5',  '8*',  '10*',  '18*'],
  ['Customer',          '3?',  '5',  '8?*', '17?*', '22?*'],
  ['Partners',          '3?',  '5',  '8?*', '17?*', '22?*'],
  ['Techno-commercial', '',    '',   '9?*', '11?*', '18*'],
  ['Commercial',        '',    '',   '9?',  '14',   '23*'],
  ['Engineering',       '',    '',   'ii?', '13?',  '19?'],
  ['Planning',          '3',   '4',  'ii?', '12',   '19?*'],
  ['Financial',         '3',   '4',  'ii?', 'iii?*', 'iv?'],
  ['Project',           'i?',  'i?', 'ii?', 'iii?', 'iv?'],
];

const channels = [
  [
    ['Website', 'Social media adverts'],
    ['Website contact or landing page'],
    ['MS Teams', 'Webex'],
    ['eCommerce', 'Chatbot', 'E-mail', 'Mobile app'],
    ['eCommerce', 'Chatbot', 'E-mail'],
  ],
  [
    ['Bulk e-mails', 'Call centre'],
    ['Phones', 'E-mails', 'WhatsApp', 'Facebook chats'],
    ['Presentation', 'URL access'],
    ['Retail POS', 'Self-checkout kiosks'],
    ['Retail POS', 'Self-checkout kiosks'],
  ],
  [
    ['Physical visits', 'Events'],
    ['Physical visits', 'Events', 'Webinars'],
    ['Physical visits'],
    ['Distributor', 'Wholesaler', 'Retailer'],
    ['Distributor', 'Wholesaler', 'Retailer'],
  ],
];

/** The paths of domain.md §4. */
const paths: Record<Phase, string[]> = {
  campaign: ['Goals', 'Target', 'Research', 'Budget', 'Content'],
  lead: ['Assigned', 'Initiated', 'Established', 'Opportunity'],
  opportunity: ['New', 'Qualify', 'Proposition', 'Negotiation', 'Decision'],
  deal: ['Prospect', 'Customer'],
  order: ['Customer', 'Supporter', 'Ambassador', 'Partner'],
};

/** Every way to an end: from a stage of the path, to the end, how it ends, the reasons to choose from, what it opens. */
const lostFor = ['No need', 'Price', 'Competitor', 'No decision', 'No reply'];
const stoppedFor = ['No budget', 'No response', 'Other priorities'];
const endings: [Phase, string[], string, string, string[], FlowKind[]][] = [
  ['campaign', ['Content'], 'Completed', 'done', [], []],
  ['campaign', paths.campaign, 'Stopped', 'cancelled', stoppedFor, []],
  ['lead', ['Established'], 'Opportunity', 'won', [], ['opportunity']],
  ['lead', ['Assigned', 'Initiated', 'Established'], 'Lost', 'lost', lostFor, []],
  ['opportunity', ['Decision'], 'Won', 'won', [], ['deal']],
  ['opportunity', paths.opportunity, 'Lost', 'lost', lostFor, []],
  ['deal', ['Prospect'], 'Customer', 'won', [], ['order']],
  ['deal', ['Prospect'], 'Lost', 'lost', lostFor, []],
  ['order', ['Ambassador'], 'Partner', 'won', [], []],
  ['order', ['Supporter', 'Ambassador'], 'Fulfilled', 'won', [], []],
  ['order', ['Customer'], 'New offer', 'cancelled', [], ['deal']],
  ['order', ['Customer'], 'Order lost', 'lost', lostFor, []],
];

const flows = Object.fromEntries(
  phases.map((phase) => [phase, flowOf('value-stream', phase)] as const),
) as Record<Phase, Flow>;
const activitiesOf = (phase: Phase) =>
  flows[phase].pipeline.stages.flatMap(({ activities, stage }) =>
    activities.map((activity) => ({ ...activity, stage })),
  );
/** A record of a phase that stands in a stage of its path, with all work done up to there and beyond. */
const standing = (phase: Phase, stage: string) => {
  const done = Object.fromEntries(activitiesOf(phase).map(({ activity }) => [activity, true]));
  const scenario = new Scenario(flows[phase], start).fill(done);
  for (const next of paths[phase].slice(1, paths[phase].indexOf(stage) + 1)) scenario.to(next);
  return scenario;
};
/** The same with nothing of that stage done. */
const untouched = (phase: Phase, stage: string) => {
  const own = activitiesOf(phase).filter((one) => one.stage === stage);
  return standing(phase, stage).fill(Object.fromEntries(own.map(({ activity }) => [activity, null])));
};

test('the lanes are the thirteen owners', () => {
  expect(flows.lead.process.lanes.map(({ lane }) => lane)).toEqual(matrix.map(([owner]) => owner));
});

describe.each(phases.map((phase, column) => [phase, column] as const))('phase %s', (phase, column) => {
  const { pipeline } = flows[phase];
  const activities = activitiesOf(phase);

  test.each(matrix)('%s: number and marks are those of the matrix', (owner, ...cells) => {
    const shown = activities
      .filter((activity) => activity.owner === owner)
      .map(({ number, optional, automatable }) => `${number}${optional ? '?' : ''}${automatable ? '*' : ''}`);
    expect(shown.join(' ')).toBe(cells[column]);
  });

  test('the numbers order the work: they rise from stage to stage', () => {
    const numbers = activities.flatMap(({ number }) => (typeof number === 'number' ? number : []));
    const inOrder = pipeline.stages.flatMap((stage) =>
      stage.activities
        .flatMap(({ number }) => (typeof number === 'number' ? number : []))
        .sort((one, other) => one - other),
    );
    expect(inOrder).toEqual([...numbers].sort((one, other) => one - other));
  });

  test('the Director reads its report', () => {
    expect(pipeline.report).toBe(reports[column]);
  });

  test('the channels are those of the matrix', () => {
    expect(pipeline.channels).toEqual({
      'direct online': channels[0]?.[column],
      'direct offline': channels[1]?.[column],
      indirect: channels[2]?.[column],
    });
  });

  test('the stages are those of the path, then its ends', () => {
    const path = paths[phase];
    expect(pipeline.stages.slice(0, path.length).map(({ stage }) => stage)).toEqual(path);
    expect(pipeline.stages.slice(path.length).every(({ ends }) => ends !== undefined)).toBe(true);
    const chart = chartOf(pipeline);
    for (const { stage } of pipeline.stages) expect(chart).toContain(`"${stage}`);
  });

  test('every end, and every way to it, is walked below', () => {
    const ends = new Set(pipeline.stages.filter((one) => one.ends).map(({ stage }) => stage));
    const ways = pipeline.stages.flatMap((stage) =>
      transitionsFrom(pipeline, stage)
        .filter(({ to }) => ends.has(to))
        .map(({ to }) => `${stage.stage} → ${to}`),
    );
    const walked = endings
      .filter(([of]) => of === phase)
      .flatMap(([, from, end]) => from.map((stage) => `${stage} → ${end}`));
    expect(ways.sort()).toEqual(walked.sort());
  });

  test('no stage of the path can be left out', () => {
    const path = paths[phase];
    for (const [index, stage] of path.slice(0, -2).entries())
      expect(() => standing(phase, stage).to(path[index + 2] ?? '')).toThrow(/cannot move from /);
  });

  test('no clock runs: a record waits until somebody moves it', () => {
    for (const stage of paths[phase]) {
      const { state } = standing(phase, stage);
      expect(nextActionAtMs(flows[phase], state)).toBeNull();
      expect(standing(phase, stage).at(aYearLaterMs).state).toEqual(state);
    }
  });

  test('each stage is moved on by its own lane, and by no other', () => {
    for (const [index, stage] of paths[phase].slice(0, -1).entries()) {
      const to = paths[phase][index + 1] ?? '';
      const lane = pipeline.stages[index]?.lane ?? '';
      expect(standing(phase, stage).to(to, { lane }).stage).toBe(to);
      expect(() => standing(phase, stage).to(to, { lane: 'Engineering' })).toThrow(/ is for /);
    }
  });
});

const held = phases.flatMap((phase) =>
  activitiesOf(phase).map((one) => [phase, one.number, one.name, one] as const),
);

test('the matrix has 54 activities', () => {
  expect(held).toHaveLength(54);
  expect(matrix.flatMap(([, ...cells]) => cells).filter((cell) => cell !== '')).toHaveLength(54);
});

test.each(held)(
  '%s %s "%s": an optional one holds nobody back, any other does',
  (phase, number, name, one) => {
    const { activity, stage, optional, oneOf } = one;
    const joined = activitiesOf(phase).filter((other) => oneOf !== undefined && other.oneOf === oneOf);
    const open = Object.fromEntries(
      [activity, ...joined.map((other) => other.activity)].map((id) => [id, null]),
    );
    const scenario = standing(phase, stage).fill(open);
    const next = paths[phase][paths[phase].indexOf(stage) + 1] ?? 'Completed';
    if (optional) expect(scenario.to(next).stage).toBe(next);
    else {
      expect(() => scenario.to(next)).toThrow(`${number} ${name}`);
      expect(scenario.fill({ [activity]: true }).to(next).stage).toBe(next);
    }
  },
);

test('5 "fills the landing page, signs up": any lead: prospect, customer or partner', () => {
  const scenario = untouched('lead', 'Established');
  expect(openItems(scenario.flow, scenario.state)).toEqual([
    '5 Prospect fills the landing page, signs up',
    '5 Customer fills the landing page, signs up',
    '5 Partner fills the landing page, signs up',
  ]);
  expect(scenario.fill({ 'partner-fills-the-landing-page-signs-up': true }).to('Opportunity').state.end).toBe(
    'won',
  );
});

describe.each(endings)('%s, from %j to %s', (phase, from, end, how, reasons, opened) => {
  test.each(from)('from %s', (stage) => {
    const scenario = how === 'won' || how === 'done' ? standing(phase, stage) : untouched(phase, stage);
    if (reasons.length > 0) {
      expect(() => scenario.to(end)).toThrow(`"${end}" needs a reason`);
      expect(() => scenario.to(end, { reason: 'Bad weather' })).toThrow('is no reason');
    }
    for (const reason of reasons.length > 0 ? reasons : [undefined]) {
      const ended = copyOf(scenario).to(end, reason === undefined ? {} : { reason });
      expect(ended.state).toMatchObject({ stage: end, end: how, reason: reason ?? null });
      expect(ended.all('open').map(({ pipeline }) => pipeline)).toEqual(opened);
      expect(() => ended.to(stage)).toThrow('" is an end');
    }
  });
});

/** A scenario that can be taken further more than once. */
function copyOf(scenario: Scenario): Scenario {
  return Object.assign(Object.create(Scenario.prototype), scenario, { effects: [...scenario.effects] });
}

test('who signs the deal becomes a customer', () => {
  const scenario = standing('deal', 'Prospect').to('Customer', { lane: 'Salesmen' });
  expect(scenario.all('make person')).toMatchObject([{ kind: 'customer' }]);
});

test('18 "or loops from pt. 10": the new deal begins where point 10 is', () => {
  const scenario = untouched('order', 'Customer').to('New offer', { when: 'asks for another offer' });
  expect(scenario.all('open')).toMatchObject([{ pipeline: 'deal' }]);
  const deal = new Scenario(flows.deal, start);
  expect(openItems(deal.flow, deal.state)).toContain('10 Asks for offer, discounts');
});

test('the forecast: the nearer the decision, the likelier', () => {
  const likely = flows.opportunity.pipeline.stages.map((one) => one.probability);
  expect(likely).toEqual([10, 20, 40, 60, 80, 100, 0]);
});

test('a lead goes all the way to an ambassador who becomes a partner', () => {
  const way: Phase[] = [];
  for (let phase: Phase | undefined = 'lead'; phase !== undefined; ) {
    way.push(phase);
    const scenario: Scenario = standing(phase, paths[phase].at(-1) ?? '');
    if (scenario.state.end === null) scenario.to('Won');
    expect(scenario.state.end).toBe('won');
    phase = scenario.all('open')[0]?.pipeline as Phase | undefined;
  }
  expect(way).toEqual(['lead', 'opportunity', 'deal', 'order']);
});

test.each(held.filter(([, , , { automatable }]) => automatable))(
  '%s %s "%s" can be automated: with "automatic: true" it is done on entering',
  (phase, number, name, { activity, stage }) => {
    const flow = structuredClone(flows[phase]);
    for (const one of flow.pipeline.stages.flatMap(({ activities }) => activities))
      if (one.activity === activity) one.automatic = true;
    const others = activitiesOf(phase).filter((one) => one.activity !== activity);
    const scenario = new Scenario(flow, start).fill(
      Object.fromEntries(others.map((one) => [one.activity, true])),
    );
    for (const next of paths[phase].slice(1, paths[phase].indexOf(stage) + 1)) scenario.to(next);
    expect(scenario.state.fields).toMatchObject({ [activity]: true });
    expect(scenario.all('note')).toMatchObject([{ text: `${number} ${name}: done automatically` }]);
  },
);

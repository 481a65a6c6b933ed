/** Touchstone's four lanes in the store, from Marketing's campaign to the customer's satisfaction: domain.md §2. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { usualActions } from '../records.ts';

// A Monday, 10:00 in New York; working days there end at 22:00 UTC.
const monday = '2026-11-23T15:00:00.000Z';
let store: TestStore;
let email: string;
let lead: string;
let opportunity: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(monday);
});
afterAll(() => store?.close());
beforeEach(async () => {
  count++;
  await store.at(monday);
  email = `prospect-${count}@example.com`;
  const person_id = await store.person(email, { name: 'Dana' });
  lead = await store.begin('lead', 'touchstone/lead', {
    person_id,
    campaign: `Autumn ${count}`,
    owner: 'ae@example.com',
  });
  await store.to('lead', lead, 'Qualify', { lane: 'Sales' });
  await store.to('lead', lead, 'Qualified', { lane: 'Sales' });
  opportunity = (await store.openedBy('opportunity', 'lead', lead)).id;
  await store.sales.workflow.changeRecord(
    'opportunity',
    opportunity,
    { columns: { name: 'Mugs', amount: 1_000 } },
    ae,
  );
});
const ae = { name: 'ae@example.com', lanes: ['Sales'], isManager: false };

/** Stage, lane, probability, and what must be filled to leave it. */
const stages = [
  [
    '1 Basic qualification',
    'Sales',
    5,
    {
      'opportunity-budget': 900,
      'project-budget': 1_000,
      quantity: 50,
      'in-hands-date': '2027-01-15',
      'ship-to': 'Boston',
      artwork: 'logo.ai',
      files: 'brief.pdf',
    },
  ],
  [
    '2 Funding',
    'Sales',
    25,
    {
      'purchasing-process': true,
      'po-required': false,
      'credit-application': false,
      'funding-approved': true,
      'budget-approved': true,
    },
  ],
  [
    '3 Submissions',
    'Sales',
    50,
    { presentation: 'e-mail', 'revisions-completed': true, 'estimate-submitted': true },
  ],
  ['4 Approvals', 'Sales', 90, { 'sales-order-sent': true, 'sales-order-approved': true }],
  [
    '5 Proofing',
    'Shared Services',
    90,
    { 'proof-sent': true, 'proof-approved': true, 'tracking-numbers': '1Z999' },
  ],
  [
    '6 Order follow-up',
    'Sales',
    100,
    { 'tracking-confirmed': true, 'delivered-on': '2026-11-24', satisfaction: true },
  ],
] as const;

const stands = async () =>
  (await store.sales.workflow.record('opportunity', opportunity)) ?? expect.fail('it is gone');
const next = (index: number) => stages[index + 1]?.[0] ?? 'Closed/Won';
/** Through the stages to one of them, each checklist filled, each left by its lane. */
async function upTo(stage: string): Promise<void> {
  for (const [index, [name, lane, , fields]] of stages.entries()) {
    if (name === stage) return;
    await store.fill('opportunity', opportunity, fields);
    await store.to('opportunity', opportunity, next(index), { lane });
  }
}

test.each(stages)(
  '%s is of %s, at %i %%, and is left when every field of its list is filled',
  async (stage, lane, probability, fields) => {
    await upTo(stage);
    expect(await stands()).toMatchObject({ stage, lane, probability });
    const index = stages.findIndex(([name]) => name === stage);
    // The thank-you ticks itself once it has gone out.
    if (stage === '6 Order follow-up') {
      await store.fill('opportunity', opportunity, { 'delivered-on': '2026-11-23' });
      await store.at('2026-11-23T15:00:00.001Z');
    }
    for (const [name, value] of Object.entries(fields)) {
      await expect(store.to('opportunity', opportunity, next(index), { lane })).rejects.toThrow(/missing: /);
      await store.fill('opportunity', opportunity, { [name]: value });
    }
    expect((await store.to('opportunity', opportunity, next(index), { lane })).stage).toBe(next(index));
  },
);

test.each(stages.slice(0, 4))('%s may be Closed/Lost, with a reason, whatever is filled', async (stage) => {
  await upTo(stage);
  await expect(store.to('opportunity', opportunity, 'Closed/Lost')).rejects.toThrow(/needs a reason/);
  expect(await store.to('opportunity', opportunity, 'Closed/Lost', { reason: 'Price' })).toMatchObject({
    end: 'lost',
    endReason: 'Price',
  });
});

describe('the lanes hand over', () => {
  test('Sales have a task for the lead that Marketing delivered; the opportunity is of its person and campaign', async () => {
    const { person, campaign } = await stands();
    expect(campaign).toBe(`Autumn ${count}`);
    expect((await store.sales.records.listPeople({ email, limit: 1 })).items[0]?.id).toBe(person?.id);
  });

  test('Shared Services are notified at stage 3 and have stage 5; Sales have stage 6', async () => {
    await upTo('6 Order follow-up');
    expect(await store.alertsOf(opportunity)).toEqual([
      'Sales: prospect: 1 Basic qualification'.replace('prospect', 'Dana'),
      'Shared Services: Submissions need support and detail',
      'Shared Services: Mugs: 5 Proofing',
      'Sales: Mugs: 6 Order follow-up',
    ]);
  });

  test('Fulfilment receives the order once it is approved, and coordinates its delivery', async () => {
    await upTo('5 Proofing');
    const order = await store.openedBy('order', 'opportunity', opportunity);
    expect(order).toMatchObject({
      stage: 'Receive order',
      lane: 'Fulfilment',
      amount: '1000.00',
      name: 'Mugs',
    });
    expect(await store.tasksOf(order.id)).toEqual(['Fulfilment: Take the order in']);
    await expect(store.to('order', order.id, 'Coordinate delivery', { lane: 'Sales' })).rejects.toMatchObject(
      { code: 'forbidden' },
    );
    await store.to('order', order.id, 'Coordinate delivery', { lane: 'Fulfilment' });
    expect(await store.to('order', order.id, 'Delivered', { lane: 'Fulfilment' })).toMatchObject({
      end: 'done',
    });
  });
});

test('after the delivery: the thank-you at once, the question of satisfaction a working day later, each once', async () => {
  await upTo('6 Order follow-up');
  expect(await store.mailsOf(opportunity)).toEqual([]);
  await store.fill('opportunity', opportunity, { 'tracking-confirmed': true, 'delivered-on': '2026-11-24' });
  const thanks = `Thank you for your order, Dana to ${email}`;
  await store.at('2026-11-24T04:59:59.999Z');
  expect(await store.mailsOf(opportunity)).toEqual([]);
  await store.at('2026-11-24T05:00:00.000Z');
  expect(await store.mailsOf(opportunity)).toEqual([thanks]);
  await store.at('2026-11-24T21:59:59.999Z');
  expect(await store.mailsOf(opportunity)).toEqual([thanks]);
  await store.at('2026-11-24T22:00:00.000Z');
  await store.at('2026-12-24T22:00:00.000Z');
  expect(await store.mailsOf(opportunity)).toEqual([thanks, `How did we do? to ${email}`]);
  expect(await store.tasksOf(opportunity)).toEqual(['ae@example.com: Is the customer satisfied?']);
  await expect(store.to('opportunity', opportunity, 'Closed/Won')).rejects.toThrow(
    /missing: Delivery confirmed/,
  );
  await store.fill('opportunity', opportunity, { satisfaction: true });
  expect(await store.to('opportunity', opportunity, 'Closed/Won', { lane: 'Sales' })).toMatchObject({
    end: 'won',
  });
  expect(await store.tasksOf(opportunity)).toEqual([]);
});

test('Marketing: prospects identified, campaign created, engagement tracked, leads delivered', async () => {
  const campaign = await store.begin('campaign', 'touchstone/campaign', { name: `Spring ${count}` });
  const go = (stage: string) => store.to('campaign', campaign, stage, { lane: 'Marketing' });
  await expect(go('Create marketing campaign')).rejects.toThrow(/missing: Perfect prospect list/);
  await store.fill('campaign', campaign, { 'prospect-list': 'avatars.csv' });
  await go('Create marketing campaign');
  await store.fill('campaign', campaign, { 'campaign-created': true });
  await go('Track engagement');
  expect(await go('Deliver leads')).toMatchObject({ end: 'done' });
});

test('a programme may open its leads here: a crossing is a lead for Sales to qualify; contact moves it nowhere by itself', async () => {
  const email = `hot-${count}@example.com`;
  await store.crossing(email, {
    actions: [{ do: 'open lead', in: 'touchstone/lead' }, ...usualActions(store.nowMs())],
  });
  const hot = (await store.sales.records.listLeads({ limit: 200 })).items.find(
    ({ person }) => person.email === email,
  );
  expect(hot).toMatchObject({ status: 'Receive lead', person: { email } });
  expect(await store.tasksOf(hot?.id ?? '')).toContain('nobody: Qualify the lead');
  const contact = { status: 'Complete', outcome: 'No opportunity' } as const;
  await store.sales.records.changeTask(hot?.task?.id ?? '', contact, ae);
  expect(await store.sales.records.lead(hot?.id ?? '')).toMatchObject({ status: 'Receive lead' });
});

test('an opportunity that was created by mistake: the lead has its task again, not a second one', async () => {
  const email = `mistake-${count}@example.com`;
  await store.crossing(email, {
    profile: email,
    actions: [{ do: 'open lead', in: 'touchstone/lead' }, ...usualActions(store.nowMs())],
  });
  const hot = (await store.sales.records.listLeads({ limit: 200 })).items.find(
    ({ person }) => person.email === email,
  );
  const id = hot?.id ?? '';
  const before = await store.tasksOf(id);
  expect(before).toContain('nobody: Qualify the lead');
  await store.at('2026-11-23T16:00:00.000Z');
  const contact = hot?.task?.id ?? '';
  await store.sales.records.changeTask(contact, { outcome: 'Opportunity created' }, ae);
  expect(await store.tasksOf(id)).toEqual([]);
  await store.sales.records.changeTask(contact, { status: 'Open' }, ae);
  expect(await store.tasksOf(id)).toEqual(before);
  // A task that was done before stays done.
  const { items } = await store.sales.records.listTasks({ limit: 200 });
  const stageTask = items.find(({ lead: of, subject }) => of === id && subject === 'Qualify the lead');
  await store.sales.records.changeTask(stageTask?.id ?? '', { status: 'Complete' }, ae);
  await store.at('2026-11-23T17:00:00.000Z');
  await store.sales.records.changeTask(contact, { outcome: 'Opportunity created' }, ae);
  await store.sales.records.changeTask(contact, { status: 'Open' }, ae);
  expect(await store.tasksOf(id)).toEqual(before.filter((one) => !one.includes('Qualify')));
});

test('a lead that does not qualify ends, with a reason, and opens nothing', async () => {
  const person_id = await store.person(`other-${count}@example.com`);
  const other = await store.begin('lead', 'touchstone/lead', { person_id, campaign: `Autumn ${count}` });
  expect(await store.tasksOf(other)).toEqual(['nobody: Qualify the lead']);
  await expect(store.to('lead', other, 'Disqualified')).rejects.toThrow(/needs a reason/);
  expect(await store.to('lead', other, 'Disqualified', { reason: 'No need' })).toMatchObject({ end: 'lost' });
  expect(await store.tasksOf(other)).toEqual([]);
  await expect(store.openedBy('opportunity', 'lead', other)).rejects.toThrow(/^0 records/);
});

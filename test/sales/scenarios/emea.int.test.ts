/** The EMEA programme in the store, from a crossing to a won opportunity, with its campaign all the way: domain.md §1. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
const campaign = 'EMEA Lead Scoring Programme';
let store: TestStore;
let email: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());
beforeEach(async () => {
  count++;
  await store.at(start);
  email = `person-${count}@company-${count}.example`;
});

const crossing = (change: object = {}) => store.crossing(email, { campaign, ...change });
const personId = async () => (await store.sales.records.listPeople({ email, limit: 1 })).items[0]?.id;
const leads = async () =>
  (await store.sales.records.listLeads({ limit: 200 })).items.filter(({ person }) => person.email === email);
const tasks = async () =>
  (await store.sales.records.listTasks({ limit: 200 })).items.filter(({ person }) => person?.email === email);
const theLead = async () => (await leads())[0] ?? expect.fail('no lead');
const theTask = async () => (await tasks())[0] ?? expect.fail('no task');
const status =
  (to: string, more: object = {}) =>
  async () =>
    store.sales.records.changeLead((await theLead()).id, { status: to, ...more }, admin);

describe('what a crossing does', () => {
  test('a new prospect: a lead Sent to sales in the campaign, and a contact task due 24 hours later', async () => {
    await crossing();
    expect(await leads()).toMatchObject([
      { status: 'Sent to sales', campaign, tier: 1, score: 22, owner: null },
    ]);
    expect(await tasks()).toMatchObject([
      {
        type: 'Other',
        campaign,
        status: 'Open',
        dueAt: '2026-11-24T09:00:00.000Z',
        lead: (await theLead()).id,
      },
    ]);
  });

  test.each(['contact', 'customer'])('a known %s: no lead, a task for the account owner', async (kind) => {
    await store.person(email, { kind, owner: 'owner@example.com' });
    await crossing();
    expect(await leads()).toEqual([]);
    expect(await tasks()).toMatchObject([
      { type: 'Other', campaign, owner: 'owner@example.com', lead: null },
    ]);
  });

  test('nobody takes it: the Q Team’s queue, with the reason; qualified and given to the account owner with its task', async () => {
    await crossing();
    expect((await theLead()).routingReason).toMatch(/^Q Team: /);
    await store.sales.records.changeLead((await theLead()).id, { owner: 'owner@example.com' }, admin);
    expect([await theLead(), await theTask()]).toMatchObject([
      { owner: 'owner@example.com' },
      { owner: 'owner@example.com' },
    ]);
  });

  test('an account that has an owner: routed to the owner directly', async () => {
    await store.person(email, { owner: 'owner@example.com' });
    await crossing();
    expect(await theLead()).toMatchObject({ owner: 'owner@example.com', routingReason: 'owns the account' });
  });

  test('hotter while open: the lead heats up, nothing opens twice', async () => {
    await crossing();
    await crossing({ from: 1, to: 3, tierName: '3 chilies', score: 95 });
    expect(await leads()).toMatchObject([{ tier: 3, score: 95 }]);
    expect(await tasks()).toHaveLength(1);
  });
});

describe('the task, after contact', () => {
  test('Opportunity created: the lead is converted, the opportunity is of its person, owner and campaign', async () => {
    await store.person(email, { owner: 'owner@example.com' });
    await crossing();
    await store.sales.records.changeTask(
      (await theTask()).id,
      { status: 'Complete', outcome: 'Opportunity created' },
      admin,
    );
    expect(await theLead()).toMatchObject({ status: 'Converted', closedAt: start });
    const opportunity = await store.openedBy('opportunity', 'lead', (await theLead()).id);
    expect(opportunity).toMatchObject({
      stage: 'Validation pending',
      campaign,
      owner: 'owner@example.com',
      person: { id: await personId() },
    });
  });

  test('No opportunity: the lead stays in progress with the rep', async () => {
    await crossing();
    await store.sales.records.changeTask(
      (await theTask()).id,
      { status: 'Complete', outcome: 'No opportunity' },
      admin,
    );
    expect(await theLead()).toMatchObject({ status: 'In progress', closedAt: null });
  });

  test('is not completed without saying which', async () => {
    await crossing();
    await expect(
      store.sales.records.changeTask((await theTask()).id, { status: 'Complete' }, admin),
    ).rejects.toThrow(/"Opportunity created" or "No opportunity"/);
  });
});

describe('the lead', () => {
  test('goes through every status to closed lost, in the words of the table', async () => {
    await crossing();
    for (const to of ['In progress', 'More info needed', 'Qualifying'])
      await status(to, { fields: { notes: to } })();
    expect(await status('Closed lost', { reason: 'no budget this year' })()).toMatchObject({
      status: 'Closed lost',
      endReason: 'no budget this year',
      fields: { notes: 'Qualifying' },
    });
  });

  test('on hold until a day comes back by itself, in the status it had', async () => {
    await crossing();
    await status('Qualifying')();
    await status('On hold', { fields: { 'hold-until': '2027-01-11' } })();
    await store.at('2027-01-10T23:59:59.999Z');
    expect((await theLead()).status).toBe('On hold');
    await store.at('2027-01-11T00:00:00.000Z');
    expect(await theLead()).toMatchObject({ status: 'Qualifying', fields: {} });
  });

  test('Marketing follow-up goes to the Nurture Programme: Marketing is notified', async () => {
    await crossing();
    await status('Marketing follow-up')();
    expect(await store.alertsOf((await theLead()).id)).toContain(
      'Marketing: A lead for the Nurture Programme',
    );
    expect((await theLead()).closedAt).toBeNull();
  });

  test('closed, and hot again in a later episode: a new lead', async () => {
    await crossing();
    await status('Closed lost')();
    await crossing({ episode: 2 });
    expect((await leads()).map((lead) => lead.status).sort()).toEqual(['Closed lost', 'Sent to sales']);
  });
});

describe('the opportunity', () => {
  const path = [
    'Validation pending',
    '1 Planning & Identification',
    '2 Opportunity Development',
    '3 Proposal & Quote',
    '4 Negotiation & Quote Modification',
    '5 Closing the Business',
  ];
  async function opportunity(): Promise<string> {
    await crossing();
    await status('Converted')();
    const { id } = await store.openedBy('opportunity', 'lead', (await theLead()).id);
    return id;
  }

  test('has the ticks of its contact and campaign, goes stage by stage to Closed Won, and makes a customer', async () => {
    const id = await opportunity();
    expect((await store.sales.workflow.record('opportunity', id))?.missing).toEqual([]);
    for (const stage of path.slice(1, 4)) await store.to('opportunity', id, stage);
    await expect(store.to('opportunity', id, path[4] ?? '')).rejects.toThrow(/missing: Pricing sent/);
    await store.fill('opportunity', id, { 'quote-sent': true });
    for (const stage of path.slice(4)) await store.to('opportunity', id, stage);
    expect(await store.to('opportunity', id, 'Closed Won')).toMatchObject({ end: 'won', campaign });
    expect((await store.sales.records.listPeople({ email, limit: 1 })).items[0]?.kind).toBe('customer');
  });

  test('without contact and campaign it asks for them, until it gets them', async () => {
    await crossing();
    const { id: company } = await store.sales.records.makeCompany({ name: 'Nobody yet Ltd' }, admin);
    const id = await store.begin('opportunity', 'emea/opportunity', { name: 'Cloud', company_id: company });
    await expect(store.to('opportunity', id, path[1] ?? '')).rejects.toThrow(
      /missing: Attached to an existing or a new contact, Assigned to its campaign/,
    );
    await store.fill('opportunity', id, { 'contact-attached': true });
    await store.sales.workflow.changeRecord('opportunity', id, { columns: { campaign } }, admin);
    expect(await store.to('opportunity', id, path[1] ?? '')).toMatchObject({
      fields: { 'contact-attached': true, 'campaign-assigned': true },
    });
  });

  test('a tick that was taken back stays so', async () => {
    const id = await opportunity();
    await store.fill('opportunity', id, { 'contact-attached': false });
    await store.sales.workflow.changeRecord('opportunity', id, { columns: { amount: 5 } }, admin);
    await expect(store.to('opportunity', id, path[1] ?? '')).rejects.toThrow(/missing: Attached to/);
  });

  test.each(path)('is lost from "%s", with a reason', async (stage) => {
    const id = await opportunity();
    await store.fill('opportunity', id, {
      'contact-attached': true,
      'campaign-assigned': true,
      'quote-sent': true,
    });
    for (const next of path.slice(1, path.indexOf(stage) + 1)) await store.to('opportunity', id, next);
    await expect(store.to('opportunity', id, 'Closed Lost')).rejects.toThrow(
      /needs a reason; expected "Price"/,
    );
    expect(await store.to('opportunity', id, 'Closed Lost', { reason: 'Competitor' })).toMatchObject({
      end: 'lost',
      endReason: 'Competitor',
    });
  });
});

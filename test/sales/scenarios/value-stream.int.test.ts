/** The value stream's five phases in the store: each record opens the next phase's, to an ambassador who becomes a partner: domain.md §4. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FlowKind } from '../../../src/contract/language/language.ts';
import { flowOf } from '../../support/sales-processes.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';

const start = '2026-11-23T05:00:00.000Z';
const campaign = 'Winter offer';
let store: TestStore;
let person: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(start);
  await store.begin('campaign', 'value-stream/campaign', { name: campaign });
});
afterAll(() => store?.close());
beforeEach(async () => {
  count++;
  person = await store.person(`prospect-${count}@example.com`, { name: 'Priya' });
});

/** Goes a path, doing what each stage's activities ask of their owners: first without, to see that they hold it. */
async function go(kind: FlowKind, id: string, path: readonly string[], how: object = {}): Promise<void> {
  const { pipeline } = flowOf('value-stream', kind);
  for (const to of path) {
    const at = await store.sales.workflow.record(kind, id);
    const stage = pipeline.stages.find((one) => one.stage === at?.stage);
    const due = (stage?.activities ?? []).filter(({ optional }) => !optional);
    if (due.length > 0) await expect(store.to(kind, id, to, how)).rejects.toThrow(/missing: \d+ /);
    await store.fill(kind, id, Object.fromEntries(due.map(({ activity }) => [activity, true])));
    await store.to(kind, id, to, { ...how, ...(stage?.lane && { lane: stage.lane }) });
  }
}
const newLead = () => store.begin('lead', 'value-stream/lead', { person_id: person, campaign });
async function newOpportunity(): Promise<string> {
  const lead = await newLead();
  await go('lead', lead, ['Initiated', 'Established', 'Opportunity']);
  return (await store.openedBy('opportunity', 'lead', lead)).id;
}
async function newDeal(): Promise<string> {
  const opportunity = await newOpportunity();
  await store.sales.workflow.changeRecord(
    'opportunity',
    opportunity,
    { columns: { name: 'Pumps', amount: 5_000, currency: 'INR' } },
    { name: 'rep@example.com', lanes: [], isManager: false },
  );
  await go('opportunity', opportunity, ['Qualify', 'Proposition', 'Negotiation', 'Decision', 'Won']);
  return (await store.openedBy('deal', 'opportunity', opportunity)).id;
}
async function newOrder(): Promise<string> {
  const deal = await newDeal();
  await go('deal', deal, ['Customer']);
  return (await store.openedBy('order', 'deal', deal)).id;
}

test('A: a campaign goes from its goals to its contents, and is completed', async () => {
  const { items } = await store.sales.workflow.listRecords('campaign', { limit: 10 });
  const id = items.find(({ name }) => name === campaign)?.id ?? '';
  await go('campaign', id, ['Target', 'Research', 'Budget', 'Content', 'Completed']);
  expect(await store.sales.workflow.record('campaign', id)).toMatchObject({ end: 'done' });
});

test('B to E: lead, opportunity, deal, order, each opened by the one before, of one person, campaign and sum', async () => {
  const order = await newOrder();
  expect(await store.sales.workflow.record('order', order)).toMatchObject({
    stage: 'Customer',
    name: 'Pumps',
    amount: '5000.00',
    currency: 'INR',
    campaign,
    person: { id: person },
    lead: expect.stringMatching(/^ld_/),
    opportunity: expect.stringMatching(/^op_/),
    deal: expect.stringMatching(/^dl_/),
  });
  expect(
    (await store.sales.records.listPeople({ email: `prospect-${count}@example.com`, limit: 1 })).items[0]
      ?.kind,
  ).toBe('customer');
  await go('order', order, ['Supporter', 'Ambassador', 'Partner']);
  expect(await store.sales.workflow.record('order', order)).toMatchObject({ end: 'won' });
});

test.each([
  ['Fulfilled', ['Supporter']],
  ['Fulfilled', ['Supporter', 'Ambassador']],
] as const)('E: %s after %j', async (end, path) => {
  const order = await newOrder();
  await go('order', order, [...path, end]);
  expect(await store.sales.workflow.record('order', order)).toMatchObject({ end: 'won' });
});

test('E, 18 "or loops from pt. 10": another offer is another deal, and the order is cancelled', async () => {
  const order = await newOrder();
  const { deal } = (await store.sales.workflow.record('order', order)) ?? {};
  expect(await store.to('order', order, 'New offer', { when: 'asks for another offer' })).toMatchObject({
    end: 'cancelled',
  });
  const { rows } = await store.sql.query<{ id: string; stage: string }>(
    `SELECT id, stage FROM deals WHERE person_id = $1 AND id <> $2`,
    [person, deal],
  );
  expect(rows).toMatchObject([{ stage: 'Prospect' }]);
});

test.each([
  ['lead', newLead, 'Lost'],
  ['opportunity', newOpportunity, 'Lost'],
  ['deal', newDeal, 'Lost'],
  ['order', newOrder, 'Order lost'],
] as const)(
  'a %s is lost, with a reason, whatever is done; nothing follows from it',
  async (kind, make, end) => {
    const id = await make();
    await expect(store.to(kind, id, end)).rejects.toThrow(/needs a reason/);
    expect(await store.to(kind, id, end, { reason: 'Price' })).toMatchObject({
      end: 'lost',
      endReason: 'Price',
    });
  },
);

test('A: a campaign is stopped, with a reason', async () => {
  const id = await store.begin('campaign', 'value-stream/campaign', { name: 'Stopped soon' });
  expect(await store.to('campaign', id, 'Stopped', { reason: 'No budget' })).toMatchObject({
    end: 'cancelled',
  });
});

/** What was undone counts in no report; and no year is projected from orders that lie close together. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
let store: TestStore;
beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());

const asked = (by: string) => {
  const nowMs = store.nowMs();
  return { fromMs: null, toMs: null, nowMs, asOfMs: nowMs, timeZone: 'UTC', by };
};

test('an opportunity that was created by mistake is voided: in its timeline, in no report', async () => {
  await store.person('ada@example.com', { owner: 'rep@example.com' });
  await store.crossing('ada@example.com');
  const [task] = (await store.sales.records.listTasks({ limit: 1 })).items;
  const id = task?.id ?? '';
  await store.sales.records.changeTask(id, { outcome: 'Opportunity created' }, admin);
  const opened = await store.openedBy('opportunity', 'lead', task?.lead ?? '');
  const createdMs = store.nowMs();
  await store.at('2026-11-23T09:01:00.000Z');
  await store.sales.records.changeTask(id, { status: 'Open' }, admin);

  expect(await store.sales.workflow.record('opportunity', opened.id)).toMatchObject({
    end: 'voided',
    endReason: 'Taken back',
  });
  const { items } = await store.sales.records.timelineOf(opened.id, { limit: 10 });
  // One entry: it was lost at no moment.
  expect(items.flatMap(({ changes }) => changes['ended'] ?? [])).toEqual([null, 'voided']);
  expect(await store.sales.records.lead(task?.lead ?? '')).toMatchObject({ status: 'Sent to sales' });

  const { reports } = store.sales;
  expect((await reports.report('salesmen', asked('owner'))).totals).toMatchObject([
    { opportunitiesWon: 0, opportunitiesLost: 0, winRate: null, leadsConverted: 0 },
  ]);
  const campaigns = await reports.campaignReport(asked('campaign'), [], new Map());
  expect(campaigns.totals).toMatchObject([{ opportunities: 0, won: 0 }]);
  const then = { ...asked('stage'), asOfMs: createdMs };
  expect((await reports.report('forecast', then)).totals).toEqual([]);
});

test('the campaign report counts the opportunity of a lead that another one goes on for, as its list does', async () => {
  for (const [name, score] of [
    ['kept', 44],
    ['gone', 22],
  ] as const)
    await store.crossing(`${name}@report.example`, { profile: name, score, campaign: 'Joined' });
  const people = await store.sql.query<{ id: string }>(
    `SELECT id FROM people WHERE email LIKE '%@report.example' ORDER BY email DESC`,
  );
  const [kept, gone] = people.rows.map(({ id }) => id) as [string, string];
  const leads = (await store.sales.records.listLeads({ limit: 2, person: gone })).items;
  const lead = leads[0]?.id;
  const opportunity = await store.begin('opportunity', 'emea/opportunity', {
    name: 'Of the colder',
    person_id: gone,
    lead_id: lead,
  });
  const counted = async () => {
    const { rows } = await store.sales.reports.campaignReport(asked('campaign'), [], new Map());
    const { leads: counts, opportunities } = rows.find(({ campaign }) => campaign === leads[0]?.campaign) ?? {
      leads: 0,
      opportunities: 0,
    };
    return { leads: counts, opportunities };
  };
  const before = await counted();
  await store.sales.records.merge('people', kept, { merged: gone, take: [] }, admin);
  expect(await store.sales.records.lead(lead ?? '')).toMatchObject({ end: 'voided' });
  expect(await counted()).toEqual({ ...before, leads: before.leads - 1 });
  const list = await store.sales.workflow.listRecords('opportunity', {
    limit: 200,
    countsFor: leads[0]?.campaign,
  } as never);
  expect(list.items.map(({ id }) => id)).toContain(opportunity);
});

test('a year is projected from orders of 7 days, not of 41 milliseconds', async () => {
  const person = await store.person('bob@example.com');
  const order = async (time: string) => {
    await store.at(time);
    const id = await store.begin('order', 'touchstone/order', {
      name: 'Pens',
      person_id: person,
      amount: 100,
    });
    for (const stage of ['Coordinate delivery', 'Delivered']) await store.to('order', id, stage);
  };
  const projected = async () =>
    (await store.sales.reports.report('customers', asked('customer'))).rows.map((row) => row.projectedYear);
  await order('2026-12-01T09:00:00.000Z');
  await order('2026-12-01T09:00:00.041Z');
  expect(await projected()).toEqual([null]);
  await order('2026-12-08T08:59:59.999Z');
  expect(await projected()).toEqual([null]);
  await order('2026-12-08T09:00:00.000Z');
  expect(await projected()).toEqual(['15642.86']);
});

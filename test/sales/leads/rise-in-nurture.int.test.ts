/** A rise of somebody whose lead marketing follows up: the lead comes back to its rep, with a contact task. */
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
  await store.at(start);
  email = `person-${++count}@company-${count}.example`;
  await store.person(email, { owner: `owner-${count}@example.com` });
  await store.crossing(email, { campaign });
});

const mine = <Item extends { person: { email: string | null } | null }>(items: Item[]) =>
  items.find(({ person }) => person?.email === email) ?? expect.fail(`nothing of ${email}`);
const lead = async () => mine((await store.sales.records.listLeads({ limit: 200 })).items);
const task = async () => mine((await store.sales.records.listTasks({ limit: 200 })).items);
const set = async (status: string) => store.sales.records.changeLead((await lead()).id, { status }, admin);
const change = async (how: object) => store.sales.records.changeTask((await task()).id, how, admin);

describe('a rise while marketing follows up', () => {
  const hotter = { campaign, from: 1, to: 2, tierName: '2 chilies', score: 50 };

  test('brings the lead back, with the task that was stopped, as hot as it is', async () => {
    await set('Marketing follow-up');
    await store.at('2026-12-20T09:00:00.000Z');
    await store.crossing(email, { ...hotter, to: 1, score: 30 });
    expect(await lead()).toMatchObject({ status: 'Marketing follow-up', task: { status: 'Cancelled' } });
    await store.crossing(email, hotter);
    expect(await lead()).toMatchObject({ status: 'Sent to sales', tier: 2, task: { status: 'Open' } });
    expect(await task()).toMatchObject({ tier: 2, score: 50, dueAt: '2026-12-21T09:00:00.000Z' });
    // Sent again, it changes nothing; nor does a rise of a lead that is worked.
    await set('Qualifying');
    await store.crossing(email, hotter);
    expect(await lead()).toMatchObject({ status: 'Qualifying' });
  });

  test('opens a task where the one before was done', async () => {
    await change({ status: 'Complete', outcome: 'No opportunity' });
    await set('Marketing follow-up');
    await store.at('2026-12-20T09:00:00.000Z');
    await store.crossing(email, hotter);
    expect(await lead()).toMatchObject({ status: 'Sent to sales', task: { status: 'Open' } });
    const { items } = await store.sales.records.listTasks({ limit: 200 });
    const theirs = items.filter(({ person }) => person?.email === email);
    expect(theirs.map(({ status, outcome }) => [status, outcome])).toEqual([
      ['Open', null],
      ['Complete', 'No opportunity'],
    ]);
  });

  test('leaves a lead on hold where it is: it comes back by itself', async () => {
    await set('On hold');
    await store.crossing(email, hotter);
    expect(await lead()).toMatchObject({ status: 'On hold', tier: 2, task: { status: 'Asleep' } });
  });
});

/** Records that programmes open: once an episode, however often it is applied; closed again untouched; and noted where no pipeline fits. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PlannedAction } from '../../../src/contract/api/api.ts';
import { runs } from '../../support/law-runs.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
const order = 'company-xyz/order';
const opening: PlannedAction[] = [{ do: 'open record', in: order, name: 'Order from the site' }];
const closing: PlannedAction[] = [{ do: 'close record', in: order }];
let store: TestStore;
let email: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.at(start);
  email = `buyer-${++count}@example.com`;
});

const rise = (more: object = {}) => store.crossing(email, { actions: opening, ...more });
const fall = (more: object = {}) =>
  store.crossing(email, { from: 1, to: 0, score: 1, actions: closing, ...more });
const person = async () => (await store.sales.records.listPeople({ email, limit: 1 })).items[0];
const orders = async () =>
  (await store.sales.workflow.listRecords('order', { limit: 100, person: (await person())?.id ?? '' })).items;

test('a rise opens an order of the person, in its first stage, with its task and campaign', async () => {
  await rise();
  const [one, ...more] = await orders();
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    ...{
      name: 'Order from the site',
      stage: 'Order received',
      pipeline: 'company-xyz/order@1',
      campaign: 'EMEA',
    },
    person: { id: (await person())?.id },
  });
  expect(await store.tasksOf(one?.id ?? '')).toEqual([
    'Customer Service: Ask the store whether the product exists',
  ]);
  // Nothing but the record was asked for.
  expect((await store.sales.records.listLeads({ limit: 100, person: one?.person?.id ?? '' })).items).toEqual(
    [],
  );
});

test('the same episode opens it once: applied again, from Redis rebuilt, at a higher tier, or as part of another profile', async () => {
  await rise();
  await rise();
  await rise({ from: 1, to: 2 });
  await rise({ profile: 'another', episode: 7, begunAs: { profile: `profile of ${email}`, episode: 1 } });
  expect(await orders()).toHaveLength(1);
  await rise({ episode: 2 });
  expect(await orders()).toHaveLength(2);
});

test('a fall cancels an untouched one, and leaves what somebody has moved', async () => {
  await rise();
  await fall();
  expect(await orders()).toMatchObject([
    { end: 'cancelled', endReason: 'the score has fallen below the ladder' },
  ]);
  await rise({ episode: 2 });
  const open = (await orders()).find(({ end }) => end === null);
  await store.sales.workflow.changeRecord('order', open?.id ?? '', { to: 'Check with store' }, admin);
  await fall({ episode: 2 });
  expect(await store.sales.workflow.record('order', open?.id ?? '')).toMatchObject({
    ...{ stage: 'Check with store', end: null },
  });
});

test.each([
  ['nowhere/order', 'The programme has "open record" in "nowhere/order", which is no pipeline'],
  [
    'emea/lead',
    'The programme has "open record" in "emea/lead", a pipeline of leads; "open lead" opens those',
  ],
])('in "%s" nothing is opened, and a note says why', async (name, note) => {
  await rise({ actions: [{ do: 'open record', in: name }, { do: 'open lead' }] });
  expect(await orders()).toEqual([]);
  const { items } = await store.sales.records.listActivities({
    limit: 10,
    person: (await person())?.id ?? '',
  });
  expect(items).toMatchObject([{ kind: 'note', body: note }]);
  expect(
    (await store.sales.records.listLeads({ limit: 9, person: (await person())?.id ?? '' })).items,
  ).toHaveLength(1);
});

test('somebody who wishes no contact gets none, and who was erased begins a new one', async () => {
  await rise();
  const { id } = (await person()) ?? { id: '' };
  const notice = { profile: `profile of ${email}`, untilMs: store.nowMs(), address: email, person: null };
  await store.sales.leads.applyTierUpdates([
    { partition: 1, id: `${count}-0`, record: { erasure: `er_${count}`, ...notice } },
  ]);
  await store.at('2026-11-23T10:00:00.000Z');
  await rise();
  expect((await orders()).map((one) => one.person?.id)).toEqual([(await person())?.id]);
  expect((await store.sales.workflow.record('order', (await orders())[0]?.id ?? ''))?.name).toBe(
    'Order from the site',
  );
  expect(id).not.toBe('');
  await store.sales.records.changePerson((await person())?.id ?? '', { doNotContact: true }, admin);
  await rise({ episode: 2 });
  expect(await orders()).toHaveLength(1);
});

test('any order of repeats opens one record an episode', async () => {
  const episodes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(episodes, async (applied) => {
      email = `drawn-${++count}@example.com`;
      for (const episode of applied) await rise({ episode });
      expect(await orders()).toHaveLength(new Set(applied).size);
    }),
    runs(20),
  );
});

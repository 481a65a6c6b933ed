/** The users that may set the owner of a lead, and the result where no person is known. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { employ } from '../../support/employees.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore('2026-11-23T09:00:00.000Z');
  await employ(store.sql, 'ann@x.com', 'bob@x.com', 'eve@x.com');
});
afterAll(() => store?.close());

const rep = (name: string) => ({ name, lanes: [], isManager: false, isAdmin: false });

test('the owner is changed by the owner, by managers, and by a user who takes an unowned lead; by no other', async () => {
  const person_id = await store.person('ada@example.com');
  const id = await store.begin('lead', 'emea/lead', { person_id });
  const give = (owner: string | null, by: string) => store.sales.records.changeLead(id, { owner }, rep(by));
  await expect(give('bob@x.com', 'eve@x.com')).rejects.toMatchObject({ code: 'forbidden' });
  await give('ann@x.com', 'ann@x.com');
  await expect(give('eve@x.com', 'eve@x.com')).rejects.toMatchObject({
    code: 'forbidden',
    detail: expect.stringContaining('the owner is ann@x.com'),
  });
  await give('bob@x.com', 'ann@x.com');
  await give(null, 'bob@x.com');
  expect((await store.sales.records.lead(id))?.owner).toBeNull();
  expect((await store.sales.records.changeLead(id, { owner: 'ann@x.com' }, admin)).owner).toBe('ann@x.com');
});

test('a task is reassigned likewise', async () => {
  await store.crossing('bea@example.com');
  const { items } = await store.sales.records.listLeads({ limit: 10 });
  const lead = items.find(({ person }) => person.email === 'bea@example.com');
  const task = lead?.task?.id ?? '';
  await store.sales.records.changeTask(task, { owner: 'ann@x.com' }, admin);
  await expect(
    store.sales.records.changeTask(task, { owner: 'eve@x.com' }, rep('eve@x.com')),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await store.sales.records.changeTask(task, { owner: 'bob@x.com' }, rep('ann@x.com'))).owner).toBe(
    'bob@x.com',
  );
});

test('an opportunity of a company alone that is lost leads back to the unnamed person of the company', async () => {
  const { id: company } = await store.sales.records.makeCompany({ name: 'Acme' }, admin);
  const id = await store.begin('opportunity', 'process-guide/opportunity', {
    ...{ name: 'It', company_id: company },
  });
  await store.to('opportunity', id, 'Not accepted', { reason: 'Price' });
  const { items } = await store.sales.records.listLeads({ limit: 5, company });
  expect(items).toMatchObject([{ person: { companyId: company, email: null }, closedAt: null }]);
});

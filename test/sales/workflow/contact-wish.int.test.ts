/** A wish for no contact ends the records of every sales process with the reason, and its withdrawal brings them back at once. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { processOf } from '../../support/sales-processes.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin, identityOf, usualActions } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
const later = '2026-11-25T15:00:00.000Z';
const reason = 'the person does not wish to be contacted';
const folder = fileURLToPath(new URL('../../../rules/pipelines/', import.meta.url));
const pipelines = readdirSync(folder)
  .map((file) => path.basename(file, '.yaml'))
  .flatMap((name) => processOf(name).pipelines.map((one) => [`${name}/${one.pipeline}`, one] as const))
  .filter(([, { of }]) => of !== 'campaign');

let store: TestStore;
let person: string;
let email: string;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.at(start);
  email = `person-${++count}@company-${count}.example`;
  person = await store.person(email, { owner: 'owner@example.com' });
});

const wish = (doNotContact: boolean) => store.sales.records.changePerson(person, { doNotContact }, admin);
const leads = async () =>
  (await store.sales.records.listLeads({ limit: 50, person })).items.map(
    ({ status, score, task, closedAt }) => ({
      status,
      score,
      task: task?.status ?? null,
      dueAt: task?.dueAt ?? null,
      isOpen: closedAt === null,
    }),
  );

describe.each(pipelines)('%s', (name, pipeline) => {
  test('stands where it stood when the wish is withdrawn, with its tasks', async () => {
    const { of: kind } = pipeline;
    const columns = kind === 'lead' ? { person_id: person } : { person_id: person, name };
    const id = await store.begin(kind, name as `${string}/${string}`, {
      ...columns,
      owner: 'owner@example.com',
    });
    const about = { lead: 'lead', opportunity: 'opportunity', deal: 'deal', order: 'order', job: 'job' }[
      kind as 'job'
    ];
    await store.sales.records.openTask(
      { type: 'Call', subject: 'By hand', dueOn: '2026-12-24', [about]: id },
      admin,
    );
    const before = await store.sales.workflow.record(kind, id);
    const tasks = await store.tasksOf(id);
    await wish(true);
    const sells = ['lead', 'opportunity', 'deal'].includes(kind);
    const ended = await store.sales.workflow.record(kind, id);
    if (sells) {
      expect(ended).toMatchObject({ endReason: reason, closedAt: start });
      expect(['lost', 'cancelled']).toContain(ended?.end);
    } else expect(ended).toMatchObject({ stage: before?.stage, end: null });
    expect(await store.tasksOf(id)).toEqual([]);
    await store.at(later);
    await wish(false);
    expect(await store.sales.workflow.record(kind, id)).toMatchObject({
      stage: before?.stage,
      fields: before?.fields,
      next: before?.next,
      end: null,
      endReason: null,
      closedAt: null,
    });
    expect(await store.tasksOf(id)).toEqual(tasks);
    if (sells)
      expect(await store.alertsOf(id)).toContainEqual(
        expect.stringMatching(/^owner: Contact is allowed again/),
      );
  });
});

test('a contact task has the time that was left; a time-out too; a task of a day keeps its day', async () => {
  await store.crossing(email);
  const lead = (await store.sales.records.listLeads({ limit: 1, person })).items[0];
  const { dueAt } = await store.sales.records.openTask(
    { type: 'Call', subject: 'On the day', dueOn: '2026-12-24', lead: lead?.id },
    admin,
  );
  const order = await store.begin('opportunity', 'process-guide/opportunity', {
    person_id: person,
    name: 'Chairs',
  });
  await store.fill('opportunity', order, { description: 'x', 'technical-team-needed': false });
  await store.to('opportunity', order, 'Quotation');
  const before = (await store.sales.workflow.record('opportunity', order))?.nextActionAt ?? '';
  await store.at('2026-11-23T19:00:00.000Z');
  await wish(true);
  await store.at('2026-11-26T19:00:00.000Z');
  await wish(false);
  const { items } = await store.sales.records.listTasks({ limit: 5, lead: lead?.id ?? '', open: true });
  expect(items.map(({ subject, dueAt }) => [subject === 'On the day', dueAt])).toEqual(
    expect.arrayContaining([
      [false, '2026-11-27T19:00:00.000Z'],
      [true, dueAt],
    ]),
  );
  const after = (await store.sales.workflow.record('opportunity', order))?.nextActionAt ?? '';
  expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
});

test('a sent quotation is declined with the reason, and sent again', async () => {
  const opportunity = await store.begin('opportunity', 'touchstone/opportunity', {
    person_id: person,
    name: 'Mugs',
  });
  const quotation = await store.sales.quotes.makeQuotation(opportunity, { status: 'sent' } as never, admin);
  const stands = async () =>
    (await store.sql.query('SELECT status, decline_reason FROM quotations WHERE id = $1', [quotation.id]))
      .rows[0];
  await wish(true);
  expect(await stands()).toEqual({ status: 'declined', decline_reason: reason });
  await wish(false);
  expect(await stands()).toEqual({ status: 'sent', decline_reason: null });
});

test('a lead that a rep moved to say so comes back too; nobody opens it while the wish holds', async () => {
  const id = await store.begin('lead', 'process-guide/lead', { person_id: person });
  await store.to('lead', id, 'In contact');
  await store.to('lead', id, 'Do not contact');
  expect((await store.sales.records.person(person))?.doNotContact).toBe(true);
  await wish(false);
  expect(await store.sales.workflow.record('lead', id)).toMatchObject({ stage: 'In contact', end: null });
  await store.to('lead', id, 'No interest');
  await wish(true);
  await expect(store.to('lead', id, 'In contact')).rejects.toThrow(/does not wish to be contacted/);
});

test('what somebody moved or completed while the wish held stays so', async () => {
  await store.crossing(email);
  const [lead] = (await store.sales.records.listLeads({ limit: 1, person })).items;
  await wish(true);
  await store.sales.records.changeLead(lead?.id ?? '', { status: 'Converted' }, admin);
  await wish(false);
  expect(await leads()).toMatchObject([{ status: 'Converted', isOpen: false, task: 'Cancelled' }]);
});

test('a lead that was moved by hand while the wish held has its contact task again once it is moved back', async () => {
  await store.crossing(email);
  const [lead] = (await store.sales.records.listLeads({ limit: 1, person })).items;
  const move = (status: string) =>
    store.sales.records.changeLead(lead?.id ?? '', { status, reason: 'said so' }, admin);
  await wish(true);
  await move('Converted');
  await store.at('2026-11-23T19:00:00.000Z');
  await wish(false);
  await move('In progress');
  expect(await leads()).toEqual([
    {
      ...{ status: 'In progress', score: 22, isOpen: true, task: 'Open' },
      // The time that was left when the wish was said.
      dueAt: '2026-11-24T19:00:00.000Z',
    },
  ]);
  // So has one whose task slept.
  await move('On hold');
  await wish(true);
  await move('Converted');
  await wish(false);
  await move('In progress');
  expect(await leads()).toMatchObject([{ status: 'In progress', task: 'Open' }]);
});

test('with the company: its people, and records of the company alone', async () => {
  const company = await store.sales.records.makeCompany({ name: `Company ${count}` }, admin);
  await store.sales.records.changePerson(person, { companyId: company.id }, admin);
  await store.crossing(email);
  const alone = await store.begin('opportunity', 'emea/opportunity', {
    company_id: company.id,
    name: 'Whole',
  });
  const mark = (doNotContact: boolean) =>
    store.sales.records.changeCompany(company.id, { doNotContact }, admin);
  await mark(true);
  expect(await leads()).toMatchObject([{ status: 'Closed lost', isOpen: false, task: 'Cancelled' }]);
  expect(await store.sales.workflow.record('opportunity', alone)).toMatchObject({
    stage: 'Closed Lost',
    endReason: 'the company does not wish to be contacted',
  });
  await mark(false);
  expect(await leads()).toMatchObject([{ status: 'Sent to sales', isOpen: true, task: 'Open' }]);
  expect(await store.sales.workflow.record('opportunity', alone)).toMatchObject({
    stage: 'Validation pending',
  });
});

test('somebody who turns out to be of a marked company: their lead ends', async () => {
  await store.crossing(email);
  const domain = email.split('@')[1] as string;
  await store.sql.query(
    `INSERT INTO companies (id, name, domain, do_not_contact, created_at, updated_at) VALUES ($1, $1, $2, true, now(), now())`,
    [`cp_${domain}`, domain],
  );
  await store.crossing(email, { from: 1, to: 2, score: 50 });
  expect(await leads()).toMatchObject([{ status: 'Closed lost', isOpen: false, task: 'Cancelled' }]);
});

describe('a score that rose while the wish held', () => {
  const rise = { from: 1, to: 2, tierName: '2 chilies', score: 50 };

  test('opens its lead at once, the time to make contact begins then', async () => {
    await wish(true);
    await store.crossing(email);
    await store.crossing(email, rise);
    await store.crossing(email, { ...rise, from: 2, score: 55 });
    expect(await leads()).toEqual([]);
    await store.at(later);
    await wish(false);
    expect(await leads()).toEqual([
      { status: 'Sent to sales', score: 55, task: 'Open', dueAt: '2026-11-26T15:00:00.000Z', isOpen: true },
    ]);
    await wish(true);
    await wish(false);
    expect(await leads()).toHaveLength(1);
  });

  test('is not lost to a later action of its tier, nor to a fall within the ladder', async () => {
    await wish(true);
    await store.crossing(email, { to: 3, tierName: '3 chilies', score: 63 });
    const late = { from: 3, to: 3, tierName: '3 chilies', score: 64, actions: [{ do: 'alert' as const }] };
    await store.crossing(email, late);
    await store.crossing(email, { from: 3, to: 2, tierName: '2 chilies', score: 50 });
    await wish(false);
    expect(await leads()).toMatchObject([{ score: 50, isOpen: true, task: 'Open' }]);
    const { rows } = await store.sql.query(
      `SELECT type, data -> 'lead' ->> 'tier' AS tier FROM alerts WHERE person_id = $1`,
      [person],
    );
    expect(rows).toEqual([{ type: 'lead.opened', tier: '2' }]);
  });

  test('a fall is the lead’s too: it comes back as cold as the profile is, its task closed', async () => {
    await store.crossing(email);
    await wish(true);
    await store.crossing(email, rise);
    const actions = [{ do: 'close task' as const }, { do: 'alert' as const }];
    await store.crossing(email, { from: 2, to: 0, tierName: 'none', score: 3, actions });
    await wish(false);
    expect(await leads()).toMatchObject([{ score: 3, isOpen: true, task: 'Cancelled' }]);
  });

  test('a fall cancels the order that the programme has opened, at once', async () => {
    const order = { in: 'company-xyz/order' as const };
    await store.crossing(email, { actions: [{ do: 'open record', ...order }] });
    const orders = async () =>
      (
        await store.sql.query('SELECT closed_at IS NULL AS "isOpen" FROM orders WHERE person_id = $1', [
          person,
        ])
      ).rows;
    await wish(true);
    expect(await orders()).toEqual([{ isOpen: true }]);
    const actions = [{ do: 'close record' as const, ...order }];
    await store.crossing(email, { from: 1, to: 0, tierName: 'none', score: 3, actions });
    expect(await orders()).toEqual([{ isOpen: false }]);
    await wish(false);
    expect(await orders()).toEqual([{ isOpen: false }]);
  });

  test('what was said of the person since is not overwritten, and is in the task', async () => {
    const named = (name: string) => ({ identity: { ...identityOf(email), name } });
    await store.crossing(email, named('Ada'));
    await wish(true);
    await store.crossing(email, { ...rise, ...named('Ada L.') });
    await store.sales.records.changePerson(person, { name: 'Ada Lovelace' }, admin);
    await wish(false);
    expect((await store.sales.records.person(person))?.name).toBe('Ada Lovelace');
    const { items } = await store.sales.records.listTasks({ limit: 200, open: true });
    const own = items.filter((task) => task.person?.id === person);
    expect(own.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Contact .?Ada Lovelace/)]);
  });

  test('of very many updates the crossings are kept the longest', async () => {
    await wish(true);
    await store.crossing(email);
    const { rows } = await store.sql.query(
      `INSERT INTO suppressed_updates (person_id, subject_id, profile, episode, record)
       SELECT person_id, subject_id, profile, episode, record || '{"from": 1, "actions": []}' || jsonb_build_object('score', 20 + number % 2)
       FROM suppressed_updates, generate_series(1, $2) AS number WHERE person_id = $1 RETURNING id`,
      [person, limits.suppressedUpdatesMax + 50],
    );
    expect(rows).toHaveLength(limits.suppressedUpdatesMax + 50);
    await store.crossing(email, rise);
    const left = await store.sql.query('SELECT id FROM suppressed_updates WHERE person_id = $1', [person]);
    expect(left.rows).toHaveLength(limits.suppressedUpdatesMax);
    await wish(false);
    expect(await leads()).toMatchObject([{ score: 50, isOpen: true, task: 'Open' }]);
  });

  test('heats the lead that comes back', async () => {
    await store.crossing(email);
    await wish(true);
    await store.crossing(email, rise);
    await wish(false);
    expect(await leads()).toMatchObject([{ score: 50, isOpen: true, task: 'Open' }]);
  });

  test.each(['one batch', 'batches of one'])(
    'again within its episode opens its lead, in %s',
    async (how) => {
      await wish(true);
      const fall = { from: 1, to: 0, tierName: 'none', score: 3, actions: [{ do: 'close task' as const }] };
      const updates = [{}, fall, {}];
      if (how === 'one batch') await store.crossings(email, updates);
      else for (const update of updates) await store.crossing(email, update);
      await wish(false);
      expect(await leads()).toMatchObject([{ score: 22, isOpen: true, task: 'Open' }]);
    },
  );

  test('opens nothing once it has fallen again', async () => {
    await wish(true);
    await store.crossing(email);
    await store.crossing(email, {
      from: 1,
      to: 0,
      tierName: 'none',
      score: 3,
      actions: usualActions(0).slice(2),
    });
    await wish(false);
    expect(await leads()).toEqual([]);
  });
});

test('the open records of an erased person end', async () => {
  await store.crossing(email);
  const id = await store.begin('opportunity', 'emea/opportunity', { person_id: person, name: 'Cloud' });
  const notice = {
    erasure: 'er_1',
    profile: `profile of ${email}`,
    untilMs: store.nowMs(),
    address: email,
    person: null,
  };
  await store.sales.leads.applyTierUpdates([{ partition: 0, id: '999999-0', record: notice }]);
  expect(await store.sales.workflow.record('opportunity', id)).toMatchObject({
    stage: 'Closed Lost',
    name: 'erased person',
    endReason: 'the person was erased',
  });
});

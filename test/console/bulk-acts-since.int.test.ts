/** What happens between the asking for a bulk act, its records and its undo: to the records, to the user, to the time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { personalTables } from '../../src/sales/privacy/personal-data.ts';
import { startMs } from '../sales/records.ts';
import { actingOf, bodyOf as body } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let boss: Caller;
let mia: Caller;
let tom: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  boss = await newcomer(consoleApp, 'boss@example.com', 'manager');
  mia = await newcomer(consoleApp, 'mia@example.com', 'rep');
  tom = await newcomer(consoleApp, 'tom@example.com', 'rep');
  acting = actingOf(consoleApp, boss);
  for (const name of ['Spring', 'Autumn'])
    await body(acting.token, 'POST', '/campaigns', { pipeline: 'touchstone/campaign', name });
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

const titled = (title: string) => acting.person({ title });
const titleOf = async (id: string) => (await body(boss, 'GET', `/people/${id}`)).title;

describe('the undo', () => {
  test('is open for a day from the end of the act', async () => {
    const { id } = await body(boss, 'POST', '/bulk-acts', {
      ...{ list: 'people', ids: [await titled('old'), await titled('old')], change: { title: 'new' } },
    });
    const endMs = startMs + limits.undoMs + 1;
    consoleApp.clock.turnTo(endMs);
    await acting.work();
    expect((await acting.find(id, acting.token)).undoUntil).toBe(
      new Date(endMs + limits.undoMs).toISOString(),
    );
    consoleApp.clock.turnTo(endMs + limits.undoMs);
    expect((await acting.token.ask('POST', `/bulk-acts/${id}/undo`)).statusCode).toBe(409);
    // Asked for in time, it is made of all records, however long they take.
    consoleApp.clock.turnTo(endMs + limits.undoMs - 1);
    await body(acting.token, 'POST', `/bulk-acts/${id}/undo`);
    consoleApp.clock.turnTo(endMs + 2 * limits.undoMs);
    await acting.work();
    expect((await acting.find(id, acting.token)).counts).toMatchObject({ undone: 2, kept: 0 });
  });

  test('of ids in other systems puts them back', async () => {
    const id = await acting.person({ externalId: 'old', externalSource: 'crm' });
    const change = { externalId: `new ${id}`, externalSource: 'erp' };
    const done = await acting.act({ list: 'people', ids: [id], change });
    expect([done.counts.done, done.counts.unchanged]).toEqual([1, 0]);
    expect((await acting.undo(done.id)).counts).toMatchObject({ undone: 1 });
    expect(await body(boss, 'GET', `/people/${id}`)).toMatchObject({
      externalId: 'old',
      externalSource: 'crm',
    });
  });

  test('of the reason of a quality puts the former one back', async () => {
    const id = await acting.lead();
    const junk = (reason: string) => ({ quality: { quality: 'junk', reason } });
    await body(boss, 'PATCH', `/leads/${id}`, junk('Student'));
    const done = await acting.act({ list: 'leads', ids: [id], change: junk('Rival') });
    expect(done.counts).toMatchObject({ done: 1, unchanged: 0 });
    expect((await acting.undo(done.id)).counts).toMatchObject({ undone: 1 });
    expect(await body(boss, 'GET', `/leads/${id}`)).toMatchObject({
      quality: 'junk',
      qualityReason: 'Student',
    });
  });

  test('of an amount that was left to the items puts it back, also one that stayed the same', async () => {
    const given = { pipeline: 'touchstone/opportunity', name: 'Pens', person: await acting.person() };
    for (const amount of ['50.00', '0.00']) {
      const { id } = await body(acting.token, 'POST', '/opportunities', { ...given, amount });
      const done = await acting.act({ list: 'opportunities', ids: [id], change: { amount: null } });
      expect(done.counts).toMatchObject({ done: 1, unchanged: 0 });
      expect((await acting.undo(done.id)).counts).toMatchObject({ undone: 1 });
      const { rows } = await consoleApp.query(
        'SELECT amount, amount_by_hand FROM opportunities WHERE id = $1',
        [id],
      );
      expect(rows).toEqual([{ amount, amount_by_hand: true }]);
    }
  });

  test('of a campaign takes its own part alone', async () => {
    const ids = [await acting.lead(), await acting.lead(), await acting.lead()];
    const [first = '', again = ''] = ids;
    const done = await acting.act({ list: 'leads', ids, campaign: 'Spring' });
    const put = (id: string, items: object[]) =>
      body(boss, 'PUT', `/leads/${id}/campaign-influences`, { items });
    await put(first, [{ campaign: 'Spring', touch: 'first' }]);
    await put(again, []);
    consoleApp.clock.turnTo(startMs + 1);
    await put(again, [{ campaign: 'Spring', touch: 'later' }]);
    const undone = await acting.undo(done.id);
    expect(undone.counts).toMatchObject({ undone: 1, kept: 2 });
    expect(undone.refused.map(({ reason }) => reason)).toEqual(
      [first, again].map(() => expect.stringContaining('has changed the part of "Spring"')),
    );
    const left = async (id: string) =>
      (await body(boss, 'GET', `/leads/${id}/campaign-influences`)).items.filter(
        ({ campaign }: { campaign: string }) => campaign === 'Spring',
      ).length;
    expect(await Promise.all(ids.map(left))).toEqual([1, 1, 0]);
  });
});

describe('a filter', () => {
  test('that no longer finds a record leaves it to those who changed it', async () => {
    const campaign = 'Claimed';
    const [claimed, free] = [await acting.lead({ campaign }), await acting.lead({ campaign })];
    const { id } = await body(boss, 'POST', '/bulk-acts', {
      ...{ list: 'leads', filter: { queue: 'true', campaign }, change: { owner: 'tom@example.com' } },
    });
    expect((await mia.ask('POST', `/leads/${claimed}/claim`)).statusCode).toBe(200);
    await acting.work();
    const act = await acting.find(id);
    expect(act.counts).toMatchObject({ done: 1, refused: 1 });
    expect(act.refused).toMatchObject([
      { record: claimed, reason: 'it was changed since you asked: the filter no longer finds it' },
    ]);
    expect((await body(boss, 'GET', `/leads/${claimed}`)).owner).toBe('mia@example.com');
    expect((await body(boss, 'GET', `/leads/${free}`)).owner).toBe('tom@example.com');
  });

  test('takes a record that was changed otherwise, such as by its score', async () => {
    const id = await acting.lead({ campaign: 'Scored' });
    const act = await body(boss, 'POST', '/bulk-acts', {
      ...{
        list: 'leads',
        filter: { queue: 'true', campaign: 'Scored' },
        change: { owner: 'tom@example.com' },
      },
    });
    await consoleApp.query('UPDATE leads SET score = score + 1 WHERE id = $1', [id]);
    await acting.work();
    expect((await acting.find(act.id)).counts).toMatchObject({ done: 1, refused: 0 });
  });

  test('by a deadline means the time of the asking', async () => {
    const dueAt = new Date(startMs + limits.hourMs).toISOString();
    const { id } = await body(acting.token, 'POST', '/tasks', {
      ...{ subject: 'Call', person: await acting.person(), dueAt },
    });
    const act = await body(boss, 'POST', '/bulk-acts', {
      ...{ list: 'tasks', filter: { overdue: 'false' }, change: { owner: 'tom@example.com' } },
    });
    consoleApp.clock.turnTo(startMs + limits.hourMs + 1);
    await acting.work();
    expect((await acting.find(act.id)).counts).toMatchObject({ done: 1, refused: 0 });
    expect((await body(boss, 'GET', `/tasks/${id}`)).owner).toBe('tom@example.com');
  });
});

test('the alert of the new owner counts what was not theirs before', async () => {
  const ids = [await acting.lead({ owner: 'tom@example.com' }), await acting.lead()];
  const quality = { quality: 'junk', reason: 'Student' };
  await acting.act({ list: 'leads', ids, change: { owner: 'tom@example.com', quality } });
  const { items } = await body(tom, 'GET', '/alerts?limit=200');
  const [alert] = items.filter(({ type }: { type: string }) => type === 'work.assigned');
  expect(alert.text).toMatch(/^1 lead was assigned to you by/);
});

describe('a user', () => {
  const asked = async (email: string) => {
    const user = await newcomer(consoleApp, email, 'manager');
    const id = await titled('old');
    const { id: act } = await body(user, 'POST', '/bulk-acts', {
      ...{ list: 'people', ids: [id], change: { title: 'by them' } },
    });
    return { user, id, act };
  };

  test('who was deactivated since changes nothing more', async () => {
    const { id, act } = await asked('left@example.com');
    const left = await acting.token.ask('POST', '/users/left@example.com/deactivate', {
      ...{ assignTo: 'boss@example.com', reason: 'left' },
    });
    expect(left.statusCode).toBeLessThan(300);
    await acting.work();
    const { counts, refused } = await acting.find(act);
    expect([counts.refused, refused[0]?.reason]).toEqual([
      1,
      expect.stringContaining('was deactivated since'),
    ]);
    expect(await titleOf(id)).toBe('old');
  });

  test('whose role is another one since asks again', async () => {
    const { id, act } = await asked('moved@example.com');
    await body(acting.token, 'PATCH', '/users/moved@example.com', { role: 'rep' });
    await acting.work();
    const { refused } = await acting.find(act);
    expect(refused[0]?.reason).toContain('had the role manager when asking, and is rep now');
    expect(await titleOf(id)).toBe('old');
  });
});

/** Erases whoever has an address. */
const erase = (email: string) =>
  consoleApp.sales.leads.applyTierUpdates([
    {
      ...{ partition: 1, id: `${++erased}-0` },
      record: {
        ...{ erasure: `er_${erased}`, profile: 'none', untilMs: startMs, address: email, person: null },
      } as never,
    },
  ]);
let erased = 0;

test('an erasure takes the acts that name the phone, as it was typed, and leaves other numbers', async () => {
  const email = 'phone@many.example';
  await acting.person({ email, phone: '+49 171 2345678' });
  const [one, two, three] = [await titled('old'), await titled('old'), await titled('old')];
  const act = (phone: string, ids = [one]) => acting.act({ list: 'people', ids, change: { phone } });
  const typed = await act('0171 / 234 56 78');
  const own = await acting.act({
    ...{ list: 'people', ids: [two, three], change: { title: 'x' } },
    each: { [two]: { phone: '+49-171-2345678' } },
  });
  const others = await act('0171 / 234 56 79');
  await erase(email);
  expect((await boss.ask('GET', `/bulk-acts/${typed.id}`)).statusCode).toBe(404);
  expect((await acting.find(own.id)).counts).toMatchObject({ records: 1 });
  expect(await acting.find(others.id)).toMatchObject({ status: 'done' });
});

test('an erasure finds the items of acts by their indexes, however many there are', async () => {
  await consoleApp.query(`INSERT INTO bulk_items (act_id, place, record, status)
    SELECT id, place + 100, 'pn_' || place, 'done' FROM generate_series(1, 50000) AS place,
      (SELECT id FROM bulk_acts LIMIT 1) AS one`);
  await consoleApp.query('ANALYZE bulk_items');
  const { where = '' } = personalTables.find(({ table }) => table === 'bulk_items') ?? {};
  const condition = where.replaceAll(/:(all|people)\b/g, `ARRAY['pn_1']`);
  const { rows } = await consoleApp.query(`EXPLAIN DELETE FROM bulk_items WHERE ${condition}`);
  const plan = JSON.stringify(rows);
  expect(plan).toContain('bulk_items_with_words');
  expect(plan).not.toContain('Seq Scan on bulk_items');
});

test('an erasure takes the acts and the reasons that name the address, and leaves the others', async () => {
  const email = 'zoe@many.example';
  const [zoe, other, named] = [await acting.person({ email }), await titled('old'), await titled('old')];
  const byFilter = await acting.act({ list: 'people', filter: { email }, change: { title: 'q' } });
  const byChange = await acting.act({ list: 'people', ids: [other], change: { email } });
  expect(byChange.refused).toMatchObject([{ reason: expect.stringContaining(email) }]);
  const both = await acting.act({
    ...{ list: 'people', ids: [zoe, other, named], change: { title: 'w' }, each: { [named]: { email } } },
  });
  expect(both.counts).toMatchObject({ done: 2, refused: 1 });
  await erase(email);
  for (const { id } of [byFilter, byChange])
    expect((await boss.ask('GET', `/bulk-acts/${id}`)).statusCode).toBe(404);
  expect((await acting.find(both.id)).counts).toMatchObject({ records: 1, done: 1 });
  const { rows } = await consoleApp.query(
    `SELECT FROM bulk_acts JOIN bulk_items ON act_id = bulk_acts.id
     WHERE (bulk_acts.*)::text LIKE '%zoe@%' OR (bulk_items.*)::text LIKE '%zoe@%'`,
  );
  expect(rows).toEqual([]);
});

test('the undo of a follow-up date leaves the one of a quotation that was sent since', async () => {
  const given = {
    ...{ pipeline: 'process-guide/opportunity', name: 'Pens', person: await acting.person() },
    owner: 'mia@example.com',
  };
  const { id: of } = await body(acting.token, 'POST', '/opportunities', given);
  const quotations: string[] = [];
  for (const amount of [100, 200])
    quotations.push((await body(boss, 'POST', `/opportunities/${of}/quotations`, { amount })).id);
  const [sent, draft] = quotations;
  const asked = { list: 'quotations', ids: quotations, change: { followUpOn: '2026-12-01' } };
  const done = await acting.act(asked);
  expect(done.counts).toMatchObject({ done: 2 });
  await body(boss, 'PATCH', `/quotations/${sent}`, { status: 'sent' });
  expect((await acting.undo(done.id)).counts).toMatchObject({ undone: 1, kept: 1 });
  const dayOf = async (id = '') => (await body(boss, 'GET', `/quotations/${id}`)).followUpOn;
  expect([await dayOf(sent), await dayOf(draft)]).toEqual(['2026-12-01', null]);
});

/** Assignment over the real store: permissions, notifications, timeline, and twenty reps at once. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import type { Actor } from '../../../src/sales/store/store.ts';
import { emptyTables } from '../../support/clusters.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, identityOf, standing, startMs } from '../records.ts';
import { addUser } from './team.ts';

let server: TestDatabase;
let sales: TestSales;
let sql: pg.Client;

beforeAll(async () => {
  server = await startTestDatabase();
  sales = await openTestSales({
    databaseUrl: server.url,
    clock: { nowMs: () => startMs },
  });
  sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await sales?.close();
  await server?.stop();
});

beforeEach(async () => {
  await emptyTables(
    server.url,
    ...['people', 'companies', 'leads', 'tasks', 'alerts', 'stream_offsets'],
    ...['users', 'rota', 'idempotency_keys'],
  );
  await addUser(sql, 'ada@x.com', { accepts_leads: false, max_open_leads: 2 });
  await addUser(sql, 'bob@x.com', { accepts_leads: false, max_open_leads: 2 });
  await addUser(sql, 'admin@example.com', { role: 'admin', accepts_leads: false, max_open_leads: 0 });
});

const ada: Actor = { name: 'ada@x.com', lanes: [], isManager: false };
const bob: Actor = { name: 'bob@x.com', lanes: [], isManager: false };
const token: Actor = { name: 'API token', lanes: [], isManager: true };

let entry = 0;
const rise = async (name: string, change: Partial<TierUpdate> = {}): Promise<string> => {
  const record = standing({ profile: name, identity: identityOf(`${name}@northwind.com`), ...change });
  await sales.leads.applyTierUpdates([{ partition: 0, id: `${++entry}-0`, record }]);
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM leads WHERE profile = $1', [name]);
  return rows[0]?.id ?? '';
};
const customerTask = async (name: string, owner: string | null = null): Promise<string> => {
  await sales.records.putPerson({ email: `${name}@northwind.com`, kind: 'customer', owner }, admin);
  await rise(name);
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM tasks WHERE profile = $1', [name]);
  return rows[0]?.id ?? '';
};
const claim = (id: string, actor: Actor) => sales.routing.assignLead(id, { act: 'claim' }, actor);
const alertsSince = async (from: number) =>
  (await sales.outbox.alertsAfter(from, 100)).map(({ type, owner, data }) => [type, owner, data['reason']]);

describe('claiming', () => {
  test('takes a lead with its task from the queue; who and why are kept', async () => {
    const id = await rise('p1');
    const before = await sales.outbox.lastAlertId();
    const lead = await claim(id, ada);
    expect(lead).toMatchObject({ owner: 'ada@x.com', routingReason: 'claimed by ada@x.com from Q Team' });
    expect(await sales.records.task(lead.task?.id ?? '')).toMatchObject({
      owner: 'ada@x.com',
      routingReason: 'claimed by ada@x.com from Q Team',
    });
    expect((await sales.records.timelineOf(id, { limit: 1 })).items).toMatchObject([
      { actor: 'ada@x.com', changes: { owner: [null, 'ada@x.com'] } },
    ]);
    expect(await alertsSince(before)).toEqual([['lead.updated', 'ada@x.com', undefined]]);
  });

  test('by twenty at once: one wins, nineteen hear who', async () => {
    const id = await rise('p1');
    const reps = Array.from({ length: 20 }, (_, index) => `rep-${index}@x.com`);
    for (const email of reps) await addUser(sql, email);
    const results = await Promise.allSettled(reps.map((name) => claim(id, { ...ada, name })));
    const won = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.owner] : []));
    expect(won).toHaveLength(1);
    const lost = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(lost).toHaveLength(19);
    for (const error of lost)
      expect(error).toMatchObject({
        code: 'conflict',
        detail: `lead "${id}" belongs to ${won[0]}; claim another from the queue`,
      });
  });

  test('again by the same rep changes nothing', async () => {
    const id = await rise('p1');
    const first = await claim(id, ada);
    expect(await claim(id, ada)).toEqual(first);
  });

  test('is refused at the limit of open hot leads, to the lead; not to a manager, nor of what is not hot', async () => {
    const ids = [];
    for (const name of ['p1', 'p2', 'p3', 'p4']) ids.push(await rise(name));
    const [first = '', second = '', third = '', fourth = ''] = ids;
    await claim(first, ada);
    await claim(second, ada);
    await expect(claim(third, ada)).rejects.toMatchObject({
      code: 'conflict',
      detail: 'you have the maximum of 2 open hot leads; close or return one first',
    });
    await sql.query('UPDATE leads SET tier = 0 WHERE id = $1', [fourth]);
    expect(await claim(fourth, ada)).toMatchObject({ owner: 'ada@x.com' });
    expect(await claim(third, admin)).toMatchObject({ owner: 'admin@example.com' });
  });

  test('many leads at once by one rep stays within the limit', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 10; count++) ids.push(await rise(`p${count}`));
    const results = await Promise.allSettled(ids.map((id) => claim(id, bob)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });

  test.each<[string, (id: string) => Promise<unknown>, Actor, object]>([
    [
      'by a program',
      async () => undefined,
      token,
      { code: 'forbidden', detail: expect.stringMatching(/"API token" is no user.*"owner"/) },
    ],
    [
      'of a closed lead',
      (id) => sales.records.changeLead(id, { status: 'Closed lost' }, admin),
      ada,
      { code: 'conflict', detail: expect.stringMatching(/is closed/) },
    ],
    [
      'of somebody who wishes no contact',
      () => sales.records.putPerson({ email: 'p1@northwind.com', doNotContact: true }, admin),
      ada,
      { code: 'conflict', detail: expect.stringMatching(/does not wish to be contacted/) },
    ],
  ])('is refused %s', async (_name, prepare, actor, error) => {
    const id = await rise('p1');
    await prepare(id);
    await expect(claim(id, actor)).rejects.toMatchObject(error);
  });

  test('of nothing, or on an older state, is refused', async () => {
    await expect(claim('ld_none', ada)).rejects.toMatchObject({ code: 'not_found' });
    const id = await rise('p1');
    const revision = ((await sales.records.lead(id))?.revision ?? 0) + 1;
    await expect(sales.routing.assignLead(id, { act: 'claim', revision }, ada)).rejects.toMatchObject({
      code: 'revision_mismatch',
    });
    expect(await sales.routing.assignLead(id, { act: 'claim', revision: revision - 1 }, ada)).toMatchObject({
      revision,
    });
  });
});

describe('returning', () => {
  test('puts it back with the reason, and notifies no one', async () => {
    const id = await rise('p1');
    await claim(id, ada);
    const before = await sales.outbox.lastAlertId();
    expect(
      await sales.routing.assignLead(id, { act: 'return', reason: 'not my language' }, ada),
    ).toMatchObject({
      owner: null,
      routingReason: 'returned to Q Team by ada@x.com: not my language',
    });
    expect(await alertsSince(before)).toEqual([['lead.updated', null, undefined]]);
    expect((await sales.records.listTasks({ limit: 5 })).items).toMatchObject([{ owner: null }]);
    await expect(
      sales.routing.assignLead(id, { act: 'return', reason: 'again' }, admin),
    ).rejects.toMatchObject({
      code: 'conflict',
      detail: `lead "${id}" is in Q Team already`,
    });
  });

  test('is for its owner or a manager', async () => {
    const id = await rise('p1');
    await claim(id, ada);
    await expect(sales.routing.assignLead(id, { act: 'return', reason: 'mine' }, bob)).rejects.toMatchObject({
      code: 'forbidden',
      detail: `only its owner or a manager may return lead "${id}"; it belongs to ada@x.com`,
    });
    expect(await sales.routing.assignLead(id, { act: 'return', reason: 'leave' }, admin)).toMatchObject({
      owner: null,
    });
  });

  test('asked for twice with one key is done once', async () => {
    const id = await rise('p1');
    await claim(id, ada);
    const asked = { act: 'return', reason: 'too many' } as const;
    const keyed = { ...ada, idempotencyKey: 'k1' };
    await sales.routing.assignLead(id, asked, keyed);
    expect(await sales.routing.assignLead(id, asked, keyed)).toMatchObject({ owner: null });
  });
});

describe('assigning', () => {
  const assign = (id: string, owner: string, actor: Actor, reason?: string) =>
    sales.routing.assignLead(id, { act: 'assign', owner, reason }, actor);

  test('by a manager, at any limit; the new owner is notified with the reason', async () => {
    const before = await sales.outbox.lastAlertId();
    for (const name of ['p1', 'p2', 'p3']) await assign(await rise(name), 'ada@x.com', admin, 'knows them');
    const assigned = (await alertsSince(before)).filter(([type]) => type === 'lead.assigned');
    expect(assigned).toEqual(
      Array.from({ length: 3 }, () => [
        'lead.assigned',
        'ada@x.com',
        'assigned by admin@example.com: knows them',
      ]),
    );
  });

  test('by its owner, who reassigns it; not by others, and not over the limit', async () => {
    const id = await rise('p1');
    await expect(assign(id, 'bob@x.com', ada)).rejects.toMatchObject({
      code: 'forbidden',
      detail: expect.stringMatching(/it has no owner/),
    });
    await claim(id, ada);
    await expect(assign(id, 'bob@x.com', bob)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await assign(id, 'bob@x.com', ada)).toMatchObject({
      owner: 'bob@x.com',
      routingReason: 'assigned by ada@x.com',
    });
    const before = await sales.records.lead(id);
    expect(await assign(id, 'bob@x.com', bob)).toEqual(before);
    for (const name of ['p2', 'p3']) await assign(await rise(name), 'ada@x.com', admin);
    await expect(assign(id, 'ada@x.com', bob)).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringMatching(/^ada@x.com has the maximum of 2 open hot leads/),
    });
  });

  test('to nobody known is refused', async () => {
    await expect(assign(await rise('p1'), 'who@x.com', admin)).rejects.toMatchObject({
      code: 'invalid_request',
      detail: '"owner" is "who@x.com": no such user, or deactivated. Use an e-mail from GET /users.',
    });
  });
});

describe('routing again', () => {
  test('goes by the rules, not to its owner, and notifies the new one', async () => {
    await sql.query(`UPDATE users SET accepts_leads = true WHERE email IN ('ada@x.com', 'bob@x.com')`);
    const id = await rise('p1');
    expect(await sales.records.lead(id)).toMatchObject({ owner: 'ada@x.com' });
    const before = await sales.outbox.lastAlertId();
    const reason = 'routed again by admin@example.com: Any rep who may sell it there: the only one who can';
    expect(await sales.routing.assignLead(id, { act: 'route' }, admin)).toMatchObject({
      owner: 'bob@x.com',
      routingReason: reason,
    });
    expect(await alertsSince(before)).toEqual([['lead.assigned', 'bob@x.com', reason]]);
    await expect(sales.routing.assignLead(id, { act: 'route' }, bob)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('where nobody else can, it goes to the queue', async () => {
    const id = await rise('p1');
    await claim(id, ada);
    expect(await sales.routing.assignLead(id, { act: 'route' }, admin)).toMatchObject({
      owner: null,
      routingReason: 'routed again by admin@example.com: Q Team: nobody takes leads of this kind',
    });
  });

  test('goes by the grade at that time', async () => {
    const id = await rise('p1', { grade: 'B' });
    expect((await sql.query('SELECT grade FROM leads WHERE id = $1', [id])).rows).toEqual([{ grade: 'B' }]);
  });
});

describe('a task without a lead', () => {
  test('is claimed, reassigned and returned like a lead, at no limit; its new owner is notified', async () => {
    const id = await customerTask('p1');
    const before = await sales.outbox.lastAlertId();
    const act = (asked: Parameters<TestSales['routing']['assignTask']>[1], actor: Actor) =>
      sales.routing.assignTask(id, asked, actor);
    expect(await act({ act: 'claim' }, ada)).toMatchObject({ owner: 'ada@x.com' });
    await expect(act({ act: 'claim' }, bob)).rejects.toMatchObject({ code: 'conflict' });
    expect(await act({ act: 'assign', owner: 'bob@x.com' }, ada)).toMatchObject({ owner: 'bob@x.com' });
    expect(await act({ act: 'route' }, admin)).toMatchObject({ owner: null });
    await act({ act: 'claim' }, bob);
    expect(await act({ act: 'return', reason: 'away' }, bob)).toMatchObject({
      owner: null,
      routingReason: 'returned to Q Team by bob@x.com: away',
    });
    expect((await alertsSince(before)).map(([type, owner]) => [type, owner])).toEqual([
      ['task.updated', 'ada@x.com'],
      ['task.assigned', 'bob@x.com'],
      ['task.updated', null],
      ['task.updated', 'bob@x.com'],
      ['task.updated', null],
    ]);
  });

  test('of a lane is for its people; one of a lead goes with the lead; a closed one with nobody', async () => {
    const id = await customerTask('p1');
    await sql.query(`UPDATE tasks SET lane = 'Support' WHERE id = $1`, [id]);
    const take = (actor: Actor) => sales.routing.assignTask(id, { act: 'claim' }, actor);
    await expect(take(ada)).rejects.toMatchObject({
      code: 'forbidden',
      detail: expect.stringMatching(/lane "Support"/),
    });
    expect(await take({ ...ada, lanes: ['Support'] })).toMatchObject({ owner: 'ada@x.com' });
    await sales.records.changeTask(id, { outcome: 'No opportunity' }, admin);
    await expect(take(ada)).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringMatching(/is closed/),
    });
    const lead = await sales.records.lead(await rise('p2'));
    await expect(sales.routing.assignTask(lead?.task?.id ?? '', { act: 'claim' }, ada)).rejects.toMatchObject(
      {
        code: 'conflict',
        detail: `task "${lead?.task?.id}" goes with its lead; assign lead "${lead?.id}" instead`,
      },
    );
  });

  test('of a colleague on a lead stays when the lead goes, and goes by itself; so does one of a lane', async () => {
    const id = await rise('p1');
    const contact = (await claim(id, ada)).task?.id ?? '';
    const dueAt = new Date(startMs + 1_000).toISOString();
    const made = async (owner: string | null) =>
      (await sales.records.openTask({ type: 'Call', subject: 'Call', lead: id, owner, dueAt }, admin)).id;
    const [ofBob, unowned, ofLane] = [await made('bob@x.com'), await made(null), await made('ada@x.com')];
    await sql.query(`UPDATE tasks SET lane = 'Support' WHERE id = $1`, [ofLane]);
    const owners = () =>
      Promise.all(
        [contact, ofBob, unowned, ofLane].map(async (task) => (await sales.records.task(task))?.owner),
      );
    const assign = (owner: string) => sales.routing.assignLead(id, { act: 'assign', owner }, token);
    await assign('admin@example.com');
    expect(await owners()).toEqual(['admin@example.com', 'bob@x.com', null, 'ada@x.com']);
    await assign('ada@x.com');
    expect(await owners()).toEqual(['ada@x.com', 'bob@x.com', null, 'ada@x.com']);
    for (const task of [ofBob, ofLane])
      await sales.routing.assignTask(task, { act: 'assign', owner: 'admin@example.com' }, token);
    expect(await owners()).toEqual(['ada@x.com', 'admin@example.com', null, 'admin@example.com']);
    await sales.records.changeLead(id, { owner: 'bob@x.com' }, admin);
    expect(await owners()).toEqual(['bob@x.com', 'admin@example.com', null, 'admin@example.com']);
  });
});

test('the queue lists what waits, and nothing else', async () => {
  const waiting = await rise('p1');
  const taken = await rise('p2');
  const closed = await rise('p3');
  await claim(taken, ada);
  await sales.records.changeLead(closed, { status: 'Closed lost' }, admin);
  const waitingTask = await customerTask('p4');
  const ownedTask = await customerTask('p5', 'ada@x.com');
  const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
  expect(idsOf(await sales.records.listLeads({ limit: 50, queue: true }))).toEqual([waiting]);
  expect(idsOf(await sales.records.listTasks({ limit: 50, queue: true }))).toEqual([waitingTask]);
  expect(idsOf(await sales.records.listLeads({ limit: 50 }))).toEqual(
    expect.arrayContaining([taken, closed]),
  );
  expect(idsOf(await sales.records.listTasks({ limit: 50 }))).toContain(ownedTask);
});

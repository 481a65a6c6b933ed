/** Somebody leaves: no log-in, no stream, no leads; the open work goes on with others, whole or not at all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents } from '../sales/notifications/event-source.ts';
import { identityOf, standing, startMs } from '../sales/records.ts';
import { until } from '../support/until.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, logIn, newcomer, password, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let manager: Caller;
let api: Caller;
let entries = 0;

beforeAll(async () => {
  consoleApp = await startConsoleApp({ liveHeartbeatMs: 20 });
  api = program(consoleApp);
  manager = await newcomer(consoleApp, 'manager@example.com', 'manager');
});
afterAll(async () => void (await consoleApp?.close()));

const refused = (status: number, detail: RegExp) => ({ status, detail: expect.stringMatching(detail) });
const leave = (email: string, body: object, headers = {}) =>
  manager.ask('POST', `/users/${email}/deactivate`, body, headers);

/** A rise of somebody new, whose account belongs to `owner`. Answers the lead or the task it opened. */
async function rise(email: string, owner: string) {
  await api.ask('POST', '/people', { email, owner });
  const record = standing({ profile: `profile-${email}`, identity: identityOf(email) });
  await consoleApp.sales.leads.applyTierUpdates([{ partition: 1, id: `${++entries}-0`, record }]);
  const { items } = (await api.ask('GET', '/leads?limit=200')).json();
  const lead = items.find((one: { person: { email: string } }) => one.person.email === email);
  return lead as { id: string; owner: string | null; routingReason: string; task: { id: string } };
}

test('open leads, tasks, records and accounts go to the named colleague, with the reason', async () => {
  const rep = await newcomer(consoleApp, 'leaver@example.com', 'rep');
  await newcomer(consoleApp, 'heir@example.com', 'rep');
  const lead = await rise('ada@example.com', rep.email);
  const closed = await rise('closed@example.com', rep.email);
  expect([lead.owner, closed.owner]).toEqual([rep.email, rep.email]);
  await api.ask('PATCH', `/tasks/${closed.task.id}`, { outcome: 'No opportunity' });
  await api.ask('PATCH', `/leads/${closed.id}`, { status: 'Closed lost', reason: 'No budget' });
  const { items: people } = (await api.ask('GET', '/people?email=ada@example.com')).json();
  const wanted = { pipeline: 'touchstone/opportunity', name: 'Mugs', person: people[0].id, owner: rep.email };
  const { id: opportunity } = (await api.ask('POST', '/opportunities', wanted)).json();

  const open = async (owner: string) => {
    const { items } = (await manager.ask('GET', '/users/workloads')).json();
    return items.find((one: { owner: string | null }) => one.owner === owner);
  };
  const counted = { leads: 1, tasks: 1, overdue: 0, opportunities: 1, others: 0 };
  expect(await open(rep.email)).toEqual({ owner: rep.email, ...counted });

  const gone = await leave(rep.email, { assignTo: 'heir@example.com', reason: 'new job' });
  expect([await open(rep.email), await open('heir@example.com')]).toEqual([
    undefined,
    { owner: 'heir@example.com', ...counted },
  ]);
  expect(gone.json()).toMatchObject({
    email: rep.email,
    canLogIn: false,
    deactivatedAt: new Date(startMs).toISOString(),
    deactivatedReason: 'new job',
    reassigned: { leads: [lead.id], tasks: expect.arrayContaining([lead.task.id]), records: [opportunity] },
  });
  expect(gone.json().reassigned.tasks).not.toContain(closed.task.id);
  expect(gone.json().reassigned.accounts).toHaveLength(2);
  const reason = 'reassigned, leaver@example.com has left: new job';
  expect((await api.ask('GET', `/leads/${lead.id}`)).json()).toMatchObject({
    owner: 'heir@example.com',
    routingReason: reason,
  });
  expect((await api.ask('GET', `/tasks/${lead.task.id}`)).json()).toMatchObject({
    owner: 'heir@example.com',
  });
  expect((await api.ask('GET', `/leads/${closed.id}`)).json()).toMatchObject({ owner: rep.email });
  expect((await api.ask('GET', `/opportunities/${opportunity}`)).json()).toMatchObject({
    owner: 'heir@example.com',
  });
  const { items } = (await api.ask('GET', `/timeline/${lead.id}`)).json();
  expect(items[0]).toMatchObject({
    actor: manager.email,
    changes: { owner: [rep.email, 'heir@example.com'], routing_reason: [lead.routingReason, reason] },
  });

  expect((await rep.ask('GET', '/session')).statusCode).toBe(401);
  expect(await consoleApp.sales.team.logIn({ email: rep.email, password })).toBeNull();
  expect((await leave(rep.email, { assignTo: null, reason: 'again' })).json()).toMatchObject(
    refused(409, /is deactivated already: new job/),
  );
});

test('the colleague is notified of each lead and of each task without one, once, and why', async () => {
  await newcomer(consoleApp, 'leaves@example.com', 'rep');
  const lead = await rise('led@example.com', 'leaves@example.com');
  const person = (await api.ask('POST', '/people', { email: 'call@example.com' })).json().id;
  const call = { kind: 'call', person, followUpOn: '2026-12-07', responsible: 'leaves@example.com' };
  expect((await api.ask('POST', '/activities', call)).statusCode).toBe(201);
  const from = await consoleApp.sales.outbox.lastAlertId();
  await leave('leaves@example.com', { assignTo: 'heir@example.com', reason: 'new job' });
  const alerts = await consoleApp.sales.outbox.alertsAfter(from, 10);
  const news = alerts.filter(({ type }) => type.endsWith('.assigned'));
  const reason = 'reassigned, leaves@example.com has left: new job';
  expect(news.map(({ type, owner, data }) => [type, owner, data.reason])).toEqual([
    ['lead.assigned', 'heir@example.com', reason],
    ['task.assigned', 'heir@example.com', reason],
  ]);
  expect(news.map(({ data }) => data.lead?.id ?? data.task?.subject)).toEqual([
    lead.id,
    'Follow up as requested',
  ]);
  expect(alerts).toHaveLength(3);
});

test('without a colleague it goes back to the queue; later leads skip the user', async () => {
  await newcomer(consoleApp, 'quits@example.com', 'rep', {
    acceptsLeads: true,
    workingTime: { days: ['Monday'], hours: '00:00-24:00' },
  });
  const lead = await rise('grace@example.com', 'quits@example.com');
  expect(lead.owner).toBe('quits@example.com');
  await api.ask('POST', '/people', { email: 'later@example.com', owner: 'quits@example.com' });
  const once = { 'idempotency-key': 'leave-1' };
  const body = { assignTo: null, reason: 'retired' };
  const [first, again] = [
    await leave('quits@example.com', body, once),
    await leave('quits@example.com', body, once),
  ];
  expect(first.json()).toMatchObject({
    reassigned: { leads: [lead.id], tasks: [lead.task.id], records: [], accounts: [] },
  });
  expect(again.json()).toEqual(first.json());
  expect((await api.ask('GET', `/leads/${lead.id}`)).json()).toMatchObject({
    owner: null,
    routingReason: 'returned to the queue, quits@example.com has left: retired',
  });
  const later = await rise('later@example.com', 'quits@example.com');
  expect(later.owner).toBeNull();
  expect(later.routingReason).toMatch(/quits@example.com owns the account and is not at work/);
});

test('nothing is given to somebody behind the back of the departure', async () => {
  await newcomer(consoleApp, 'busy@example.com', 'rep');
  const [, ...leads] = await Promise.all([
    leave('busy@example.com', { assignTo: 'heir@example.com', reason: 'moved' }),
    ...Array.from({ length: 6 }, (_, index) => rise(`busy-${index}@example.com`, 'busy@example.com')),
  ]);
  expect(leads).toHaveLength(6);
  expect((await api.ask('GET', '/leads?owner=busy@example.com&open=true')).json().items).toEqual([]);
  expect((await api.ask('GET', '/tasks?owner=busy@example.com&open=true')).json().items).toEqual([]);
});

describe('is refused, and nothing happens', () => {
  test.each<[string, object, RegExp]>([
    ['without a colleague', { reason: 'x' }, /"assignTo" is missing/],
    ['without a reason', { assignTo: null }, /"reason" is missing/],
    ['to oneself', { assignTo: 'stays@example.com', reason: 'x' }, /no such active colleague/],
    ['to nobody known', { assignTo: 'no@example.com', reason: 'x' }, /no such active colleague/],
    ['to somebody who has left', { assignTo: 'quits@example.com', reason: 'x' }, /no such active colleague/],
  ])('%s', async (_what, body, detail) => {
    await api.ask('POST', '/users', { email: 'stays@example.com', role: 'rep', password });
    const stays = await logIn(consoleApp, 'stays@example.com');
    expect((await leave('stays@example.com', body)).json()).toMatchObject(refused(400, detail));
    expect((await stays.ask('GET', '/users/me')).json()).toMatchObject({
      canLogIn: true,
      deactivatedAt: null,
    });
  });

  test('on what was not read last, of nobody, and of another manager by a manager', async () => {
    const body = { assignTo: null, reason: 'x' };
    expect((await leave('stays@example.com', body, { 'if-match': '"9"' })).statusCode).toBe(412);
    expect((await leave('no@example.com', body)).json()).toMatchObject(
      refused(404, /no user "no@example.com"/),
    );
    expect((await leave(manager.email, body)).json()).toMatchObject(
      refused(403, /only admins create and change/),
    );
  });
});

test('back again: the log-in works, the work stays where it went', async () => {
  const back = await manager.ask('POST', '/users/leaver@example.com/reactivate');
  expect(back.json()).toMatchObject({ canLogIn: true, deactivatedAt: null, deactivatedReason: null });
  await logIn(consoleApp, 'leaver@example.com');
  expect((await api.ask('GET', '/leads?owner=leaver@example.com&open=true')).json().items).toEqual([]);
  expect((await rise('back@example.com', 'leaver@example.com')).owner).toBe('leaver@example.com');
});

describe('a live stream ends with its log-in', () => {
  test.each<[string, (caller: Caller) => Promise<unknown>]>([
    ['at the log-out', (caller) => caller.ask('DELETE', '/session')],
    ['when the user has left', ({ email }) => leave(email, { assignTo: null, reason: 'x' })],
    ['when its time is up', async () => consoleApp.clock.turnTo(startMs + 13 * 3_600_000)],
  ])('%s, and others go on', async (what, end) => {
    const url = consoleApp.app.server.listening
      ? `http://127.0.0.1:${(consoleApp.app.server.address() as { port: number }).port}`
      : await consoleApp.app.listen({ host: '127.0.0.1', port: 0 });
    const email = `${what.replace(/\W+/g, '-')}@example.com`;
    const caller = await newcomer(consoleApp, email, 'rep');
    const cookie = `scoville_session=${caller.cookies['scoville_session']}`;
    const reader = await readEvents(url, '', { authorization: '', cookie });
    const programs = await readEvents(url);
    await until('both hear that it lives', () =>
      [reader, programs].every((one) => one.text().includes(': still here')),
    );
    expect(reader.hasEnded()).toBe(false);
    await end(caller);
    await until('it has ended', () => reader.hasEnded());
    const before = programs.text().length;
    await until('the other hears more', () => programs.text().length > before);
    expect(programs.hasEnded()).toBe(false);
    await programs.close();
    consoleApp.clock.turnTo(startMs);
  });
});

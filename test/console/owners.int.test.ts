/** Owners: every route that takes a user refuses who is none, and what a program makes has an owner or waits in the queue. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let rep: Caller;
let ids: Record<'person' | 'company' | 'lead' | 'task' | 'activity' | 'opportunity' | 'campaign', string>;
const ask = askingOf(() => consoleApp.app, bearer);
const owner = 'owner@owners.example';
const left = 'left@owners.example';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  rep = await newcomer(consoleApp, owner, 'rep');
  await newcomer(consoleApp, left, 'rep');
  await ask('POST', `/users/${left}/deactivate`, { assignTo: null, reason: 'x' });
  const id = async (path: string, body: object) => (await ask('POST', path, body)).body.id as string;
  const person = await id('/people', { email: 'ada@people.example' });
  ids = {
    person,
    company: await id('/companies', { name: 'Northwind' }),
    lead: await id('/leads', { person }),
    task: await id('/tasks', { subject: 'Call', person, dueOn: '2026-12-01' }),
    activity: await id('/activities', { kind: 'note', person, body: 'x' }),
    opportunity: await id('/opportunities', { pipeline: 'emea/opportunity', name: 'Cloud', person }),
    campaign: await id('/campaigns', { pipeline: 'touchstone/campaign', name: 'Spring' }),
  };
});
afterAll(async () => void (await consoleApp?.close()));

const about = () => ({ person: ids.person, subject: 'Call', dueOn: '2026-12-01' });
const routes: [string, 'POST' | 'PATCH' | 'PUT', () => string, (user: string) => object, string][] = [
  [
    'a new person',
    'POST',
    () => '/people',
    (user) => ({ email: `${Math.random()}@x.example`, owner: user }),
    'owner',
  ],
  [
    'a known person',
    'POST',
    () => '/people',
    (user) => ({ email: 'ada@people.example', owner: user }),
    'owner',
  ],
  ['a changed person', 'PATCH', () => `/people/${ids.person}`, (user) => ({ owner: user }), 'owner'],
  ['a new company', 'POST', () => '/companies', (user) => ({ name: `C ${user}`, owner: user }), 'owner'],
  ['a changed company', 'PATCH', () => `/companies/${ids.company}`, (user) => ({ owner: user }), 'owner'],
  [
    'a new lead',
    'POST',
    () => '/leads',
    (user) => ({ person: ids.person, campaign: 'Other', owner: user }),
    'owner',
  ],
  ['a changed lead', 'PATCH', () => `/leads/${ids.lead}`, (user) => ({ owner: user }), 'owner'],
  ['an assigned lead', 'POST', () => `/leads/${ids.lead}/assign`, (user) => ({ owner: user }), 'owner'],
  ['a new task', 'POST', () => '/tasks', (user) => ({ ...about(), owner: user }), 'owner'],
  ['a changed task', 'PATCH', () => `/tasks/${ids.task}`, (user) => ({ owner: user }), 'owner'],
  ['an assigned task', 'POST', () => `/tasks/${ids.task}/assign`, (user) => ({ owner: user }), 'owner'],
  [
    'a new activity',
    'POST',
    () => '/activities',
    (user) => ({ kind: 'note', person: ids.person, responsible: user }),
    'responsible',
  ],
  [
    'a changed activity',
    'PATCH',
    () => `/activities/${ids.activity}`,
    (user) => ({ responsible: user }),
    'responsible',
  ],
  [
    'a new opportunity',
    'POST',
    () => '/opportunities',
    (user) => ({ pipeline: 'emea/opportunity', name: 'X', person: ids.person, owner: user }),
    'owner',
  ],
  [
    'a changed opportunity',
    'PATCH',
    () => `/opportunities/${ids.opportunity}`,
    (user) => ({ owner: user }),
    'owner',
  ],
  [
    'a new campaign',
    'POST',
    () => '/campaigns',
    (user) => ({ pipeline: 'touchstone/campaign', name: `Of ${user}`, owner: user }),
    'owner',
  ],
  ['a changed campaign', 'PATCH', () => `/campaigns/${ids.campaign}`, (user) => ({ owner: user }), 'owner'],
  ['a team', 'PUT', () => '/teams/North', (user) => ({ manager: user }), 'manager'],
  ['a deputy', 'PATCH', () => `/users/${owner}`, (user) => ({ deputy: user }), 'deputy'],
  [
    'a channel',
    'POST',
    () => '/channels',
    (user) => ({ kind: 'mail', name: 'M', target: 'm@x.example', owner: user }),
    'owner',
  ],
];

describe.each(routes)('%s', (_what, method, path, bodyOf, field) => {
  test('whose user is none is refused by field, value and remedy', async () => {
    const { status, body } = await ask(method, path(), bodyOf('nobody@owners.example'));
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail).toMatch(
      new RegExp(`"${field}" is "nobody@owners.example": no such user.*GET /users`),
    );
  });

  test('whose user has left is refused too', async () => {
    expect((await ask(method, path(), bodyOf(left))).status).toBe(400);
  });

  test('a user is taken, as the store spells the address', async () => {
    if (field === 'deputy') return;
    const { status, body } = await ask(method, path(), bodyOf('Owner@Owners.example'));
    expect(status, body.detail).toBeLessThan(300);
    expect(body[field]).toBe(owner);
  });
});

test('what a record says of a user who has left stays, and is taken back unchanged', async () => {
  const leaving = 'leaving@owners.example';
  await newcomer(consoleApp, leaving, 'rep');
  const { id } = (await ask('POST', '/people', { email: 'bob@people.example', owner: leaving })).body;
  await ask('POST', `/users/${leaving}/deactivate`, { assignTo: null, reason: 'x' });
  const changed = await ask('PATCH', `/people/${id}`, { owner: leaving, name: 'Bob' });
  expect([changed.status, changed.body.owner, changed.body.name]).toEqual([200, leaving, 'Bob']);
});

describe('what a program makes without naming an owner', () => {
  test('is of the account’s owner', async () => {
    const person = (await ask('POST', '/people', { email: 'cleo@people.example', owner })).body.id;
    const task = (await ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01' })).body;
    const wanted = { pipeline: 'emea/opportunity', name: 'Cloud', person };
    const opportunity = (await ask('POST', '/opportunities', wanted)).body;
    await ask('POST', '/activities', {
      kind: 'call',
      person,
      nextStep: 'Call again',
      followUpOn: '2026-12-02',
    });
    const { items } = (await ask('GET', `/tasks?person=${person}&open=true`)).body;
    expect([task.owner, opportunity.owner]).toEqual([owner, owner]);
    expect(items.map((one: { owner: string }) => one.owner)).toEqual([owner, owner]);
  });

  test('is in the queue where nobody is accountable, and a rep may take it', async () => {
    const person = (await ask('POST', '/people', { email: 'dan@people.example' })).body.id;
    const task = (await ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01' })).body;
    await ask('POST', '/activities', { kind: 'call', person, followUpOn: '2026-12-02' });
    const order = (await ask('POST', '/orders', { pipeline: 'company-xyz/order', name: 'Pens', person }))
      .body;
    expect([task.owner, order.owner]).toEqual([null, null]);
    const queued = (await ask('GET', '/tasks?queue=true')).body.items.filter(
      (one: { person: { id: string } | null }) => one.person?.id === person,
    );
    expect(queued).toHaveLength(2);
    const orders = (await ask('GET', '/orders?queue=true')).body.items;
    expect(orders.map(({ id }: { id: string }) => id)).toContain(order.id);
    expect((await rep.ask('POST', `/tasks/${task.id}/claim`)).json()).toMatchObject({ owner });
  });

  test('a task about a lead goes with the lead', async () => {
    const person = (await ask('POST', '/people', { email: 'eve@people.example' })).body.id;
    const lead = (await ask('POST', '/leads', { person, owner })).body.id;
    const task = (await ask('POST', '/tasks', { subject: 'Call', lead, dueOn: '2026-12-01' })).body;
    expect(task.owner).toBe(owner);
  });

  test('what a user makes is the user’s', async () => {
    const person = (await ask('POST', '/people', { email: 'fay@people.example' })).body.id;
    const wanted = { pipeline: 'emea/opportunity', name: 'Cloud', person };
    const task = (await rep.ask('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01' })).json();
    const opportunity = (await rep.ask('POST', '/opportunities', wanted)).json();
    expect([task.owner, opportunity.owner]).toEqual([owner, owner]);
  });

  test('nothing open belongs to the token', async () => {
    const { rows } = await consoleApp.query(
      `SELECT owner FROM tasks WHERE owner = 'API token' UNION ALL SELECT owner FROM opportunities WHERE owner = 'API token'`,
    );
    expect(rows).toEqual([]);
  });
});

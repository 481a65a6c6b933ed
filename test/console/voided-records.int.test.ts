/** Nothing is worked on a record that is voided: every route that works on records refuses it, and its page offers nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bodyOf } from './bulk-acting.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
/** What was voided, by the words of the table. */
const made: Record<string, string> = {};

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  consoleApp.clock.turnTo(startMs);
  await ask('PUT', '/products/Pen', { unitPrice: '1.50' });
  const person = (await ask('POST', '/people', { name: 'Ada', email: 'ada@example.com' })).body.id;
  // A lead for which another one goes on, after a merge; and the opportunity of a conversion that was undone.
  const same = (await ask('POST', '/people', { name: 'Ada L.', email: 'al@example.com' })).body.id;
  const merged = (await ask('POST', '/leads', { person: same, campaign: 'Fair' })).body.id;
  const kept = (await ask('POST', '/leads', { person, campaign: 'Fair' })).body.id;
  await ask('PATCH', `/leads/${kept}`, { quality: { quality: 'good' } });
  expect((await ask('POST', `/people/${person}/merges`, { merged: same, take: [] })).status).toBe(201);
  const leads = (await ask('GET', `/leads?person=${person}&voided=true`)).body.items;
  expect(leads.map(({ id }: { id: string }) => [merged, kept].includes(id))).toEqual([true]);
  made['lead'] = leads[0].id;
  const owner = 'mia@example.com';
  const rep = await newcomer(consoleApp, owner, 'rep');
  const converted = (await ask('POST', '/leads', { person, campaign: 'Spring', owner })).body.id;
  await bodyOf(rep, 'PATCH', `/leads/${converted}`, { status: 'Converted' });
  const [{ id: opportunity }] = (await ask('GET', `/opportunities?lead=${converted}`)).body.items;
  await ask('PATCH', `/opportunities/${opportunity}`, { name: 'Pens' });
  const quotation = await ask('POST', `/opportunities/${opportunity}/quotations`, { amount: 10 });
  const task = { subject: 'Call', opportunity, dueOn: '2026-12-01' };
  made['task'] = (await ask('POST', '/tasks', task)).body.id;
  made['quotation'] = quotation.body.id;
  made['opportunity'] = opportunity;
  const { items } = await bodyOf(rep, 'GET', `/timeline/${converted}`);
  const conversion = items.find(({ undo }: { undo: object | null }) => undo !== null).id;
  await bodyOf(rep, 'POST', `/timeline/${converted}/${conversion}/undo`);
});
afterAll(() => consoleApp?.close());

const upload = (path: string) =>
  consoleApp.app
    .inject({
      ...{ method: 'POST', url: `/api/v1${path}?name=a.txt`, payload: 'words' },
      headers: { ...bearer, 'content-type': 'text/plain' },
    })
    .then((answer) => ({ status: answer.statusCode, body: answer.json() }));

/** Routes by what they do; what they name of a voided record is put in. */
type Act = (id: string) => Promise<{ status: number; body: { code: string } }>;
const ofRecords = (list: string, name: string): [string, Act][] => [
  [`PATCH /${list}/{id} with a move`, (id) => ask('PATCH', `/${list}/${id}`, { stage: 'In progress' })],
  [`PATCH /${list}/{id} with its owner`, (id) => ask('PATCH', `/${list}/${id}`, { owner: null })],
  [`PATCH /${list}/{id} with an id elsewhere`, (id) => ask('PATCH', `/${list}/${id}`, { externalId: 'x-1' })],
  [`POST /${list}/{id}/attachments`, (id) => upload(`/${list}/${id}/attachments`)],
  [`POST /${list}/{id}/documents`, (id) => ask('POST', `/${list}/${id}/documents`, { document: 'offer' })],
  [
    `PUT /${list}/{id}/campaign-influences`,
    (id) =>
      ask('PUT', `/${list}/${id}/campaign-influences`, { items: [{ campaign: 'Fair', touch: 'later' }] }),
  ],
  [
    `POST /tasks of the ${name}`,
    (id) => ask('POST', '/tasks', { subject: 'Call', [name]: id, dueOn: '2026-12-01' }),
  ],
  [
    `POST /activities of the ${name}`,
    (id) => ask('POST', '/activities', { kind: 'call', direction: 'out', body: 'x', [name]: id }),
  ],
];
const routes: [what: string, route: string, act: Act][] = [
  ...ofRecords('leads', 'lead').map(([route, act]) => ['lead', route, act] as [string, string, Act]),
  ...ofRecords('opportunities', 'opportunity').map(
    ([route, act]) => ['opportunity', route, act] as [string, string, Act],
  ),
  ...(['claim', 'return', 'assign', 'route'] as const).flatMap((act) => {
    const words = { claim: {}, return: { reason: 'away' }, assign: { owner: 'Rep@example.com' }, route: {} }[
      act
    ];
    return (['lead', 'task'] as const).map((what): [string, string, Act] => [
      what,
      `POST /${what}s/{id}/${act}`,
      (id) => ask('POST', `/${what}s/${id}/${act}`, words),
    ]);
  }),
  [
    'lead',
    'PATCH /leads/{id} with its quality',
    (id) => ask('PATCH', `/leads/${id}`, { quality: { quality: 'good' } }),
  ],
  [
    'opportunity',
    'PATCH /opportunities/{id} with its amount',
    (id) => ask('PATCH', `/opportunities/${id}`, { amount: '7' }),
  ],
  [
    'opportunity',
    'PUT /opportunities/{id}/items',
    (id) => ask('PUT', `/opportunities/${id}/items`, { items: [{ product: 'Pen', quantity: 1 }] }),
  ],
  [
    'opportunity',
    'POST /opportunities/{id}/quotations',
    (id) => ask('POST', `/opportunities/${id}/quotations`, { amount: 5 }),
  ],
  [
    'quotation',
    'PATCH /quotations/{id} of it',
    (id) => ask('PATCH', `/quotations/${id}`, { status: 'sent' }),
  ],
  ['task', 'PATCH /tasks/{id} of it', (id) => ask('PATCH', `/tasks/${id}`, { subject: 'Write' })],
];

describe('a voided record refuses', () => {
  test.each(routes)('of the %s: %s', async (what, _route, act) => {
    const id = made[what] ?? '';
    const record = what === 'lead' ? id : (made['opportunity'] ?? '');
    const history = async () => (await ask('GET', `/timeline/${record}`)).body.items.length;
    const before = await history();
    const { status, body } = await act(id);
    expect([status, body.code]).toEqual([409, 'record_voided']);
    expect(await history()).toBe(before);
  });

  test('every route of the API that changes a record of its kind by its id is in the table', () => {
    const tried = new Set(
      routes.map(([, route]) => route.split(' with ')[0]?.split(' of ')[0]?.toLowerCase()),
    );
    const acting = consoleApp.routes.filter((route) =>
      /^(?:post|put|patch) \/(?:leads|opportunities)\/\{id\}/.test(route),
    );
    expect(acting.length).toBeGreaterThan(10);
    expect(acting.filter((route) => !tried.has(route.toLowerCase()))).toEqual([]);
  });

  test.each(['lead', 'opportunity'])('an undo in the timeline of the %s, and offers none', async (what) => {
    const { items } = (await ask('GET', `/timeline/${made[what]}`)).body;
    expect(items.filter(({ undo }: { undo: object | null }) => undo !== null)).toEqual([]);
  });

  test.each([
    ['lead', 'leads'],
    ['opportunity', 'opportunities'],
  ])('a move of the %s, and names none', async (what, list) => {
    expect((await ask('GET', `/${list}/${made[what]}`)).body).toMatchObject({
      ...{ end: 'voided', next: [], missing: [], reminders: [] },
    });
  });
});

/** What GET answers, PUT and PATCH take unchanged; dates are days in every zone; a missing part is the caller's fault. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importingOf } from '../sales/imports/importing.ts';
import { type Answer, askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
const made: Record<string, string> = {};
/** The zone of a process east of Greenwich, where a day read as midnight is the day before in UTC. */
const zoneBefore = process.env['TZ'];

const make = async (name: string, path: string, body: object) => {
  const answer = await ask('POST', path, body);
  expect(answer, name).toMatchObject({ status: 201 });
  made[name] =
    `${path.split('/').slice(0, 2).join('/')}/${answer.body.id ?? answer.body.email ?? answer.body.name}`;
  return answer.body.id as string;
};
/** A view is of a user; made by its side door, it is shared, so that the token sees it. */
const makeView = async () => {
  const view = {
    ...{ list: 'people' as const, name: 'Ours', search: { q: 'a' }, columns: [] },
    ...{ isShared: true, isDefault: false },
  };
  const boss = { name: 'rep@example.com', lanes: [], isManager: true };
  made['view'] = `/views/${(await consoleApp.sales.records.makeView(view, boss)).id}`;
};
const put = async (name: string, path: string, body: object) => {
  const answer = await ask('PUT', path, body);
  expect([200, 201], `${name}: ${answer.body.detail}`).toContain(answer.status);
  made[name] = path;
};

beforeAll(async () => {
  process.env['TZ'] = 'Asia/Kolkata';
  consoleApp = await startConsoleApp();
  await consoleApp.oneMoreLead();
  const person = await make('person', '/people', { email: 'ada@example.com', name: 'Ada' });
  const company = await make('company', '/companies', { name: 'Northwind' });
  const lead = await make('lead', '/leads', { person, campaign: 'By hand' });
  await ask('PATCH', `/leads/${lead}`, { quality: { quality: 'junk', reason: 'Student' } });
  const task = await make('task', '/tasks', { subject: 'Call', person, dueOn: '2026-12-15' });
  await make('activity', '/activities', { kind: 'call', direction: 'out', person, body: 'spoke' });
  const sums = { amount: '10.50', currency: 'EUR', expectedClose: '2026-12-15' };
  const opportunity = await make('opportunity', '/opportunities', {
    ...{ pipeline: 'touchstone/opportunity', name: 'Pens', person, company, ...sums },
  });
  await make('deal', '/deals', { pipeline: 'value-stream/deal', name: 'Pens', person, ...sums });
  const order = await make('order', '/orders', {
    pipeline: 'company-xyz/order',
    name: 'Pens',
    person,
    ...sums,
  });
  await make('job', '/jobs', { pipeline: 'process-guide/job', name: 'Pens', person, ...sums });
  await make('campaign', '/campaigns', { pipeline: 'value-stream/campaign', name: 'Spring' });
  const quotation = await ask('POST', `/opportunities/${opportunity}/quotations`, {
    followUpOn: '2026-12-15',
  });
  made['quotation'] = `/quotations/${quotation.body.id}`;
  const leads = await ask('GET', '/leads?limit=1&campaign=EMEA');
  made['hot lead'] = `/leads/${leads.body.items[0].id}`;
  await put('product', '/products/Pen', { unitPrice: '1.50' });
  await put('product without a price', '/products/Setting%20up', { unitPrice: null });
  const items = [{ product: 'Pen', quantity: 2.5 }];
  await put('items of an opportunity', `/opportunities/${opportunity}/items`, { items });
  await put('items of an order', `/orders/${order}/items`, { items });
  const campaigns = { items: [{ campaign: 'Spring', touch: 'first' }] };
  await put('campaigns of a lead', `/leads/${lead}/campaign-influences`, campaigns);
  await put('campaigns of an opportunity', `/opportunities/${opportunity}/campaign-influences`, campaigns);
  await put('campaigns of a task', `/tasks/${task}/campaign-influences`, campaigns);
  await put('campaigns of a person', `/people/${person}/campaign-influences`, campaigns);
  await put('team', '/teams/North', { manager: null });
  await put('territory', '/territories/Islands', { countries: ['IE', 'GB'] });
  await put('draft', '/drafts/emea-lead-scoring', { text: 'programme: emea-lead-scoring', examples: null });
  await put('draft of a sales rule', '/sales-rules/sales/review/draft', {
    text: 'day: Monday',
    examples: null,
  });
  const away = { from: '2026-12-01T08:00:00Z', until: '2026-12-02T08:00:00Z' };
  await make('user', '/users', {
    ...{ email: 'mia@example.com', role: 'rep', password: 'a long password', team: 'North', away },
    workingTime: { days: ['Monday'], hours: '09:00-17:30', holidays: ['2026-12-25'] },
  });
  await make('channel', '/channels', {
    ...{ kind: 'webhook', name: 'CRM', target: 'http://127.0.0.1:4460/', owner: null, scope: 'all' },
  });
  await ask('POST', `${made['channel']}/test`);
  const endpoints = await ask('GET', '/endpoints');
  made['endpoint'] = `/endpoints/${endpoints.body.items[0].id}`;
  await makeView();
  await make('key', '/keys', { name: 'Shop', kind: 'public', origins: ['https://shop.example.com'] });
  const { run } = importingOf(() => consoleApp);
  const imported = await run('kind=people&dryRun=true', 'email,name\nmary@example.com,Mary\n');
  made['import'] = `/imports/${imported.id}`;
  const shared = { name: 'Known' };
  const upserts: [path: string, body: object][] = [
    ['people', { ...shared, email: 'grace@example.com' }],
    ['companies', { ...shared, domain: 'known.example' }],
    ['leads', { person, campaign: 'Known', stage: 'In progress' }],
    ['opportunities', { ...shared, pipeline: 'emea/opportunity', person, ...sums }],
    ['deals', { ...shared, pipeline: 'value-stream/deal', company }],
    ['orders', { ...shared, pipeline: 'company-xyz/order', person, amount: 7 }],
    ['jobs', { ...shared, pipeline: 'process-guide/job', person }],
    ['campaigns', { name: 'Planned elsewhere', pipeline: 'value-stream/campaign' }],
  ];
  for (const [path, body] of upserts)
    await put(`${path} by their ids elsewhere`, `/by-external-id/${path}/k-1?externalSource=crm`, body);
});
afterAll(async () => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
  await consoleApp?.close();
});

/** What has no address of its own that can be read and changed. */
const ofLogIns = ['patch /users/me', 'patch /alerts/{id}'];

/** Routes that change a resource, by the name of the one that is made of it here. */
const resources = [
  ...['person', 'company', 'lead', 'hot lead', 'task', 'activity', 'opportunity', 'deal', 'order', 'job'],
  ...['campaign', 'quotation', 'user', 'channel', 'endpoint', 'key', 'import', 'view'],
];
const replaced = [
  ...['product', 'product without a price', 'items of an opportunity', 'items of an order'],
  ...[
    'campaigns of a lead',
    'campaigns of an opportunity',
    'campaigns of a task',
    'campaigns of a person',
    'team',
    'territory',
    'draft',
    'draft of a sales rule',
  ],
  ...['people', 'companies', 'leads', 'opportunities', 'deals', 'orders', 'jobs', 'campaigns'].map(
    (path) => `${path} by their ids elsewhere`,
  ),
];

describe('what GET answers is taken back', () => {
  test('the table has every route that changes a resource', () => {
    const tried = [...resources.map((name) => ['patch', name]), ...replaced.map((name) => ['put', name])].map(
      ([method, name]) => `${method} ${made[name ?? '']?.split('?')[0]}`,
    );
    const matches = (route: string) => {
      const pattern = new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`);
      return tried.some((one) => pattern.test(one));
    };
    const changing = consoleApp.routes.filter((route) => /^(?:put|patch) /.test(route));
    expect(changing.length).toBeGreaterThan(25);
    expect(changing.filter((route) => !matches(route) && !ofLogIns.includes(route))).toEqual([]);
  });

  test.each(resources)('of a %s', async (name) => {
    const path = made[name] ?? '';
    const before = await ask('GET', path);
    expect(before.status).toBe(200);
    const after = await ask('PATCH', path, before.body);
    expect(after).toEqual(before);
    expect(await ask('GET', path)).toEqual(before);
    const changed = { ...before.body, createdAt: '2020-01-01T00:00:00.000Z' };
    expect(await ask('PATCH', path, changed)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: expect.stringContaining('createdAt') },
    });
  });

  test.each(replaced)('by PUT, of %s', async (name) => {
    const path = made[name] ?? '';
    const before = await ask('GET', path);
    expect(before.status).toBe(200);
    const after = await ask('PUT', path, before.body);
    expect(after).toEqual(before);
    expect(await ask('GET', path)).toEqual(before);
  });

  test.each(['person', 'hot lead', 'opportunity', 'task'])(
    'of a %s, but not of an earlier revision',
    async (name) => {
      const path = made[name] ?? '';
      const before = (await ask('GET', path)).body;
      const stale = { ...before, revision: before.revision - 1, createdAt: '2020-01-01T00:00:00.000Z' };
      expect(await ask('PATCH', path, stale)).toMatchObject({
        status: 412,
        body: {
          code: 'revision_mismatch',
          detail: expect.stringContaining(
            `revision ${before.revision - 1}, but the record is at revision ${before.revision}`,
          ),
        },
      });
      expect((await ask('GET', path)).body).toEqual(before);
    },
  );

  test('of the user who is logged in', async () => {
    const call = (method: 'GET' | 'PATCH' | 'POST', path: string, options: object) =>
      consoleApp.app.inject({ method, url: `/api/v1${path}`, ...options });
    const logIn = { email: 'mia@example.com', password: 'a long password' };
    const [cookie] = (await call('POST', '/session', { payload: logIn })).cookies;
    const cookies = { [cookie?.name ?? '']: cookie?.value ?? '' };
    const before = await call('GET', '/users/me', { cookies });
    expect(before.json()).toMatchObject({ email: 'mia@example.com', workingTime: { hours: '09:00-17:30' } });
    const after = await call('PATCH', '/users/me', { cookies, payload: before.json() });
    expect([after.statusCode, after.json()]).toEqual([200, before.json()]);
  });

  test('by PUT, with one item changed', async () => {
    const path = made['items of an order'] ?? '';
    const { items } = (await ask('GET', path)).body;
    expect(items).toEqual([
      { product: 'Pen', quantity: 2.5, unitPrice: '1.50', amount: '3.75', currency: 'EUR' },
    ]);
    const more = [...items, { product: 'Pen', quantity: 1, unitPrice: '2' }];
    const after = await ask('PUT', path, { items: more, nextCursor: null });
    expect(after).toMatchObject({ status: 200, body: { items: [items[0], { amount: '2.00' }] } });
  });

  test('with one change, that change alone is made', async () => {
    const { body } = await ask('GET', made['opportunity'] ?? '');
    const after = await ask('PATCH', made['opportunity'] ?? '', { ...body, amount: 11 });
    expect(after).toMatchObject({ status: 200, body: { amount: '11.00', stage: body.stage } });
  });
});

test.each(['opportunity', 'deal', 'order', 'job'])(
  'the expected close of a %s is the day that was given',
  async (name) => {
    expect((await ask('GET', made[name] ?? '')).body.expectedClose).toBe('2026-12-15');
  },
);

describe('a missing part is named, with 400', () => {
  const refused = (answer: Answer, name: string) =>
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: expect.stringContaining(`"${name}"`) },
    });

  test('a mail that names no address it went from', async () => {
    const [, , id] = (made['person'] ?? '').split('/');
    refused(await ask('POST', '/activities', { kind: 'mail', person: id }), 'from');
    refused(await ask('POST', '/activities', { kind: 'mail', direction: 'out', person: id }), 'from');
    expect((await ask('POST', '/activities', { kind: 'mail', direction: 'in', person: id })).status).toBe(
      201,
    );
  });

  test('no POST, PUT or PATCH with nothing, or with one part alone, is answered 500', async () => {
    const bodies: object[] = [
      {},
      [],
      { kind: 'mail' },
      { person: 'x' },
      { name: 'x' },
      { pipeline: 'emea/lead', name: 'x' },
    ];
    const failed: string[] = [];
    for (const route of consoleApp.routes) {
      const [method = '', path = ''] = route.split(' ');
      if (!['post', 'put', 'patch'].includes(method)) continue;
      const url = path.replace(/\{\w+\}/g, 'none');
      for (const body of bodies) {
        const { statusCode } = await consoleApp.app.inject({
          ...{ method: method.toUpperCase() as 'POST', url: `/api/v1${url}`, headers: bearer, payload: body },
        });
        if (statusCode >= 500 && statusCode !== 503)
          failed.push(`${route} ${JSON.stringify(body)}: ${statusCode}`);
      }
    }
    expect(failed).toEqual([]);
  });
});

/** One shape everywhere: leads beside the other records, people, lists with their filters and cursors, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leadSchema, recordSchema } from '../../src/contract/api/api.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

const { document } = await docsOfConsole();

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
/** Ids by a name of ours; `other …` is what no filter may find. */
const ids: Record<string, string> = {};

const make = async (name: string, path: string, body: object) => {
  const answer = await ask('POST', path, body);
  expect(answer, name).toMatchObject({ status: 201 });
  ids[name] = answer.body.id;
  return answer.body.id as string;
};

/** Two of everything, the second of another person and company: what a filter finds is the first alone. */
async function fill(prefix: string): Promise<void> {
  const of = (name: string) => `${prefix}${name}`;
  const company = await make(of('company'), '/companies', { name: of('Northwind') });
  const person = await make(of('person'), '/people', {
    ...{
      email: `ada${prefix.length}@example.com`,
      name: 'Ada',
      companyId: company,
      owner: 'rep@example.com',
    },
  });
  const lead = await make(of('lead'), '/leads', { person, campaign: of('By hand') });
  const record = { name: of('Pens'), person, company, campaign: of('By hand'), amount: '12.50' };
  const opportunity = await make(of('opportunity'), '/opportunities', {
    ...record,
    pipeline: 'touchstone/opportunity',
  });
  const deal = await make(of('deal'), '/deals', { ...record, pipeline: 'value-stream/deal' });
  const order = await make(of('order'), '/orders', { ...record, pipeline: 'company-xyz/order' });
  const job = await make(of('job'), '/jobs', { ...record, pipeline: 'process-guide/job' });
  // As effects of stages link them.
  await consoleApp.query('UPDATE opportunities SET lead_id = $2 WHERE id = $1', [opportunity, lead]);
  const links = [lead, opportunity, deal, order];
  await consoleApp.query('UPDATE deals SET lead_id = $2, opportunity_id = $3 WHERE id = $1', [
    deal,
    ...links.slice(0, 2),
  ]);
  await consoleApp.query('UPDATE orders SET lead_id = $2, opportunity_id = $3, deal_id = $4 WHERE id = $1', [
    order,
    ...links.slice(0, 3),
  ]);
  await consoleApp.query(
    'UPDATE jobs SET lead_id = $2, opportunity_id = $3, deal_id = $4, order_id = $5 WHERE id = $1',
    [job, ...links],
  );
  ids[of('quotation')] = (await ask('POST', `/opportunities/${opportunity}/quotations`, {})).body.id;
  await make(of('task'), '/tasks', {
    ...{ subject: 'Call', dueOn: '2026-12-15', person, company, lead, opportunity, deal, order, job },
  });
  await make(of('activity'), '/activities', {
    ...{ kind: 'note', body: 'spoke', person, company, lead, opportunity, deal, order, job },
  });
  await consoleApp.query('UPDATE tasks SET quotation_id = $2, campaign = $3, profile = NULL WHERE id = $1', [
    ids[of('task')],
    ids[of('quotation')],
    of('By hand'),
  ]);
}

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  await fill('');
  await fill('other ');
  await consoleApp.oneMoreLead();
});
afterAll(async () => void (await consoleApp?.close()));

describe('a lead', () => {
  const shared = Object.keys(recordSchema.shape).filter(
    (name) =>
      !['lead', 'opportunity', 'deal', 'order', 'amount', 'currency', 'items', 'expectedClose'].includes(
        name,
      ),
  );

  test('has every part that the other records share, of the same form', () => {
    const ofLead: Record<string, unknown> = leadSchema.shape;
    expect(shared.filter((name) => !(name in ofLead))).toEqual([]);
  });

  test('says its stage and what it needs next, as an opportunity does', async () => {
    const { items } = (await ask('GET', '/leads?campaign=EMEA&limit=1')).body;
    const [lead] = items;
    expect(lead).toMatchObject({
      kind: 'lead',
      stage: lead.status,
      end: null,
      endReason: null,
      nextActionAt: null,
      missing: expect.any(Array),
      next: expect.arrayContaining([
        { to: 'In progress', when: null, missing: [] },
        { to: 'Converted', when: null, missing: expect.any(Array) },
      ]),
    });
    expect((await ask('GET', `/leads/${lead.id}`)).body).toEqual(lead);
    const path = `/leads/${lead.id}`;
    const moved = await ask('PATCH', path, { stage: 'in progress' });
    expect(moved.body).toMatchObject({ stage: 'In progress', status: 'In progress' });
    expect((await ask('PATCH', path, { stage: 'Converted', status: 'On hold' })).body).toMatchObject({
      status: 400,
      detail: '"stage" is "Converted" and "status" is "On hold": they are one; leave "status" out',
    });
    const ended = await ask('PATCH', path, { ...moved.body, stage: 'Closed lost' });
    expect(ended.body).toMatchObject({ stage: 'Closed lost', end: 'lost', next: expect.any(Array) });
    expect((await ask('GET', '/leads?stage=closed-lost')).body.items).toMatchObject([{ id: lead.id }]);
  });

  test('that waits says when its stage acts next', async () => {
    const id = ids['lead'] ?? '';
    const held = await ask('PATCH', `/leads/${id}`, { stage: 'On hold' });
    expect(held.status).toBe(200);
    const { rows } = await consoleApp.query('SELECT next_action_at FROM leads WHERE id = $1', [id]);
    expect(held.body.nextActionAt).toBe(rows[0].next_action_at?.toISOString() ?? null);
  });
});

test('an amount of a pipeline is a decimal text, given as text or number', async () => {
  const path = `/orders/${ids['order']}`;
  for (const cost of [1200.5, '1200.5', '1200.50']) {
    expect((await ask('PATCH', path, { fields: { cost } })).body.fields.cost).toBe('1200.50');
    const { body, etag } = await ask('GET', path);
    expect(await ask('PATCH', path, body)).toMatchObject({ status: 200, etag });
  }
  expect((await ask('PATCH', path, { fields: { cost: '12.345' } })).body).toMatchObject({
    status: 400,
    detail: '"At y cost" is "12.345": expected an amount such as "1200.50", with two decimals at most',
  });
});

describe('a person', () => {
  const shown = (path: string) => ask('GET', path).then(({ body }) => body.person);

  test.each([
    ...['/leads/lead', '/tasks/task', '/opportunities/opportunity', '/deals/deal', '/orders/order'],
    ...['/jobs/job', '/quotations/quotation', '/activities/activity'],
  ])('of %s is the same object', async (path) => {
    const [, list, name = ''] = path.split('/');
    const {
      createdAt: _made,
      updatedAt: _changed,
      revision: _revision,
      ...person
    } = (await ask('GET', `/people/${ids['person']}`)).body;
    expect(await shown(`/${list}/${ids[name]}`)).toEqual(person);
    const { items } = (await ask('GET', `/${list}?person=${person.id}&limit=200`)).body;
    expect(items.find(({ id }: { id: string }) => id === ids[name]).person).toEqual(person);
  });

  test('is taken by a new record as it is shown', async () => {
    const { body: person } = await ask('GET', `/people/${ids['person']}`);
    const task = await ask('POST', '/tasks', { subject: 'Call', dueOn: '2026-12-15', person });
    expect(task).toMatchObject({ status: 201, body: { person: { id: person.id } } });
  });
});

describe('lists', () => {
  const all = ['person', 'company', 'lead', 'opportunity', 'deal', 'order', 'job'];
  const cases: [list: string, finds: string, filters: string[]][] = [
    ['leads', 'lead', ['person', 'company']],
    ['opportunities', 'opportunity', all.slice(0, 3)],
    ['deals', 'deal', all.slice(0, 4)],
    ['orders', 'order', all.slice(0, 5)],
    ['jobs', 'job', all.slice(0, 6)],
    ['tasks', 'task', [...all, 'quotation']],
    ['activities', 'activity', all],
    ['quotations', 'quotation', ['opportunity', 'person', 'company']],
    ['people', 'person', ['company']],
  ];

  test.each(cases.flatMap(([list, finds, filters]) => filters.map((filter) => [list, filter, finds])))(
    '/%s?%s= finds those of one',
    async (list, filter, finds) => {
      const { status, body } = await ask('GET', `/${list}?${filter}=${ids[filter]}`);
      expect(status).toBe(200);
      const found = body.items.map(({ id }: { id: string }) => id);
      expect(found).toContain(ids[finds]);
      expect(found).not.toContain(ids[`other ${finds}`]);
      expect((await ask('GET', `/${list}?${filter}=none`)).body).toEqual({ items: [], nextCursor: null });
    },
  );

  test.each(['leads', 'opportunities', 'deals', 'orders', 'jobs', 'tasks'])(
    '/%s by its campaign and its pipeline',
    async (list) => {
      const name = { opportunities: 'opportunity' }[list] ?? list.slice(0, -1);
      const found = async (query: string) =>
        (await ask('GET', `/${list}?${query}`)).body.items.map(({ id }: { id: string }) => id);
      const ofCampaign = await found('campaign=By%20hand');
      expect(ofCampaign).toContain(ids[name]);
      expect(ofCampaign).not.toContain(ids[`other ${name}`]);
      if (list === 'tasks') return;
      const { pipeline } = (await ask('GET', `/${list}/${ids[name]}`)).body;
      expect(await found(`pipeline=${pipeline.replace(/@.*/, '')}`)).toContain(ids[name]);
      expect(await found('pipeline=nobody/nothing')).toEqual([]);
    },
  );

  test('the cursor of one list is refused by every other', async () => {
    const lists = [
      ...['leads', 'opportunities', 'deals', 'orders', 'jobs', 'tasks', 'activities', 'quotations', 'people'],
      ...['companies', 'campaigns', `timeline/${ids['lead']}`, `timeline/${ids['task']}`],
    ];
    await ask('PATCH', `/tasks/${ids['task']}`, { subject: 'Call again' });
    const others = [
      'products',
      'deliveries',
      'channels',
      'users',
      'quarantine',
      'dead-letters',
      'unread-updates',
      'failing-profiles',
    ];
    const cursors = new Map<string, string>();
    for (const list of lists) cursors.set(list, (await ask('GET', `/${list}?limit=1`)).body.nextCursor);
    for (const [list, cursor] of cursors) {
      expect(cursor, list).toEqual(expect.any(String));
      expect((await ask('GET', `/${list}?cursor=${cursor}`)).status, list).toBe(200);
      for (const other of [...lists, ...others].filter((one) => one !== list)) {
        const { body } = await ask('GET', `/${other}?cursor=${cursor}`);
        expect(body, `${list} at ${other}`).toMatchObject({
          status: 400,
          code: 'invalid_request',
          detail: `"cursor" is of the list "${list}", this list is "${other}"; begin again without "cursor"`,
        });
      }
    }
  });
});

describe('what is refused', () => {
  /** Bodies that pass their schemas, so that the id alone is wrong. */
  const bodies: Record<string, object> = {
    'patch /leads/{id}': { owner: null },
    'patch /tasks/{id}': { subject: 'x' },
    'patch /people/{id}': { name: 'x' },
    'patch /companies/{id}': { name: 'x' },
    'patch /activities/{id}': { body: 'x' },
    'patch /campaigns/{id}': { owner: null },
    'patch /quotations/{id}': { amount: '1.00' },
    'patch /users/{email}': { name: 'x' },
    'patch /channels/{id}': { isMuted: true },
    'patch /endpoints/{id}': { format: 'standard' },
    'patch /keys/{id}': { name: 'x' },
    'patch /alerts/{id}': { isRead: true },
    'put /leads/{id}/campaign-influences': { items: [] },
    'put /people/{id}/campaign-influences': { items: [] },
    'put /tasks/{id}/campaign-influences': { items: [] },
    'put /opportunities/{id}/campaign-influences': { items: [] },
    'put /opportunities/{id}/items': { items: [] },
    'put /orders/{id}/items': { items: [] },
    'post /leads/{id}/return': { reason: 'x' },
    'post /tasks/{id}/return': { reason: 'x' },
    'post /leads/{id}/assign': { owner: 'rep@example.com' },
    'post /tasks/{id}/assign': { owner: 'rep@example.com' },
    'post /users/{email}/deactivate': { assignTo: null, reason: 'x' },
    'post /programmes/{id}/rollback': { to: 1 },
  };
  for (const kind of ['opportunities', 'deals', 'orders', 'jobs'])
    bodies[`patch /${kind}/{id}`] = { name: 'x' };
  for (const kind of ['people', 'companies']) bodies[`post /${kind}/{id}/merges`] = { merged: 'other' };
  bodies['patch /imports/{id}'] = { dryRun: true };
  bodies['patch /views/{id}'] = { name: 'x' };
  for (const kind of ['campaigns', 'leads', 'opportunities', 'deals', 'orders', 'jobs'])
    bodies[`post /${kind}/{id}/documents`] = { document: 'invoice' };
  /** What a path of this end has to be asked with. */
  const wantedQuery: Record<string, string> = { diff: '?from=1&to=2', 'merge-preview': '?merged=other' };
  /** They make what is not there, or ask for a text first. */
  const making =
    /by-external-id|^put \/(?:products|teams|territories|drafts)|versions$|(?:check|backtest|preview|rehearsal)$/;
  /** Their bodies are files of many types. */
  const ofFiles = /\/attachments$|^post \/imports$|^post \/event-imports\/\{id\}\/parts$/;

  test('an id that is none is 404, at every route', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const route of consoleApp.routes) {
      const [method = '', path = ''] = route.split(' ');
      if (!path.includes('{') || ((making.test(route) || ofFiles.test(route)) && method !== 'get')) continue;
      asked++;
      const answer = await consoleApp.app.inject({
        ...{ method: method.toUpperCase() as 'GET', headers: bearer },
        url: `/api/v1${path.replace(/\{email\}/, 'absent@example.com').replace(/\{\w+\}/g, 'none')}${wantedQuery[path.split('/').at(-1) ?? ''] ?? ''}`,
        ...(method !== 'get' && { payload: bodies[route] ?? {} }),
      });
      const { code } = answer.json();
      const type = String(answer.headers['content-type']);
      if (answer.statusCode !== 404 || code !== 'not_found' || !type.startsWith('application/problem+json'))
        wrong.push(`${route}: ${answer.statusCode} ${answer.body.slice(0, 160)}`);
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(60);
  });

  test('a parameter that is none is refused, at every list and record that takes none', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const route of consoleApp.routes) {
      const [method = '', path = ''] = route.split(' ');
      const { parameters = [] } = document.paths[`/api/v1${path}`]?.['get'] ?? {};
      if (
        method !== 'get' ||
        path === '/openapi.json' ||
        parameters.some((one) => 'in' in one && one.in === 'query')
      )
        continue;
      asked++;
      const answer = await consoleApp.app.inject({
        url: `/api/v1${path.replace(/\{\w+\}/g, 'none')}?cursor=abc`,
        headers: bearer,
      });
      const { detail } = answer.json();
      if (answer.statusCode !== 400 || !detail.includes('"cursor" is not known here'))
        wrong.push(`${route}: ${answer.statusCode} ${answer.body.slice(0, 120)}`);
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(30);
  });

  test('a body that is not JSON is 415, at every route', async () => {
    const wrong: string[] = [];
    for (const route of consoleApp.routes) {
      const [method = '', path = ''] = route.split(' ');
      if (method === 'get' || ofFiles.test(route)) continue;
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', undefined]) {
        const answer = await consoleApp.app.inject({
          ...{ method: method.toUpperCase() as 'POST', url: `/api/v1${path.replace(/\{\w+\}/g, 'none')}` },
          headers: { ...bearer, ...(type !== undefined && { 'content-type': type }) },
          payload: 'name=x',
        });
        if (answer.statusCode !== 415 || answer.json().code !== 'unsupported_media_type')
          wrong.push(`${route} ${type}: ${answer.statusCode} ${answer.body.slice(0, 120)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(['GET', 'PATCH', 'POST', 'DELETE'] as const)(
    'a path that is no text, with %s',
    async (method) => {
      for (const path of [
        '/api/v1/leads/%E0%A4%A',
        '/api/v1/pipelines/%zz/lead',
        '/%E0%A4%A',
        '/api/v1/leads/%',
      ]) {
        const answer = await consoleApp.app.inject({ method, url: path, headers: bearer });
        expect(answer.json(), path).toMatchObject({ status: 400, code: 'invalid_request' });
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
        expect(answer.headers['x-content-type-options']).toBe('nosniff');
      }
    },
  );
});

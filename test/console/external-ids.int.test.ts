/** Ids in other systems: set, found and cleared; made or changed by them once, from any number of requests, and silent when nothing differs. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
let person: string;
let count = 0;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  for (const email of ['second@example.com', 'third@example.com'])
    await ask('POST', '/users', { email, role: 'rep' });
  person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body.id;
});
afterAll(async () => void (await consoleApp?.close()));

/** What a new record of each kind needs, another one each time, and a change of it. */
const kinds: Record<string, { wanted: () => object; change: object }> = {
  people: { wanted: () => ({ email: `p${++count}@example.com`, name: 'Grace' }), change: { name: 'G' } },
  companies: { wanted: () => ({ name: `Company ${++count}` }), change: { country: 'DE' } },
  leads: {
    wanted: () => ({ person, campaign: `Campaign ${++count}` }),
    change: { owner: 'rep@example.com' },
  },
  opportunities: {
    wanted: () => ({ pipeline: 'emea/opportunity', name: 'Pens', person, amount: '10' }),
    change: { amount: 12.5 },
  },
  deals: { wanted: () => ({ pipeline: 'value-stream/deal', name: 'Pens', person }), change: { name: 'Ink' } },
  orders: {
    wanted: () => ({ pipeline: 'company-xyz/order', name: 'Pens', person, fields: { cost: 120.5 } }),
    change: { name: 'Ink' },
  },
  jobs: { wanted: () => ({ pipeline: 'process-guide/job', name: 'Pens', person }), change: { name: 'Ink' } },
  campaigns: {
    wanted: () => ({ pipeline: 'value-stream/campaign', name: `Campaign ${++count}` }),
    change: { owner: 'rep@example.com' },
  },
};

describe.each(Object.entries(kinds))('%s', (path, { wanted, change }) => {
  const url = (id: string, source = 'crm') =>
    `/by-external-id/${path}/${encodeURIComponent(id)}${source && `?externalSource=${source}`}`;

  test('are made by an id, changed by it, and left alone when nothing differs', async () => {
    const body = wanted();
    const made = await ask('PUT', url('a-1'), body);
    expect(made).toMatchObject({
      status: 201,
      body: { externalId: 'a-1', externalSource: 'crm', revision: 1 },
    });
    expect(made.etag).toBe('"1"');
    const again = await ask('PUT', url('a-1'), body);
    expect([again.status, again.body]).toEqual([200, made.body]);
    expect(await ask('GET', url('a-1'))).toEqual(again);
    const changed = await ask('PUT', url('a-1'), change);
    expect(changed.status).toBe(200);
    expect(changed.body.revision).toBeGreaterThan(1);
    expect(changed.body.id).toBe(made.body.id);
    const [[name, value] = ['', null]] = Object.entries(change);
    expect(changed.body[name]).toBe(name === 'amount' ? '12.50' : value);
    expect((await ask('PUT', url('a-1'), change)).body).toEqual(changed.body);
    expect(await ask('PUT', url('a-1'), change, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await ask('PUT', url('none'), wanted(), { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  });

  test('are one record however many requests make it at once', async () => {
    const body = wanted();
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask('PUT', url('b-1'), body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await ask('GET', `/${path}?externalId=b-1`)).body.items).toHaveLength(1);
  });

  test('are found by it, of any source or of one; each source has its own', async () => {
    const ids = [];
    for (const source of ['crm', 'erp', ''])
      ids.push((await ask('PUT', url('c/1 ü', source), wanted())).body.id);
    expect(new Set(ids).size).toBe(3);
    const found = async (query: string) =>
      (await ask('GET', `/${path}?externalId=c%2F1%20%C3%BC${query}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect((await found('')).sort()).toEqual([...ids].sort());
    expect(await found('&externalSource=erp')).toEqual([ids[1]]);
    expect((await ask('GET', url('c/1 ü', ''))).body.id).toBe(ids[2]);
    expect(await found('&externalSource=other')).toEqual([]);
  });

  test('have it from a POST, change and clear it by PATCH; nobody else may have it', async () => {
    const one = await ask('POST', `/${path}`, { ...wanted(), externalId: 'd-1', externalSource: 'CRM' });
    expect(one).toMatchObject({ status: 201, body: { externalId: 'd-1', externalSource: 'crm' } });
    const taken = {
      status: 409,
      body: { code: 'conflict', detail: expect.stringContaining('"externalId"') },
    };
    const same = { externalId: 'd-1', externalSource: 'crm' };
    expect(await ask('POST', `/${path}`, { ...wanted(), ...same })).toMatchObject(taken);
    const other = await ask('POST', `/${path}`, wanted());
    const otherPath = `/${path}/${other.body.id}`;
    expect(other).toMatchObject({ status: 201, body: { externalId: null, externalSource: null } });
    expect(await ask('PATCH', otherPath, same)).toMatchObject(taken);
    expect(await ask('PATCH', otherPath, { externalSource: 'crm' })).toMatchObject({
      status: 400,
      body: { detail: '"externalSource" is given without an "externalId"; give both, or null for both' },
    });
    const cleared = await ask('PATCH', `/${path}/${one.body.id}`, { externalId: null });
    expect(cleared.body).toMatchObject({ externalId: null, externalSource: null });
    expect(await ask('PATCH', otherPath, same)).toMatchObject({ status: 200, body: same });
    expect(await ask('GET', url('d-1'))).toMatchObject({ body: { id: other.body.id } });
  });

  test('are changed by one of two at once who read the same revision', async () => {
    const owners = ['rep@example.com', 'second@example.com', 'third@example.com'];
    const made = await ask('PUT', url('race'), wanted());
    let present = made;
    const by = {
      upsert: (owner?: string) => ask('PUT', url('race'), { owner }, { 'if-match': present.etag }),
      change: (owner?: string) =>
        ask('PATCH', `/${path}/${made.body.id}`, { owner }, { 'if-match': present.etag }),
    };
    const writer = fc.constantFrom<keyof typeof by>('upsert', 'change');
    await fc.assert(
      fc.asyncProperty(writer, writer, async (first, second) => {
        const [one, other] = owners.filter((owner) => owner !== present.body.owner);
        const answers = await Promise.all([by[first](one), by[second](other)]);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
        present = await ask('GET', url('race'));
        expect(present.body).toEqual(answers.find(({ status }) => status === 200)?.body);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  test('are refused in the words of the request', async () => {
    expect(await ask('GET', url('none'))).toMatchObject({
      status: 404,
      body: { code: 'not_found', detail: expect.stringMatching(/with the "externalId" "none" of "crm"/) },
    });
    const missing = path === 'people' ? {} : change;
    const { status, body } = await ask('PUT', url('none'), missing);
    expect([path === 'companies' || status === 400, body.detail]).toEqual([
      true,
      expect.stringMatching(/"none" yet/),
    ]);
    expect(await ask('PUT', url('none'), { ...wanted(), externalId: 'other' })).toMatchObject({
      status: 400,
      body: { detail: '"externalId" is "other", but the address says "none"; leave it out' },
    });
    expect(await ask('PUT', url('x'.repeat(201)), wanted())).toMatchObject({ status: 400 });
    expect(await ask('PUT', url('none', 'two%20words'), wanted())).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/expected the name of a system such as "hubspot"/) },
    });
    expect((await ask('GET', `/${path}?externalId=none`)).body.items).toEqual([]);
  });
});

test('two systems that enter one address at once: one person, of the first alone', async () => {
  for (let round = 0; round < 8; round++) {
    const put = (id: string) =>
      ask('PUT', `/by-external-id/people/${id}-${round}?externalSource=crm`, {
        email: `both-${round}@example.com`,
      });
    const answers = await Promise.all([put('one'), put('other')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const won = answers.find(({ status }) => status === 201);
    expect((await ask('GET', `/people/${won?.body.id}`)).body.externalId).toBe(won?.body.externalId);
  }
});

describe('what a record keeps for good', () => {
  test.each(['leads', 'opportunities'])('of %s is not changed by an id', async (path) => {
    const url = `/by-external-id/${path}/kept`;
    const made = await ask('PUT', url, { ...kinds[path]?.wanted(), person });
    const other = (await ask('POST', '/people', { email: `o${++count}@example.com` })).body.id;
    expect(await ask('PUT', url, { person: other })).toMatchObject({
      status: 409,
      body: {
        detail: `"person" is "${other}", but this ${made.body.kind} has "${person}" for good; leave "person" out`,
      },
    });
    expect(await ask('PUT', url, { pipeline: 'touchstone/lead' })).toMatchObject({ status: 409 });
    expect(await ask('PUT', url, { person: made.body.person })).toMatchObject({
      status: 200,
      body: made.body,
    });
  });
});

describe('somebody who is known already', () => {
  test('gets the id by the address; one with another id keeps it', async () => {
    const known = await ask('POST', '/people', { email: 'known@example.com', name: 'Known' });
    const wanted = { email: 'KNOWN@example.com', title: 'CTO' };
    const put = (etag: string) => ask('PUT', '/by-external-id/people/k-1', wanted, { 'if-match': etag });
    expect(await put('"7"')).toMatchObject({ status: 412 });
    const linked = await put(known.etag);
    expect(linked).toMatchObject({
      status: 200,
      body: { id: known.body.id, name: 'Known', title: 'CTO', externalId: 'k-1' },
    });
    expect(await ask('PUT', '/by-external-id/people/k-2', { email: 'known@example.com' })).toMatchObject({
      status: 409,
      body: {
        detail: `this person has the "externalId" "k-1" already; change it with PATCH /people/${known.body.id}`,
      },
    });
  });

  test('or a company, by its domain or its name', async () => {
    const known = await ask('POST', '/companies', { name: 'Known', domain: 'known.example' });
    const url = '/by-external-id/companies/k-1?externalSource=crm';
    const linked = await ask('PUT', url, { name: 'Known Ltd', domain: 'known.example' });
    expect(linked).toMatchObject({
      status: 200,
      body: { id: known.body.id, name: 'Known Ltd', externalId: 'k-1' },
    });
    expect(await ask('PUT', '/by-external-id/companies/k-2', { name: 'Known Ltd' })).toMatchObject({
      status: 409,
    });
  });
});

test('a lead is made at the stage that the other system names, or not at all', async () => {
  const at = (stage: string) => ({ person, campaign: 'Staged', stage });
  expect(await ask('PUT', '/by-external-id/leads/s-1', at('Nowhere'))).toMatchObject({ status: 400 });
  expect(await ask('GET', '/by-external-id/leads/s-1')).toMatchObject({ status: 404 });
  const made = await ask('PUT', '/by-external-id/leads/s-1', at('In progress'));
  expect(made).toMatchObject({ status: 201, body: { stage: 'In progress', end: null } });
  const judged = { quality: { quality: 'junk', reason: 'Student' } };
  const changed = await ask('PUT', '/by-external-id/leads/s-1', judged);
  expect(changed.body).toMatchObject({ quality: 'junk', qualityReason: 'Student' });
  expect((await ask('PUT', '/by-external-id/leads/s-1', judged)).body).toEqual(changed.body);
});

test('the ids of an erased person are gone, those of the business too', async () => {
  const email = 'erased@example.com';
  const { body } = await ask('PUT', '/by-external-id/people/secret-1', { email });
  await ask('PUT', '/by-external-id/opportunities/secret-2', {
    ...kinds['opportunities']?.wanted(),
    person: body.id,
  });
  const notice = { profile: 'of-erased', untilMs: consoleApp.clock.nowMs(), address: email, person: null };
  const record = { erasure: 'er_1', ...notice } as never;
  await consoleApp.sales.leads.applyTierUpdates([{ partition: 1, id: `${notice.untilMs}-1`, record }]);
  for (const table of ['people', 'opportunities', 'timeline']) {
    const { rows } = await consoleApp.query(
      `SELECT FROM ${table} WHERE to_jsonb(${table})::text LIKE '%secret-%'`,
    );
    expect(rows, table).toEqual([]);
  }
});

/** Saved views over the API: one's own and shared ones, who changes them, the one a table begins with, and the limits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { askingAs, logIn } from './log-ins.ts';

type Ask = ReturnType<typeof askingOf>;
let consoleApp: ConsoleApp;
const asProgram = askingOf(() => consoleApp.app, bearer);
let asMia: Ask;
let asTom: Ask;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  asMia = await askingAs(consoleApp, 'mia@example.com', 'rep');
  asTom = await askingAs(consoleApp, 'tom@example.com', 'rep');
});
afterAll(() => consoleApp?.close());

const save = (ask: Ask, name: string, more: object = {}) =>
  ask('POST', '/views', {
    list: 'people',
    name,
    search: { owner: 'me' },
    columns: ['name', 'email'],
    ...more,
  });
const names = async (ask: Ask, list = 'people'): Promise<string[]> =>
  (await ask('GET', `/views?list=${list}`)).body.items.map(({ name }: { name: string }) => name);

test('a view is its owner’s alone until it is shared, and of one table', async () => {
  const { status, body } = await save(asMia, 'Mine');
  expect([status, body]).toMatchObject([
    201,
    { list: 'people', name: 'Mine', owner: 'mia@example.com', search: { owner: 'me' }, isShared: false },
  ]);
  expect([await names(asMia), await names(asTom), await names(asMia, 'leads')]).toEqual([['Mine'], [], []]);
  expect((await asTom('GET', `/views/${body.id}`)).status).toBe(404);
  expect((await asTom('PATCH', `/views/${body.id}`, { name: 'x' })).status).toBe(404);
  await asMia('PATCH', `/views/${body.id}`, { isShared: true });
  expect(await names(asTom)).toEqual(['Mine']);
  const refused = await asTom('PATCH', `/views/${body.id}`, { name: 'Tom’s' });
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    expect.stringContaining('is of mia@example.com'),
  ]);
});

test('each user begins a table with a view of their own choice, one a table', async () => {
  const shared = (await save(asMia, 'For all', { isShared: true })).body.id;
  const second = (await save(asMia, 'Second', { isDefault: true })).body.id;
  const defaults = async (ask: Ask) =>
    (await ask('GET', '/views?list=people')).body.items
      .filter(({ isDefault }: { isDefault: boolean }) => isDefault)
      .map(({ name }: { name: string }) => name);
  expect((await asTom('PATCH', `/views/${shared}`, { isDefault: true })).body).toMatchObject({
    isDefault: true,
  });
  expect([await defaults(asMia), await defaults(asTom)]).toEqual([['Second'], ['For all']]);
  await asMia('PATCH', `/views/${shared}`, { isDefault: true });
  expect(await defaults(asMia)).toEqual(['For all']);
  await asMia('PATCH', `/views/${second}`, { isDefault: false });
  expect(await defaults(asMia)).toEqual(['For all']);
  expect((await asMia('PATCH', `/views/${shared}`, { isDefault: false })).body).toMatchObject({
    isDefault: false,
  });
});

test('a name is given once, a change names the revision it was made on, and what is deleted is gone', async () => {
  const { body } = await save(asMia, 'Named');
  expect((await save(asMia, 'Named')).status).toBe(409);
  expect((await save(asMia, 'Named', { list: 'leads' })).status).toBe(201);
  expect((await save(asTom, 'Named')).status).toBe(201);
  const stale = await asMia('PATCH', `/views/${body.id}`, { name: 'Other' }, { 'if-match': '"9"' });
  expect(stale.status).toBe(412);
  const gone = await consoleApp.app.inject({
    ...{ method: 'DELETE', url: `/api/v1/views/${body.id}`, headers: bearer },
  });
  expect(gone.statusCode).toBe(404);
  await consoleApp.sales.records.deleteView(body.id, {
    name: 'mia@example.com',
    lanes: [],
    isManager: false,
  });
  expect((await asMia('GET', `/views/${body.id}`)).status).toBe(404);
});

test('a shared view of somebody else is deleted by managers alone', async () => {
  const { id } = (await save(asMia, 'Left behind', { list: 'deals', isShared: true })).body;
  const remove = (headers: object) =>
    consoleApp.app.inject({ method: 'DELETE', url: `/api/v1/views/${id}`, headers: { ...headers } });
  const { cookies } = await logIn(consoleApp, 'tom@example.com');
  const asRep = { cookie: `scoville_session=${cookies['scoville_session']}` };
  expect([(await remove(asRep)).statusCode, await names(asTom, 'deals')]).toEqual([403, ['Left behind']]);
  expect([(await remove(bearer)).statusCode, await names(asTom, 'deals')]).toEqual([204, []]);
});

test('the API token has no views of its own', async () => {
  const refused = await save(asProgram, 'Of nobody');
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('log in to save one')]);
});

const filters = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'x']));

test.each([
  [limits.viewFiltersMax, 201],
  [limits.viewFiltersMax + 1, 400],
])('%i filters: %i', async (count, status) => {
  expect((await save(asTom, `filters ${count}`, { search: filters(count) })).status).toBe(status);
});

test('a user has at most so many', async () => {
  const asLin = await askingAs(consoleApp, 'lin@example.com', 'rep');
  const more = (count: number) =>
    consoleApp.query(
      `INSERT INTO saved_views (id, list, name, owner, search, columns, is_shared, created_at, updated_at)
       SELECT 'vw_' || gen_random_uuid(), 'jobs', gen_random_uuid(), 'lin@example.com', '{}', '[]', false, now(), now()
       FROM generate_series(1, $1::int)`,
      [count],
    );
  await more(limits.savedViewsMax - 1);
  expect((await save(asLin, 'The last')).status).toBe(201);
  const refused = await save(asLin, 'One too many');
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('delete one first')]);
});

test('the API token begins no table with a view: it is told, and nothing changes', async () => {
  const { body } = await save(asMia, 'Seen by programs', { isShared: true, list: 'deals' });
  const { status, body: said } = await asProgram('PATCH', `/views/${body.id}`, { isDefault: true });
  expect([status, said.detail]).toEqual([400, expect.stringContaining('log in')]);
  expect((await asProgram('PATCH', `/views/${body.id}`, { isDefault: false })).status).toBe(200);
});

test('a view that was deleted is not made again by the same key, and that is said', async () => {
  const again = { 'idempotency-key': 'view-1' };
  const wanted = { list: 'jobs', name: 'Once', search: {} };
  const { body } = await asMia('POST', '/views', wanted, again);
  expect((await asMia('POST', '/views', wanted, again)).body.id).toBe(body.id);
  await consoleApp.query('DELETE FROM saved_views WHERE id = $1', [body.id]);
  expect((await asMia('POST', '/views', wanted, again)).status).toBe(404);
});

test('shared views of others crowd out none of one’s own, and are limited by table', async () => {
  const share = (count: number) =>
    consoleApp.query(
      `INSERT INTO saved_views (id, list, name, owner, search, columns, is_shared, created_at, updated_at)
       SELECT 'vw_' || gen_random_uuid(), 'orders', 'a ' || gen_random_uuid(), 'mia@example.com', '{}', '[]', true, now(), now()
       FROM generate_series(1, $1::int)`,
      [count],
    );
  const { id } = (await save(asTom, 'z of Tom', { list: 'orders' })).body;
  await share(limits.sharedViewsMax - 1);
  const shared = (name: string) => save(asTom, name, { list: 'orders', isShared: true });
  expect((await shared('y of Tom')).status).toBe(201);
  const seen = await names(asTom, 'orders');
  expect([seen.length, seen.at(-1)]).toEqual([limits.sharedViewsMax + 1, 'z of Tom']);
  const refused = await shared('x of Tom');
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    expect.stringContaining('save it for yourself'),
  ]);
  expect((await asTom('PATCH', `/views/${id}`, { isShared: true })).status).toBe(409);
  expect((await save(asTom, 'x of Tom', { list: 'orders' })).status).toBe(201);
});

test('an erasure takes the views that look for the person by name, address or phone, and leaves the others', async () => {
  const email = 'ada.lovelace@erased.example';
  await asProgram('POST', '/people', { email, name: 'Ada Lovelace', phone: '+44 20 7946 0123' });
  await asProgram('POST', '/people', { email: 'cher@erased.example', name: 'Cher' });
  const search = (q: string) => ({ search: { q } });
  const taken: [string, object][] = [
    ...(['Ada Lovelace', 'ada  lovelace', 'ada lov', email].map((q) => [`By ${q}`, search(q)]) as []),
    ['What ADA LOVELACE does', {}],
    ['Calls to 020-7946 0123', {}],
    ['Calls to +44 (0)20 7946.0123, not 5', {}],
    ['Calls', { search: { q: '02079460123' } }],
    ['By a single name', search('cher')],
  ];
  const kept: [string, object][] = [
    ...(['ada', 'Ada Byron', 'lovelace', 'ada lovelaces'].map((q) => [`For ${q}`, search(q)]) as []),
    ['Cherries', search('cherry')],
    ['Calls to 020-7946 0124', {}],
    // The end of the number, of digits that are none of a phone.
    ['79 of 46 rows at 01:23', {}],
    ['Ids 79, 46, 01, 23', {}],
    ['Of pn_79460123', {}],
    ['Of 794601234', {}],
    ['Since 7946-01-23T10:00', {}],
  ];
  const own = await askingAs(consoleApp, 'saving@example.com', 'rep');
  for (const [name, more] of [...taken, ...kept]) expect((await save(own, name, more)).status).toBe(201);
  for (const [index, address] of [email, 'cher@erased.example'].entries()) {
    const notice = { profile: 'none', untilMs: startMs, address, person: null };
    const record = { erasure: `er_${index}`, ...notice } as never;
    await consoleApp.sales.leads.applyTierUpdates([{ partition: 1, id: `${index + 1}-0`, record }]);
  }
  const made = new Set([...taken, ...kept].map(([name]) => name));
  expect((await names(own)).filter((name) => made.has(name)).sort()).toEqual(
    kept.map(([name]) => name).sort(),
  );
});

/** Unread updates over the API: what PostgreSQL refuses waits, is applied after the repair once, and sets nothing back. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ManyResult, TierUpdate, UnreadUpdateView } from '../../src/contract/api/api.ts';
import { identityOf, standing, startMs } from '../sales/records.ts';
import { emptyTables } from '../support/clusters.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Method, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
beforeAll(async () => {
  consoleApp = await startConsoleApp();
  await consoleApp.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.email LIKE 'poison%' THEN RAISE 'refused' USING ERRCODE = '22023'; END IF; RETURN NEW; END $$`);
});
afterAll(() => consoleApp?.close());
beforeEach(async () => {
  await emptyTables(consoleApp.databaseUrl, ...['people', 'leads', 'tasks', 'dead_letters', 'profile_tiers']);
});

let entries = 0;
const minuteMs = 60_000;
const update = (name: string, change: Partial<TierUpdate> = {}): TierUpdate =>
  standing({
    ...{ profile: name, identity: identityOf(`${name}@example.com`), tierState: { of: name } },
    ...change,
  });
const apply = (records: readonly unknown[], partition = 0) =>
  consoleApp.sales.leads.applyTierUpdates(
    records.map((record) => ({ partition, id: `${startMs}-${++entries}`, record })),
  );

/** While it refuses, what is of `poison` cannot be stored. Returns what repairs it. */
async function refusing(): Promise<() => Promise<unknown>> {
  await consoleApp.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  return () => consoleApp.query('DROP TRIGGER refuse ON people');
}

async function ask<Answer>(method: string, path: string, status = 200, body?: object): Promise<Answer> {
  const answer = await program(consoleApp).ask(method as Method, path, body);
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()]);
  return answer.json();
}
const list = async (query = '') =>
  (await ask<{ items: UnreadUpdateView[] }>('GET', `/unread-updates${query}`)).items;
async function rows(sql: string): Promise<unknown[]> {
  return (await consoleApp.query(sql)).rows;
}
const leads = () => rows('SELECT profile, score FROM leads ORDER BY profile');

test('what cannot be stored waits with its reason, is replayed after the repair, and counts once', async () => {
  const repair = await refusing();
  await apply([update('ada'), update('poison'), update('bea')], 2);
  const [waiting, ...others] = await list();
  expect([waiting, others]).toMatchObject([
    {
      ...{ partition: 2, profile: 'poison', programme: 'emea' },
      reason: expect.stringContaining('it cannot be stored: refused'),
    },
    [],
  ]);
  const path = `/unread-updates/${waiting?.id}`;
  expect(await ask('GET', path)).toEqual(waiting);
  expect(JSON.parse(waiting?.record ?? '')).toMatchObject({ profile: 'poison', score: 22 });
  // Before the repair it is refused, and stays.
  expect(await ask('POST', `${path}/replay`, 409)).toMatchObject({
    detail: 'it still cannot be stored: refused',
  });
  expect(await list()).toEqual([waiting]);
  await repair();
  expect(await ask('POST', `${path}/replay`)).toEqual(waiting);
  expect(await leads()).toEqual([
    { profile: 'ada', score: 22 },
    { profile: 'bea', score: 22 },
    { profile: 'poison', score: 22 },
  ]);
  expect(await rows("SELECT state FROM profile_tiers WHERE profile = 'poison'")).toEqual([
    { state: { of: 'poison' } },
  ]);
  await ask('POST', `${path}/replay`, 404);
  expect(await list()).toEqual([]);
});

test('a rise that later updates have overtaken opens its lead, and leaves the later tier state', async () => {
  const repair = await refusing();
  await apply([update('poison')]);
  await repair();
  // It heats no lead: there is none.
  const later = { from: 1, score: 40, atMs: startMs + minuteMs, tierState: { of: 'later' } };
  await apply([update('poison', later)]);
  expect(await leads()).toEqual([]);
  const [waiting] = await list();
  await ask('POST', `/unread-updates/${waiting?.id}/replay`);
  expect(await leads()).toEqual([{ profile: 'poison', score: 22 }]);
  expect(await rows('SELECT state FROM profile_tiers')).toEqual([{ state: { of: 'later' } }]);
});

test('one that would set back what later updates did is refused, and can be dropped', async () => {
  await apply([update('cid'), update('cid', { atMs: startMs + 2 * minuteMs, from: 1, score: 50 })]);
  const fall = update('cid', { atMs: startMs + minuteMs, from: 1, to: 0, tierName: 'none', score: 3 });
  await consoleApp.query(
    'INSERT INTO dead_letters (partition, entry, reason, record) VALUES (0, $1, $2, $3)',
    [...['1-1', 'it was refused', JSON.stringify(fall)]],
  );
  expect(await ask('POST', '/unread-updates/0-1-1/replay', 409)).toMatchObject({
    detail: expect.stringContaining('later tier updates of its profile were applied'),
  });
  expect(await leads()).toEqual([{ profile: 'cid', score: 50 }]);
  expect(await ask('DELETE', '/unread-updates/0-1-1')).toMatchObject({ id: '0-1-1', profile: 'cid' });
  await ask('POST', '/unread-updates/0-1-1/drop', 404);
});

test('many are acted on by name or by partition, page by page; each refusal has its reason', async () => {
  await apply([{ nonsense: 'a\0b' }, { nonsense: 2 }], 3);
  await apply([{ nonsense: 3 }], 4);
  const [first] = await list('?limit=1');
  const page = await ask<{ nextCursor: string }>('GET', '/unread-updates?limit=1');
  const rest = await list(`?limit=100&cursor=${encodeURIComponent(page.nextCursor)}`);
  expect(new Set([first, ...rest].map((one) => one?.id)).size).toBe(3);
  // The database has a clock of its own.
  const until = new Date(Date.now() + minuteMs).toISOString();
  const many = (act: string, body: object) =>
    ask<ManyResult>('POST', `/unread-updates/${act}`, 200, body).then(({ results }) => results);
  const refused = await many('replay', { filter: { partition: 3 }, until });
  expect(refused.map(({ refusal }) => refusal)).toEqual([
    expect.stringContaining('it still cannot be read: profile'),
    expect.stringContaining('it still cannot be read: profile'),
  ]);
  expect(await many('drop', { ids: [first?.id ?? '', 'nonsense'] })).toEqual([
    { id: first?.id, refusal: null },
    { id: 'nonsense', refusal: expect.stringContaining('unread update "nonsense"') },
  ]);
  expect(await many('drop', { filter: {}, until })).toHaveLength(2);
  expect(await list()).toEqual([]);
  await ask('GET', '/unread-updates?cursor=x', 400);
});

test('more than a page of them is shown page by page, of one moment too, and dropped as a whole', async () => {
  const count = 205;
  await consoleApp.query(
    `INSERT INTO dead_letters (partition, entry, reason, record)
     SELECT number % 3, '1-' || number, 'it was refused', '{}' FROM generate_series(1, $1) AS number`,
    [count],
  );
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page: { items: UnreadUpdateView[]; nextCursor: string | null } = await ask(
      ...(['GET', `/unread-updates${query}`] as const),
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([count, count]);
  const until = new Date(Date.now() + minuteMs).toISOString();
  let dropped = 0;
  for (let done = 0; done !== 1; ) {
    const { results } = await ask<ManyResult>('POST', '/unread-updates/drop', 200, { filter: {}, until });
    dropped += results.length;
    done = (await list()).length === 0 ? 1 : 0;
  }
  expect(dropped).toBe(count);
});

/** Two workers and one import: the second waits for the lease of the first, takes over when that is frozen beyond it, and no row counts twice. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { ImportView } from '../../../src/contract/api/api.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { freezeAt, urlOfOwner } from '../../support/ice.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { admin, startMs } from '../records.ts';

const count = 700;
const { signal } = new AbortController();

let database: TestDatabase;
let first: TestSales;
let second: TestSales;
/** One connection: what it holds it can release. */
let holder: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase();
  const opened = (owner: string) =>
    openTestSales({ databaseUrl: urlOfOwner(database.url, owner), clock: { nowMs: () => startMs } });
  first = await opened('first');
  second = await opened('second');
  holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
});
afterAll(async () => {
  await holder?.end();
  await first?.close();
  await second?.close();
  await database?.stop();
});

const leaseEndsIn = (interval: string) =>
  holder.query(
    `UPDATE imports SET leased_until = clock_timestamp() + interval '${interval}' WHERE lease IS NOT NULL`,
  );

/** A file with one bad row among so many people. */
async function sent(domain: string): Promise<string> {
  const lines = Array.from({ length: count }, (_, index) => `p${index}@${domain},Person ${index}\n`);
  async function* bytes() {
    yield new TextEncoder().encode(`email,name\n${lines.join('')}no address,Nobody\n`);
  }
  const { view } = await first.imports.receive(
    bytes(),
    { kind: 'people', rows: 'good', dryRun: false },
    admin,
  );
  return view.id;
}

const doneOf = async (id: string) => (await second.imports.find(id))?.progress.done;

const leaseOf = async (id: string) =>
  (await holder.query<{ lease: string | null }>('SELECT lease FROM imports WHERE id = $1', [id])).rows[0]
    ?.lease ?? null;

const numberOf = async (statement: string, ...values: unknown[]) =>
  (await holder.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${statement}`, values)).rows[0]
    ?.count;

async function expectEachRowOnce(id: string, domain: string): Promise<void> {
  expect(await numberOf('people WHERE email LIKE $1', `%@${domain}`)).toBe(count);
  expect(
    await numberOf('timeline WHERE record IN (SELECT id FROM people WHERE email LIKE $1)', `%@${domain}`),
  ).toBe(count);
  expect(await numberOf('import_changes WHERE import_id = $1', id)).toBe(count);
  expect(await numberOf('import_rejects WHERE import_id = $1', id)).toBe(1);
}

const once = { counts: { rows: count + 1, new: count, changed: 0, unchanged: 0, bad: 1, kept: 0 } };

test.for([
  ['it is checked', 'INSERT ON import_rejects', 'checking.example'],
  ['its rows are written', 'INSERT ON people', 'applying.example'],
] as const)(
  'a worker that is frozen while %s is relieved, and its late writes are refused',
  async ([, statement, domain]) => {
    const id = await sent(domain);
    const ice = await freezeAt(holder, statement, { owner: 'first' });
    const late = first.imports.work(signal);
    await ice.holds();
    await leaseEndsIn('1 hour');
    const before = await second.imports.find(id);
    expect(await second.imports.work(signal)).toBe(false);
    expect(await second.imports.find(id)).toEqual(before);

    await leaseEndsIn('0 seconds');
    expect(await second.imports.work(signal)).toBe(true);
    const done = await second.imports.find(id);
    expect(done).toMatchObject({ status: 'done', ...once });

    await ice.thaw();
    expect(await late).toBe(true);
    expect(await second.imports.find(id)).toEqual(done);
    await expectEachRowOnce(id, domain);
    expect(await second.imports.work(signal)).toBe(false);
  },
);

test('late writes are refused while the other worker is in the midst of the same import', async () => {
  const id = await sent('midst.example');
  const ice = await freezeAt(holder, 'INSERT ON people', { owner: 'first' });
  const each = `ROW WHEN (NEW.email = 'p${count - 1}@midst.example')`;
  const laterIce = await freezeAt(holder, 'INSERT ON people', { owner: 'second', each });
  const late = first.imports.work(signal);
  await ice.holds();
  await leaseEndsIn('0 seconds');
  const relief = second.imports.work(signal);
  await laterIce.holds();
  await ice.thaw();
  expect(await late).toBe(true);
  expect(await doneOf(id)).toBe(limits.importBatchRows);
  await laterIce.thaw();
  expect(await relief).toBe(true);
  expect(await second.imports.find(id)).toMatchObject({ status: 'done', ...once });
  await expectEachRowOnce(id, 'midst.example');
});

test('a worker that is frozen while an import is taken back is relieved, and nothing is taken back twice', async () => {
  const id = await sent('undoing.example');
  expect(await first.imports.work(signal)).toBe(true);
  await first.imports.undo(id);
  const ice = await freezeAt(holder, 'DELETE ON people', { owner: 'first' });
  const late = first.imports.work(signal);
  await ice.holds();
  const frozenLease = await leaseOf(id);
  await leaseEndsIn('0 seconds');
  const relief = second.imports.work(signal);
  await until('the second has the lease', async () => (await leaseOf(id)) !== frozenLease);
  await ice.thaw();
  expect(await Promise.all([late, relief])).toEqual([true, true]);
  const undone: ImportView | null = await second.imports.find(id);
  expect(undone).toMatchObject({ status: 'undone', progress: { done: count }, ...once });
  expect(await numberOf('people WHERE email LIKE $1', '%@undoing.example')).toBe(0);
});

test('of many workers that ask at once one gets an import, and the next no sooner than it has ended', async () => {
  const ids = [await sent('one.example'), await sent('two.example')];
  const ice = await freezeAt(holder, 'INSERT ON people', { owner: 'first' });
  const late = first.imports.work(signal);
  await ice.holds();
  await leaseEndsIn('1 hour');
  const asked = await Promise.all(Array.from({ length: 8 }, () => second.imports.work(signal)));
  expect(asked).toEqual(Array(8).fill(false));
  await ice.thaw();
  await late;
  while (await second.imports.work(signal));
  for (const id of ids) expect(await second.imports.find(id)).toMatchObject({ status: 'done', ...once });
});

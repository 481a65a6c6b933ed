/** Names of merged records have one owner, also in a race; and what was said of a merged record holds for the one that is left. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Queryable } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { MergedList } from '../../../src/contract/api/api.ts';
import { listDuplicates } from '../../../src/sales/merging/duplicates.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
let store: TestStore;
let count = 0;

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());
beforeEach(() => {
  count += 1;
});

const records = () => store.sales.records;
const sql = async (text: string, values: unknown[] = []) => (await store.sql.query(text, values)).rows;
const merge = (list: MergedList, kept: string, merged: string, take: string[] = []) =>
  records().merge(list, kept, { merged, take: take as never }, admin);
const person = async (given: object) =>
  (await records().putPerson({ email: null, ...given } as never, admin)).person.id;
const company = async (given: object) => (await records().makeCompany(given as never, admin)).id;
const pairsOf = async (record: string, more: object = {}) =>
  (await records().listDuplicates({ list: 'people', record, limit: 50, ...more })).items;

/** Whether a connection waits for another one. */
const isWaiting = async () =>
  (await sql('SELECT FROM pg_locks WHERE NOT granted AND transactionid IS NOT NULL')).length > 0;

/** Runs `first` up to its commit, lets `second` wait for it, and commits. */
async function race(first: () => Promise<void>, second: () => Promise<unknown>): Promise<unknown> {
  await sql('BEGIN');
  await first();
  const waiting = second().then(
    () => null,
    (error: unknown) => error,
  );
  while (!(await isWaiting()));
  await sql('COMMIT');
  return waiting;
}

/** What a merge does to a row and its names, in the transaction of the test. */
const leave = (list: MergedList, merged: string, kept: string) => async () => {
  await sql(
    `INSERT INTO merges (id, kind, merged, into_record, ${list === 'people' ? 'person_id' : 'company_id'}, email, name, domain, former, moved, at, actor)
     SELECT 'mg_' || id, $2, id, $3, $3, to_jsonb(one) ->> 'email', CASE $2 WHEN 'companies' THEN name END, to_jsonb(one) ->> 'domain',
       to_jsonb(one), '{}', now(), 'x' FROM ${list} AS one WHERE id = $1`,
    [merged, list, kept],
  );
  await sql(`DELETE FROM ${list} WHERE id = $1`, [merged]);
};

test('nobody gets the address of a person at the moment of their merge', async () => {
  const [kept, merged, third] = [
    await person({ email: `a@race-${count}.example` }),
    await person({ email: `b@race-${count}.example` }),
    await person({ email: `c@race-${count}.example` }),
  ];
  const taken = await race(leave('people', merged, kept), () =>
    records().changePerson(third, { email: `b@race-${count}.example` }, admin),
  );
  expect(taken).toMatchObject({ code: 'conflict', message: expect.stringContaining('merged into another') });
});

test.each([
  ['the name', (own: string) => ({ name: own })],
  ['the domain', (own: string) => ({ name: `another than ${own}`, domain: `${own}.example` })],
])('nobody gets %s of a company at the moment of its merge', async (_what, given) => {
  const own = `race-${count}`;
  const kept = await company({ name: `kept of ${own}` });
  const merged = await company({ name: own, domain: `${own}.example` });
  const taken = await race(leave('companies', merged, kept), () => company(given(own)));
  expect(taken).toMatchObject({ code: 'conflict', message: expect.stringContaining('merged into another') });
});

test('a company that takes a domain it answers for anyway is one company of that domain', async () => {
  const domain = `again-${count}.example`;
  const kept = await company({ name: `Kept ${count}` });
  const merged = await company({ name: `Merged ${count}`, domain });
  const other = await company({ name: `Other ${count}`, domain: `other-${domain}` });
  await merge('companies', kept, other);
  await merge('companies', kept, merged);
  await records().changeCompany(kept, { domain }, admin);
  expect(await sql('SELECT company_id FROM company_domains WHERE domain = $1', [domain])).toEqual([
    { company_id: kept },
  ]);
  expect(await records().person(await person({ email: `x@${domain}` }))).toMatchObject({ companyId: kept });
});

test('people of both companies go by the name that is chosen, and by their own after the undo', async () => {
  const [kept, merged] = [
    await company({ name: `Acme Old ${count}`, domain: `old-${count}.example` }),
    await company({ name: `Acme New ${count}`, domain: `new-${count}.example` }),
  ];
  const people = [
    await person({ email: `a@old-${count}.example` }),
    await person({ email: `b@new-${count}.example` }),
    await person({ email: `c@new-${count}.example`, company: 'Acme Labs' }),
  ];
  const names = () => Promise.all(people.map(async (id) => (await records().person(id))?.company));
  const before = await names();
  const { id } = await merge('companies', kept, merged, ['name']);
  expect(await names()).toEqual([`Acme New ${count}`, `Acme New ${count}`, 'Acme Labs']);
  await records().undoMerge(id, admin);
  expect(await names()).toEqual(before);
});

test('two that were said to be two stay two when one of them is merged, until the undo', async () => {
  const phone = `+49 30 9${100_000 + count}`;
  const ids = [];
  for (const name of ['Ann One', 'Bea Two', 'Cleo Three']) ids.push(await person({ name, phone }));
  const [a, b, c] = ids as [string, string, string];
  await records().sayDistinct({ list: 'people', records: [b, c] }, true, admin);
  const { id } = await merge('people', a, b);
  expect(await pairsOf(a)).toEqual([]);
  expect(await pairsOf(a, { distinct: true })).toMatchObject([{ distinct: { by: admin.name } }]);
  // An id that was merged asks for the one it became.
  expect(await pairsOf(b, { distinct: true })).toEqual(await pairsOf(a, { distinct: true }));
  await records().sayDistinct({ list: 'people', records: [a, c] }, false, admin);
  expect(await pairsOf(b)).toHaveLength(1);
  await records().undoMerge(id, admin);
  expect(await pairsOf(c)).toMatchObject([{ reasons: ['phone'] }]);
  expect(await pairsOf(c, { distinct: true })).toHaveLength(1);
});

test('an undo forgets what only the merge made two', async () => {
  const phone = `+49 30 9${200_000 + count}`;
  const ids = [];
  for (const name of ['Ann One', 'Bea Two', 'Cleo Three']) ids.push(await person({ name, phone }));
  const [a, b, c] = ids as [string, string, string];
  await records().sayDistinct({ list: 'people', records: [b, c] }, true, admin);
  const { id } = await merge('people', a, b);
  await records().undoMerge(id, admin);
  expect(await sql('SELECT low, high FROM distinct_records WHERE $1 IN (low, high)', [c])).toEqual([
    { low: [b, c].toSorted()[0], high: [b, c].toSorted()[1] },
  ]);
});

test('ids and keys are in the order of bytes, whatever the order of the database', async () => {
  const columns = await sql(
    `SELECT attrelid::regclass || '.' || attname AS name, collname FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation
     WHERE attrelid IN ('duplicate_keys'::regclass, 'distinct_records'::regclass) AND attname IN ('key', 'record', 'low', 'high') ORDER BY name`,
  );
  expect(columns.map(({ name, collname }) => `${name} ${collname}`)).toEqual([
    'distinct_records.high C',
    'distinct_records.low C',
    'duplicate_keys.key C',
    'duplicate_keys.record C',
  ]);
});

test('a list goes on after a key of letters beyond the first plane', async () => {
  const externalId = '\u{1F600}'.repeat(199);
  for (const externalSource of ['crm', 'erp', 'shop'])
    await person({ name: `Of ${externalSource}`, externalId, externalSource });
  const keys = (items: Awaited<ReturnType<typeof pairsOf>>) =>
    items.map(({ records: two }) => two.map(({ id }) => id));
  const all = (await records().listDuplicates({ list: 'people', limit: 200 })).items;
  const paged = [];
  let cursor: string | undefined;
  do {
    const page = await records().listDuplicates({ list: 'people', limit: 1, cursor });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(all.length).toBeGreaterThan(2);
  expect(keys(paged)).toEqual(keys(all));
});

test('people of one name at a provider for everybody cost a page no look at each pair', async () => {
  await sql(
    `INSERT INTO people (id, name, email, created_at, updated_at)
     SELECT 'pn_free_' || n, 'Sam Sound' || chr(97 + n / 4 % 26) || chr(97 + n / 104), 'free-' || n || '@gmail.com', now(), now()
     FROM generate_series(0, 399) AS n`,
  );
  const pairs = await sql(
    `SELECT count(*)::int AS shared FROM (SELECT FROM duplicate_keys WHERE key LIKE '6n%gmail.com' GROUP BY key HAVING count(*) > 1) AS one`,
  );
  expect(pairs[0].shared).toBeGreaterThan(20);
  let asked = 0;
  let last: Promise<unknown> = Promise.resolve();
  // One connection asks one question after the other.
  const counting = {
    query: (text: string, values: unknown[]) => {
      asked += 1;
      const answer = last.then(() => store.sql.query(text, values));
      last = answer;
      return answer;
    },
  } as unknown as Queryable;
  const { items, nextCursor } = await listDuplicates(counting, { list: 'people', limit: 1_000 });
  expect(JSON.stringify(items)).not.toContain('pn_free_');
  expect(nextCursor).toBeNull();
  const small = { list: 'people', limit: 1, cursor: undefined as string | undefined } as const;
  let cursor: string | undefined;
  for (let index = 0; index < items.length - 1; index++)
    cursor = (await listDuplicates(counting, { ...small, cursor })).nextCursor ?? undefined;
  asked = 0;
  // The last pair, and behind it all those that say nothing.
  expect((await listDuplicates(counting, { ...small, cursor })).items).toHaveLength(1);
  expect(asked).toBeLessThan(10);
});

test.each([limits.mergeRowsMax - 1, limits.mergeRowsMax, limits.mergeRowsMax + 1])(
  'a merge of %i rows',
  async (rows) => {
    const [kept, merged] = [
      await company({ name: `Few ${count}` }),
      await company({ name: `Many ${count}` }),
    ];
    await sql(
      `INSERT INTO people (id, phone, company_id, created_at, updated_at) SELECT $1 || n, $1 || n, $1, now(), now() FROM generate_series(1, $2::int) AS n`,
      [merged, rows],
    );
    const { refusal } = await records().previewMerge('companies', { kept, merged });
    const made = merge('companies', kept, merged);
    if (rows <= limits.mergeRowsMax) {
      expect(refusal).toBeNull();
      expect((await made).moved).toEqual({ people: rows });
    } else {
      expect(refusal).toContain(`${rows} rows would go over`);
      await expect(made).rejects.toThrow('rows would go over');
    }
  },
);

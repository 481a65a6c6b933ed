/** Pairs that may be one: by what they share, the strongest reason first, each once; and pairs that are said to be two. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { MergedList } from '../../../src/contract/api/api.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

let store: TestStore;
let count = 0;

beforeAll(async () => {
  store = await startTestStore('2026-11-23T09:00:00.000Z');
});
afterAll(() => store?.close());

const records = () => store.sales.records;
const pairsOf = async (list: MergedList, record: string) =>
  (await store.sales.records.listDuplicates({ list, record, limit: 50 })).items;
const person = async (given: object) =>
  (await records().putPerson({ email: null, ...given } as never, admin)).person.id;
const company = async (given: object) => (await records().makeCompany(given as never, admin)).id;

describe('two people may be one', () => {
  const domain = () => `d${++count}.example`;
  const alike: [string, (own: string) => [object, object], string[]][] = [
    ['one mailbox with a tag', (own) => [{ email: `a@${own}` }, { email: `a+news@${own}` }], ['email']],
    [
      'Gmail by both names',
      () => [{ email: `b.c.${++count}@gmail.com` }, { email: `bc${count}@googlemail.com` }],
      ['email'],
    ],
    [
      'a phone with and without the country',
      () => [
        { name: 'Dan Poe', phone: `+44 20 7946 ${1000 + ++count}` },
        { name: 'Eve Roe', phone: `020 7946 ${1000 + count}` },
      ],
      ['phone'],
    ],
    [
      'accents, titles and the order of names',
      (own) => [
        { name: 'Dr. Łukasz Müller', email: `l@${own}` },
        { name: 'Muller, Lukasz', email: `lm@${own}` },
      ],
      ['name'],
    ],
    [
      'a name as it sounds',
      (own) => [
        { name: 'Carl Meyer', email: `c@${own}` },
        { name: 'Karl Maier', email: `k@${own}` },
      ],
      ['name'],
    ],
    [
      'a name at a company by its text',
      (own) => [
        { name: 'Ann Lee', company: `Acme ${own} GmbH` },
        { name: 'Anne Lee', company: `ACME ${own}` },
      ],
      ['name'],
    ],
    [
      'an id in two systems',
      () => [
        { name: 'Xa Ya', externalId: `id-${++count}`, externalSource: 'crm' },
        { name: 'Pa Qa', externalId: `id-${count}`, externalSource: 'shop' },
      ],
      ['external id'],
    ],
    [
      'several of these, the strongest first',
      (own) => [
        { name: 'Jo Doe', email: `jo@${own}`, phone: `+1 555 ${2_000_000 + ++count}` },
        { name: 'Jo Doe', email: `jo+x@${own}`, phone: `555 ${2_000_000 + count}` },
      ],
      ['email', 'phone', 'name'],
    ],
  ];
  test.each(alike)('%s', async (_what, given, reasons) => {
    const [one, other] = given(domain());
    const ids = [await person(one), await person(other)];
    const [pair, ...more] = await pairsOf('people', ids[0] as string);
    expect(pair?.records.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(pair?.reasons).toEqual(reasons);
    expect(more).toEqual([]);
  });

  const different: [string, (own: string) => [object, object]][] = [
    [
      'other people of one domain',
      (own) => [
        { name: 'Ada Poe', email: `a@${own}` },
        { name: 'Bea Poe', email: `b@${own}` },
      ],
    ],
    [
      'a first name alone',
      (own) => [
        { name: 'Ada', email: `a@${own}` },
        { name: 'Ada', email: `b@${own}` },
      ],
    ],
    [
      'one name at a provider for everybody',
      () => [
        { name: `Zoe Ray`, email: `zoe${++count}@gmail.com` },
        { name: `Zoe Ray`, email: `zoe${++count}@gmail.com` },
      ],
    ],
    [
      'an extension',
      (own) => [
        { name: 'Fay Poe', email: `f@${own}`, phone: '123456' },
        { name: 'Gus Roe', email: `g@${own}`, phone: '123456' },
      ],
    ],
  ];
  test.each(different)('but not for %s', async (_what, given) => {
    const [one, other] = given(domain());
    const id = await person(one);
    await person(other);
    expect(await pairsOf('people', id)).toEqual([]);
  });
});

describe('two companies may be one', () => {
  test.each([
    ['legal forms and case', { name: 'Acme & Co. KG' }, { name: 'ACME GmbH' }, ['name']],
    ['a dotted legal form', { name: 'Globex S.p.A.' }, { name: 'Globex' }, ['name']],
    [
      'one name under two top domains',
      { name: 'Initech Berlin', domain: 'initech.de' },
      { name: 'The UK branch', domain: 'www.initech.co.uk' },
      ['domain'],
    ],
  ])('%s', async (_what, one, other, reasons) => {
    const id = await company(one);
    await company(other);
    expect((await pairsOf('companies', id)).map((pair) => pair.reasons)).toEqual([reasons]);
  });
});

test.each([
  [limits.duplicatesOfKeyMax - 1, true],
  [limits.duplicatesOfKeyMax, true],
  [limits.duplicatesOfKeyMax + 1, false],
])('a phone that %i people share says something: %s', async (sharing, isSaying) => {
  const phone = `+49 30 ${8_000_000 + sharing}`;
  const ids = [];
  for (let index = 0; index < sharing; index++) ids.push(await person({ name: `One${index}`, phone }));
  expect(await pairsOf('people', ids[0] as string)).toHaveLength(isSaying ? sharing - 1 : 0);
});

test('a pair that shares a common phone and a rare name is listed by the name', async () => {
  const phone = '+49 30 7654321';
  for (let index = 0; index <= limits.duplicatesOfKeyMax; index++)
    await person({ name: `Other${index}`, phone });
  const id = await person({ name: 'Ivy Stone', company: 'Rare', phone });
  await person({ name: 'Ivy Stone', company: 'Rare', phone });
  expect(await pairsOf('people', id)).toMatchObject([{ reasons: ['name'] }]);
});

test('pages of any size are the whole list, each pair once', async () => {
  const all = await store.sales.records.listDuplicates({ list: 'people', limit: 200 });
  const keysOf = (items: typeof all.items) =>
    items.map(({ records: two }) => two.map(({ id }) => id).join(' '));
  expect(all.items.length).toBeGreaterThan(10);
  expect(all.nextCursor).toBeNull();
  expect(new Set(keysOf(all.items)).size).toBe(all.items.length);
  const paged = [];
  let cursor: string | undefined;
  do {
    const page = await store.sales.records.listDuplicates({ list: 'people', limit: 3, cursor });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(keysOf(paged)).toEqual(keysOf(all.items));
  await expect(
    store.sales.records.listDuplicates({ list: 'companies', limit: 3, cursor: 'x' }),
  ).rejects.toMatchObject({ code: 'invalid_request' });
});

test('what is said to be two is suggested no more, until that is taken back', async () => {
  const one = await person({ name: 'Twin One', phone: '+49 40 1112223' });
  const other = await person({ name: 'Twin Two', phone: '+49 40 1112223' });
  const pair = { list: 'people' as const, records: [one, other] as [string, string] };
  expect(await store.sales.records.sayDistinct(pair, true, admin)).toMatchObject({
    distinct: { by: admin.name },
  });
  expect(await pairsOf('people', one)).toEqual([]);
  const two = await store.sales.records.listDuplicates({
    list: 'people',
    limit: 5,
    record: other,
    distinct: true,
  });
  expect(two.items).toMatchObject([{ reasons: ['phone'], distinct: { by: admin.name } }]);
  await store.sales.records.sayDistinct({ ...pair, records: [other, one] }, false, admin);
  expect(await pairsOf('people', one)).toHaveLength(1);
  await expect(
    store.sales.records.sayDistinct({ list: 'people', records: [one, 'pn_none'] }, true, admin),
  ).rejects.toMatchObject({ code: 'not_found' });
});

test('a merged record is in no pair, and is again after the undo', async () => {
  const one = await person({ name: 'Mer Ger', phone: '+49 40 9998887' });
  const other = await person({ name: 'Mer Gee', phone: '+49 40 9998887' });
  const { id } = await store.sales.records.merge('people', one, { merged: other, take: [] }, admin);
  expect(await pairsOf('people', one)).toEqual([]);
  await store.sales.records.undoMerge(id, admin);
  expect(await pairsOf('people', one)).toHaveLength(1);
});

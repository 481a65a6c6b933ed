/** What rows do to records, by tables: who is found, what changes, what is refused; and what an undo puts back. */
import { describe, expect, test } from 'vitest';
import { CompaniesWorld, decideCompany } from './decide-companies.core.ts';
import { comingOwners, decideOwner, OwnersWorld } from './decide-owners.core.ts';
import { type CompanyKnown, decidePerson, PeopleWorld } from './decide-people.core.ts';
import { decideProduct } from './decide-products.core.ts';
import { decideWish } from './decide-wishes.core.ts';
import type { Decision, Stored } from './decision.core.ts';
import type { Values } from './rows.core.ts';
import { putBack, runsOf } from './undo.core.ts';

const at = '2026-11-23T12:00:00.000Z';
const newId = () => 'made';
const ada: Stored = {
  ...{
    id: 'pn_ada',
    email: 'ada@example.com',
    name: 'Ada',
    company: 'Engines',
    company_id: null,
    title: null,
  },
  ...{ phone: '+44 20 1', country: 'GB', language: null, kind: 'contact', owner: 'old@example.com' },
  ...{ do_not_contact: false, revision: 3 },
};
const bob: Stored = { ...ada, id: 'pn_bob', email: null, name: 'Bob', phone: '030 1', owner: null };
const eve: Stored = {
  ...{ ...ada, id: 'pn_eve', email: null, name: 'Eve', phone: null },
  ...{ external_id: '7', external_source: 'crm' },
};
const engines: CompanyKnown = {
  id: 'cp_1',
  name: 'Engines',
  domain: 'engines.example',
  do_not_contact: false,
};

const people = () =>
  new PeopleWorld(
    { people: [ada, bob, eve], companies: [engines], users: new Set(['rep@example.com']) },
    newId,
    at,
  );
const decide = (values: Values) => decidePerson(people(), values);

function shown(decision: Decision): object {
  if ('problems' in decision)
    return { reasons: decision.problems.map(({ column, reason }) => `${column}: ${reason}`) };
  const { outcome, written } = decision;
  return {
    outcome,
    written: written.map(({ id, columns, after, mark }) => ({
      id,
      mark,
      ...Object.fromEntries(columns.map((column) => [column, after[column]])),
    })),
  };
}

describe('a person', () => {
  test.each<[string, Values, object]>([
    [
      'as they are',
      { email: 'ada@example.com', name: 'Ada', kind: 'contact' },
      { outcome: 'unchanged', written: [] },
    ],
    [
      'of another composition',
      { email: 'ada@example.com', company: 'Engines' },
      { outcome: 'unchanged', written: [] },
    ],
    [
      'changed',
      { email: 'ada@example.com', title: 'Countess' },
      { outcome: 'changed', written: [{ id: 'pn_ada', mark: null, title: 'Countess' }] },
    ],
    [
      'with another address, by id',
      { id: 'pn_ada', email: 'new@example.com' },
      { outcome: 'changed', written: [{ id: 'pn_ada', mark: null, email: 'new@example.com' }] },
    ],
    [
      'without an address, by name and phone',
      { name: 'Bob', phone: '030 1', title: 'Mr' },
      { outcome: 'changed', written: [{ id: 'pn_bob', mark: null, title: 'Mr' }] },
    ],
    [
      'cleared',
      { email: 'ada@example.com', phone: null },
      { outcome: 'changed', written: [{ id: 'pn_ada', mark: null, phone: null }] },
    ],
    [
      'marked',
      { email: 'ada@example.com', doNotContact: true },
      { outcome: 'changed', written: [{ id: 'pn_ada', mark: true }] },
    ],
    [
      'not marked, as before',
      { email: 'ada@example.com', doNotContact: false },
      { outcome: 'unchanged', written: [] },
    ],
    [
      'of the owner of before, who is no user',
      { email: 'ada@example.com', owner: 'old@example.com' },
      { outcome: 'unchanged', written: [] },
    ],
    [
      'of an owner who is none',
      { email: 'ada@example.com', owner: 'x@example.com' },
      { reasons: ['owner: there is no such user; give an e-mail of GET /users'] },
    ],
    [
      'of another system, whatever the row says else',
      { externalId: '7', externalSource: 'crm', email: 'new@example.com', name: 'Bob' },
      { outcome: 'changed', written: [{ id: 'pn_eve', mark: null, email: 'new@example.com', name: 'Bob' }] },
    ],
    [
      'of the same id in another system',
      { externalId: '7', email: 'ada@example.com' },
      {
        outcome: 'changed',
        written: [{ id: 'pn_ada', mark: null, external_id: '7' }],
      },
    ],
    [
      'of two ids that disagree',
      { externalId: '7', externalSource: 'crm', id: 'pn_ada' },
      { reasons: ['externalId: it is of "pn_eve", and "id" of another record; give one of them'] },
    ],
    [
      'of an id that nobody has, and nothing else',
      { externalId: '9' },
      { reasons: ['externalId: there is no such person; give "email", "name" or "phone"'] },
    ],
    [
      'of nobody',
      { id: 'pn_none' },
      { reasons: ['id: there is no such person; give "email", "name" or "phone"'] },
    ],
    [
      'left without anything',
      { id: 'pn_bob', name: null, phone: null },
      { reasons: ['null: "email", "name" and "phone" would all be empty'] },
    ],
  ])('%s', (_how, values, expected) => expect(shown(decide(values))).toEqual(expected));

  test('of the name of somebody with another id in another system is one more', () =>
    expect(shown(decide({ externalId: '8', externalSource: 'crm', name: 'Eve' }))).toMatchObject({
      ...{ outcome: 'new', written: [{ external_id: '8', external_source: 'crm' }] },
    }));

  test('is not given the address of another', () => {
    const world = people();
    expect(shown(decidePerson(world, { id: 'pn_bob', email: 'ada@example.com' }))).toEqual({
      reasons: ['email: it is the address of another person'],
    });
    // An address that somebody has left is free.
    decidePerson(world, { id: 'pn_ada', email: 'moved@example.com' });
    expect(shown(decidePerson(world, { id: 'pn_bob', email: 'ada@example.com' }))).toMatchObject({
      outcome: 'changed',
    });
  });

  test.each<[Values, object]>([
    [{ email: 'x@engines.example' }, { company_id: 'cp_1', company: 'Engines' }],
    [
      { email: 'x@other.example', company: 'Engines' },
      { company_id: 'cp_1', company: 'Engines' },
    ],
    [
      { email: 'x@engines.example', company: 'Own' },
      { company_id: 'cp_1', company: 'Own' },
    ],
    [
      { email: 'x@other.example', company: 'Other' },
      { company_id: null, company: 'Other' },
    ],
    [
      { name: 'X', company: null },
      { company_id: null, company: null },
    ],
  ])('who is new is linked to the company: %j', (values, company) => {
    expect(shown(decide(values))).toMatchObject({
      outcome: 'new',
      written: [{ kind: 'prospect', ...company }],
    });
  });
});

describe('a company', () => {
  const known: Stored = { ...engines, owner: null, country: null, phone: null, revision: 1 };
  const other: Stored = { ...known, id: 'cp_2', name: 'Other', domain: null };
  const world = () => new CompaniesWorld({ companies: [known, other], users: new Set() }, newId, at);

  test.each<[Values, object]>([
    [
      { domain: 'engines.example', name: 'Engines' },
      { outcome: 'unchanged', written: [] },
    ],
    [
      { domain: 'engines.example', name: 'Renamed' },
      { outcome: 'changed', written: [{ id: 'cp_1', mark: null, name: 'Renamed' }] },
    ],
    [{ name: 'Other', domain: 'engines.example' }, { reasons: ['name: another company has this name'] }],
    [{ id: 'cp_2', domain: 'engines.example' }, { reasons: ['domain: another company has this domain'] }],
    [
      { domain: 'new.example' },
      { reasons: ['domain: there is no such company; give its "name" to enter it'] },
    ],
  ])('%j', (values, expected) => expect(shown(decideCompany(world(), values))).toEqual(expected));

  test.each<[Values, object]>([
    [{ name: 'Squatted' }, { domain: null, is_claimed: false }],
    [
      { name: 'Squatted', domain: 'own.example' },
      { domain: 'own.example', is_claimed: false },
    ],
    [
      { domain: 'page.example', name: 'Ours' },
      { name: 'Ours', is_claimed: false },
    ],
    [{ id: 'cp_3', phone: '+49 30 1234567' }, { phone: '+49 30 1234567' }],
  ])('that only a page has named is what a row calls it: %j', (values, columns) => {
    const squatted = { ...known, id: 'cp_3', name: 'Squatted', domain: 'page.example', is_claimed: true };
    const claimed = new CompaniesWorld({ companies: [squatted], users: new Set() }, newId, at);
    expect(shown(decideCompany(claimed, values))).toEqual({
      outcome: 'changed',
      written: [{ id: 'cp_3', mark: null, ...columns }],
    });
  });

  test('of a wish is entered by its domain', () => {
    const decision = decideWish(people(), world(), { domain: 'new.example' });
    expect(shown(decision)).toMatchObject({
      outcome: 'new',
      written: [{ id: 'cp_made', mark: true, name: 'new.example' }],
    });
  });
});

test('a wish by phone is that of everybody who has it', () => {
  const world = new PeopleWorld(
    { people: [ada, { ...bob, phone: '(+44) 201' }], companies: [], users: new Set() },
    newId,
    at,
  );
  const none = new CompaniesWorld({ companies: [], users: new Set() }, newId, at);
  expect(shown(decideWish(world, none, { phone: '+44-20-1' }))).toMatchObject({
    written: [
      { id: 'pn_ada', mark: true },
      { id: 'pn_bob', mark: true },
    ],
  });
});

describe('an owner', () => {
  const boss: Stored = {
    id: 'boss@x.example',
    email: 'boss@x.example',
    role: 'manager',
    team: null,
    lanes: [],
    capacity: 1,
  };
  const world = (isAdmin: boolean) =>
    new OwnersWorld({
      ...{ users: [boss], teams: new Set(['North']), territories: new Set(), isAdmin, count: 1 },
      coming: new Set(['next@example.com']),
    });

  test.each<[boolean, Values, object]>([
    [false, { email: 'a@x.example' }, { outcome: 'new' }],
    [
      false,
      { email: 'a@x.example', role: 'manager' },
      { reasons: ['role: only admins make and change admins and managers'] },
    ],
    [
      false,
      { email: 'boss@x.example', role: 'rep' },
      { reasons: ['role: only admins make and change admins and managers'] },
    ],
    [true, { email: 'boss@x.example', role: 'rep' }, { outcome: 'changed' }],
    [
      true,
      { email: 'a@x.example', team: 'South' },
      { reasons: ['team: there is no such team; make it with PUT /teams'] },
    ],
    [
      true,
      { email: 'a@x.example', capacity: 0 },
      { reasons: ['capacity: expected a whole number from 1 to 100'] },
    ],
    [true, { email: 'a@x.example', deputy: 'boss@x.example' }, { outcome: 'new' }],
    [true, { email: 'a@x.example', deputy: 'next@example.com' }, { outcome: 'new' }],
    [
      true,
      { email: 'a@x.example', deputy: 'a@x.example' },
      { reasons: ['deputy: a user cannot be their own deputy'] },
    ],
    [
      true,
      { email: 'a@x.example', deputy: 'absent@x.example' },
      {
        reasons: ['deputy: there is no such user, or a deactivated one; give an e-mail of GET /users'],
      },
    ],
  ])('made by an admin: %s, %j', (isAdmin, values, expected) =>
    expect(shown(decideOwner(world(isAdmin), values))).toMatchObject(expected),
  );
});

test('who is named as a deputy by rows of the batch comes in it, unless their own row is bad', () => {
  const rows = [
    { email: 'a@x.example', deputy: 'b@x.example' },
    { email: 'b@x.example', deputy: 'a@x.example' },
    { email: 'c@x.example', deputy: 'd@x.example' },
    { email: 'd@x.example', deputy: 'e@x.example' },
    { email: 'e@x.example', team: 'South' },
  ];
  const given = {
    users: [],
    teams: new Set<string>(),
    territories: new Set<string>(),
    isAdmin: true,
    count: 0,
  };
  expect([...comingOwners(rows, (coming) => new OwnersWorld({ ...given, coming }))]).toEqual([
    'a@x.example',
    'b@x.example',
  ]);
});

test('a product is found by its name', () => {
  const products = new Map<string, Stored>([
    ['Chair', { id: 'pd_1', name: 'Chair', unit_price: '12.50', currency: 'EUR' }],
  ]);
  const given = { at, idOf: () => 'pd_2' };
  expect(shown(decideProduct(products, { name: 'Chair', unitPrice: '12.50' }, given))).toMatchObject({
    outcome: 'unchanged',
  });
  expect(shown(decideProduct(products, { name: 'Chair', unitPrice: '13.00' }, given))).toMatchObject({
    outcome: 'changed',
  });
  expect(shown(decideProduct(products, { name: 'Table' }, given))).toMatchObject({
    outcome: 'new',
    written: [{ unit_price: null, currency: 'EUR' }],
  });
});

test('an undo of several changes of one record takes the latest back first', () => {
  const latest = { title: ['Dr', 'Prof'], do_not_contact: [true, false] } as const;
  const first = { title: [null, 'Dr'], do_not_contact: [false, true] } as const;
  expect(putBack([latest, first], { title: 'Prof', do_not_contact: false })).toMatchObject({
    ...{ values: { title: null }, mark: false, kept: [] },
  });
  expect(
    runsOf([{ kind: 'people' }, { kind: 'people' }, { kind: 'companies' }, { kind: 'people' }]),
  ).toHaveLength(3);
});

test('an undo puts back what is as the import left it', () => {
  const changes = {
    name: ['Old', 'New'],
    title: [null, 'Dr'],
    phone: ['1', '2'],
    do_not_contact: [false, true],
  } as const;
  const now = { name: 'New', title: 'Prof', phone: '1', do_not_contact: true };
  expect(putBack([changes], now)).toEqual({
    values: { name: 'Old' },
    mark: false,
    kept: [{ column: 'title', now: 'Prof' }],
    ...{ wasMarked: false, freedIn: null },
  });
  expect(putBack([changes], { ...now, do_not_contact: false }).mark).toBeNull();
});

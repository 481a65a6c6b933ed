/** The API of people and companies: entered with or without an address, changed, found, linked by the domain of an address. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingOf } from '../support/asking.ts';
import { bodyOf } from './bulk-acting.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
});
afterAll(async () => void (await consoleApp?.close()));

describe('a person', () => {
  test('is entered with all that is known, and changed by the same address', async () => {
    const all = {
      email: 'Ada@Example.com',
      name: 'Ada',
      kind: 'contact',
      owner: 'rep@example.com',
      company: 'Analytical Engines',
      country: 'GB',
      language: 'en',
      title: 'Countess',
      phone: '+44 20 7946 0000',
    };
    const made = await ask('POST', '/people', all);
    expect([made.status, made.body]).toMatchObject([
      201,
      { ...all, email: 'ada@example.com', companyId: null, doNotContact: false, revision: 1 },
    ]);
    const again = await ask('POST', '/people', { email: 'ada@example.com', phone: null, title: 'Lady' });
    expect([again.status, again.body]).toMatchObject([
      200,
      { id: made.body.id, name: 'Ada', phone: null, title: 'Lady' },
    ]);
  });

  test.each([
    ['by name alone, said to have no address', { email: null, name: 'Grace' }, 201, ''],
    ['by phone alone', { phone: '+1 555 0100' }, 201, ''],
    [
      'without an address, and not said to have none',
      { name: 'Grace' },
      400,
      '"email" is missing: expected an e-mail address, or null for somebody without one',
    ],
    [
      'by nothing',
      { email: null },
      400,
      '"name" is missing: somebody without an address has a "name" or a "phone"',
    ],
    ...['undefined', 'N/A', '[object Object]', 'Unbekannt'].flatMap((word) =>
      (['name', 'company', 'title'] as const).map((field): [string, object, number, string] => [
        `whose ${field} is a word for nobody: ${word}`,
        { email: 'x@example.com', [field]: word },
        400,
        `"${field}" is "${word}": expected a name, not a word for an absent one such as "undefined" or "N/A"; leave it out where it is not known`,
      ]),
    ),
    [
      "with an address that is nobody's",
      { email: 'undefined@shop.example' },
      400,
      '"email" is "undefined@shop.example": expected an e-mail address',
    ],
    [
      'of a company that is none',
      { email: 'x@example.com', companyId: 'cp_none' },
      400,
      'there is no company "cp_none"',
    ],
    [
      'of a country that is none',
      { email: 'x@example.com', country: 'Britain' },
      400,
      '"country" is "Britain": expected an ISO country code such as "DE"',
    ],
  ])('%s', async (_how, input, status, detail) => {
    const answer = await ask('POST', '/people', input);
    expect([answer.status, answer.body.detail ?? '']).toEqual([status, detail]);
  });

  test('without an address is entered once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'somebody' };
    const both = await Promise.all([1, 2].map(() => ask('POST', '/people', { phone: '1' }, headers)));
    expect(both[0]?.body.id).toBe(both[1]?.body.id);
    expect((await ask('POST', '/people', { phone: '1' })).body.id).not.toBe(both[0]?.body.id);
  });

  test('who has another address by now leaves the former one to somebody else', async () => {
    const { body } = await ask('POST', '/people', { email: 'moved@example.com', name: 'Moved' });
    expect((await ask('PATCH', `/people/${body.id}`, { email: 'moved@new.example' })).status).toBe(200);
    const next = await ask('POST', '/people', { email: 'moved@example.com', name: 'Next' });
    expect([next.status, next.body.name]).toEqual([201, 'Next']);
    expect(next.body.id).not.toBe(body.id);
    expect((await ask('POST', '/people', { email: 'moved@example.com' })).body.id).toBe(next.body.id);
  });

  test('is changed on what was read last; an address is one person’s', async () => {
    const { body, etag } = await ask('POST', '/people', { email: 'read@example.com', name: 'Read' });
    const read = await ask('GET', `/people/${body.id}`);
    expect([read.etag, read.body]).toEqual([etag, body]);
    const changed = await ask('PATCH', `/people/${body.id}`, { kind: 'customer' }, { 'if-match': etag });
    expect(changed.body).toMatchObject({ kind: 'customer', name: 'Read' });
    const late = await ask('PATCH', `/people/${body.id}`, { kind: 'contact' }, { 'if-match': etag });
    expect([late.status, late.body.code]).toEqual([412, 'revision_mismatch']);
    const taken = await ask('PATCH', `/people/${body.id}`, { email: 'ada@example.com' });
    expect([taken.status, taken.body.detail]).toEqual([
      409,
      expect.stringMatching(/the email "ada@example.com" is taken/),
    ]);
    const nobody = await ask('PATCH', `/people/${body.id}`, { email: null, name: null });
    expect([nobody.status, nobody.body.detail]).toEqual([409, expect.stringMatching(/would all be empty/)]);
    expect((await ask('PATCH', '/people/pn_none', { name: 'x' })).body.detail).toBe(
      'there is no person "pn_none"',
    );
    expect((await ask('GET', '/people/pn_none')).status).toBe(404);
    const { items } = (await ask('GET', `/timeline/${body.id}`)).body;
    expect(items[0]).toMatchObject({
      kind: 'people',
      actor: 'API token',
      changes: { kind: ['prospect', 'customer'] },
    });
  });

  test('is found by what is known of them, page by page', async () => {
    for (const name of ['Zoe One', 'zoe two', 'Zoe 100%', 'Zo'])
      await ask('POST', '/people', {
        email: `${name.replace(/\W/g, '-')}@found.example`,
        name,
        owner: 'rep@example.com',
      });
    const namesOf = async (query: string) =>
      (await ask('GET', `/people?${query}`)).body.items.map(({ name }: { name: string }) => name).sort();
    expect(await namesOf('q=ZOE')).toEqual(['Zoe 100%', 'Zoe One', 'zoe two']);
    expect(await namesOf('q=zoe-one@')).toEqual(['Zoe One']);
    expect(await namesOf('q=zoe-one@fou')).toEqual(['Zoe One']);
    const all = ['Zo', 'Zoe 100%', 'Zoe One', 'zoe two'];
    expect(await namesOf('q=found.example')).toEqual(all);
    expect(await namesOf('q=@FOUND.example')).toEqual(all);
    expect(await namesOf('q=ound.example')).toEqual([]);
    expect(await namesOf(`q=${encodeURIComponent('zoe 100%')}`)).toEqual(['Zoe 100%']);
    expect(await namesOf('q=%25')).toEqual([]);
    expect(await namesOf('email=ZOE-ONE@found.example')).toEqual(['Zoe One']);
    expect(await namesOf('owner=rep@example.com&q=zo')).toHaveLength(4);
    expect(await namesOf('owner=rep@example.com&q=zo&kind=customer')).toEqual([]);
    await ask('POST', '/people', { email: 'Zo@found.example', doNotContact: true });
    expect(await namesOf('owner=rep@example.com&q=zo&doNotContact=true')).toEqual(['Zo']);
    const first = (await ask('GET', '/people?owner=rep@example.com&q=zo&limit=3')).body;
    const rest = (await ask('GET', `/people?owner=rep@example.com&q=zo&limit=3&cursor=${first.nextCursor}`))
      .body;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([3, 1, null]);
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(4);
    expect((await ask('GET', '/people?cursor=odd')).status).toBe(400);
  });
});

describe('a company', () => {
  test('links the people of its domain, then and later; not those of another, nor private individuals', async () => {
    const before = (await ask('POST', '/people', { email: 'old@linked.example' })).body;
    const other = (await ask('POST', '/people', { email: 'x@sub.linked.example' })).body;
    const made = await ask('POST', '/companies', { name: 'Linked', domain: 'Linked.example', country: 'DE' });
    expect([made.status, made.body]).toMatchObject([
      201,
      { domain: 'linked.example', country: 'DE', revision: 1 },
    ]);
    await ask('POST', '/people', { email: 'new@linked.example' });
    await ask('POST', '/people', { email: 'own@linked.example', companyId: null });
    const found = (await ask('GET', `/people?company=${made.body.id}`)).body.items;
    expect(found.map(({ email }: { email: string }) => email).sort()).toEqual([
      'new@linked.example',
      'old@linked.example',
    ]);
    expect((await ask('GET', `/people/${before.id}`)).body).toMatchObject({ company: 'Linked' });
    expect((await ask('GET', `/people/${other.id}`)).body.companyId).toBeNull();
  });

  test('given a domain later, links then', async () => {
    const { body } = await ask('POST', '/companies', { name: 'Later' });
    const person = (await ask('POST', '/people', { email: 'a@later.example' })).body;
    const changed = await ask('PATCH', `/companies/${body.id}`, { domain: 'later.example', phone: '1' });
    expect(changed.body).toMatchObject({ domain: 'later.example', phone: '1', name: 'Later' });
    expect((await ask('GET', `/people/${person.id}`)).body.companyId).toBe(body.id);
    expect((await ask('GET', `/timeline/${body.id}`)).body.items[0]).toMatchObject({
      kind: 'companies',
      changes: { domain: [null, 'later.example'] },
    });
  });

  test('is refused a second time by name or domain, and with a domain anybody has addresses at', async () => {
    await ask('POST', '/companies', { name: 'Once', domain: 'once.example' });
    const detail = async (input: object) => (await ask('POST', '/companies', input)).body.detail;
    expect(await detail({ name: 'Once' })).toMatch(/the name "Once" is taken/);
    expect(await detail({ name: 'Twice', domain: 'once.example' })).toMatch(
      /the domain "once.example" is taken/,
    );
    expect(await detail({ name: 'Mail', domain: 'gmail.com' })).toMatch(
      /"gmail.com": anybody can have an address there/,
    );
    expect(await detail({ name: 'Odd', domain: 'no domain' })).toMatch(
      /"domain" is "no domain": expected a domain/,
    );
    expect((await ask('GET', '/companies/cp_none')).status).toBe(404);
    expect((await ask('PATCH', '/companies/cp_none', { name: 'x' })).status).toBe(404);
  });

  test('is found by name, domain and owner, and changed on what was read last', async () => {
    const { body, etag } = await ask('POST', '/companies', {
      name: 'Findable',
      domain: 'findable.example',
      owner: 'rep@example.com',
    });
    for (const query of ['q=finda', 'domain=findable.example', 'owner=rep@example.com&q=find'])
      expect((await ask('GET', `/companies?${query}`)).body.items).toMatchObject([{ id: body.id }]);
    await ask('PATCH', `/companies/${body.id}`, { owner: null }, { 'if-match': etag });
    expect(
      (await ask('PATCH', `/companies/${body.id}`, { owner: 'rep@example.com' }, { 'if-match': etag }))
        .status,
    ).toBe(412);
    expect((await ask('GET', `/companies/${body.id}`)).body.owner).toBeNull();
  });
});

describe('somebody whom a rep has taken out of their company', () => {
  let rep: Caller;
  beforeAll(async () => {
    rep = await newcomer(consoleApp, 'takes-out@example.com', 'rep');
  });
  const companyOf = async (id: string) => (await bodyOf(rep, 'GET', `/people/${id}`)).companyId;
  const changed = (id: string, change: object) => bodyOf(rep, 'PATCH', `/people/${id}`, change);
  const undone = async (id: string) => {
    const { items } = await bodyOf(rep, 'GET', `/timeline/${id}`);
    const entry = items.find((one: { undo: object | null }) => one.undo !== null);
    await bodyOf(rep, 'POST', `/timeline/${id}/${entry.id}/undo`);
  };

  test('stays out of the company of their address, until somebody puts them into one', async () => {
    const acme = await bodyOf(rep, 'POST', '/companies', { name: 'Out', domain: 'out.example' });
    const { id } = await bodyOf(rep, 'POST', '/people', { email: 'jane@out.example' });
    expect(await companyOf(id)).toBe(acme.id);
    await changed(id, { companyId: null });
    await changed(id, { phone: '+44 20 7946 0001' });
    expect(await companyOf(id)).toBeNull();
    await undone(id);
    expect(await companyOf(id)).toBeNull();
    await bodyOf(rep, 'POST', '/people', { email: 'jane@out.example', name: 'Jane' });
    expect(await companyOf(id)).toBeNull();
    for (const domain of ['elsewhere.example', 'out.example'])
      await bodyOf(rep, 'PATCH', `/companies/${acme.id}`, { domain });
    expect(await companyOf(id)).toBeNull();
    await changed(id, { companyId: acme.id });
    await undone(id);
    expect(await companyOf(id)).toBeNull();
  });

  test('is nobody whose mistaken company was taken back', async () => {
    const other = await bodyOf(rep, 'POST', '/companies', { name: 'A mistake' });
    const { id } = await bodyOf(rep, 'POST', '/people', { email: 'jo@mistaken.example' });
    await changed(id, { companyId: other.id });
    await undone(id);
    expect(await companyOf(id)).toBeNull();
    const own = await bodyOf(rep, 'POST', '/companies', { name: 'Their own', domain: 'mistaken.example' });
    expect(await companyOf(id)).toBe(own.id);
  });
});

/** What pages alone claim of companies, on a real PostgreSQL: it counts for no company of sales, and enters companies up to a limit. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { admin } from '../records.ts';
import { accountRoom } from './account-room.ts';

const room = accountRoom();

describe('what a page alone claims', () => {
  const known = () =>
    room.sales.records.makeCompany(
      { name: room.name, domain: room.domain, owner: 'owner@example.com' },
      admin,
    );

  test('adds nothing to a company that sales has entered, and opens no work for its people', async () => {
    await known();
    await room.say(room.part('ada', 12));
    await room.say(room.claim('x1', 30), room.claim('x2', 4));
    await room.score();
    expect(await room.standing()).toEqual([12, 0, 1]);
    expect(await room.leads()).toEqual([]);
    expect((await room.scores())?.[0]?.claims).toMatchObject([
      { name: 'x1', points: 30, counts: false },
      { name: 'x2', points: 4, counts: false },
    ]);
  });

  test('is never the contact, and holds no lead back', async () => {
    await known();
    await room.say(room.part('ada', 12), room.claim('x1', 90));
    await room.score();
    await room.say(room.part('ada', 24));
    await room.score();
    expect(await room.leads()).toMatchObject([{ person: { email: `ada@${room.domain}` }, score: 24 }]);
    expect(await room.rows('SELECT FROM quarantine')).toEqual([]);
  });

  test('moves nobody whom a server knows', async () => {
    await room.say(room.part('ada', 12));
    const group = { id: null, domain: `globex-${room.round}.example` };
    const company = `Globex ${room.round}`;
    const identity = room.identity('ada', { company, group, unproven: ['company'] });
    await room.say(room.part('ada', 13, { identity }));
    await room.score();
    expect(await room.standing()).toEqual([13, 0, 1]);
    expect(await room.companies(company)).toEqual([]);
  });

  const globex = async () => {
    const domain = `globex-${room.round}.example`;
    const name = `Globex ${room.round}`;
    const { id } = await room.sales.records.makeCompany({ name, domain, owner: 'owner@example.com' }, admin);
    return { id, said: { company: name, group: { id: null, domain } } };
  };
  const ownLead = (name: string, identity: TierUpdate['identity']) =>
    room.part(name, 30, {
      ...{ programme: 'people', tiers: 2, to: 1, actions: [{ do: 'open lead' }], identity },
      part: undefined as never,
    });
  const chosenOf = async (email: string) =>
    (
      await room.rows<{ company_id: string | null }>('SELECT company_id FROM people WHERE email = $1', email)
    )[0]?.company_id;

  test('moves nobody whom a server knows, although their own lead is the first that sales hears', async () => {
    const { id, said } = await globex();
    const identity = room.identity('ada', { ...said, unproven: ['company'] });
    await room.say(ownLead('ada', identity));
    await room.say(room.part('ada', 13, { identity }));
    await room.score();
    expect(await room.standing(id)).toBeUndefined();
    expect(await room.standing(await room.companyId(room.domain))).toEqual([13, 0, 1]);
    expect(await chosenOf(`ada@${room.domain}`)).toBeNull();
    // What the page said stays a proposal.
    expect(await room.leads()).toMatchObject([{ person: { company: said.company } }]);
  });

  test('puts nobody of a mail provider into a company by their own lead', async () => {
    const { id, said } = await globex();
    const email = `ada-${room.round}@gmail.com`;
    const identity = room.identity('ada', { ...said, email, unproven: ['company'] });
    await room.say(ownLead('ada', identity), room.part('ada', 13, { identity }));
    await room.score();
    expect(await room.standing(id)).toBeUndefined();
    expect(await chosenOf(email)).toBeNull();
  });

  test('puts somebody whom only pages name into it, as a claim', async () => {
    const { id, said } = await globex();
    const { identity } = room.claim('x1', 5, said);
    await room.say(ownLead('x1', identity), room.part('x1', 13, { identity }));
    await room.score();
    expect(await chosenOf(`x1@${room.domain}`)).toBe(id);
    expect((await room.scores(id))?.[0]).toMatchObject({ score: 0, people: [], claims: [{ points: 13 }] });
  });

  test('counts for a company that pages alone have named, until a server names one of its people', async () => {
    await room.say(room.claim('x1', 12), room.claim('x2', 4));
    await room.score();
    expect(await room.standing()).toEqual([16, 0, 2]);
    await room.say(room.part('ada', 3));
    await room.score();
    expect(await room.standing()).toEqual([3, 0, 1]);
    // And until a server says who they are.
    await room.say(room.part('x1', 12));
    await room.score();
    expect(await room.standing()).toEqual([15, 0, 2]);
  });

  test.each([
    ['below', -1],
    ['at', 0],
    ['above', 1],
  ])('enters companies up to the limit of an hour, and the rest in the next: %s it', async (_name, more) => {
    const count = limits.unprovenCompaniesPerHourMax + more;
    const claims = Array.from({ length: count }, (_, index) =>
      room.claim(`z${index}`, 5, {
        ...{ company: `${room.name} no ${index}`, unprovenBy: `k${room.round}` },
        ...{ email: `z${index}-${room.round}@gmail.com`, group: { id: null, domain: null } },
      }),
    );
    await room.say(...claims);
    await room.score();
    const waiting = Math.max(0, more);
    const entered = async () =>
      (await room.rows('SELECT FROM companies WHERE name LIKE $1', `${room.name} no %`)).length;
    expect(await entered()).toBe(count - waiting);
    expect((await room.sales.leads.countHeld()).companyClaims).toBe(waiting);
    await room.laterHour();
    expect(await entered()).toBe(count);
    expect((await room.sales.leads.countHeld()).companyClaims).toBe(0);
  });

  test('has a limit of its own for each key, and none for a server', async () => {
    const full = Array.from({ length: limits.unprovenCompaniesPerHourMax + 1 }, (_, index) =>
      room.claim(`z${index}`, 5, {
        ...{ company: `${room.name} no ${index}`, unprovenBy: `k${room.round}` },
        ...{ email: `z${index}-${room.round}@gmail.com`, group: { id: null, domain: null } },
      }),
    );
    await room.say(...full);
    await room.say(room.claim('other', 5, { unprovenBy: 'another' }));
    expect(await room.rows('SELECT FROM companies WHERE domain = $1', room.domain)).toHaveLength(1);
    const group = { id: null, domain: `globex-${room.round}.example` };
    await room.say(room.part('ada', 5, { identity: room.identity('ada', { company: 'Globex', group }) }));
    await room.score();
    expect(await room.rows('SELECT FROM companies WHERE domain = $1', group.domain)).toHaveLength(1);
    await room.laterHour();
  });
});

describe('a company that a page has named first', () => {
  const evil = () => `evil-${room.round}.example`;
  const named = (name: string, domain: string | null) =>
    room.say(room.claim(`x${domain}`, 12, { company: name, group: { id: null, domain } }));
  const companies = () =>
    room.rows<{ name: string; domain: string | null; is_claimed: boolean }>(
      'SELECT name, domain, is_claimed FROM companies WHERE name = $1 OR domain = ANY($2) ORDER BY domain',
      ...[room.name, [room.domain, evil()]],
    );

  test('is called as a server calls it, whatever name a page gave to its domain', async () => {
    await named(`Call 0900 ${room.round}`, room.domain);
    await room.say(room.part('ada', 3));
    await room.score();
    expect(await companies()).toEqual([{ name: room.name, domain: room.domain, is_claimed: false }]);
  });

  test('has not the domain that a page gave to its name', async () => {
    await named(room.name, evil());
    await room.say(room.part('ada', 3));
    const eve = room.identity('eve', { email: `eve@${evil()}`, company: null });
    const { group: _group, ...alone } = eve;
    await room.say(room.part('eve', 33, { identity: alone }));
    await room.score();
    expect(await room.standing()).toEqual([3, 0, 1]);
    expect(await companies()).toEqual([
      { name: room.name, domain: room.domain, is_claimed: false },
      { name: evil(), domain: evil(), is_claimed: false },
    ]);
  });

  test('is called by its domain where a page has given its name to another one too', async () => {
    await named(`Call 0900 ${room.round}`, room.domain);
    await named(room.name, evil());
    await room.say(room.part('ada', 3));
    await room.score();
    expect(await room.rows('SELECT FROM dead_letters')).toEqual([]);
    expect((await companies())[0]).toEqual({ name: room.domain, domain: room.domain, is_claimed: false });
  });

  test('is called as a server calls it where a page has put the person into it as well', async () => {
    await room.say({
      ...room.claim('ada', 12, { company: room.name, group: { id: null, domain: evil() } }),
      ...{ programme: 'people', tiers: 2, to: 1, actions: [{ do: 'open lead' }] },
      part: undefined,
    } as never);
    await room.say(room.claim('ada', 12, { company: room.name, group: { id: null, domain: evil() } }));
    await room.say(room.part('ada', 3));
    await room.score();
    expect((await companies())[0]).toEqual({ name: room.name, domain: room.domain, is_claimed: false });
  });

  test('counts no claims once sales has given it a name, a domain or an id, and keeps the name', async () => {
    await room.say(room.claim('x1', 12));
    await room.score();
    const id = await room.companyId();
    await room.sales.records.changeCompany(id, { phone: '+49 30 1234567' }, admin);
    expect(await room.standing()).toEqual([12, 0, 1]);
    await room.sales.records.changeCompany(id, { name: `${room.name} GmbH` }, admin);
    await room.score();
    expect(await room.standing(id)).toEqual([0, 0, 0]);
    await room.say(room.part('ada', 3));
    await room.score();
    expect(await room.standing(id)).toEqual([3, 0, 1]);
    expect(await room.companies()).toMatchObject([{ id, name: `${room.name} GmbH` }]);
  });

  test('is taken over by another system without the domain of a page', async () => {
    await named(room.name, evil());
    await room.score();
    const external = { externalId: `crm-${room.round}`, externalSource: 'crm' };
    const { record } = await room.sales.records.upsertCompany(external, { name: room.name }, admin);
    await room.score();
    expect(record).toMatchObject({ name: room.name, domain: null });
    expect(await room.standing(record.id)).toEqual([0, 0, 0]);
  });

  test('is entered with as much of a long name as PostgreSQL takes', async () => {
    const long = `${room.name} ${'x'.repeat(limits.accountNameLengthMax)}`.slice(
      0,
      limits.accountNameLengthMax - 1,
    );
    await named(`${long}\u{1f336}`, room.domain);
    await room.score();
    expect(await room.rows('SELECT FROM dead_letters')).toEqual([]);
    expect(await room.companies()).toMatchObject([{ name: long, domain: room.domain }]);
  });
});

/** What pages alone claim of companies, on a real PostgreSQL: it counts for no company of sales, and enters companies up to a limit. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
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

/** Scores of companies on a real PostgreSQL: parts by tier updates, a lead with its reasons, moves, merges, an erasure, several scorers at once. */
import { describe, expect, test } from 'vitest';
import { transaction } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { eraseRows, personalIdsOf } from '../../../src/sales/privacy/privacy.ts';
import { admin } from '../records.ts';
import { accountRoom, committeeText, compiled } from './account-room.ts';

const room = accountRoom();
const part = room.part.bind(room);
const say = room.say.bind(room);
const score = room.score.bind(room);
const leads = room.leads.bind(room);
const companies = () => room.companies();
const account = async () => room.sales.leads.accounts.account(await room.companyId());
const domain = () => room.domain;

test('three people make one score, one lead for the one with the most points, and its reason has all of it', async () => {
  const alertsBefore = (await room.sales.outbox.alertsAfter(0, 500)).length;
  await say(part('ada', 8), part('bob', 10));
  await score();
  expect(await leads()).toEqual([]);
  expect((await account())?.scores).toMatchObject([{ score: 18, tier: 0, peopleCount: 2 }]);
  await say(part('cleo', 7));
  await score();
  const [lead, ...others] = await leads();
  expect(others).toEqual([]);
  expect(lead).toMatchObject({
    ...{ programme: 'committee', score: 25, tier: 1, tierName: 'warm' },
    person: { email: `bob@${domain()}` },
  });
  expect(lead?.reasons).toMatchObject([{ value: 25, reason: 'Viewed the pricing: 3 people' }]);
  expect(lead?.reasons[0]?.label).toContain(`3 people of`);
  expect((await account())?.scores).toMatchObject([
    {
      ...{ score: 25, tier: 1, tierName: 'warm', tiers: 2, combine: 'the sum of its people', peopleCount: 3 },
      people: [
        { name: 'bob', points: 10, counts: true },
        { name: 'ada', points: 8, counts: true },
        { name: 'cleo', points: 7, counts: true },
      ],
    },
  ]);
  expect((await room.sales.outbox.alertsAfter(0, 500)).slice(alertsBefore).map(({ type }) => type)).toEqual([
    'lead.opened',
  ]);
  expect(
    (await room.sales.records.listTasks({ limit: 200 })).items.filter((task) => task.lead === lead?.id),
  ).toHaveLength(1);
});

test('a server that says the group of somebody with each event has their company scored by none', async () => {
  const saidAt = (hour: number, change = {}) =>
    part('ada', 12, {
      identity: room.identity('ada', {
        group: { id: null, domain: domain(), atMs: hour * limits.hourMs },
        ...change,
      }),
    });
  const due = () =>
    room.rows(`SELECT FROM account_due JOIN companies ON companies.id = company WHERE domain = $1`, domain());
  await say(saidAt(1));
  expect(await due()).toHaveLength(1);
  await score();
  await say(saidAt(2));
  await say(saidAt(3));
  expect(await due()).toEqual([]);
  await say(saidAt(4, { title: 'Buyer' }));
  expect(await due()).toHaveLength(1);
});

test('the same again changes nothing, and a higher tier heats the lead of the same person', async () => {
  const first = [part('ada', 12), part('bob', 10)];
  await say(...first);
  await score();
  await say(...first);
  await score();
  expect(await leads()).toHaveLength(1);
  await say(part('bob', 60));
  await score();
  expect(await leads()).toMatchObject([{ score: 72, tier: 2, person: { email: `ada@${domain()}` } }]);
});

test('the lead goes to the owner of the company before the one of the person', async () => {
  await room.sales.records.makeCompany(
    { name: room.name, domain: domain(), owner: 'owner@example.com' },
    admin,
  );
  await say(part('ada', 30));
  await score();
  expect(await leads()).toMatchObject([{ owner: 'owner@example.com' }]);
  expect(await companies()).toHaveLength(1);
});

test('who goes to another company takes the points along, and the tier falls', async () => {
  await say(part('ada', 15), part('bob', 10));
  await score();
  const identity = {
    ...(part('bob', 10).identity as NonNullable<TierUpdate['identity']>),
    ...{ company: `Globex ${room.round}`, group: { id: null, domain: `globex-${room.round}.example` } },
  };
  // Neither is a record of sales that a rep has put somewhere: ada is, by her lead.
  await say(part('bob', 10, { identity }));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 15, tier: 1, peopleCount: 1 }]);
  await say(part('ada', 14.999));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 14.999, tier: 0 }]);
});

test('a rep who puts a person into another company takes the points along', async () => {
  await say(part('ada', 25));
  await score();
  const other = await room.sales.records.makeCompany({ name: `Globex ${room.round}` }, admin);
  const { items } = await room.sales.records.listPeople({ limit: 50, email: `ada@${domain()}` });
  await room.sales.records.changePerson(items[0]?.id ?? '', { companyId: other.id }, admin);
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 0, tier: 0, people: [] }]);
  expect((await room.sales.leads.accounts.account(other.id))?.scores).toMatchObject([{ score: 25 }]);
});

test('two profiles of one person count once', async () => {
  const email = `ada@${domain()}`;
  const phone = part('phone', 9);
  await say(part('ada', 8), { ...phone, identity: { ...phone.identity, email } as TierUpdate['identity'] });
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 9, peopleCount: 1 }]);
});

test('an erased person is gone from the score', async () => {
  await say(part('ada', 15), part('bob', 10));
  await score();
  const erasure = {
    erasure: `er_${room.round}`,
    profile: `bob-${room.round}`,
    untilMs: room.nowMs,
    address: null,
    person: null,
  };
  await room.sayIn(room.round, erasure);
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 15, people: [{ name: 'ada' }] }]);
});

test('a merged company is scored as the one it became part of', async () => {
  await say(part('ada', 15));
  await score();
  const kept = await room.sales.records.makeCompany({ name: `Kept ${room.round}` }, admin);
  const [gone] = await companies();
  await room.sales.records.merge('companies', kept.id, { merged: gone?.id ?? '', take: [] }, admin);
  await score();
  expect((await room.sales.leads.accounts.account(kept.id))?.scores).toMatchObject([
    { score: 15, peopleCount: 1 },
  ]);
});

test('a company whose people wish no contact rises to no tier until one may be contacted', async () => {
  await room.sales.records.makeCompany({ name: room.name, domain: domain(), doNotContact: true }, admin);
  await say(part('ada', 30));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 30, tier: 0 }]);
  await room.sales.records.changeCompany((await companies())[0]?.id ?? '', { doNotContact: false }, admin);
  await say(part('ada', 31));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 31, tier: 1 }]);
});

test('a changed programme alone opens nothing', async () => {
  await say(part('ada', 30, { part: { isOwn: false } }));
  await score();
  expect(await leads()).toEqual([]);
  await say(part('ada', 31));
  await score();
  expect(await leads()).toHaveLength(1);
});

test('a version that combines otherwise scores every company again, and moves no tier', async () => {
  await say(part('ada', 12), part('bob', 11));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 23, tier: 1 }]);
  room.programmes = compiled(committeeText.replace('combine: sum', 'combine: maximum'), 'v2');
  await score();
  expect((await account())?.scores).toMatchObject([
    { score: 12, tier: 1, combine: 'the person with the most points' },
  ]);
  await say(part('ada', 4), part('bob', 3));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 4, tier: 0 }]);
});

test('a programme that is active no more is not shown', async () => {
  await say(part('ada', 12));
  await score();
  room.programmes = compiled(committeeText.replace('programme: committee', 'programme: another'), 'v1');
  await score();
  expect((await account())?.scores).toEqual([]);
});

describe('several scorers at once', () => {
  test('open one lead', async () => {
    await say(part('ada', 15), part('bob', 15));
    await Promise.all([1, 2, 3, 4].map(() => room.sales.leads.accounts.scoreDue()));
    await score();
    expect(await leads()).toHaveLength(1);
  });

  test('score what was said while they worked', async () => {
    // In the order of their stream.
    const sayAll = async () => {
      for (let at = 0; at < 5; at++) await say(part(`p${at}`, 4));
    };
    await Promise.all([sayAll(), ...[1, 2, 3].map(() => room.sales.leads.accounts.scoreDue())]);
    await score();
    expect((await account())?.scores).toMatchObject([{ score: 20, tier: 1, peopleCount: 5 }]);
  });
});

test('an address of a provider makes no company, and a company that nobody names has no score', async () => {
  const identity = { ...(part('ada', 30).identity as NonNullable<TierUpdate['identity']>) };
  const { group: _group, ...alone } = identity;
  await say(part('ada', 30, { identity: { ...alone, email: `ada-${room.round}@gmail.com`, company: null } }));
  await score();
  expect(await companies()).toEqual([]);
  expect(await room.sales.leads.accounts.account('cp_none')).toBeNull();
});

test('a process that does not know the programme yet leaves the note to others', async () => {
  await say(part('ada', 30));
  room.programmes = compiled(committeeText.replace('programme: committee', 'programme: another'), 'v1');
  await score();
  room.programmes = compiled(committeeText, 'v1');
  room.nowMs += limits.accountsEveryMs;
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 30, tier: 1 }]);
  expect(await leads()).toHaveLength(1);
});

test('a rise that waited for somebody to contact comes when the wish ends', async () => {
  const company = await room.sales.records.makeCompany(
    { name: room.name, domain: domain(), doNotContact: true },
    admin,
  );
  await say(part('ada', 30));
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 30, tier: 0 }]);
  await room.sales.records.changeCompany(company.id, { doNotContact: false }, admin);
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 30, tier: 1 }]);
  expect(await leads()).toHaveLength(1);
});

test('a part that could not be read counts when it is applied again', async () => {
  await room.database.query(
    `INSERT INTO dead_letters (partition, entry, reason, record) VALUES ($1, '1-0', 'x', $2)`,
    [1_000 + room.round, JSON.stringify(part('ada', 30))],
  );
  await room.sales.leads.unread.replay({ partition: 1_000 + room.round, entry: '1-0' });
  await score();
  expect((await account())?.scores).toMatchObject([{ score: 30, tier: 1 }]);
});

test('points and names of a person go with a prospect whose time is over', async () => {
  await say(part('ada', 30));
  await score();
  const { rows } = await room.database.query<{ id: string }>('SELECT id FROM people WHERE email = $1', [
    `ada@${domain()}`,
  ]);
  await transaction(room.sales.database.pool, async (connection) => {
    const people = rows.map(({ id }) => id);
    await eraseRows(connection, await personalIdsOf(connection, { people, profiles: [] }), room.nowMs);
  });
  expect(
    (await room.database.query('SELECT FROM account_parts WHERE email = $1', [`ada@${domain()}`])).rowCount,
  ).toBe(0);
});

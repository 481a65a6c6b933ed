/** The groups of people who add no points for a time, on a real PostgreSQL: the one that was said last counts when they score again. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { until } from '../../support/until.ts';
import { admin } from '../records.ts';
import { accountRoom } from './account-room.ts';

const room = accountRoom();

describe('somebody without points who goes with another group', () => {
  const of = (name: string) => ({
    company: `${name} ${room.round}`,
    group: { id: null, domain: `${name}-${room.round}.example`.toLowerCase() },
  });
  const sayOf = (name: string, points: number, company: string, change = {}) =>
    room.say(room.part(name, points, { identity: room.identity('ada', of(company)), ...change }));
  const pointsOf = async (company: string) => {
    await room.score();
    return (await room.standing(await room.companyId(`${company} ${room.round}`)))?.[0] ?? 0;
  };

  test('is of that one when they score again', async () => {
    await sayOf('ada', 30, 'Acme');
    expect(await pointsOf('Acme')).toBe(30);
    await sayOf('ada', 0, 'Acme');
    await sayOf('ada', 12, 'Globex');
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 12]);
    await sayOf('ada', 0, 'Globex');
    await sayOf('ada', 13, 'Globex');
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 13]);
  });

  test('as another profile that they became part of', async () => {
    await sayOf('ada', 30, 'Acme');
    await sayOf('u1', 31, 'Globex', { part: { isOwn: true, joined: [`ada-${room.round}`] } });
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 31]);
  });

  test('is the same person by another profile, which said so of somebody else before', async () => {
    await sayOf('ada', 30, 'Acme');
    await sayOf('ada', 0, 'Acme');
    const bob = room.identity('bob', of('Globex'));
    await room.say(room.part('bob', 12, { identity: bob }));
    await room.score();
    const { email } = room.identity('ada');
    await room.say(room.part('bob', 13, { identity: { ...bob, email } }));
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([0, 13]);
  });

  describe('whom sales knows by a lead of their own, from the group before', () => {
    const sayLead = () =>
      room.say(
        room.part('ada', 40, {
          ...{ part: undefined, programme: 'own', from: 0, to: 1, campaign: 'Own' },
          ...{ identity: room.identity('ada', of('Acme')), actions: [{ do: 'open lead' }] },
        } as never),
      );
    const sayBob = () => sayOf('bob', 12, 'Acme', { identity: room.identity('bob', of('Acme')) });

    test('which is heard first', async () => {
      await sayBob();
      await sayLead();
      await sayOf('u1', 13, 'Globex');
      expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([12, 13]);
    });

    test('which is heard last', async () => {
      await sayBob();
      await sayOf('u1', 13, 'Globex');
      expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([12, 13]);
      await sayLead();
      expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([12, 13]);
      expect(await room.rows('SELECT FROM account_moves')).toEqual([]);
    });
  });

  test('twice in one batch', async () => {
    await sayOf('ada', 30, 'Acme');
    const part = (points: number, company: string) =>
      room.part('ada', points, { identity: room.identity('ada', of(company)) });
    await room.say(part(12, 'Globex'), part(13, 'Acme'));
    expect([await pointsOf('Acme'), await pointsOf('Globex')]).toEqual([13, 0]);
  });
});

/** Each group has a time: that of the event that said it. */
const wordOf = (name: string, hour: number, id: string | null = null) => ({
  company: `${name} ${room.round}`,
  group: { id, domain: `${name}-${room.round}.example`.toLowerCase(), atMs: hour * limits.hourMs },
});
const identityOf = (word: object) => room.identity('ada', word);
/** An update of their own ladder, which opens a lead for them. */
const ownLead = (name: string, word: object) =>
  room.part(name, 40, {
    ...{ part: undefined, programme: 'own', from: 0, to: 1, campaign: 'Own', actions: [{ do: 'open lead' }] },
    identity: identityOf(word),
  } as never);
const part = (name: string, points: number, word: object) =>
  room.part(name, points, { identity: identityOf(word) });
const pointsIn = async (...names: string[]) => {
  await room.score();
  const points: number[] = [];
  for (const name of names)
    points.push((await room.standing(await room.companyId(`${name} ${room.round}`)))?.[0] ?? 0);
  return points;
};

describe('somebody with a lead of their own, whose group sales has no company of yet', () => {
  const byAddress = () => {
    const { group: _group, ...alone } = room.identity('bob');
    return room.say(room.part('bob', 12, { identity: { ...alone, company: null } }));
  };

  test('leaves the company of their address with the first update of a company that is scored', async () => {
    await byAddress();
    await room.say(ownLead('ada', wordOf('Globex', 1)));
    expect((await room.leads())[0]?.person.email).toBe(`ada@${room.domain}`);
    await room.say(part('ada', 13, wordOf('Globex', 1)));
    expect(await pointsIn('Globex')).toEqual([13]);
    expect(await room.standing(await room.companyId(room.domain))).toEqual([12, 0, 1]);
  });

  test('stays where a rep has put them before that update', async () => {
    await byAddress();
    await room.say(ownLead('ada', wordOf('Globex', 1)));
    const { id } = await room.sales.records.makeCompany({ name: `Chosen ${room.round}` }, admin);
    await room.sales.records.changePerson(await room.personId('ada'), { companyId: id }, admin);
    await room.say(part('ada', 13, wordOf('Globex', 1)));
    expect(await pointsIn('Globex', 'Chosen')).toEqual([0, 13]);
  });
});

describe('somebody with a lead of their own, and of no company', () => {
  const companyOf = async () => {
    const rows = await room.rows<{ name: string | null }>(
      'SELECT companies.name FROM people LEFT JOIN companies ON companies.id = company_id WHERE people.id = $1',
      await room.personId('ada'),
    );
    return rows[0]?.name ?? null;
  };
  const inGlobex = async () => {
    await room.say(ownLead('ada', wordOf('Globex', 1)));
    expect(await companyOf()).toBe(null);
    await room.say(part('ada', 13, wordOf('Globex', 1)));
  };
  const ofAddress = () => room.sales.records.makeCompany({ name: room.name, domain: room.domain }, admin);
  const takeOut = async () =>
    room.sales.records.changePerson(await room.personId('ada'), { companyId: null }, admin);

  test('goes with the first group that sales enters, and stays there when a company has their address', async () => {
    await inGlobex();
    expect(await companyOf()).toBe(`Globex ${room.round}`);
    await ofAddress();
    await room.say(ownLead('ada', wordOf('Globex', 2)), part('ada', 14, wordOf('Globex', 2)));
    expect(await companyOf()).toBe(`Globex ${room.round}`);
    expect(await pointsIn('Globex', 'Acme')).toEqual([14, 0]);
  });

  test('stays out of it when the same group gets another name, and goes with the next group', async () => {
    const called = (name: string, id: string, hour: number) => {
      const word = wordOf(name, hour);
      return { ...word, group: { ...word.group, id: `${id}-${room.round}` } };
    };
    await room.say(ownLead('ada', called('Globex', '42', 1)));
    await room.say(part('ada', 13, called('Globex', '42', 1)));
    expect(await companyOf()).toBe(`Globex ${room.round}`);
    await takeOut();
    await room.say(part('ada', 14, called('Globex Inc', '42', 2)));
    await room.say(part('ada', 15, called('Globex Group', '42', 3)));
    expect(await companyOf()).toBe(null);
    await room.say(part('ada', 16, called('Initech', '43', 4)));
    expect(await companyOf()).toBe(`Initech ${room.round}`);
  });

  test('stays out of the company that a rep has taken them out of, and goes with another group', async () => {
    await inGlobex();
    await ofAddress();
    await takeOut();
    for (const hour of [2, 3]) {
      await room.say(ownLead('ada', wordOf('Globex', hour)), part('ada', 14, wordOf('Globex', hour)));
      await room.score();
      expect(await companyOf()).toBe(null);
    }
    // Nobody has chosen a company for them: their points are of the group.
    expect(await pointsIn('Globex')).toEqual([14]);
    await room.say(part('ada', 15, wordOf('Initech', 4)));
    expect(await companyOf()).toBe(`Initech ${room.round}`);
    expect(await pointsIn('Globex', 'Initech')).toEqual([0, 15]);
  });

  test('is not put back by their address once a rep has taken them out', async () => {
    await ofAddress();
    await room.say(ownLead('ada', { company: null, group: undefined }));
    expect(await companyOf()).toBe(room.name);
    await takeOut();
    await room.say(ownLead('ada', { company: null, group: undefined }));
    expect(await companyOf()).toBe(null);
    await room.say(part('ada', 13, wordOf('Globex', 1)));
    expect(await companyOf()).toBe(`Globex ${room.round}`);
  });
});

describe('two profiles of one person', () => {
  const records = () => ({
    first: part('ada', 30, wordOf('Acme', 1)),
    later: part('u1', 31, wordOf('Globex', 2)),
    again: part('ada', 32, wordOf('Acme', 1)),
    lead: ownLead('ada', wordOf('Acme', 1)),
  });
  test.each<[string, (keyof ReturnType<typeof records>)[]]>([
    ['the later is heard last', ['first', 'later']],
    ['the later is heard first', ['later', 'first']],
    ['the earlier says more', ['first', 'later', 'again']],
    ['the earlier has a lead, which is heard last', ['later', 'lead']],
    ['the earlier has a lead, which is heard first', ['lead', 'later']],
    ['the earlier has a lead and points', ['later', 'first', 'lead', 'again']],
  ])('are of the company of the later group: %s', async (_name, order) => {
    const all = records();
    for (const one of order) {
      await room.say(all[one]);
      await room.score();
    }
    const [acme = 0, globex = 0] = await pointsIn('Acme', 'Globex');
    expect([acme, globex]).toEqual([
      0,
      Math.max(...order.map((one) => (one === 'lead' ? 0 : all[one].score))),
    ]);
    expect(await room.rows('SELECT FROM account_moves')).toEqual([]);
  });

  test('are so in one batch, and without a record', async () => {
    await room.say(part('u1', 11, wordOf('Globex', 2)), part('ada', 12, wordOf('Acme', 1)));
    expect(await pointsIn('Acme', 'Globex')).toEqual([0, 12]);
    await room.say(part('ada', 13, wordOf('Acme', 3)));
    expect(await pointsIn('Acme', 'Globex')).toEqual([13, 0]);
    expect(await room.rows('SELECT FROM people WHERE email = $1', `ada@${room.domain}`)).toEqual([]);
  });

  test.each([
    ['prospect', [0, 12]],
    ['contact', [11, 0]],
  ] as const)('are so in one batch, of somebody that sales has entered as a %s', async (kind, points) => {
    await room.sales.records.putPerson({ name: 'Ada', email: `ada@${room.domain}`, kind }, admin);
    await room.say(part('u1', 11, wordOf('Acme', 1)), part('ada', points[1] || 10, wordOf('Globex', 2)));
    expect(await pointsIn('Acme', 'Globex')).toEqual(points);
  });

  test('are of a later group that one without points says, with a record and without', async () => {
    await room.say(part('ada', 12, wordOf('Acme', 1)), part('u1', 11, wordOf('Acme', 2)));
    expect(await pointsIn('Acme')).toEqual([12]);
    await room.say(part('u1', 0, wordOf('Globex', 3)));
    await room.say(part('ada', 13, wordOf('Acme', 1)));
    expect(await pointsIn('Acme', 'Globex')).toEqual([0, 13]);
    await room.say(part('ada', 30, wordOf('Acme', 1)));
    expect(await pointsIn('Acme', 'Globex')).toEqual([0, 30]);
    expect(await room.leads()).toHaveLength(1);
    await room.say(part('u1', 0, wordOf('Initech', 4)));
    expect(await pointsIn('Globex', 'Initech')).toEqual([0, 30]);
  });

  test('say nothing more of a company once they are erased', async () => {
    await room.say(part('ada', 12, wordOf('Acme', 1)));
    await room.erase('ada');
    expect(
      await room.rows('SELECT FROM account_groups WHERE said::text LIKE $1', `%Acme ${room.round}"%`),
    ).toEqual([]);
  });
});

test('an update of a process of before is earlier than any that says its time', async () => {
  const { group, ...word } = wordOf('Acme', 1);
  await room.say(part('u1', 31, wordOf('Globex', 2)));
  await room.say(part('ada', 32, { ...word, group: { id: null, domain: group.domain } }));
  expect(await pointsIn('Acme', 'Globex')).toEqual([0, 32]);
});

describe('a later word that two companies answer to', () => {
  /** One has the name alone; a page enters another with the domain. */
  const nameAndDomain = async () => {
    const named = await room.sales.records.makeCompany({ name: room.name }, admin);
    await room.say(part('u1', 12, wordOf('Acme', 1)));
    await room.say(room.claim('eve', 5, { company: null, group: undefined } as never));
    return named.id;
  };
  const alone = (company: string | null = null) =>
    room.part('ada', 13, { identity: { ...room.identity('ada'), company, group: undefined } } as never);

  test('leaves the name to the company that has it', async () => {
    await nameAndDomain();
    await room.say(alone());
    expect(await room.rows('SELECT reason FROM dead_letters')).toEqual([]);
    expect(await room.rows('SELECT name, is_claimed FROM companies WHERE domain = $1', room.domain)).toEqual([
      { name: room.domain, is_claimed: false },
    ]);
  });
});

describe('somebody whom only pages have named, with a lead in the company of their address', () => {
  const claim = (points: number, word: object, change = {}) => ({
    ...room.claim('eve', points, word),
    ...change,
  });
  const lead = () =>
    claim(40, { company: null, group: undefined }, {
      ...{
        part: undefined,
        programme: 'own',
        from: 0,
        to: 1,
        campaign: 'Own',
        actions: [{ do: 'open lead' }],
      },
    } as never);

  test.each([['in one batch'], ['in two']])('goes with each group that a page says: %s', async (how) => {
    await room.say(room.claim('bob', 12, { company: null, group: undefined } as never));
    await room.say(lead());
    const said = [claim(13, wordOf('Globex', 1)), claim(14, wordOf('Initech', 2))];
    if (how === 'in two') for (const one of said) await room.say(one);
    else await room.say(...said);
    expect(await pointsIn('Globex', 'Initech')).toEqual([0, 14]);
  });
});

describe('an update that names no group', () => {
  const alone = { company: null, group: undefined };
  const ofAddress = () => room.sales.records.makeCompany({ name: room.name, domain: room.domain }, admin);
  const cooled = () => room.say(part('u1', 0, wordOf('Globex', 20)));

  test('opens a lead at the group that the address said', async () => {
    await ofAddress();
    const { id } = await room.sales.records.makeCompany({ name: `Globex ${room.round}` }, admin);
    await cooled();
    await room.say(ownLead('ada', alone));
    expect(
      await room.rows('SELECT company_id FROM people WHERE id = $1', await room.personId('ada')),
    ).toEqual([{ company_id: id }]);
  });

  test.each(['Initech', null])(
    'leaves the group to be followed with the next points, of %s',
    async (name) => {
      await ofAddress();
      await cooled();
      await room.say(ownLead('ada', alone));
      await room.say(part('ada', 13, name === null ? alone : wordOf(name, 10)));
      expect(await pointsIn('Initech', 'Globex', 'Acme')).toEqual([0, 13, 0]);
    },
  );
});

test('the points of another profile move with a group that one without points says', async () => {
  await room.say(part('ada', 13, wordOf('Acme', 1)));
  await room.say(part('u1', 0, wordOf('Globex', 2)));
  expect(await pointsIn('Acme', 'Globex')).toEqual([0, 13]);
});

test('points that are being written while a later group is said go with it', async () => {
  await room.say(part('u2', 0, wordOf('Acme', 1)));
  const waiting = () => room.rows('SELECT FROM pg_locks WHERE NOT granted');
  await room.database.query('BEGIN');
  await room.database.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 69))', [`ada-${room.round}`]);
  // No rise: those wait for each other's turn in routing.
  const more = (record: TierUpdate) => ({ ...record, from: 1 });
  const writing = room.sayIn(901, more(part('ada', 13, { company: null, group: undefined })));
  await until('the points wait', async () => (await waiting()).length === 1);
  let isSaid = false;
  const saying = room.sayIn(902, more(part('u1', 5, wordOf('Globex', 2)))).then(() => {
    isSaid = true;
  });
  await until('the group is said, or waits', async () => isSaid || (await waiting()).length === 2);
  await room.database.query('COMMIT');
  await Promise.all([writing, saying]);
  expect(await pointsIn('Acme', 'Globex')).toEqual([0, 13]);
});

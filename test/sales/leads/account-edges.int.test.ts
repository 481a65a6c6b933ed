/** Companies on a ladder at their edges, on a real PostgreSQL: merges, erasures, groups with and without a name, processes of before. */
import { describe, expect, test } from 'vitest';
import { admin } from '../records.ts';
import { accountRoom, committeeText, compiled } from './account-room.ts';

const room = accountRoom();

/** Tasks of a company, by its id. */
const tasksOf = (company: string) =>
  room.rows<{ status: string }>(
    'SELECT status FROM tasks WHERE profile = $1 ORDER BY created_at, id',
    company,
  );
const merge = (list: 'people' | 'companies', kept: string, merged: string) =>
  room.sales.records.merge(list, kept, { merged, take: [] }, admin);
const undo = async (kept: string) => {
  const [found] = await room.rows<{ id: string }>('SELECT id FROM merges WHERE into_record = $1', kept);
  await room.sales.records.undoMerge(found?.id ?? '', admin);
};

describe('two profiles of a company that become one', () => {
  const leaves = (name: string, heir: string) =>
    room.part(name, 0, { identity: null, part: { isOwn: true, heir: `${heir}-${room.round}` } });
  const joins = (name: string, score: number, ...joined: string[]) =>
    room.part(name, score, {
      part: { isOwn: true, joined: joined.map((one) => `${one}-${room.round}`) },
    });
  const episodeOf = async () =>
    (
      await room.rows<{ state: { tierState: { episode: number } } }>(
        'SELECT state FROM account_scores WHERE company = $1',
        await room.companyId(),
      )
    )[0]?.state.tierState.episode;

  // Each profile has a stream of its own: the words of the two come in any order.
  test.each(['left first', 'joined first'])('pass through no state below both: %s', async (order) => {
    const before = (await room.alerts()).length;
    await room.say(room.part('ada', 30), room.part('bob', 25));
    await room.score();
    const [left, joined] = [leaves('ada', 'bob'), joins('bob', 52, 'ada')];
    const words = order === 'left first' ? [left, joined] : [joined, left];
    for (const [index, word] of words.entries()) {
      await room.sayIn(100 * room.round + index, word);
      await room.score();
      expect((await room.standing())?.[0]).toBeGreaterThanOrEqual(52);
    }
    expect(await room.standing()).toEqual([52, 2, 1]);
    expect(await episodeOf()).toBe(1);
    expect(new Set((await room.alerts()).slice(before))).toEqual(new Set(['lead.opened', 'lead.updated']));
    expect(await tasksOf(await room.companyId())).toEqual([{ status: 'Open' }]);
    expect(await room.rows('SELECT FROM account_leavings')).toEqual([]);
  });

  test('what a profile said before it left counts no more when it comes behind the union', async () => {
    await room.say(room.part('bob', 10));
    await room.sayIn(100 * room.round, joins('bob', 14, 'ada'));
    await room.sayIn(100 * room.round + 1, room.part('ada', 4), leaves('ada', 'bob'));
    await room.score();
    expect(await room.standing()).toEqual([14, 0, 1]);
    expect(await room.rows('SELECT FROM account_leavings')).toEqual([]);
    // Somebody new goes by it since.
    await room.sayIn(100 * room.round + 1, room.part('ada', 3));
    await room.score();
    expect(await room.standing()).toEqual([17, 0, 2]);
  });

  test('a union without points takes those of both away', async () => {
    await room.say(room.part('ada', 12), room.part('bob', 12));
    await room.say(leaves('ada', 'bob'), joins('bob', 0, 'ada'));
    await room.score();
    expect(await room.rows('SELECT FROM account_parts WHERE profile = $1', `ada-${room.round}`)).toEqual([]);
    expect(await room.rows('SELECT FROM account_parts WHERE profile = $1', `bob-${room.round}`)).toEqual([]);
  });
});

describe('a new version that pays somebody nothing', () => {
  test.each([4, 0])('leaves the tier and the task, with %d points', async (points) => {
    await room.say(room.part('ada', 30));
    await room.score();
    await room.say(room.part('ada', points, { part: { isOwn: false } }));
    await room.score();
    expect(await room.standing()).toEqual([points, 1, points > 0 ? 1 : 0]);
    expect(await tasksOf(await room.companyId())).toEqual([{ status: 'Open' }]);
  });

  test('closes the task where they lost the points themselves', async () => {
    await room.say(room.part('ada', 30));
    await room.score();
    await room.say(room.part('ada', 0));
    await room.score();
    expect(await room.standing()).toEqual([0, 0, 0]);
    expect(await tasksOf(await room.companyId())).toEqual([{ status: 'Cancelled' }]);
  });
});

describe('people that somebody changes by hand', () => {
  const two = async () => {
    const company = await room.sales.records.makeCompany({ name: room.name, domain: room.domain }, admin);
    const make = async (name: string) => {
      const { person } = await room.sales.records.putPerson(
        { name, email: `${name}@${room.domain}`, companyId: company.id },
        admin,
      );
      return person.id;
    };
    return { company: company.id, ada: await make('ada'), bob: await make('bob') };
  };
  const byPeople = () => {
    const text = committeeText.replace('combine: sum', 'combine: { people: { atLeast: 5 } }');
    room.programmes = compiled(text.replace('hysteresis: 5', 'hysteresis: 0'), 'v1');
  };

  test('count once when they are merged, and twice again when that is undone', async () => {
    byPeople();
    const { ada, bob } = await two();
    await room.say(room.part('ada', 8), room.part('bob', 9));
    await room.score();
    expect(await room.standing()).toEqual([2, 0, 2]);
    await merge('people', ada, bob);
    await room.score();
    expect(await room.standing()).toEqual([1, 0, 1]);
    await undo(ada);
    await room.score();
    expect(await room.standing()).toEqual([2, 0, 2]);
  });

  test('go along when the one is put into another company', async () => {
    const { ada, bob } = await two();
    const globex = await room.sales.records.makeCompany({ name: `Globex ${room.round}` }, admin);
    await room.say(room.part('ada', 8), room.part('bob', 9));
    await room.score();
    await merge('people', ada, bob);
    await room.sales.records.changePerson(ada, { companyId: globex.id }, admin);
    await room.score();
    expect(await room.standing()).toEqual([0, 0, 0]);
    expect(await room.standing(globex.id)).toEqual([9, 0, 1]);
    await room.sales.records.changePerson(ada, { companyId: null }, admin);
    await room.score();
    expect(await room.standing(globex.id)).toEqual([0, 0, 0]);
  });

  test('are of the company of the one where the other was of another', async () => {
    const { company, ada, bob } = await two();
    const globex = await room.sales.records.makeCompany({ name: `Globex ${room.round}` }, admin);
    await room.sales.records.changePerson(bob, { companyId: globex.id }, admin);
    await room.say(room.part('ada', 8), room.part('bob', 9));
    await room.score();
    expect(await room.standing(globex.id)).toEqual([9, 0, 1]);
    await merge('people', ada, bob);
    await room.score();
    expect(await room.standing(globex.id)).toEqual([0, 0, 0]);
    expect(await room.standing(company)).toEqual([9, 0, 1]);
    await undo(ada);
    await room.score();
    expect(await room.standing(globex.id)).toEqual([9, 0, 1]);
    expect(await room.standing(company)).toEqual([8, 0, 1]);
  });

  test('are of their company once their address is entered', async () => {
    const company = await room.sales.records.makeCompany({ name: room.name }, admin);
    await room.rows(
      `INSERT INTO people (id, name, phone, company_id, created_at, updated_at) VALUES ($1, 'Ada', '+4930123456', $2, now(), now())`,
      `pn_ada${room.round}`,
      company.id,
    );
    const email = `ada-${room.round}@gmail.com`;
    const { group: _group, ...alone } = room.identity('ada', { email, company: null });
    await room.say(room.part('ada', 30, { identity: alone }));
    await room.score();
    expect(await room.standing()).toBeUndefined();
    await room.sales.records.changePerson(`pn_ada${room.round}`, { email }, admin);
    await room.score();
    expect(await room.standing()).toEqual([30, 1, 1]);
  });

  test('the contact of a lead goes with another group, and stays where a rep has put them since', async () => {
    await room.say(room.part('ada', 30));
    await room.score();
    const group = { id: null, domain: `globex-${room.round}.example` };
    const identity = room.identity('ada', { company: `Globex ${room.round}`, group });
    await room.say(room.part('ada', 31, { identity }));
    await room.score();
    expect(await room.standing()).toEqual([0, 0, 0]);
    const globex = await room.companyId(`Globex ${room.round}`);
    expect(await room.standing(globex)).toEqual([31, 1, 1]);
    await room.sales.records.changePerson(
      (await room.leads())[0]?.person.id ?? '',
      { companyId: await room.companyId() },
      admin,
    );
    await room.say(room.part('ada', 32, { identity }));
    await room.score();
    expect(await room.standing()).toEqual([32, 1, 1]);
  });
});

describe('one group', () => {
  const group = (id: string, company: string | null, domain: string | null = null) => ({
    ...{ email: null, phone: '+4930123456', company: company ?? id, group: { id, domain } },
  });
  const sayOf = (name: string, points: number, of: ReturnType<typeof group>) =>
    room.say(room.part(name, points, { identity: room.identity(name, { ...of, userId: name }) }));
  const id = () => `g-${room.round}`;

  test.each(['with a name first', 'without one first'])('is one company, %s', async (order) => {
    const words = [() => sayOf('ada', 12, group(id(), room.name)), () => sayOf('bob', 12, group(id(), null))];
    for (const word of order === 'with a name first' ? words : words.toReversed()) await word();
    await room.score();
    expect(await room.standing()).toEqual([24, 1, 2]);
    expect(
      await room.rows('SELECT name, external_source FROM companies WHERE external_id = $1', id()),
    ).toEqual([{ name: room.name, external_source: 'group' }]);
  });

  test('joins the two companies that it names, with an undo, and once', async () => {
    await room.sales.records.makeCompany({ name: room.name, domain: room.domain }, admin);
    await sayOf('bob', 12, group(id(), null));
    await room.score();
    expect(await room.companies(id())).toHaveLength(1);
    await sayOf('ada', 12, group(id(), room.name, room.domain));
    await room.sales.records.joinNoted();
    await room.score();
    expect(await room.standing()).toEqual([24, 1, 2]);
    expect(await room.companies(id())).toEqual([]);
    await undo(await room.companyId());
    await room.score();
    expect(await room.standing()).toEqual([12, 0, 1]);
    expect(await room.standing(await room.companyId(id()))).toEqual([12, 0, 1]);
    await sayOf('ada', 13, group(id(), room.name, room.domain));
    await room.sales.records.joinNoted();
    expect(await room.companies(id())).toHaveLength(1);
  });

  test('counts without a name where a company of another id has it', async () => {
    await room.sales.records.makeCompany({ name: room.name }, admin);
    await room.rows(
      "UPDATE companies SET external_id = 'crm-1', external_source = 'crm' WHERE name = $1",
      room.name,
    );
    await sayOf('bob', 12, group(id(), null));
    await sayOf('ada', 12, group(id(), room.name));
    await room.score();
    expect(await room.rows('SELECT reason FROM dead_letters')).toEqual([]);
    expect(await room.standing(await room.companyId(id()))).toEqual([24, 1, 2]);
  });

  test('joins nothing by the word of a page', async () => {
    await room.sales.records.makeCompany({ name: room.name, domain: room.domain }, admin);
    await sayOf('bob', 12, group(id(), null));
    await room.say(room.claim('x1', 12, group(id(), room.name, room.domain)));
    await room.sales.records.joinNoted();
    expect(await room.companies(id())).toHaveLength(1);
  });
});

describe('work', () => {
  test('of a contact who is erased is opened again for the next', async () => {
    await room.say(room.part('ada', 60), room.part('bob', 55));
    await room.score();
    expect(await room.leads()).toMatchObject([{ person: { email: `ada@${room.domain}` } }]);
    await room.erase('ada');
    await room.score();
    expect(await room.standing()).toEqual([55, 2, 1]);
    expect(await room.leads()).toMatchObject([{ person: { email: `bob@${room.domain}` }, tier: 2 }]);
    expect(await tasksOf(await room.companyId())).toEqual([{ status: 'Open' }]);
  });

  test('waits for somebody to contact where nobody is left, and comes with them', async () => {
    await room.say(
      room.part('ada', 60),
      room.part('bob', 55, { identity: room.identity('bob', { email: null }) }),
    );
    await room.score();
    await room.erase('ada');
    await room.score();
    expect(await room.standing()).toEqual([55, 0, 1]);
    expect(await room.leads()).toEqual([]);
    await room.say(room.part('bob', 55));
    await room.score();
    expect(await room.standing()).toEqual([55, 2, 1]);
    expect(await room.leads()).toHaveLength(1);
  });

  test('that is closed is not opened again when its person is erased', async () => {
    await room.say(room.part('ada', 60), room.part('bob', 55));
    await room.score();
    const [lead] = await room.leads();
    await room.sales.records.changeLead(lead?.id ?? '', { status: 'Closed lost' }, admin);
    await room.erase('ada');
    await room.score();
    expect(await room.standing()).toEqual([55, 2, 1]);
    expect(await room.leads()).toEqual([]);
  });

  const globexPart = (name: string, points: number) => {
    const group = { id: null, domain: `globex-${room.round}.example` };
    return room.part(name, points, {
      identity: room.identity(name, { company: `Globex ${room.round}`, group }),
    });
  };
  const open = async () =>
    room.rows<{ profile: string; score: number }>(
      `SELECT leads.profile, score FROM leads JOIN people ON people.id = person_id
       WHERE people.email LIKE '%@' || $1 AND closed_at IS NULL`,
      room.domain,
    );

  test('of two companies on their ladders that become one is one, and comes apart with an undo', async () => {
    const before = (await room.alerts()).length;
    await room.say(room.part('ada', 30), globexPart('zoe', 60));
    await room.score();
    const [acme, globex] = [await room.companyId(), await room.companyId(`Globex ${room.round}`)];
    expect(await open()).toHaveLength(2);
    await merge('companies', acme, globex);
    await room.score();
    expect(await room.standing(acme)).toEqual([90, 2, 2]);
    expect(await open()).toMatchObject([{ score: 90 }]);
    expect((await room.alerts()).slice(before).filter((type) => type === 'lead.opened')).toHaveLength(2);
    await undo(acme);
    await room.score();
    expect(await room.standing(acme)).toEqual([30, 1, 1]);
    expect(await room.standing(globex)).toEqual([60, 2, 1]);
    expect(await open()).toHaveLength(2);
    expect((await room.alerts()).slice(before).filter((type) => type === 'lead.opened')).toHaveLength(2);
  });

  test('ends with the one company when it cools', async () => {
    await room.say(room.part('ada', 30), globexPart('zoe', 60));
    await room.score();
    const [acme, globex] = [await room.companyId(), await room.companyId(`Globex ${room.round}`)];
    await merge('companies', acme, globex);
    await room.score();
    await room.say(room.part('ada', 0), globexPart('zoe', 0));
    await room.score();
    expect(await room.standing(acme)).toEqual([0, 0, 0]);
    expect(await open()).toMatchObject([{ score: 0 }]);
    expect(
      await room.rows(
        `SELECT FROM tasks WHERE profile IN ($1, $2) AND status IN ('Open', 'Asleep')`,
        acme,
        globex,
      ),
    ).toEqual([]);
  });
});

test('a process with earlier programmes scores no company once another has later ones', async () => {
  const behind = await room.another(
    () => 1,
    () => compiled(committeeText, 'v1'),
  );
  try {
    await room.say(room.part('ada', 30));
    room.generation = 2;
    room.programmes = compiled(committeeText.replace('from: 20', 'from: 40'), 'v2');
    await room.score();
    expect(await room.standing()).toEqual([30, 0, 1]);
    await room.say(room.part('ada', 31));
    expect(await behind.leads.accounts.scoreDue()).toBe(0);
    expect(await room.leads()).toEqual([]);
    await room.score();
    expect(await room.standing()).toEqual([31, 0, 1]);
  } finally {
    await behind.close();
  }
});

test('the audit reads each stored sum with what its people make of it', async () => {
  const { accounts } = room.sales.leads;
  await room.say(room.part('ada', 12), room.claim('x1', 5));
  await room.score();
  const company = await room.companyId();
  const of = { company, programme: 'committee' };
  const parts = [{ profile: `ada-${room.round}`, points: 12 }];
  const sum = { ...of, position: `${company} committee`, score: 12, summed: 12, isDue: false, parts };
  expect(await accounts.sumOf(company, 'committee')).toEqual(sum);
  const all = [];
  for (let after = ''; ; after = all.at(-1)?.position ?? '') {
    const some = await accounts.sumsAfter(after, 2);
    if (some.length === 0) break;
    all.push(...some);
  }
  expect(all.filter((one) => one.company === company)).toEqual([sum]);
  expect(new Set(all.map(({ position }) => position)).size).toBe(all.length);
  await room.rows('UPDATE account_scores SET score = 13 WHERE company = $1', company);
  expect(await accounts.sumOf(company, 'committee')).toMatchObject({ score: 13, summed: 12, isDue: false });
  await room.say(room.part('ada', 14));
  expect(await accounts.sumOf(company, 'committee')).toMatchObject({ isDue: true });
  room.programmes = compiled(committeeText.replace('programme: committee', 'programme: another'), 'v1');
  expect(await accounts.sumOf(company, 'committee')).toMatchObject({ summed: null });
  expect(await accounts.sumOf('cp_none', 'committee')).toBeNull();
});

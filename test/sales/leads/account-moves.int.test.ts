/** People whose company is found again, on a real PostgreSQL: what PostgreSQL refuses, companies that reps change meanwhile, and undone merges. */
import { expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { startAccounts } from '../../../src/sales/leads/leads.ts';
import { until } from '../../support/until.ts';
import { admin } from '../records.ts';
import { accountRoom } from './account-room.ts';

const room = accountRoom();

test('somebody whose group only a page has said stays in the company of their address when it gets another domain', async () => {
  const group = { id: null, domain: `page-${room.round}.example` };
  const identity = room.identity('bob', { company: `Page ${room.round}`, group, unproven: ['company'] });
  await room.say(room.part('bob', 12, { identity }));
  await room.score();
  const [company] = await room.companies(room.domain);
  expect(await room.standing(company?.id)).toEqual([12, 0, 1]);
  const change = { name: room.name, domain: `new-${room.round}.example` };
  await room.sales.records.changeCompany(company?.id ?? '', change, admin);
  await room.rows('SELECT move_parts($1)', [`bob-${room.round}`]);
  await room.score();
  expect(await room.rows('SELECT FROM account_moves')).toEqual([]);
  await room.say(room.part('bob', 13, { identity }));
  await room.score();
  expect(await room.standing(company?.id)).toEqual([13, 0, 1]);
  expect(await room.rows('SELECT FROM dead_letters')).toEqual([]);
});

test('one who cannot be stored is tried again later, and holds up no other company', async () => {
  const globex = await room.sales.records.makeCompany({ name: `Globex ${room.round}` }, admin);
  const make = (name: string) =>
    room.sales.records.putPerson({ name, email: `${name}@${room.domain}`, companyId: globex.id }, admin);
  await room.say(room.part('ada', 12), room.part('bob', 9));
  await room.score();
  await room.rows(
    `ALTER TABLE account_parts ADD CONSTRAINT refused CHECK (profile <> 'bob-${room.round}') NOT VALID`,
  );
  try {
    await make('ada');
    await make('bob');
    await room.score();
    expect(await room.standing(globex.id)).toEqual([12, 0, 1]);
    expect(await room.rows('SELECT profile FROM account_moves')).toEqual([{ profile: `bob-${room.round}` }]);
  } finally {
    await room.rows('ALTER TABLE account_parts DROP CONSTRAINT refused');
  }
  await room.laterHour();
  expect(await room.standing(globex.id)).toEqual([21, 1, 2]);
});

test.each(['its id', 'its name'])(
  'a company that a rep renames while a server teaches %s keeps the name that the rep gave',
  async (what) => {
    const id = `g-${room.round}`;
    const ofGroup = (company: string, domain: string | null) => ({
      identity: room.identity('ada', { email: null, company, group: { id, domain } }),
    });
    if (what === 'its id')
      await room.sales.records.makeCompany({ name: room.name, domain: room.domain }, admin);
    else await room.say(room.part('bob', 12, ofGroup(id, null)));
    const [company] = await room.companies(what === 'its id' ? room.name : id);
    const renamed = `Renamed ${room.round}`;
    await room.rows('BEGIN');
    await room.rows('UPDATE companies SET name = $2 WHERE id = $1', company?.id, renamed);
    const said = room.say(room.part('ada', 12, ofGroup(room.name, what === 'its id' ? room.domain : null)));
    await until('the company is read, and its change waits', async () => {
      const waiting = await room.rows('SELECT FROM pg_locks WHERE NOT granted AND transactionid IS NOT NULL');
      return waiting.length > 0;
    });
    await room.rows('COMMIT');
    await said;
    expect(
      await room.rows('SELECT name, external_id, external_source FROM companies WHERE id = $1', company?.id),
    ).toEqual([{ name: renamed, external_id: id, external_source: 'group' }]);
  },
);

test.each([
  ['once it is scored', false],
  ['before a process scores it that places its people', true],
])(
  'two companies of more people than one round places keep their tiers and work when their merge is undone %s',
  async (_when, isGap) => {
    const group = { id: null, domain: `globex-${room.round}.example` };
    const ofGlobex = (name: string) => ({
      identity: room.identity(name, { company: `Globex ${room.round}`, group }),
    });
    const names = (letter: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 10}`);
    await room.say(
      ...names('a', limits.accountsAtOnce - 5).map((name) => room.part(name, 1)),
      ...names('z', 20).map((name) => room.part(name, 5, ofGlobex(name))),
    );
    await room.score();
    const [acme, globex] = [await room.companyId(), await room.companyId(`Globex ${room.round}`)];
    await room.sales.records.merge('companies', acme, { merged: globex, take: [] }, admin);
    // A process with earlier programmes than some other one scores nothing.
    const fence = (by: number) => room.rows('UPDATE account_fence SET generation = generation + $1', by);
    if (isGap) await fence(1);
    await room.score();
    expect(await room.rows('SELECT FROM account_parts WHERE company = $1', acme)).toHaveLength(65);
    expect(await room.standing(acme)).toEqual(isGap ? [45, 1, 65] : [145, 2, 65]);
    const before = (await room.alerts()).length;
    const [merge] = await room.rows<{ id: string }>('SELECT id FROM merges WHERE into_record = $1', acme);
    await room.sales.records.undoMerge(merge?.id ?? '', admin);
    if (isGap) await fence(-1);
    const tiers = async () => [(await room.standing(acme))?.[1], (await room.standing(globex))?.[1]];
    do expect(await tiers()).toEqual([1, 2]);
    while ((await room.sales.leads.accounts.scoreDue()) > 0);
    expect(await room.standing(acme)).toEqual([45, 1, 45]);
    expect(await room.standing(globex)).toEqual([100, 2, 20]);
    expect((await room.alerts(before)).filter((type) => type === 'lead.opened')).toEqual([]);
    expect(
      await room.rows(
        "SELECT state #>> '{tierState,episode}' AS episode FROM account_scores WHERE company IN ($1, $2)",
        ...[acme, globex],
      ),
    ).toEqual([{ episode: '1' }, { episode: '1' }]);
    expect(
      await room.rows(
        'SELECT tasks.status FROM tasks JOIN people ON people.id = person_id WHERE email LIKE $1',
        `%@${room.domain}`,
      ),
    ).toEqual([{ status: 'Open' }, { status: 'Open' }]);
  },
);

test('the audit learns whose tier updates are dead letters', async () => {
  const bury = (entry: string, record: object) =>
    room.rows(
      "INSERT INTO dead_letters (partition, entry, reason, record) VALUES ($1, $2, 'x', $3)",
      ...[1_000 + room.round, entry, JSON.stringify(record)],
    );
  const { hasUnread } = room.sales.leads.accounts;
  const [ada, bob, cid] = ['ada', 'bob', 'cid'].map((name) => `${name}-${room.round}`) as [
    string,
    string,
    string,
  ];
  await bury('1-0', room.part('ada', 12, { part: { isOwn: true, joined: [bob] } }));
  await bury('2-0', [cid]);
  expect([await hasUnread(ada), await hasUnread(bob), await hasUnread(cid)]).toEqual([true, true, false]);
  await room.rows('DELETE FROM dead_letters');
  expect(await hasUnread(ada)).toBe(false);
});

test('a profile that has left adds nothing after an hour, though nobody says that it was joined', async () => {
  const { accounts } = room.sales.leads;
  const leaves = () =>
    room.part('ada', 0, { identity: null, part: { isOwn: true, heir: `bob-${room.round}` } });
  const passes = (interval: string) =>
    room.rows(`UPDATE account_leavings SET at = at - interval '${interval}'`);
  await room.say(room.part('ada', 12), room.part('bob', 13));
  await room.say(leaves());
  await passes('59 minutes');
  await room.score();
  const company = await room.companyId();
  expect(await room.standing()).toEqual([25, 1, 2]);
  expect(await accounts.sumOf(company, 'committee')).toMatchObject({ isDue: true });
  await passes('2 minutes');
  await room.score();
  expect(await room.standing()).toEqual([13, 0, 1]);
  expect(await accounts.sumOf(company, 'committee')).toMatchObject({ isDue: false, score: 13, summed: 13 });
  expect(await room.rows('SELECT said FROM account_leavings')).toEqual([{ said: 'left' }]);
  // The word of the other side comes after all.
  await room.sayIn(
    100 + room.round,
    room.part('bob', 14, { part: { isOwn: true, joined: [`ada-${room.round}`] } }),
  );
  expect(await room.rows('SELECT FROM account_leavings')).toEqual([]);
  await room.say(leaves());
  await room.sayIn(
    100 + room.round,
    room.part('bob', 14, { part: { isOwn: true, joined: [`cid-${room.round}`] } }),
  );
  await passes('23 hours');
  await room.score();
  expect(await room.rows('SELECT FROM account_leavings')).toHaveLength(2);
  await passes('2 hours');
  await room.score();
  expect(await room.rows('SELECT FROM account_leavings')).toEqual([]);
  expect(await room.standing()).toEqual([14, 0, 1]);
});

test('profiles that have left are looked for once an hour, and not whenever companies are scored', async () => {
  const { accounts } = room.sales.leads;
  const rounds = { scored: 0, swept: 0 };
  const counting = {
    scoreDue: () => {
      rounds.scored++;
      return accounts.scoreDue();
    },
    endLeft: () => {
      rounds.swept++;
      return accounts.endLeft();
    },
  };
  const loop = startAccounts({ accounts: counting, logger: createLogger('silent') });
  for (const round of [1, 2, 3]) {
    await until('another round', () => rounds.scored >= round);
    loop.wake();
  }
  await loop.close();
  expect(rounds.swept).toBe(1);
});

test('the audit looks at a company again though a mark of one who left stays', async () => {
  await room.say(room.part('ada', 12));
  await room.score();
  await room.rows(
    "INSERT INTO account_leavings (profile, programme, said, at) VALUES ($1, 'committee', 'left', clock_timestamp() - interval '3 hours')",
    `ada-${room.round}`,
  );
  expect(await room.sales.leads.accounts.sumOf(await room.companyId(), 'committee')).toMatchObject({
    isDue: false,
  });
  await room.rows('DELETE FROM account_leavings');
});

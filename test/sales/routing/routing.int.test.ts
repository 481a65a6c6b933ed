/** Routing on a real PostgreSQL: whose a crossing becomes and why, limits under rivals, and the file changed while it runs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyTables } from '../../support/clusters.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, identityOf, standing, startMs } from '../records.ts';
import { addTeam, addUser } from './team.ts';

const anybody =
  'queue: Q Team\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: The owner, to: account owner }\n  - { step: Any rep, to: reps }\n';

let server: TestDatabase;
let sales: TestSales;
let rival: TestSales;
let sql: pg.Client;
let directory: string;
const errors: string[] = [];

beforeAll(async () => {
  server = await startTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'scoville-rules-'));
  await writeFile(join(directory, 'routing.yaml'), anybody);
  const open = () =>
    openTestSales({
      databaseUrl: server.url,
      clock: { nowMs: () => startMs },
      salesRulesDirectory: directory,
      onRulesError: (error) => errors.push(error.message),
    });
  [sales, rival] = await Promise.all([open(), open()]);
  sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await Promise.all([sales?.close(), rival?.close()]);
  await server?.stop();
  await rm(directory, { recursive: true });
});

beforeEach(async () => {
  errors.length = 0;
  await writeFile(join(directory, 'routing.yaml'), anybody);
  await emptyTables(
    server.url,
    ...['people', 'companies', 'leads', 'tasks', 'alerts', 'stream_offsets', 'dead_letters'],
    ...['users', 'teams', 'territories', 'rota'],
  );
});

let entry = 0;
const rise = (name: string, change: object = {}, who: object = {}) => ({
  partition: 0,
  id: `${++entry}-0`,
  record: standing({
    profile: name,
    identity: { ...identityOf(`${name}@northwind.com`), ...who },
    ...change,
  }),
});
const owners = async () =>
  (await sql.query('SELECT profile, owner, routing_reason FROM leads ORDER BY created_at, profile')).rows;

test('the company’s owner by the domain of the address, and the person’s own before it', async () => {
  await addUser(sql, 'company-owner@x.com');
  await addUser(sql, 'own@x.com');
  await sql.query(
    `INSERT INTO companies (id, name, domain, owner, created_at, updated_at)
     VALUES ('cy_1', 'Northwind', 'northwind.com', 'company-owner@x.com', now(), now())`,
  );
  await sales.records.putPerson({ email: 'b@northwind.com', owner: 'own@x.com' }, admin);
  await sales.leads.applyTierUpdates([rise('a'), rise('b')]);
  expect(await owners()).toEqual([
    { profile: 'a', owner: 'company-owner@x.com', routing_reason: 'owns Northwind' },
    { profile: 'b', owner: 'own@x.com', routing_reason: 'owns the account' },
  ]);
  const tasks = await sql.query('SELECT owner, routing_reason FROM tasks ORDER BY profile');
  expect(tasks.rows.map(({ owner }) => owner)).toEqual(['company-owner@x.com', 'own@x.com']);
  expect(tasks.rows.map(({ routing_reason: why }) => why)).toEqual(['owns Northwind', 'owns the account']);
});

test('the deputy while the owner is away; everything a rep names is read from the store', async () => {
  await addTeam(sql, 'Field', null);
  await sql.query(`INSERT INTO territories (name, countries) VALUES ('DACH', '["DE", "AT"]')`);
  await addUser(sql, 'deputy@x.com', { accepts_leads: false });
  await addUser(sql, 'owner@x.com', {
    accepts_leads: false,
    deputy: 'deputy@x.com',
    away_from: new Date(startMs - 1),
    away_until: new Date(startMs + 48 * 3_600_000),
  });
  await addUser(sql, 'dach@x.com', { team: 'Field', territories: ['DACH'], languages: ['de'] });
  const naming =
    'queue: Q\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: Owner, to: account owner }\n  - { step: Theirs, to: { team: Field }, match: [territory, language] }\n';
  await writeFile(join(directory, 'routing.yaml'), naming);
  await sales.records.putPerson({ email: 'a@northwind.com', owner: 'owner@x.com' }, admin);
  await sales.leads.applyTierUpdates([
    rise('a'),
    rise('b', {}, { country: 'Austria', language: 'de-AT' }),
    rise('c', {}, { country: 'France', language: 'de' }),
  ]);
  expect(await owners()).toEqual([
    {
      profile: 'a',
      owner: 'deputy@x.com',
      routing_reason: 'deputy of owner@x.com, who owns the account and is away',
    },
    { profile: 'b', owner: 'dach@x.com', routing_reason: 'Theirs (DACH, de): the only one who can' },
    { profile: 'c', owner: null, routing_reason: 'Q: nobody takes leads of this kind' },
  ]);
});

test('appliers at once never give a rep more than the limit, share the rest by capacity, and leave what is over to the queue', async () => {
  await addUser(sql, 'one@x.com', { max_open_leads: 7 });
  await addUser(sql, 'two@x.com', { max_open_leads: 40, capacity: 2 });
  await addUser(sql, 'three@x.com', { max_open_leads: 0 });
  const waves = Array.from({ length: 8 }, (_, partition) =>
    Array.from({ length: 8 }, (_, index) => ({ ...rise(`p${partition}-${index}`), partition })),
  );
  await Promise.all(
    waves.map(async (wave, index) => {
      for (const one of wave) await (index % 2 ? rival : sales).leads.applyTierUpdates([one]);
    }),
  );
  const { rows } = await sql.query(
    'SELECT owner, count(*)::int AS count FROM leads GROUP BY owner ORDER BY owner NULLS LAST',
  );
  expect(rows).toEqual([
    { owner: 'one@x.com', count: 7 },
    { owner: 'two@x.com', count: 40 },
    { owner: null, count: 17 },
  ]);
  expect((await sql.query(`SELECT DISTINCT routing_reason FROM leads WHERE owner IS NULL`)).rows).toEqual([
    { routing_reason: 'Q Team: Any rep: 3 of 3 have the maximum of open hot leads' },
  ]);
});

test('a lead that is closed makes room for the next; one that has cooled does not count', async () => {
  await addUser(sql, 'rep@x.com', { max_open_leads: 1 });
  await sales.leads.applyTierUpdates([rise('a'), rise('b')]);
  const [first] = await owners();
  expect(first).toMatchObject({ profile: 'a', owner: 'rep@x.com' });
  await sql.query(`UPDATE leads SET tier = 0 WHERE profile = 'a'`);
  await sales.leads.applyTierUpdates([rise('c')]);
  await sql.query(
    `UPDATE leads SET closed_at = now(), ended = 'lost', status = 'Closed lost' WHERE profile = 'c'`,
  );
  await sales.leads.applyTierUpdates([rise('d')]);
  expect((await owners()).map(({ owner }) => owner)).toEqual(['rep@x.com', null, 'rep@x.com', 'rep@x.com']);
});

test('turns go on where they were, whichever process gives the next away', async () => {
  await addUser(sql, 'a@x.com');
  await addUser(sql, 'b@x.com', { capacity: 3 });
  for (let count = 0; count < 12; count++)
    await (count % 2 ? rival : sales).leads.applyTierUpdates([rise(`p${count}`)]);
  const { rows } = await sql.query(
    'SELECT owner, count(*)::int AS count FROM leads GROUP BY owner ORDER BY owner',
  );
  expect(rows).toEqual([
    { owner: 'a@x.com', count: 3 },
    { owner: 'b@x.com', count: 9 },
  ]);
});

test('a changed file is activated while running; an invalid one is reported once, with its position, and is not', async () => {
  await addUser(sql, 'a@x.com');
  const file = join(directory, 'routing.yaml');
  await sales.leads.applyTierUpdates([rise('before')]);
  await writeFile(
    file,
    'queue: Pool\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: By hand, to: queue }\n',
  );
  await sales.leads.applyTierUpdates([rise('changed')]);
  await writeFile(
    file,
    'queue: Pool\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: By hand, to: nobody }\n',
  );
  await sales.leads.applyTierUpdates([rise('faulty')]);
  await sales.leads.applyTierUpdates([rise('still')]);
  expect(errors).toEqual([expect.stringMatching(/routing\.yaml:4:26: steps\[1\]\.to: /)]);
  await writeFile(file, anybody);
  await sales.leads.applyTierUpdates([rise('repaired')]);
  await rm(file);
  await sales.leads.applyTierUpdates([rise('shipped')]);
  expect(
    Object.fromEntries(
      (await owners()).map(({ profile, owner, routing_reason: why }) => [profile, owner ?? why]),
    ),
  ).toEqual({
    before: 'a@x.com',
    changed: 'Pool: By hand',
    faulty: 'Pool: By hand',
    still: 'Pool: By hand',
    repaired: 'a@x.com',
    shipped: 'a@x.com',
  });
  expect(errors).toHaveLength(1);
});

test('a file that names nobody is refused with the word and the remedy, until they are there', async () => {
  await addUser(sql, 'a@x.com');
  await writeFile(
    join(directory, 'routing.yaml'),
    'queue: Pool\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: One, when: { territory: [Moon] }, to: { rep: absent@x.com } }\n  - { step: Two, to: { team: Feild } }\n',
  );
  await sales.leads.applyTierUpdates([rise('before')]);
  await sales.leads.applyTierUpdates([rise('still')]);
  expect(errors.map((error) => error.split('\n'))).toEqual([
    [
      expect.stringMatching(
        /routing\.yaml:4:38: steps\[1\]\.when\.territory\[1\]: of "One" is "Moon": no such territory/,
      ),
      expect.stringMatching(
        /routing\.yaml:4:58: steps\[1\]\.to\.rep: of "One" is "absent@x.com": no such user/,
      ),
      expect.stringMatching(
        /routing\.yaml:5:30: steps\[2\]\.to\.team: of "Two" is "Feild": no such team. Make it with PUT/,
      ),
    ],
  ]);
  await sql.query(`INSERT INTO territories (name, countries) VALUES ('Moon', '["DE"]')`);
  await addTeam(sql, 'Feild', null);
  await addUser(sql, 'absent@x.com', { team: 'Feild' });
  await sales.leads.applyTierUpdates([rise('after')]);
  expect((await owners()).map(({ profile, owner }) => [profile, owner])).toEqual([
    ['after', 'absent@x.com'],
    ['before', 'a@x.com'],
    ['still', 'a@x.com'],
  ]);
});

test('a file that is faulty at the start keeps the store from opening, with its place', async () => {
  await writeFile(
    join(directory, 'routing.yaml'),
    'queue: Pool\ndefaultLeadPipeline: emea/lead\nsteps: []\n',
  );
  await expect(
    openTestSales({
      databaseUrl: server.url,
      clock: { nowMs: () => startMs },
      salesRulesDirectory: directory,
    }),
  ).rejects.toThrow(/routing\.yaml:3:8: steps/);
});

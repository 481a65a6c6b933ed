/** Applying on a real PostgreSQL: any cut into batches, any repeats and any rivals give the same rows; nothing bad is in the way. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { emptyTables } from '../../support/clusters.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { employ } from '../../support/employees.ts';
import { runs } from '../../support/law-runs.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { admin, chainsOf, identityOf, standing, startMs, steps } from '../records.ts';

let server: TestDatabase;
let sales: TestSales;
let rival: TestSales;
let sql: pg.Client;

beforeAll(async () => {
  server = await startTestDatabase({ isWithoutTables: true });
  const open = () =>
    openTestSales({
      databaseUrl: server.url,
      clock: { nowMs: () => startMs },
    });
  // Two at once: the migrations run once all the same.
  [sales, rival] = await Promise.all([open(), open()]);
  sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
});

afterAll(async () => {
  await sql?.end();
  await Promise.all([sales?.close(), rival?.close()]);
  await server?.stop();
});

const empty = () =>
  emptyTables(server.url, 'people', 'leads', 'tasks', 'alerts', 'stream_offsets', 'dead_letters');
beforeEach(empty);

const partitionOf = (record: TierUpdate) => Number(record.profile.slice(1)) % 3;
const entriesOf = (records: readonly unknown[], partition?: number) =>
  records.map((record, index) => ({
    partition: partition ?? partitionOf(record as TierUpdate),
    id: `${startMs}-${index + 1}`,
    record,
  }));

/** All that the pipeline says, in an order of its own; how many writes it took is left out. */
async function everything(): Promise<string> {
  const rows = [
    await sql.query(`SELECT to_jsonb(people) - 'revision' AS row FROM people ORDER BY id`),
    await sql.query(`SELECT to_jsonb(leads) - 'revision' AS row FROM leads ORDER BY id`),
    await sql.query(`SELECT to_jsonb(tasks) - 'revision' AS row FROM tasks ORDER BY id`),
    await sql.query('SELECT * FROM stream_offsets ORDER BY partition'),
    await sql.query('SELECT * FROM dead_letters'),
    await sql.query(
      `SELECT id, type, at, accepted_at_ms, data->'lead'->>'id' AS lead, data->'lead'->>'tier' AS tier,
              data->'lead'->>'score' AS score, data->'task'->>'id' AS task FROM alerts ORDER BY id`,
    ),
  ];
  return JSON.stringify(rows.map((one) => one.rows));
}

test('any cut into batches, repeats and a rival at once give the same rows and the same alerts', async () => {
  const cuts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 7 }), back: fc.nat(4) }), {
    minLength: 40,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(steps, cuts, async (some, sizes) => {
      const entries = entriesOf(chainsOf(some));
      await empty();
      for (const entry of entries) await sales.leads.applyTierUpdates([entry]);
      const wanted = await everything();

      await empty();
      let from = 0;
      for (const { size, back } of sizes) {
        const batch = entries.slice(Math.max(0, from - back), from + size);
        await Promise.all([sales.leads.applyTierUpdates(batch), rival.leads.applyTierUpdates(batch)]);
        from += size;
      }
      expect(await everything()).toBe(wanted);
    }),
    runs(10),
  );
});

test('rivals with different partitions of the same people: one open lead and task each, nothing buried, nothing lost', async () => {
  const rounds = Array.from({ length: 20 }, (_, round) =>
    Array.from({ length: 4 }, (_, partition) =>
      standing({
        profile: `p${round}-${partition}`,
        to: 1 + (partition % 3),
        score: 25 + 20 * (partition % 3),
        identity: identityOf(`person-${round}@example.com`),
      }),
    ),
  );
  await Promise.all(
    [0, 1, 2, 3].map((partition) =>
      (partition % 2 ? rival : sales).leads.applyTierUpdates(
        // Half of them in the opposite order, so that locks taken one after the other would cross.
        entriesOf(
          (partition % 2 ? rounds : rounds.toReversed()).map((round) => round[partition]),
          partition,
        ),
      ),
    ),
  );
  const counted = await sql.query(
    `SELECT (SELECT count(*)::int FROM people) AS people, (SELECT count(*)::int FROM leads) AS leads,
            (SELECT count(*)::int FROM tasks) AS tasks, (SELECT count(*)::int FROM dead_letters) AS dead,
            (SELECT count(*)::int FROM leads WHERE score = 65) AS hottest`,
  );
  expect(counted.rows).toEqual([{ people: 20, leads: 20, tasks: 20, dead: 0, hottest: 20 }]);
});

/** Applies each record in a batch of its own: what is loaded then is what this record names, and no more. */
const oneByOne = async (...records: TierUpdate[]) => {
  for (const [index, record] of records.entries())
    await sales.leads.applyTierUpdates([{ partition: 0, id: `${startMs}-${index + 1}`, record }]);
};
const ada = identityOf('ada@example.com');

test('a lead that passes to another person takes its task along under that name, whoever else the batch is about', async () => {
  const chain = [
    standing({ profile: 'p4', identity: ada }),
    standing({ profile: 'p3', identity: ada }),
    standing({ profile: 'p4', from: 1, to: 2, score: 45, identity: identityOf('bob@example.com') }),
  ];
  await oneByOne(...chain);
  const subjects = async () => (await sql.query('SELECT subject FROM tasks')).rows;
  expect(await subjects()).toEqual([{ subject: 'Contact bob@example.com within 24 hours' }]);
  await empty();
  await sales.leads.applyTierUpdates(entriesOf(chain, 0));
  expect(await subjects()).toEqual([{ subject: 'Contact bob@example.com within 24 hours' }]);
});

test('a lead whose task is done gets no second one when another profile of its person rises', async () => {
  await oneByOne(standing({ profile: 'p3', identity: ada }));
  const [task] = (await sales.records.listTasks({ limit: 1 })).items;
  await sales.records.changeTask(String(task?.id), { outcome: 'No opportunity' }, admin);
  await oneByOne(
    standing({ profile: 'p3', identity: ada }),
    standing({ profile: 'p4', to: 2, score: 45, identity: ada }),
  );
  const { rows } = await sql.query(
    'SELECT tasks.status, leads.tier FROM tasks JOIN leads ON leads.id = lead_id',
  );
  expect(rows).toEqual([{ status: 'Complete', tier: 2 }]);
});

test('what sales enters about a person while a batch is under way is not written over', async () => {
  const known = {
    email: 'ada@example.com',
    kind: 'customer',
    owner: 'owner@example.com',
    doNotContact: true,
  } as const;
  await employ(sql, known.owner);
  await sales.records.putPerson(known, admin);
  // The very row that sales entered, committed between the batch's loading and its writing.
  await sql.query('CREATE TEMPORARY TABLE entered AS SELECT * FROM people');
  await sql.query('DELETE FROM people');
  await sql.query('BEGIN');
  await sql.query('INSERT INTO people SELECT * FROM entered');
  const applying = sales.leads.applyTierUpdates(entriesOf([standing()]));
  await until('the batch waits for it', async () => {
    const { rows } = await sql.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return rows.length > 0;
  });
  await sql.query('COMMIT');
  expect(await applying).toMatchObject({ records: 1, deadLetters: 0 });
  expect(await sales.records.listPeople({ email: known.email, limit: 1 })).toMatchObject({ items: [known] });
  expect((await sql.query('SELECT 1 FROM leads UNION SELECT 1 FROM tasks')).rowCount).toBe(0);
});

test.each([
  ['not a record', { nonsense: true }, /profile/],
  ['nothing', null, /expected object/],
  ['a time outside the calendar', standing({ profile: 'bad', atMs: 9e15 }), /cannot be stored: Invalid time/],
  ['a number too large', standing({ profile: 'bad', episode: 3_000_000_000 }), /cannot be stored.*integer/],
  [
    'an address too long for its index',
    standing({ profile: 'bad', identity: identityOf(`${noise(6_000)}@example.com`) }),
    /cannot be stored.*index/,
  ],
  ['not a record, with text that cannot be stored', { nonsense: 'a\0b\ud800' }, /profile/],
])('a bad record (%s) is buried with its reason, and those around it are applied', async (_, bad, reason) => {
  const good = (profile: string) => standing({ profile, identity: identityOf(`${profile}@example.com`) });
  const applied = await sales.leads.applyTierUpdates(entriesOf([good('before'), bad, good('after')], 0));
  expect(applied).toMatchObject({ records: 2, deadLetters: 1 });
  const { rows } = await sql.query('SELECT partition, entry, reason FROM dead_letters');
  expect(rows).toMatchObject([
    { partition: 0, entry: `${startMs}-2`, reason: expect.stringMatching(reason) },
  ]);
  expect((await sql.query('SELECT profile FROM leads ORDER BY profile')).rows).toEqual([
    { profile: 'after' },
    { profile: 'before' },
  ]);
  expect((await sales.leads.readPositions(1)).get(0)?.entry).toBe(`${startMs}-3`);
});

test('a record with text that PostgreSQL cannot store is applied without it', async () => {
  const identity = { ...identityOf('ada@example.com'), name: 'A\0da \ud800', company: 'C:\\u0000' };
  expect(await sales.leads.applyTierUpdates(entriesOf([standing({ identity })]))).toMatchObject({
    records: 1,
    deadLetters: 0,
  });
  expect((await sql.query('SELECT name FROM people')).rows).toEqual([{ name: 'A\ufffdda \ufffd' }]);
});

test('alert ids become visible in their order: a reader that has seen one never finds a smaller one later', async () => {
  const seen: number[] = [];
  let isWriting = true;
  const watching = (async () => {
    while (isWriting)
      seen.push(...(await rival.outbox.alertsAfter(seen.at(-1) ?? 0, 500)).map(({ id }) => id));
  })();
  await Promise.all(
    Array.from({ length: 8 }, async (_, partition) => {
      for (let count = 1; count <= 15; count++) {
        const profile = `w${partition}-${count}`;
        const record = standing({ profile, identity: identityOf(`${profile}@example.com`) });
        await sales.leads.applyTierUpdates([{ partition, id: `${count}-0`, record }]);
      }
    }),
  );
  isWriting = false;
  await watching;
  seen.push(...(await rival.outbox.alertsAfter(seen.at(-1) ?? 0, 500)).map(({ id }) => id));
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM alerts ORDER BY id');
  expect(rows).toHaveLength(120);
  expect(seen).toEqual(rows.map(({ id }) => Number(id)));
});

test('reps and records that change the same leads at once neither fail nor wait for each other for ever', async () => {
  const people = Array.from({ length: 10 }, (_, index) => `r${index}`);
  // One tier: a higher one would open work again while a lead is converted.
  const wave = (score: number) =>
    people.map((profile) =>
      standing({
        ...{ profile, from: score === 22 ? 0 : 1, to: 1, score },
        identity: identityOf(`${profile}@example.com`),
      }),
    );
  await sales.leads.applyTierUpdates(entriesOf(wave(22), 0));
  const tasks = (await sales.records.listTasks({ limit: 50 })).items.map(({ id }) => id);
  await Promise.all([
    (async () => {
      for (let count = 1; count <= 20; count++) {
        const records = wave(23 + (count % 3));
        await sales.leads.applyTierUpdates(
          records.map((record, index) => ({ partition: 0, id: `${startMs + count}-${index}`, record })),
        );
      }
    })(),
    ...tasks.map(async (id) => {
      for (let count = 0; count < 5; count++) {
        await rival.records.changeTask(id, { outcome: 'Opportunity created' }, admin);
        await rival.records.changeTask(id, { status: 'Open' }, admin);
      }
    }),
  ]);
  const { rows } = await sql.query('SELECT DISTINCT status, closed_at FROM leads');
  expect(rows).toEqual([{ status: 'Sent to sales', closed_at: null }]);
  expect((await sql.query('SELECT 1 FROM dead_letters')).rowCount).toBe(0);
});

/** Text that does not compress, so that the index is truly too small for it. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 36).toString(36);
  }).join('');
}

/**
 * Merges against their laws, in random worlds: nothing is lost, nothing names a merged person, nobody has two open leads or contact
 * tasks of a campaign, and a merge taken apart leaves every row as it was.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
const people = 4;
let store: TestStore;
let worlds = 0;

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());

const who = fc.nat(people - 1);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('rise' as const),
      who,
      tier: fc.integer({ min: 0, max: 3 }),
      campaign: fc.constantFrom('EMEA', 'Fair'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      who,
      other: who,
      takes: fc.subarray(['email', 'name', 'company', 'externalId', 'kind', 'owner'] as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      who,
      title: fc.constantFrom('Dr', 'Ms'),
      kind: fc.constantFrom('prospect' as const, 'contact' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('convert' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wish' as const), who, isMarked: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('work' as const), who }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** The addresses of a world, and what was made of them. */
interface World {
  emails: string[];
  merges: string[];
  tiers: Map<string, number>;
  atMs: number;
}

const sql = async (text: string, values: unknown[] = []) => (await store.sql.query(text, values)).rows;
const idOf = async (email: string): Promise<string> => {
  const { items } = await store.sales.records.listPeople({ limit: 5, email });
  expect(
    items.map(({ id }) => id),
    email,
  ).toHaveLength(1);
  return items[0]?.id as string;
};

async function newWorld(): Promise<World> {
  worlds += 1;
  const emails = Array.from({ length: people }, (_one, index) => `p${index}@world-${worlds}.example`);
  await store.at(start);
  for (const [index, email] of emails.entries())
    await store.person(
      email,
      index % 2 === 0 ? { name: `Person ${index}`, externalId: `${worlds}/${index}` } : {},
    );
  const world: World = { emails, merges: [], tiers: new Map(), atMs: Date.parse(start) };
  // Three are hot for one campaign, and one wishes no contact: most merges have something to join.
  for (const [who, tier] of [1, 2, 1].entries())
    await take(world, { do: 'rise', who, tier, campaign: 'EMEA' });
  await take(world, { do: 'wish', who: people - 1, isMarked: true });
  return world;
}

/** What cannot be done is refused in words, and changes nothing. */
const refused = (error: unknown) => {
  const { code } = error as { code?: string };
  if (!['conflict', 'invalid_request', 'not_found', 'forbidden'].includes(code ?? '')) throw error;
};

async function take(world: World, one: Step): Promise<void> {
  const { records } = store.sales;
  world.atMs += 60_000;
  await store.at(new Date(world.atMs).toISOString());
  const emailOf = (index: number) => world.emails[index] as string;
  if (one.do === 'rise') {
    const email = emailOf(one.who);
    const key = `${email} ${one.campaign}`;
    const from = world.tiers.get(key) ?? 0;
    world.tiers.set(key, one.tier);
    await store.crossing(email, {
      ...{
        profile: `profile of ${email}`,
        programme: one.campaign,
        campaign: one.campaign,
        from,
        to: one.tier,
      },
      ...{ score: one.tier * 22, atMs: world.atMs, tierState: { tier: one.tier } },
    });
  } else if (one.do === 'merge') {
    const [kept, merged] = [await idOf(emailOf(one.who)), await idOf(emailOf(one.other))];
    if (kept === merged) return;
    const made = await records.merge('people', kept, { merged, take: one.takes }, admin);
    world.merges.push(made.id);
  } else if (one.do === 'undo') {
    const merge = world.merges[one.which % Math.max(1, world.merges.length)];
    if (merge !== undefined) await records.undoMerge(merge, admin).catch(refused);
  } else if (one.do === 'import') {
    await records.putPerson({ email: emailOf(one.who), title: one.title, kind: one.kind }, admin);
  } else if (one.do === 'wish') {
    await records.changePerson(await idOf(emailOf(one.who)), { doNotContact: one.isMarked }, admin);
  } else if (one.do === 'work') {
    const person = await idOf(emailOf(one.who));
    await store.sql.query(
      `INSERT INTO campaigns (id, name, created_at, updated_at) VALUES ('cm_fair', 'Trade fair', now(), now()) ON CONFLICT DO NOTHING`,
    );
    const items = [{ campaign: 'Trade fair', touch: 'first' as const }];
    await records.putCampaignInfluences('person', person, { items }, admin);
    await records.logActivity({ kind: 'note', body: 'noted', person } as never, admin).catch(refused);
    await records
      .openTask({ type: 'Call', subject: 'By hand', dueOn: '2026-12-24', person }, admin)
      .catch(refused);
    await workOnLead(person);
  } else {
    const [lead] = await sql('SELECT id FROM leads WHERE closed_at IS NULL ORDER BY id OFFSET $1 LIMIT 1', [
      one.which % 3,
    ]);
    if (lead !== undefined)
      await records
        .changeLead(lead.id, { status: 'Closed lost', reason: 'no budget' } as never, admin)
        .catch(refused);
  }
}

/** What hangs on a lead goes where the lead goes: a follow-up, an opportunity and a note on it. */
async function workOnLead(person: string): Promise<void> {
  const [lead] = await sql(
    'SELECT id FROM leads WHERE person_id = $1 AND closed_at IS NULL ORDER BY id LIMIT 1',
    [person],
  );
  if (lead === undefined) return;
  await store.sales.records.openTask(
    { type: 'Call', subject: 'Follow up', dueOn: '2026-12-24', lead: lead.id, person } as never,
    admin,
  );
  const opportunity = await store.begin('opportunity', 'emea/opportunity', {
    ...{ person_id: person, lead_id: lead.id, name: 'Engines' },
  });
  await store.sales.records.logActivity({ kind: 'note', body: 'noted', opportunity, person } as never, admin);
}

/** The laws as queries: each finds what breaks it. */
const broken = {
  'a row names a merged person': `SELECT id FROM work_items WHERE NOT EXISTS (SELECT FROM people WHERE people.id = person_id)
    UNION ALL SELECT person FROM import_traits WHERE NOT EXISTS (SELECT FROM people WHERE people.id = person)
    UNION ALL SELECT record FROM duplicate_keys WHERE kind = 'people' AND NOT EXISTS (SELECT FROM people WHERE people.id = record)`,
  'two open leads of a person and campaign': `SELECT person_id FROM leads WHERE closed_at IS NULL GROUP BY person_id, campaign HAVING count(*) > 1`,
  'two contact tasks of a person and campaign': `SELECT person_id FROM tasks WHERE status IN ('Open', 'Asleep') AND episode IS NOT NULL
    GROUP BY person_id, campaign HAVING count(*) > 1`,
  'an opportunity of another than its lead': `SELECT opportunities.id FROM opportunities JOIN leads ON leads.id = lead_id
    WHERE opportunities.person_id <> leads.person_id`,
  'a note of another than its opportunity': `SELECT activities.id FROM activities JOIN opportunities ON opportunities.id = opportunity_id
    WHERE activities.person_id <> opportunities.person_id`,
  'a contact task of another than its lead': `SELECT tasks.id FROM tasks JOIN leads ON leads.id = lead_id
    WHERE tasks.status IN ('Open', 'Asleep') AND tasks.person_id <> leads.person_id`,
  'open work of somebody who wishes no contact': `SELECT tasks.id FROM tasks JOIN people ON people.id = person_id WHERE do_not_contact AND status IN ('Open', 'Asleep')
    UNION ALL SELECT leads.id FROM leads JOIN people ON people.id = person_id WHERE do_not_contact AND closed_at IS NULL`,
  'the work list differs from the work': `(SELECT id, person_id, due_at FROM work_items EXCEPT (SELECT id, person_id, due_at FROM work_of_leads UNION ALL SELECT id, person_id, due_at FROM work_of_tasks))
    UNION ALL ((SELECT id, person_id, due_at FROM work_of_leads UNION ALL SELECT id, person_id, due_at FROM work_of_tasks) EXCEPT SELECT id, person_id, due_at FROM work_items)`,
  'a name of a merged person is another’s': `SELECT merges.id FROM merges JOIN people ON people.email = merges.email OR people.profile = merges.profile OR people.id = merged
    WHERE people.id <> merges.person_id`,
};

async function requireLaws({ emails }: World, leadsBefore: number): Promise<number> {
  for (const [law, query] of Object.entries(broken)) expect(await sql(query), law).toEqual([]);
  for (const email of emails) await idOf(email);
  const [{ count }] = (await sql('SELECT count(*)::int AS count FROM leads')) as [{ count: number }];
  expect(count).toBeGreaterThanOrEqual(leadsBefore);
  return count;
}

test('nothing is lost or doubled, whatever happens between merges and their undos', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const world = await newWorld();
      let leads = 0;
      for (const one of steps) {
        await take(world, one);
        leads = await requireLaws(world, leads);
      }
    }),
    { numRuns: 6 * Number(process.env['SCOVILLE_RUNS'] ?? 1) },
  );
});

/** Every row about the people of a world, without what counts changes. */
async function rowsOf({ emails }: World): Promise<unknown> {
  const ids = (
    await sql(
      `SELECT id FROM people WHERE email = ANY($1)
    UNION SELECT person_id FROM merges WHERE email = ANY($1) UNION SELECT merged FROM merges WHERE former ->> 'email' = ANY($1)`,
      [emails],
    )
  ).map(({ id }) => id);
  const rows: Record<string, unknown> = {};
  for (const table of [
    'people',
    'leads',
    'tasks',
    'activities',
    'opportunities',
    'attachments',
    'suppressed_updates',
    'work_items',
    'merges',
  ])
    rows[table] = (
      await sql(
        `SELECT to_jsonb(${table}) - ARRAY['updated_at', 'revision', 'escalates_at'] AS row FROM ${table}
         WHERE ${table === 'people' ? 'id' : 'person_id'} = ANY($1) ORDER BY ${table}.id`,
        [ids],
      )
    ).map(({ row }) => row);
  rows['campaigns'] = await sql(
    'SELECT * FROM campaign_influences WHERE person_id = ANY($1) ORDER BY person_id, campaign',
    [ids],
  );
  rows['keys'] = await sql('SELECT * FROM duplicate_keys WHERE record = ANY($1) ORDER BY record, key', [ids]);
  return rows;
}

test('a merge taken apart leaves every row as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 10 }),
      who,
      who,
      fc.subarray(['email', 'name', 'kind'] as const),
      async (steps, one, other, takes) => {
        const world = await newWorld();
        for (const each of steps) await take(world, each);
        const [kept, merged] = [
          await idOf(world.emails[one] as string),
          await idOf(world.emails[other] as string),
        ];
        fc.pre(kept !== merged);
        const before = await rowsOf(world);
        const { id } = await store.sales.records.merge('people', kept, { merged, take: takes }, admin);
        expect(await rowsOf(world)).not.toEqual(before);
        await store.sales.records.undoMerge(id, admin);
        expect(await rowsOf(world)).toEqual(before);
      },
    ),
    { numRuns: 7 * Number(process.env['SCOVILLE_RUNS'] ?? 1) },
  );
});

/** The pipeline store on a real PostgreSQL: batches, two appliers at once, deadlines, changes and their undo, lists, people, migrations. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { employ } from '../../support/employees.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, usualActions } from '../records.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-23T12:00:00.000Z');
let nowMs = startMs;
let server: TestDatabase;
let sales: TestSales;
let people = 0;

beforeAll(async () => {
  server = await startTestDatabase();
  sales = await openTestSales({
    databaseUrl: server.url,
    clock: { nowMs: () => nowMs },
  });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const numbered = Array.from({ length: 40 }, (_, number) => `person-${number}@example.com`);
  await employ(client, 'rep@example.com', 'owner@example.com', ...numbered);
  await client.end();
});

afterAll(async () => {
  await sales?.close();
  await server?.stop();
});

beforeEach(() => {
  nowMs = startMs;
  people++;
});

const email = () => `person-${people}@example.com`;
const record = (change: Partial<TierUpdate> = {}): TierUpdate => ({
  profile: `profile-${people}`,
  programme: 'emea',
  programmeName: 'EMEA',
  programmeVersion: 'v1',
  campaign: 'EMEA',
  actions: (change.to ?? 1) > (change.from ?? 0) ? usualActions(change.atMs ?? nowMs) : [],
  grade: null,
  priority: null,
  episode: 1,
  begunAs: null,
  from: 0,
  to: 1,
  tierName: '1 chili',
  tiers: 3,
  score: 22,
  atMs: nowMs,
  acceptedAtMs: nowMs,
  identity: {
    userId: 'u',
    email: email(),
    name: null,
    company: null,
    title: null,
    phone: null,
    country: null,
    language: null,
  },
  reasons: [],
  ...change,
});

let entry = 0;
const entryOf = (one: unknown, partition = people) => ({ partition, id: `${++entry}-0`, record: one });
const page = { limit: 50 };
const leads = async () =>
  (await sales.records.listLeads(page)).items.filter((lead) => lead.person.email === email());
const tasks = async () =>
  (await sales.records.listTasks(page)).items.filter((task) => task.person?.email === email());
const alertsSince = async (id: number) => (await sales.outbox.alertsAfter(id, 500)).map(({ type }) => type);

describe('tier updates', () => {
  test('count once, however often and by however many appliers they are applied', async () => {
    const before = await sales.outbox.lastAlertId();
    const entries = [1, 2, 3].map((to) => entryOf(record({ from: to - 1, to, score: 20 * to + to })));
    await Promise.all(Array.from({ length: 6 }, () => sales.leads.applyTierUpdates(entries)));
    await sales.leads.applyTierUpdates(entries.slice(1));
    expect(await leads()).toMatchObject([{ tier: 3, score: 63 }]);
    expect(await tasks()).toHaveLength(1);
    // Each with the tier of its own moment, though one batch brought them all.
    expect(
      (await sales.outbox.alertsAfter(before, 500)).map(({ type, data }) => [
        type,
        (data['lead'] as { tier: number }).tier,
      ]),
    ).toEqual([
      ['lead.opened', 1],
      ['lead.heated', 2],
      ['lead.heated', 3],
    ]);
    expect((await sales.leads.readPositions(1)).get(people)?.entry).toBe(entries[2]?.id);
  });

  test('stream ids compare by number, and one that cannot be read is buried with its reason, not in the way', async () => {
    await sales.leads.applyTierUpdates([{ partition: people, id: '9-9', record: record() }]);
    const applied = await sales.leads.applyTierUpdates([
      { partition: people, id: '9-10', record: { nonsense: true } },
      { partition: people, id: '10-1', record: record({ from: 1, to: 2, score: 50 }) },
    ]);
    expect(applied).toMatchObject({ records: 1, deadLetters: 1 });
    expect(await leads()).toMatchObject([{ tier: 2 }]);
  });
});

describe('deadlines', () => {
  test('due soon and overdue notify once each, under any number of sweepers; after a long stop no reminder comes late', async () => {
    await sales.deadlines.escalateDue();
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const before = await sales.outbox.lastAlertId();
    const sweepAt = async (ms: number) => {
      nowMs = startMs + ms;
      await Promise.all([1, 2, 3].map(() => sales.deadlines.escalateDue()));
      return alertsSince(before);
    };
    expect(await sweepAt(22 * hourMs - 1)).toEqual([]);
    expect(new Set(await sweepAt(22 * hourMs))).toEqual(new Set(['task.due-soon']));
    const soon = (await alertsSince(before)).length;
    expect((await sweepAt(24 * hourMs - 1)).length).toBe(soon);
    const all = await sweepAt(24 * hourMs);
    expect(all.filter((type) => type === 'task.overdue')).toHaveLength(soon);
    expect(await sweepAt(26 * hourMs - 1)).toEqual(all);
    expect((await sales.records.countTasks()).overdue).toBeGreaterThan(0);

    people++;
    nowMs = startMs;
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const later = await sales.outbox.lastAlertId();
    nowMs = startMs + 25 * hourMs;
    await sales.deadlines.escalateDue();
    expect(await alertsSince(later)).toEqual(['task.overdue']);
  });
});

test.each([
  ['its domain', { id: null, domain: 'acme-groups.example' }, 'Else'],
  ['its id in another system', { id: 'acme-42', domain: null }, 'Else'],
  ['its name', { id: 'other', domain: null }, 'Acme groups'],
])('a company is found for a group by %s', async (_name, group, company) => {
  const acme = { name: 'Acme groups', domain: 'acme-groups.example' };
  const external = { externalId: 'acme-42', externalSource: 'crm' };
  const { record: made } = await sales.records.upsertCompany(external, acme, admin);
  const identity = { ...record().identity, company, group } as TierUpdate['identity'];
  await sales.leads.applyTierUpdates([entryOf(record({ identity }))]);
  const { items } = await sales.records.listPeople({ ...page, email: email() });
  expect(items).toMatchObject([{ companyId: made.id }]);
});

test('a moved deadline notifies again', async () => {
  await sales.leads.applyTierUpdates([entryOf(record())]);
  nowMs = startMs + 25 * hourMs;
  await sales.deadlines.escalateDue();
  const [lead] = await leads();
  await sales.records.changeLead(lead?.id ?? '', { status: 'Closed lost' }, admin);
  await sales.leads.applyTierUpdates([entryOf(record({ episode: 2, atMs: nowMs }))]);
  expect(await tasks()).toMatchObject([
    { status: 'Open', dueAt: new Date(nowMs + 24 * hourMs).toISOString() },
    { status: 'Cancelled', closedReason: 'the lead is now in "Closed lost"' },
  ]);
  const before = await sales.outbox.lastAlertId();
  nowMs += 23 * hourMs;
  await sales.deadlines.escalateDue();
  const [task] = await tasks();
  const news = (await sales.outbox.alertsAfter(before, 500)).filter(
    ({ data }) => (data['task'] as { id: string }).id === task?.id,
  );
  expect(news.map(({ type }) => type)).toEqual(['task.due-soon']);
});

describe('what a rep changes', () => {
  test('opening a task again takes back only what completing it did', async () => {
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const [task] = await tasks();
    await sales.records.changeTask(task?.id ?? '', { outcome: 'No opportunity' }, admin);
    await sales.records.changeLead(task?.lead ?? '', { status: 'Qualifying' }, admin);
    await sales.records.changeTask(task?.id ?? '', { status: 'Open' }, admin);
    expect(await leads()).toMatchObject([{ status: 'Qualifying' }]);
    const before = await sales.outbox.lastAlertId();
    expect(await sales.records.changeTask(task?.id ?? '', { owner: 'rep@example.com' }, admin)).toMatchObject(
      {
        owner: 'rep@example.com',
        status: 'Open',
      },
    );
    expect(await alertsSince(before)).toEqual(['task.updated']);
  });

  test('an outcome may be corrected; an open task has none', async () => {
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const [task] = await tasks();
    const id = task?.id ?? '';
    await expect(
      sales.records.changeTask(id, { status: 'Open', outcome: 'No opportunity' }, admin),
    ).rejects.toThrow(/"outcome" is given for an open task/);
    await sales.records.changeTask(id, { outcome: 'No opportunity' }, admin);
    await sales.records.changeTask(id, { outcome: 'Opportunity created' }, admin);
    expect(await leads()).toMatchObject([{ status: 'Converted' }]);
    await sales.records.changeTask(id, { status: 'Open' }, admin);
    expect(await leads()).toMatchObject([{ status: 'Sent to sales', closedAt: null }]);
  });

  test('a task beside another open one of the person cannot be opened again', async () => {
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const [first] = await tasks();
    await sales.records.changeTask(first?.id ?? '', { outcome: 'Opportunity created' }, admin);
    await sales.leads.applyTierUpdates([entryOf(record({ episode: 2, atMs: startMs + 1 }))]);
    const before = await sales.outbox.lastAlertId();
    await expect(sales.records.changeTask(first?.id ?? '', { status: 'Open' }, admin)).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringMatching(/another open task of the campaign; close that one first/),
    });
    expect(await alertsSince(before)).toEqual([]);
  });

  test('completing a task converts its lead; opening it again takes both back', async () => {
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const [task] = await tasks();
    const id = task?.id ?? '';
    await expect(sales.records.changeTask(id, { status: 'Complete' }, admin)).rejects.toThrow(
      /"Opportunity created" or "No opportunity"/,
    );
    expect(
      await sales.records.changeTask(id, { status: 'Complete', outcome: 'Opportunity created' }, admin),
    ).toMatchObject({ status: 'Complete' });
    expect(await leads()).toMatchObject([{ status: 'Converted', closedAt: expect.any(String) }]);
    expect(await sales.records.changeTask(id, { status: 'Open' }, admin)).toMatchObject({
      status: 'Open',
      outcome: null,
      completedAt: null,
    });
    expect(await leads()).toMatchObject([{ status: 'Sent to sales', closedAt: null }]);
    await sales.records.changeTask(id, { outcome: 'No opportunity' }, admin);
    expect(await leads()).toMatchObject([{ status: 'In progress', closedAt: null }]);
    await expect(sales.records.changeTask('nobody', { status: 'Open' }, admin)).rejects.toThrow(
      /there is no task "nobody"/,
    );
    await expect(sales.records.changeLead('nobody', { owner: 'x' }, admin)).rejects.toThrow(
      /there is no lead "nobody"/,
    );
  });

  test('opening a closed lead beside an open one of the same person is a conflict', async () => {
    await sales.leads.applyTierUpdates([entryOf(record())]);
    const [first] = await leads();
    await sales.records.changeLead(first?.id ?? '', { status: 'Closed lost' }, admin);
    await sales.leads.applyTierUpdates([entryOf(record({ episode: 2 }))]);
    await expect(sales.records.changeLead(first?.id ?? '', { status: 'In progress' }, admin)).rejects.toThrow(
      /another open lead/,
    );
  });

  test('lists are filtered and paged, every item once', async () => {
    for (let count = 0; count < 7; count++) {
      people++;
      nowMs = startMs + count;
      await sales.leads.applyTierUpdates([entryOf(record({ campaign: 'Paged' }))]);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const found = await sales.records.listLeads({
        limit: 3,
        campaign: 'Paged',
        open: true,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...found.items.map(({ id }) => id));
      cursor = found.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    await expect(sales.records.listLeads({ limit: 3, cursor: 'nonsense' })).rejects.toThrow(
      /"cursor" is invalid/,
    );
  });
});

test.each([
  ['of another text', 'nonsense'],
  [
    'with a time PostgreSQL does not read',
    Buffer.from('["-createdAt","2026-06-31T00:00:00.000000Z","x"]').toString('base64url'),
  ],
  [
    'with text it cannot take',
    Buffer.from('["-createdAt","2026-01-01T00:00:00.000000Z","a\\u0000"]').toString('base64url'),
  ],
])('a cursor %s is refused', async (_, cursor) => {
  await expect(sales.records.listTasks({ limit: 3, cursor })).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

test('tasks are filtered by owner, by whether they are open and whether they are overdue', async () => {
  await sales.leads.applyTierUpdates([entryOf(record())]);
  const [task] = await tasks();
  await sales.records.changeTask(task?.id ?? '', { owner: email() }, admin);
  const found = async (filter: object) =>
    (await sales.records.listTasks({ limit: 50, owner: email(), ...filter })).items.length;
  expect(await Promise.all([found({}), found({ open: true }), found({ open: false })])).toEqual([1, 1, 0]);
  expect(await Promise.all([found({ overdue: true }), found({ overdue: false })])).toEqual([0, 1]);
  nowMs = startMs + 25 * hourMs;
  expect(await Promise.all([found({ overdue: true }), found({ overdue: false })])).toEqual([1, 0]);
});

test('people keep what is not said, and lose what is said to be null', async () => {
  const put = {
    email: email(),
    name: 'Ada',
    owner: 'owner@example.com',
    company: 'Northwind',
    kind: 'contact',
  } as const;
  expect(await sales.records.putPerson(put, admin)).toMatchObject({
    isNew: true,
    person: { doNotContact: false },
  });
  expect(
    await sales.records.putPerson({ email: email(), owner: null, doNotContact: true }, admin),
  ).toMatchObject({
    isNew: false,
    person: { name: 'Ada', owner: null, company: 'Northwind', kind: 'contact', doNotContact: true },
  });
});

test('a migration that was altered after it was applied is refused, by its name', async () => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    const open = () => openTestSales({ databaseUrl: server.url, clock: { nowMs: () => nowMs } });
    const { rows } = await client.query(
      "UPDATE migrations SET hash = 'x' || hash WHERE name LIKE 'sales/%' RETURNING name",
    );
    await expect(open()).rejects.toThrow(new RegExp(`${rows[0]?.name} was altered after it was applied`));
    await client.query("UPDATE migrations SET hash = substr(hash, 2) WHERE hash LIKE 'x%'");
    await (await open()).close();
  } finally {
    await client.end();
  }
});

// Last: the lists of the tests above are not theirs alone after it.
test('more deadlines than one sweep takes: each is reported overdue once, none due soon', async () => {
  const many = Array.from({ length: 450 }, (_, index) =>
    entryOf(
      record({
        profile: `many-${index}`,
        identity: { ...record().identity, email: `many-${index}@example.com` } as TierUpdate['identity'],
      }),
    ),
  );
  await sales.leads.applyTierUpdates(many);
  const before = await sales.outbox.lastAlertId();
  nowMs = startMs + 24 * hourMs;
  while ((await sales.deadlines.escalateDue()) > 0);
  const news = (await sales.outbox.alertsAfter(before, 1_000)).filter(({ data }) =>
    /^many-/.test((data['task'] as { profile: string }).profile),
  );
  expect(news.map(({ type }) => type)).toEqual(Array.from({ length: 450 }, () => 'task.overdue'));
});

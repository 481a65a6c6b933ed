/** The laws of the work list: it holds exactly what is open, whatever changes; its pages are a sorted array, each piece once, while more comes in. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkFilter, WorkItem, WorkPage } from '../../../src/contract/api/api.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { runs } from '../../support/law-runs.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startMs } from '../records.ts';

let server: TestDatabase;
let sales: TestSales;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: server.url, clock: { nowMs: () => startMs } });
  pool = new pg.Pool({ connectionString: server.url, max: 2 });
  await pool.query(
    `INSERT INTO campaigns (id, name, created_at, updated_at) VALUES ('cm_1', 'C', now(), now())`,
  );
});
afterAll(async () => {
  await pool?.end();
  await sales?.close();
  await server?.stop();
});

/** Few values, so that most are equal. */
interface Row {
  score: number;
  tier: number;
  owner: string | null;
  /** Hours from now; null where contact was made. */
  due: number | null;
  isLead: boolean;
  isKnown: boolean;
}
const rowOf: fc.Arbitrary<Row> = fc.record({
  score: fc.constantFrom(0, 20, 20.1, 1 / 3),
  tier: fc.integer({ min: 0, max: 1 }),
  owner: fc.constantFrom('me', 'other', null),
  due: fc.constantFrom(-1, 0, 1, null),
  isLead: fc.boolean(),
  isKnown: fc.boolean(),
});
interface Piece extends Row {
  id: string;
}

const dueAt = (due: number) => new Date(startMs + due * 3_600_000).toISOString();
let made = 0;

async function insert(rows: readonly Row[]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const row of rows) {
    // Ids in an order of their own.
    const id = `wk_${((++made * 7_919) % 100_003).toString(36)}`;
    const { score, tier, owner, due, isLead, isKnown } = row;
    await pool.query(
      'INSERT INTO people (id, name, email, created_at, updated_at) VALUES ($1, $2, $3, now(), now())',
      [id, isKnown ? `Ada ${id}` : null, `${id}@example.com`],
    );
    if (isLead)
      await pool.query(
        `INSERT INTO leads (id, person_id, campaign, status, owner, tier, tier_name, tiers, score, reasons, created_at, updated_at,
           pipeline, entered_at)
         VALUES ($1, $1, 'C', 'Sent to sales', $2, $3, 'hot', 3, $4, '[]', now(), now(), 'emea/lead@1', now())`,
        [id, owner, tier, score],
      );
    if (isLead || due !== null)
      await pool.query(
        `INSERT INTO tasks (id, subject, status, outcome, due_at, completed_at, lead_id, person_id, campaign, owner, profile, programme,
           episode, tier, tier_name, tiers, score, created_at)
         VALUES ($1, 'Contact', $2, $3, $4, $5, $6, $7, 'C', $8, $7, 'emea', 1, $9, 'hot', 3, $10, now())`,
        [
          ...(isLead ? [`tk_${id}`] : [id]),
          ...(due === null
            ? ['Complete', 'No opportunity', dueAt(0), dueAt(0)]
            : ['Open', null, dueAt(due), null]),
          ...[isLead ? id : null, id, owner, tier, score],
        ],
      );
    if (isLead || due !== null) pieces.push({ ...row, id });
  }
  return pieces;
}

const empty = () => pool.query('DELETE FROM tasks; DELETE FROM leads; DELETE FROM people');

const late = Number.POSITIVE_INFINITY;
const order = (sort: string) => (one: Piece, other: Piece) =>
  (sort === '-heat' ? other.score - one.score : 0) ||
  Math.sign((one.due ?? late) - (other.due ?? late)) ||
  (one.id < other.id ? -1 : 1);

const filters: [Omit<WorkFilter, 'limit'>, (piece: Piece) => boolean][] = [
  [{}, () => true],
  [{ owner: 'me' }, ({ owner }) => owner === 'me'],
  [{ queue: true }, ({ owner }) => owner === null],
  [{ queue: false, tier: 1 }, ({ owner, tier }) => owner !== null && tier === 1],
  [{ overdue: true }, ({ due }) => due !== null && due < 0],
  [{ overdue: false }, ({ due }) => due === null || due >= 0],
  [{ toContact: true, owner: 'me' }, ({ owner, due }) => owner === 'me' && due !== null],
  [{ toContact: false }, ({ due }) => due === null],
  [{ q: 'ADA ', campaign: 'C' }, ({ isKnown }) => isKnown],
  [{ campaign: 'D' }, () => false],
];

describe('pages are a sorted array', () => {
  const inBoth = filters.slice(0, 3);
  const cases = [
    ...filters.map((one) => ['-heat', one] as const),
    ...inBoth.map((one) => ['dueAt', one] as const),
  ];
  test.each(cases.map(([sort, [filter, holds]]) => ({ sort, filter, holds })))(
    '$filter by $sort',
    async ({ sort, filter, holds }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(rowOf, { minLength: 1, maxLength: 25 }),
          fc.array(fc.array(rowOf, { maxLength: 3 }), { maxLength: 10 }),
          fc.integer({ min: 1, max: 7 }),
          async (first, between, limit) => {
            await empty();
            const before = await insert(first);
            const all = [...before];
            const seen: WorkItem[] = [];
            let cursor: string | null = null;
            for (let turn = 0; ; turn++) {
              const page: WorkPage = await sales.records.listWork({
                ...filter,
                sort,
                limit,
                ...(cursor !== null && { cursor }),
              });
              seen.push(...page.items);
              cursor = page.nextCursor;
              if (cursor === null) break;
              expect(page.items).toHaveLength(limit);
              all.push(...(await insert(between[turn] ?? [])));
            }
            const expected = all
              .filter(holds)
              .sort(order(sort))
              .map(({ id }) => id);
            const ids = seen.map(({ id }) => id);
            const [isSeen, wasThere] = [new Set(ids), new Set(before.map(({ id }) => id))];
            expect(isSeen.size).toBe(ids.length);
            expect(ids.filter((id) => wasThere.has(id))).toEqual(expected.filter((id) => wasThere.has(id)));
            expect(ids).toEqual(expected.filter((id) => isSeen.has(id)));
            const byId = new Map(all.map((piece) => [piece.id, piece]));
            for (const { id, kind, score, owner, dueAt: at, task } of seen) {
              const piece = byId.get(id);
              expect({ kind, score, owner, at }).toEqual({
                ...{ kind: piece?.isLead ? 'lead' : 'task', score: piece?.score, owner: piece?.owner },
                at: piece?.due == null ? null : dueAt(piece.due),
              });
              expect(task?.status).toBe(at === null ? 'Complete' : 'Open');
            }
          },
        ),
        runs(4),
      );
    },
  );
});

test('counts are of the whole view, and stop at a thousand', async () => {
  await empty();
  await insert(
    [...[-1, -1, 1, null].map((due) => ({ due, owner: 'me' })), { due: -1, owner: null }].map((one) => ({
      ...one,
      score: 20,
      tier: 1,
      isLead: true,
      isKnown: true,
    })),
  );
  const countsOf = async (filter: object) => (await sales.records.listWork({ limit: 1, ...filter })).counts;
  const of = (toContact: number, overdue: number) => ({
    toContact: { count: toContact, isCapped: false },
    overdue: { count: overdue, isCapped: false },
  });
  expect(await countsOf({})).toEqual(of(4, 3));
  expect(await countsOf({ owner: 'me' })).toEqual(of(3, 2));
  expect(await countsOf({ owner: 'me', overdue: true, toContact: true })).toEqual(of(3, 2));
  expect(await countsOf({ queue: true, q: 'ada', tier: 1, campaign: 'C' })).toEqual(of(1, 1));
  await pool.query(
    `WITH person AS (INSERT INTO people (id, name, created_at, updated_at) SELECT 'pn_' || n, 'P', now(), now() FROM generate_series(1, 1000) AS n)
     INSERT INTO tasks (id, subject, due_at, person_id, campaign, profile, programme, episode, created_at)
     SELECT 'tk_' || n, 'Contact', $1, 'pn_' || n, 'C', 'p' || n, 'emea', 1, now() FROM generate_series(1, 1000) AS n`,
    [dueAt(1)],
  );
  expect(await countsOf({})).toEqual({
    toContact: { count: 1_000, isCapped: true },
    overdue: { count: 3, isCapped: false },
  });
});

/** Changes as the product's rooms make them, on five leads and tasks. */
const changes = {
  'the lead closes': `UPDATE leads SET status = 'Closed lost', ended = 'lost', closed_at = now() WHERE id = $1`,
  'the lead opens again': `UPDATE leads SET status = 'Sent to sales', ended = NULL, closed_at = NULL WHERE id = $1`,
  'the lead gets an owner': `UPDATE leads SET owner = 'me' WHERE id = $1`,
  'the lead heats': 'UPDATE leads SET score = score + 5, tier = 2 WHERE id = $1',
  'the lead is deleted':
    'WITH gone AS (DELETE FROM tasks WHERE lead_id = $1) DELETE FROM leads WHERE id = $1',
  'the task is done': `UPDATE tasks SET status = 'Complete', outcome = 'No opportunity', completed_at = now() WHERE person_id = $1`,
  'the task sleeps': `UPDATE tasks SET status = 'Asleep', outcome = NULL, completed_at = NULL, stopped_in = 'On hold', stopped_at = now() WHERE person_id = $1`,
  'the task opens again': `UPDATE tasks SET status = 'Open', outcome = NULL, completed_at = NULL, stopped_in = NULL, stopped_at = NULL WHERE person_id = $1`,
  'the deadline moves': `UPDATE tasks SET due_at = due_at + interval '1 hour' WHERE person_id = $1`,
  'the task waits in a lane': `UPDATE tasks SET lane = 'Marketing', owner = NULL WHERE person_id = $1`,
  'the task heats': 'UPDATE tasks SET score = score + 5 WHERE person_id = $1',
  'the task leaves its lead': 'UPDATE tasks SET lead_id = NULL WHERE person_id = $1',
  'the task is deleted': 'DELETE FROM tasks WHERE person_id = $1',
};
type Change = keyof typeof changes;

/** What the list holds, and what it should. */
async function listed(): Promise<[unknown[], unknown[]]> {
  const { rows: kept } = await pool.query('SELECT * FROM work_items ORDER BY id');
  const { rows: expected } = await pool.query(
    'SELECT * FROM work_of_leads UNION ALL SELECT * FROM work_of_tasks ORDER BY id',
  );
  return [kept, expected];
}

test('the list is what is open after any changes of leads and tasks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowOf, { minLength: 1, maxLength: 5 }),
      fc.array(fc.tuple(fc.constantFrom(...(Object.keys(changes) as Change[])), fc.nat(4)), {
        maxLength: 25,
      }),
      async (rows, acts) => {
        await empty();
        const pieces = await insert(rows);
        for (const [change, index] of acts)
          await pool.query(changes[change], [pieces[index % Math.max(1, pieces.length)]?.id ?? 'none']);
        const [kept, expected] = await listed();
        expect(kept).toEqual(expected);
      },
    ),
    runs(15),
  );
});

test('two changes of one lead at the same time are both seen, whichever ends first', async () => {
  const acts = Object.keys(changes) as Change[];
  const isOfLead = (change: Change) => change.startsWith('the lead') && change !== 'the lead is deleted';
  for (const ofLead of acts.filter(isOfLead))
    for (const ofTask of acts.filter(
      (change) => change.startsWith('the task') || change === 'the deadline moves',
    ))
      for (const isLeadFirst of [true, false]) {
        await empty();
        const [piece] = await insert([
          { score: 20, tier: 1, owner: null, due: 1, isLead: true, isKnown: true },
        ]);
        if (ofLead === 'the lead opens again') await pool.query(changes['the lead closes'], [piece?.id]);
        const [one, other] = [await pool.connect(), await pool.connect()];
        const [first, second] = isLeadFirst ? [ofLead, ofTask] : [ofTask, ofLead];
        await one.query('BEGIN');
        await one.query(changes[first], [piece?.id]);
        const done = other.query(changes[second], [piece?.id]);
        await Promise.race([done, one.query('SELECT pg_sleep(0)')]);
        await one.query('COMMIT');
        await done;
        one.release();
        other.release();
        const [kept, expected] = await listed();
        expect(kept, `${first}, while ${second}`).toEqual(expected);
      }
});

/** The law of pages: what is there while somebody turns them is seen exactly once, in order, however many are equal and whatever comes between. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { runs } from '../../support/law-runs.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, startMs } from '../records.ts';

let server: TestDatabase;
let sales: TestSales;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startTestDatabase();
  sales = await openTestSales({
    databaseUrl: server.url,
    clock: { nowMs: () => startMs },
  });
  pool = new pg.Pool({ connectionString: server.url, max: 1 });
  await pool.query(
    `INSERT INTO campaigns (id, name, created_at, updated_at) VALUES ('cm_1', 'C', now(), now())`,
  );
});

afterAll(async () => {
  await pool?.end();
  await sales?.close();
  await server?.stop();
});

/** Few values, so that most are equal; microseconds, which a JavaScript date does not have. */
interface Row {
  created: number;
  updated: number;
  tier: number;
  score: number;
  isMine: boolean;
}
const rowOf = fc.record({
  created: fc.nat(2),
  updated: fc.nat(2),
  tier: fc.integer({ min: 1, max: 2 }),
  score: fc.constantFrom(20, 20.1, 1 / 3),
  isMine: fc.boolean(),
});
const rounds = fc.record({
  first: fc.array(rowOf, { minLength: 1, maxLength: 25 }),
  between: fc.array(fc.array(rowOf, { maxLength: 3 }), { maxLength: 10 }),
  limit: fc.integer({ min: 1, max: 7 }),
});

let made = 0;
async function insert(rows: readonly Row[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { created, updated, tier, score, isMine } of rows) {
    // Ids in an order of their own.
    const id = `ld_${((++made * 7_919) % 100_003).toString(36)}`;
    const at = (index: number) => `2026-11-23T12:00:00.00000${index}Z`;
    await pool.query(
      `WITH person AS (INSERT INTO people (id, email, created_at, updated_at) VALUES ($1, $1 || '@example.com', $2, $2))
       INSERT INTO leads (id, person_id, campaign, status, owner, tier, tier_name, tiers, score, reasons, created_at, updated_at,
         pipeline, entered_at)
       VALUES ($1, $1, 'C', 'Sent to sales', $3, $4, 'hot', 3, $5, '[]', $2, $6, 'emea/lead@1', $2)`,
      [id, at(created), isMine ? 'me' : null, tier, score, at(updated)],
    );
    ids.push(id);
  }
  return ids;
}

const sorts = {
  '-createdAt': 'created_at DESC, id DESC',
  createdAt: 'created_at, id',
  '-score': 'tier DESC, score DESC, created_at DESC, id DESC',
  '-updatedAt': 'updated_at DESC, id DESC',
} as const;
const filters = [{}, { open: true, owner: 'me' }, { queue: true }] as const;

describe('leads', () => {
  test.each(
    (Object.keys(sorts) as (keyof typeof sorts)[]).flatMap((sort) =>
      filters.map((filter) => ({ sort, filter })),
    ),
  )('$filter by $sort', async ({ sort, filter }) => {
    await fc.assert(
      fc.asyncProperty(rounds, async ({ first, between, limit }) => {
        await pool.query('DELETE FROM leads');
        await pool.query('DELETE FROM people');
        const before = new Set(await insert(first));
        const seen: string[] = [];
        let cursor: string | null = null;
        for (let turn = 0; ; turn++) {
          const page: Awaited<ReturnType<TestSales['records']['listLeads']>> = await sales.records.listLeads({
            ...filter,
            sort,
            limit,
            ...(cursor !== null && { cursor }),
          });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
          if (cursor === null) break;
          expect(page.items).toHaveLength(limit);
          await insert(between[turn] ?? []);
        }
        const condition = 'queue' in filter ? 'owner IS NULL' : 'owner' in filter ? `owner = 'me'` : 'true';
        const { rows } = await pool.query<{ id: string }>(
          `SELECT id FROM leads WHERE ${condition} ORDER BY ${sorts[sort]}`,
        );
        const all = rows.map(({ id }) => id);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((id) => before.has(id))).toEqual(all.filter((id) => before.has(id)));
        const isSeen = new Set(seen);
        expect(seen).toEqual(all.filter((id) => isSeen.has(id)));
      }),
      runs(6),
    );
  });

  test('a cursor goes with the sort it was made for', async () => {
    await insert([1, 2].map(() => ({ created: 0, updated: 0, tier: 1, score: 20, isMine: true })));
    const { nextCursor } = await sales.records.listLeads({ limit: 1, sort: '-score' });
    await expect(
      sales.records.listLeads({ limit: 1, sort: '-updatedAt', cursor: nextCursor ?? '' }),
    ).rejects.toMatchObject({ code: 'invalid_request', detail: expect.stringMatching(/sorted by "-score"/) });
    await expect(sales.records.listLeads({ limit: 1, cursor: nextCursor ?? '' })).rejects.toThrow(
      /begin again/,
    );
  });
});

describe('records', () => {
  test('by sum and by close, those without one last, each once', async () => {
    const { person } = await sales.records.putPerson({ email: 'ada@example.com' }, admin);
    const given = [
      [20, null],
      [5.5, '2027-01-02'],
      [5.5, '2026-12-01'],
      [5.5, null],
      [1_000_000, '2027-01-02'],
    ] as const;
    for (const [amount, expected_close] of given)
      await sales.workflow.beginRecord(
        'opportunity',
        'emea/opportunity',
        { name: 'One', person_id: person.id, amount, expected_close },
        {},
        admin,
      );
    const turned = async (sort: '-amount' | 'expectedClose') => {
      const items = [];
      let cursor: string | undefined;
      do {
        const page: Awaited<ReturnType<TestSales['workflow']['listRecords']>> =
          await sales.workflow.listRecords('opportunity', {
            sort,
            limit: 2,
            cursor,
          });
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(new Set(items.map(({ id }) => id)).size).toBe(given.length);
      return items;
    };
    expect((await turned('-amount')).map(({ amount }) => amount)).toEqual([
      '1000000.00',
      '20.00',
      '5.50',
      '5.50',
      '5.50',
    ]);
    const closes = (await turned('expectedClose')).map(({ expectedClose }) => expectedClose !== null);
    expect(closes).toEqual([true, true, true, false, false]);
    await expect(sales.workflow.listRecords('campaign', { sort: '-amount', limit: 2 })).rejects.toMatchObject(
      {
        detail: '"sort" is "-amount": expected "-createdAt"',
      },
    );
  });
});

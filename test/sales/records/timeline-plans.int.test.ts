/** How the timeline of a record is read that has very many entries, or very many acts that began with another record. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordStore } from '../../../src/sales/records/records.ts';
import { timelineWithUndo } from '../../../src/sales/records/undo-offers.ts';
import { bearer, type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { askingOf } from '../../support/asking.ts';
import { watchedPool } from '../../support/plans.ts';
import { startMs } from '../records.ts';

const entriesCount = 30_000;
/** Blocks of the latest thousand entries of a record, and of those of a record that it hangs on. */
const fewBuffers = 1_500;

let consoleApp: ConsoleApp;
let real: pg.Pool;
let person: string;
let lead: string;
const ask = askingOf(() => consoleApp.app, bearer);
const actor = { name: 'mia@example.com', lanes: [], isManager: true };

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  real = new pg.Pool({ connectionString: consoleApp.databaseUrl });
  person = (await ask('POST', '/people', { name: 'Ada', email: 'ada@example.com' })).body.id;
  lead = (await ask('POST', '/leads', { person, campaign: 'Fair' })).body.id;
  // Long ago much was done to both; since then, much to other records.
  for (const record of [lead, person, 'of others'])
    await real.query(
      `INSERT INTO timeline (kind, record, at, actor, changes, act, undoes)
       SELECT 'leads', $1, $2::timestamptz - interval '90 days' + n * interval '1 s', 'mia@example.com', '{"score": [1, 2]}', n,
         CASE WHEN n % 50 = 0 THEN n - 10 END
       FROM generate_series(1, ${entriesCount}) AS n`,
      [record, new Date(startMs)],
    );
  await real.query('ANALYZE timeline');
});
afterAll(async () => {
  await real?.end();
  await consoleApp?.close();
});

/** Looks at a page of the timeline of the lead, and gives the statements that read entries. */
async function plansOf(cursor?: string) {
  const watched = watchedPool(real);
  const store = { pool: watched.pool, now: () => startMs } as unknown as RecordStore;
  const { items } = await timelineWithUndo(store, lead, { limit: 100, cursor }, actor);
  return { items, plans: watched.take() };
}

function expectFew(plans: Awaited<ReturnType<typeof plansOf>>['plans']): void {
  expect(plans.length).toBeGreaterThan(1);
  for (const { sql, scanned, buffers } of plans) {
    expect(
      scanned.filter((table) => table === 'timeline'),
      sql,
    ).toEqual([]);
    expect(buffers, sql).toBeLessThanOrEqual(fewBuffers);
  }
}

describe('the timeline of a record', () => {
  test('reads no more than the latest entries, of it and of those that it hangs on', async () => {
    await real.query(
      `INSERT INTO timeline (kind, record, at, actor, changes, act) VALUES ('leads', $1, $2, 'mia@example.com', '{"quality": [null, "good"]}', 900000)`,
      [lead, new Date(startMs - 1_000)],
    );
    const { items, plans } = await plansOf();
    expect(items[0]?.undo).toMatchObject({ refusal: null });
    expectFew(plans);
  });

  test('reads no more than the entries around a page, however far back that is', async () => {
    const store = { pool: real, now: () => startMs } as unknown as RecordStore;
    const { nextCursor } = await timelineWithUndo(store, lead, { limit: entriesCount - 200 }, actor);
    const { items, plans } = await plansOf(nextCursor ?? '');
    const [undo, act] = [items.find(({ undoes }) => undoes !== null), items.find(({ undone }) => undone)];
    expect(undo?.undoes).toEqual([act?.id]);
    expectFew(plans);
  });

  test('asks once for all acts that began with another record', async () => {
    const readings = async () => (await plansOf()).plans.length;
    const wish = async (act: number, at: Date, is: boolean) => {
      for (const [kind, record, changes] of [
        ['people', person, { do_not_contact: [!is, is] }],
        ['leads', lead, { status: is ? ['Sent to sales', 'Closed lost'] : ['Closed lost', 'Sent to sales'] }],
      ])
        await real.query(
          `INSERT INTO timeline (kind, record, at, actor, changes, act) VALUES ($1, $2, $3, 'mia@example.com', $4, $5)`,
          [kind, record, at, JSON.stringify(changes), act],
        );
    };
    await wish(900_001, new Date(startMs - 900), true);
    const ofOne = await readings();
    for (let index = 2; index < 12; index++)
      await wish(900_000 + index, new Date(startMs - 900 + index), index % 2 === 1);
    expect(await readings()).toBe(ofOne);
  });
});

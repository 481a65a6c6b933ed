/** How often a crossing waits for PostgreSQL: statements that do not need each other's answers are sent together. */
import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startTestDatabase } from '../../support/databases.ts';
import { openTestSales } from '../../support/rooms.ts';
import { identityOf, standing, startMs } from '../records.ts';

/** Without a promise where it is given a function. */
type Query = (...given: unknown[]) => Promise<unknown> | undefined;

/** Watches the statements of a pool. Returns the length of the longest chain in which each was sent after an answer to the one before. */
function watchRoundTrips(pool: pg.Pool): () => number {
  let longest = 0;
  pool.on('acquire', (connection) => {
    const { query } = connection as unknown as { query: Query };
    let answered = 0;
    const watched: Query = (...given) => {
      const index = answered + 1;
      longest = Math.max(longest, index);
      const answer = query.apply(connection, given);
      const onAnswer = () => {
        answered = Math.max(answered, index);
      };
      answer?.then(onAnswer, onAnswer);
      return answer;
    };
    Object.assign(connection, { query: watched });
  });
  return () => longest;
}

test('a crossing takes four round trips: the positions, what it may touch, what it writes, its alerts with the commit', async () => {
  const server = await startTestDatabase();
  const sales = await openTestSales({ databaseUrl: server.url, clock: { nowMs: () => startMs } });
  onTestFinished(async () => {
    await sales.close();
    await server.stop();
  });
  const cross = (nth: number) =>
    sales.leads.applyTierUpdates([
      {
        ...{ partition: 0, id: `${nth}-0` },
        record: standing({ profile: `p${nth}`, identity: identityOf(`p${nth}@example.com`) }),
      },
    ]);
  // Pipelines are read once.
  await cross(1);
  const roundTrips = watchRoundTrips(sales.database.pool);
  await cross(2);
  expect(roundTrips()).toBe(4);
  expect((await sales.outbox.alertsAfter(0, 10)).map(({ type }) => type)).toEqual([
    'lead.opened',
    'lead.opened',
  ]);
});

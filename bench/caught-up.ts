/** What the bench waits for, and what it then finds in the history. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Stream } from '../src/engine/stream/stream.ts';
import { superuserUrl } from '../test/support/clusters.ts';
import { streamLag } from '../test/support/stream-lag.ts';
import type { CrowdWork } from './programs/crowd.ts';

const catchUpMsMax = 3 * 60_000;
/** A look is hundreds of commands, which must not show in what Redis took. */
const lookEveryMs = 100;

export const allSteps: CrowdWork = { scores: true, relays: true, copies: true };

/** Waits until every event is scored, copied and relayed, or what is asked for of these. Throws with what waits after three minutes. */
export async function caughtUp(stream: Stream, redisUrl: string, steps: CrowdWork = allSteps): Promise<void> {
  const deadline = performance.now() + catchUpMsMax;
  for (;;) {
    const backlog = await stream.backlog(Date.now());
    const sumOf = (count: (one: (typeof backlog)[number]) => number) =>
      backlog.reduce((sum, one) => sum + count(one), 0);
    const unscored = steps.scores ? sumOf(({ lag, due, outbox }) => lag + due + outbox) : 0;
    const uncopied = steps.copies ? sumOf(({ historyLag }) => historyLag) : 0;
    const updates = steps.relays ? (await streamLag(redisUrl)).sales : 0;
    if (unscored + uncopied + updates === 0) return;
    if (performance.now() > deadline)
      throw new Error(`waiting: ${unscored} unscored, ${uncopied} not copied, ${updates} not relayed`);
    await pause(lookEveryMs);
  }
}

/** Returns how many events the history has, how many different ones, and the bytes of its tables on disk. */
export async function keptEvents(
  databaseUrl: string,
): Promise<{ all: number; distinct: number; bytes: number }> {
  const client = new pg.Client({ connectionString: superuserUrl(databaseUrl) });
  await client.connect();
  const { rows } = await client.query<{ all: number; distinct: number; bytes: number }>(
    `SELECT count(*)::float8 AS all, count(DISTINCT body::jsonb ->> 'id')::float8 AS distinct,
       (SELECT sum(pg_total_relation_size(oid))::float8 FROM pg_class
        WHERE relkind = 'r' AND (relname LIKE 'events%' OR relname LIKE 'ledger%')) AS bytes
     FROM events WHERE kind = 'event'`,
  );
  await client.end();
  return rows[0] ?? { all: 0, distinct: 0, bytes: 0 };
}

/**
 * Claimants whose address a server has proven since: they become one with the person who has it.
 *
 * The update that proves it notes the two in its transaction. Each merge is one of its own, as a person makes it, with the same undo. It is
 * made once: what somebody takes apart again, or has said to be two, stays two.
 */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import { type Actor, actingAs } from '../store/store.ts';
import type { MergingStore } from './context.ts';
import { mergeIn } from './merge.ts';

const scoring: Actor = { name: 'scoring', lanes: [], isManager: true };

interface Waiting {
  claimant: string;
  owner: string;
}

/** Joins those that wait, some at a time. */
export async function joinClaimants(store: MergingStore): Promise<void> {
  for (;;) {
    const { rows } = await store.pool.query<Waiting>(
      'SELECT claimant, owner FROM claim_joins WHERE joined_at IS NULL ORDER BY noted_at, claimant LIMIT $1',
      [limits.claimJoinsAtOnce],
    );
    if (rows.length === 0) return;
    for (const one of rows) await join(store, one);
  }
}

async function join(store: MergingStore, one: Waiting): Promise<void> {
  const { pool, flows, routing, now } = store;
  const nowMs = now();
  try {
    await actingAs(pool, scoring, nowMs, async (database) => {
      const { rowCount } = await database.query(
        `SELECT FROM distinct_records WHERE kind = 'people' AND low = least($1, $2) AND high = greatest($1, $2)`,
        [one.claimant, one.owner],
      );
      const context = { database, flows, routing, actor: scoring, nowMs };
      if (rowCount === 0) await mergeIn(context, 'people', one.owner, { merged: one.claimant, take: [] });
      await database.query('UPDATE claim_joins SET joined_at = $2 WHERE claimant = $1', [
        one.claimant,
        new Date(nowMs),
      ]);
    });
  } catch (error) {
    // They are one already, one is gone, or too much would go over: then the two are suggested as duplicates.
    if (!(error instanceof ApiError)) throw error;
    await pool.query('UPDATE claim_joins SET joined_at = $2 WHERE claimant = $1', [
      one.claimant,
      new Date(nowMs),
    ]);
  }
}

/** Looks when tier updates were applied, and now and then. */
export function startClaimJoins({
  merging,
  logger,
}: {
  merging: { joinClaimants(): Promise<void> };
  logger: Logger;
}): Loop {
  return startLoop({
    round: async () => {
      await merging.joinClaimants();
      return { ms: limits.claimJoinsEveryMs };
    },
    outage: new Outage(
      logger,
      'joining of claimants paused: PostgreSQL unavailable, retrying',
      'joining resumed',
    ),
  });
}

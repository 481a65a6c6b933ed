/**
 * Records that a server has said to be one. They are claimants whose address it has proven, with the person who has it; and companies that
 * one group names.
 *
 * The update that says so notes the two in its transaction. Each merge is one of its own, as a person makes it, with the same undo. It is
 * made once: what somebody takes apart again, or has said to be two, stays two.
 */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import { type Actor, actingAs, type MergedTable } from '../store/store.ts';
import type { MergingStore } from './context.ts';
import { mergeIn } from './merge.ts';

const scoring: Actor = { name: 'scoring', lanes: [], isManager: true };

interface Waiting {
  merged: string;
  kept: string;
}

/** Where the two are noted. */
interface Notes {
  table: 'claim_joins' | 'company_joins';
  kind: MergedTable;
  /** Columns: the record that becomes part of the other, and that one. */
  merged: 'claimant' | 'merged';
  kept: 'owner' | 'kept';
}

const people: Notes = { table: 'claim_joins', kind: 'people', merged: 'claimant', kept: 'owner' };
const companies: Notes = { table: 'company_joins', kind: 'companies', merged: 'merged', kept: 'kept' };

/** Joins those that wait, some at a time. */
export async function joinNoted(store: MergingStore): Promise<void> {
  for (const notes of [people, companies]) await joinAll(store, notes);
}

async function joinAll(store: MergingStore, notes: Notes): Promise<void> {
  const { table, merged, kept } = notes;
  for (;;) {
    const { rows } = await store.pool.query<Waiting>(
      `SELECT ${merged} AS merged, ${kept} AS kept FROM ${table} WHERE joined_at IS NULL ORDER BY noted_at, ${merged} LIMIT $1`,
      [limits.claimJoinsAtOnce],
    );
    if (rows.length === 0) return;
    for (const one of rows) await join(store, notes, one);
  }
}

async function join(store: MergingStore, { table, kind, merged }: Notes, one: Waiting): Promise<void> {
  const { pool, flows, routing, now } = store;
  const nowMs = now();
  const done = `UPDATE ${table} SET joined_at = $2 WHERE ${merged} = $1`;
  const values = [one.merged, new Date(nowMs)];
  try {
    await actingAs(pool, scoring, nowMs, async (database) => {
      const { rowCount } = await database.query(
        'SELECT FROM distinct_records WHERE kind = $3 AND low = least($1, $2) AND high = greatest($1, $2)',
        [one.merged, one.kept, kind],
      );
      const context = { database, flows, routing, actor: scoring, nowMs };
      if (rowCount === 0) await mergeIn(context, kind, one.kept, { merged: one.merged, take: [] });
      await database.query(done, values);
    });
  } catch (error) {
    // They are one already, one is gone, or too much would go over: then the two are suggested as duplicates.
    if (!(error instanceof ApiError)) throw error;
    await pool.query(done, values);
  }
}

/** Looks when tier updates were applied, and now and then. */
export function startClaimJoins({
  merging,
  logger,
}: {
  merging: { joinNoted(): Promise<void> };
  logger: Logger;
}): Loop {
  return startLoop({
    round: async () => {
      await merging.joinNoted();
      return { ms: limits.claimJoinsEveryMs };
    },
    outage: new Outage(
      logger,
      'joining of claimants paused: PostgreSQL unavailable, retrying',
      'joining resumed',
    ),
  });
}

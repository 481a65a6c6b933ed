/**
 * Finds the company of people again whose record, address or company has changed since they were counted, or whose company waits.
 *
 * Writers of any kind note the profiles by triggers. The company is found as it is for a new update, in one place. So it depends on what is
 * stored, and not on what came first.
 */
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { PartRow } from './account-fold.core.ts';
import { membershipOf } from './account-membership.core.ts';
import { nameCompanies, putOff } from './account-parts.ts';
import type { AccountStore } from './account-store.ts';
import { isDataError } from './apply.ts';
import { loadWorld, writeWorld } from './world-rows.ts';

interface Noted {
  profile: string;
  noted: string;
}

type StoredPart = Omit<PartRow, 'at' | 'generation'> & { at: Date };

/** Moves some of those that are due; returns how many. One that cannot be stored is tried again later, and holds up nobody else. */
export async function moveNoted(store: AccountStore): Promise<number> {
  const nowMs = store.nowMs();
  const { rows: due } = await store.pool.query<Noted>(
    'SELECT profile, noted::text FROM account_moves WHERE due_at <= $1 ORDER BY due_at, noted LIMIT $2',
    [new Date(nowMs), limits.accountsAtOnce],
  );
  if (due.length === 0 || (await isMoved(store, due, nowMs))) return due.length;
  for (const one of due)
    if (!(await isMoved(store, [one], nowMs)))
      await store.pool.query('UPDATE account_moves SET due_at = $3 WHERE profile = $1 AND noted = $2', [
        one.profile,
        one.noted,
        new Date(nowMs + limits.accountsEveryMs),
      ]);
  return due.length;
}

/** Moves some; returns false, with nothing written, where PostgreSQL refuses the data of one. */
async function isMoved(store: AccountStore, due: readonly Noted[], nowMs: number): Promise<boolean> {
  try {
    await transaction(store.pool, (connection) => move(connection, store, due, nowMs));
    return true;
  } catch (error) {
    if (!isDataError(error)) throw error;
    return false;
  }
}

async function move(
  connection: Queryable,
  { flows, routing }: AccountStore,
  due: readonly Noted[],
  nowMs: number,
): Promise<void> {
  const profiles = due.map(({ profile }) => profile);
  const read = () =>
    connection.query<StoredPart>(
      `SELECT profile, programme, company, email, identity, points, reasons, is_own, at, is_claimed, waits
       FROM account_parts WHERE profile = ANY($1) ORDER BY profile, programme`,
      [profiles],
    );
  const records = (await read()).rows.map((row) => updateOf(row, nowMs));
  const world = await loadWorld(connection, flows, await routing.current(), records);
  // As they are now that nobody else writes what decides on them.
  const { rows } = await read();
  const moved = rows.map((row) => {
    const { company, isClaimed, waits } = membershipOf(world, updateOf(row, nowMs), false);
    return { ...row, at: new Date(nowMs).toISOString(), company, is_claimed: isClaimed, waits };
  });
  await writeWorld(connection, world);
  await connection.query(
    `DELETE FROM account_moves AS one USING unnest($1::text[], $2::bigint[]) AS given (profile, noted)
     WHERE one.profile = given.profile AND one.noted = given.noted`,
    [profiles, due.map(({ noted }) => noted)],
  );
  await connection.query(
    `UPDATE account_parts AS one SET company = given.company, is_claimed = given.is_claimed, waits = given.waits
     FROM jsonb_to_recordset($1) AS given (profile text, programme text, company text, is_claimed boolean, waits boolean)
     WHERE one.profile = given.profile AND one.programme = given.programme
       AND (one.company, one.is_claimed, one.waits) IS DISTINCT FROM (given.company, given.is_claimed, given.waits)`,
    [JSON.stringify(moved)],
  );
  await nameCompanies(connection, moved);
  await putOff(connection, moved);
}

/** A part as the update that said it. */
function updateOf(
  { profile, programme, identity, points, reasons, is_own: isOwn }: StoredPart,
  nowMs: number,
) {
  return {
    ...{ profile, programme, programmeName: programme, programmeVersion: '', campaign: '', actions: [] },
    ...{ grade: null, priority: null, episode: 0, begunAs: null, from: 0, to: 0, tierName: '', tiers: 1 },
    ...{ score: points, atMs: nowMs, acceptedAtMs: nowMs, identity, reasons, part: { isOwn } },
  } satisfies TierUpdate;
}

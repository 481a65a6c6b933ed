/** The tier states of profiles as of the last update applied: what was notified, for scoring to go on from. */
import type { Queryable } from '../../base/database/database.ts';
import type { KeptTier, TierUpdate } from '../../contract/api/api.ts';

/** Keeps the tier states of updates that were applied; of several of a profile, the last. */
export async function writeTiers(connection: Queryable, updates: readonly TierUpdate[]): Promise<void> {
  const last = new Map<string, TierUpdate>();
  for (const update of updates)
    if (update.tierState !== undefined) last.set(`${update.profile} ${update.programme}`, update);
  if (last.size === 0) return;
  const rows = [...last.values()]
    .sort((one, other) => (one.profile < other.profile ? -1 : 1))
    .map(({ profile, programme, atMs, tierName, identity, tierState }) => ({
      ...{ profile, programme, at_ms: atMs, tier_name: tierName },
      is_known: identity !== null,
      state: tierState,
    }));
  await connection.query(
    `INSERT INTO profile_tiers (profile, programme, at_ms, tier_name, is_known, state)
     SELECT profile, programme, at_ms, tier_name, is_known, state
     FROM jsonb_to_recordset($1) AS given (profile text, programme text, at_ms bigint, tier_name text, is_known boolean, state jsonb)
     ON CONFLICT (profile, programme) DO UPDATE SET at_ms = excluded.at_ms, tier_name = excluded.tier_name,
       is_known = excluded.is_known, state = excluded.state`,
    [JSON.stringify(rows)],
  );
}

/** The tier states of profiles. */
export async function tiersOf(database: Queryable, profiles: readonly string[]): Promise<KeptTier[]> {
  const { rows } = await database.query<KeptTier>(
    `SELECT profile, programme, at_ms::float8 AS "atMs", tier_name AS "tierName", is_known AS "isKnown", state
     FROM profile_tiers WHERE profile = ANY($1)`,
    [profiles],
  );
  return rows;
}

/** Ids of the profiles that have one, the next so many after an id ('' begins); empty at the end. */
export async function tieredAfter(database: Queryable, after: string, countMax: number): Promise<string[]> {
  const { rows } = await database.query<{ profile: string }>(
    'SELECT DISTINCT profile FROM profile_tiers WHERE profile > $1 ORDER BY profile LIMIT $2',
    [after, countMax],
  );
  return rows.map(({ profile }) => profile);
}

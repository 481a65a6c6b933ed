/**
 * The score of a company that became part of another: its people are of that one, and so is its tier with its episode.
 *
 * What was kept of both is put aside, so that an undo of the merge finds each where it stood.
 */
import type { Queryable } from '../../base/database/database.ts';
import type { AccountScoring, AccountState } from '../../contract/api/api.ts';
import { stateOf } from './account-rows.ts';
import type { Due } from './account-store.ts';

/** Returns false where this process does not know the programme: then nothing is written. */
export async function followMerge(
  connection: Queryable,
  scoring: AccountScoring,
  { company, programme }: Due,
  nowMs: number,
): Promise<boolean> {
  const { rows } = await connection.query<{ kept: string }>('SELECT kept_record($1) AS kept', [company]);
  const kept = rows[0]?.kept ?? company;
  if (kept !== company) {
    await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 67))', [
      `${kept} ${programme}`,
    ]);
    if (!(await joinStates(connection, scoring, { company, kept, programme }, nowMs))) return false;
    await connection.query('UPDATE account_parts SET company = $3 WHERE company = $1 AND programme = $2', [
      company,
      programme,
      kept,
    ]);
  }
  await connection.query('DELETE FROM account_scores WHERE company = $1 AND programme = $2', [
    company,
    programme,
  ]);
  return true;
}

async function joinStates(
  connection: Queryable,
  scoring: AccountScoring,
  { company, kept, programme }: Due & { kept: string },
  nowMs: number,
): Promise<boolean> {
  const merged = await stateOf(connection, { company, programme });
  if (merged === null) return true;
  const before = await stateOf(connection, { company: kept, programme });
  const state = scoring.join(
    programme,
    { company: kept, state: before?.state ?? null },
    { company, state: merged.state },
  );
  if (state === null) return false;
  const row = 'SELECT to_jsonb(one) FROM account_scores AS one WHERE programme = $1 AND company =';
  await connection.query(
    `INSERT INTO account_merges (company, programme, kept, merged_row, kept_row, at)
     SELECT $2, $1, $3, (${row} $2), (${row} $3), $4 ON CONFLICT (company, programme) DO NOTHING`,
    [programme, company, kept, new Date(nowMs)],
  );
  await writeJoined(connection, { company, kept, programme }, state);
  return true;
}

/** The next step, which is noted with the parts that go over, writes the rest. */
async function writeJoined(
  connection: Queryable,
  { company, kept, programme }: Due & { kept: string },
  state: AccountState,
): Promise<void> {
  await connection.query(
    `INSERT INTO account_scores (company, programme, state, score, tier, tier_name, tiers, version, at)
     SELECT $3, programme, $4, score, tier, tier_name, tiers, version, at FROM account_scores WHERE company = $2 AND programme = $1
     ON CONFLICT (company, programme) DO UPDATE SET state = excluded.state`,
    [programme, company, kept, JSON.stringify(state)],
  );
  await connection.query('SELECT score_account($1, $2, true)', [kept, programme]);
}

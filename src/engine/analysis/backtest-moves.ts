/**
 * The profiles that backtests move: personal data, so an export reads and an erasure deletes them. They hold no address.
 *
 * A profile that was ever erased is not kept. So a backtest that had read it before cannot write it back.
 */
import type { Queryable } from '../../base/database/database.ts';
import { erasedAmong } from '../history/history.ts';
import type { FoundMove } from './backtest.core.ts';

/** Tables of analysis with personal data, each with the condition on the rows of some profiles. */
export const personalAnalysis = { backtest_moves: 'profile = ANY($1)' } as const;

/** The other tables, each with what it holds instead of people. */
export const impersonalAnalysis: Readonly<Record<string, string>> = {
  backtests: 'sums of many profiles, and users who started them',
  suggestions: 'sums of many leads, and users who started them',
};

/** Writes the moves of a backtest, in their order, in the transaction of its result. */
export async function keepMoves(
  connection: Queryable,
  backtest: string,
  moves: readonly FoundMove[],
): Promise<void> {
  // An erasure that deletes waits until these are written; one that has deleted is seen below.
  await connection.query('LOCK TABLE backtest_moves IN ROW EXCLUSIVE MODE');
  const erased = await erasedAmong(connection, new Set(moves.map(({ profile }) => profile)));
  const kept = moves.filter(({ profile }) => !erased.has(profile));
  await connection.query(
    `INSERT INTO backtest_moves (backtest, place, profile, move)
     SELECT $1, place - 1, move ->> 'profile', move - 'profile' FROM jsonb_array_elements($2) WITH ORDINALITY AS given (move, place)`,
    [backtest, JSON.stringify(kept)],
  );
}

export async function movesOf(database: Queryable, backtest: string): Promise<FoundMove[]> {
  const { rows } = await database.query<{ move: FoundMove }>(
    `SELECT move || jsonb_build_object('profile', profile) AS move FROM backtest_moves WHERE backtest = $1 ORDER BY place`,
    [backtest],
  );
  return rows.map(({ move }) => move);
}

/** Deletes the rows of profiles; returns how many, by table. */
export async function eraseMoves(
  connection: Queryable,
  profiles: readonly string[],
): Promise<Record<string, number>> {
  await connection.query('LOCK TABLE backtest_moves IN SHARE ROW EXCLUSIVE MODE');
  const { rowCount } = await connection.query(
    `DELETE FROM backtest_moves WHERE ${personalAnalysis.backtest_moves}`,
    [profiles],
  );
  return { backtestMoves: rowCount ?? 0 };
}

/** The rows of profiles, by table; a table without any is left out. */
export async function exportMoves(
  database: Queryable,
  profiles: readonly string[],
): Promise<Record<string, unknown[]>> {
  const { rows } = await database.query<{ row: unknown }>(
    `SELECT to_jsonb(backtest_moves) AS row FROM backtest_moves WHERE ${personalAnalysis.backtest_moves}
     ORDER BY backtest, place`,
    [profiles],
  );
  return rows.length === 0 ? {} : { backtest_moves: rows.map(({ row }) => row) };
}

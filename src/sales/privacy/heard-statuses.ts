/** What profiles have heard of people who are forgotten is taken back: of the status of their leads, and whether they are customers. */
import type { Queryable } from '../../base/database/database.ts';
import { type PersonalIds, personalTables, withIds } from './personal-data.ts';

/** A profile that has heard of somebody, and the time of what it heard last, ms. */
interface HeardProfile {
  profile: string;
  atMs: number;
}

/** The profiles that have heard of people who are about to be forgotten, of a time after one, ms. */
export async function heardOfForgotten(
  connection: Queryable,
  ids: PersonalIds,
  afterMs = Number.NEGATIVE_INFINITY,
): Promise<HeardProfile[]> {
  const { where } = personalTables.find(({ table }) => table === 'statuses_heard') ?? { where: 'false' };
  const { text, values } = withIds(
    `SELECT profile, max(extract(epoch FROM at) * 1000)::float8 AS "atMs" FROM statuses_heard
     WHERE (${where}) AND NOT ended GROUP BY profile ORDER BY profile`,
    ids,
  );
  const { rows } = await connection.query<HeardProfile>(text, values);
  return rows.filter(({ atMs }) => atMs > afterMs);
}

/** Has profiles hear that nothing is known any more, once their people were forgotten. Nobody is named. With `wasThere` it moves no tier by itself. */
export async function endForgotten(
  connection: Queryable,
  heard: readonly HeardProfile[],
  nowMs: number,
  wasThere = false,
): Promise<void> {
  if (heard.length === 0) return;
  await connection.query(
    `INSERT INTO statuses_heard (profile, person, at, ended)
     SELECT profile, '', greatest(at, $3), false FROM unnest($1::text[], $2::timestamptz[]) AS one (profile, at)
     ON CONFLICT (profile, person) DO UPDATE SET at = greatest(statuses_heard.at, excluded.at), ended = false`,
    [heard.map(({ profile }) => profile), heard.map(({ atMs }) => new Date(atMs)), new Date(nowMs)],
  );
  await connection.query(
    `INSERT INTO status_changes (person, statuses, is_customer, at, was_there)
     SELECT '', '{}', false, $1, $2 FROM statuses_wanted WHERE is_wanted`,
    [new Date(nowMs), wasThere],
  );
}

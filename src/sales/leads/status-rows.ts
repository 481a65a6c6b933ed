/** What sales knows of people where their statuses are said: how they stand, by which profiles they go, and what these have heard. */
import type { Queryable } from '../../base/database/database.ts';
import { type Heard, heldUntilMs, type Known, profilesOf, type SaidStatus } from './statuses.core.ts';

interface StandingRow {
  person: string;
  statuses: string[];
  is_customer: boolean;
}

/** How people stand now, with all that they go by since a merge. Who is gone is absent. */
export async function knownOf(connection: Queryable, people: readonly string[]): Promise<Map<string, Known>> {
  if (people.length === 0) return new Map();
  const { rows } = await connection.query<StandingRow>(
    `SELECT id AS person, statuses_of(id) AS statuses, kind = 'customer' AS is_customer FROM people WHERE id = ANY($1)`,
    [people],
  );
  const { rows: names } = await connection.query<{
    person: string;
    email: string | null;
    profile: string | null;
    is_claimed: boolean;
  }>(
    `SELECT id AS person, email, profile, coalesce('email' = ANY(unproven), false) AS is_claimed FROM people WHERE id = ANY($1)
     UNION ALL SELECT person_id, email, profile, false FROM merges WHERE kind = 'people' AND person_id = ANY($1)`,
    [people],
  );
  const byPerson = Map.groupBy(names, ({ person }) => person);
  return new Map(
    rows.map(({ person, statuses, is_customer: isCustomer }) => {
      const called = (byPerson.get(person) ?? []).map(({ email, profile, is_claimed: isClaimed }) => ({
        ...{ email, profile, isClaimed },
      }));
      return [person, { statuses, isCustomer, profiles: profilesOf(called) }];
    }),
  );
}

/** What the profiles of people, and those that have heard of them, have heard of anybody. */
export async function heardOf(
  connection: Queryable,
  people: readonly string[],
  profiles: readonly string[],
): Promise<Heard[]> {
  const { rows } = await connection.query<{ profile: string; person: string; at: Date; ended: boolean }>(
    `SELECT profile, person, at, ended FROM statuses_heard
     WHERE profile = ANY($2) OR profile IN (SELECT profile FROM statuses_heard WHERE person = ANY($1))`,
    [people, profiles],
  );
  return rows.map(({ profile, person, at, ended: isEnded }) => ({
    ...{ profile, person, atMs: at.getTime(), isEnded },
  }));
}

/** Others who may be called as people were: by what profiles have heard, and those that somebody was merged into. */
export async function othersCalled(
  connection: Queryable,
  people: readonly string[],
  heard: readonly Heard[],
): Promise<string[]> {
  const { rows } = await connection.query<{ person: string }>(
    `SELECT person_id AS person FROM merges WHERE kind = 'people' AND merged = ANY($1)`,
    [people],
  );
  const others = [...heard.filter(({ isEnded }) => !isEnded), ...rows].map(({ person }) => person);
  return [...new Set(others)].filter((person) => !people.includes(person)).sort();
}

export async function saidOf(
  connection: Queryable,
  people: readonly string[],
): Promise<Map<string, SaidStatus>> {
  const { rows } = await connection.query<StandingRow & { at: Date; day_from: Date; day_count: number }>(
    'SELECT person, statuses, is_customer, at, day_from, day_count FROM statuses_said WHERE person = ANY($1)',
    [people],
  );
  return new Map(
    rows.map(({ person, statuses, is_customer: isCustomer, at, day_from: dayFrom, day_count: dayCount }) => [
      person,
      { statuses, isCustomer, atMs: at.getTime(), dayFromMs: dayFrom.getTime(), dayCount },
    ]),
  );
}

export async function keepSaid(
  connection: Queryable,
  last: ReadonlyMap<string, SaidStatus>,
  nowMs: number,
): Promise<void> {
  const isoOf = (ms: number) => new Date(ms).toISOString();
  const rows = [...last].map(([person, said]) => {
    const heldMs = heldUntilMs(said);
    return {
      ...{ person, statuses: said.statuses, is_customer: said.isCustomer, at: isoOf(said.atMs) },
      ...{ said_at: isoOf(nowMs), day_from: isoOf(said.dayFromMs), day_count: said.dayCount },
      held_until: heldMs === null ? null : isoOf(heldMs),
    };
  });
  await connection.query(
    `INSERT INTO statuses_said (person, statuses, is_customer, at, said_at, day_from, day_count, held_until)
     SELECT * FROM jsonb_to_recordset($1) AS given (person text, statuses text[], is_customer boolean, at timestamptz,
       said_at timestamptz, day_from timestamptz, day_count integer, held_until timestamptz)
     ON CONFLICT (person) DO UPDATE SET statuses = excluded.statuses, is_customer = excluded.is_customer, at = excluded.at,
       said_at = excluded.said_at, day_from = excluded.day_from, day_count = excluded.day_count, held_until = excluded.held_until`,
    [JSON.stringify(rows)],
  );
}

export async function keepHeard(connection: Queryable, heard: readonly Heard[]): Promise<void> {
  const rows = heard.map(({ profile, person, atMs, isEnded: ended }) => ({
    ...{ profile, person, at: new Date(atMs).toISOString(), ended },
  }));
  await connection.query(
    `INSERT INTO statuses_heard SELECT * FROM jsonb_to_recordset($1)
       AS given (profile text, person text, at timestamptz, ended boolean)
     ON CONFLICT (profile, person) DO UPDATE SET at = excluded.at, ended = excluded.ended`,
    [JSON.stringify(rows)],
  );
}

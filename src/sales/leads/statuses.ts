/**
 * Says to scoring how people stand in sales, while an active programme asks: the statuses of their leads, and whether they are customers.
 *
 * Triggers note each change in its own transaction. What is noted is said in its order, and goes in the transaction in which that was done.
 * A killed process says it again, and its id makes both one.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import {
  type Known,
  type NotedStatus,
  profilesOf,
  type SaidStatus,
  type StatusStatement,
  statementsOf,
} from './statuses.core.ts';

/** SQL that is true while something of people's statuses is to be said or noted. */
export const statusesWait =
  'EXISTS (SELECT FROM status_changes) OR EXISTS (SELECT FROM statuses_wanted WHERE noted_to IS NOT NULL)';

/** Scoring, as far as it hears of people in sales. */
export interface StatusSink {
  /** Whether a programme asks, and the generation of programmes that this process knows. */
  wanted(): { isWanted: boolean; generation: number };
  /** How late something may be said and still count, ms. */
  latenessMs: number;
  /** Says it. Said again, it counts once. Throws where scoring cannot be reached now. */
  say(statements: readonly StatusStatement[]): Promise<void>;
}

export interface StatusStore {
  pool: pg.Pool;
  now: () => number;
}

/** Says some of what is noted, the oldest first; returns how many changes were said or noted. */
export async function passStatusesOn({ pool, now }: StatusStore, sink: StatusSink): Promise<number> {
  if (!(await isWanted(pool, sink))) return 0;
  const noted = await noteFormer(pool);
  return noted + (await transaction(pool, (connection) => sayNoted(connection, now(), sink)));
}

/** Whether a programme asks, as the process with the latest programmes knows it. What nobody asks for any more is not said. */
async function isWanted(pool: pg.Pool, sink: StatusSink): Promise<boolean> {
  const { isWanted, generation } = sink.wanted();
  const { rows } = await pool.query<{ is_wanted: boolean; generation: string }>(
    'SELECT is_wanted, generation FROM statuses_wanted',
  );
  const [stored] = rows;
  if (stored === undefined || Number(stored.generation) > generation) return stored?.is_wanted ?? false;
  if (Number(stored.generation) === generation && stored.is_wanted === isWanted) return isWanted;
  await pool.query(
    `WITH changed AS (
       UPDATE statuses_wanted SET is_wanted = $1, generation = $2,
         noted_to = CASE WHEN $1 AND NOT is_wanted THEN '' WHEN $1 THEN noted_to END,
         since = CASE WHEN $1 AND NOT is_wanted THEN NULL ELSE since END
       WHERE generation <= $2 RETURNING is_wanted)
     DELETE FROM status_changes WHERE EXISTS (SELECT FROM changed WHERE NOT is_wanted)`,
    [isWanted, generation],
  );
  return isWanted;
}

/**
 * Notes how people stood before a programme asked, the next some of them. It begins when no transaction is left that does not know yet that
 * changes are to be noted. Those have begun to write before that was committed: they are looked up behind it.
 */
async function noteFormer(pool: pg.Pool): Promise<number> {
  await pool.query(
    `UPDATE statuses_wanted SET since = pg_current_xact_id()
     WHERE noted_to IS NOT NULL AND since IS NULL`,
  );
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ noted_to: string }>(
      `SELECT noted_to FROM statuses_wanted
       WHERE noted_to IS NOT NULL AND pg_snapshot_xmin(pg_current_snapshot()) > since FOR UPDATE`,
    );
    const [wanted] = rows;
    if (wanted === undefined) return 0;
    const { rows: people } = await connection.query<{ id: string }>(
      `SELECT id FROM people WHERE id > $1 AND (kind = 'customer' OR EXISTS (SELECT FROM leads WHERE person_id = people.id)
         OR EXISTS (SELECT FROM statuses_said WHERE person = people.id)) ORDER BY id LIMIT $2`,
      [wanted.noted_to, limits.statusesAtOnce],
    );
    const ids = people.map(({ id }) => id);
    await connection.query(
      'SELECT note_status(id, status_since(id), true) FROM unnest($1::text[]) AS id ORDER BY id',
      [ids],
    );
    await connection.query('UPDATE statuses_wanted SET noted_to = $1', [ids.at(-1) ?? null]);
    return ids.length;
  });
}

interface Row {
  id: string;
  person: string;
  statuses: string[];
  is_customer: boolean;
  at: Date;
  was_there: boolean;
}

/** One process at a time: another one waits for these rows, and finds them gone. */
async function sayNoted(connection: Queryable, nowMs: number, sink: StatusSink): Promise<number> {
  const { rows } = await connection.query<Row>(
    `SELECT id::text, person, statuses, is_customer, at, was_there FROM status_changes
     ORDER BY status_changes.id LIMIT $1 FOR UPDATE`,
    [limits.statusesAtOnce],
  );
  if (rows.length === 0) return 0;
  const people = [...new Set(rows.map(({ person }) => person))].sort();
  const { statements, last } = statementsOf(rows.map(notedIn), {
    known: await knownOf(connection, people),
    said: await saidOf(connection, people),
    nowMs,
    // It takes a while until it is accepted.
    earliestMs: nowMs - sink.latenessMs + limits.minuteMs,
  });
  await sink.say(statements);
  await keepSaid(connection, last);
  await connection.query('DELETE FROM status_changes WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
  return rows.length;
}

function notedIn({ person, statuses, is_customer: isCustomer, at, was_there: wasThere }: Row): NotedStatus {
  return { person, statuses, isCustomer, atMs: at.getTime(), wasThere };
}

/** How people stand now, with all that they go by since a merge. */
async function knownOf(connection: Queryable, people: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await connection.query<Pick<Row, 'person' | 'statuses' | 'is_customer'>>(
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

async function saidOf(connection: Queryable, people: readonly string[]): Promise<Map<string, SaidStatus>> {
  const { rows } = await connection.query<Omit<Row, 'id' | 'was_there'>>(
    'SELECT person, statuses, is_customer, at FROM statuses_said WHERE person = ANY($1)',
    [people],
  );
  return new Map(
    rows.map(({ person, statuses, is_customer: isCustomer, at }) => [
      person,
      { statuses, isCustomer, atMs: at.getTime() },
    ]),
  );
}

async function keepSaid(connection: Queryable, last: ReadonlyMap<string, SaidStatus>): Promise<void> {
  const rows = [...last].map(([person, { statuses, isCustomer, atMs }]) => ({
    ...{ person, statuses, is_customer: isCustomer, at: new Date(atMs).toISOString() },
  }));
  await connection.query(
    `INSERT INTO statuses_said SELECT * FROM jsonb_to_recordset($1)
       AS given (person text, statuses text[], is_customer boolean, at timestamptz)
     ON CONFLICT (person) DO UPDATE SET statuses = excluded.statuses, is_customer = excluded.is_customer, at = excluded.at`,
    [JSON.stringify(rows)],
  );
}

/**
 * Says to scoring how people stand in sales, while an active programme asks: the statuses of their leads, and whether they are customers.
 *
 * Triggers note each change in its own transaction. What is noted is said in its order, and goes in the transaction in which that was done.
 * A killed process says it again, and its id makes both one. What the history is about to forget, and what a lost Redis may have lost, is
 * said again as of now.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { endForgotten } from '../privacy/privacy.ts';
import { heardOf, keepHeard, keepSaid, knownOf, othersCalled, saidOf } from './status-rows.ts';
import {
  heldUntilMs,
  type NotedStatus,
  type SaidStatus,
  type StatusStatement,
  statementsOf,
} from './statuses.core.ts';

/** SQL that is true for changes that wait for the end of a day, at the time `$1`. Their people are held, and lost profiles have heard so. */
const isHeld = `status_is_held(status_changes.person, $1) AND NOT EXISTS (
  SELECT FROM status_changes AS other WHERE other.person = status_changes.person AND NOT other.ends_said)`;

/** SQL that is true while something of people's statuses is to be said or noted, at the time `$1`. */
export const statusesWait = `EXISTS (SELECT FROM status_changes WHERE NOT (${isHeld}))
  OR EXISTS (SELECT FROM statuses_wanted WHERE noted_to IS NOT NULL)`;

/** Scoring, as far as it hears of people in sales. */
export interface StatusSink {
  /** Whether a programme asks, and the generation of programmes that this process knows. */
  wanted(): { isWanted: boolean; generation: number };
  /** How late something may be said and still count, ms. */
  latenessMs: number;
  /** How long after it was said the history may forget something, ms. */
  historyMs: number;
  /** Says it. Said again, it counts once. Throws where scoring cannot be reached now. */
  say(statements: readonly StatusStatement[]): Promise<void>;
  /** Called with how many people's further changes wait for a day. */
  onHeld(people: number): void;
}

export interface StatusStore {
  pool: pg.Pool;
  now: () => number;
}

/** Says some of what is noted, the oldest first; returns how many changes were said or noted. */
export async function passStatusesOn({ pool, now }: StatusStore, sink: StatusSink): Promise<number> {
  if (!(await isWanted(pool, sink))) return 0;
  const nowMs = now();
  const noted = await noteFormer(pool, nowMs);
  const old = await noteOld(pool, nowMs, sink);
  return noted + old + (await transaction(pool, (connection) => sayNoted(connection, nowMs, sink)));
}

/** Has all be said again while a programme asks: of what was said last, Redis may have lost some, or sales itself. */
export async function sayAllAgain(connection: Queryable): Promise<void> {
  await connection.query(
    `UPDATE statuses_wanted SET again = noted_to IS NULL OR again, noted_to = '', since = NULL WHERE is_wanted`,
  );
  await connection.query(
    'UPDATE statuses_heard SET ended = false WHERE ended AND EXISTS (SELECT FROM statuses_wanted WHERE is_wanted)',
  );
}

/**
 * Has all be said again after sales was set back. Profiles of `heard` that it knows nothing of have heard since: of people who stand at nothing
 * now, or are not there. They hear that it is over, now or when a programme asks again.
 */
export async function sayAgainAfterSetBack(
  { pool, now }: StatusStore,
  heard: AsyncIterable<string[]>,
): Promise<void> {
  await transaction(pool, sayAllAgain);
  for await (const profiles of heard)
    await transaction(pool, async (connection) => {
      const { rows } = await connection.query<{ profile: string }>(
        `SELECT profile FROM unnest($1::text[]) AS profile WHERE NOT EXISTS (
           SELECT FROM statuses_heard WHERE statuses_heard.profile = profile.profile AND NOT ended)`,
        [profiles],
      );
      const unknown = rows.map(({ profile }) => ({ profile, atMs: 0 }));
      await endForgotten(connection, unknown, now(), true);
    });
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
         since = CASE WHEN $1 AND NOT is_wanted THEN NULL ELSE since END,
         again = $1 AND is_wanted AND again
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
async function noteFormer(pool: pg.Pool, nowMs: number): Promise<number> {
  await pool.query(
    `UPDATE statuses_wanted SET since = pg_current_xact_id()
     WHERE noted_to IS NOT NULL AND since IS NULL`,
  );
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ noted_to: string; again: boolean }>(
      `SELECT noted_to, again FROM statuses_wanted
       WHERE noted_to IS NOT NULL AND pg_snapshot_xmin(pg_current_snapshot()) > since FOR UPDATE`,
    );
    const [wanted] = rows;
    if (wanted === undefined) return 0;
    const at = new Date(nowMs);
    if (wanted.noted_to === '') await noteGone(connection, at);
    const { rows: people } = await connection.query<{ id: string }>(
      `SELECT id FROM people WHERE id > $1 AND (kind = 'customer' OR EXISTS (SELECT FROM leads WHERE person_id = people.id)
         OR EXISTS (SELECT FROM statuses_said WHERE person = people.id)) ORDER BY id LIMIT $2`,
      [wanted.noted_to, limits.statusesAtOnce],
    );
    const ids = people.map(({ id }) => id);
    await connection.query(
      `SELECT note_status(id, CASE WHEN $2 THEN $3 ELSE status_since(id) END, true)
       FROM unnest($1::text[]) AS id ORDER BY id`,
      [ids, wanted.again, at],
    );
    await connection.query(
      'UPDATE statuses_wanted SET noted_to = $1, again = again AND $1::text IS NOT NULL',
      [ids.at(-1) ?? null],
    );
    return ids.length;
  });
}

/** Notes that nothing is to be said any more of people who went while nobody asked. */
async function noteGone(connection: Queryable, at: Date): Promise<void> {
  await connection.query(
    `INSERT INTO status_changes (person, statuses, is_customer, at, was_there)
     SELECT DISTINCT person, '{}'::text[], false, $1::timestamptz, true FROM statuses_heard
     WHERE NOT ended AND NOT EXISTS (SELECT FROM people WHERE id = person)`,
    [at],
  );
}

/** Notes again what was said so long ago that the history may forget it soon. */
async function noteOld(pool: pg.Pool, nowMs: number, { historyMs }: StatusSink): Promise<number> {
  const bound = new Date(nowMs - historyMs * limits.statusesAgainShare);
  const { rows } = await pool.query(
    `WITH old AS (
       SELECT person FROM statuses_said
       WHERE said_at < $1 AND (statuses <> '{}' OR is_customer)
         AND NOT EXISTS (SELECT FROM status_changes WHERE status_changes.person = statuses_said.person)
         AND EXISTS (SELECT FROM people WHERE id = statuses_said.person)
       ORDER BY said_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     SELECT note_status(person, $3, true) FROM old`,
    [bound, limits.statusesAtOnce, new Date(nowMs)],
  );
  return rows.length;
}

interface Row {
  id: string;
  person: string;
  statuses: string[];
  is_customer: boolean;
  at: Date;
  was_there: boolean;
  ends_said: boolean;
}

/** One process at a time: another one waits for these rows, and finds them gone. */
async function sayNoted(connection: Queryable, nowMs: number, sink: StatusSink): Promise<number> {
  const { rows } = await connection.query<Row>(
    `SELECT id::text, person, statuses, is_customer, at, was_there, ends_said FROM status_changes
     WHERE NOT (${isHeld}) ORDER BY status_changes.id LIMIT $2 FOR UPDATE OF status_changes`,
    [new Date(nowMs), limits.statusesAtOnce],
  );
  if (rows.length === 0) return 0;
  const people = [...new Set(rows.map(({ person }) => person))].sort();
  const theirs = await knownOf(connection, people);
  const heard = await heardOf(
    connection,
    people,
    [...theirs.values()].flatMap(({ profiles }) => profiles),
  );
  const others = await othersCalled(connection, people, heard);
  const said = await saidOf(connection, [...people, ...others]);
  const { statements, last, again, waiting, ...saying } = statementsOf(rows.map(notedIn), {
    known: new Map([...theirs, ...(await knownOf(connection, others))]),
    said,
    heard,
    nowMs,
    // It takes a while until it is accepted.
    earliestMs: nowMs - sink.latenessMs + limits.minuteMs,
  });
  await sink.say(statements);
  await keepSaid(connection, last, nowMs);
  await keepHeard(connection, saying.heard);
  await keepWaiting(connection, rows, waiting);
  await connection.query('DELETE FROM statuses_said WHERE person = ANY($1)', [
    people.filter((person) => !theirs.has(person)),
  ]);
  await connection.query('SELECT note_status(id, $2, false) FROM unnest($1::text[]) AS id', [
    again,
    new Date(nowMs),
  ]);
  const isHeldNow = (one: SaidStatus | undefined) => one !== undefined && (heldUntilMs(one) ?? 0) > nowMs;
  const held = [...last].filter(([person, one]) => isHeldNow(one) && !isHeldNow(said.get(person)));
  if (held.length > 0) sink.onHeld(held.length);
  return rows.length;
}

/** Deletes what was said, and keeps what waits until a day is over. It counts as a change that happened, whatever was noted last. */
async function keepWaiting(
  connection: Queryable,
  rows: readonly Row[],
  waiting: readonly string[],
): Promise<void> {
  const isWaiting = (row: Row) => waiting.includes(nameOf(row));
  const idsOf = (some: readonly Row[]) => some.map(({ id }) => id);
  await connection.query('DELETE FROM status_changes WHERE id = ANY($1)', [
    idsOf(rows.filter((row) => !isWaiting(row))),
  ]);
  await connection.query('UPDATE status_changes SET ends_said = true, was_there = false WHERE id = ANY($1)', [
    idsOf(rows.filter(isWaiting)),
  ]);
}

function notedIn(row: Row): NotedStatus {
  const { person, statuses, is_customer: isCustomer, at, was_there: wasThere, ends_said: hasWaited } = row;
  return { id: nameOf(row), person, statuses, isCustomer, atMs: at.getTime(), wasThere, hasWaited };
}

/** Also by its time: numbers begin again where PostgreSQL was set back. */
function nameOf({ id, at }: Row): string {
  return `${id} ${at.getTime()}`;
}

/**
 * Scores companies that are due: each in one transaction with its step on the ladder, and the lead, task and alert of a crossing.
 *
 * Which companies are due is in a table, written with what changed. So a stop between any two steps loses nothing and doubles nothing.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountScoring, AccountState, AccountStepped, Identity } from '../../contract/api/api.ts';
import {
  type AccountPerson,
  accountUpdate,
  type Contact,
  contactAmong,
  personKey,
} from './account-update.core.ts';
import { applyRecord } from './apply.core.ts';
import { type Data, isDataError, writeAll } from './apply.ts';
import { loadWorld } from './world-rows.ts';

/** What scoring companies works with. */
export interface AccountStore extends Data {
  pool: pg.Pool;
  scoring: AccountScoring;
}

interface Due {
  company: string;
  programme: string;
}

/** Scores the companies that are due, some at a time; returns how many. A company that cannot be stored is tried again later. */
export async function scoreDueAccounts(store: AccountStore): Promise<number> {
  await noteChangedProgrammes(store);
  const { rows } = await store.pool.query<Due>(
    'SELECT company, programme FROM account_due WHERE due_at <= $1 ORDER BY noted LIMIT $2',
    [new Date(store.nowMs()), limits.accountsAtOnce],
  );
  for (const due of rows)
    try {
      await transaction(store.pool, (connection) => scoreAccount(connection, store, due));
    } catch (error) {
      if (!isDataError(error)) throw error;
      const later = new Date(store.nowMs() + limits.accountsEveryMs);
      await store.pool.query('UPDATE account_due SET due_at = $3 WHERE company = $1 AND programme = $2', [
        due.company,
        due.programme,
        later,
      ]);
    }
  return rows.length;
}

/** Notes the companies whose score is of another version than the active one. */
async function noteChangedProgrammes({ pool, scoring, nowMs }: AccountStore): Promise<void> {
  const { rows } = await pool.query<{ programme: string; version: string }>(
    'SELECT programme, version FROM account_scores GROUP BY programme, version',
  );
  for (const { programme, version } of rows) {
    const nobody = { before: null, people: [], nowMs: nowMs(), isOwn: false, canRise: false };
    const active = scoring(programme, nobody)?.programmeVersion ?? version;
    if (active !== version)
      await pool.query(
        `SELECT score_account(company, programme, false) FROM account_scores
         WHERE programme = $1 AND version = $2 ORDER BY company`,
        [programme, version],
      );
  }
}

/** Scores one, unless another worker has. What is noted meanwhile stays noted. */
async function scoreAccount(connection: Queryable, store: AccountStore, due: Due): Promise<void> {
  const { company, programme } = due;
  // One worker at a time. No row of what is due is locked: writers of parts would wait, and may hold what this one needs.
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 67))', [
    `${company} ${programme}`,
  ]);
  const nowMs = store.nowMs();
  const { rows } = await connection.query<Noted>(
    'SELECT is_own, noted::text FROM account_due WHERE company = $1 AND programme = $2 AND due_at <= $3',
    [company, programme, new Date(nowMs)],
  );
  const [noted] = rows;
  if (noted === undefined) return;
  const next = await stepOf(connection, store, { ...due, isOwn: noted.is_own, nowMs });
  if (next === null) {
    // This process may not know the programme yet: another does, or this one soon.
    await connection.query(
      'UPDATE account_due SET due_at = $4 WHERE company = $1 AND programme = $2 AND noted = $3',
      [company, programme, noted.noted, new Date(nowMs + limits.accountsEveryMs)],
    );
    return;
  }
  const { rowCount } = await connection.query(
    'DELETE FROM account_due WHERE company = $1 AND programme = $2 AND noted = $3',
    [company, programme, noted.noted],
  );
  // Alerts come last, as in the relay: two that wait for each other would hold up those of everybody.
  await next.write?.();
  if (rowCount === 1 && next.dueAtMs !== null)
    await connection.query(
      `INSERT INTO account_due (company, programme, is_own, due_at, noted) VALUES ($1, $2, true, $3, nextval('account_notes'))
       ON CONFLICT (company, programme) DO NOTHING`,
      [company, programme, new Date(next.dueAtMs)],
    );
}

/** What a step leaves to do. */
interface Next {
  /** When the clock alone needs the next step, ms; null where it needs none. */
  dueAtMs: number | null;
  /** Writes what follows from it in sales; absent where nothing does. */
  write?: () => Promise<unknown>;
}

interface Noted {
  is_own: boolean;
  noted: string;
}

/** Makes the step of one on its ladder. Null where no programme of that name is active in this process: then nothing is written. */
async function stepOf(
  connection: Queryable,
  store: AccountStore,
  due: Due & { isOwn: boolean; nowMs: number },
): Promise<Next | null> {
  const { isOwn, nowMs } = due;
  const company = await companyOf(connection, due.company);
  if (company === null) {
    await followMerge(connection, due);
    return { dueAtMs: null };
  }
  const before = await stateOf(connection, due);
  const people = await peopleOf(connection, due, limits.accountPeopleMax);
  const contact = company.do_not_contact ? null : contactAmong(people);
  const step = store.scoring(due.programme, {
    before: before?.state ?? null,
    people: people.map((one) => ({ profile: one.profile, person: personKey(one), points: one.points })),
    ...{ nowMs, isOwn, canRise: contact !== null },
  });
  if (step === null) return null;
  await keep(connection, due, step, nowMs);
  const isNews =
    step.to !== step.from || step.actions.length > 0 || (step.to > 0 && step.score !== before?.score);
  const who = isNews && step.episode > 0 ? ((await contactOfWork(connection, due)) ?? contact) : null;
  if (who === null) return { dueAtMs: step.dueAtMs };
  const record = accountUpdate(company, step, people, who, nowMs);
  const world = await loadWorld(connection, store.flows, await store.routing.current(), [record]);
  const write = () => writeAll(connection, store.flows, world, applyRecord(world, record));
  return { dueAtMs: step.dueAtMs, write };
}

interface Company {
  id: string;
  name: string;
  do_not_contact: boolean;
}

async function companyOf(connection: Queryable, id: string): Promise<Company | null> {
  const { rows } = await connection.query<Company>(
    'SELECT id, name, do_not_contact FROM companies WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** The people of a company that was merged are of the one it became part of, which is scored next. */
async function followMerge(connection: Queryable, { company, programme }: Due): Promise<void> {
  await connection.query('DELETE FROM account_scores WHERE company = $1 AND programme = $2', [
    company,
    programme,
  ]);
  await connection.query(
    `UPDATE account_parts SET company = kept_record($1) WHERE company = $1 AND programme = $2 AND kept_record($1) <> $1`,
    [company, programme],
  );
}

async function stateOf(connection: Queryable, { company, programme }: Due) {
  const { rows } = await connection.query<{ state: AccountState; score: number }>(
    'SELECT state, score FROM account_scores WHERE company = $1 AND programme = $2 FOR UPDATE',
    [company, programme],
  );
  return rows[0] ?? null;
}

/** Its people in a programme, those with the most points first. */
export async function peopleOf(
  connection: Queryable,
  { company, programme }: Due,
  countMax: number,
): Promise<AccountPerson[]> {
  const { rows } = await connection.query<AccountPerson>(
    `SELECT part.profile, part.identity, part.email, part.points, part.reasons,
       known.id AS person, coalesce(known.do_not_contact, false) AS do_not_contact
     FROM account_parts AS part LEFT JOIN LATERAL (
       SELECT id, do_not_contact FROM people WHERE people.email = part.email OR people.profile = part.profile
       ORDER BY people.email IS DISTINCT FROM part.email, id LIMIT 1) AS known ON true
     WHERE part.company = $1 AND part.programme = $2 ORDER BY part.points DESC, part.profile LIMIT $3`,
    [company, programme, countMax],
  );
  return rows;
}

async function keep(connection: Queryable, due: Due, step: AccountStepped, nowMs: number): Promise<void> {
  const { company, programme } = due;
  const { state, score, to, tierName, tiers, programmeVersion } = step;
  await connection.query(
    `INSERT INTO account_scores (company, programme, state, score, tier, tier_name, tiers, version, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (company, programme) DO UPDATE SET state = excluded.state, score = excluded.score, tier = excluded.tier,
       tier_name = excluded.tier_name, tiers = excluded.tiers, version = excluded.version, at = excluded.at`,
    [
      company,
      programme,
      JSON.stringify(state),
      score,
      to,
      tierName,
      tiers,
      programmeVersion,
      new Date(nowMs),
    ],
  );
}

/** The person of the work that the company has already: it stays theirs, and a fall finds it. */
async function contactOfWork(connection: Queryable, { company, programme }: Due): Promise<Contact | null> {
  const { rows } = await connection.query<Omit<Identity, 'userId'> & { profile: string | null }>(
    `SELECT people.profile, email, name, people.company, title, phone, country, language FROM (
       SELECT person_id, created_at FROM leads WHERE profile = $1 AND programme = $2 AND closed_at IS NULL
       UNION ALL SELECT person_id, created_at FROM tasks WHERE profile = $1 AND programme = $2 AND status IN ('Open', 'Asleep')
     ) AS work JOIN people ON people.id = person_id ORDER BY work.created_at DESC LIMIT 1`,
    [company, programme],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const { profile, ...identity } = found;
  return { profile: profile ?? '', identity: { ...identity, userId: null } };
}

/**
 * Scores companies that are due: each in one transaction with its step on the ladder, and the lead, task and alert of a crossing.
 *
 * Which companies are due is in a table, written with what changed. So a stop between any two steps loses nothing and doubles nothing.
 */
import { type Queryable, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Carried, noTracing, type Tracing } from '../../base/telemetry/telemetry.ts';
import type { AccountStepped, Identity } from '../../contract/api/api.ts';
import { isUpToDate, putOffUnknown } from './account-ends.ts';
import { followMerge } from './account-merges.ts';
import { moveNoted } from './account-moves.ts';
import { companyOf, countedOf, partsOf, peopleOf, stateOf } from './account-rows.ts';
import type { AccountStore, Due } from './account-store.ts';
import { accountUpdate, type Contact, contactAmong } from './account-update.core.ts';
import { applyTraced, isDataError, writeAll } from './apply.ts';
import { loadWorld } from './world-rows.ts';

/** Scores the companies that are due, some at a time; returns how many. A company that cannot be stored is tried again later. */
export async function scoreDueAccounts(store: AccountStore, tracing: Tracing = noTracing): Promise<number> {
  const moved = await moveNoted(store);
  if (!(await isUpToDate(store))) return moved;
  await noteChangedProgrammes(store);
  const { rows } = await store.pool.query<Due>(
    `SELECT company, programme FROM account_due
     WHERE due_at <= $1 AND NOT waits_for_moves(company, apart_from, $1) ORDER BY noted LIMIT $2`,
    [new Date(store.nowMs()), limits.accountsAtOnce],
  );
  for (const due of rows)
    try {
      const showTraces = await transaction(store.pool, (connection) =>
        scoreAccount(connection, store, due, tracing),
      );
      showTraces?.();
    } catch (error) {
      if (!isDataError(error)) throw error;
      const later = new Date(store.nowMs() + limits.accountsEveryMs);
      await store.pool.query('UPDATE account_due SET due_at = $3 WHERE company = $1 AND programme = $2', [
        due.company,
        due.programme,
        later,
      ]);
    }
  return Math.max(moved, rows.length);
}

/** Notes the companies whose score is of another version than the active one. */
async function noteChangedProgrammes({ pool, scoring, nowMs }: AccountStore): Promise<void> {
  const { rows } = await pool.query<{ programme: string; version: string }>(
    'SELECT programme, version FROM account_scores GROUP BY programme, version',
  );
  for (const { programme, version } of rows) {
    const nobody = { before: null, people: [], nowMs: nowMs(), isOwn: false, canRise: false };
    const active = scoring.step(programme, nobody)?.programmeVersion ?? version;
    if (active !== version)
      await pool.query(
        `SELECT score_account(company, programme, false) FROM account_scores
         WHERE programme = $1 AND version = $2 ORDER BY company`,
        [programme, version],
      );
  }
}

/**
 * Scores one, unless another worker has. What is noted meanwhile stays noted. Returns how the spans of it are shown, once it is committed;
 * null where nothing was done.
 */
async function scoreAccount(
  connection: Queryable,
  store: AccountStore,
  due: Due,
  tracing: Tracing,
): Promise<(() => void) | null> {
  const { company, programme } = due;
  // One worker at a time. No row of what is due is locked: writers of parts would wait, and may hold what this one needs.
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 67))', [
    `${company} ${programme}`,
  ]);
  const generation = store.scoring.generation();
  const { rows: fence } = await connection.query<{ isLater: boolean }>(
    'SELECT generation > $1 AS "isLater" FROM account_fence FOR SHARE',
    [generation],
  );
  if (fence[0]?.isLater) return null;
  const nowMs = store.nowMs();
  const { rows } = await connection.query<Noted>(
    `SELECT is_own, begins_again, noted::text, traces, traces IS NULL AND due_at > 'epoch' AS "isByTime" FROM account_due
     WHERE company = $1 AND programme = $2 AND due_at <= $3 AND NOT waits_for_moves(company, apart_from, $3)`,
    [company, programme, new Date(nowMs)],
  );
  const [noted] = rows;
  if (noted === undefined) return null;
  const traced = traceScore(tracing, noted);
  const next = await stepOf(connection, store, {
    ...due,
    ...{ isOwn: noted.is_own, beginsAgain: noted.begins_again, nowMs, trace: traced.carried },
  });
  if (next === null) {
    await putOffUnknown(connection, due, noted.noted, nowMs);
    return null;
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
  return noted.isByTime && next.write === undefined ? null : traced.end;
}

/**
 * Begins a span in each trace of the updates behind a score; what follows goes on in that of the last one. What time alone makes begins a
 * trace, and has one only where something follows.
 */
function traceScore(tracing: Tracing, { traces, isByTime }: Noted): { carried: Carried; end: () => void } {
  if (isByTime) return tracing.begin('score company', { attributes: { 'scoville.cause': 'time' } });
  const step = tracing.step('score company', traces ?? []);
  return { carried: step.next(traces?.[0]), end: () => step.end() };
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
  begins_again: boolean;
  noted: string;
  /** Of the updates that made it due, the last one first; null where none of them is traced. */
  traces: string[] | null;
  /** Whether the clock alone made it due. */
  isByTime: boolean;
}

/** Makes the step of one on its ladder. Null where no programme of that name is active in this process: then nothing is written. */
async function stepOf(
  connection: Queryable,
  store: AccountStore,
  due: Due & { isOwn: boolean; beginsAgain: boolean; nowMs: number; trace: Carried },
): Promise<Next | null> {
  const { isOwn, nowMs } = due;
  const company = await companyOf(connection, due.company);
  if (company === null)
    return (await followMerge(connection, store.scoring, due, nowMs)) ? { dueAtMs: null } : null;
  const before = await stateOf(connection, due);
  const people = await peopleOf(connection, due, countedOf(company));
  const contact = company.do_not_contact ? null : contactAmong(people);
  const ofWork = await contactOfWork(connection, due);
  const step = store.scoring.step(due.programme, {
    before: before?.state ?? null,
    people: partsOf(people),
    ...{ nowMs, isOwn, canRise: contact !== null, beginsAgain: due.beginsAgain && ofWork === null },
    hasEnded: before?.hasEnded ?? false,
  });
  if (step === null) return null;
  await keep(connection, due, step, nowMs);
  const isNews =
    step.to !== step.from || step.actions.length > 0 || (step.to > 0 && step.score !== before?.score);
  const who = isNews && step.episode > 0 ? (ofWork ?? contact) : null;
  if (who === null) return { dueAtMs: step.dueAtMs };
  const record = accountUpdate(company, step, people, who, nowMs);
  const world = await loadWorld(connection, store.flows, await store.routing.current(), [record]);
  const write = () => writeAll(connection, store.flows, world, applyTraced(world, record, due.trace));
  return { dueAtMs: step.dueAtMs, write };
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

/** The person of the work that the company has already, also by what was merged into it: it stays theirs, and a fall finds it. */
async function contactOfWork(connection: Queryable, { company, programme }: Due): Promise<Contact | null> {
  const { rows: merged } = await connection.query<{ id: string }>(
    'SELECT merged AS id FROM merges WHERE company_id = $1',
    [company],
  );
  const { rows } = await connection.query<Omit<Identity, 'userId'> & { profile: string | null }>(
    `SELECT people.profile, email, name, people.company, title, phone, country, language FROM (
       SELECT person_id, created_at FROM leads WHERE profile = ANY($1) AND programme = $2 AND closed_at IS NULL
       UNION ALL SELECT person_id, created_at FROM tasks WHERE profile = ANY($1) AND programme = $2 AND status IN ('Open', 'Asleep')
     ) AS work JOIN people ON people.id = person_id ORDER BY work.created_at DESC LIMIT 1`,
    [[company, ...merged.map(({ id }) => id)], programme],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const { profile, ...identity } = found;
  return { profile: profile ?? '', identity: { ...identity, userId: null } };
}

/**
 * What people add to the score of their company, as tier updates say it: a register of each profile and programme.
 *
 * Written in the transaction of the updates, so that each counts once. Triggers note which companies are to be scored.
 */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { foldParts, type Part, type PartRow, partKey, type Said } from './account-fold.core.ts';
import { moveByAddress } from './account-groups.ts';
import { membershipOf } from './account-membership.core.ts';
import { subjectOfAddress } from './account-words.core.ts';
import { hearWord, isClaim, personOf } from './person.core.ts';
import { isByPages } from './quarantine.core.ts';
import type { World } from './world.core.ts';

/** Returns the part that an update says, with what it carries. */
export function partOf(world: World, record: TierUpdate, trace?: string): Part {
  const { profile, programme, identity, score, atMs, reasons, part } = record;
  const { isOwn, heir, joined = [], generation = 0 } = part ?? { isOwn: true };
  const said = { profile, programme, isOwn, joined, leaves: heir !== undefined };
  // Of a crowd that one address made up, nobody counts until something else says who they are.
  if (identity === null || identity.crowd === true) return { ...said, row: null };
  if (score <= 0) {
    // Their group counts all the same: for their record, and for their other profiles.
    if (personOf(world, record) === null) hearWord(world, record);
    else if (identity.group !== undefined && !isByPages(record))
      membershipOf(world, { ...record, identity }, true);
    return { ...said, row: null };
  }
  const membership = membershipOf(world, { ...record, identity }, true);
  const row: PartRow = {
    ...{ profile, programme, company: membership.company, email: isClaim(record) ? null : identity.email },
    ...{ identity, points: score, reasons, is_own: isOwn, at: new Date(atMs).toISOString() },
    ...{ is_claimed: membership.isClaimed, waits: membership.waits, generation, trace },
  };
  return { ...said, row };
}

/** Writes the parts of a world, in their order, and notes those that another word moves. */
export async function writeAccounts(
  connection: Queryable,
  world: World,
  parts: readonly Part[],
): Promise<void> {
  const met = [...new Set(parts.flatMap(({ row }) => row?.email ?? []))];
  const ofAddresses = [...met, ...world.movedAddresses.keys()].map(subjectOfAddress);
  const ofParts = parts.flatMap(({ profile, joined }) => [profile, ...joined]);
  if (ofParts.length + ofAddresses.length === 0) return;
  await lockParts(connection, [...new Set([...ofParts, ...ofAddresses])].sort());
  if (parts.length > 0) await writeParts(connection, parts);
  await moveByAddress(connection, world, met);
  await movePassed(connection, world, parts);
}

/** Notes parts whose person has moved behind them in the same batch: the triggers of people do not see these. */
async function movePassed(connection: Queryable, world: World, parts: readonly Part[]): Promise<void> {
  const passed = parts.flatMap(({ row }) => {
    const company = row === null ? null : (personOf(world, row)?.company_id ?? null);
    return row === null || company === null || company === row.company ? [] : row.profile;
  });
  if (passed.length > 0) await connection.query('SELECT move_parts($1)', [passed]);
}

async function writeParts(connection: Queryable, parts: readonly Part[]): Promise<void> {
  const { rows, gone, marks } = foldParts(await heardBefore(connection, parts), parts);
  await writeMarks(connection, [...marks.values()]);
  await deleteParts(connection, [...gone.values()]);
  // One order for all writers, since each row notes its company.
  const inOrder = [...rows.values()].sort((one, other) =>
    (one.company ?? '') < (other.company ?? '') ? -1 : 1,
  );
  await connection.query(
    `INSERT INTO account_parts (profile, programme, company, email, identity, points, reasons, is_own, at, is_claimed, waits, generation, trace)
     SELECT given.* FROM jsonb_to_recordset($1) AS given (profile text, programme text, company text, email text, identity jsonb,
       points double precision, reasons jsonb, is_own boolean, at timestamptz, is_claimed boolean, waits boolean,
       generation bigint, trace text)
     ON CONFLICT (profile, programme) DO UPDATE SET company = excluded.company, email = excluded.email, identity = excluded.identity,
       points = excluded.points, reasons = excluded.reasons, is_own = excluded.is_own, at = excluded.at,
       is_claimed = excluded.is_claimed, waits = excluded.waits, generation = excluded.generation, trace = excluded.trace`,
    [JSON.stringify(inOrder)],
  );
  await nameCompanies(connection, inOrder);
  await putOff(connection, inOrder);
}

/** Other writers of these profiles wait, and of the addresses that some of them stand for; `profiles` are in order. */
export async function lockParts(connection: Queryable, profiles: readonly string[]): Promise<void> {
  await connection.query(
    'SELECT pg_advisory_xact_lock(hashtextextended(profile, 69)) FROM unnest($1::text[]) AS profile',
    [profiles],
  );
}

/** What one side has said of profiles that become part of another; they are locked. */
async function heardBefore(connection: Queryable, parts: readonly Part[]): Promise<Map<string, Said>> {
  const profiles = [...new Set(parts.flatMap(({ profile, joined }) => [profile, ...joined]))];
  const { rows } = await connection.query<{ profile: string; programme: string; said: Said }>(
    'SELECT profile, programme, said FROM account_leavings WHERE profile = ANY($1)',
    [profiles],
  );
  return new Map(rows.map(({ profile, programme, said }) => [partKey(profile, programme), said]));
}

async function writeMarks(
  connection: Queryable,
  marks: readonly { profile: string; programme: string; said: Said | null }[],
): Promise<void> {
  if (marks.length === 0) return;
  const given = '$1::text[], $2::text[], $3::text[]';
  const columns = [
    marks.map(({ profile }) => profile),
    marks.map(({ programme }) => programme),
    marks.map(({ said }) => said),
  ];
  await connection.query(
    `DELETE FROM account_leavings USING unnest(${given}) AS given (profile, programme, said)
     WHERE given.said IS NULL AND account_leavings.profile = given.profile AND account_leavings.programme = given.programme`,
    columns,
  );
  await connection.query(
    `INSERT INTO account_leavings (profile, programme, said)
     SELECT * FROM unnest(${given}) AS given (profile, programme, said) WHERE said IS NOT NULL
     ON CONFLICT (profile, programme) DO UPDATE SET said = excluded.said, at = excluded.at`,
    columns,
  );
}

async function deleteParts(
  connection: Queryable,
  gone: readonly { profile: string; programme: string; isOwn: boolean }[],
): Promise<void> {
  if (gone.length === 0) return;
  const matches = `FROM jsonb_to_recordset($1) AS given (profile text, programme text, "isOwn" boolean)
    WHERE account_parts.profile = given.profile AND account_parts.programme = given.programme`;
  await connection.query(
    `UPDATE account_parts SET is_own = false, ends_own = false ${matches} AND NOT "isOwn"`,
    [JSON.stringify(gone)],
  );
  await connection.query(`DELETE FROM account_parts USING ${matches.slice('FROM '.length)}`, [
    JSON.stringify(gone),
  ]);
}

/** A company is named by the first person that somebody else than a page puts into it. */
export async function nameCompanies(
  connection: Queryable,
  rows: readonly Pick<PartRow, 'company' | 'is_claimed'>[],
): Promise<void> {
  const named = rows.flatMap(({ company, is_claimed: isClaimed }) => (isClaimed ? [] : (company ?? [])));
  if (named.length === 0) return;
  await connection.query('UPDATE companies SET is_claimed = false WHERE id = ANY($1) AND is_claimed', [
    named,
  ]);
}

/** Notes whose company waits for the next hour. */
export async function putOff(
  connection: Queryable,
  rows: readonly Pick<PartRow, 'profile' | 'waits' | 'at'>[],
): Promise<void> {
  const waiting = rows.filter(({ waits }) => waits);
  if (waiting.length === 0) return;
  await connection.query(
    `INSERT INTO account_moves AS moves (profile, noted, due_at)
     SELECT profile, nextval('account_notes'), due_at FROM unnest($1::text[], $2::timestamptz[]) AS given (profile, due_at) ORDER BY profile
     ON CONFLICT (profile) DO UPDATE SET noted = excluded.noted, due_at = excluded.due_at`,
    [waiting.map(({ profile }) => profile), waiting.map(({ at }) => nextHourOf(at))],
  );
}

function nextHourOf(at: string): string {
  const ms = Date.parse(at);
  return new Date(ms - (ms % limits.hourMs) + limits.hourMs).toISOString();
}

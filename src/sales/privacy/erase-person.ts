/**
 * Erases people from sales, in the transaction of the notice.
 *
 * The person, leads, tasks, activities, alerts and deliveries go, with their timelines. Opportunities, quotations, deals, orders and
 * jobs are records of the business: they stay, as those of an erased person, without names, free texts and fields.
 */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { erasureHashOf } from '../../base/kernel/kernel.ts';
import type { ErasureNotice } from '../../contract/api/api.ts';
import { holdContact } from '../store/store.ts';
import { endForgotten, heardOfForgotten } from './heard-statuses.ts';
import { type PersonalIds, peopleOf, personalIdsOf, personalTables, withIds } from './personal-data.ts';

/** The name that stays in the records of the business. */
export const erasedName = 'erased person';
const cancelledReason = 'it named a person who was erased';

/**
 * Erases what a notice names; a notice that was carried out already erases nothing. Returns the nameless person in whose name records of
 * the business stay; null where none do.
 */
export async function erasePerson(
  connection: Queryable,
  { erasure, profile, untilMs, address, person }: ErasureNotice,
  nowMs: number,
): Promise<string | null> {
  const { rows: done } = await connection.query<{ hash: string; untilMs: number }>(
    'SELECT hash, until_ms::float8 AS "untilMs" FROM sales_erasures WHERE erasure = $1',
    [erasure],
  );
  const hash = erasureHashOf(erasure, profile);
  if (done.some((one) => one.hash === hash && one.untilMs >= untilMs)) return null;
  await holdContact(connection);
  const people = await peopleOf(connection, {
    profiles: [profile],
    addresses: address === null ? [] : [address],
    people: person === null ? [] : [person],
  });
  const others = done.filter((one) => one.hash !== hash).map((one) => one.hash);
  const kept = await beganAgain(
    connection,
    erasure,
    people.map(({ id }) => id),
    others,
  );
  const ids = await personalIdsOf(connection, {
    people: people.map(({ id }) => id).filter((id) => !kept.has(id)),
    profiles: [profile],
  });
  // Said while the erasure was on its way, as of later: scoring and the history keep it.
  const heard = await heardOfForgotten(connection, ids, untilMs);
  const { counts, standIn } = await eraseRows(connection, ids, nowMs);
  await endForgotten(connection, heard, nowMs);
  await connection.query(
    `INSERT INTO sales_erasures AS kept (erasure, hash, until_ms, counts) VALUES ($1, $2, $3, $4)
     ON CONFLICT (erasure, hash) DO UPDATE SET until_ms = excluded.until_ms, counts = (
       SELECT coalesce(jsonb_object_agg(key, coalesce((kept.counts ->> key)::bigint, 0) + coalesce((excluded.counts ->> key)::bigint, 0)), '{}')
       FROM (SELECT jsonb_object_keys(kept.counts || excluded.counts) AS key) AS keys)`,
    [erasure, hash, untilMs, JSON.stringify(counts)],
  );
  return standIn;
}

/** People who have a lead or task of a profile that this erasure is done with: they are new since. */
async function beganAgain(
  connection: Queryable,
  erasure: string,
  people: readonly string[],
  done: readonly string[],
): Promise<Set<string>> {
  if (done.length === 0) return new Set();
  const { rows } = await connection.query<{ person: string; profile: string }>(
    `SELECT person_id AS person, profile FROM leads WHERE person_id = ANY($1) AND profile IS NOT NULL
     UNION SELECT person_id, profile FROM tasks WHERE person_id = ANY($1) AND profile IS NOT NULL`,
    [people],
  );
  return new Set(
    rows.flatMap(({ person, profile }) => (done.includes(erasureHashOf(erasure, profile)) ? [person] : [])),
  );
}

/** What an erasure did. */
interface ErasedRows {
  /** How many by table. */
  counts: Record<string, number>;
  /** The nameless person in whose name records of the business stay; null where none do. */
  standIn: string | null;
}

/** Erases rows found by their ids. */
export async function eraseRows(connection: Queryable, ids: PersonalIds, nowMs: number): Promise<ErasedRows> {
  await connection.query(`SELECT set_config('scoville.erasing', 'yes', true)`);
  const counts: Record<string, number> = {};
  const run = async (store: string, sql: string) => {
    const { text, values } = withIds(sql, ids);
    const { rowCount } = await connection.query(text, values);
    if (rowCount) counts[store] = (counts[store] ?? 0) + rowCount;
  };
  await run('deliveries', redactMixedDeliveries);
  await run('notices', reopenNotices);
  delete counts['notices'];
  await connection.query('UPDATE deliveries SET repeats = NULL WHERE repeats = ANY($1)', [ids.deliveries]);
  const standIn = ids.records.length === 0 ? null : `pn_${randomUUID()}`;
  if (standIn !== null) await redactRecords(connection, standIn, nowMs, run);
  for (const { table, fate, where } of personalTables)
    if (table === 'timeline') {
      await run('timeline', redactTimeline);
      await run('timeline', redactMerges);
      await run(
        'timeline',
        `DELETE FROM timeline WHERE ${where} AND record <> ALL(:records) AND record <> ALL(:quotations)`,
      );
    } else if (fate === 'deleted') await run(table, `DELETE FROM ${table} WHERE ${where}`);
  await connection.query(`SELECT set_config('scoville.erasing', '', true)`);
  return { counts, standIn };
}

/** Messages that name others too, such as digests. */
const mixed = `id IN (SELECT delivery FROM notices WHERE alert::text = ANY(:alerts)) AND id <> ALL(:deliveries)`;

/** What is still to be sent is written again without the person. */
const reopenNotices = `UPDATE notices SET delivery = NULL, closed_at = NULL
  WHERE alert::text <> ALL(:alerts)
    AND delivery IN (SELECT id FROM deliveries WHERE ${mixed} AND cancelled_reason = '${cancelledReason}')`;

const redactMixedDeliveries = `UPDATE deliveries SET body = '{"erased": true}', next_at = NULL,
    state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END, lease = NULL, leased_until = NULL,
    cancelled_reason = CASE state WHEN 'waiting' THEN '${cancelledReason}' ELSE cancelled_reason END
  WHERE ${mixed}`;

/** Columns of business records that may name somebody. */
const namingColumns = [
  ...['name', 'person_id', 'lead_id', 'fields', 'end_reason', 'decline_reason', 'attachment'],
  ...['external_id', 'external_source'],
];

const redactTimeline = `UPDATE timeline SET changes = changes - ARRAY[${namingColumns.map((name) => `'${name}'`).join(', ')}]
  WHERE (record = ANY(:records) OR record = ANY(:quotations)) AND changes ?| ARRAY[${namingColumns.map((name) => `'${name}'`).join(', ')}]`;

/** Columns of a person. Those who were one with the erased person for a while took over some of them, and gave them back. */
const own = [
  ...['name', 'email', 'claimed_email', 'phone', 'company', 'title', 'country', 'language', 'profile'],
  ...['external_id', 'external_source'],
]
  .map((name) => `'${name}'`)
  .join(', ');

/** Of the other person of a merge, and of its undo. */
const redactMerges = `UPDATE timeline SET changes = changes - ARRAY[${own}]
  WHERE kind = 'people' AND changes ?| ARRAY[${own}] AND (record, act) IN (
    SELECT coalesce(changes #>> '{mergedInto,1,id}', changes #>> '{mergedInto,0,id}'), act FROM timeline
    WHERE kind = 'merges' AND record = ANY(:people) AND changes ? 'mergedInto')`;

async function redactRecords(
  connection: Queryable,
  id: string,
  nowMs: number,
  run: (store: string, sql: string) => Promise<void>,
): Promise<void> {
  await connection.query(
    `INSERT INTO people (id, name, do_not_contact, created_at, updated_at) VALUES ($1, $2, true, $3, $3)`,
    [id, erasedName, new Date(nowMs)],
  );
  for (const table of ['opportunities', 'deals', 'orders', 'jobs'])
    await run(
      table,
      `UPDATE ${table} SET person_id = CASE WHEN person_id IS NULL THEN NULL ELSE '${id}' END, lead_id = NULL,
         name = '${erasedName}', fields = '{}', end_reason = NULL, external_id = NULL, external_source = NULL WHERE id = ANY(:records)`,
    );
  await run('quotations', 'UPDATE quotations SET decline_reason = NULL WHERE id = ANY(:quotations)');
}

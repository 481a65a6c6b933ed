/** Open work of two people, or of two companies, becomes that of one: no campaign has two open leads or two contact tasks of it. */
import type { Queryable } from '../../base/database/database.ts';
import { cancelTasks, type MergedTable, takeExternalId } from '../store/store.ts';
import { voidLead } from '../workflow/workflow.ts';
import type { MergingContext } from './context.ts';
import { type Joined, joinedLeads, joinedTasks, type LiveTask, type OpenLead } from './work.core.ts';

/** SQL: the condition that work is of some records; and what such a record is called. */
const works = {
  people: { ofThem: 'person_id = ANY($1)', what: 'person' },
  companies: {
    ofThem:
      '(profile = ANY($1) OR profile = ANY(ARRAY(SELECT merged FROM merges WHERE company_id = ANY($1))))',
    what: 'company',
  },
} as const satisfies Record<MergedTable, object>;

/** Why the work ends that another piece goes on for. */
const reasonOf = (table: MergedTable, { goesOn }: Joined) =>
  `merged: ${goesOn} of the same ${works[table].what} goes on`;

/** Returns the leads that end because two records become one; locked where they are to end. */
export async function leadsToEnd(
  database: Queryable,
  table: MergedTable,
  records: readonly string[],
  lock: '' | 'FOR NO KEY UPDATE',
): Promise<Joined[]> {
  const { rows } = await database.query<OpenLead>(
    `SELECT id, campaign, tier, score, created_at FROM leads WHERE ${works[table].ofThem} AND closed_at IS NULL
     ORDER BY id ${lock}`,
    [records],
  );
  return joinedLeads(rows);
}

/** Ends what would be twice, before the rows of the one record go over to the other. */
export async function joinWork(
  context: MergingContext,
  table: MergedTable,
  records: readonly string[],
): Promise<void> {
  const { database, nowMs } = context;
  for (const joined of await leadsToEnd(database, table, records, 'FOR NO KEY UPDATE')) {
    const reason = reasonOf(table, joined);
    await carryTasks(database, joined, reason, nowMs);
    await voidLead(context, joined.ends, reason, nowMs);
    await carryExternalId(database, joined);
  }
  const { rows } = await database.query<LiveTask>(
    `SELECT id, campaign, lead_id, tier, score, due_at FROM tasks
     WHERE ${works[table].ofThem} AND status IN ('Open', 'Asleep') AND episode IS NOT NULL ORDER BY id FOR NO KEY UPDATE`,
    [records],
  );
  for (const joined of joinedTasks(rows))
    await cancelTasks(database, 'id = $1', { of: joined.ends, reason: reasonOf(table, joined) }, nowMs);
}

/** The lead that goes on is found by the id that the other one had in another system, unless it has its own. */
async function carryExternalId(database: Queryable, { ends, goesOn }: Joined): Promise<void> {
  const had = await takeExternalId(database, 'leads', ends);
  if (had === null) return;
  await database.query(
    'UPDATE leads SET external_id = $2, external_source = $3 WHERE id = $1 AND external_id IS NULL',
    [goesOn, had.externalId, had.externalSource],
  );
}

/**
 * Tasks of a lead that ends. Those that people made go to the lead that goes on. So does its contact task, where that lead never had one:
 * nobody was contacted yet. The rest ends with it.
 */
async function carryTasks(database: Queryable, joined: Joined, reason: string, nowMs: number): Promise<void> {
  const { ends, goesOn } = joined;
  await database.query(
    `UPDATE tasks SET lead_id = $2, updated_at = $3
     WHERE lead_id = $1 AND status IN ('Open', 'Asleep') AND stage IS NULL
       AND (episode IS NULL OR NOT EXISTS (
         SELECT FROM tasks AS other WHERE other.lead_id = $2 AND other.episode IS NOT NULL AND other.status <> 'Cancelled'))`,
    [ends, goesOn, new Date(nowMs)],
  );
  await cancelTasks(database, 'lead_id = $1', { of: ends, reason }, nowMs);
}

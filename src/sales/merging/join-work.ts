/** Open work of two people becomes that of one: no campaign has two open leads or two contact tasks of a person. */
import type { Queryable } from '../../base/database/database.ts';
import { voidLead } from '../workflow/workflow.ts';
import type { MergingContext } from './context.ts';
import { type Joined, joinedLeads, joinedTasks, type LiveTask, type OpenLead } from './work.core.ts';

/** Why the work ends that another piece goes on for. */
const reasonOf = ({ goesOn }: Joined) => `merged: ${goesOn} of the same person goes on`;

/** Returns the leads that end because two people become one; locked where they are to end. */
export async function leadsToEnd(
  database: Queryable,
  people: readonly string[],
  lock: '' | 'FOR NO KEY UPDATE',
): Promise<Joined[]> {
  const { rows } = await database.query<OpenLead>(
    `SELECT id, campaign, tier, score, created_at FROM leads WHERE person_id = ANY($1) AND closed_at IS NULL
     ORDER BY id ${lock}`,
    [people],
  );
  return joinedLeads(rows);
}

/** Ends what would be twice, before the rows of the one person go over to the other. */
export async function joinWork(context: MergingContext, people: readonly string[]): Promise<void> {
  const { database, nowMs } = context;
  for (const joined of await leadsToEnd(database, people, 'FOR NO KEY UPDATE')) {
    await carryTasks(database, joined, nowMs);
    await voidLead(context, joined.ends, reasonOf(joined), nowMs);
  }
  const { rows } = await database.query<LiveTask>(
    `SELECT id, campaign, lead_id, tier, score, due_at FROM tasks
     WHERE person_id = ANY($1) AND status IN ('Open', 'Asleep') AND episode IS NOT NULL ORDER BY id FOR NO KEY UPDATE`,
    [people],
  );
  for (const joined of joinedTasks(rows)) await cancel(database, 'id = $1', joined, nowMs);
}

/**
 * Tasks of a lead that ends. Those that people made go to the lead that goes on. So does its contact task, where that lead never had one:
 * nobody was contacted yet. The rest ends with it.
 */
async function carryTasks(database: Queryable, joined: Joined, nowMs: number): Promise<void> {
  const { ends, goesOn } = joined;
  await database.query(
    `UPDATE tasks SET lead_id = $2, updated_at = $3
     WHERE lead_id = $1 AND status IN ('Open', 'Asleep') AND stage IS NULL
       AND (episode IS NULL OR NOT EXISTS (
         SELECT FROM tasks AS other WHERE other.lead_id = $2 AND other.episode IS NOT NULL AND other.status <> 'Cancelled'))`,
    [ends, goesOn, new Date(nowMs)],
  );
  await cancel(database, 'lead_id = $1', joined, nowMs);
}

async function cancel(database: Queryable, condition: string, joined: Joined, nowMs: number): Promise<void> {
  await database.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = $2, completed_at = $3, stopped_in = NULL, stopped_at = NULL, updated_at = $3
     WHERE ${condition} AND status IN ('Open', 'Asleep')`,
    [joined.ends, reasonOf(joined), new Date(nowMs)],
  );
}

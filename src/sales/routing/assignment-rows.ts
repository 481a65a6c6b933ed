/** What goes from hand to hand in the store: a lead with its open task, or a task without a lead; locked, and given. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { Actor, CompanyRow, PersonRow } from '../store/store.ts';
import type { WorkItem } from './assignment.core.ts';
import type { Routed } from './routing.core.ts';

interface WorkItemRow extends Omit<WorkItem, 'what' | 'dueAtMs'> {
  due_at: Date | null;
  is_open: boolean;
  lead_id: string | null;
  revision: number;
}

const columns = 'id, owner, campaign, programme, grade, tier, reasons, person_id, revision';

const selects = {
  // The tasks that go with it are locked beside it, in the order in which others lock them.
  lead: `SELECT ${columns}, NULL AS lane, NULL AS lead_id, closed_at IS NULL AS is_open,
    (SELECT min(due_at) FROM (SELECT due_at FROM tasks WHERE lead_id = $1 AND status = 'Open' AND lane IS NULL
       ORDER BY id FOR NO KEY UPDATE) AS open) AS due_at
    FROM (SELECT * FROM leads WHERE id = $1 FOR NO KEY UPDATE) AS leads`,
  task: `SELECT ${columns}, lane, lead_id, status = 'Open' AS is_open, due_at FROM tasks WHERE id = $1 FOR NO KEY UPDATE`,
} as const;

/**
 * A lead or task with its person and account, locked. Throws `not_found`, and `conflict` for what is closed or goes with a
 * lead.
 */
export async function lockWorkItem(
  connection: Queryable,
  what: WorkItem['what'],
  id: string,
): Promise<WorkItem & { revision: number }> {
  const { rows } = await connection.query<WorkItemRow & { person_id: string | null }>(selects[what], [id]);
  const row = rows[0];
  if (row === undefined) throw new ApiError('not_found', `there is no ${what} "${id}"`);
  if (!row.is_open)
    throw new ApiError('conflict', `${what} "${id}" is closed; there is nothing to hand over`);
  if (row.lead_id !== null)
    throw new ApiError('conflict', `task "${id}" goes with its lead; hand over lead "${row.lead_id}"`);
  const { due_at: dueAt, person_id: personId, ...rest } = row;
  return {
    ...rest,
    what,
    dueAtMs: dueAt?.getTime() ?? null,
    ...(await accountOfPerson(connection, personId)),
  };
}

/** A person, and the company: the one sales says, else by the domain of the address. */
export async function accountOfPerson(
  connection: Queryable,
  id: string | null,
): Promise<Pick<WorkItem, 'person' | 'company'>> {
  if (id === null) return { person: null, company: null };
  const { rows } = await connection.query<PersonRow & { company_row: CompanyRow | null }>(
    `SELECT people.*, to_jsonb(companies) AS company_row FROM people LEFT JOIN companies ON companies.id =
       coalesce(people.company_id, (SELECT id FROM companies WHERE domain = split_part(people.email, '@', 2)))
     WHERE people.id = $1`,
    [id],
  );
  return { person: rows[0] ?? null, company: rows[0]?.company_row ?? null };
}

/**
 * An owner whom somebody simply set: managers as they like; others what is their own, or what nobody has to themselves.
 * Throws `forbidden`.
 */
export function assignedByHand(
  owner: string | null,
  before: string | null,
  { name, isManager }: Actor,
): Routed {
  const isTheirs = before === name || (before === null && owner === name);
  if (!isManager && !isTheirs && owner !== before)
    throw new ApiError(
      'forbidden',
      `"owner" is ${owner ?? 'null'}: it is with ${before ?? 'nobody yet'}; only its owner or a manager hands it on, and what nobody has you may claim`,
    );
  return { owner, reason: owner === null ? 'returned to the queue' : 'assigned by hand' };
}

/** Gives a lead with its open tasks, or a task, to somebody or to the queue. */
export async function give(
  connection: Queryable,
  what: WorkItem['what'],
  id: string,
  { owner, reason }: Routed,
  nowMs: number,
): Promise<void> {
  const values = [id, owner, reason, new Date(nowMs)];
  const given = 'SET owner = $2, routing_reason = $3, updated_at = $4';
  if (what === 'lead') {
    await connection.query(`UPDATE leads ${given} WHERE id = $1`, values);
    await connection.query(
      `UPDATE tasks ${given} WHERE lead_id = $1 AND status = 'Open' AND lane IS NULL`,
      values,
    );
  } else await connection.query(`UPDATE tasks ${given} WHERE id = $1`, values);
}

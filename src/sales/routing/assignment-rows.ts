/**
 * Work items in the store: a lead with the open tasks that go with it, or a task that goes with none; locked, and assigned. A task
 * goes with its open lead where it has the owner of the lead, and no lane.
 */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { type Actor, type CompanyRow, type PersonRow, requireNotOfVoided } from '../store/store.ts';
import type { WorkItem } from './assignment.core.ts';
import type { Routed } from './routing.core.ts';

interface WorkItemRow extends Omit<WorkItem, 'what' | 'dueAtMs'> {
  due_at: Date | null;
  is_open: boolean;
  why_closed: string | null;
  /** The lead that a task goes with. */
  lead_id: string | null;
  revision: number;
}

const columns = 'id, owner, campaign, programme, grade, tier, reasons, person_id, revision';

const selects = {
  // Its open tasks are locked too, in the same order as everywhere.
  lead: `SELECT ${columns}, NULL AS lane, NULL AS lead_id, closed_at IS NULL AS is_open, end_reason AS why_closed,
    (SELECT min(due_at) FROM (SELECT due_at FROM tasks WHERE lead_id = $1 AND status = 'Open' AND lane IS NULL
       ORDER BY id FOR NO KEY UPDATE) AS open) AS due_at
    FROM (SELECT * FROM leads WHERE id = $1 FOR NO KEY UPDATE) AS leads`,
  task: `SELECT ${columns}, lane, (SELECT leads.id FROM leads WHERE leads.id = tasks.lead_id AND leads.closed_at IS NULL
      AND tasks.lane IS NULL AND leads.owner IS NOT DISTINCT FROM tasks.owner) AS lead_id, status = 'Open' AS is_open, closed_reason AS why_closed, due_at
    FROM tasks WHERE id = $1 FOR NO KEY UPDATE`,
} as const;

/**
 * Returns a lead or task with its person and account, locked. Throws `not_found`, `record_voided`, and `conflict` for a closed one or
 * a task that goes with its lead.
 */
export async function lockWorkItem(
  connection: Queryable,
  what: WorkItem['what'],
  id: string,
): Promise<WorkItem & { revision: number }> {
  const { rows } = await connection.query<WorkItemRow & { person_id: string | null }>(selects[what], [id]);
  const row = rows[0];
  if (row === undefined) throw new ApiError('not_found', `there is no ${what} "${id}"`);
  const { why_closed: why } = row;
  await requireNotOfVoided(connection, `${what}s`, id);
  if (!row.is_open)
    throw new ApiError(
      'conflict',
      `${what} "${id}" is closed and cannot be assigned${why === null ? '' : `: ${why}`}`,
    );
  if (row.lead_id !== null)
    throw new ApiError('conflict', `task "${id}" goes with its lead; assign lead "${row.lead_id}" instead`);
  const { due_at: dueAt, person_id: personId, ...rest } = row;
  return {
    ...rest,
    what,
    dueAtMs: dueAt?.getTime() ?? null,
    ...(await accountOfPerson(connection, personId)),
  };
}

/** Returns a person and the company: the one that sales set, else the one of the e-mail domain. */
export async function accountOfPerson(
  connection: Queryable,
  id: string | null,
): Promise<Pick<WorkItem, 'person' | 'company'>> {
  if (id === null) return { person: null, company: null };
  const { rows } = await connection.query<PersonRow & { company_row: CompanyRow | null }>(
    `SELECT people.*, to_jsonb(companies) AS company_row FROM people LEFT JOIN companies ON companies.id =
       coalesce(people.company_id, (SELECT company_id FROM company_domains WHERE domain = split_part(people.email, '@', 2)))
     WHERE people.id = $1`,
    [id],
  );
  return { person: rows[0] ?? null, company: rows[0]?.company_row ?? null };
}

/**
 * Returns the owner that a user sets directly. Managers set any owner; others return or reassign their own work, and
 * take unowned work. Throws `forbidden`.
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
      `"owner" is ${owner ?? 'null'}: the owner is ${before ?? 'nobody'}. Only the owner or a manager reassigns it; anyone may claim unowned work.`,
    );
  return { owner, reason: owner === null ? 'returned to the queue' : 'assigned by hand' };
}

/** Assigns a lead with the open tasks that go with it, or a task, to a rep or to the queue. */
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
    // The tasks first: those of others stay, and the lead still names the owner whose tasks go.
    await connection.query(
      `UPDATE tasks ${given} WHERE lead_id = $1 AND status IN ('Open', 'Asleep') AND lane IS NULL
         AND owner IS NOT DISTINCT FROM (SELECT leads.owner FROM leads WHERE leads.id = $1)`,
      values,
    );
    await connection.query(`UPDATE leads ${given} WHERE id = $1`, values);
  } else await connection.query(`UPDATE tasks ${given} WHERE id = $1`, values);
}

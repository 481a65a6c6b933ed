/** The mark "do not contact": nothing goes out to a marked person, and open work is closed with the reason. */
import { advisoryLocks, type Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';

export const doNotContactReason = 'the person does not wish to be contacted';
const companyReason = 'the company does not wish to be contacted';

/** The first statement of a transaction that marks people: other writers of tasks, alerts and deliveries wait. */
export async function holdContact(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.doNotContact]);
}

/** Shares the lock. A transaction that writes work about people calls it before it locks their rows, else it could deadlock with a mark. */
export async function shareContact(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock_shared($1)', [advisoryLocks.doNotContact]);
}

/** Marks people, and cancels their open tasks and pending deliveries. Leads stay in their stage. */
export async function stopContact(
  connection: Queryable,
  people: readonly string[],
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  await holdContact(connection);
  await connection.query(
    'UPDATE people SET do_not_contact = true, updated_at = $2 WHERE id = ANY($1) AND NOT do_not_contact',
    [people, now],
  );
  await cancelTasks(connection, 'person_id = ANY($1)', people, doNotContactReason, now);
  await connection.query(
    `UPDATE deliveries SET state = 'cancelled', next_at = NULL, cancelled_reason = $2
     WHERE person_id = ANY($1) AND next_at IS NOT NULL`,
    [people, doNotContactReason],
  );
  await connection.query(
    `UPDATE notices SET dropped = $2, closed_at = $3 FROM alerts
     WHERE alerts.id = notices.alert AND alerts.person_id = ANY($1) AND closed_at IS NULL`,
    [people, doNotContactReason, now],
  );
}

/** Removes the mark; closed work stays closed. */
export async function allowContact(connection: Queryable, person: string, nowMs: number): Promise<void> {
  await connection.query(
    `UPDATE people SET do_not_contact = false, marked_with_company = false, updated_at = $2
     WHERE id = $1 AND do_not_contact`,
    [person, new Date(nowMs)],
  );
}

/** Marks a company and every person of it who is not marked yet. */
export async function stopContactOfCompany(
  connection: Queryable,
  company: string,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  await holdContact(connection);
  await connection.query(
    'UPDATE companies SET do_not_contact = true, updated_at = $2 WHERE id = $1 AND NOT do_not_contact',
    [company, now],
  );
  await cancelTasks(connection, 'company_id = ANY($1)', [company], companyReason, now);
  const { rows } = await connection.query<{ id: string }>(
    `UPDATE people SET do_not_contact = true, marked_with_company = true, updated_at = $2
     WHERE company_id = $1 AND NOT do_not_contact RETURNING id`,
    [company, now],
  );
  await stopContact(
    connection,
    rows.map(({ id }) => id),
    nowMs,
  );
}

/** Removes the mark of a company and of the people who were marked with it. */
export async function allowContactOfCompany(
  connection: Queryable,
  company: string,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  await connection.query(
    'UPDATE companies SET do_not_contact = false, updated_at = $2 WHERE id = $1 AND do_not_contact',
    [company, now],
  );
  await connection.query(
    `UPDATE people SET do_not_contact = false, marked_with_company = false, updated_at = $2
     WHERE company_id = $1 AND marked_with_company`,
    [company, now],
  );
}

/** Throws `conflict` for work about a marked person, or a marked company alone; the error names the request that removes the mark. */
export async function requireContact(
  connection: Queryable,
  { person, company }: { person: string | null; company?: string | null },
): Promise<void> {
  const [table, id] = person === null ? ['companies', company ?? null] : ['people', person];
  if (id === null) return;
  const name = table === 'people' ? 'coalesce(name, email, phone, id)' : 'name';
  await shareContact(connection);
  const { rows } = await connection.query<{ name: string; do_not_contact: boolean }>(
    `SELECT ${name} AS name, do_not_contact FROM ${table} WHERE id = $1`,
    [id],
  );
  if (!rows[0]?.do_not_contact) return;
  throw new ApiError(
    'conflict',
    `${rows[0].name} does not wish to be contacted; to allow contact again, PATCH /${table}/${id} with "doNotContact": false`,
  );
}

async function cancelTasks(
  connection: Queryable,
  whose: string,
  ids: readonly string[],
  reason: string,
  now: Date,
): Promise<void> {
  await connection.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = $2, completed_at = $3, stopped_in = NULL, stopped_at = NULL, updated_at = $3
     WHERE ${whose} AND status IN ('Open', 'Asleep')`,
    [ids, reason, now],
  );
}

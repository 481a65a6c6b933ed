/** The mark "do not contact": its reasons, its lock, and the refusal of work about a marked person. */
import { advisoryLocks, type Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';

export const doNotContactReason = 'the person does not wish to be contacted';
export const companyContactReason = 'the company does not wish to be contacted';

/** The first statement of a transaction that marks people: other writers of tasks, alerts and deliveries wait. */
export async function holdContact(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.doNotContact]);
}

/** Shares the lock. A transaction that writes work about people calls it before it locks their rows, else it could deadlock with a mark. */
export async function shareContact(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock_shared($1)', [advisoryLocks.doNotContact]);
}

/** Throws `conflict` for work about a marked person, or a marked company alone; the error names the request that removes the mark. */
export async function requireContact(
  connection: Queryable,
  { person, company }: { person: string | null; company?: string | null },
): Promise<void> {
  const [table, id] = person === null ? ['companies', company ?? null] : ['people', person];
  if (id === null) return;
  const name = table === 'people' ? 'coalesce(name, email, claimed_email, phone, id)' : 'name';
  await shareContact(connection);
  const { rows } = await connection.query<{ name: string; do_not_contact: boolean }>(
    `SELECT ${name} AS name, do_not_contact FROM ${table} WHERE id = kept_record($1)`,
    [id],
  );
  if (!rows[0]?.do_not_contact) return;
  throw new ApiError(
    'conflict',
    `${rows[0].name} does not wish to be contacted; to allow contact again, PATCH /${table}/${id} with "doNotContact": false`,
  );
}

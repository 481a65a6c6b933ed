/** No more contact: nothing goes out to a person who does not wish it, and what is open is closed with the reason. */
import type { Queryable } from '../../database/database.ts';

export const noContact = 'the person does not wish to be contacted';

/** Marks the person, cancels the tasks that are open and what waits to go out. Leads stay where they are, for the record. */
export async function stopContact(connection: Queryable, person: string, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  await connection.query(
    'UPDATE people SET do_not_contact = true, updated_at = $2 WHERE id = $1 AND NOT do_not_contact',
    [person, now],
  );
  await connection.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = $2, completed_at = $3, updated_at = $3
     WHERE person_id = $1 AND status = 'Open'`,
    [person, noContact, now],
  );
  await connection.query(
    `UPDATE deliveries SET state = 'cancelled', next_at = NULL, cancelled_because = $2
     WHERE person_id = $1 AND next_at IS NOT NULL`,
    [person, noContact],
  );
}

/** The first touch of a lead: the first contact after it was opened, logged or said by completing its contact task. */
import type { Queryable } from '../../database/database.ts';

/** A contact with a person, or with the person of a lead. */
export interface Touch {
  lead: string | null;
  person: string | null;
  atMs: number;
}

/** Notes a contact as the first touch of the person's leads that wait for one; answers how long each has waited, seconds. */
export async function noteFirstTouch(connection: Queryable, touch: Touch, nowMs: number): Promise<number[]> {
  const { rows } = await connection.query<{ seconds: number }>(
    `UPDATE leads SET first_touch_at = $3, updated_at = $4
     WHERE first_touch_at IS NULL AND closed_at IS NULL AND created_at <= $3
       AND (id = $1 OR person_id = coalesce($2, (SELECT person_id FROM leads WHERE id = $1)))
     RETURNING extract(epoch FROM first_touch_at - created_at)::float8 AS seconds`,
    [touch.lead, touch.person, new Date(touch.atMs), new Date(nowMs)],
  );
  return rows.map(({ seconds }) => seconds);
}

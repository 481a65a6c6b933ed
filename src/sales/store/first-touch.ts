/** The first touch of a lead: the first contact after it was opened, logged or implied by its completed contact task. */
import type { Queryable } from '../../base/database/database.ts';

/** A contact with a person, or with the person of a lead. */
export interface Touch {
  lead: string | null;
  person: string | null;
  atMs: number;
}

/**
 * Notes a contact as the first touch of the person's leads that were open then, unless an earlier one is known. A late log counts
 * by the time of the contact. Returns how long each lead without a first touch has waited, seconds.
 */
export async function noteFirstTouch(connection: Queryable, touch: Touch, nowMs: number): Promise<number[]> {
  const { rows } = await connection.query<{ is_first: boolean; seconds: number }>(
    `WITH touched AS (
       SELECT id, first_touch_at IS NULL AS is_first FROM leads
       WHERE (first_touch_at IS NULL OR first_touch_at > $3) AND created_at <= $3 AND (closed_at IS NULL OR closed_at >= $3)
         AND (id = $1 OR person_id = coalesce($2, (SELECT person_id FROM leads WHERE id = $1)))
       ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE leads SET first_touch_at = $3, updated_at = $4 FROM touched WHERE leads.id = touched.id
     RETURNING is_first, extract(epoch FROM first_touch_at - created_at)::float8 AS seconds`,
    [touch.lead, touch.person, new Date(touch.atMs), new Date(nowMs)],
  );
  return rows.flatMap(({ is_first: isFirst, seconds }) => (isFirst ? [seconds] : []));
}

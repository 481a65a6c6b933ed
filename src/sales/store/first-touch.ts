/** The first touch of a lead: the first contact after it was opened, logged or implied by its completed contact task. */
import type { Queryable } from '../../base/database/database.ts';
import { clockActor } from './acting.ts';

/** A contact with a person, or with the person of a lead. */
export interface Touch {
  lead: string | null;
  person: string | null;
  atMs: number;
}

/** SQL: whether the person of a task was called, written to or met since it was opened, as was logged. */
export const isContacted = `EXISTS (SELECT FROM activities WHERE activities.person_id = tasks.person_id
  AND happened_at >= tasks.created_at AND activities.kind <> 'note' AND direction = 'out')`;

/** SQL: the same, or a contact task of its lead, which is joined, was completed. */
export const isTouched = `(coalesce(leads.first_touch_at >= tasks.created_at, false) OR ${isContacted})`;

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

/**
 * Counts the first touch of leads again whose contacts were undone or corrected; null where none is left. It is the earliest call, mail or
 * meeting by us, or completed contact task, while the lead was open. Mails that the clock sent are no touch. `whose`: a person, or a
 * lead, which stands for every lead of its person.
 */
export async function recountFirstTouch(
  connection: Queryable,
  whose: Pick<Touch, 'lead' | 'person'>,
  nowMs: number,
): Promise<void> {
  await connection.query(
    `WITH theirs AS (
       SELECT id, person_id, created_at, coalesce(closed_at, 'infinity') AS until FROM leads
       WHERE id = $1 OR person_id = coalesce($2, (SELECT person_id FROM leads WHERE id = $1))
       ORDER BY id FOR NO KEY UPDATE
     ), counted AS (
       SELECT theirs.id, (SELECT min(at) FROM (
         SELECT happened_at AS at FROM activities
         WHERE (person_id = theirs.person_id OR lead_id = theirs.id) AND kind <> 'note' AND direction = 'out' AND logged_by <> $4
         UNION ALL
         SELECT completed_at FROM tasks
         WHERE (person_id = theirs.person_id OR lead_id = theirs.id) AND episode IS NOT NULL AND lead_id IS NOT NULL
           AND status = 'Complete'
       ) AS touches WHERE at BETWEEN theirs.created_at AND theirs.until) AS at FROM theirs
     )
     UPDATE leads SET first_touch_at = counted.at, updated_at = $3 FROM counted
     WHERE leads.id = counted.id AND first_touch_at IS DISTINCT FROM counted.at`,
    [whose.lead, whose.person, new Date(nowMs), clockActor.name],
  );
  await escalateAgain(connection, whose);
}

/** Steps of the escalation that a contact has spared are due again where it is none any longer. */
async function escalateAgain(
  connection: Queryable,
  { lead, person }: Pick<Touch, 'lead' | 'person'>,
): Promise<void> {
  // Locked first: a sweeper may be writing what it has spared.
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM tasks WHERE person_id = coalesce($2, (SELECT person_id FROM leads WHERE id = $1)) AND status IN ('Open', 'Asleep')
     ORDER BY id FOR NO KEY UPDATE`,
    [lead, person],
  );
  await connection.query(
    `WITH again AS (
       DELETE FROM escalations USING tasks LEFT JOIN leads ON leads.id = tasks.lead_id
       WHERE tasks.id = ANY($1) AND task_id = tasks.id AND escalations.outcome = 'touched' AND NOT ${isTouched}
       RETURNING task_id
     )
     UPDATE tasks SET escalates_at = '-infinity' FROM again WHERE tasks.id = task_id AND status = 'Open'`,
    [rows.map(({ id }) => id)],
  );
}

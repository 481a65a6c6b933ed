/** How contact tasks met their deadlines: as columns of a grouped statement, and over the last day. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';

/** Returns the counts. An open task has no outcome yet; one completed at the deadline itself was in time. */
export const deadlineCounts = (now: string) => `
  count(*)::int AS due,
  (count(*) FILTER (WHERE status = 'Complete' AND completed_at <= due_at))::int AS kept,
  (count(*) FILTER (WHERE status = 'Complete' AND completed_at > due_at))::int AS late,
  (count(*) FILTER (WHERE status = 'Open' AND due_at < ${now}))::int AS overdue,
  (count(*) FILTER (WHERE status = 'Open' AND due_at >= ${now}))::int AS pending,
  (count(*) FILTER (WHERE status = 'Cancelled'))::int AS cancelled`;

export interface DeadlineCounts {
  due: number;
  kept: number;
  late: number;
  overdue: number;
  pending: number;
  cancelled: number;
}

/** Returns what became of contact tasks whose deadline was within the last 24 hours; a task that sleeps has none. */
export async function deadlinesOfDay(
  database: Queryable,
  nowMs: number,
): Promise<Pick<DeadlineCounts, 'kept' | 'late' | 'overdue'>> {
  const { rows } = await database.query<DeadlineCounts>(
    `SELECT ${deadlineCounts('$2')} FROM tasks
     WHERE episode IS NOT NULL AND status <> 'Asleep' AND due_at > $1 AND due_at <= $2`,
    [new Date(nowMs - limits.dayMs), new Date(nowMs)],
  );
  const { kept = 0, late = 0, overdue = 0 } = rows[0] ?? {};
  return { kept, late, overdue };
}

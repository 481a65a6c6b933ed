/** How contact tasks met their deadlines, as columns of a grouped statement. */

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

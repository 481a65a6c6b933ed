/** Deadlines that came near or passed: claimed and told in one transaction, each once, whoever sweeps. */
import type pg from 'pg';
import { type Queryable, transaction } from '../../database/database.ts';
import { limits } from '../../kernel/kernel.ts';
import { type AlertToWrite, writeAlerts } from './alert-rows.ts';

/** Tells open tasks that are due soon, and those overdue; after a long stop the first sweep tells what was missed. */
export function tellDeadlines(pool: pg.Pool, nowMs: number): Promise<number> {
  return transaction(pool, async (connection) => {
    const overdue = await claim(connection, 'overdue_told_at', nowMs, Number.NEGATIVE_INFINITY, nowMs);
    // A task that is overdue already needs no word that it will be.
    const soon = await claim(connection, 'due_soon_told_at', nowMs, nowMs, nowMs + limits.dueSoonMs);
    const alert =
      (type: AlertToWrite['type']) =>
      (task: string): AlertToWrite => ({ type, atMs: nowMs, acceptedAtMs: null, lead: null, task });
    const alerts = [...overdue.map(alert('task.overdue')), ...soon.map(alert('task.due-soon'))];
    await writeAlerts(connection, alerts);
    return alerts.length;
  });
}

async function claim(
  connection: Queryable,
  column: 'overdue_told_at' | 'due_soon_told_at',
  nowMs: number,
  dueAfterMs: number,
  dueUntilMs: number,
): Promise<string[]> {
  const dueAfter = Number.isFinite(dueAfterMs) ? new Date(dueAfterMs) : '-infinity';
  const { rows } = await connection.query<{ id: string }>(
    `UPDATE tasks SET ${column} = $1 WHERE id IN (
       SELECT id FROM tasks WHERE status = 'Open' AND ${column} IS NULL AND due_at > $2 AND due_at <= $3
       ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [new Date(nowMs), dueAfter, new Date(dueUntilMs), limits.deadlinesPerSweepMax],
  );
  return rows.map(({ id }) => id);
}

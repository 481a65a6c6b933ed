/** The follow-up date of a quotation, and its task. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { deadlineAfter, zoneOf } from '../../base/time/time.ts';
import { dayEndMs, type RecordRow } from '../store/store.ts';
import type { StoredFlow } from '../workflow/workflow.ts';
import type { QuotationRow } from './quotation-rows.ts';

/** The default of a process without working time. */
const weekMs = 7 * limits.dayMs;

/** Returns the default follow-up date of a quotation sent at a time: some working days of the process later. */
export function followUpDayOf(
  { process }: { process: Pick<StoredFlow['process'], 'workingTime' | 'timeZone'> },
  sentMs: number,
): string {
  const { workingTime, timeZone } = process;
  const deadline =
    workingTime === undefined ? { clockMs: weekMs } : { workingDays: limits.followUpAfterWorkingDays };
  const atMs = deadlineAfter(sentMs, deadline, workingTime, timeZone);
  return new Date(zoneOf(timeZone).dayOf(atMs) * limits.dayMs).toISOString().slice(0, 10);
}

/** Sets the follow-up date and moves its task. The task exists from sending until the follow-up or the answer. */
export async function moveFollowUp(
  connection: Queryable,
  { process }: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  day: string | null,
  nowMs: number,
): Promise<void> {
  const now = new Date(nowMs);
  const followUpAt = day === null ? null : new Date(zoneOf(process.timeZone).instantOf(Date.parse(day)));
  await connection.query(
    'UPDATE quotations SET follow_up_on = $2, follow_up_at = $3, updated_at = $4 WHERE id = $1',
    [quotation.id, day, followUpAt, now],
  );
  if (quotation.status !== 'sent') return;
  if (day === null) {
    await connection.query(
      `UPDATE tasks SET status = 'Cancelled', closed_reason = 'the follow-up was removed', completed_at = $2, updated_at = $2
       WHERE quotation_id = $1 AND status = 'Open'`,
      [quotation.id, now],
    );
    return;
  }
  const dueAt = new Date(await dayEndMs(connection, row.owner, day));
  const { rowCount } = await connection.query(
    `UPDATE tasks SET due_at = $2, updated_at = $3
     WHERE quotation_id = $1 AND status = 'Open'`,
    [quotation.id, dueAt, now],
  );
  if (rowCount !== 0) return;
  await connection.query(
    `INSERT INTO tasks (id, type, subject, due_at, quotation_id, opportunity_id, person_id, company_id, owner, created_at, updated_at)
     VALUES ($1, 'Follow-up', $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [
      `tk_${randomUUID()}`,
      `Follow up quotation ${quotation.number}`,
      dueAt,
      quotation.id,
      row.id,
      row.person_id ?? null,
      row.company_id ?? null,
      row.owner,
      now,
    ],
  );
}

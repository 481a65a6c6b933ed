/** Long work of the store, leased by one process at a time: a step counts only under the lease that began it. */
import type { Queryable } from '../../base/database/database.ts';

/** A table of works, and how long a process may leave one alone before another goes on with it, ms. */
export interface LeasedTable {
  table: 'imports' | 'bulk_acts';
  leaseMs: number;
}

/** A work as the process that has leased it knows it. */
export interface LeasedRow {
  id: string;
  status: string;
  lease: string | null;
}

/** Thrown where the work is no longer this process's, or somebody has stopped it: the step is rolled back. */
export class LostLease extends Error {}

/** Columns with their new values; undefined leaves one. */
export type LeasedStep = Readonly<Record<string, unknown>>;

/** Moves a work on under its lease, which begins again. Throws `LostLease`. */
export async function stepLeased<Row>(
  connection: Queryable,
  { table, leaseMs }: LeasedTable,
  { id, lease, status }: LeasedRow,
  step: LeasedStep,
  nowMs: number,
): Promise<Row> {
  const { columns, values } = assignments(step, nowMs);
  const at = values.length;
  const { rows } = await connection.query<Row & object>(
    `UPDATE ${table} SET ${columns}, leased_until = clock_timestamp() + $${at + 1} * interval '1 ms'
     WHERE id = $${at + 2} AND lease = $${at + 3} AND status = $${at + 4} RETURNING *`,
    [...values, leaseMs, id, lease, status],
  );
  if (rows[0] === undefined) throw new LostLease(`${table} ${id} is no longer ${status} under ${lease}`);
  return rows[0];
}

/** Changes a work that is locked, and ends any lease: who works on it stops at the next step. */
export async function changeLeased(
  connection: Queryable,
  { table }: LeasedTable,
  id: string,
  step: LeasedStep,
  nowMs: number,
): Promise<void> {
  const { columns, values } = assignments(step, nowMs);
  await connection.query(
    `UPDATE ${table} SET ${columns}, lease = NULL, leased_until = NULL WHERE id = $${values.length + 1}`,
    [...values, id],
  );
}

/** Lets other processes go on with it. */
export async function releaseLease(
  database: Queryable,
  { table }: LeasedTable,
  { id, lease }: Pick<LeasedRow, 'id' | 'lease'>,
): Promise<void> {
  await database.query(`UPDATE ${table} SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2`, [
    id,
    lease,
  ]);
}

function assignments(step: LeasedStep, nowMs: number): { columns: string; values: unknown[] } {
  const given = Object.entries({ ...step, updated_at: new Date(nowMs) }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    columns: given.map(([column], index) => `${column} = $${index + 1}`).join(', '),
    values: given.map(([, value]) =>
      typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value,
    ),
  };
}

/** The row of a record, locked for the change that follows. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { flowTables, type RecordRow, requireNotVoided } from '../store/store.ts';

/** Returns a record that somebody works on, and locks it. Throws `not_found`, and `record_voided` for one that is history alone. */
export async function lockToWork(database: Queryable, kind: FlowKind, id: string): Promise<RecordRow> {
  const row = await lockRecord(database, kind, id);
  requireNotVoided(kind, row);
  return row;
}

/** Returns a record and locks it. Throws `not_found`. */
export async function lockRecord(database: Queryable, kind: FlowKind, id: string): Promise<RecordRow> {
  const { table, stage } = flowTables[kind];
  const { rows } = await database.query<RecordRow>(
    `SELECT ${table}.*, ${stage} AS stage FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no ${kind} "${id}"`);
  return rows[0];
}

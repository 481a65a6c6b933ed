/** The row of a record, locked for the change that follows. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { flowTables, givesUpId, type RecordRow, requireNotVoided } from '../store/store.ts';

/** Returns a record that somebody works on, and locks it. Throws `not_found`, and `record_voided` for one that is history alone. */
export async function lockToWork(database: Queryable, kind: FlowKind, id: string): Promise<RecordRow> {
  const row = await lockRecord(database, kind, id);
  requireNotVoided(kind, row);
  return row;
}

/** The same for a change. A voided record may still give up the id that it has in another system: another record may need it. */
export function lockToChange(
  database: Queryable,
  kind: FlowKind,
  id: string,
  change: Readonly<Record<string, unknown>>,
): Promise<RecordRow> {
  return givesUpId(change) ? lockRecord(database, kind, id) : lockToWork(database, kind, id);
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

/** The context of a merge: its transaction, the pipelines of leads that end, the rules of routing for somebody who is free again. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { RoutingStore } from '../routing/routing.ts';
import { type MergedTable, missing } from '../store/store.ts';
import type { FlowContext, WorkflowStore } from '../workflow/workflow.ts';
import type { Row } from './fields.core.ts';

export type MergingStore = WorkflowStore & RoutingStore;

export interface MergingContext extends FlowContext, Pick<RoutingStore, 'routing'> {}

/** A person or a company as its table has it. */
export type StoredRow = Row & { id: string; revision: number; do_not_contact: boolean };

/** Returns two records, the kept one first. `lock`: `FOR UPDATE` where they are to change. Throws `not_found`, `conflict` for a merged one. */
export async function bothOf(
  { database }: Pick<MergingContext, 'database'>,
  table: MergedTable,
  { kept, merged }: { kept: string; merged: string },
  lock: '' | 'FOR UPDATE' = '',
): Promise<{ kept: StoredRow; merged: StoredRow }> {
  if (kept === merged)
    throw new ApiError(
      'invalid_request',
      `"merged" is "${merged}": expected another record than the kept one`,
    );
  const { rows } = await database.query<StoredRow>(
    `SELECT * FROM ${table} WHERE id = ANY($1) ORDER BY id ${lock}`,
    [[kept, merged]],
  );
  const one = async (id: string) => {
    const row = rows.find((found) => found.id === id);
    if (row === undefined) throw await missing(database, table, id);
    return row;
  };
  return { kept: await one(kept), merged: await one(merged) };
}

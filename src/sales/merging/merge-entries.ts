/** Entries of a timeline that say a merge: the way back is offered there too. */
import type { Queryable } from '../../base/database/database.ts';
import type { TimelineEntry } from '../../contract/api/api.ts';
import { type MergeRow, undoOf } from './undo-merge.ts';

/** Returns the id of the merge that an entry says; null for any other entry, and for one that says an undo. */
export function mergeSaidBy({ kind, changes }: Pick<TimelineEntry, 'kind' | 'changes'>): string | null {
  if (kind !== 'merges') return null;
  const after = changes['merged']?.[1] as { merge?: string } | null | undefined;
  return after?.merge ?? null;
}

/** Returns the undo of each entry that says a merge which is still one, by the id of the entry. */
export async function undosOfMerges(
  database: Queryable,
  entries: readonly TimelineEntry[],
  nowMs: number,
): Promise<Map<string, NonNullable<TimelineEntry['undo']>>> {
  const merges = new Map(
    entries.flatMap((entry) => {
      const merge = mergeSaidBy(entry);
      return merge === null ? [] : [[merge, entry.id] as const];
    }),
  );
  if (merges.size === 0) return new Map();
  const { rows } = await database.query<MergeRow>('SELECT * FROM merges WHERE id = ANY($1)', [
    [...merges.keys()],
  ]);
  return new Map(
    rows.flatMap((row) => {
      const undo = undoOf(row, nowMs);
      const entry = merges.get(row.id);
      return undo === null || entry === undefined ? [] : [[entry, undo] as const];
    }),
  );
}

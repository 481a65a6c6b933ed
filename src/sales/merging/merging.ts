/**
 * The door of merging: duplicates found, two records made one, and taken apart again.
 *
 * Enters: two people or two companies, what is chosen of each, who asks. Leaves: one record with all that was of either, and for a day
 * the way back. A merged record leaves its table: no list can show it and no row can name it. Its ids and names lead to the other
 * one. The room decides nothing about who is a duplicate: it says what two records share.
 */
import { ApiError } from '../../base/kernel/kernel.ts';
import type {
  DuplicateFilter,
  DuplicatePair,
  DuplicateView,
  MergedList,
  MergeFilter,
  MergePreview,
  MergeView,
  MergeWanted,
} from '../../contract/api/api.ts';
import { type Actor, actingAs, once, type Page, type Revised } from '../store/store.ts';
import { joinNoted } from './claim-joins.ts';
import type { MergingContext, MergingStore } from './context.ts';
import { listDuplicates, sayDistinct } from './duplicates.ts';
import { mergeIn } from './merge.ts';
import { listMerges, mergeById, previewMerge } from './record-views.ts';
import { undoMergeIn } from './undo-merge.ts';

export { startClaimJoins } from './claim-joins.ts';
export { dropOldMergeRows } from './merge.ts';
export { mergeSaidBy, undosOfMerges, withMergedNames } from './merge-entries.ts';
export { undoMergeIn } from './undo-merge.ts';

export interface Merging {
  /** Pairs that may be one, or of which somebody said that they are two. */
  listDuplicates(filter: DuplicateFilter): Promise<Page<DuplicateView>>;
  /** Remembers that two records are two, or forgets it. Throws `not_found`, `conflict`. */
  sayDistinct(pair: DuplicatePair, isDistinct: boolean, actor: Actor): Promise<DuplicateView>;
  /** What a merge would do. Throws `not_found`, `conflict`. */
  previewMerge(list: MergedList, ids: { kept: string; merged: string }): Promise<MergePreview>;
  /** Merges a record into another, once for an `Idempotency-Key`. Throws `not_found`, `revision_mismatch`, `conflict`. */
  merge(list: MergedList, kept: string, wanted: Revised<MergeWanted>, actor: Actor): Promise<MergeView>;
  listMerges(filter: MergeFilter): Promise<Page<MergeView>>;
  /** Null where there is none: it was undone, or its record was erased. */
  findMerge(id: string): Promise<MergeView | null>;
  /** Merges claimants whose address was proven with the people who have it. */
  joinNoted(): Promise<void>;
  /** Takes a merge apart. Throws `not_found`, and `conflict` with the reason where it cannot be. */
  undoMerge(id: string, actor: Actor): Promise<void>;
}

export function merging(store: MergingStore): Merging {
  const { pool, now } = store;
  const acting = <T>(actor: Actor, work: (context: MergingContext) => Promise<T>): Promise<T> => {
    const nowMs = now();
    const { flows, routing } = store;
    return actingAs(pool, actor, nowMs, (database) => work({ database, flows, routing, actor, nowMs }));
  };
  return {
    listDuplicates: (filter) => listDuplicates(pool, filter),
    sayDistinct: (pair, isDistinct, actor) =>
      acting(actor, (context) => sayDistinct(context, pair, isDistinct)),
    previewMerge: (list, ids) => previewMerge({ database: pool }, list, ids),
    merge: (list, kept, wanted, actor) =>
      acting(actor, async (context) => {
        const { database, nowMs } = context;
        const id = await once(database, actor, { merge: kept, ...wanted }, nowMs, () =>
          mergeIn(context, list, kept, wanted),
        );
        const made = await mergeById(database, id, nowMs);
        if (made !== null) return made;
        throw new ApiError(
          'not_found',
          `the merge "${id}" of this Idempotency-Key was undone; use a new key`,
        );
      }),
    listMerges: (filter) => listMerges(store, filter),
    findMerge: (id) => mergeById(pool, id, now()),
    joinNoted: () => joinNoted(store),
    undoMerge: (id, actor) => acting(actor, (context) => undoMergeIn(context, id)),
  };
}

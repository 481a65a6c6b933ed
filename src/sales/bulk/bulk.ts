/**
 * The door of bulk acts: one change of many records of a list.
 *
 * Enters: records by their ids or by a filter, the change as a user makes it of one record, and who asks. Leaves: progress, what was
 * refused and why, and for a day the way back. Each record is changed in a transaction of its own, with the rules of that change and
 * the rights of the user. The transaction marks the record as done, so a killed process loses and doubles nothing. An undo takes
 * back the entries of the timelines. It holds the ids of one batch in memory. PostgreSQL away: the act waits.
 */

import { limits } from '../../base/kernel/kernel.ts';
import type { Tracing } from '../../base/telemetry/telemetry.ts';
import type {
  BulkActFilter,
  BulkActView,
  BulkCount,
  FilteredList,
  NewBulkAct,
} from '../../contract/api/api.ts';
import { idsThatFit } from '../records/records.ts';
import { type Actor, Listing, newestFirst, type Page } from '../store/store.ts';
import { type BulkRow, type BulkStore, bulkView, dropOldActs, findAct, shownColumns } from './act-rows.ts';
import { type Refused, refusedOf } from './items.ts';
import { beginAct, cancelAct, undoAct } from './requests.ts';
import { workOnAct } from './work.ts';

export { bulkWaits } from './act-rows.ts';
export type { Refused } from './items.ts';
export { startBulkLoop } from './loop.ts';

export interface BulkActs {
  /**
   * Makes an act, which waits to be worked on. `found` is the filter of the request as its list reads it. `isNew` is false for a
   * repeated `Idempotency-Key`. Throws `invalid_request` for no records and for too many, `too_many_requests`.
   */
  begin(
    asked: NewBulkAct,
    found: FilteredList | null,
    actor: Actor,
  ): Promise<{ view: BulkActView; isNew: boolean }>;
  /** Counts the records that fit a filter, up to the limit of an act. */
  count(found: FilteredList, caller: string): Promise<BulkCount>;
  /** Acts of the caller; of everybody for a manager. */
  list(filter: BulkActFilter, caller: Actor): Promise<Page<BulkActView>>;
  /** Null without the act, or for one that is not the caller's to see. */
  find(id: string, caller: Actor): Promise<BulkActView | null>;
  /** Stops an act, or its undo: what it has changed or put back stays. Throws `not_found`, `conflict`. */
  cancel(id: string, caller: Actor): Promise<BulkActView>;
  /** Takes back what an act has changed, within a day. Throws `not_found`, `conflict`. */
  undo(id: string, caller: Actor): Promise<BulkActView>;
  /** The records that were refused, or kept by the undo, with their names; null without the act. */
  refused(id: string, caller: Actor): Promise<Refused[] | null>;
  /** Works on the oldest open act until it has ended, or only waits for records that failed. Returns whether there was one. */
  work(signal: AbortSignal, tracing?: Tracing): Promise<boolean>;
  /** Removes acts that are too old. */
  dropOld(): Promise<void>;
}

export function bulkActs(store: BulkStore): BulkActs {
  const { pool, now } = store;
  return {
    begin: (asked, found, actor) => beginAct(store, asked, found, actor),
    count: async (found, caller) => {
      const countMax = limits.bulkRecordsMax + 1;
      const { length } = await idsThatFit(pool, found, { caller, nowMs: now(), countMax });
      return { count: Math.min(length, limits.bulkRecordsMax), isCapped: length > limits.bulkRecordsMax };
    },
    list: (filter, caller) => {
      const list = new Listing('bulk-acts', newestFirst, filter);
      list.where('created_by = ?', caller.isManager ? undefined : caller.name);
      list.where('list = ?', filter.list);
      list.where('status = ?', filter.status);
      return list.page(pool, { columns: shownColumns, table: 'bulk_acts' }, (row: BulkRow) =>
        bulkView(row, now()),
      );
    },
    find: async (id, caller) => {
      const row = await findAct(pool, id, caller);
      return row && bulkView(row, now());
    },
    cancel: (id, caller) => cancelAct(store, id, caller),
    undo: (id, caller) => undoAct(store, id, caller),
    refused: async (id, caller) => {
      const row = await findAct(pool, id, caller);
      return row && refusedOf(pool, row);
    },
    work: (signal, tracing) => workOnAct(store, signal, tracing),
    dropOld: () => dropOldActs(pool, now()),
  };
}

/** Replacing what an opportunity or an order is of. */
import type pg from 'pg';
import { ApiError, contentRevision, requireRevision } from '../../base/kernel/kernel.ts';
import type { ItemsInput, ItemView } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  followItems,
  type ItemKind,
  itemsOf,
  type Revised,
  replaceItems,
} from '../store/store.ts';
import { lockToWork } from '../workflow/workflow.ts';

/** Items of a record, in their order. Throws `not_found`. */
export async function readItems(pool: pg.Pool, kind: ItemKind, id: string): Promise<ItemView[]> {
  const items = await itemsOf(pool, kind, id);
  if (items === null) throw new ApiError('not_found', `there is no ${kind} "${id}"`);
  return items;
}

/** Puts a list of items in the place of another; the amount follows unless it was said by hand. Throws `not_found`, `record_voided`, `invalid_request`, `revision_mismatch`. */
export function putItems(
  pool: pg.Pool,
  kind: ItemKind,
  id: string,
  { items, revision }: Revised<ItemsInput>,
  actor: Actor,
  nowMs: number,
): Promise<ItemView[]> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const record = await lockToWork(connection, kind, id);
    // That of the record, or of its items as they were read.
    if (revision !== contentRevision((await itemsOf(connection, kind, id)) ?? []))
      requireRevision(record.revision, revision);
    await replaceItems(connection, kind, { id, currency: record.currency ?? '' }, items);
    await followItems(connection, kind, id, nowMs);
    return (await itemsOf(connection, kind, id)) ?? [];
  });
}

/** The timeline of a record, with what a viewer can take back in it, what was taken back, and what takes something back. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { TimelineEntry } from '../../contract/api/api.ts';
import { undosOfMerges, withMergedNames } from '../merging/merging.ts';
import { type Actor, isOfVoided, nameFor, type Page, timelineOf } from '../store/store.ts';
import { beginningsOf } from './act-beginning.ts';
import { actsAfter } from './acts-of-record.ts';
import type { RecordStore } from './records.ts';
import { type Act, decidedIn, type Undo, undosOf } from './undo.core.ts';
import { heldInWords } from './undo-words.core.ts';

/**
 * Returns a page of a timeline. The latest entry of each act says whether the act can be taken back, and why not, as the viewer reads it.
 * Throws `not_found`.
 */
export async function timelineWithUndo(
  { pool, now }: RecordStore,
  record: string,
  filter: { limit: number; cursor?: string | undefined },
  viewer: Actor,
): Promise<Page<TimelineEntry>> {
  const page = await timelineOf(pool, record, filter);
  const nowMs = now();
  const isRecent = page.items.some(({ at }) => Date.parse(at) > nowMs - limits.undoMs);
  const undos = isRecent ? await undosOfRecord(pool, record, { nowMs, viewer }) : new Map<Act, Undo>();
  const nameOf = await nameFor(
    pool,
    viewer.name,
    [...undos.values()].flatMap(({ held }) => held?.actor ?? []),
  );
  const byEntry = new Map<string | undefined, TimelineEntry['undo']>([
    ...[...undos].map(([act, { until, held }]) => {
      const refusal = held === null ? null : heldInWords(held, act.kind, nameOf);
      return [shownAt(act, page.items), { until, refusal }] as const;
    }),
    ...(isRecent ? await undosOfMerges(pool, page.items, nowMs) : []),
  ]);
  const items = await withMergedNames(pool, page.items);
  const undoOf = ({ id, kind }: TimelineEntry) =>
    mayChange(viewer, kind) ? (byEntry.get(id) ?? null) : null;
  return { ...page, items: items.map((entry) => ({ ...entry, undo: undoOf(entry) })) };
}

/** Whether somebody may change the records of a table, and so undo a change of them. The product itself may all. */
const mayChange = ({ role, changes = [] }: Actor, table: string) =>
  role === undefined || changes.includes(table);

/** Throws `forbidden` for a role that may not change the records of a table. */
export function requireMayChange(actor: Actor, table: string): void {
  if (mayChange(actor, table)) return;
  const why = `role ${actor.role} may not change ${table}, and so not undo a change of them`;
  throw new ApiError('forbidden', why);
}

/**
 * Returns what a viewer can take back of a record. An act that began with another record is what that one offers them, where neither
 * changed since.
 */
async function undosOfRecord(
  database: Queryable,
  record: string,
  { nowMs, viewer }: { nowMs: number; viewer: Actor },
): Promise<Map<Act, Undo>> {
  const read = (one: string) => actsAfter(database, one, nowMs - limits.undoMs);
  const acts = await read(record);
  // Nothing is done any more to a record that is voided, and to what was to be done on it.
  if (acts[0] !== undefined && (await isOfVoided(database, acts[0].kind, record))) return new Map();
  const undos = undosOf(acts, nowMs);
  const began = await beginningsOf(
    database,
    record,
    [...undos.keys()].flatMap(({ act, ...one }) => (act === null ? [] : [{ ...one, record, act }])),
  );
  const actsOfOthers = new Map<string, Act[]>();
  for (const [act, { held }] of undos) {
    const first = began.get(act.act ?? '');
    if (first === undefined) continue;
    const others = actsOfOthers.get(first.record) ?? (await read(first.record));
    actsOfOthers.set(first.record, others);
    const same = others.find(({ kind, act: number }) => kind === first.kind && number === first.act);
    const undo = same && undosOf(others, nowMs).get(same);
    if (undo === undefined || !mayChange(viewer, first.kind)) undos.delete(act);
    else undos.set(act, { ...undo, held: held ?? undo.held });
  }
  return undos;
}

/** The entry of an act that says first what was decided. */
function shownAt({ entries, kind }: Act, items: readonly TimelineEntry[]): string | undefined {
  const ofAct = items.filter(({ id }) => entries.includes(id));
  return ofAct.find(({ changes }) => decidedIn({ kind, changes }).length > 0)?.id;
}

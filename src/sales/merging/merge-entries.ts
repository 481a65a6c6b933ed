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

/** Adds the names of merged records to the entries that say a merge or its undo: they hold ids alone. */
export async function withMergedNames(
  database: Queryable,
  entries: readonly TimelineEntry[],
): Promise<TimelineEntry[]> {
  const ids = entries.flatMap(({ kind, changes }) =>
    kind === 'merges' ? (changes['merged'] ?? []).flatMap((value) => idIn(value) ?? []) : [],
  );
  if (ids.length === 0) return [...entries];
  const { rows } = await database.query<{ id: string; name: string | null }>(
    `SELECT id, coalesce(name, email, claimed_email, phone) AS name FROM people WHERE id = ANY($1)
     UNION ALL SELECT id, name FROM companies WHERE id = ANY($1)
     UNION ALL SELECT merged, coalesce(former ->> 'name', former ->> 'email', former ->> 'claimed_email', former ->> 'phone') FROM merges WHERE merged = ANY($1)`,
    [ids],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const named = (value: unknown) => {
    const id = idIn(value);
    return id === null ? value : { ...(value as object), name: names.get(id) ?? null };
  };
  return entries.map((entry) => {
    const [before, after] = (entry.kind === 'merges' && entry.changes['merged']) || [];
    if (before === undefined) return entry;
    return { ...entry, changes: { ...entry.changes, merged: [named(before), named(after)] } };
  });
}

const idIn = (value: unknown) => (value as { id?: string } | null | undefined)?.id ?? null;

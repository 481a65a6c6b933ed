/** The lists of work in the page, patched by what the live stream sends. */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { WorkCounts, WorkItem } from '../../../contract/api/api.ts';
import type { LiveAlert } from '../live/live-alert.ts';
import { type Changes, type ListedPage, patchedPages, type View, withCounts } from './work-patches.ts';

export type WorkPages = InfiniteData<ListedPage, string | null>;

/** The key of a view; every list begins with `listsKey`. */
export const listsKey = ['work', 'list'] as const;
export const listKey = ({ whose, order, me }: View) => [...listsKey, whose, order, me] as const;

/** The rows that alerts bring, by id: the latest of each. */
export function changesIn(alerts: readonly LiveAlert[]): Map<string, WorkItem | null> {
  const changes = new Map<string, WorkItem | null>();
  for (const { work, lead, task } of alerts) {
    if (work === undefined) continue;
    // A lead's task stands in the row of its lead.
    for (const id of [lead?.id, task?.lead, task?.id]) if (id) changes.set(id, null);
    if (work !== null) changes.set(work.id, work);
  }
  return changes;
}

/** Patches every list. Returns whether one of them is being loaded: what was asked before may answer with what was before. */
export function patchLists(queries: QueryClient, changes: Changes): boolean {
  change(queries, (pages, view) => patchedPages(pages, view, changes));
  return queries.isFetching({ queryKey: listsKey }) > 0;
}

export function setCounts(queries: QueryClient, counts: WorkCounts): void {
  change(queries, (pages, view) => withCounts(pages, view, counts));
}

function change(queries: QueryClient, next: (pages: ListedPage[], view: View) => ListedPage[]): void {
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: listsKey })) {
    const [, , whose, order, me] = queryKey as unknown as ReturnType<typeof listKey>;
    queries.setQueryData<WorkPages>(
      queryKey,
      (data) => data && { ...data, pages: next(data.pages, { whose, order, me }) },
    );
  }
}

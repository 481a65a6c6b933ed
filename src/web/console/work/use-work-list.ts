/** The cards of a view, page by page as the server sorts them, kept up to date by whatever invalidates `work`. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { WorkPage } from '../../../contract/api/api.ts';
import { api, type Whose } from '../api.ts';
import { itemOf, type Order, type WorkItem } from './work-item.ts';

export interface WorkList {
  items: WorkItem[];
  /** Of the whole view; null until it is loaded. */
  counts: WorkPage['counts'] | null;
  isPending: boolean;
  error: Error | null;
  /** Loads the next page; null when all is here. */
  more: (() => void) | null;
  isLoadingMore: boolean;
}

export function useWorkList(whose: Whose, order: Order): WorkList {
  const work = useInfiniteQuery({
    queryKey: ['work', 'list', whose, order],
    queryFn: ({ pageParam }) => api.work(whose, order === 'heat' ? '-heat' : 'dueAt', pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const pages = work.data?.pages ?? [];
  return {
    items: uniqueById(pages.flatMap(({ items }) => items.map(itemOf))),
    counts: pages[0]?.counts ?? null,
    isPending: work.isPending,
    error: work.error,
    more: work.hasNextPage ? () => void work.fetchNextPage() : null,
    isLoadingMore: work.isFetchingNextPage,
  };
}

/** What heats between two pages stands on both: the first is where it is now. */
function uniqueById(items: readonly WorkItem[]): WorkItem[] {
  return [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed();
}

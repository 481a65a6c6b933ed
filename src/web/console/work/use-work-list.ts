/** The cards of a view, page by page as the server sorts them; the live stream patches them. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WorkItem as ListedWork, ViewCounts } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { failedPageOf, nextPageOf } from '../parts/next-page.ts';
import { listKey } from './live-lists.ts';
import { itemOf, type WorkItem } from './work-item.ts';
import type { View } from './work-patches.ts';

export interface WorkList {
  items: WorkItem[];
  /** Of the whole view; null until it is loaded. */
  counts: ViewCounts | null;
  isPending: boolean;
  error: Error | null;
  /** Loads the next page as somebody scrolls. */
  more: (() => void) | null;
  /** Loads the next page that failed. */
  again: (() => void) | null;
}

export function useWorkList(view: View): WorkList {
  const work = useInfiniteQuery({
    queryKey: listKey(view),
    queryFn: async ({ pageParam }) => {
      const page = await api.work(view.whose, view.order === 'heat' ? '-heat' : 'dueAt', pageParam);
      return { ...page, end: page.items.at(-1) ?? null };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const pages = work.data?.pages;
  const items = useMemo(() => uniqueById((pages ?? []).flatMap((page) => page.items.map(cardOf))), [pages]);
  return {
    items,
    counts: pages?.[0]?.counts ?? null,
    isPending: work.isPending,
    error: work.error,
    more: nextPageOf(work),
    again: failedPageOf(work),
  };
}

/** What heats between two pages stands on both: the first is where it is now. */
function uniqueById(items: readonly WorkItem[]): WorkItem[] {
  return [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed();
}

const cards = new WeakMap<ListedWork, WorkItem>();

/** The same card for the same row: what did not change is not drawn again. */
function cardOf(row: ListedWork): WorkItem {
  const known = cards.get(row);
  if (known !== undefined) return known;
  const card = itemOf(row);
  cards.set(row, card);
  return card;
}

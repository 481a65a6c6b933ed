/** The cards of a view, page by page, kept up to date by whatever invalidates `work`. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, type Page, type Whose } from '../api.ts';
import { byDeadline, byHeat, inOrder, type Order, type WorkItem } from './work-item.ts';

export interface WorkList {
  items: WorkItem[];
  isPending: boolean;
  error: Error | null;
  /** Loads the next page; null when all is here. */
  more: (() => void) | null;
  isLoadingMore: boolean;
}

export function useWorkList(whose: Whose, order: Order): WorkList {
  const paged = {
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<unknown>) => page.nextCursor,
  };
  const leads = useInfiniteQuery({
    queryKey: ['work', 'leads', whose],
    queryFn: ({ pageParam }) => api.leads(whose, pageParam),
    ...paged,
  });
  const tasks = useInfiniteQuery({
    queryKey: ['work', 'tasks', whose],
    queryFn: ({ pageParam }) => api.tasks(whose, pageParam),
    ...paged,
  });
  const leadItems = leads.data?.pages.flatMap(({ items }) => items) ?? [];
  const taskItems = tasks.data?.pages.flatMap(({ items }) => items) ?? [];
  // What waits in the queue is claimed by the lead.
  const isByLead = order === 'heat' || whose === 'queue';
  const leading = isByLead ? leads : tasks;
  return {
    items: isByLead ? inOrder(byHeat(leadItems, taskItems), order) : byDeadline(leadItems, taskItems),
    isPending: leads.isPending || tasks.isPending,
    error: leads.error ?? tasks.error,
    more: leading.hasNextPage ? () => void leading.fetchNextPage() : null,
    isLoadingMore: leading.isFetchingNextPage,
  };
}

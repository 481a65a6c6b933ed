/** The inbox in the page: how many are unread, and marks that change it at once. */
import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { CappedCount, InboxItem } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { type UnreadCount, withArrived } from './unread.ts';

export const inboxKey = ['inbox'] as const;
export const unreadKey = [...inboxKey, 'unread'] as const;
export const inboxListKey = [...inboxKey, 'list'] as const;

/** Counted by the server, then by what the live stream brings. */
export function useUnread(): CappedCount | null {
  const { data } = useQuery({
    queryKey: unreadKey,
    queryFn: async (): Promise<UnreadCount> => {
      const { unread, items } = await api.inbox({ limit: 1 });
      return { ...unread, newest: items[0]?.id ?? 0 };
    },
  });
  return data ?? null;
}

/** Counts alerts that have just come. */
export function addUnread(queries: QueryClient, alerts: readonly number[]): void {
  queries.setQueryData<UnreadCount>(unreadKey, (before) => before && withArrived(before, alerts));
  // A count that is on its way may have been made before they came.
  if (queries.isFetching({ queryKey: unreadKey }) > 0)
    void queries.invalidateQueries({ queryKey: unreadKey });
}

/** A count that stopped says that there are more. */
export function inWords({ count, isCapped }: CappedCount): string {
  return `${count.toLocaleString()}${isCapped ? '+' : ''}`;
}

/** Where an alert leads: what it is about; null where that has no page. */
export function addressOfItem({ type, lead, task, record, person }: InboxItem): string | null {
  if (lead !== null) return `/leads/${lead}`;
  if (task !== null) return `/tasks/${task}`;
  const list = record === null ? undefined : listOfKind[record.kind];
  if (list !== undefined) return `${list}/${record?.id}`;
  // Many were assigned in one act: the record is the act, its kind their list.
  if (type === 'work.assigned' && record !== null) return `/${record.kind}?owner=me`;
  return person === null ? null : `/people/${person.id}`;
}

const listOfKind: Readonly<Record<string, string>> = {
  ...{ lead: '/leads', opportunity: '/opportunities', deal: '/deals' },
  ...{ order: '/orders', job: '/jobs', campaign: '/campaigns' },
};

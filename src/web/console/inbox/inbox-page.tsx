/** The inbox: every alert as it was sent, unread ones marked, read one by one or all at once. */
import './inbox.css';
import { Alert, Button, Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type RefObject, useRef, useState } from 'react';
import type { CappedCount, InboxItem } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { Chilies } from '../parts/chilies.tsx';
import { counted } from '../parts/counted.ts';
import { useFocusOfChosen } from '../parts/focus-of-chosen.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { useAct } from '../parts/undo.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { nameOf } from '../work/work-item.ts';
import type { InboxSearch } from './inbox-search.ts';
import { addressOfItem, inboxKey, inboxListKey, inWords, useUnread } from './use-inbox.ts';

export function InboxPage() {
  const { show = 'all' } = useSearch({ strict: false }) as InboxSearch;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const unread = useUnread();
  const inbox = useInfiniteQuery({
    queryKey: [...inboxListKey, show],
    queryFn: ({ pageParam }) =>
      api.inbox({
        limit: 50,
        ...(show === 'unread' && { unread: 'true' as const }),
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = (inbox.data?.pages ?? []).flatMap((page) => page.items);
  const changed = () => queries.invalidateQueries({ queryKey: inboxKey });
  const readAll = useAct({
    name: 'read-all',
    run: (until: number) => api.readAlertsUntil(until),
    said: () => 'All alerts are read',
    undo: ({ before }) => api.readAlertsUntil(before).then(changed),
    onDone: () => void changed(),
  });
  const mark = (item: InboxItem, isRead: boolean) => void api.markAlert(item.id, isRead).then(changed);
  const open = (item: InboxItem) => {
    if (!item.isRead) mark(item, true);
    const address = addressOfItem(item);
    if (address !== null) void navigate({ href: address });
  };
  const list = useRef<HTMLOListElement>(null);
  const chosen = useChosenItem(list, items, open, (item) => mark(item, !item.isRead));
  const hasUnread = unread !== null && unread.count > 0;
  const newest = items[0]?.id;
  return (
    <div className="page">
      <Heading unread={unread} />
      <Group justify="space-between" mb="md" gap="xs">
        <SegmentedControl
          aria-label="Which alerts"
          value={show}
          onChange={(value) =>
            void navigate({ to: '.', search: value === 'unread' ? { show: 'unread' } : {}, replace: true })
          }
          data={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: 'Unread' },
          ]}
        />
        <Button
          variant="default"
          disabled={!hasUnread || newest === undefined}
          loading={readAll.isPending}
          onClick={() => newest !== undefined && readAll.mutate(newest)}
          data-testid="read-all"
        >
          Mark all as read
        </Button>
      </Group>
      {inbox.error && (
        <Alert color="red" role="alert" mb="md">
          <Foreign text={inbox.error.message} />
        </Alert>
      )}
      {inbox.isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={64} radius="md" mb="xs" />)}
      {inbox.isSuccess && items.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="inbox-empty">
          {show === 'unread'
            ? 'You have read everything.'
            : 'Nothing yet. What you own, what notifies you, and what waits in the queue comes here.'}
        </Text>
      )}
      <ol className="inbox" ref={list}>
        {items.map((item) => (
          <InboxRow
            key={item.id}
            item={item}
            isChosen={item.id === chosen}
            onOpen={() => open(item)}
            onMark={(isRead) => mark(item, isRead)}
          />
        ))}
      </ol>
      {inbox.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={inbox.isFetchingNextPage}
          onClick={() => void inbox.fetchNextPage()}
        >
          Earlier ones
        </Button>
      )}
    </div>
  );
}

function Heading({ unread }: { unread: CappedCount | null }) {
  return (
    <Group justify="space-between" mb="md">
      <Title order={1} size="h2">
        Inbox
      </Title>
      <Text className="quiet" data-testid="unread">
        {unread !== null && unread.count > 0 ? `${inWords(unread)} unread` : ''}
      </Text>
    </Group>
  );
}

/** Returns the id of the alert that the keys have chosen: it stays chosen while others come above it. */
function useChosenItem(
  list: RefObject<HTMLElement | null>,
  items: readonly InboxItem[],
  open: (item: InboxItem) => void,
  toggle: (item: InboxItem) => void,
): number | null {
  const [chosen, setChosen] = useState<number | null>(null);
  const focusChosen = useFocusOfChosen(list, chosen, '.what');
  const index = items.findIndex(({ id }) => id === chosen);
  const item = items[index];
  const go = (by: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, index + by))];
    if (next === undefined) return;
    setChosen(next.id);
    focusChosen(next.id);
  };
  useKeys([
    { keys: 'j', label: 'Next message', run: () => go(1) },
    { keys: 'k', label: 'Previous message', run: () => go(-1) },
    { keys: 'Enter', label: 'Open the message', run: () => item && open(item) },
    { keys: 'u', label: 'Mark the message as read or unread', run: () => item && toggle(item) },
  ]);
  return chosen;
}

interface RowProps {
  item: InboxItem;
  isChosen: boolean;
  onOpen: () => void;
  onMark: (isRead: boolean) => void;
}

function InboxRow({ item, isChosen, onOpen, onMark }: RowProps) {
  const { title, person, record, heat, text, at, isRead, owner } = item;
  const nameOfOwner = useOwnerName();
  const who = person === null ? (record?.name ?? '') : nameOf(person);
  return (
    <li data-read={isRead} data-chosen={isChosen} data-testid="inbox-item">
      <button type="button" className="what" onClick={onOpen}>
        <span>
          <b>{title}</b>
          {who !== '' && (
            <>
              {': '}
              <Foreign text={who} />
            </>
          )}
          {!isRead && <span className="unread">unread</span>}
        </span>
        {text && (
          <Text span size="sm" display="block" dir="auto" className="note">
            <Foreign text={text} />
          </Text>
        )}
        <Text span size="sm" display="block" className="quiet">
          <Dotted
            texts={[
              heat && `${heat.tierName}, ${counted(heat.score, 'point')}`,
              person?.company,
              nameOfOwner(owner),
              dateInWords(at),
            ]}
          />
        </Text>
      </button>
      <span className="heat">
        {heat && <Chilies tier={heat.tier} tiers={heat.tiers} name={heat.tierName} />}
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => onMark(!isRead)}
        aria-label={`Mark "${title}" as ${isRead ? 'unread' : 'read'}`}
      >
        {isRead ? 'Unread' : 'Read'}
      </Button>
    </li>
  );
}

/** The rep's page: everybody who is hot, of oneself, the queue or all, by heat or deadline, live. */

import { Group, SegmentedControl, Skeleton, Text, Title, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CappedCount } from '../../../contract/api/api.ts';
import type { Whose } from '../api/api.ts';
import { useLive } from '../live/use-live.ts';
import { markedText } from '../parts/foreign.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useSession } from '../session/session.tsx';
import { FirstStepsBanner } from '../start/first-steps-banner.tsx';
import { FirstEvent } from './first-event.tsx';
import { keepForLog } from './log-ahead.ts';
import type { NowSearch } from './now-search.ts';
import { openedIn, pathOf } from './opened.ts';
import { OpenedWork } from './opened-work.tsx';
import { useWorkList, type WorkList } from './use-work-list.ts';
import { nameOf, type Opened, type Order } from './work-item.ts';
import { WorkRows } from './work-rows.tsx';

export function NowPage() {
  const session = useSession();
  const { fresh } = useLive();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as NowSearch;
  const opened = search.opened === undefined ? null : openedIn(search.opened);
  const whose: Whose = search.whose ?? (session.role === 'rep' ? 'mine' : 'all');
  const order: Order = search.order ?? 'heat';
  const choose = (change: NowSearch) =>
    void navigate({ to: '.', search: { ...search, ...change }, replace: true });
  const { opened: _opened, ...view } = search;
  const [takesFocus, setTakesFocus] = useState(true);
  const [pressed, setPressed] = useState<string | null>(null);
  const open = (next: Opened, isFollowed = false) => {
    setTakesFocus(!isFollowed);
    void navigate({ to: '/', search: { ...view, opened: pathOf(next) }, replace: isFollowed });
  };
  const close = () => {
    void navigate({ to: '/', search: view });
    // Back to the card that was open.
    document.querySelector<HTMLElement>(`[data-lead-id="${opened?.id}"]`)?.focus({ preventScroll: true });
  };
  const list = useWorkList({ whose, order, me: session.email });
  const { items, isPending, error, more, again } = list;
  const isEmpty = !isPending && !error && items.length === 0;
  // The cards stay as they are while the page around them changes.
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  const act = (next: Opened, keys: string) => {
    if (keys === 'l') keepForLog();
    setPressed(keys);
    open(next);
  };
  const openCard = useCallback((next: Opened) => latest.current(next), []);
  const isBeside = useMediaQuery('(min-width: 75em)', false, { getInitialValueInEffect: false });
  return (
    <div className={isBeside && opened !== null ? 'page beside-pane' : 'page'}>
      <div>
        <Summary list={list} order={order} />
        <Group justify="space-between" mb="md" gap="xs">
          <SegmentedControl
            aria-label="Whose work"
            value={whose}
            onChange={(value) => choose({ whose: value as Whose })}
            data={[
              { value: 'mine', label: 'Mine' },
              { value: 'queue', label: 'Queue' },
              { value: 'all', label: 'All' },
            ]}
            data-testid="whose"
          />
          <SegmentedControl
            aria-label="Order"
            value={order}
            onChange={(value) => choose({ order: value as Order })}
            data={[
              { value: 'heat', label: 'Heat' },
              { value: 'deadline', label: 'Deadline' },
            ]}
            data-testid="order"
          />
        </Group>
        <FirstStepsBanner />
        <Refusal error={error} again={again} />
        {isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={92} radius="lg" mb="sm" />)}
        {isEmpty && (whose === 'all' ? <FirstEvent /> : <NothingHere whose={whose} />)}
        <WorkRows
          key={`${whose} ${order}`}
          items={items}
          fresh={fresh}
          onOpen={openCard}
          onChoose={isBeside && opened !== null ? (next) => open(next, true) : null}
          onAct={isBeside && opened !== null ? null : act}
          more={more}
        />
      </div>
      <OpenedWork
        {...{ opened, isBeside, takesFocus, pressed }}
        onPressed={() => setPressed(null)}
        me={session.email}
        onClose={close}
      />
    </div>
  );
}

function NothingHere({ whose }: { whose: Whose }) {
  return (
    <Text ta="center" py="xl" className="quiet" data-testid="empty">
      {whose === 'mine' ? 'You have no open work. Look in the queue for more.' : 'The queue is empty.'}
    </Text>
  );
}

function Summary({ list: { items, counts }, order }: { list: WorkList; order: Order }) {
  return (
    <Group justify="space-between" mb="md">
      <Title order={1} size="h2">
        {order === 'heat' ? 'Hot now' : 'Due next'}
      </Title>
      <Text className="quiet">
        {counts && (
          <span data-testid="counts">
            {inWords(counts.toContact)} to contact
            {counts.overdue.count > 0 && <b>, {inWords(counts.overdue)} overdue</b>}
          </span>
        )}
      </Text>
      <VisuallyHidden aria-live="polite">
        {items[0] ? `First: ${markedText(nameOf(items[0].person))}` : ''}
      </VisuallyHidden>
    </Group>
  );
}

/** A count that stopped says that there are more. */
function inWords({ count, isCapped }: CappedCount): string {
  return `${count.toLocaleString()}${isCapped ? '+' : ''}`;
}

/** The rep's page: everybody who is hot, of oneself, the queue or all, by heat or deadline, live. */
import {
  Alert,
  Badge,
  Button,
  Container,
  Group,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  Title,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isolated } from '../../base/text/text.ts';
import type { Account } from '../../contract/api/api.ts';
import { api, type Whose } from './api.ts';
import { Chilies } from './chilies.tsx';
import { useNow } from './countdown.tsx';
import { FirstEvent } from './first-event.tsx';
import { LeadCard } from './lead-card.tsx';
import { LeadDrawer } from './lead-drawer.tsx';
import { type LiveState, useLive } from './use-live.ts';
import { useOpened } from './use-opened.ts';
import { useWorkList, type WorkList } from './use-work-list.ts';
import { nameOf, type Order } from './work-item.ts';

export function LeadsPage({ session }: { session: Account }) {
  const { state, fresh } = useLive();
  const nowMs = useNow();
  const [opened, setOpened] = useOpened();
  const [whose, setWhose] = useLocalStorage<Whose>({
    key: 'scoville-whose',
    defaultValue: session.role === 'rep' ? 'mine' : 'all',
    getInitialValueInEffect: false,
  });
  const [order, setOrder] = useLocalStorage<Order>({
    key: 'scoville-order',
    defaultValue: 'heat',
    getInitialValueInEffect: false,
  });
  const list = useWorkList(whose, order);
  const { items, isPending, error, more, isLoadingMore } = list;
  const isEmpty = !isPending && !error && items.length === 0;
  return (
    <>
      <Header session={session} state={state} />
      <Container size="md" py="lg" component="main">
        <Summary list={list} order={order} nowMs={nowMs} />
        <Group justify="space-between" mb="md" gap="xs">
          <SegmentedControl
            aria-label="Whose work"
            value={whose}
            onChange={(value) => setWhose(value as Whose)}
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
            onChange={(value) => setOrder(value as Order)}
            data={[
              { value: 'heat', label: 'Heat' },
              { value: 'deadline', label: 'Deadline' },
            ]}
            data-testid="order"
          />
        </Group>
        {error && (
          <Alert color="red" role="alert" mb="md">
            <bdi>{error.message}</bdi>
          </Alert>
        )}
        {isPending && [1, 2, 3].map((place) => <Skeleton key={place} height={92} radius="lg" mb="sm" />)}
        {isEmpty && (whose === 'all' ? <FirstEvent /> : <NothingHere whose={whose} />)}
        <Stack gap="sm">
          {items.map((one) => (
            <LeadCard
              key={one.id}
              item={one}
              nowMs={nowMs}
              isFresh={fresh.has(one.opens.id)}
              onOpen={() => setOpened(one.opens)}
            />
          ))}
          {more && (
            <Button variant="default" loading={isLoadingMore} onClick={more}>
              More
            </Button>
          )}
        </Stack>
      </Container>
      <LeadDrawer opened={opened} me={session.email} nowMs={nowMs} onClose={() => setOpened(null)} />
    </>
  );
}

function NothingHere({ whose }: { whose: Whose }) {
  return (
    <Text ta="center" py="xl" className="quiet" data-testid="empty">
      {whose === 'mine' ? 'You have no open work. Look in the queue for more.' : 'The queue is empty.'}
    </Text>
  );
}

function Summary({ list: { items, more }, order, nowMs }: { list: WorkList; order: Order; nowMs: number }) {
  const waiting = items.flatMap(({ dueAt }) => dueAt ?? []);
  const overdue = waiting.filter((dueAt) => Date.parse(dueAt) < nowMs).length;
  const andMore = more === null ? '' : '+';
  return (
    <Group justify="space-between" mb="md">
      <Title order={2}>{order === 'heat' ? 'Hot now' : 'Due next'}</Title>
      <Text className="quiet">
        {waiting.length}
        {andMore} to contact{overdue > 0 && <b>, {overdue} overdue</b>}
      </Text>
      <VisuallyHidden aria-live="polite">
        {items[0] ? `First: ${isolated(nameOf(items[0].person))}` : ''}
      </VisuallyHidden>
    </Group>
  );
}

function Header({ session, state }: { session: Account; state: LiveState }) {
  const queries = useQueryClient();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const logOut = useMutation({
    mutationFn: api.logOut,
    onSuccess: () => queries.resetQueries({ queryKey: ['session'] }),
  });
  return (
    <header className="header">
      <Container size="md" py="xs">
        <Group justify="space-between" wrap="nowrap">
          <Group gap={6} wrap="nowrap">
            <Chilies tier={1} tiers={1} name="Scoville" />
            <Title order={1} size="h4">
              Scoville
            </Title>
            <Badge
              variant="dot"
              color={state === 'live' ? 'green' : 'orange'}
              data-testid="live-state"
              data-state={state}
              ml="xs"
            >
              {state}
            </Badge>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" className="quiet" visibleFrom="sm">
              <bdi>{session.email}</bdi>
            </Text>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
            >
              {scheme === 'dark' ? 'Light' : 'Dark'}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => logOut.mutate()}>
              Log out
            </Button>
          </Group>
        </Group>
      </Container>
    </header>
  );
}

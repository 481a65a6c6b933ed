/** The rep's page: everybody who is hot, hottest first, live. */
import {
  Alert,
  Badge,
  Button,
  Container,
  Group,
  Skeleton,
  Stack,
  Text,
  Title,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Session } from './api.ts';
import { Chilies } from './chilies.tsx';
import { useNow } from './countdown.tsx';
import { FirstEvent } from './first-event.tsx';
import { LeadCard } from './lead-card.tsx';
import { LeadDrawer } from './lead-drawer.tsx';
import { type LiveState, useLive } from './use-live.ts';
import { type Work, workOf } from './work.ts';

export function LeadsPage({ session }: { session: Session }) {
  const { state, fresh } = useLive();
  const nowMs = useNow();
  const [openId, setOpenId] = useState<string | null>(null);
  const { data, error, isPending } = useQuery({
    queryKey: ['work'],
    queryFn: async () => workOf(...(await Promise.all([api.leads(), api.tasks()]))),
  });
  const work = data ?? [];
  return (
    <>
      <Header session={session} state={state} />
      <Container size="md" py="lg">
        <Summary work={work} nowMs={nowMs} />
        {error && (
          <Alert color="red" role="alert" mb="md">
            {error.message}
          </Alert>
        )}
        {isPending && [1, 2, 3].map((place) => <Skeleton key={place} height={92} radius="lg" mb="sm" />)}
        {!isPending && !error && work.length === 0 && <FirstEvent />}
        <Stack gap="sm">
          {work.map((one) => (
            <LeadCard
              key={one.id}
              work={one}
              nowMs={nowMs}
              isFresh={fresh.has(one.id)}
              onOpen={() => setOpenId(one.id)}
            />
          ))}
        </Stack>
      </Container>
      <LeadDrawer
        work={work.find(({ id }) => id === openId) ?? null}
        nowMs={nowMs}
        onClose={() => setOpenId(null)}
      />
    </>
  );
}

function Summary({ work, nowMs }: { work: Work[]; nowMs: number }) {
  const waiting = work.filter(({ task }) => task?.status === 'Open');
  const overdue = waiting.filter(({ task }) => task && Date.parse(task.dueAt) < nowMs).length;
  return (
    <Group justify="space-between" mb="md">
      <Title order={2}>Hot now</Title>
      <Text className="quiet">
        {waiting.length} to contact{overdue > 0 && <b>, {overdue} overdue</b>}
      </Text>
      <VisuallyHidden aria-live="polite">
        {work[0] ? `Hottest: ${work[0].person.name ?? work[0].person.email}` : ''}
      </VisuallyHidden>
    </Group>
  );
}

function Header({ session, state }: { session: Session; state: LiveState }) {
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
              {session.email}
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

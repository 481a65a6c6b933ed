/** The page of tasks: overdue, today, this week, later, snoozed and done; of oneself, one's teams or everybody; live. */
import './tasks.css';
import { Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Agenda } from '../../../contract/api/api.ts';
import { useNow } from '../parts/clock.ts';
import { failedPageOf, nextPageOf } from '../parts/next-page.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Ways } from '../parts/ways.tsx';
import { useSession } from '../session/session.tsx';
import { countInWords, TaskList } from './task-list.tsx';
import { queryOf, rowsOf } from './task-rows.ts';
import { tasksApi } from './tasks-api.ts';
import { tasksKey } from './tasks-key.ts';
import { type TaskOwners, type TasksSearch, type TaskView, taskViews } from './tasks-search.ts';

const pageItems = 100;

const titles: Readonly<Record<TaskView, string>> = {
  open: 'Open',
  overdue: 'Overdue',
  today: 'Today',
  week: 'This week',
  later: 'Later',
  snoozed: 'Snoozed',
  done: 'Done',
};
const empty: Readonly<Record<TaskView, string>> = {
  open: 'Nothing is left to do.',
  overdue: 'Nothing is overdue.',
  today: 'Nothing more is due today.',
  week: 'Nothing more is due this week.',
  later: 'Nothing is due later.',
  snoozed: 'Nothing is snoozed.',
  done: 'Nothing was done in the last 30 days.',
};

export function TasksPage() {
  const { role } = useSession();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as TasksSearch;
  const view = search.view ?? 'open';
  const whose = search.whose ?? (role === 'rep' ? 'mine' : 'all');
  const agenda = useQuery({
    queryKey: [...tasksKey, 'agenda', whose],
    queryFn: () => tasksApi.agenda(whose),
    placeholderData: keepPreviousData,
  });
  const hasTeam = (agenda.data?.teams.length ?? 0) > 0;
  return (
    <div className="page wide tasks">
      <Group justify="space-between" mb="sm">
        <Title order={1} size="h2">
          Tasks
        </Title>
        <SegmentedControl
          aria-label="Whose tasks"
          value={whose}
          onChange={(value) =>
            void navigate({ to: '.', search: { ...search, whose: value as TaskOwners }, replace: true })
          }
          data={[
            { value: 'mine', label: 'Mine' },
            ...(hasTeam || whose === 'team' ? [{ value: 'team', label: 'My team' }] : []),
            { value: 'all', label: 'Everybody' },
          ]}
          data-testid="whose-tasks"
        />
      </Group>
      <Views view={view} search={search} counts={agenda.data?.counts ?? null} />
      <Refusal error={agenda.error} again={agenda.isError ? () => void agenda.refetch() : null} />
      {agenda.isPending && [1, 2, 3, 4].map((index) => <Skeleton key={index} height={60} mb={8} />)}
      {agenda.data && <Tasks key={`${view} ${whose}`} view={view} whose={whose} agenda={agenda.data} />}
    </div>
  );
}

/** The views with how many each holds. */
function Views({
  view,
  search,
  counts,
}: {
  view: TaskView;
  search: TasksSearch;
  counts: Agenda['counts'] | null;
}) {
  return (
    <Ways className="views" label="Which tasks">
      {taskViews.map((one) => {
        const count = one === 'open' || one === 'done' ? null : (counts?.[one] ?? null);
        return (
          <Link
            key={one}
            to="."
            search={{ ...search, view: one }}
            aria-current={one === view ? 'page' : undefined}
            data-urgent={one === 'overdue' && (count?.count ?? 0) > 0}
            data-testid={`view-${one}`}
          >
            {titles[one]} {count !== null && <span className="number">{countInWords(count)}</span>}
          </Link>
        );
      })}
    </Ways>
  );
}

function Tasks({ view, whose, agenda }: { view: TaskView; whose: TaskOwners; agenda: Agenda }) {
  const nowMs = useNow();
  const query = queryOf(view, whose, agenda, nowMs);
  const pages = useInfiniteQuery({
    queryKey: [...tasksKey, 'list', query],
    queryFn: ({ pageParam: cursor }) => tasksApi.list(query, pageItems, cursor),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const { data, error, isPending } = pages;
  const rows = rowsOf(data?.pages.flatMap(({ items }) => items) ?? [], view, agenda, nowMs);
  const again = failedPageOf(pages) ?? (error ? () => void pages.refetch() : null);
  return (
    <>
      <Refusal error={error} again={again} />
      {isPending && [1, 2, 3, 4].map((index) => <Skeleton key={index} height={60} mb={8} />)}
      {!isPending && !error && rows.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          {empty[view]}
        </Text>
      )}
      {rows.length > 0 && (
        <TaskList rows={rows} snoozes={agenda.snoozes} counts={agenda.counts} more={nextPageOf(pages)} />
      )}
    </>
  );
}

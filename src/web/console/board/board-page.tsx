/** The board: any pipeline as columns. Cards are dragged, or moved by keys; what others move arrives live. */
import './board.css';
import { Group, NativeSelect, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { PipelineView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { pipelinesQuery } from '../api/pipelines-query.ts';
import { markedText } from '../parts/foreign.ts';
import { Refusal } from '../parts/refusal.tsx';
import { meKey } from '../session/me-key.ts';
import { useSession } from '../session/session.tsx';
import { teamApi } from '../team/team-api.ts';
import { Board } from './board.tsx';
import { boardApi } from './board-api.ts';
import { columnsKey } from './board-key.ts';
import type { RowFilter } from './board-rows.ts';
import type { BoardSearch } from './board-search.ts';
import { teamsOf } from './board-teams.ts';

export function BoardPage() {
  const { role } = useSession();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as BoardSearch;
  const pipelines = useQuery(pipelinesQuery);
  const all = pipelines.data?.items ?? [];
  const name = search.pipeline ?? usual(all)?.id ?? null;
  const whose = search.whose ?? (role === 'rep' ? 'mine' : 'all');
  const me = useQuery({ queryKey: [...meKey, 'user'], queryFn: api.me, staleTime: 60_000 });
  const teams = useQuery({ queryKey: ['work', 'team', 'teams'], queryFn: teamApi.teams, staleTime: 60_000 });
  const own = me.data && teams.data ? teamsOf(me.data, teams.data) : [];
  const team = own.find((one) => one === search.team) ?? own[0] ?? null;
  const filter = filterOf(whose, team);
  const choose = (change: BoardSearch) =>
    void navigate({ to: '.', search: { ...search, ...change }, replace: true });
  const { by, ...inOneRow } = search;
  const query = { ...filter, ...(by === 'owner' && { by }) };
  const board = useQuery({
    queryKey: columnsKey(name, query),
    queryFn: () => boardApi.board(name ?? '', query),
    // Until the team is known, it would be the board of everybody.
    enabled: name !== null && (whose !== 'team' || team !== null),
    placeholderData: keepPreviousData,
  });
  const error = pipelines.error ?? board.error ?? me.error ?? teams.error;
  return (
    <div className="page wide board-page">
      <Group justify="space-between" mb="sm" gap="xs">
        <Title order={1} size="h2">
          Board
        </Title>
        <Group gap="xs">
          <NativeSelect
            aria-label="Pipeline"
            className="board-pipeline"
            value={name ?? ''}
            data={all.map(({ id, name: label }) => ({
              value: id,
              label: `${markedText(label)} · ${id.split('/')[0]}`,
            }))}
            onChange={({ currentTarget }) => choose({ pipeline: currentTarget.value })}
            data-testid="board-pipeline"
          />
          <WhoseRecords {...{ whose, own, team, choose }} />
          <NativeSelect
            aria-label="Rows"
            value={by ?? ''}
            data={[
              { value: '', label: 'One row' },
              { value: 'lane', label: 'By lane' },
              { value: 'owner', label: 'By owner' },
            ]}
            onChange={({ currentTarget: { value } }) =>
              value === 'lane' || value === 'owner'
                ? choose({ by: value })
                : void navigate({ to: '.', search: inOneRow, replace: true })
            }
            data-testid="board-by"
          />
        </Group>
      </Group>
      <Refusal error={error} again={error && (() => void (pipelines.error ? pipelines : board).refetch())} />
      {pipelines.isSuccess && all.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          There is no pipeline yet.
        </Text>
      )}
      {!error && (pipelines.isPending || board.isPending) && name !== null && <Skeleton height={400} />}
      {whose === 'team' && me.isSuccess && teams.isSuccess && team === null && (
        <Text ta="center" py="xl" className="quiet" data-testid="no-team">
          You are in no team, and manage none. A manager puts you into one on the page Team.
        </Text>
      )}
      {board.data && (whose !== 'team' || team !== null) && (
        <Board
          key={`${board.data.pipeline} ${whose} ${filter.team ?? ''}`}
          board={board.data}
          readAt={board.dataUpdatedAt}
          filter={filter}
          by={by}
        />
      )}
    </div>
  );
}

type Whose = NonNullable<BoardSearch['whose']>;

interface WhoseProps {
  whose: Whose;
  /** The teams of the viewer, and the one that is shown. */
  own: readonly string[];
  team: string | null;
  choose: (change: BoardSearch) => void;
}

function WhoseRecords({ whose, own, team, choose }: WhoseProps) {
  return (
    <>
      <SegmentedControl
        aria-label="Whose records"
        value={whose}
        onChange={(value) => choose({ whose: value as Whose })}
        data={[
          { value: 'mine', label: 'Mine' },
          ...(team !== null || whose === 'team'
            ? [{ value: 'team', label: own.length > 1 ? 'My teams' : 'My team' }]
            : []),
          { value: 'all', label: 'Everybody' },
        ]}
        data-testid="board-whose"
      />
      {whose === 'team' && own.length > 1 && (
        <NativeSelect
          aria-label="Team"
          value={team ?? ''}
          data={own.map((one) => ({ value: one, label: markedText(one) }))}
          onChange={({ currentTarget }) => choose({ team: currentTarget.value })}
          data-testid="board-team"
        />
      )}
    </>
  );
}

function filterOf(whose: Whose, team: string | null): RowFilter {
  if (whose === 'mine') return { owner: 'me' };
  return whose === 'team' && team !== null ? { team } : {};
}

/** What sells is what a board is mostly for. */
function usual(all: readonly PipelineView[]): PipelineView | undefined {
  return all.find(({ kind }) => kind === 'opportunity') ?? all[0];
}

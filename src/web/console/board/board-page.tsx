/** The board: any pipeline as columns. Cards are dragged, or moved by keys; what others move arrives live. */
import './board.css';
import { Group, NativeSelect, SegmentedControl, Skeleton, Switch, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { PipelineView } from '../../../contract/api/api.ts';
import { markedText } from '../parts/foreign.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useSession } from '../session/session.tsx';
import { Board } from './board.tsx';
import { boardApi } from './board-api.ts';
import { columnsKey } from './board-key.ts';
import type { BoardSearch } from './board-search.ts';

export function BoardPage() {
  const { role } = useSession();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as BoardSearch;
  const pipelines = useQuery({
    queryKey: ['work', 'pipelines'],
    queryFn: () => boardApi.pipelines(),
    staleTime: 60_000,
  });
  const all = pipelines.data?.items ?? [];
  const name = search.pipeline ?? usual(all)?.id ?? null;
  const whose = search.whose ?? (role === 'rep' ? 'mine' : 'all');
  const owner = whose === 'mine' ? ('me' as const) : undefined;
  const choose = (change: BoardSearch) =>
    void navigate({ to: '.', search: { ...search, ...change }, replace: true });
  const { by: _by, ...inOneRow } = search;
  const board = useQuery({
    queryKey: columnsKey(name, owner),
    queryFn: () => boardApi.board(name ?? '', owner),
    enabled: name !== null,
    placeholderData: keepPreviousData,
  });
  const error = pipelines.error ?? board.error;
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
          <SegmentedControl
            aria-label="Whose records"
            value={whose}
            onChange={(value) => choose({ whose: value as 'mine' | 'all' })}
            data={[
              { value: 'mine', label: 'Mine' },
              { value: 'all', label: 'Everybody' },
            ]}
          />
          <Switch
            label="By lane"
            checked={search.by === 'lane'}
            onChange={({ currentTarget }) =>
              currentTarget.checked
                ? choose({ by: 'lane' })
                : void navigate({ to: '.', search: inOneRow, replace: true })
            }
            data-testid="by-lane"
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
      {board.data && (
        <Board
          key={`${board.data.pipeline} ${whose}`}
          board={board.data}
          owner={owner}
          isByLane={search.by === 'lane'}
        />
      )}
    </div>
  );
}

/** What sells is what a board is mostly for. */
function usual(all: readonly PipelineView[]): PipelineView | undefined {
  return all.find(({ kind }) => kind === 'opportunity') ?? all[0];
}

/** Duplicates: pairs that may be one, those that are said to be two, and the merges that were made. */
import './duplicates.css';
import { Button, Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DuplicateView, MergedList, MergeView } from '../../../contract/api/api.ts';
import type { Page } from '../api/api.ts';
import { failedPageOf } from '../parts/next-page.ts';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { useMayChange } from '../session/session.tsx';
import { duplicatesApi } from './duplicates-api.ts';
import { MergeRow } from './merge-row.tsx';
import { PairCard } from './pair-card.tsx';

const views = [
  { value: 'suggested', label: 'May be one' },
  { value: 'two', label: 'Said to be two' },
  { value: 'merged', label: 'Merged' },
];

const empty: Readonly<Record<string, string>> = {
  suggested: 'No two look like one. Names, phones, addresses and domains are compared as they come in.',
  two: 'Nobody has said of two that they are two.',
  merged: 'Nothing was merged yet.',
};

export function DuplicatesPage() {
  const search = useSearch({ strict: false }) as TableSearch;
  const navigate = useNavigate();
  const list: MergedList = search['list'] === 'companies' ? 'companies' : 'people';
  const show = views.find(({ value }) => value === search['show'])?.value ?? 'suggested';
  const go = (change: TableSearch) =>
    void navigate({
      to: '.',
      search: { list, ...(show !== 'suggested' && { show }), ...change },
      replace: true,
    });
  return (
    <div className="page">
      <Group justify="space-between" align="end" mb="md">
        <Title order={1} size="h2">
          Duplicates
        </Title>
        <Group gap="xs">
          <SegmentedControl
            aria-label="Of what"
            value={list}
            onChange={(value) => go({ list: value })}
            data={[
              { value: 'people', label: 'People' },
              { value: 'companies', label: 'Companies' },
            ]}
          />
          <SegmentedControl
            aria-label="Which"
            value={show}
            onChange={(value) => go({ list, show: value })}
            data={views}
          />
        </Group>
      </Group>
      <Rows key={`${list} ${show}`} {...{ list, show }} />
    </div>
  );
}

function Rows({ list, show }: { list: MergedList; show: string }) {
  const pages = useInfiniteQuery({
    queryKey: ['work', 'duplicates', list, show],
    queryFn: ({ pageParam: cursor }): Promise<Page<DuplicateView | MergeView>> =>
      show === 'merged'
        ? duplicatesApi.merges({ list, cursor })
        : duplicatesApi.pairs({ list, cursor }, show === 'two'),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const mayMerge = useMayChange()(`/${list}/x/merges`);
  return (
    <>
      <Refusal
        error={pages.error}
        again={failedPageOf(pages) ?? (pages.error && (() => void pages.refetch()))}
      />
      {pages.isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={104} radius="md" mb="sm" />)}
      {pages.isSuccess && rows.length === 0 && !pages.hasNextPage && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          {empty[show]}
        </Text>
      )}
      <ul className="pairs" aria-label={views.find(({ value }) => value === show)?.label}>
        {rows.map((row) =>
          'records' in row ? (
            <PairCard key={row.records.map(({ id }) => id).join(' ')} pair={row} mayMerge={mayMerge} />
          ) : (
            <MergeRow key={row.id} merge={row} mayUndo={mayMerge} />
          ),
        )}
      </ul>
      {pages.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          data-testid="more-pairs"
        >
          Look further
        </Button>
      )}
    </>
  );
}

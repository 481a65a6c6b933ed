/** A table of records: its filters are in the address, its rows come as they are scrolled to. */
import './records.css';
import { Button, Group, Select, Skeleton, Text, TextInput, Title, VisuallyHidden } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { BulkActView } from '../../../contract/api/api.ts';
import type { BulkList } from '../bulk/bulk-api.ts';
import { BulkBar } from '../bulk/bulk-bar.tsx';
import { formsFor } from '../bulk/bulk-forms.ts';
import { BulkPanel } from '../bulk/bulk-panel.tsx';
import { isMergedList } from '../duplicates/merged-list.ts';
import { type Filter, kindAt, listRecords, type RecordKind } from '../kinds/record-kinds.ts';
import { dateInWords } from '../parts/format.ts';
import { failedPageOf, nextPageOf } from '../parts/next-page.ts';
import { Foreign } from '../parts/others.tsx';
import { usePathOfPage } from '../parts/path-of-page.ts';
import { Refusal } from '../parts/refusal.tsx';
import { type TableSearch, withFilter } from '../parts/table-search.ts';
import { useSelection } from '../parts/use-selection.ts';
import { useCalled } from '../reports/use-called.ts';
import { useMayChange, useSession } from '../session/session.tsx';
import { exportAddress } from './export-address.ts';
import { firstRows } from './first-rows.ts';
import { RecordTable } from './record-table.tsx';
import { columnsFilled } from './table-columns.ts';
import { TableViews } from './table-views.tsx';

const pageRows = 100;
const typedMs = 250;

export function RecordsPage() {
  const kind = kindAt(usePathOfPage());
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as TableSearch;
  const brought = kind.figureFilters ?? [];
  const known = new Set([...kind.filters.map(({ name }) => name), ...brought]);
  const asked = Object.fromEntries(Object.entries(search).filter(([name]) => known.has(name)));
  const pages = useInfiniteQuery({
    queryKey: ['work', 'table', kind.path, asked],
    queryFn: ({ pageParam: cursor }) => listRecords(kind, asked, { limit: pageRows, cursor }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const { data, error, isPending } = pages;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const may = useMayChange();
  const [begun, setBegun] = useState<BulkActView | null>(null);
  const csv = exportAddress(kind.path, asked, useSession().email);
  const choose = (name: string, value: string) =>
    void navigate({ to: '.', search: withFilter(search, name, value), replace: true });
  return (
    <div className="page wide">
      <Group justify="space-between" align="end" mb="md">
        <Title order={1} size="h2">
          {kind.title}
        </Title>
        <Group gap="xs" align="end" key={kind.path}>
          {kind.filters.map((filter) => (
            <FilterField
              key={filter.name}
              filter={filter}
              value={search[filter.name] ?? ''}
              choose={(value) => choose(filter.name, value)}
            />
          ))}
          {kind.path !== '/tasks' && <TableViews kind={kind} search={search} />}
          {isMergedList(kind.path.slice(1)) && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/duplicates"
                  search={{ list: kind.path.slice(1) }}
                  data-testid="duplicates"
                />
              )}
            >
              Duplicates
            </Button>
          )}
          {csv !== null && may('/exports') && (
            <Button component="a" href={csv} download variant="default" data-testid="export">
              CSV
            </Button>
          )}
        </Group>
      </Group>
      <Brought
        filters={Object.entries(asked).filter(
          ([name, value]) => brought.includes(name) || isHidden(kind, name, value),
        )}
        take={(name) => choose(name, '')}
      />
      {begun !== null && begun.list === kind.path.slice(1) && (
        <BulkPanel key={begun.id} act={begun} onClose={() => setBegun(null)} />
      )}
      <Refusal error={error} again={failedPageOf(pages)} />
      {isPending && [1, 2, 3, 4].map((index) => <Skeleton key={index} height={40} mb={6} />)}
      {!isPending && !error && rows.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          {Object.keys(asked).length > 0
            ? 'Nothing fits these filters.'
            : `There are no ${kind.title.toLowerCase()} yet. ${firstRows[kind.path]}`}
        </Text>
      )}
      {rows.length > 0 && (
        // What is selected of one table, or by other filters, is not meant in another.
        <Rows
          key={JSON.stringify([kind.path, asked])}
          {...{ kind, asked, rows }}
          columns={columnsFilled(kind, search, rows)}
          isMore={pages.hasNextPage}
          more={nextPageOf(pages)}
          onBegun={setBegun}
        />
      )}
    </div>
  );
}

interface RowsProps extends Omit<Parameters<typeof RecordTable>[0], 'selection'> {
  asked: TableSearch;
  onBegun: (act: BulkActView) => void;
}

/** The rows, with a bar where some are selected. */
function Rows({ kind, asked, rows, isMore, onBegun, ...table }: RowsProps) {
  const selection = useSelection();
  const may = useMayChange();
  const list = kind.path.slice(1) as BulkList;
  const isChangeable = formsFor(list, may).length > 0;
  return (
    <>
      {isChangeable && <BulkBar {...{ rows, isMore, selection, onBegun }} list={list} filter={asked} />}
      <RecordTable {...table} {...{ kind, rows, isMore }} selection={isChangeable ? selection : null} />
    </>
  );
}

/** Whether a filter has a field that cannot show its value, such as an owner who is not the user. */
function isHidden({ filters }: RecordKind, name: string, value: string): boolean {
  const choices = filters.find((filter) => filter.name === name)?.choices;
  return choices !== undefined && !choices.some((choice) => choice.value === value);
}

/** The filters that a link has brought along, each to be taken out. */
function Brought({ filters, take }: { filters: [string, string][]; take: (name: string) => void }) {
  const { colleague, pipeline } = useCalled();
  const inWords = (name: string, value: string) => {
    if (name === 'owner') return colleague(value);
    if (name === 'pipeline') return pipeline(value);
    return /(?:From|To)$/.test(name) ? dateInWords(value) : value;
  };
  if (filters.length === 0) return null;
  return (
    <Group gap="xs" mb="sm" role="group" aria-label="Filters of the report" data-testid="brought">
      {filters.map(([name, value]) => (
        <Button key={name} size="compact-sm" variant="default" onClick={() => take(name)}>
          {filterInWords(name)}:&nbsp;
          <Foreign text={inWords(name, value)} />
          &nbsp;
          <span aria-hidden="true">×</span>
          <VisuallyHidden>take out</VisuallyHidden>
        </Button>
      ))}
    </Group>
  );
}

/** `createdFrom`: Created from. */
function filterInWords(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface FieldProps {
  filter: Filter;
  value: string;
  choose: (value: string) => void;
}

function FilterField({ filter: { name, label, choices }, value, choose }: FieldProps) {
  const [typed, setTyped] = useState(value);
  const ask = useDebouncedCallback(choose, typedMs);
  if (choices !== undefined)
    return (
      <Select
        aria-label={label}
        placeholder={label}
        size="sm"
        w={140}
        clearable
        data={[...choices]}
        value={value === '' ? null : value}
        onChange={(chosen) => choose(chosen ?? '')}
        data-testid={`filter-${name}`}
      />
    );
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      size="sm"
      w={190}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        ask(currentTarget.value);
      }}
      data-testid={`filter-${name}`}
    />
  );
}

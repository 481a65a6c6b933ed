/**
 * A list in which many are selected and acted on: by the pointer or by keys, some of them or all that fit the filter. What is
 * opened is in the address.
 */
import { Button, Checkbox, Group, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Page } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { failedPageOf } from '../parts/next-page.ts';
import { Refusal } from '../parts/refusal.tsx';
import { type Selected, useSelection } from '../parts/use-selection.ts';
import { Confirm, type Question } from './confirm.tsx';
import { ManyPanel } from './many-panel.tsx';
import type { Filter, Selection } from './many-run.ts';
import { type ManyAct, useMany } from './use-many.ts';

export interface Column<Row> {
  label: string;
  cell(row: Row): ReactNode;
  /** Left out where there is little room. */
  isMinor?: boolean;
}

/** One thing that can be done with what is selected. */
export interface ListAct extends ManyAct {
  name: string;
  label: string;
  /** Asked before: of how many, null of all that fit. Without it nothing is asked. */
  question?(count: number | null): Omit<Question, 'act'> | null;
}

interface Props<Row> {
  /** Names the list, for those who do not see it. */
  label: string;
  name: string;
  filter: Filter;
  load(cursor: string | null): Promise<Page<Row>>;
  idOf(row: Row): string;
  columns: readonly Column<Row>[];
  /** None where the role may only read. */
  acts: readonly ListAct[];
  onOpen(id: string): void;
  empty: string;
}

/** How often it is read again by itself. */
const readEveryMs = 5_000;

export function ChoiceList<Row>(props: Props<Row>) {
  const { name, filter, load, idOf, acts, empty } = props;
  const pages = useInfiniteQuery({
    queryKey: ['run', name, filter],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: readEveryMs,
  });
  const { data, error, isPending } = pages;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const selection = useSelection();
  const { running, start } = useMany();
  const [question, setQuestion] = useState<Question | null>(null);
  const here = rows.filter((row) => selection.ids.has(idOf(row)));
  const count = selection.isAll ? null : here.length;
  const act = (one: ListAct) => {
    const wanted: Selection = selection.isAll ? { filter } : { ids: here.map(idOf) };
    const go = () => {
      selection.clear();
      start(wanted, one);
    };
    const asked = one.question?.(count) ?? null;
    if (asked === null) go();
    else setQuestion({ ...asked, act: go });
  };
  return (
    <>
      {running && <ManyPanel running={running} />}
      <Refusal error={error} again={failedPageOf(pages)} />
      {isPending && [1, 2, 3, 4].map((index) => <Skeleton key={index} height={40} mb={6} />)}
      {data !== undefined && rows.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          {Object.keys(filter).length > 0 ? 'Nothing fits these filters.' : empty}
        </Text>
      )}
      {rows.length > 0 && acts.length > 0 && (
        <ChoiceBar
          selection={selection}
          shown={rows.map(idOf)}
          count={here.length}
          isMore={pages.hasNextPage}
          acts={acts}
          onAct={act}
        />
      )}
      {rows.length > 0 && <ChoiceRows {...props} rows={rows} selection={selection} />}
      {pages.hasNextPage && (
        <Button
          mt="sm"
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          data-testid="more"
        >
          Show more
        </Button>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}

interface BarProps {
  selection: Selected;
  /** Ids of the rows that are loaded. */
  shown: readonly string[];
  /** How many of these are selected. */
  count: number;
  isMore: boolean;
  acts: readonly ListAct[];
  onAct(act: ListAct): void;
}

function ChoiceBar({ selection, shown, count, isMore, acts, onAct }: BarProps) {
  const { isAll } = selection;
  const isEach = count === shown.length;
  return (
    <Group className="chosen-of-list" gap="xs">
      <Checkbox
        label={isAll ? 'All that fit' : `${count} selected`}
        checked={isAll || isEach}
        indeterminate={!isAll && count > 0 && !isEach}
        onChange={({ currentTarget }) => (currentTarget.checked ? selection.set(shown) : selection.clear())}
        data-testid="select-shown"
      />
      {!isAll && isEach && isMore && (
        <Button size="compact-sm" variant="subtle" onClick={selection.takeAll} data-testid="select-all">
          Select all that fit, also those not shown
        </Button>
      )}
      {(isAll || count > 0) &&
        acts.map((one) => (
          <Button
            key={one.name}
            size="compact-sm"
            variant="default"
            onClick={() => onAct(one)}
            data-testid={`many-${one.name}`}
          >
            {one.label} {isAll ? 'all' : count}
          </Button>
        ))}
    </Group>
  );
}

type RowsProps<Row> = Props<Row> & { rows: readonly Row[]; selection: Selected };

function ChoiceRows<Row>({ label, rows, idOf, columns, acts, onOpen, selection }: RowsProps<Row>) {
  const isSelectable = acts.length > 0;
  const { chosen, body } = useRowKeys(rows.length, {
    open: (index) => onOpen(idOf(rows[index] as Row)),
    ...(isSelectable && { toggle: (index) => selection.toggle(idOf(rows[index] as Row)) }),
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="scrolls" tabIndex={0} aria-label={label}>
      <table className="plain">
        <thead>
          <tr>
            {isSelectable && <td />}
            {columns.map((column) => (
              <th key={column.label} scope="col" data-minor={column.isMinor}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => {
            const id = idOf(row);
            return (
              <tr key={id} data-testid="choice" data-chosen={index === chosen}>
                {isSelectable && (
                  <td>
                    <Checkbox
                      aria-label={`Select ${id}`}
                      checked={selection.isAll || selection.ids.has(id)}
                      onChange={() => selection.toggle(id)}
                      data-testid="select"
                    />
                  </td>
                )}
                {columns.map((column, at) => (
                  <td key={column.label} data-minor={column.isMinor}>
                    {at === 0 ? (
                      <button type="button" className="opens" onClick={() => onOpen(id)} data-testid="open">
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** The keys of a list: `j`, `k`, Enter, and `x` where something can be selected. */
function useRowKeys(
  count: number,
  { open, toggle }: { open: (index: number) => void; toggle?: (index: number) => void },
) {
  const [at, setAt] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const chosen = Math.min(at, count - 1);
  useEffect(() => {
    body.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const go = (by: number) => setAt(Math.max(0, Math.min(count - 1, chosen + by)));
  useKeys([
    { keys: 'j', label: 'Next row', run: () => go(1) },
    { keys: 'k', label: 'Previous row', run: () => go(-1) },
    { keys: 'Enter', label: 'Open the row', run: () => chosen >= 0 && open(chosen) },
    ...(toggle
      ? [{ keys: 'x', label: 'Select or deselect the row', run: () => chosen >= 0 && toggle(chosen) }]
      : []),
  ]);
  return { chosen, body };
}

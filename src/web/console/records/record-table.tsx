/** The rows of a table: only those in sight are in the page, however many there are. */

import { Checkbox } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, memo, useCallback, useEffect, useRef, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { KeyBinding } from '../keys/key-reader.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { cellText } from '../kinds/cell-text.ts';
import {
  addressOf,
  type Column,
  nameOfRow,
  type RecordKind,
  type Row,
  valueIn,
} from '../kinds/record-kinds.ts';
import { dateInWords, shortDateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import type { Selected } from '../parts/use-selection.ts';
import { useOwnerName } from '../team/use-owner-name.ts';

/** As the style sheet has them, px. A row has two lines where the page is as narrow as a phone. */
const rowHeights = { one: 44, two: 60 } as const;
const headHeight = 38;
const narrow = '(max-width: 36em)';
/** Rows before and after those in sight. */
const overscan = 12;

interface Props {
  kind: RecordKind;
  /** Those that are shown. */
  columns: readonly Column[];
  rows: readonly Row[];
  isMore: boolean;
  /** Loads the next page; null when it cannot be loaded now. */
  more: (() => void) | null;
  /** What is selected; null where nothing can be done with many. */
  selection: Selected | null;
}

export function RecordTable({ kind, columns, rows, isMore, more, selection }: Props) {
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(-1);
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows is measured by it
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - overscan) more();
  }, [more, last, rows.length]);
  const go = (by: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, chosen + by));
    setChosen(next);
    virtual.scrollToIndex(next);
  };
  const open = () => {
    const row = rows[chosen];
    const address = row && addressOf(kind, row);
    if (address) void navigate({ to: address });
  };
  useKeys([
    { keys: 'j', label: 'Next row', run: () => go(1) },
    { keys: 'k', label: 'Previous row', run: () => go(-1) },
    { keys: 'Enter', label: 'Open the row', run: open },
    ...(selection === null ? [] : selectingKeys(selection, rows, { chosen, go })),
  ]);
  const ids = rows.map(({ id }) => id);
  const latest = useRef({ selection, ids });
  useEffect(() => {
    latest.current = { selection, ids };
  });
  // The same for every drawing: rows are drawn again only when they change.
  const pick = useCallback((id: string, event: MouseEvent) => {
    const now = latest.current;
    if (event.shiftKey) now.selection?.extend(id, now.ids);
    else now.selection?.toggle(id);
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="table" ref={box} tabIndex={0} aria-label={kind.title}>
      <table aria-rowcount={isMore ? -1 : rows.length + 1}>
        <thead>
          <tr className="row">
            {selection && (
              <th scope="col" className="pick">
                <Checkbox
                  size="xs"
                  aria-label="Select all that are shown"
                  checked={selection.isAll || selection.ids.size >= rows.length}
                  indeterminate={
                    !selection.isAll && selection.ids.size > 0 && selection.ids.size < rows.length
                  }
                  onChange={({ currentTarget }) => selection.set(currentTarget.checked ? ids : [])}
                  data-testid="select-shown"
                />
              </th>
            )}
            {columns.map((column, index) => (
              <th
                className={index === 0 ? 'named' : undefined}
                key={column.field}
                scope="col"
                {...looksOf(column)}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start, key }) => {
            const row = rows[index];
            return (
              row && (
                <TableRow
                  {...{ kind, columns, row, index }}
                  key={key}
                  top={start - headHeight}
                  isChosen={index === chosen}
                  isSelected={selection && (selection.isAll || selection.ids.has(row.id))}
                  pick={pick}
                />
              )
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Of the width of the page, px. */
function useRowHeight(): number {
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  return isNarrow ? rowHeights.two : rowHeights.one;
}

/** What the style sheet goes by. */
const looksOf = ({ isMinor, isLeast, as, width }: Column) => ({
  ...{ 'data-minor': isMinor, 'data-least': isLeast, 'data-as': as, 'data-width': width },
});

interface RowProps {
  kind: RecordKind;
  columns: readonly Column[];
  row: Row;
  /** From 0, of all rows. */
  index: number;
  /** Below the head, px. */
  top: number;
  isChosen: boolean;
  /** Null where nothing can be selected. */
  isSelected: boolean | null;
  pick: (id: string, event: MouseEvent) => void;
}

/** Drawn again only when it changes: while somebody scrolls, only rows that come into sight cost anything. */
const TableRow = memo(({ kind, columns, row, index, top, isChosen, isSelected, pick }: RowProps) => (
  <tr
    className="row"
    aria-rowindex={index + 2}
    data-testid="table-row"
    data-chosen={isChosen}
    data-selected={isSelected === true}
    style={{ transform: `translateY(${top}px)` }}
  >
    {isSelected !== null && (
      <td className="pick">
        {/* Of the browser: a hundred richer ones would slow the scrolling. The click decides, as it knows of a range. */}
        <input
          type="checkbox"
          aria-label={`Select ${isolated(nameOfRow(kind, row))}`}
          checked={isSelected}
          onClick={(event) => pick(row.id, event)}
          onChange={ignored}
          data-testid="select-row"
        />
      </td>
    )}
    {columns.map((column, index) => (
      <td className={index === 0 ? 'named' : undefined} key={column.field} {...looksOf(column)}>
        {index === 0 ? <Named kind={kind} row={row} /> : <Cell column={column} row={row} />}
      </td>
    ))}
  </tr>
));

const ignored = () => undefined;

/** `x` selects the row that the keys stand on; with the shift key they take the rows along. */
function selectingKeys(
  selection: Selected,
  rows: readonly Row[],
  { chosen, go }: { chosen: number; go: (by: number) => void },
): KeyBinding[] {
  const ids = rows.map(({ id }) => id);
  const along = (by: number) => () => {
    const to = ids[Math.max(0, Math.min(ids.length - 1, chosen + by))];
    const from = ids[chosen] ?? to;
    if (to === undefined || from === undefined) return;
    selection.set([...selection.ids, from, to]);
    go(by);
  };
  return [
    {
      keys: 'x',
      label: 'Select or deselect the row',
      run: () => {
        const id = ids[chosen];
        if (id !== undefined) selection.toggle(id);
      },
    },
    { keys: 'J', label: 'Select the row and the next', run: along(1) },
    { keys: 'K', label: 'Select the row and the previous', run: along(-1) },
  ];
}

function Named({ kind, row }: { kind: RecordKind; row: Row }) {
  const address = addressOf(kind, row);
  const name = <Foreign text={nameOfRow(kind, row)} />;
  return address === null ? name : <Link to={address}>{name}</Link>;
}

function Cell({ column, row }: { column: Column; row: Row }) {
  if (column.as === 'owner') return <OwnerCell column={column} row={row} />;
  const value = valueIn(row, column.field);
  if (column.as !== 'date' || typeof value !== 'string') return <Foreign text={cellText(column, row)} />;
  return (
    <span title={dateInWords(value)}>
      <Foreign text={shortDateInWords(value, Date.now())} />
    </span>
  );
}

function OwnerCell({ column, row }: { column: Column; row: Row }) {
  return <Foreign text={cellText(column, row, useOwnerName())} />;
}

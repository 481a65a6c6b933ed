/** The rows of a table: only those in sight are in the page, however many there are. */

import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import { useKeys } from '../keys/use-keys.tsx';
import { amountInWords, dateInWords, numberInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { addressOf, type Column, nameOfRow, type RecordKind, type Row, valueIn } from './record-kinds.ts';

/** As the style sheet has them, px. */
const rowHeight = 44;
const headHeight = 38;
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
}

export function RecordTable({ kind, columns, rows, isMore, more }: Props) {
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(-1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
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
    { keys: 'j', label: 'The next one', run: () => go(1) },
    { keys: 'k', label: 'The one before', run: () => go(-1) },
    { keys: 'Enter', label: 'Open it', run: open },
  ]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="table" ref={box} tabIndex={0} aria-label={kind.title}>
      <table aria-rowcount={isMore ? -1 : rows.length + 1}>
        <thead>
          <tr className="row">
            {columns.map((column) => (
              <th key={column.field} scope="col" data-minor={column.isMinor} data-as={column.as}>
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
                />
              )
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  kind: RecordKind;
  columns: readonly Column[];
  row: Row;
  /** From 0, of all rows. */
  index: number;
  /** Below the head, px. */
  top: number;
  isChosen: boolean;
}

/** Drawn again only when it changes: while somebody scrolls, only rows that come into sight cost anything. */
const TableRow = memo(({ kind, columns, row, index, top, isChosen }: RowProps) => (
  <tr
    className="row"
    aria-rowindex={index + 2}
    data-testid="table-row"
    data-chosen={isChosen}
    style={{ transform: `translateY(${top}px)` }}
  >
    {columns.map((column, place) => (
      <td key={column.field} data-minor={column.isMinor} data-as={column.as}>
        {place === 0 ? <Named kind={kind} row={row} /> : <Cell column={column} row={row} />}
      </td>
    ))}
  </tr>
));

function Named({ kind, row }: { kind: RecordKind; row: Row }) {
  const address = addressOf(kind, row);
  const name = <Foreign text={nameOfRow(kind, row)} />;
  return address === null ? name : <Link to={address}>{name}</Link>;
}

function Cell({ column, row }: { column: Column; row: Row }) {
  return <Foreign text={cellText(column, row)} />;
}

/** A value in words; empty where there is none. */
export function cellText({ field, as = 'text' }: Column, row: Row): string {
  const value = valueIn(row, field);
  if (value === null || value === undefined) return '';
  if (as === 'date') return dateInWords(String(value));
  if (as === 'yes') return value === true ? 'yes' : '';
  if (as === 'number') return numberInWords(Number(value));
  const currency = typeof row['currency'] === 'string' ? row['currency'] : null;
  if (as === 'amount') return amountInWords(value as string | number, currency);
  return String(value);
}

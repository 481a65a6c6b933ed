/** The rows of a report as a table: each figure leads to the records behind it, and says what it was in the other period. */
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { dateInWords } from '../parts/format.ts';
import { ListLink } from '../parts/list-link.tsx';
import { Foreign } from '../parts/others.tsx';
import { pageOfRecord } from '../parts/page-of-record.ts';
import { type AskedReport, type ReportRow, recordsBehind } from './record-links.ts';
import {
  type Called,
  changeInWords,
  columnInWords,
  figureColumns,
  idOfRow,
  keyColumns,
  keyInWords,
  numberOf,
  valueInWords,
} from './report-figures.ts';

interface Props {
  title: string;
  columns: readonly string[];
  asked: AskedReport;
  rows: readonly ReportRow[];
  totals: readonly ReportRow[];
  /** Rows and totals of what it is compared with; null without. */
  before: { rows: readonly ReportRow[]; totals: readonly ReportRow[] } | null;
  called: Called;
}

export function FiguresTable({ title, columns, asked, rows, totals, before, called }: Props) {
  const { report, by } = asked;
  const keys = keyColumns(report, by);
  const figures = figureColumns(report, columns);
  const earlier = new Map(before?.rows.map((row) => [idOfRow(report, by, row), row]));
  const earlierTotal = ({ currency }: ReportRow) =>
    before?.totals.find((total) => total['currency'] === currency) ?? null;
  const cells = (row: ReportRow, was: ReportRow | null, isTotal: boolean) =>
    figures.map((column) => (
      <td key={column} data-number={/^-?[\d.]+$/.test(String(row[column])) || undefined}>
        <Figure column={column} row={row} was={was} asked={asked} isTotal={isTotal} />
      </td>
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="figures" tabIndex={0} aria-label={title}>
      <table data-testid="figures">
        <thead>
          <tr>
            {[...keys, ...figures].map((column) => (
              <th key={column} scope="col">
                {columnInWords(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const id = idOfRow(report, by, row);
            return (
              <tr key={id} data-testid="figure-row">
                {keys.map((column, index) =>
                  index === 0 ? (
                    <th key={column} scope="row">
                      <RowName name={keyInWords(column, row, called)} row={row} />
                    </th>
                  ) : (
                    <td key={column}>
                      <Foreign text={keyInWords(column, row, called)} />
                    </td>
                  ),
                )}
                {cells(row, earlier.get(id) ?? null, false)}
              </tr>
            );
          })}
        </tbody>
        {totals.length > 0 && (
          <tfoot>
            {totals.map((row) => (
              <tr key={String(row['currency'] ?? '')} data-testid="figure-total">
                <th scope="row" colSpan={keys.length}>
                  All {typeof row['currency'] === 'string' && `in ${row['currency']}`}
                </th>
                {cells(row, earlierTotal(row), true)}
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface FigureProps {
  column: string;
  row: ReportRow;
  was: ReportRow | null;
  asked: AskedReport;
  isTotal: boolean;
}

function Figure({ column, row, was, asked, isTotal }: FigureProps) {
  const text = valueInWords(column, row);
  const links = row[column] === 0 ? [] : recordsBehind(column, row, asked, isTotal);
  const of = recordPage(column, row);
  const [first] = links;
  const value = numberOf(column, row);
  const change = was === null ? null : changeInWords(column, numberOf(column, was), value);
  if (of !== null) return <Link to={of}>{text}</Link>;
  return (
    <>
      {links.length === 1 && first !== undefined && text !== '' ? (
        <ListLink path={first.path} search={first.search}>
          <Foreign text={text} />
        </ListLink>
      ) : (
        <Foreign text={text} />
      )}
      {links.length > 1 && text !== '' && (
        <span className="behind">
          {links.map(({ path, search }) => (
            <ListLink key={`${path} ${search['quality'] ?? ''}`} path={path} search={search}>
              {search['quality'] ?? path.slice(1)}
            </ListLink>
          ))}
        </span>
      )}
      {change !== null && (
        <Text span size="xs" className="quiet change" title={`It was ${valueInWords(column, was ?? {})}`}>
          {change}
        </Text>
      )}
    </>
  );
}

/** The name of a row; of a customer, it leads there. */
function RowName({ name: text, row }: { name: string; row: ReportRow }) {
  const name = <Foreign text={text} />;
  const id = row['customer'];
  if (typeof id !== 'string') return name;
  const list: string = row['kind'] === 'company' ? '/companies' : '/people';
  const page: string = `${list}/${id}`;
  return <Link to={page}>{name}</Link>;
}

/** The page of a record that a row names by its id. */
function recordPage(column: string, row: ReportRow): string | null {
  const id = row[column];
  if (!['record', 'person', 'company'].includes(column) || typeof id !== 'string') return null;
  return pageOfRecord(id);
}

/** A period in words: its first day to its last. */
export function periodInWords({ from, to }: { from?: string | undefined; to?: string | undefined }): string {
  const last =
    to === undefined ? undefined : new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10);
  if (from === undefined && last === undefined) return 'all there is';
  if (from === undefined) return `until ${dateInWords(last ?? '')}`;
  return last === undefined ? `from ${dateInWords(from)}` : `${dateInWords(from)} – ${dateInWords(last)}`;
}

/** What the statements of all reports share: the period, the filters, the values behind them, and totals told from rows. */
import type { Queryable } from '../../base/database/database.ts';

/** What a report is asked for, its query checked and its times known. */
export interface ReportAsked {
  /** Half-open, ms since the epoch; null is without bound. */
  fromMs: number | null;
  toMs: number | null;
  nowMs: number;
  /** The moment a report shows that is of no period. */
  asOfMs: number;
  timeZone: string;
  by: string;
  campaign?: string | undefined;
  owner?: string | undefined;
  team?: string | undefined;
  process?: string | undefined;
}

/** Rows of a report, and the same columns over all of them. */
export interface Figures<Row> {
  rows: Row[];
  totals: Row[];
}

/** SQL for the columns that filters narrow; one that is left out cannot be narrowed by. */
interface FilterColumns {
  campaign: string;
  owner: string;
  /** The id of a pipeline, `process/pipeline@version`. */
  pipeline: string;
}

/** Conditions of one statement, and their values in order. */
export function asking(asked: ReportAsked) {
  const values: unknown[] = [];
  const given = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
  const time = (ms: number) => given(new Date(ms), 'timestamptz');
  return {
    values,
    given,
    time,
    /** The column lies in the period. */
    within: (column: string) =>
      [
        ...(asked.fromMs === null ? [] : [`${column} >= ${time(asked.fromMs)}`]),
        ...(asked.toMs === null ? [] : [`${column} < ${time(asked.toMs)}`]),
        'true',
      ].join(' AND '),
    /** What the question narrows to. */
    only: ({ campaign, owner, pipeline }: FilterColumns) =>
      [
        ...(asked.campaign === undefined ? [] : [`${campaign} = ${given(asked.campaign, 'text')}`]),
        ...(asked.owner === undefined ? [] : [`${owner} = ${given(asked.owner, 'text')}`]),
        ...(asked.team === undefined
          ? []
          : [`${owner} IN (SELECT email FROM users WHERE team = ${given(asked.team, 'text')})`]),
        ...(asked.process === undefined
          ? []
          : [`split_part(${pipeline}, '/', 1) = ${given(asked.process, 'text')}`]),
        'true',
      ].join(' AND '),
  };
}

/** The filter columns of a table that has all of them itself. */
export const ownColumns = (table: string): FilterColumns => ({
  campaign: `${table}.campaign`,
  owner: `${table}.owner`,
  pipeline: `${table}.pipeline`,
});

/** Of a contact task, which stands in no pipeline: that of its lead. */
export const taskColumns: FilterColumns = {
  campaign: 'tasks.campaign',
  owner: 'tasks.owner',
  pipeline: '(SELECT pipeline FROM leads WHERE leads.id = tasks.lead_id)',
};

/** `sql` answers `is_total` beside the columns. */
export async function figuresOf<Row>(
  database: Queryable,
  sql: string,
  values: unknown[],
): Promise<Figures<Row>> {
  const { rows } = await database.query<Row & { is_total: boolean }>(sql, values);
  const without = ({ is_total: _isTotal, ...row }: Row & { is_total: boolean }) => row as Row;
  return {
    rows: rows.filter((row) => !row.is_total).map(without),
    totals: rows.filter((row) => row.is_total).map(without),
  };
}

/** A share of two counts, to four places; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

/** Hours to two places. */
export const hoursOf = (hours: number | null) => (hours === null ? null : Math.round(hours * 100) / 100);

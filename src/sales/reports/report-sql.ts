/** Shared parts of report statements: the period, the filters, their values, and totals apart from rows. */
import type { Queryable } from '../../base/database/database.ts';

/** The question of a report: its query checked and its times resolved. */
export interface ReportAsked {
  /** Half-open, ms since the epoch; null is without bound. */
  fromMs: number | null;
  toMs: number | null;
  nowMs: number;
  /** The moment of a report without a period. */
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

/** SQL of the columns that filters narrow; a column that is left out has no filter. */
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
    /** Conditions of the filters. */
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

/** The filter columns of a table that has all of them. */
export const ownColumns = (table: string): FilterColumns => ({
  campaign: `${table}.campaign`,
  owner: `${table}.owner`,
  pipeline: `${table}.pipeline`,
});

/** The filter columns of a contact task, which is in no pipeline: those of its lead. */
export const taskColumns: FilterColumns = {
  campaign: 'tasks.campaign',
  owner: 'tasks.owner',
  pipeline: '(SELECT pipeline FROM leads WHERE leads.id = tasks.lead_id)',
};

/** Returns rows and totals. `sql` selects `is_total` beside the columns. */
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

/** Returns a share of two counts, to four decimals; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

/** Returns hours to two decimals. */
export const hoursOf = (hours: number | null) => (hours === null ? null : Math.round(hours * 100) / 100);

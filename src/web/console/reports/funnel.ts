/** The funnel of the campaign report: from profiles to won opportunities, each step of the one before. Pure. */
import { type AskedReport, type RecordLink, type ReportRow, recordsBehind } from './record-links.ts';

/** The figures of the report that are steps, from the widest on. */
const columns = ['profiles', 'leads', 'opportunities', 'won'] as const;

export interface FunnelStep {
  column: (typeof columns)[number];
  count: number;
  /** In the period that it is compared with; null without. */
  before: number | null;
  /** Of the step before it, from 0 to 1; null of the first, and after a step of nothing. */
  share: number | null;
  /** The share in the other period. */
  shareBefore: number | null;
  links: RecordLink[];
}

/** Returns the steps that a row knows: events of an owner, a team or a process are not known, and so neither are their profiles. */
export function funnelOf(
  row: ReportRow,
  was: ReportRow | null,
  asked: AskedReport,
  isTotal: boolean,
): FunnelStep[] {
  const known = columns.filter((column) => typeof row[column] === 'number');
  return known.map((column, index) => {
    const above = known[index - 1];
    return {
      column,
      count: Number(row[column]),
      before: countIn(was, column),
      share: above === undefined ? null : shareOf(countIn(row, column), countIn(row, above)),
      shareBefore: above === undefined ? null : shareOf(countIn(was, column), countIn(was, above)),
      links: recordsBehind(column, row, asked, isTotal),
    };
  });
}

const countIn = (row: ReportRow | null, column: string) =>
  typeof row?.[column] === 'number' ? Number(row[column]) : null;

const shareOf = (count: number | null, of: number | null) =>
  count === null || of === null || of === 0 ? null : count / of;

/** What the address of a report says of it, as questions to the API. Pure. */
import type { ReportName } from '../../../contract/api/api.ts';
import type { TableSearch } from '../parts/table-search.ts';
import { type Compared, comparedWith, type Period, periodOf } from './report-period.ts';

/** A report as the list of reports describes it. */
export interface ReportWords {
  report: string;
  title: string;
  counts: string[];
  by: string[];
  columns: string[];
}

/** A question to the API of reports. */
export interface ReportQuestion {
  report: ReportName;
  query: Record<string, string>;
}

/** What a page of a report shows: its question, and that of what it is compared with. */
export interface ShownReport {
  by: string;
  period: Period;
  filters: { owner?: string; team?: string; campaign?: string; process?: string };
  now: ReportQuestion;
  before: ReportQuestion | null;
}

const filterNames = ['owner', 'team', 'campaign', 'process'] as const;

/** Reads an address. `today` and the zone are the viewer's. */
export function shownReport(
  { report, by: groupings }: Pick<ReportWords, 'report' | 'by'>,
  search: TableSearch,
  { today, timeZone }: { today: string; timeZone: string },
): ShownReport {
  const name = report as ReportName;
  const by = groupings.find((grouping) => grouping === search['by']) ?? groupings[0] ?? '';
  const period = periodOf(report, { from: search['from'], to: search['to'] }, today);
  const filters = Object.fromEntries(
    filterNames.flatMap((filter) => (search[filter] === undefined ? [] : [[filter, search[filter]]])),
  ) as ShownReport['filters'];
  const question = (asked: Compared): ReportQuestion => ({
    report: name,
    query: Object.fromEntries(
      Object.entries({ ...filters, ...asked, timeZone, ...(by !== '' && { by }) }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  });
  const compared = comparedWith(report, search['vs'], period, today);
  return {
    by,
    period,
    filters,
    now: question(period),
    before: compared === null ? null : question(compared),
  };
}

/** Where the rows of a report are a file of CSV. */
export function csvAddress({ report, query }: ReportQuestion): string {
  return `/api/v1/reports/${report}?${new URLSearchParams({ ...query, format: 'csv' })}`;
}

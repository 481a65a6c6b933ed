/** Filters that lists share with reports, so that a list shows the records behind a figure. */
import type { ListedEnd, ReportedFilter } from '../../contract/api/api.ts';
import type { Listing } from './paging.ts';

/** The columns of a list that such filters narrow, as SQL. */
interface ReportedColumns {
  owner: string;
  /** The id of a pipeline, `process/pipeline@version`. */
  pipeline: string;
  ended?: string;
}

/** Adds the conditions that reports narrow their rows by: owners of a team, nobody's records, one sales process, an end. */
export function whereReported<Sort extends string>(
  list: Listing<Sort>,
  { owner, pipeline, ended = 'NULL' }: ReportedColumns,
  filter: ReportedFilter & { end?: readonly ListedEnd[] | undefined },
): void {
  const ofTeam = (condition: string) => `${owner} IN (SELECT email FROM users WHERE ${condition})`;
  list.where(ofTeam('team = ?'), filter.team);
  const isTeamless = `(${owner} IS NULL OR ${ofTeam('team IS NULL')})`;
  list.whereIf(filter.teamless === true, isTeamless);
  list.whereIf(filter.teamless === false, ofTeam('team IS NOT NULL'));
  list.whereIf(filter.unowned === true, `${owner} IS NULL`);
  list.whereIf(filter.unowned === false, `${owner} IS NOT NULL`);
  list.where(`split_part(${pipeline}, '/', 1) = ?`, filter.process);
  list.where(`${ended} = ANY(?)`, filter.end);
}

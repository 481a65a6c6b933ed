/** What the address of the page of tasks says: whose tasks, and which part of them. Pure. */

import { kindAt } from '../kinds/record-kinds.ts';
import { searchOfTable, type TableSearch } from '../parts/table-search.ts';

/** The filters that reports bring along. */
const { figureFilters = [] } = kindAt('/tasks');

/** Whether the address is one of a report: it shows a table. */
export function isOfReport(search: Record<string, unknown>): boolean {
  return figureFilters.some((name) => name in search);
}

/** `open` is all that is not done and not snoozed. */
export const taskViews = ['open', 'overdue', 'today', 'week', 'later', 'snoozed', 'done'] as const;
export type TaskView = (typeof taskViews)[number];

const owners = ['mine', 'team', 'all'] as const;
/** Whose tasks are shown: one's own, those of one's teams, everybody's. */
export type TaskOwners = (typeof owners)[number];

/** What it leaves out is the default. */
export type TasksSearch = { view?: TaskView; whose?: TaskOwners };

/** Reads what anybody may have typed: what it does not know is the default. A figure of a report leads to a table by its filters. */
export function searchOfTasks(search: Record<string, unknown>): TasksSearch | TableSearch {
  if (isOfReport(search)) return searchOfTable(search);
  const view = taskViews.find((one) => one === search['view']);
  const whose = owners.find((one) => one === search['whose']);
  return { ...(view !== undefined && { view }), ...(whose !== undefined && { whose }) };
}

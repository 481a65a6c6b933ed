/** What the address of tasks shows: the page of tasks, or the table of those behind a figure of a report. */
import { useSearch } from '@tanstack/react-router';
import { RecordsPage } from '../records/records-page.tsx';
import { TasksPage } from './tasks-page.tsx';
import { isOfReport } from './tasks-search.ts';

export function TasksOrTable() {
  return isOfReport(useSearch({ strict: false })) ? <RecordsPage /> : <TasksPage />;
}

/** Alerts of the live stream as the page shows them: the types it listens to, and the toast of each. Pure. */
import { isolated } from '../../base/text/text.ts';
import {
  type AlertType,
  alertEntry,
  alertTypes,
  type LeadView,
  type TaskView,
} from '../../contract/api/api.ts';

/** An event of the stream, as far as the page reads it. */
export interface LiveAlert {
  type: AlertType;
  lead?: LeadView;
  task?: TaskView;
}

/** Event types to listen to: every one of the catalogue. A type without a toast refreshes the lists. */
export const liveTypes: readonly string[] = alertTypes;

export interface Toast {
  /** The lead or task to emphasise. */
  id: string;
  title: string;
  message: string;
  color: 'orange' | 'chili';
}

/** The toast of an alert; null for one that only refreshes. */
export function toastOf({ type, lead, task }: LiveAlert): Toast | null {
  const work = lead ?? task;
  const { toast, group } = alertEntry(type);
  if (work === undefined || toast === null) return null;
  const who = work.person?.name ?? work.person?.email ?? 'Somebody';
  return {
    id: lead?.id ?? task?.lead ?? work.id,
    title: toast,
    message: `${isolated(who)}: ${isolated(work.tierName)}, ${work.score} points`,
    color: group === 'deadline' ? 'orange' : 'chili',
  };
}

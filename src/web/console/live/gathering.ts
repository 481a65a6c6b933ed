/** Alerts as they come, gathered: many at once become one change of the page and one toast. Pure. */
import { isolated } from '../../../base/text/text.ts';
import { type AlertType, alertEntry } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import type { LiveAlert } from './live-alert.ts';

/** How long alerts are gathered before the page shows them, ms. */
export const gatherMs = 250;
/** The least time between two refreshes of the lists, ms. */
export const refreshEveryMs = 2_000;
/** How long lists are only patched before they are loaded again, ms. */
export const reconcileEveryMs = 30_000;

export interface Toast {
  title: string;
  message: string;
  color: 'orange' | 'chili';
}

/** What gathered alerts show: what is new, and one toast, null where none of them has one, and where it leads. */
export function shownOf(alerts: readonly LiveAlert[]): {
  fresh: string[];
  toast: Toast | null;
  opens: string;
} {
  const shown = alerts.filter(
    (alert) => alertEntry(alert.type).toast !== null && (workOf(alert) ?? alert.record) !== undefined,
  );
  const fresh = shown.flatMap((alert) => idOf(alert) ?? []);
  const unique = [...new Set(fresh)];
  const [id] = unique;
  const isLead = shown.some(({ lead, task }) => lead?.id === id || task?.lead === id);
  const opens = id === undefined || unique.length > 1 ? '/inbox' : `/${isLead ? 'leads' : 'tasks'}/${id}`;
  return { fresh: unique, toast: toastOf(shown), opens };
}

/** The lead that it is of, else the task. */
function idOf({ lead, task }: LiveAlert): string | undefined {
  return lead?.id ?? task?.lead ?? task?.id;
}

function workOf({ lead, task }: LiveAlert) {
  return lead ?? task;
}

function toastOf(shown: readonly LiveAlert[]): Toast | null {
  const [first] = shown;
  if (first === undefined) return null;
  const color = shown.some(({ type }) => alertEntry(type).group === 'deadline') ? 'orange' : 'chili';
  const work = workOf(shown.at(-1) ?? first);
  // Of one lead or task, what came first says what it is, and what came last how it is now.
  if (work !== undefined && shown.every((alert) => idOf(alert) === idOf(first)))
    return { title: alertEntry(first.type).toast?.one ?? '', message: workInWords(work), color };
  if (shown.length === 1 && first.record !== undefined)
    return { title: alertEntry(first.type).toast?.one ?? '', message: first.record.text, color };
  const counts = new Map<AlertType, number>();
  for (const { type } of shown) counts.set(type, (counts.get(type) ?? 0) + 1);
  const [most, ...others] = [...counts].sort(([, one], [, other]) => other - one).map(inWords);
  return { title: most ?? '', message: others.join(', '), color };
}

type Work = NonNullable<ReturnType<typeof workOf>>;

/** Who, and how hot or what to do. Work that people made themselves has no heat, and perhaps no person. */
function workInWords(work: Work): string {
  const { tier, tiers, tierName, score } = work;
  const known = work.person?.name ?? work.person?.email ?? null;
  const who = isolated(known ?? 'Somebody');
  if (tiers > 0)
    return `${who}: ${tier === 0 ? 'cooled off' : isolated(tierName)}, ${counted(score, 'point')}`;
  if (!('subject' in work)) return who;
  return known === null ? isolated(work.subject) : `${who}: ${isolated(work.subject)}`;
}

function inWords([type, count]: [AlertType, number]): string {
  const { toast } = alertEntry(type);
  return count === 1 ? (toast?.one ?? '') : `${count} ${toast?.many ?? ''}`;
}

/** When the lists may be refreshed next: at once, or when the last refresh is long enough ago, ms. */
export function refreshAtMs(nowMs: number, lastMs: number): number {
  return Math.max(nowMs, lastMs + refreshEveryMs);
}

/** An import of events as the API shows it. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { EventImportView } from '../../contract/api/api.ts';
import type { EventImport, ListedLine } from '../history/history.ts';

/** `listed` are the first of its warnings; the others are counted. */
export function viewOf(
  found: EventImport,
  nowMs: number,
  listed: readonly ListedLine[] = [],
): EventImportView {
  const { id, label, status, openedBy, openedAt, changedAt, alertSinceMs, profiles, rebuilt } = found;
  const { lines, events, duplicates, bad, tooOld, erased, warnings } = found;
  const further = warnings - listed.length;
  return {
    ...{ id: String(id), label, status, openedBy },
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    alertSince: alertSinceMs === null ? null : new Date(alertSinceMs).toISOString(),
    counts: { lines, events, bad, tooOld, erased, warnings, duplicates },
    progress: { profiles, scored: rebuilt },
    undoUntil: undoUntil(found, nowMs),
    ...(listed.length > 0 && { warnings: [...listed], ...(further > 0 && { furtherWarnings: further }) }),
  };
}

/** One that has not ended can be taken back at any time. */
function undoUntil({ status, changedAt }: EventImport, nowMs: number): string | null {
  if (status === 'undoing' || status === 'undone') return null;
  const fromMs = status === 'done' ? changedAt.getTime() : nowMs;
  const untilMs = fromMs + limits.eventImportUndoMs;
  return untilMs > nowMs ? new Date(untilMs).toISOString() : null;
}

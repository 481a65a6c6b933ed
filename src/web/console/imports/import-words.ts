/** The states of an import in words, and its mapping as it is corrected. Pure. */
import type { EventImportView, ImportStatus, ImportView } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';

const states: Readonly<Record<ImportStatus, string>> = {
  waiting: 'waits for a worker',
  checking: 'is being read',
  checked: 'read; nothing is changed yet',
  applying: 'is being imported',
  done: 'imported',
  undoing: 'is being undone',
  undone: 'undone',
  cancelled: 'cancelled',
  failed: 'failed; nothing was imported',
};

export const stateInWords = (status: ImportStatus): string => states[status];

const underWay: ReadonlySet<ImportStatus> = new Set(['waiting', 'checking', 'applying', 'undoing']);
/** Whether it changes by itself. */
export const isUnderWay = (status: ImportStatus): boolean => underWay.has(status);

/** Whether its file can be read in another way, or be carried out. */
export const isCorrectable = (status: ImportStatus): boolean => status === 'checked' || status === 'failed';

/** How far it is, in per cent; null while the number of rows is not known. */
export function percentOf({ done, of }: ImportView['progress']): number | null {
  return of === null ? null : of === 0 ? 100 : Math.floor((100 * done) / of);
}

/** "3 new, 1 changed, 2 as they were, 1 bad": what is none is left out, but for the new ones. */
export function countsInWords({ new: isNew, changed, unchanged, bad, kept }: ImportView['counts']): string {
  const parts: [number, string][] = [
    [changed, 'changed'],
    [unchanged, 'as they were'],
    [bad, 'bad'],
    [kept, 'kept because they were changed since'],
  ];
  const others = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString()} ${word}`);
  return [`${isNew.toLocaleString()} new`, ...others].join(', ');
}

const eventStates: Readonly<Record<EventImportView['status'], string>> = {
  open: 'is being sent; nobody sees its events yet',
  scoring: 'is being scored',
  done: 'scored',
  undoing: 'is being undone',
  undone: 'undone',
};

/** An import of events in words: its state, and how many profiles are scored while that is under way. */
export function eventStateInWords({ status, progress: { profiles, scored } }: EventImportView): string {
  const words = eventStates[status];
  if (!isEventImportUnderWay(status) || profiles === 0) return words;
  return `${words}: ${scored.toLocaleString()} of ${profiles.toLocaleString()} people and devices`;
}

export const isEventImportUnderWay = (status: EventImportView['status']): boolean =>
  status === 'scoring' || status === 'undoing';

/** "1,200 events, 3 duplicates, 2 refused lines": what is none is left out, but for the events. */
export function eventCountsInWords({
  events,
  duplicates,
  bad,
  tooOld,
  erased,
  warnings,
}: EventImportView['counts']): string {
  const others = [
    duplicates > 0 && counted(duplicates, 'duplicate'),
    bad > 0 && counted(bad, 'refused line'),
    tooOld > 0 && `${tooOld.toLocaleString()} older than the history`,
    erased > 0 && `${erased.toLocaleString()} of erased people`,
    warnings > 0 && counted(warnings, 'warning'),
  ].filter((words) => words !== false);
  return [counted(events, 'event'), ...others].join(', ');
}

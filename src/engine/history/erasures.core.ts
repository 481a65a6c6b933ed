/** Erasures in entries of the streams: the marks, and the rows and links that they leave out. Pure. */
import { isAfter } from '../../base/kernel/kernel.ts';
import type { ErasureMark, IdentityLink } from '../../contract/language/language.ts';
import type { HistoryEntry } from '../stream/stream.ts';
import type { Erased } from './erased.ts';
import { type Row, recordsOf } from './rows.core.ts';

/** A mark with its position in a stream. */
export interface ErasedRecord<Record> {
  record: Record;
  partition: number;
  entry: string;
  /** Its index in the entry. */
  position: number;
}

/** A mark as the ledger has it: with the time at which scoring came to it, ms. */
export type LedgerMark = Omit<ErasureMark, 'salt'> & { kind: 'erased'; notedAtMs: number };

/** The marks in entries of the events stream. */
export function marksIn(entries: readonly HistoryEntry[]): ErasedRecord<ErasureMark>[] {
  return placed(entries.filter(({ field }) => field === 'x')).flatMap((one) =>
    isMark(one.record) ? [one as ErasedRecord<ErasureMark>] : [],
  );
}

/** The marks in entries of the ledger stream. */
export function ledgerMarksIn(entries: readonly HistoryEntry[]): ErasedRecord<LedgerMark>[] {
  const withMark = entries.filter(({ json }) => json.includes('"kind":"erased"'));
  return placed(withMark).flatMap((one) => {
    const { kind, notedAtMs } = one.record as Partial<LedgerMark>;
    return kind === 'erased' && typeof notedAtMs === 'number' && isMark(one.record)
      ? [one as ErasedRecord<LedgerMark>]
      : [];
  });
}

function isMark(record: unknown): boolean {
  const { erasure, profile, untilMs } = record as Partial<ErasureMark>;
  return typeof erasure === 'string' && typeof profile === 'string' && typeof untilMs === 'number';
}

function placed(entries: readonly HistoryEntry[]): ErasedRecord<object>[] {
  return entries.flatMap(({ partition, id, json }) =>
    (recordsOf(json) ?? []).flatMap((record, position) =>
      typeof record === 'object' && record !== null ? [{ record, partition, entry: id, position }] : [],
    ),
  );
}

/** The rows that stay: of an erased profile, those accepted later than the erasure, and behind its mark. */
export function rowsLeft(
  rows: readonly Row[],
  marks: readonly ErasedRecord<{ profile: string }>[],
  isErased: (row: Row) => boolean,
): Row[] {
  const last = new Map(marks.map((mark) => [mark.record.profile, mark]));
  return rows.filter((row) => {
    if (isErased(row)) return false;
    const mark = last.get(row.profile);
    if (mark === undefined || mark.partition !== row.from.entry.partition) return true;
    const { id } = row.from.entry;
    return isAfter(id, mark.entry) || (id === mark.entry && row.from.position > mark.position);
  });
}

/** Links that stay, and those of an erased end from before its erasure. */
export function linksLeft(
  links: readonly IdentityLink[],
  erased: Erased,
): { left: IdentityLink[]; gone: IdentityLink[] } {
  const isGone = ({ child, parent, acceptedAtMs }: IdentityLink) =>
    [child, parent].some((end) => acceptedAtMs <= (erased.get(end)?.untilMs ?? 0));
  return { left: links.filter((link) => !isGone(link)), gone: links.filter(isGone) };
}

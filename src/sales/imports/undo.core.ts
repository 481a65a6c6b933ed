/** What an undo may put back: every value that is still as the import left it. Pure. */
import type { Stored } from './decision.core.ts';

/** Column → [before, after], as an import noted it. */
export type Changes = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

export interface PutBack {
  /** Columns to write, with their values of before. */
  values: Record<string, unknown>;
  /** The mark *do not contact* to put back; null for none. */
  mark: boolean | null;
  /** Columns that somebody changed since, with their present values. */
  kept: { column: string; now: unknown }[];
}

/** Compares what an import left with what is there now. */
export function putBack(changes: Changes, now: Stored): PutBack {
  const back: PutBack = { values: {}, mark: null, kept: [] };
  for (const [column, [before, after]] of Object.entries(changes)) {
    if (!isSame(now[column], after)) {
      // What is as before needs nothing.
      if (!isSame(now[column], before)) back.kept.push({ column, now: now[column] ?? null });
    } else if (column === 'do_not_contact') back.mark = before === true;
    else back.values[column] = before;
  }
  return back;
}

/** Values as JSON holds them: dates as texts. */
const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

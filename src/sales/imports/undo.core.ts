/** What an undo may put back: every value that is still as the import left it. Pure. */
import type { ImportTable, Stored } from './decision.core.ts';

/** Column → [before, after], as an import noted it. */
export type Changes = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** What an import has done to one record: `changes` is null where it made the record. */
export interface ChangeRow {
  id: string;
  kind: ImportTable;
  record: string;
  changes: Changes | null;
  made: string | null;
}

export interface PutBack {
  /** Columns to write, with their values of before. */
  values: Record<string, unknown>;
  /** The mark *do not contact* to put back; null for none. */
  mark: boolean | null;
  /** Columns that somebody changed since, with their present values. */
  kept: { column: string; now: unknown }[];
  /** Whether the person was marked when the first of the changes was made; not where it freed them of the mark of their company. */
  wasMarked: boolean;
  /** Where the person was free then, in a company that was marked: `company entry`, with the last entry of its timeline then. */
  freedIn: string | null;
}

/** A change that is none: it says twice, as `company entry`, where a person was free in a marked company. */
export const freedInMarkedCompany = 'free in a marked company';

/** Compares what the changes of one record left, the latest first, with what is there now. Each finds what the one behind it has put back. */
export function putBack(all: readonly Changes[], now: Stored): PutBack {
  const back: PutBack = { values: {}, mark: null, kept: [], wasMarked: false, freedIn: null };
  const present: Record<string, unknown> = { ...now };
  for (const changes of all) {
    back.wasMarked = changes['do_not_contact']?.[0] === true && !('marked_with_company' in changes);
    back.freedIn = (changes[freedInMarkedCompany]?.[0] as string | undefined) ?? null;
    for (const [column, [before, after]] of Object.entries(changes)) {
      if (isSame(before, after)) continue;
      if (!isSame(present[column], after)) {
        // What is as before needs nothing.
        if (!isSame(present[column], before)) back.kept.push({ column, now: present[column] ?? null });
        continue;
      }
      present[column] = before;
      if (column === 'do_not_contact') back.mark = before === true;
      else back.values[column] = before;
    }
  }
  // An id in another system and its source are one: where one of them stays, so does the other.
  if (back.kept.some(({ column }) => external.includes(column)))
    for (const column of external) delete back.values[column];
  return back;
}

const external = ['external_id', 'external_source'];

/** Whether a record is a quotation that was a draft when the import changed it, and was sent since: what a customer has, stands. */
export const wasSentSince = (table: ImportTable, now: Stored): boolean =>
  table === 'quotations' && now['status'] !== 'draft';

/** What `putBack` gives for a quotation that was sent since: nothing goes back, and each value that would is kept. */
export function allKept(back: PutBack, now: Stored): PutBack {
  // The moment of a follow-up is that of its day.
  const columns = [...Object.keys(back.values), ...back.kept.map(({ column }) => column)].filter(
    (column) => column !== 'follow_up_at',
  );
  return { ...back, values: {}, kept: columns.map((column) => ({ column, now: now[column] ?? null })) };
}

/** The changes of a batch in runs of one table, in their order: what was written last goes first, whatever table it is in. */
export function runsOf<Change extends Pick<ChangeRow, 'kind'>>(all: readonly Change[]): Change[][] {
  const runs: Change[][] = [];
  for (const one of all) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === one.kind) last.push(one);
    else runs.push([one]);
  }
  return runs;
}

/** A person whose company, or mark with it, an undo has put back: as before this step and as now. */
export interface BackInCompany {
  id: string;
  /** Whether the import met the person marked; or free in a marked company. */
  wasMarked: boolean;
  wasFreed: boolean;
  /** Whether the person was marked before this step. */
  isMarkedBefore: boolean;
  isMarked: boolean;
  isMarkedWithCompany: boolean;
  isCompanyMarked: boolean;
}

/** Who is marked by the company they are back in, and who is free of the mark of one that they have left. */
export function marksOfCompanies(people: readonly BackInCompany[]): { marked: string[]; freed: string[] } {
  const isFreed = (one: BackInCompany) =>
    one.isMarkedWithCompany && !one.wasMarked && (one.wasFreed || !one.isCompanyMarked);
  const marked = people.filter((one) => one.isMarked && !one.isMarkedBefore && !isFreed(one));
  const freed = people.filter(isFreed);
  return { marked: marked.map(({ id }) => id), freed: freed.map(({ id }) => id) };
}

/** Values as JSON holds them: dates as texts. */
const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** What a row does to a record: makes it, changes it, leaves it, or cannot. Pure. */

import type { StagedKind } from '../../contract/api/api.ts';
import type { Problem } from './rejected.core.ts';
import type { Values } from './rows.core.ts';

export type ImportTable = 'people' | 'companies' | 'users' | 'products' | 'quotations' | StagedKind;

/** A row of a table, by column. */
export type Stored = Readonly<Record<string, unknown>>;

/** A record as it was and as it becomes. `before` is null for a new one. */
export interface Written {
  table: ImportTable;
  id: string;
  before: Stored | null;
  after: Stored;
  /** The columns that differ; all of a new one. */
  columns: readonly string[];
  /** Whether the record is to be marked *do not contact*, or the mark removed; null leaves it. */
  mark: boolean | null;
}

export type Decision =
  | { written: readonly Written[]; outcome: 'new' | 'changed' | 'unchanged' }
  | { problems: Problem[] };

/** A problem of a column of the kind; the header of the file is put in its place later. */
export const problemOf = (column: string | null, values: Values, reason: string): Decision => {
  const value = column === null ? undefined : values[column];
  return {
    problems: [{ column, value: value === undefined || value === null ? null : String(value), reason }],
  };
};

/** Returns what becomes of a record: `values` are columns of its table, undefined for those that stay. */
export function written(
  table: ImportTable,
  before: Stored | null,
  values: Readonly<Record<string, unknown>>,
  atFirst: Stored,
  mark: boolean | null = null,
): Written {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  if (before === null) {
    const given = said.filter(([, value]) => value !== null);
    const after = { ...atFirst, ...Object.fromEntries(given) };
    return { table, id: String(after['id']), before, after, columns: Object.keys(after), mark };
  }
  const differing = said.filter(([column, value]) => !isSame(before[column], value));
  const after = { ...before, ...Object.fromEntries(differing) };
  const id = String(before['id']);
  return { table, id, before, after, columns: differing.map(([column]) => column), mark };
}

/** The decision of one record. */
export function decided(one: Written): Decision {
  const isChanged = one.columns.length > 0 || one.mark !== null;
  return {
    written: isChanged ? [one] : [],
    outcome: one.before === null ? 'new' : isChanged ? 'changed' : 'unchanged',
  };
}

/** Texts that differ in what a cell cannot hold (spaces around it, another composition) are the same. */
function isSame(before: unknown, after: unknown): boolean {
  if (typeof before === 'string' && typeof after === 'string')
    return before === after || plain(before) === plain(after);
  return JSON.stringify(before ?? null) === JSON.stringify(after ?? null);
}

const plain = (text: string) => text.normalize('NFC').trim();

/** The value of a text column; null clears it. */
export const textIn = (values: Values, name: string) => values[name] as string | null | undefined;

/** Why an owner cannot be one; null where the owner can, or is the present one. */
export function ownerError(
  values: Values,
  before: Stored | null,
  users: ReadonlySet<string>,
): Decision | null {
  const owner = textIn(values, 'owner');
  if (typeof owner !== 'string' || owner === before?.['owner'] || users.has(owner)) return null;
  return problemOf('owner', values, 'there is no such user; give an e-mail of GET /users');
}

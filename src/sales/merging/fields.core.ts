/** The fields of two records that become one: which value stays, and by what the one that is left is found besides. Pure. */
import {
  companyMergeFields,
  type MergeField,
  type MergePreview,
  personKinds,
  personMergeFields,
} from '../../contract/api/api.ts';
import type { MergedTable } from '../store/store.ts';

/** A row of people or companies, by its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** The columns of each field. Those of one field go together. */
const columnsOf: Readonly<Record<MergeField, readonly [string, ...string[]]>> = {
  email: ['email', 'claimed_email'],
  name: ['name'],
  company: ['company', 'company_id'],
  domain: ['domain'],
  title: ['title'],
  phone: ['phone'],
  country: ['country'],
  language: ['language'],
  kind: ['kind'],
  owner: ['owner'],
  externalId: ['external_id', 'external_source'],
};

/** Returns the fields that are chosen of two records of a table. */
export const fieldsOf = (table: MergedTable): readonly MergeField[] =>
  table === 'people' ? personMergeFields : companyMergeFields;

const isEmpty = (row: Row, field: MergeField) =>
  columnsOf[field].every((column) => (row[column] ?? null) === null);

/** Whether the merged record knows better: where the kept one says nothing, and where it is the nearer customer. */
function isBetter(field: MergeField, kept: Row, merged: Row): boolean {
  if (field === 'kind') return rankOf(merged) > rankOf(kept);
  // An address of their own goes before one that is claimed for them.
  if (field === 'email' && !kept['email'] && typeof merged['email'] === 'string') return true;
  return isEmpty(kept, field) && !isEmpty(merged, field);
}

const rankOf = ({ kind }: Row) => personKinds.indexOf(kind as (typeof personKinds)[number]);

/** Returns each field with both values and the one that stays by default: of the kept record, else of the other. */
export function comparedFields(table: MergedTable, kept: Row, merged: Row): MergePreview['fields'] {
  const text = (row: Row, field: MergeField) => {
    const claimed = field === 'email' ? row['claimed_email'] : null;
    const value = row[columnsOf[field][0]] ?? claimed ?? null;
    return value === null ? null : String(value);
  };
  return fieldsOf(table).map((field) => ({
    field,
    kept: text(kept, field),
    merged: text(merged, field),
    stays: isBetter(field, kept, merged) ? 'merged' : 'kept',
  }));
}

/** Returns the columns of the record that is left. `take`: fields whose value is the merged one's. */
export function mergedColumns(
  table: MergedTable,
  { kept, merged, take }: { kept: Row; merged: Row; take: readonly MergeField[] },
): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const field of fieldsOf(table)) {
    const from = take.includes(field) || isBetter(field, kept, merged) ? merged : kept;
    for (const column of columnsOf[field]) columns[column] = from[column] ?? null;
  }
  // Nobody chooses a profile: it is what scoring calls the person.
  if (table === 'people') columns['profile'] = kept['profile'] ?? merged['profile'] ?? null;
  return columns;
}

/** What a record is found by beside its id. */
const finding: Readonly<Record<MergedTable, readonly string[]>> = {
  people: ['email', 'profile', 'external_id'],
  companies: ['name', 'domain', 'external_id'],
};

/** Returns what the two were found by and the record that is left does not say: it is to be found by it still. */
export function namesLeft(
  table: MergedTable,
  { kept, merged, left }: { kept: Row; merged: Row; left: Row },
): Record<string, unknown> {
  const names: Record<string, unknown> = {};
  for (const column of finding[table]) {
    const isSaid = (row: Row) =>
      row[column] === left[column] &&
      (column !== 'external_id' || (row['external_source'] ?? null) === (left['external_source'] ?? null));
    const other = [merged, kept].find((row) => (row[column] ?? null) !== null && !isSaid(row));
    if (other === undefined) continue;
    names[column] = other[column];
    if (column === 'external_id') names['external_source'] = other['external_source'] ?? null;
  }
  return names;
}

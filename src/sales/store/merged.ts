/** Records that were merged into another: their ids and names lead to the record that is left. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ExternalId } from '../../contract/api/api.ts';
import type { Listing } from './paging.ts';

/** The tables whose records can be merged. */
export type MergedTable = 'people' | 'companies';

const tables: Readonly<Record<MergedTable, string>> = { people: 'person', companies: 'company' };

/** Returns the id of the record that an id became part of; null where it was not merged. */
export async function mergedInto(
  database: Queryable,
  table: MergedTable,
  id: string,
): Promise<string | null> {
  const { rows } = await database.query<{ kept: string }>(
    'SELECT coalesce(person_id, company_id) AS kept FROM merges WHERE merged = $1 AND kind = $2',
    [id, table],
  );
  return rows[0]?.kept ?? null;
}

/** Returns the error of a write to a record that is not there: `not_found`, or `conflict` with the record that it became part of. */
export async function missing(database: Queryable, table: MergedTable, id: string): Promise<ApiError> {
  const what = tables[table];
  const kept = await mergedInto(database, table, id);
  return kept === null
    ? new ApiError('not_found', `there is no ${what} "${id}"`)
    : new ApiError(
        'conflict',
        `${what} "${id}" was merged into "${kept}"; change that one, or undo the merge`,
      );
}

/** SQL: the ids of people who answer for an address, `?`, that is theirs since a merge. */
export const keptByEmail = (given: string) =>
  `ARRAY(SELECT person_id FROM merges WHERE kind = 'people' AND email = ${given})`;

/** SQL: the condition that a row names a record, `?`, also by the id of one that was merged into it. */
export const refersTo = (column: string) =>
  /(?:person|company)_id$/.test(column) ? `${column} = kept_record(?)` : `${column} = ?`;

/** Adds the filter by an id in another system: one of the record's own, or one that leads to it since a merge. */
export function whereExternal(
  list: Listing<string>,
  table: MergedTable,
  { externalId, externalSource }: { externalId?: string | undefined; externalSource?: string | undefined },
): void {
  if (externalId === undefined) {
    list.where(`${table}.external_source = ?`, externalSource);
    return;
  }
  const isIt = 'external_id = ?1 AND (?2::text IS NULL OR external_source = ?2)';
  list.whereAll(
    `(${isIt} OR id = ANY(ARRAY(SELECT coalesce(person_id, company_id) FROM merges WHERE kind = '${table}' AND ${isIt})))`,
    [externalId, externalSource ?? null],
  );
}

/** Returns the id of the person who answers for an address since a merge; null where nobody does. */
export async function personSinceMerge(
  database: Queryable,
  email: string | null | undefined,
): Promise<string | null> {
  if (!email) return null;
  const { rows } = await database.query<{ id: string }>(
    `SELECT person_id AS id FROM merges WHERE kind = 'people' AND email = $1`,
    [email],
  );
  return rows[0]?.id ?? null;
}

/** Returns the id of the company that answers for a domain, else for a name, since a merge; null where none does. */
export async function companySinceMerge(
  database: Queryable,
  { domain = null, name = null }: { domain?: string | null | undefined; name?: string | null | undefined },
): Promise<string | null> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT company_id AS id FROM merges WHERE kind = 'companies' AND (domain = $1 OR name = $2)
     ORDER BY domain IS DISTINCT FROM $1 LIMIT 1`,
    [domain, name],
  );
  return rows[0]?.id ?? null;
}

/** Returns the id of the record that answers for an id in another system since a merge; null where none does. */
export async function recordSinceMerge(
  database: Queryable,
  table: string,
  { externalId, externalSource }: ExternalId,
): Promise<string | null> {
  if (!Object.hasOwn(tables, table)) return null;
  const { rows } = await database.query<{ id: string }>(
    `SELECT coalesce(person_id, company_id) AS id FROM merges
     WHERE kind = $1 AND external_id = $2 AND coalesce(external_source, '') = $3`,
    [table, externalId, externalSource ?? ''],
  );
  return rows[0]?.id ?? null;
}

/** What a request may name a record by. */
interface Named {
  email?: string | null | undefined;
  name?: string | null | undefined;
  domain?: string | null | undefined;
  externalId?: string | null | undefined;
  externalSource?: string | null | undefined;
}

/** Leaves out of a request what leads to the record since a merge: what the record says of itself there stays. */
export async function withoutMergedNames<Wanted extends Named>(
  database: Queryable,
  kept: string,
  wanted: Wanted,
): Promise<Partial<Wanted>> {
  const { rows } = await database.query<NameOfMerged>(
    'SELECT * FROM merges WHERE person_id = $1 OR company_id = $1',
    [kept],
  );
  const isMerged = (name: 'email' | 'name' | 'domain') =>
    typeof wanted[name] === 'string' && rows.some((row) => row[name] === wanted[name]);
  const isExternal = rows.some(
    (row) =>
      row.external_id !== null &&
      row.external_id === wanted.externalId &&
      (row.external_source ?? '') === (wanted.externalSource ?? ''),
  );
  return {
    ...wanted,
    ...(isMerged('email') && { email: undefined }),
    ...(isMerged('name') && { name: undefined }),
    ...(isMerged('domain') && { domain: undefined }),
    ...(isExternal && { externalId: undefined, externalSource: undefined }),
  };
}

/** What finds a record since a merge and it does not say of itself. */
export interface NameOfMerged {
  /** The record that answers. */
  kept: string;
  /** The id of the merged one. */
  merged: string;
  email: string | null;
  profile: string | null;
  external_id: string | null;
  external_source: string | null;
  name: string | null;
  domain: string | null;
}

/** What a caller may find records by; a list that is left out finds none. */
interface Names {
  ids?: readonly string[];
  emails?: readonly string[];
  profiles?: readonly string[];
  externalIds?: readonly string[];
  names?: readonly string[];
  domains?: readonly string[];
}

/** Returns the merges that some names lead through: one query for any number of names. */
export async function namesOfMerged(
  database: Queryable,
  table: MergedTable,
  { ids = [], emails = [], profiles = [], externalIds = [], names = [], domains = [] }: Names,
): Promise<NameOfMerged[]> {
  const { rows } = await database.query<NameOfMerged>(
    `SELECT coalesce(person_id, company_id) AS kept, merged, email, profile, external_id, external_source, name, domain
     FROM merges WHERE kind = $1 AND (merged = ANY($2) OR email = ANY($3) OR profile = ANY($4) OR external_id = ANY($5)
       OR name = ANY($6) OR domain = ANY($7)) ORDER BY id`,
    [table, ids, emails, profiles, externalIds, names, domains],
  );
  return rows;
}

/** Ids that records have in other systems: the record that has one is found and held, so that two requests make no second. */
import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ExternalId } from '../../contract/api/api.ts';
import { recordSinceMerge } from './merged.ts';
import { requireRevision } from './revision.ts';

/** A record by its id in another system: whether it was made now. */
export type Upserted<View> = { record: View; isNew: boolean };

/** Returns the id of the record that has an external id, or answers for it since a merge; null where none does. */
export async function recordWith(
  database: Queryable,
  table: string,
  external: ExternalId,
  lock: '' | 'FOR NO KEY UPDATE' = '',
): Promise<string | null> {
  const { externalId, externalSource } = external;
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE external_id = $1 AND coalesce(external_source, '') = $2 ${lock}`,
    [externalId, externalSource ?? ''],
  );
  return rows[0]?.id ?? recordSinceMerge(database, table, external);
}

const parts = ['externalId', 'externalSource', 'external_id', 'external_source'];

/** Whether a change takes a record its id in another system, and does nothing else. */
export function givesUpId(change: Readonly<Record<string, unknown>>): boolean {
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  return said.length > 0 && said.every(([part, value]) => parts.includes(part) && value === null);
}

/** Takes a voided record its id in another system. Returns the id; null where it had none. */
export async function takeExternalId(
  database: Queryable,
  table: string,
  id: string,
): Promise<ExternalId | null> {
  const { rows } = await database.query<ExternalId>(
    `UPDATE ${table} SET external_id = NULL, external_source = NULL
     FROM (SELECT external_id AS had, external_source AS source FROM ${table} WHERE id = $1) AS before
     WHERE id = $1 AND external_id IS NOT NULL RETURNING had AS "externalId", source AS "externalSource"`,
    [id],
  );
  return rows[0] ?? null;
}

/** How one kind of records is found and written by an id in another system. */
export interface Upsert<View extends { revision: number }, Change> {
  table: string;
  external: ExternalId;
  /** Of `If-Match`; undefined for none. */
  revision: number | undefined;
  /** A record that is meant too, such as the person with the address: its id, its row locked; null for none. */
  knownAs?: () => Promise<string | null>;
  read: (id: string) => Promise<View | null>;
  /** What differs from the record as it is shown; null where nothing does. */
  differs: (present: View) => Promise<Change | null> | Change | null;
  change: (id: string, change: Change) => Promise<View>;
  enter: () => Promise<View>;
}

/**
 * Makes the record with an id in another system, or changes what differs; one that is as wanted is not written. The id is locked until
 * the end of the transaction, and then the row: what is compared is what is changed. Throws `revision_mismatch` for an older record.
 */
export async function upserting<View extends { revision: number }, Change>(
  connection: Queryable,
  { table, external, revision, knownAs, read, differs, change, enter }: Upsert<View, Change>,
): Promise<Upserted<View>> {
  await connection.query('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [
    `external id of ${table}`,
    JSON.stringify([external.externalSource, external.externalId]),
  ]);
  const id =
    (await recordWith(connection, table, external, 'FOR NO KEY UPDATE')) ?? (await knownAs?.()) ?? null;
  const present = id === null ? null : await read(id);
  requireRevision(present?.revision ?? 0, revision);
  if (id === null || present === null) return { record: await enter(), isNew: true };
  const wanted = await differs(present);
  return { record: wanted === null ? present : await change(id, wanted), isNew: false };
}

/** An external id in a request that makes or changes a record. */
type Given = { [Name in keyof ExternalId]?: string | null | undefined };

/** Returns the columns that a request gives, by their names in the tables. */
export function externalColumns({ externalId, externalSource }: Given): {
  external_id?: string | null;
  external_source?: string | null;
} {
  return {
    ...(externalId !== undefined && { external_id: externalId }),
    ...(externalSource !== undefined && { external_source: externalSource }),
    // A source alone says nothing.
    ...(externalId === null && { external_source: null }),
  };
}

/**
 * Returns what differs from a record as it is shown. An upsert that changes nothing writes nothing: two systems that report every change
 * to each other come to rest. Of `fields` each is compared.
 */
export function differingFrom<Change extends object>(
  change: Change,
  shown: Readonly<Record<string, unknown>>,
): Partial<Change> {
  const isAsShown = ([name, value]: [string, unknown]) =>
    value === undefined || isDeepStrictEqual(value, shown[name]);
  const rest = Object.entries(change).filter((entry) => !isAsShown(entry));
  return Object.fromEntries(
    rest.flatMap(([name, value]) => {
      if (name !== 'fields') return [[name, value]];
      const present = (shown['fields'] ?? {}) as Record<string, unknown>;
      const fields = Object.entries(value as object).filter(
        ([field, one]) => (one ?? null) !== (present[field] ?? null),
      );
      return fields.length === 0 ? [] : [[name, Object.fromEntries(fields)]];
    }),
  ) as Partial<Change>;
}

/** Throws `conflict` where an upsert names another value for a part that a record keeps for good. */
export function requireKept(
  what: string,
  given: Readonly<Record<string, unknown>>,
  shown: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && value !== null && value !== shown[name])
      throw new ApiError(
        'conflict',
        `"${name}" is ${JSON.stringify(value)}, but this ${what} has ${JSON.stringify(shown[name])} for good; leave "${name}" out`,
      );
}

/** Throws `conflict` where a record that is found otherwise has another external id already. */
export function requireFree(
  what: string,
  has: { external_id?: string | null; external_source?: string | null },
  path: string,
): void {
  if (!has.external_id) return;
  const source = has.external_source ? ` of "${has.external_source}"` : '';
  throw new ApiError(
    'conflict',
    `this ${what} has the "externalId" "${has.external_id}"${source} already; change it with PATCH ${path}`,
  );
}

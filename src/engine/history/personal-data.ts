/**
 * Where personal data lies in the tables of the engine: the list that an export reads. The copier erases the same at the marks of an
 * erasure. A test compares it with the tables of the schema.
 */
import type { Queryable } from '../../base/database/database.ts';

/** Tables with personal data, each with the condition on the rows of some profiles. */
export const personalHistory = {
  events: 'profile = ANY($1)',
  links: 'child = ANY($1) OR parent = ANY($1)',
  ledger: 'profile = ANY($1)',
  address_claims: 'profile = ANY($1)',
  event_import_profiles: 'profile = ANY($1)',
  event_import_links: 'child = ANY($1) OR parent = ANY($1)',
} as const;

/** Tables of an erasure that runs: they name its profiles until it ends. */
export const erasureTables = ['erasures', 'erasure_profiles', 'erasure_counts'] as const;

/** The other tables, each with what it holds instead of people. */
export const impersonalHistory: Readonly<Record<string, string>> = {
  history_offsets: 'positions',
  history_begins: 'positions',
  earlier_claims: 'positions',
  installation: 'the installation, with match signatures and programmes',
  restores: 'positions',
  erased: 'salted hashes',
  erasure_keys: 'secrets',
  programme_versions: 'definitions',
  migrations: 'the schema',
  ingest_keys: 'keys of clients',
  event_imports: 'imports, with who began them',
  event_import_parts: 'counts',
  event_import_days: 'days',
  event_import_faults: 'numbers of refused lines, with reasons',
  event_import_warnings:
    'numbers of lines, with what was taken otherwise; no value but names of events that are nearly those of rules',
};

/** All rows of some profiles, by table; tables without any are left out. */
export async function exportHistory(
  database: Queryable,
  profiles: readonly string[],
): Promise<Record<string, unknown[]>> {
  const exported: Record<string, unknown[]> = {};
  for (const [table, where] of Object.entries(personalHistory)) {
    const { rows } = await database.query<{ row: unknown }>(
      `SELECT to_jsonb(${table}) AS row FROM ${table} WHERE ${where}`,
      [profiles],
    );
    if (rows.length > 0) exported[table] = rows.map(({ row }) => row);
  }
  return exported;
}

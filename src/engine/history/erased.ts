/** Erasures in the history: rows of erased profiles go, and none of before comes back. */
import { advisoryLocks, type Queryable } from '../../base/database/database.ts';
import { erasedNameOf } from '../../base/kernel/kernel.ts';
import type { ErasureMark, IdentityLink } from '../../contract/language/language.ts';
import type { ErasedRecord, LedgerMark } from './erasures.core.ts';
import { type FamilyLink, knownToServers } from './families.ts';

/** A profile that was erased: by the salted hash of its id. */
export interface ErasedName {
  name: string;
  /** What was accepted until then is erased, ms. */
  untilMs: number;
}

/** The salt of the names. */
export async function saltOf(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ salt: string }>('SELECT salt FROM erasure_keys');
  return rows[0]?.salt ?? '';
}

export async function erasedNames(database: Queryable): Promise<ErasedName[]> {
  const { rows } = await database.query<ErasedName>('SELECT name, until_ms::float8 AS "untilMs" FROM erased');
  return rows;
}

/** Remembers profiles as erased; a later time stays. */
export async function rememberErasedNames(database: Queryable, names: readonly ErasedName[]): Promise<void> {
  await database.query(
    `INSERT INTO erased (name, until_ms) SELECT name, max("untilMs")
     FROM jsonb_to_recordset($1) AS given (name text, "untilMs" bigint) GROUP BY name ORDER BY name
     ON CONFLICT (name) DO UPDATE SET until_ms = greatest(erased.until_ms, excluded.until_ms)`,
    [JSON.stringify(names)],
  );
}

/** What is erased of profiles: up to when, and which of their ledger entries. */
export type Erased = ReadonlyMap<string, { untilMs: number; notedMs: number }>;

/** Of some profiles, those that were erased. Most are not, and cost no hash. */
export async function erasedAmong(database: Queryable, profiles: ReadonlySet<string>): Promise<Erased> {
  const beginnings = [...new Set([...profiles].map((id) => id.slice(0, 3)))];
  if (beginnings.length === 0) return new Map();
  const { rows } = await database.query<{ name: string; untilMs: number; notedMs: number; salt: string }>(
    `SELECT name, until_ms::float8 AS "untilMs", noted_ms::float8 AS "notedMs", salt
     FROM erased, erasure_keys WHERE beginning = ANY($1)`,
    [beginnings],
  );
  const [first] = rows;
  if (first === undefined) return new Map();
  const byName = new Map(rows.map(({ name, ...times }) => [name, times]));
  const found = new Map<string, { untilMs: number; notedMs: number }>();
  for (const id of profiles) {
    const times = byName.get(erasedNameOf(first.salt, id));
    if (times !== undefined) found.set(id, times);
  }
  return found;
}

/**
 * Erases the events and links of profiles, at their marks in the stream: what was accepted until then, and what lies before the mark.
 * Where a link names a profile that the erasure did not know, that one becomes a part of it. From a child that a page alone has linked it
 * does not go up to a person known to a server. Else anybody could link their device to somebody, and have both erased.
 */
export async function eraseEvents(
  connection: Queryable,
  marks: readonly ErasedRecord<ErasureMark>[],
): Promise<void> {
  if (marks.length > 0)
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.erasedEvents]);
  for (const { record, partition, entry } of marks) {
    const { erasure, profile, name, untilMs } = record;
    await rememberErasedNames(connection, [{ name, untilMs }]);
    const events = await connection.query(
      `DELETE FROM events WHERE profile = $1 AND (accepted_at_ms <= $2 OR (partition = $3
         AND (split_part(entry, '-', 1)::bigint, split_part(entry, '-', 2)::bigint)
           < (split_part($4, '-', 1)::bigint, split_part($4, '-', 2)::bigint)))`,
      [profile, untilMs, partition, entry],
    );
    await connection.query('DELETE FROM event_import_profiles WHERE profile = $1', [profile]);
    await connection.query('DELETE FROM event_import_links WHERE child = $1 OR parent = $1', [profile]);
    const links = await connection.query<SaidLink>(
      `DELETE FROM links WHERE (child = $1 OR parent = $1) AND accepted_at_ms <= $2
       RETURNING child, parent, by_page AS "isByPage"`,
      [profile, untilMs],
    );
    await connection.query('DELETE FROM address_claims WHERE profile = $1 AND accepted_at_ms <= $2', [
      profile,
      untilMs,
    ]);
    await addProfiles(connection, erasure, await partsOf(connection, links.rows));
    await countErased(connection, erasure, { events: events.rowCount ?? 0, links: links.rows.length });
    await reached(connection, 'history_ms', record);
  }
}

/** Erases the ledger of profiles at their marks, all that lies before. A mark that is read again erases nothing more. */
export async function eraseLedger(
  connection: Queryable,
  marks: readonly ErasedRecord<LedgerMark>[],
): Promise<void> {
  for (const { record } of marks) {
    const { erasure, profile, name, untilMs, notedAtMs } = record;
    const { rowCount: isFirst } = await connection.query(
      'SELECT FROM erasure_profiles WHERE erasure = $1 AND profile = $2 AND ledger_ms < $3',
      [erasure, profile, untilMs],
    );
    if (isFirst === 0) continue;
    await rememberErasedNames(connection, [{ name, untilMs }]);
    await connection.query('UPDATE erased SET noted_ms = greatest(noted_ms, $2) WHERE name = $1', [
      name,
      notedAtMs,
    ]);
    const { rowCount } = await connection.query('DELETE FROM ledger WHERE profile = $1', [profile]);
    await countErased(connection, erasure, { ledger: rowCount ?? 0 });
    await reached(connection, 'ledger_ms', record);
  }
}

/** Links of erased profiles that came too late: their other ends become parts of the erasures that run. */
export async function joinErasures(connection: Queryable, links: readonly IdentityLink[]): Promise<void> {
  for (const { child, parent, via } of links) {
    const { rows } = await connection.query<{ erasure: string }>(
      'SELECT DISTINCT erasure FROM erasure_profiles WHERE profile = ANY($1)',
      [[child, parent]],
    );
    const parts = await partsOf(connection, [{ child, parent, isByPage: via === 'public' }]);
    for (const { erasure } of rows) await addProfiles(connection, erasure, parts);
  }
}

type SaidLink = Pick<FamilyLink, 'child' | 'parent' | 'isByPage'>;

/** Profiles that belong to an erasure by links of one that does. */
async function partsOf(connection: Queryable, links: readonly SaidLink[]): Promise<string[]> {
  const said = links.filter(({ isByPage }) => isByPage).map(({ parent }) => parent);
  const strangers = new Set(said.length === 0 ? [] : await knownToServers(connection, said, 'links too'));
  return links.flatMap(({ child, parent, isByPage }) =>
    isByPage && strangers.has(parent) ? [child] : [child, parent],
  );
}

async function addProfiles(
  connection: Queryable,
  erasure: string,
  profiles: readonly string[],
): Promise<void> {
  if (profiles.length === 0) return;
  await connection.query(
    `INSERT INTO erasure_profiles (erasure, profile)
     SELECT id, profile FROM erasures, unnest($2::text[]) AS profile WHERE id = $1 AND ended_at IS NULL
     ON CONFLICT DO NOTHING`,
    [erasure, [...new Set(profiles)]],
  );
}

/** Adds to what an erasure has erased of each store; of one that PostgreSQL does not know, nothing. */
export async function countErased(
  connection: Queryable,
  erasure: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  await connection.query(
    `INSERT INTO erasure_counts (erasure, store, count)
     SELECT id, key, value::bigint FROM erasures, jsonb_each_text($2) WHERE id = $1 AND ended_at IS NULL AND value <> '0'
     ON CONFLICT (erasure, store) DO UPDATE SET count = erasure_counts.count + excluded.count`,
    [erasure, JSON.stringify(counts)],
  );
}

async function reached(
  connection: Queryable,
  column: 'history_ms' | 'ledger_ms',
  { erasure, profile, untilMs }: Pick<ErasureMark, 'erasure' | 'profile' | 'untilMs'>,
): Promise<void> {
  await connection.query(
    `UPDATE erasure_profiles SET ${column} = greatest(${column}, $3) WHERE erasure = $1 AND profile = $2`,
    [erasure, profile, untilMs],
  );
}

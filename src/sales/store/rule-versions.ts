/** Versions of texts in the store, the latest of which is active: of sales processes, and of routing, escalation and review. */
import { createHash } from 'node:crypto';
import { advisoryLocks, type Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';

/** A table of versions, and its column for the name of a text. */
export interface VersionTable {
  table: 'sales_processes' | 'sales_rules';
  key: 'process' | 'rule';
}

export const processVersions: VersionTable = { table: 'sales_processes', key: 'process' };
export const ruleVersions: VersionTable = { table: 'sales_rules', key: 'rule' };

/** Who publishes what lies in the rules folder. */
export const fileAuthor = 'file';

/** A version with its text. */
export interface TextVersion {
  /** Counts the versions of a text from 1. */
  number: number;
  /** SHA-256 of the text, hex. */
  hash: string;
  text: string;
  author: string;
  note: string | null;
  at: Date;
}

/** A text to become the latest version. */
export interface TextPublication {
  text: string;
  author: string;
  note?: string | null | undefined;
  /** Short hash of the active text that it replaces; null where there is none, undefined for any. */
  replaces?: string | null | undefined;
}

const columns = 'version AS number, hash, source AS text, author, note, at';

/** Returns the first 8 hex characters of the hash, by which people and drafts name a text. */
export const shortHash = ({ hash }: Pick<TextVersion, 'hash'>) => hash.slice(0, 8);

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Returns the latest version of every text of a table, by name. */
export async function latestTexts(
  database: Queryable,
  { table, key }: VersionTable,
): Promise<(TextVersion & { name: string })[]> {
  const { rows } = await database.query<TextVersion & { name: string }>(
    `SELECT DISTINCT ON (${key}) ${key} AS name, ${columns} FROM ${table} ORDER BY ${key}, version DESC`,
  );
  return rows;
}

/** Returns the versions of a text, the latest first. */
export async function versionsOf(
  database: Queryable,
  { table, key }: VersionTable,
  name: string,
): Promise<TextVersion[]> {
  const { rows } = await database.query<TextVersion>(
    `SELECT ${columns} FROM ${table} WHERE ${key} = $1 ORDER BY version DESC`,
    [name],
  );
  return rows;
}

/** Returns the number of the latest version; 0 where there is none. */
export async function latestNumber(
  database: Queryable,
  { table, key }: VersionTable,
  name: string,
): Promise<number> {
  const { rows } = await database.query<{ number: number }>(
    `SELECT coalesce(max(version), 0)::int AS number FROM ${table} WHERE ${key} = $1`,
    [name],
  );
  return rows[0]?.number ?? 0;
}

/**
 * Writes a text as the latest version, in the caller's transaction. Returns the latest version, and whether it is new: the same
 * text again is none. A file whose text has not changed since a file was last read takes back nothing that was published meanwhile.
 * Throws `conflict` where another text is active than it replaces.
 */
export async function writeVersion(
  connection: Queryable,
  versions: VersionTable,
  name: string,
  { text, author, note = null, replaces, nowMs }: TextPublication & { nowMs: number },
): Promise<{ number: number; isNew: boolean }> {
  await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.salesProcesses]);
  const known = await versionsOf(connection, versions, name);
  const [latest] = known;
  const present = latest === undefined ? null : shortHash(latest);
  if (replaces !== undefined && replaces !== present)
    throw new ApiError(
      'conflict',
      `"replaces" is ${replaces}, but version ${present} of "${name}" is active; compare with it, and publish again`,
    );
  const hash = hashOf(text);
  const isKnown =
    latest?.hash === hash ||
    (author === fileAuthor && known.find((one) => one.author === fileAuthor)?.hash === hash);
  if (latest !== undefined && isKnown) return { number: latest.number, isNew: false };
  const number = (latest?.number ?? 0) + 1;
  await connection.query(
    `INSERT INTO ${versions.table} (${versions.key}, version, hash, source, author, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [name, number, hash, text, author, new Date(nowMs), note],
  );
  return { number, isNew: true };
}

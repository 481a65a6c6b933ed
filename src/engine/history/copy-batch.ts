/** Copying one batch: rows and offsets in one transaction, so that each record is in the history once. */
import type pg from 'pg';
import { type Queryable, sqlStateOf, together, transaction } from '../../base/database/database.ts';
import { isAfter, limits } from '../../base/kernel/kernel.ts';
import type { IdentityLink } from '../../contract/language/language.ts';
import type { HistoryBatch, HistoryEntry } from '../stream/stream.ts';
import { copyIn } from './copy-in.ts';
import { type DayTable, makeDays } from './days.ts';
import { lockOffsets, type Offsets, type ReadAfter, writeOffsets } from './offsets.ts';
import { eventColumns, eventRows, firstLinks, ledgerColumns, ledgerRows, type Row } from './rows.core.ts';

export interface Copied {
  events: number;
  ledgerEntries: number;
  /** Unreadable records: skipped. */
  unreadable: number;
  /** The offsets now stored, for forgetting behind, and digests of their entries. */
  offsets: Offsets;
  digests: Offsets;
}

const columns: Record<DayTable, string> = { events: eventColumns, ledger: ledgerColumns };

/**
 * Copies the records of a batch that are not there yet. Where PostgreSQL still rejects a value, the batch is copied once more.
 * The rejected record is found by halving and skipped: it must not block those behind it.
 */
export async function copyBatch(
  pool: pg.Pool,
  batch: HistoryBatch,
  after: ReadAfter | null,
): Promise<Copied> {
  try {
    return await copyOnce(pool, batch, after, copyAll);
  } catch (error) {
    if (!isDataError(error)) throw error;
    return copyOnce(pool, batch, after, copyByHalves);
  }
}

type CopyWay = (connection: Queryable, table: DayTable, rows: readonly Row[]) => Promise<number>;

function copyOnce(
  pool: pg.Pool,
  batch: HistoryBatch,
  after: ReadAfter | null,
  copy: CopyWay,
): Promise<Copied> {
  return transaction(pool, async (connection) => {
    const [offsets] = await together([
      lockOffsets(connection, batch, after),
      // A copier frozen while it holds the locks would block the others.
      connection.query(
        `SET LOCAL idle_in_transaction_session_timeout = ${limits.historyIdleInTransactionMsMax}`,
      ),
    ]);
    const entries = advance(offsets.events, batch.events);
    const events = eventRows(entries);
    const ledger = ledgerRows(advance(offsets.ledger, batch.ledger));
    const eventsCopied = await copyInto(connection, 'events', events.rows, copy);
    await writeLinks(connection, firstLinks(entries));
    const ledgerEntries = await copyInto(connection, 'ledger', ledger.rows, copy);
    const digests = await writeOffsets(connection, offsets, batch);
    const refused = events.rows.length - eventsCopied + ledger.rows.length - ledgerEntries;
    const unreadable = events.unreadable + ledger.unreadable + refused;
    return { events: eventsCopied, ledgerEntries, unreadable, offsets, digests };
  });
}

/** Of each child, the first link counts, as in scoring. */
async function writeLinks(connection: Queryable, links: readonly IdentityLink[]): Promise<void> {
  if (links.length === 0) return;
  await connection.query(
    `INSERT INTO links (child, parent, accepted_at_ms, child_key, parent_key)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) ON CONFLICT (child) DO NOTHING`,
    [
      links.map(({ child }) => child),
      links.map(({ parent }) => parent),
      links.map(({ acceptedAtMs }) => acceptedAtMs),
      links.map(({ childKey }) => storableKey(childKey)),
      links.map(({ parentKey }) => storableKey(parentKey)),
    ],
  );
}

/** PostgreSQL stores no U+0000: such a key is not restored with its link. */
function storableKey(key: unknown): string | null {
  return typeof key === 'string' && !key.includes('\0') ? key : null;
}

/** The entries after the offsets, which move to their ends; of partitions without one, none. */
function advance(offsets: Map<number, string>, entries: readonly HistoryEntry[]): HistoryEntry[] {
  return entries.filter(({ partition, id }) => {
    const before = offsets.get(partition);
    if (before === undefined || !isAfter(id, before)) return false;
    offsets.set(partition, id);
    return true;
  });
}

async function copyInto(connection: Queryable, table: DayTable, rows: readonly Row[], copy: CopyWay) {
  if (rows.length === 0) return 0;
  await makeDays(connection, table, new Set(rows.map(({ day }) => day)));
  return copy(connection, table, rows);
}

async function copyAll(connection: Queryable, table: DayTable, rows: readonly Row[]): Promise<number> {
  const lines = rows.map(({ line }) => line);
  await copyIn(connection, { table, columns: columns[table] }, lines);
  return rows.length;
}

async function copyByHalves(connection: Queryable, table: DayTable, rows: readonly Row[]): Promise<number> {
  await connection.query('SAVEPOINT half');
  try {
    const copied = await copyAll(connection, table, rows);
    await connection.query('RELEASE half');
    return copied;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await connection.query('ROLLBACK TO half; RELEASE half');
  }
  if (rows.length === 1) return 0;
  const middle = Math.ceil(rows.length / 2);
  const first = await copyByHalves(connection, table, rows.slice(0, middle));
  return first + (await copyByHalves(connection, table, rows.slice(middle)));
}

/** The data are invalid, not the store: SQLSTATE classes 22 (values) and 54 (too large for an index). */
function isDataError(error: unknown): boolean {
  return /^(?:22|54)/.test(sqlStateOf(error));
}

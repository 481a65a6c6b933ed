/** Copying one batch: rows and offsets in one transaction, so that each record is in the history once. */
import type pg from 'pg';
import { type Queryable, sqlStateOf, together, transaction } from '../../base/database/database.ts';
import { isAfter, limits } from '../../base/kernel/kernel.ts';
import { carriedBy } from '../../base/telemetry/telemetry.ts';
import type { IdentityLink } from '../../contract/language/language.ts';
import { deadLetterOf, type HistoryBatch, type HistoryEntry, type RejectedRecord } from '../stream/stream.ts';
import { type AddressClaim, claimsIn, writeClaims } from './address-claims.ts';
import { copyIn } from './copy-in.ts';
import { type DayTable, makeDays } from './days.ts';
import { erasedAmong, eraseEvents, eraseLedger, joinErasures } from './erased.ts';
import { ledgerMarksIn, linksLeft, marksIn, rowsLeft } from './erasures.core.ts';
import { lockOffsets, type Offsets, type ReadAfter, writeOffsets } from './offsets.ts';
import {
  entryOf,
  eventColumns,
  eventRows,
  firstLinks,
  ledgerColumns,
  ledgerRows,
  linksIn,
  type Row,
  type Rows,
} from './rows.core.ts';

export interface Copied {
  events: number;
  ledgerEntries: number;
  /** Unreadable records: skipped. What scoring cannot read either is a dead letter of scoring. */
  unreadable: number;
  /** Records that PostgreSQL refuses: dead letters. */
  rejected: number;
  /** What the copied events carry, of those that are traced. */
  traces: string[];
  /** The offsets now stored, for forgetting behind, and digests of their entries. */
  offsets: Offsets;
  digests: Offsets;
}

/** Keeps records that the history cannot store, before the offsets skip them; called again where the commit fails. */
export type KeepRejected = (stream: DayTable, rejected: readonly RejectedRecord[]) => Promise<void>;

const columns: Record<DayTable, string> = { events: eventColumns, ledger: ledgerColumns };

/**
 * Copies the records of a batch that are not there yet. Where PostgreSQL still rejects a value, the batch is copied once more.
 * The rejected record is found by halving and set aside: it must not block those behind it.
 */
export async function copyBatch(
  pool: pg.Pool,
  batch: HistoryBatch,
  after: ReadAfter | null,
  keep: KeepRejected | null,
): Promise<Copied> {
  try {
    return await copyOnce(pool, batch, after, null);
  } catch (error) {
    if (!isDataError(error) || keep === null) throw error;
    return copyOnce(pool, batch, after, keep);
  }
}

/** `keep` is null where no record is expected to be rejected: all are copied at once. */
function copyOnce(
  pool: pg.Pool,
  batch: HistoryBatch,
  after: ReadAfter | null,
  keep: KeepRejected | null,
): Promise<Copied> {
  return transaction(pool, async (connection) => {
    const [offsets] = await together([
      lockOffsets(connection, batch, after),
      // A copier frozen while it holds the locks would block the others.
      connection.query(
        `SET LOCAL idle_in_transaction_session_timeout = ${limits.historyIdleInTransactionMsMax}`,
      ),
    ]);
    const { events, ledger, links, claims } = await withoutErased(connection, {
      events: advance(offsets.events, batch.events),
      ledger: advance(offsets.ledger, batch.ledger),
    });
    const ofEvents = await copyInto(connection, 'events', events.rows, keep);
    await writeLinks(connection, links, keep !== null);
    await writeClaims(connection, claims);
    const ofLedger = await copyInto(connection, 'ledger', ledger.rows, keep);
    const digests = await writeOffsets(connection, offsets, batch);
    return {
      events: events.rows.length - ofEvents,
      ledgerEntries: ledger.rows.length - ofLedger,
      unreadable: events.unreadable + ledger.unreadable,
      rejected: ofEvents + ofLedger,
      traces: carriedBy(events.rows),
      offsets,
      digests,
    };
  });
}

/** Carries out the erasures among entries, and returns the rows and links of the others that nobody has erased. */
async function withoutErased(
  connection: Queryable,
  entries: Pick<HistoryBatch, 'events' | 'ledger'>,
): Promise<{ events: Rows; ledger: Rows; links: IdentityLink[]; claims: AddressClaim[] }> {
  const [events, ledger] = [eventRows(entries.events), ledgerRows(entries.ledger)];
  const links = linksIn(entries.events);
  const claims = claimsIn(entries.events);
  const [marks, ledgerMarks] = [marksIn(entries.events), ledgerMarksIn(entries.ledger)];
  await eraseEvents(connection, marks);
  await eraseLedger(connection, ledgerMarks);
  const profiles = [...events.rows, ...ledger.rows].map(({ profile }) => profile);
  const erased = await erasedAmong(connection, new Set([...profiles, ...links.map(({ parent }) => parent)]));
  if (erased.size === 0) return { events, ledger, links: firstLinks(links), claims };
  const { left, gone } = linksLeft(links, erased);
  await joinErasures(connection, gone);
  const untilMs = ({ profile }: Row) => erased.get(profile)?.untilMs ?? 0;
  const notedMs = ({ profile }: Row) => erased.get(profile)?.notedMs ?? 0;
  return {
    events: { ...events, rows: rowsLeft(events.rows, marks, (row) => row.knownMs <= untilMs(row)) },
    ledger: { ...ledger, rows: rowsLeft(ledger.rows, ledgerMarks, (row) => row.timeMs < notedMs(row)) },
    links: firstLinks(left),
    claims: claims.filter(({ profile, claimedAtMs }) => claimedAtMs > (erased.get(profile)?.untilMs ?? 0)),
  };
}

/** Writes links; one by one where a value of some may be rejected: such a link is written without its identities. */
async function writeLinks(
  connection: Queryable,
  links: readonly IdentityLink[],
  isOneByOne: boolean,
): Promise<void> {
  if (links.length === 0) return;
  if (!isOneByOne) return insertLinks(connection, links);
  for (const link of links) {
    const error = await within(connection, () => insertLinks(connection, [link]));
    const bare = { ...link, childKey: '\0', parentKey: '\0' };
    // Where that is rejected too, so was the row of its event.
    if (error !== null) await within(connection, () => insertLinks(connection, [bare]));
  }
}

/** Of each child, the first link counts, as in scoring. What a page has said is proven once a server says the same. */
async function insertLinks(connection: Queryable, links: readonly IdentityLink[]): Promise<void> {
  await connection.query(
    `INSERT INTO links (child, parent, accepted_at_ms, child_key, parent_key, by_page)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::boolean[])
     ON CONFLICT (child) DO UPDATE SET by_page = false
       WHERE links.by_page AND NOT excluded.by_page AND links.parent = excluded.parent`,
    [
      links.map(({ child }) => child),
      links.map(({ parent }) => parent),
      links.map(({ acceptedAtMs }) => acceptedAtMs),
      links.map(({ childKey }) => storableKey(childKey)),
      links.map(({ parentKey }) => storableKey(parentKey)),
      links.map(({ via }) => via === 'public'),
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

/** Returns how many rows were rejected, and kept as dead letters. */
async function copyInto(
  connection: Queryable,
  table: DayTable,
  rows: readonly Row[],
  keep: KeepRejected | null,
): Promise<number> {
  if (rows.length === 0) return 0;
  await makeDays(connection, table, new Set(rows.map(({ day }) => day)));
  if (keep === null) {
    await copyAll(connection, table, rows);
    return 0;
  }
  const rejected = await copyByHalves(connection, table, rows);
  if (rejected.length > 0) await keep(table, rejected);
  return rejected.length;
}

async function copyAll(connection: Queryable, table: DayTable, rows: readonly Row[]): Promise<void> {
  const lines = rows.map(({ line }) => line);
  await copyIn(connection, { table, columns: columns[table] }, lines);
}

/** Returns the records whose rows are rejected, in their order. */
async function copyByHalves(
  connection: Queryable,
  table: DayTable,
  rows: readonly Row[],
): Promise<RejectedRecord[]> {
  const error = await within(connection, () => copyAll(connection, table, rows));
  if (error === null) return [];
  const [row] = rows;
  if (rows.length === 1 && row !== undefined) return [rejectedRecord(row, error)];
  const middle = Math.ceil(rows.length / 2);
  const first = await copyByHalves(connection, table, rows.slice(0, middle));
  return [...first, ...(await copyByHalves(connection, table, rows.slice(middle)))];
}

function rejectedRecord(row: Row, error: Error): RejectedRecord {
  const { entry, position } = row.from;
  const { partition, id } = entry;
  const detail = `PostgreSQL cannot store it: ${error.message}`;
  return { partition, entry: id, position, letter: deadLetterOf('unstorable', detail, entryOf(row)) };
}

/** Does some work within a savepoint; returns the error where a value is rejected: then nothing of it is done. */
async function within(connection: Queryable, work: () => Promise<void>): Promise<Error | null> {
  await connection.query('SAVEPOINT part');
  try {
    await work();
    await connection.query('RELEASE part');
    return null;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await connection.query('ROLLBACK TO part; RELEASE part');
    return error as Error;
  }
}

/** The data are invalid, not the store: SQLSTATE classes 22 (values) and 54 (too large for an index). */
function isDataError(error: unknown): boolean {
  return /^(?:22|54)/.test(sqlStateOf(error));
}

/** The feed of alerts where nobody can listen: PostgreSQL is asked, in one short statement, whether there is news. */
import { every } from '../../base/background/background.ts';
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { flowTables } from '../store/store.ts';
import { anyAlertId } from './alert.ts';

/** What one look has seen. */
interface Seen {
  /** Transactions that it could see, in PostgreSQL's words. */
  snapshot: string;
  alert: string | null;
  entry: string;
  /** Kinds of records that have changed since the look before. */
  kinds: string[];
}

/** Looks that are remembered. An entry of a transaction that was open for longer is not heard of; pages read again by themselves. */
const looksKept = limits.transactionIdleMsMax / limits.alertPollEveryMs;

const recordTables = new Set<string>(Object.values(flowTables).map(({ table }) => table));

/**
 * Calls back as `listenForAlerts` does. The timeline says which records have changed: an entry is new when its transaction
 * was not to be seen in the look before. Entries become visible in another order than that of their numbers, so older ones are looked at too.
 */
export function pollForAlerts(
  database: Queryable,
  onNews: (untilId: number) => void,
  onRecords: (table: string) => void = () => undefined,
): { close(): Promise<void> } {
  let before: Seen | null = null;
  /** The last entry of each remembered look. */
  const entries: string[] = [];
  const look = async () => {
    const seen = await readNews(database, before, entries[0] ?? '0');
    if (before === null || seen.alert !== before.alert) onNews(anyAlertId);
    // What has changed since the caller began to listen, the first look does not know.
    for (const kind of before === null ? recordTables : seen.kinds)
      if (recordTables.has(kind)) onRecords(kind);
    entries.push(seen.entry);
    if (entries.length > looksKept) entries.shift();
    before = seen;
  };
  // While the store is away its reader says so; the next look sees all that has changed since.
  const beat = every(limits.alertPollEveryMs, () => look().catch(() => undefined));
  return { close: async () => beat.close() };
}

async function readNews(database: Queryable, before: Seen | null, after: string): Promise<Seen> {
  const { rows } = await database.query<Seen>(
    // An act below 0 came with a backup, from another server's count.
    `SELECT pg_current_snapshot()::text AS snapshot,
       (SELECT max(id) FROM alerts) AS alert,
       (SELECT coalesce(max(id), 0) FROM timeline) AS entry,
       ARRAY (SELECT DISTINCT kind FROM timeline
              WHERE $2::text IS NOT NULL AND id > $1
                AND CASE WHEN act > 0 THEN NOT pg_visible_in_snapshot(act::text::xid8, $2::pg_snapshot) END) AS kinds`,
    [after, before?.snapshot ?? null],
  );
  const [seen] = rows;
  if (seen === undefined) throw new Error('PostgreSQL answered without a row');
  return seen;
}

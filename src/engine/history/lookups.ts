/** What the history knows of a profile: its events and links, and its ledger. */

import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { LedgerEntry } from '../../contract/api/api.ts';
import type { IdentityLink, ScovilleEvent } from '../../contract/language/language.ts';
import { dayOf } from './rows.core.ts';

export type HistoryRecord = { kind: 'event'; event: ScovilleEvent } | { kind: 'link'; link: IdentityLink };

export interface ProfileHistory {
  /** In the order of acceptance. */
  records: HistoryRecord[];
  /** False when there are earlier ones, beyond `limits.historyEventsMax`. */
  isWhole: boolean;
}

export interface LedgerPage {
  /** The latest first; of one commit, the last noted first. */
  entries: LedgerEntry[];
  /** Where the next page begins; null when this is the last. */
  before: number | null;
}

/** Events and links of some profiles. Of a link, the profile is the child. */
export async function eventsOf(database: Queryable, profiles: readonly string[]): Promise<ProfileHistory> {
  const { rows } = await database.query<{ kind: 'event' | 'link'; body: string }>(
    `SELECT kind, body FROM events WHERE profile = ANY($1)
     ORDER BY accepted_at_ms DESC, split_part(entry, '-', 1)::bigint DESC, split_part(entry, '-', 2)::bigint DESC, position DESC
     LIMIT $2`,
    [profiles, limits.historyEventsMax + 1],
  );
  const isWhole = rows.length <= limits.historyEventsMax;
  const records = rows
    .slice(0, limits.historyEventsMax)
    .reverse()
    .map(({ kind, body }): HistoryRecord => {
      const record = JSON.parse(body);
      return kind === 'event' ? { kind, event: record } : { kind, link: record };
    });
  return { records, isWhole };
}

/**
 * The ledger of a profile noted before a time (ms since the epoch), the latest first: `limit` entries, and with the last of
 * them all that were noted in the same millisecond, so that no entry falls between two pages.
 */
export async function ledgerOf(
  database: Queryable,
  asked: { profile: string; programme?: string; before?: number; limit: number },
): Promise<LedgerPage> {
  const { profile, programme, before, limit } = asked;
  const { rows } = await database.query<LedgerEntry>(
    `SELECT profile, programme, version, noted_at_ms::float8 AS "notedAtMs", kind, rule, event,
            at_ms::float8 AS "atMs", points, reason
     FROM (
       SELECT * FROM ledger
       WHERE profile = $1 AND ($2::text IS NULL OR programme = $2)
         AND ($3::bigint IS NULL OR (noted_at_ms < $3 AND day <= $4::date))
       ORDER BY noted_at_ms DESC FETCH FIRST $5 ROWS WITH TIES
     ) AS page
     ORDER BY noted_at_ms DESC, position DESC`,
    [profile, programme ?? null, before ?? null, before === undefined ? null : dayOf(before), limit],
  );
  return { entries: rows, before: rows.length < limit ? null : (rows.at(-1)?.notedAtMs ?? null) };
}

/** What the history knows of a profile: its events and those of what was linked to it, and its ledger. */

import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { LedgerEntry } from '../../contract/api/api.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { beginsAtMs } from './days.ts';
import { membersOf } from './families.ts';
import { dayOf } from './rows.core.ts';

export interface ProfileHistory {
  /** In the order of acceptance. */
  events: ScovilleEvent[];
  /** From when these are all, by acceptance, ms since the epoch; 0 where none are missing. */
  beginsAtMs: number;
}

export interface LedgerPage {
  /** The latest first; of one commit, the last noted first. */
  entries: LedgerEntry[];
  /** Where the next page begins; null when this is the last. */
  before: number | null;
}

/**
 * The events of each profile and of all that was linked to it, however many and through however many others. Of one that has
 * more than `limits.historyEventsMax`, the latest.
 */
export async function historiesOf(
  database: Queryable,
  roots: readonly string[],
): Promise<Map<string, ProfileHistory>> {
  const members = await membersOf(database, roots, limits.linkedProfilesMax + 1);
  if (members.length > limits.linkedProfilesMax && roots.length > 1) return eachAlone(database, roots);
  const families = Map.groupBy(members, ({ profile }) => profile);
  const { rows } = await database.query<{ profile: string; body: string }>(
    `SELECT profile, body FROM events WHERE profile = ANY($1) AND kind = 'event'
     ORDER BY accepted_at_ms DESC, split_part(entry, '-', 1)::bigint DESC, split_part(entry, '-', 2)::bigint DESC, position DESC
     LIMIT $2`,
    [[...families.keys()], limits.historyEventsMax + 1],
  );
  // Asked after the events: a day that is dropped meanwhile counts as missing.
  const keptFromMs = await beginsAtMs(database);
  const hasMore = rows.length > limits.historyEventsMax;
  if (hasMore && roots.length > 1) return eachAlone(database, roots);
  const histories = new Map(
    roots.map((root): [string, ProfileHistory] => [root, { events: [], beginsAtMs: keptFromMs }]),
  );
  for (const { profile, body } of rows.slice(0, limits.historyEventsMax).reverse()) {
    const event: ScovilleEvent = JSON.parse(body);
    for (const { root } of families.get(profile) ?? []) histories.get(root)?.events.push(event);
  }
  // Others of the very time of the first may be missing.
  if (hasMore)
    for (const history of histories.values())
      history.beginsAtMs = (history.events[0]?.acceptedAtMs ?? keptFromMs) + 1;
  return histories;
}

async function eachAlone(
  database: Queryable,
  roots: readonly string[],
): Promise<Map<string, ProfileHistory>> {
  const alone = new Map<string, ProfileHistory>();
  for (const root of roots)
    for (const [id, history] of await historiesOf(database, [root])) alone.set(id, history);
  return alone;
}

/** All links accepted before a time, ms, page by page: child and parent. */
export async function* links(database: Queryable, untilMs: number): AsyncGenerator<[string, string][]> {
  let after = '';
  for (;;) {
    const { rows } = await database.query<{ child: string; parent: string }>(
      'SELECT child, parent FROM links WHERE child > $1 AND accepted_at_ms < $2 ORDER BY child LIMIT $3',
      [after, untilMs, limits.replayRowsMax],
    );
    if (rows.length === 0) return;
    yield rows.map(({ child, parent }): [string, string] => [child, parent]);
    after = rows.at(-1)?.child ?? '';
  }
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

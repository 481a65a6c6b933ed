/** What the history knows of a profile: its events and those of what was linked to it, and its ledger. */

import type pg from 'pg';
import { type Queryable, together, transaction } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { LedgerEntry } from '../../contract/api/api.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { beginsAtMs } from './days.ts';
import { membersOf } from './families.ts';
import { dayOf } from './rows.core.ts';
import { areVisible } from './visible-rows.ts';

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
 * more than `limits.historyEventsMax` or `limits.historyBytesMax`, the latest. Of several that have more together, those that
 * fit, and at least one: the others are left out.
 */
export async function historiesOf(
  pool: pg.Pool,
  roots: readonly string[],
): Promise<Map<string, ProfileHistory>> {
  const read = await readTogether(pool, roots);
  if (read !== null) return read.histories;
  const alone = new Map<string, ProfileHistory>();
  let bytesLeft: number = limits.historyBytesMax;
  for (const root of roots) {
    const one = await readTogether(pool, [root]);
    bytesLeft -= one?.bytes ?? 0;
    for (const [id, history] of one?.histories ?? []) alone.set(id, history);
    if (bytesLeft <= 0) break;
  }
  return alone;
}

/** The events of some profiles and of all that was linked to any of them, each once. */
export async function historyOf(pool: pg.Pool, roots: readonly string[]): Promise<ProfileHistory> {
  const read = await transaction(pool, async (connection) => {
    const members = await membersOf(connection, roots, limits.linkedProfilesMax + 1);
    return readLatest(connection, new Set(members.map(({ profile }) => profile)));
  });
  const { events, beginsAtMs } = latestOf(read);
  return { beginsAtMs, events: events.map(({ event }) => event) };
}

/** Null where several have more together than is read at once. */
async function readTogether(
  pool: pg.Pool,
  roots: readonly string[],
): Promise<{ histories: Map<string, ProfileHistory>; bytes: number } | null> {
  const read = await transaction(pool, async (connection) => {
    const members = await membersOf(connection, roots, limits.linkedProfilesMax + 1);
    if (members.length > limits.linkedProfilesMax && roots.length > 1) return null;
    const families = Map.groupBy(members, ({ profile }) => profile);
    return { families, latest: await readLatest(connection, new Set(families.keys())) };
  });
  if (read === null) return null;
  const { families } = read;
  const { events, beginsAtMs, isCut, bytes } = latestOf(read.latest);
  if (isCut && roots.length > 1) return null;
  const histories = new Map(
    roots.map((root): [string, ProfileHistory] => [root, { events: [], beginsAtMs }]),
  );
  for (const { profile, event } of events)
    for (const { root } of families.get(profile) ?? []) histories.get(root)?.events.push(event);
  return { histories, bytes };
}

/** Events of some profiles in the order of acceptance: the latest, where there are too many or too large ones. */
interface Latest {
  events: { profile: string; event: ScovilleEvent }[];
  beginsAtMs: number;
  isCut: boolean;
  /** Of their JSON. */
  bytes: number;
}

const latestEvents = `
  WITH found AS (
    SELECT profile, body, accepted_at_ms, split_part(entry, '-', 1)::bigint AS ms, split_part(entry, '-', 2)::bigint AS nth, position
    FROM events WHERE profile = ANY($1) AND kind = 'event' AND ${areVisible}
    ORDER BY accepted_at_ms DESC, ms DESC, nth DESC, position DESC LIMIT $2
  ), summed AS (
    SELECT *, sum(octet_length(body)) OVER latest AS until, count(*) OVER () AS found
    FROM found WINDOW latest AS (ORDER BY accepted_at_ms DESC, ms DESC, nth DESC, position DESC)
  )
  SELECT profile, body, until::float8 AS until, found::integer AS found
  FROM summed WHERE until - octet_length(body) < $3
  ORDER BY accepted_at_ms DESC, ms DESC, nth DESC, position DESC LIMIT $4`;

interface LatestRows {
  rows: { profile: string; body: string; until: number; found: number }[];
  keptFromMs: number;
}

/** In the caller's transaction. */
async function readLatest(connection: Queryable, profiles: ReadonlySet<string>): Promise<LatestRows> {
  const [, { rows }, keptFromMs] = await together([
    // Without helpers: a worker that PostgreSQL starts first opens the tables of all days, which costs more than it would read.
    connection.query('SET LOCAL max_parallel_workers_per_gather = 0'),
    connection.query<LatestRows['rows'][number]>(latestEvents, [
      ...[[...profiles], limits.historyEventsMax + 1, limits.historyBytesMax, limits.historyEventsMax],
    ]),
    // Asked after the events: a day that is dropped meanwhile counts as missing.
    beginsAtMs(connection),
  ]);
  return { rows, keptFromMs };
}

/** Takes the rows out of what was read. */
function latestOf({ rows, keptFromMs }: LatestRows): Latest {
  const isCut = rows.length < (rows[0]?.found ?? 0);
  const bytes = rows.at(-1)?.until ?? 0;
  const events: Latest['events'] = [];
  // The earliest first; each text is freed as it is read.
  for (let row = rows.pop(); row !== undefined; row = rows.pop())
    events.push({ profile: row.profile, event: JSON.parse(row.body) });
  // Others of the very time of the first may be missing.
  const first = events[0]?.event.acceptedAtMs ?? keptFromMs;
  return { events, beginsAtMs: isCut ? first + 1 : keptFromMs, isCut, bytes };
}

/** A profile that became part of another, and when, ms. */
export interface DatedLink {
  child: string;
  parent: string;
  acceptedAtMs: number;
}

/** All links accepted before a time, ms, page by page. */
export async function* links(database: Queryable, untilMs: number): AsyncGenerator<DatedLink[]> {
  let after = '';
  for (;;) {
    const { rows } = await database.query<DatedLink>(
      `SELECT child, parent, accepted_at_ms::float8 AS "acceptedAtMs"
       FROM links WHERE child > $1 AND accepted_at_ms < $2 ORDER BY child LIMIT $3`,
      [after, untilMs, limits.replayRowsMax],
    );
    if (rows.length === 0) return;
    yield rows;
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

/**
 * The inbox of a user: the alerts that notify them, as they were written, and which of them are read.
 *
 * It holds the types that a default channel sends: of what is theirs, or notifies them or a lane of theirs. Those who may claim
 * see what waits in the queue too. Nothing is copied: a page is the next entries of three indexes of the alerts.
 */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import {
  alertEntry,
  type CappedCount,
  defaultChannelTypes,
  type InboxFilter,
  type InboxItem,
  type InboxPage,
  type InboxReadUntil,
  roleGroups,
  type UserRole,
} from '../../contract/api/api.ts';
import type { Alert, AlertRow } from '../outbox/outbox.ts';
import { cursorKeyOf, cursorOf, latestFirst, type PersonRow, personView } from '../store/store.ts';
import { isMine } from './notice.core.ts';

/** Whose inbox it is. */
export interface Reader {
  email: string;
  lanes: readonly string[];
  role: UserRole;
}

const claimers: readonly UserRole[] = roleGroups.sellers;

/** Returns whether the inbox of a user shows an alert. */
export function isInInbox(alert: Pick<Alert, 'type' | 'owner' | 'recipients'>, reader: Reader): boolean {
  if (!defaultChannelTypes.includes(alert.type)) return false;
  const isQueued = alert.owner === null && alert.recipients.length === 0;
  return isMine(alert, reader) || (isQueued && claimers.includes(reader.role));
}

const order = latestFirst('alerts.id')['-id'];
const list = 'alerts';

interface Inbox {
  since: string;
  until: string;
  /** The first that is unread, or what is before it. */
  floor: string;
}

type InboxRow = AlertRow & { person: PersonRow | null; isRead: boolean };

/** Returns a page, the latest alert first. */
export async function listInbox(
  database: Queryable,
  filter: InboxFilter,
  reader: Reader,
): Promise<InboxPage> {
  const inbox = await inboxOf(database, reader.email);
  const before = filter.cursor === undefined ? null : cursorKeyOf(filter.cursor, list, '-id', order)[0];
  // Both bounds are infinite where they are not given.
  const conditions = `AND alerts.id < $6 AND alerts.at >= $7 ${readCondition(filter.unread)}`;
  const ids = idsSql(conditions, filter.limit + 1);
  const { rows } = await database.query<InboxRow>(
    `SELECT alerts.*, to_jsonb(people) AS person, ${isReadSql} AS "isRead"
     FROM (${ids}) AS found JOIN alerts ON alerts.id = found.id LEFT JOIN people ON people.id = alerts.person_id
     ORDER BY alerts.id DESC LIMIT ${filter.limit + 1}`,
    [
      ...valuesOf(reader, inbox, filter.unread === true ? inbox.floor : inbox.since),
      ...[before ?? Number.MAX_SAFE_INTEGER, filter.since ?? '-infinity'],
    ],
  );
  const items = rows.slice(0, filter.limit).map(itemOf);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > filter.limit && last ? cursorOf(list, '-id', [last.id]) : null,
    unread: await countUnread(database, reader, inbox),
  };
}

/** Marks one alert. Throws `not_found` for one that is not in the inbox. */
export async function markInbox(
  database: Queryable,
  id: string,
  isRead: boolean,
  reader: Reader,
): Promise<InboxItem> {
  const inbox = await inboxOf(database, reader.email);
  const row = /^\d{1,15}$/.test(id) ? await rowOf(database, id, reader, inbox) : undefined;
  if (row === undefined || !isInInbox(row, reader))
    throw new ApiError('not_found', `there is no alert "${id}" in your inbox`);
  await database.query(
    `INSERT INTO inbox_marks (email, alert, is_read) VALUES ($1, $2, $3)
     ON CONFLICT (email, alert) DO UPDATE SET is_read = excluded.is_read, set_aside = NULL`,
    [reader.email, id, isRead],
  );
  return { ...itemOf(row), isRead };
}

/**
 * Marks all up to an alert as read; those after it are as they were marked one by one. Marks "unread" are set aside. `before` of the
 * answer as `until` is less than what was read, so it undoes the act: marks that were set aside since count again.
 */
export async function readInboxUntil(pool: pg.Pool, until: number, reader: Reader): Promise<InboxReadUntil> {
  return transaction(pool, async (connection) => {
    const { email } = reader;
    await connection.query('SELECT FROM inboxes WHERE email = $1 FOR UPDATE', [email]);
    const before = Number((await inboxOf(connection, email)).until);
    const answer = { until, before };
    if (until < before)
      await connection.query('UPDATE inbox_marks SET set_aside = NULL WHERE email = $1 AND set_aside > $2', [
        email,
        until,
      ]);
    else {
      const { rowCount } = await connection.query(
        'UPDATE inbox_marks SET set_aside = $2 WHERE email = $1 AND NOT is_read AND alert <= $2 AND set_aside IS NULL',
        [email, until],
      );
      // It was read as far already: an undo must not look like the same again, so it leaves out the last alert, which stays read.
      if (until === before && rowCount !== 0) {
        answer.before--;
        await connection.query(
          `INSERT INTO inbox_marks (email, alert, is_read) SELECT $1, id, true FROM alerts WHERE id = $2
           ON CONFLICT DO NOTHING`,
          [email, until],
        );
      }
    }
    await connection.query('UPDATE inboxes SET read_until = $2 WHERE email = $1', [email, until]);
    const unread = await countUnread(connection, reader, await inboxOf(connection, email));
    return { ...answer, unread };
  });
}

const isReadSql = `coalesce((SELECT is_read FROM inbox_marks
  WHERE email = $1 AND alert = alerts.id AND set_aside IS NULL), alerts.id <= $5)`;

function readCondition(unread: boolean | undefined): string {
  return unread === undefined ? '' : `AND ${unread ? 'NOT' : ''} ${isReadSql}`;
}

/** The newest alerts of an inbox above a floor: of the user, of those it notifies, of the queue. */
function idsSql(conditions: string, count: number): string {
  const newest = (from: string) =>
    `(SELECT alerts.id FROM ${from} AND alerts.type = ANY($3) ${conditions} ORDER BY alerts.id DESC LIMIT ${count})`;
  return [
    newest('alerts WHERE owner = $1 AND alerts.id > $4'),
    newest(
      'alert_recipients JOIN alerts ON alerts.id = alert WHERE recipient = ANY($2) AND alert_recipients.alert > $4',
    ),
    newest(`alerts WHERE owner IS NULL AND recipients = '[]' AND '' = ANY($2) AND alerts.id > $4`),
  ].join(' UNION ');
}

/** An empty recipient stands for the queue: no user and no lane has that name. */
function valuesOf({ email, lanes, role }: Reader, { until }: Inbox, floor: string): unknown[] {
  const names = [email, ...lanes, ...(claimers.includes(role) ? [''] : [])];
  return [email, names, defaultChannelTypes, floor, until];
}

async function inboxOf(database: Queryable, email: string): Promise<Inbox> {
  const { rows } = await database.query<Inbox>(
    `SELECT since, read_until AS until, greatest(since, least(read_until, (
       SELECT min(alert) - 1 FROM inbox_marks WHERE inbox_marks.email = inboxes.email AND NOT is_read AND set_aside IS NULL))) AS floor
     FROM inboxes WHERE email = $1`,
    [email],
  );
  const [inbox] = rows;
  if (inbox === undefined) throw new ApiError('not_found', `"${email}" has no inbox: only users have one`);
  return inbox;
}

async function countUnread(database: Queryable, reader: Reader, inbox: Inbox): Promise<CappedCount> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${idsSql(readCondition(true), limits.inboxCountMax + 1)}) AS unread`,
    valuesOf(reader, inbox, inbox.floor),
  );
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, limits.inboxCountMax), isCapped: count > limits.inboxCountMax };
}

async function rowOf(
  database: Queryable,
  id: string,
  { email }: Reader,
  { since, until }: Inbox,
): Promise<InboxRow | undefined> {
  const { rows } = await database.query<InboxRow>(
    `SELECT alerts.*, to_jsonb(people) AS person, ${isReadSql.replaceAll('$5', '$4')} AS "isRead"
     FROM alerts LEFT JOIN people ON people.id = alerts.person_id WHERE alerts.id = $2 AND alerts.id > $3`,
    [email, id, since, until],
  );
  return rows[0];
}

function itemOf({ id, type, at, owner, person, data, isRead }: InboxRow): InboxItem {
  const { lead, task, record, profile, reason } = data;
  const scored = lead ?? task ?? profile;
  // What people made themselves has no ladder.
  const heat = scored !== undefined && scored.tiers > 0 ? scored : null;
  const subject = heat === null ? task?.subject : null;
  return {
    id: Number(id),
    type,
    title: alertEntry(type).title,
    at: at.toISOString(),
    isRead,
    owner,
    person: person && personView(person),
    lead: lead?.id ?? task?.lead ?? null,
    task: task?.id ?? null,
    record: record ? { kind: record.kind, id: record.id, name: record.name } : null,
    heat: heat && { tier: heat.tier, tierName: heat.tierName, tiers: heat.tiers, score: heat.score },
    text: record?.text ?? reason ?? subject ?? null,
  };
}

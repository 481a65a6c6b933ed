/** Notices as the API shows them: chosen alerts, when they are sent, or why they were dropped. */
import type pg from 'pg';
import type { NoticeFilter, NoticeView } from '../../contract/api/api.ts';
import type { Page } from '../store/store.ts';

interface NoticeRow {
  alert: string;
  type: string;
  at: Date;
  person: string | null;
  lead: string | null;
  task: string | null;
  due_at: Date;
  delivery: string | null;
  dropped: string | null;
  closed_at: Date | null;
}

const stateConditions = {
  waiting: 'closed_at IS NULL',
  sent: 'delivery IS NOT NULL',
  dropped: 'dropped IS NOT NULL',
};

/** Returns a page of notices, the latest alert first. The cursor is the alert id of the last one. */
export async function listNotices(
  pool: pg.Pool,
  channel: string,
  { limit, cursor, state }: NoticeFilter,
): Promise<Page<NoticeView>> {
  const before = /^\d{1,18}$/.test(cursor ?? '') ? cursor : null;
  const { rows } = await pool.query<NoticeRow>(
    `SELECT notices.alert::text, type, at, person_id AS person, data #>> '{lead,id}' AS lead, data #>> '{task,id}' AS task,
            due_at, delivery, dropped, closed_at
     FROM notices JOIN alerts ON alerts.id = notices.alert
     WHERE channel = $1 AND ($2::bigint IS NULL OR notices.alert < $2) AND ${state === undefined ? 'true' : stateConditions[state]}
     ORDER BY notices.alert DESC LIMIT $3`,
    [channel, before, limit + 1],
  );
  const items = rows.slice(0, limit).map(noticeView);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.alert) : null };
}

function noticeView(row: NoticeRow): NoticeView {
  const { type, person, lead, task, delivery } = row;
  return {
    alert: Number(row.alert),
    type,
    at: row.at.toISOString(),
    person,
    lead,
    task,
    state: delivery !== null ? 'sent' : row.dropped !== null ? 'dropped' : 'waiting',
    dueAt: row.due_at.toISOString(),
    delivery,
    droppedReason: row.dropped,
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

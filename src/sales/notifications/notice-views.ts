/** Notices as the API shows them: chosen alerts, when they are sent, or why they were dropped. */
import type pg from 'pg';
import type { NoticeFilter, NoticeView } from '../../contract/api/api.ts';
import { Listing, latestFirst, type Page, type PersonRow, personView } from '../store/store.ts';

interface NoticeRow {
  alert: string;
  type: string;
  at: Date;
  person: PersonRow | null;
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

/** The condition that the alert of a notice has this value; a channel's notices are read by their numbers. */
const ofAlert = (sql: string) => `(SELECT ${sql} FROM alerts WHERE alerts.id = notices.alert) = ?`;

/** Returns a page of notices, the latest alert first. */
export function listNotices(pool: pg.Pool, channel: string, filter: NoticeFilter): Promise<Page<NoticeView>> {
  const list = new Listing(`channels/${channel}/notices`, latestFirst('notices.alert'), filter);
  list.where('channel = ?', channel);
  list.whereIf(filter.state !== undefined, stateConditions[filter.state ?? 'waiting']);
  list.where(ofAlert('person_id'), filter.person);
  list.where(ofAlert(`data #>> '{lead,id}'`), filter.lead);
  list.where(ofAlert(`data #>> '{task,id}'`), filter.task);
  const columns = `notices.*, alerts.type, alerts.at, to_jsonb(people) AS person,
    data #>> '{lead,id}' AS lead, data #>> '{task,id}' AS task`;
  const joins = 'JOIN alerts ON alerts.id = notices.alert LEFT JOIN people ON people.id = alerts.person_id';
  return list.page(pool, { table: 'notices', joins, columns }, noticeView);
}

function noticeView(row: NoticeRow): NoticeView {
  const { type, person, lead, task, delivery } = row;
  return {
    alert: Number(row.alert),
    type,
    at: row.at.toISOString(),
    person: person && personView(person),
    lead,
    task,
    state: delivery !== null ? 'sent' : row.dropped !== null ? 'dropped' : 'waiting',
    dueAt: row.due_at.toISOString(),
    delivery,
    droppedReason: row.dropped,
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

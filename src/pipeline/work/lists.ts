/** Lists of leads and tasks: filtered, newest first, paged by an opaque cursor. */
import type pg from 'pg';
import type { LeadFilter, LeadView, TaskFilter, TaskView } from '../../contract/contract.ts';
import { Fault } from '../../kernel/kernel.ts';
import { selectLeads, selectTasks } from './views.ts';

export interface Page<Item> {
  items: Item[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export async function listLeads(pool: pg.Pool, filter: LeadFilter): Promise<Page<LeadView>> {
  const where = conditions('leads', filter);
  if (filter.status !== undefined)
    where.add('leads.status = ANY(?)', await statusesLike(pool, filter.status));
  where.add('leads.tier = ?', filter.tier);
  where.add('leads.owner = ?', filter.owner);
  where.add('leads.campaign = ?', filter.campaign);
  if (filter.open !== undefined) where.addPlain(`leads.closed_at IS ${filter.open ? '' : 'NOT '}NULL`);
  return pageOf(filter.limit, (tail) =>
    selectLeads(pool, where.sql(`leads.created_at DESC, leads.id DESC ${tail}`), where.values),
  );
}

export async function listTasks(pool: pg.Pool, filter: TaskFilter, nowMs: number): Promise<Page<TaskView>> {
  const where = conditions('tasks', filter);
  where.add('tasks.owner = ?', filter.owner);
  if (filter.open !== undefined) where.addPlain(`tasks.status ${filter.open ? '=' : '<>'} 'Open'`);
  if (filter.overdue !== undefined) {
    where.add(`(tasks.status = 'Open' AND tasks.due_at < ?) = ${filter.overdue}`, new Date(nowMs));
  }
  return pageOf(filter.limit, (tail) =>
    selectTasks(pool, where.sql(`tasks.created_at DESC, tasks.id DESC ${tail}`), where.values),
  );
}

/** Stages of lead pipelines somebody means, in any case and joined in any way. Throws `invalid_request` where there is none. */
async function statusesLike(pool: pg.Pool, given: string): Promise<string[]> {
  const { rows } = await pool.query<{ stage: string }>(
    `SELECT stage FROM stages JOIN pipelines ON pipelines.id = stages.pipeline WHERE kind = 'lead' ORDER BY pipelines.id, position`,
  );
  const stages = [...new Set(rows.map(({ stage }) => stage))];
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  const found = stages.filter((stage) => plain(stage) === plain(given));
  if (found.length > 0) return found;
  const allowed = stages.map((stage) => `"${stage}"`).join(', ');
  throw new Fault('invalid_request', `"status" is "${given}": expected ${allowed}`);
}

/** One row more than asked for tells whether there is a next page. */
export async function pageOf<Item extends { id: string; createdAt: string }>(
  limit: number,
  select: (tail: string) => Promise<Item[]>,
): Promise<Page<Item>> {
  const rows = await select(`LIMIT ${limit + 1}`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last ? Buffer.from(`${last.createdAt} ${last.id}`).toString('base64url') : null;
  return { items, nextCursor };
}

/** A cursor comes from outside: only what we make ourselves reaches the query. */
const cursorTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const cursorId = /^[\w-]{1,100}$/;

export function conditions(table: string, filter: { cursor?: string | undefined }) {
  const parts: string[] = ['true'];
  const values: unknown[] = [];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    parts.push(condition.replaceAll('?', `$${values.length}`));
  };
  if (filter.cursor !== undefined) {
    const [createdAt = '', id = ''] = Buffer.from(filter.cursor, 'base64url').toString().split(' ');
    if (!cursorTime.test(createdAt) || Number.isNaN(Date.parse(createdAt)) || !cursorId.test(id))
      throw new Fault('invalid_request', '"cursor" is not one of ours; take nextCursor of the page before');
    values.push(createdAt, id);
    parts.push(
      `(${table}.created_at, ${table}.id) < ($${values.length - 1}::timestamptz, $${values.length})`,
    );
  }
  return {
    values,
    add,
    addPlain: (condition: string) => void parts.push(condition),
    sql: (order: string) => `${parts.join(' AND ')} ORDER BY ${order}`,
  };
}

/** A pattern of what begins so, in lower case; undefined for nothing asked. */
export function startingWith(start: string | undefined): string | undefined {
  return start === undefined ? undefined : `${start.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}

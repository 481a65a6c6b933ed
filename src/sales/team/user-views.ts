/** Users as the API shows them, and the columns of a change. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { hoursInWords } from '../../base/time/time.ts';
import type { NewUser, UserChange, UserFilter, UserView } from '../../contract/api/api.ts';
import { addressKey, ascending, Listing, type Page, type UserRow } from '../store/store.ts';
import { hashPassword, requireUncommon } from './passwords.ts';

export function userView(row: UserRow): UserView {
  const { email, name, role, team, lanes, languages, territories, products, capacity, deputy } = row;
  const { away_from: from, away_until: until, revision } = row;
  return {
    email,
    name,
    role,
    team,
    lanes,
    languages,
    territories,
    products,
    acceptsLeads: row.accepts_leads,
    capacity,
    maxOpenLeads: row.max_open_leads,
    deputy,
    timeZone: row.time_zone,
    workingTime: row.working_time && { ...row.working_time, hours: hoursInWords(row.working_time) },
    away: from && until && { from: from.toISOString(), until: until.toISOString() },
    weeklyReview: row.weekly_review,
    canLogIn: row.password_hash !== null && row.deactivated_at === null,
    secondFactorAt: row.second_factor_at?.toISOString() ?? null,
    deactivatedAt: row.deactivated_at?.toISOString() ?? null,
    deactivatedReason: row.deactivated_reason,
    revision,
  };
}

const columns = {
  name: 'name',
  role: 'role',
  team: 'team',
  lanes: 'lanes',
  languages: 'languages',
  territories: 'territories',
  products: 'products',
  acceptsLeads: 'accepts_leads',
  capacity: 'capacity',
  maxOpenLeads: 'max_open_leads',
  deputy: 'deputy',
  timeZone: 'time_zone',
  workingTime: 'working_time',
  weeklyReview: 'weekly_review',
} as const;

/** Returns the columns of a change with their values. */
export async function columnsOf(change: UserChange | NewUser): Promise<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const [field, column] of Object.entries(columns)) {
    const value = change[field as keyof typeof columns];
    if (value !== undefined)
      given[column] = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  }
  if (change.away !== undefined) {
    given['away_from'] = change.away?.from ?? null;
    given['away_until'] = change.away?.until ?? null;
  }
  if (change.password !== undefined) {
    requireUncommon(change.password);
    given['password_hash'] = await hashPassword(change.password);
  }
  return given;
}

export async function selectUser(database: Queryable, email: string): Promise<UserView | null> {
  const { rows } = await database.query<UserRow>('SELECT * FROM users WHERE email = $1', [email]);
  return rows[0] === undefined ? null : userView(rows[0]);
}

/** Returns the row, locked until the transaction ends. Throws `not_found`. */
export async function lockUser(connection: Queryable, email: string): Promise<UserRow> {
  const { rows } = await connection.query<UserRow>('SELECT * FROM users WHERE email = $1 FOR UPDATE', [
    email,
  ]);
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no user "${email}"`);
  return rows[0];
}

const userOrders = { email: ascending([addressKey('email')]) } as const;

/** Returns a page of users in the order of their addresses. */
export function listUsers(database: Queryable, filter: UserFilter): Promise<Page<UserView>> {
  const list = new Listing('users', userOrders, filter);
  list.where('role = ?', filter.role);
  list.where('team = ?', filter.team);
  return list.page(database, { columns: '*', table: 'users' }, userView);
}

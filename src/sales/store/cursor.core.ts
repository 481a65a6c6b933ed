/** Orders of lists, and the opaque cursor of the last row of a page. Pure. */
import { ApiError, badCursor, cursorFor, valuesInCursor } from '../../base/kernel/kernel.ts';

/** A column (or expression) that a list is ordered by, and its type in PostgreSQL. */
interface SortKey {
  sql: string;
  type: 'timestamptz' | 'date' | 'integer' | 'bigint' | 'double precision' | 'numeric' | 'text';
  /** What a text may be; an id when left out. */
  allows?: RegExp;
  /** Whether a time may be infinity: there is none. */
  isOpenEnded?: true;
}

/** The keys of an order, all in one direction, so that a row of values marks a key in it. The last one is unique. */
export interface Order {
  keys: readonly SortKey[];
  isDescending: boolean;
}

/** The values of an order's keys at one row. */
export type CursorKey = readonly (string | number)[];

export function ascending(keys: readonly SortKey[]): Order {
  return { keys, isDescending: false };
}

export function descending(keys: readonly SortKey[]): Order {
  return { keys, isDescending: true };
}

export const timeKey = (sql: string): SortKey => ({ sql, type: 'timestamptz' });
/** A time, or infinity where there is none. */
export const deadlineKey = (sql: string): SortKey => ({ sql, type: 'timestamptz', isOpenEnded: true });
export const textKey = (sql: string): SortKey => ({ sql, type: 'text' });
export const addressKey = (sql: string): SortKey => ({ sql, type: 'text', allows: /^\S{1,320}$/ });

/** The order of rows that are numbered as they are written. */
export const latestFirst = (sql: string) => ({ '-id': descending([{ sql, type: 'bigint' }]) }) as const;

/** The usual order, by time of creation; most lists have no other. */
export const newestFirst = {
  '-createdAt': descending([timeKey('created_at'), textKey('id')]),
} as const;

/** An expression that gives a row's key as JSON; times in UTC to the microsecond, as exact as they are stored. */
export function cursorKeySql({ keys }: Order): string {
  const values = keys.map(({ sql, type, isOpenEnded }) => {
    const text = `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
    if (isOpenEnded) return `CASE WHEN isfinite(${sql}) THEN ${text} ELSE 'infinity' END`;
    if (type === 'timestamptz') return text;
    return type === 'date' ? `${sql}::text` : sql;
  });
  return `json_build_array(${values.join(', ')})`;
}

/** The condition that a row comes after a key whose values are the parameters from `first` on. */
export function afterSql({ keys, isDescending }: Order, first: number): string {
  const given = keys.map(({ type }, index) => `$${first + index}::${type}`);
  return `(${keys.map(({ sql }) => sql).join(', ')}) ${isDescending ? '<' : '>'} (${given.join(', ')})`;
}

/** Returns the text after ORDER BY. `constant` is a column that the conditions hold at null, which an index may begin with. */
export function orderSql({ keys, isDescending }: Order, constant: string | null = null): string {
  const columns = [...(constant === null ? [] : [constant]), ...keys.map(({ sql }) => sql)];
  return columns.map((column) => (isDescending ? `${column} DESC` : column)).join(', ');
}

/** The cursor of a key; it carries the names of its list and of its order. */
export function cursorOf(list: string, sort: string, key: CursorKey): string {
  return cursorFor(list, [sort, ...key]);
}

/**
 * Returns the key of a cursor. A cursor comes from outside, so only valid keys reach the query. Throws `invalid_request` for a
 * cursor of another list or order, and for an invalid one.
 */
export function cursorKeyOf(cursor: string, list: string, sort: string, { keys }: Order): CursorKey {
  const [madeFor, ...key] = valuesInCursor(cursor, list);
  if (typeof madeFor === 'string' && madeFor !== sort && /^-?[A-Za-z]{1,20}$/.test(madeFor))
    throw new ApiError(
      'invalid_request',
      `"cursor" is of a list sorted by "${madeFor}", this list is sorted by "${sort}"; begin again without "cursor"`,
    );
  const isOurs =
    madeFor === sort &&
    key.length === keys.length &&
    keys.every((sortKey, index) => isValueOf(sortKey, key[index]));
  if (!isOurs) throw badCursor();
  return key as unknown as CursorKey;
}

const integerMax = 2 ** 31 - 1;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const day = /^(?:\d{4}-\d\d-\d\d|infinity)$/;
const id = /^[\w.-]{1,100}$/;

function isValueOf({ type, allows = id, isOpenEnded }: SortKey, value: unknown): boolean {
  if (type === 'integer')
    return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= integerMax;
  if (type === 'bigint') return Number.isSafeInteger(value);
  if (type === 'double precision' || type === 'numeric') return Number.isFinite(value);
  if (typeof value !== 'string') return false;
  if (type === 'text') return allows.test(value);
  if (isOpenEnded && value === 'infinity') return true;
  if (type === 'timestamptz') return time.test(value) && isInCalendar(value.slice(0, 23));
  return day.test(value) && (value === 'infinity' || isInCalendar(`${value}T00:00:00.000`));
}

/** Returns whether the moment exists: the 31st of June does not. `local` is without its zone. */
function isInCalendar(local: string): boolean {
  const ms = Date.parse(`${local}Z`);
  return !Number.isNaN(ms) && !local.startsWith('0000') && new Date(ms).toISOString() === `${local}Z`;
}

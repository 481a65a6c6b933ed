/** Lists by pages: conditions, an order, and the key of the last row of the previous page; no page counts rows before it. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import {
  afterSql,
  type CursorKey,
  cursorKeyOf,
  cursorKeySql,
  cursorOf,
  type Order,
  orderSql,
} from './cursor.core.ts';

export interface Page<Item> {
  items: Item[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** The table of a list, and the joins that its rows are shown with. */
export interface Source {
  table: string;
  /** Joins to it, for no more than the rows of the page. */
  joins?: string;
  columns: string;
}

/** The parameters of every list. */
interface Asked {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
}

/** A request for a list: gathers conditions, then reads a page in one query. */
export class Listing<Sort extends string> {
  readonly #name: string;
  readonly #parts: string[] = [];
  readonly #values: unknown[] = [];
  readonly #limit: number;
  readonly #sort: Sort;
  readonly #order: Order;
  #constant: string | null = null;

  /**
   * The name is the path of the list; its cursors carry it. The first order is the default. Throws
   * `invalid_request` for a cursor of another list or order.
   */
  constructor(name: string, orders: Readonly<Record<Sort, Order>>, asked: Asked) {
    const allowed = Object.keys(orders) as Sort[];
    const sort = (asked.sort ?? allowed[0]) as Sort;
    const order = allowed.includes(sort) ? orders[sort] : undefined;
    if (order === undefined)
      throw new ApiError(
        'invalid_request',
        `"sort" is "${sort}": expected ${allowed.map((name) => `"${name}"`).join(', ')}`,
      );
    this.#name = name;
    this.#limit = asked.limit;
    this.#sort = sort;
    this.#order = order;
    if (asked.cursor === undefined) return;
    const key = cursorKeyOf(asked.cursor, name, sort, order);
    this.#parts.push(afterSql(order, 1));
    this.#values.push(...key);
  }

  get sort(): Sort {
    return this.#sort;
  }

  /** Adds a condition about a value, written `?`; adds none when the value is undefined. */
  where(condition: string, value: unknown): void {
    if (value === undefined) return;
    this.#values.push(value);
    this.#parts.push(condition.replaceAll('?', `$${this.#values.length}`));
  }

  /** Adds a condition about several values: `?1` is the first, and may stand more than once. Adds none without values. */
  whereAll(condition: string, values: readonly unknown[] | undefined): void {
    if (values === undefined) return;
    const before = this.#values.length;
    this.#values.push(...values);
    this.#parts.push(
      condition.replaceAll(/\?(\d)/g, (_whole, digit: string) => `$${before + Number(digit)}`),
    );
  }

  /** Adds a condition without a value, if wanted. */
  whereIf(isWanted: boolean | undefined, condition: string): void {
    if (isWanted === true) this.#parts.push(condition);
  }

  /** Adds the condition that a column is null, and orders by it first, so that an index that begins with it can serve. */
  whereNull(column: string): void {
    this.#parts.push(`${column} IS NULL`);
    this.#constant = column;
  }

  /** Reads the page. One row more than asked for shows whether there is another. */
  async page<Row extends object, Item>(
    database: Queryable,
    { table, joins, columns }: Source,
    itemOf: (row: Row) => Item | Promise<Item>,
  ): Promise<Page<Item>> {
    const { rows } = await database.query<Row & { key: CursorKey }>(
      `SELECT ${columns}, ${cursorKeySql(this.#order)} AS key
       FROM (SELECT * FROM ${table} ${this.#conditions()}
             ORDER BY ${orderSql(this.#order, this.#constant)} LIMIT ${this.#limit + 1}) AS ${table} ${joins ?? ''}
       ORDER BY ${orderSql(this.#order)}`,
      this.#values,
    );
    const shown = rows.slice(0, this.#limit);
    const last = shown.at(-1);
    const items: Item[] = [];
    for (const row of shown) items.push(await itemOf(row));
    return {
      items,
      nextCursor: rows.length > this.#limit && last ? cursorOf(this.#name, this.#sort, last.key) : null,
    };
  }

  /** Returns the ids of the rows that fit, in the order of the list, `countMax` at most. The limit of the page is none of it. */
  async ids(database: Queryable, table: string, countMax: number): Promise<string[]> {
    const { rows } = await database.query<{ id: string }>(
      `SELECT id FROM ${table} ${this.#conditions()} ORDER BY ${orderSql(this.#order, this.#constant)} LIMIT ${countMax}`,
      this.#values,
    );
    return rows.map(({ id }) => id);
  }

  #conditions(): string {
    return this.#parts.length === 0 ? '' : `WHERE ${this.#parts.join(' AND ')}`;
  }
}

/** Returns the pattern of a name or an address that begins with words, and the domain that they may be, with or without "@". */
export function wordsToFind(words: string | undefined): [start: string, domain: string] | undefined {
  const start = startingWith(words);
  return start === undefined ? undefined : [start, (words ?? '').toLowerCase().replace(/^@/, '')];
}

/** Returns the pattern of a prefix, in lower case; undefined for none. */
export function startingWith(start: string | undefined): string | undefined {
  return start === undefined ? undefined : `${start.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}

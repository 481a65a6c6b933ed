/** Items of opportunities and orders as rows: read, replaced, copied to the next record, and summed to its amount. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ItemsInput, ItemView } from '../../contract/api/api.ts';

/** Kinds of records that have items, with their table. */
export const itemTables = { opportunity: 'opportunities', order: 'orders' } as const;
export type ItemKind = keyof typeof itemTables;

export function hasItems(kind: string): kind is ItemKind {
  return kind in itemTables;
}

/** The items of a record as JSON, in their order; an expression beside the columns of its table. */
export function itemsSql(kind: ItemKind): string {
  return `(SELECT coalesce(jsonb_agg(jsonb_build_object('product', product, 'quantity', quantity, 'unitPrice', unit_price::text,
       'amount', round(quantity * unit_price, 2)::text, 'currency', ${itemTables[kind]}.currency) ORDER BY place), '[]')
     FROM items WHERE items.${kind}_id = ${itemTables[kind]}.id) AS items`;
}

/** The items of a record; null when there is no such record. */
export async function itemsOf(database: Queryable, kind: ItemKind, id: string): Promise<ItemView[] | null> {
  const { rows } = await database.query<{ items: ItemView[] }>(
    `SELECT ${itemsSql(kind)} FROM ${itemTables[kind]} WHERE id = $1`,
    [id],
  );
  return rows[0]?.items ?? null;
}

/**
 * Replaces the items of a record. Throws `invalid_request` for an unknown product, and for one without a price in its currency. Also
 * for an amount or a currency that the item does not have.
 */
export async function replaceItems(
  connection: Queryable,
  kind: ItemKind,
  record: { id: string; currency: string },
  items: ItemsInput['items'],
): Promise<void> {
  const { rows } = await connection.query<{ name: string; unit_price: string | null; currency: string }>(
    'SELECT name, unit_price, currency FROM products WHERE name = ANY($1)',
    [items.map(({ product }) => product)],
  );
  const products = new Map(rows.map((row) => [row.name, row]));
  const priced = items.map(({ product, quantity, unitPrice, ...read }, index) => {
    const listed = products.get(product);
    if (listed === undefined)
      throw new ApiError(
        'invalid_request',
        `"items.${index}.product" is "${product}": there is no such product; GET /products lists them, a manager adds one`,
      );
    const price = unitPrice ?? (listed.currency === record.currency ? listed.unit_price : null);
    if (price === null)
      throw new ApiError(
        'invalid_request',
        `"items.${index}.unitPrice" is missing: "${product}" has no price in ${record.currency} on the price list`,
      );
    requireAsRead(`items.${index}`, read, { amount: amountOf(quantity, price), currency: record.currency });
    return { place: index + 1, product, quantity, unit_price: price };
  });
  await connection.query(`DELETE FROM items WHERE ${kind}_id = $1 AND place > $2`, [record.id, items.length]);
  await connection.query(
    `INSERT INTO items (${kind}_id, place, product, quantity, unit_price)
     SELECT $1, place, product, quantity, unit_price
     FROM jsonb_to_recordset($2) AS given (place integer, product text, quantity numeric, unit_price numeric)
     ON CONFLICT (${kind}_id, place) DO UPDATE
       SET product = EXCLUDED.product, quantity = EXCLUDED.quantity, unit_price = EXCLUDED.unit_price`,
    [record.id, JSON.stringify(priced)],
  );
}

/** Returns quantity times price, rounded to the cent as PostgreSQL rounds it. Quantities have three decimals. */
function amountOf(quantity: number, unitPrice: string): string {
  const thousandthCents = BigInt(Math.round(quantity * 1_000)) * BigInt(unitPrice.replace('.', ''));
  const cents = String((thousandthCents + 500n) / 1_000n).padStart(3, '0');
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`;
}

/** Throws where an item says another amount or currency than it has. */
function requireAsRead(
  path: string,
  said: { amount?: string | undefined; currency?: string | undefined },
  has: { amount: string; currency: string },
): void {
  for (const name of ['amount', 'currency'] as const)
    if (said[name] !== undefined && said[name] !== has[name])
      throw new ApiError(
        'invalid_request',
        `"${path}.${name}" is "${said[name]}": the item has "${has[name]}"; leave "${name}" out, it follows`,
      );
}

/** Sets the amount of a record to the sum of its items, unless a user has set it. */
export async function followItems(
  connection: Queryable,
  kind: ItemKind,
  id: string,
  nowMs: number,
): Promise<void> {
  await connection.query(
    `UPDATE ${itemTables[kind]} SET updated_at = $2, amount = CASE WHEN amount_by_hand THEN amount
       ELSE (SELECT coalesce(round(sum(quantity * items.unit_price), 2), 0) FROM items WHERE ${kind}_id = $1) END
     WHERE id = $1`,
    [id, new Date(nowMs)],
  );
}

/** Copies the items of an opportunity to its order. */
export async function carryItems(connection: Queryable, order: string): Promise<void> {
  await connection.query(
    `INSERT INTO items (order_id, place, product, quantity, unit_price)
     SELECT orders.id, place, product, quantity, unit_price FROM items JOIN orders USING (opportunity_id) WHERE orders.id = $1`,
    [order],
  );
}

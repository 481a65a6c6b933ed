/** Items of opportunities and orders as rows: read, replaced, carried on, and the amount that follows from them. */
import type { ItemsInput, ItemView } from '../../contract/contract.ts';
import type { Queryable } from '../../database/database.ts';
import { Fault } from '../../kernel/kernel.ts';

/** Kinds of records that have items, with their table. */
export const itemTables = { opportunity: 'opportunities', order: 'orders' } as const;
export type ItemKind = keyof typeof itemTables;

export function hasItems(kind: string): kind is ItemKind {
  return kind in itemTables;
}

/** The items of records, by record, in their order. */
export async function itemsOf(
  database: Queryable,
  kind: ItemKind,
  records: readonly string[],
): Promise<Map<string, ItemView[]>> {
  const found = new Map<string, ItemView[]>(records.map((id) => [id, []]));
  if (records.length === 0) return found;
  const { rows } = await database.query<
    Record<'record' | 'product' | 'quantity' | 'unit_price' | 'amount', string>
  >(
    `SELECT ${kind}_id AS record, product, quantity, unit_price, round(quantity * unit_price, 2) AS amount
     FROM items WHERE ${kind}_id = ANY($1) ORDER BY place`,
    [records],
  );
  for (const { record, product, quantity, unit_price, amount } of rows)
    found.get(record)?.push({
      product,
      quantity: Number(quantity),
      unitPrice: Number(unit_price),
      amount: Number(amount),
    });
  return found;
}

/** Puts a list in the place of another. Throws `invalid_request` for a product that is none, or that has no price in the record's currency. */
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
  const priced = items.map(({ product, quantity, unitPrice }, index) => {
    const listed = products.get(product);
    if (listed === undefined)
      throw new Fault(
        'invalid_request',
        `"items.${index}.product" is "${product}": there is no such product; GET /products lists them, a manager adds one`,
      );
    const price = unitPrice ?? (listed.currency === record.currency ? listed.unit_price : null);
    if (price === null)
      throw new Fault(
        'invalid_request',
        `"items.${index}.unitPrice" is missing: "${product}" has no price in ${record.currency} on the price list`,
      );
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

/** Makes the amount of a record what its items come to, unless it was said by hand. */
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

/** An order is of what its opportunity was about. */
export async function carryItems(connection: Queryable, order: string): Promise<void> {
  await connection.query(
    `INSERT INTO items (order_id, place, product, quantity, unit_price)
     SELECT orders.id, place, product, quantity, unit_price FROM items JOIN orders USING (opportunity_id) WHERE orders.id = $1`,
    [order],
  );
}

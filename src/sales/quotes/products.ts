/** The price list. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ProductFilter, ProductInput, ProductView } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  Listing,
  newestFirst,
  type Page,
  type Revised,
  requireRevision,
} from '../store/store.ts';

interface ProductRow {
  id: string;
  name: string;
  unit_price: string | null;
  currency: string;
  created_at: Date;
  updated_at: Date;
  revision: number;
}

/** Adds a product, or changes its price; managers only. Items keep the price they were agreed at. */
export async function putProduct(
  pool: pg.Pool,
  name: string,
  { unitPrice, currency, revision }: Revised<ProductInput>,
  actor: Actor,
  nowMs: number,
): Promise<{ product: ProductView; isNew: boolean }> {
  if (!actor.isManager) throw new ApiError('forbidden', 'the price list is kept by managers');
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { rows: before } = await connection.query<ProductRow>(
      'SELECT * FROM products WHERE name = $1 FOR UPDATE',
      [name],
    );
    requireRevision(before[0]?.revision ?? 0, revision);
    const { rows } = await connection.query<ProductRow>(
      `INSERT INTO products (name, unit_price, currency, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
       ON CONFLICT (name) DO UPDATE SET unit_price = $2, currency = $3, updated_at = $4 RETURNING *`,
      [name, unitPrice, currency, new Date(nowMs)],
    );
    return { product: productView(rows[0] as ProductRow), isNew: before.length === 0 };
  });
}

/** Returns one product of the price list; null where there is none. */
export async function product(database: Queryable, name: string): Promise<ProductView | null> {
  const { rows } = await database.query<ProductRow>('SELECT * FROM products WHERE name = $1', [name]);
  return rows[0] === undefined ? null : productView(rows[0]);
}

/** A page of products, the latest added first. */
export function listProducts(pool: pg.Pool, filter: ProductFilter): Promise<Page<ProductView>> {
  return new Listing('products', newestFirst, filter).page(
    pool,
    { columns: '*', table: 'products' },
    productView,
  );
}

function productView(row: ProductRow): ProductView {
  return {
    id: row.id,
    name: row.name,
    unitPrice: row.unit_price,
    currency: row.currency,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    revision: row.revision,
  };
}

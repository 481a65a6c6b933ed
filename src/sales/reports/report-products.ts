/** Product performance: offers and wins of each product. */

import type { Queryable } from '../../base/database/database.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { asking, type Figures, figuresOf, ownColumns, type ReportAsked, shareOf } from './report-sql.ts';

type Row = ReportRow<'products'>;

/** An order repeats the items of its opportunity: they count once, for the opportunity. */
export async function productReport(database: Queryable, asked: ReportAsked): Promise<Figures<Row>> {
  const { within, only, values } = asking(asked);
  const offersOf = (table: string, condition: string) => `
    SELECT items.product, items.quantity, round(items.quantity * items.unit_price, 2) AS value, ${table}.id, ${table}.currency, ${table}.ended
    FROM ${table} JOIN items ON items.${table === 'orders' ? 'order_id' : 'opportunity_id'} = ${table}.id
    WHERE ${within(`${table}.created_at`)} AND ${only(ownColumns(table))} AND ${condition}`;
  const ownItems = `NOT EXISTS (SELECT FROM items AS earlier WHERE earlier.opportunity_id = orders.opportunity_id)`;
  const figures = await figuresOf<Row>(
    database,
    `WITH offered AS (${offersOf('opportunities', `opportunities.ended IS DISTINCT FROM 'voided'`)} UNION ALL ${offersOf('orders', ownItems)}),
     summed AS (
       SELECT product, currency, GROUPING(product) = 1 AS is_total, count(DISTINCT id)::int AS offers,
              sum(quantity) AS quantity, sum(value) AS offered,
              (count(DISTINCT id) FILTER (WHERE ended = 'won'))::int AS won,
              (count(DISTINCT id) FILTER (WHERE ended = 'lost'))::int AS lost,
              coalesce(sum(quantity) FILTER (WHERE ended = 'won'), 0) AS won_quantity,
              coalesce(sum(value) FILTER (WHERE ended = 'won'), 0.00) AS won_value
       FROM offered GROUP BY GROUPING SETS ((product, currency), (currency))
     )
     SELECT product, summed.currency, is_total, offers, trim_scale(quantity)::text AS quantity, offered::text AS "offeredValue",
            won, lost, NULL AS "winRate", trim_scale(won_quantity)::text AS "wonQuantity", won_value::text AS "wonValue",
            CASE WHEN NOT is_total THEN round(offered / quantity, 2)::text END AS "averagePrice",
            products.unit_price::text AS "listPrice"
     FROM summed LEFT JOIN products ON products.name = product AND products.currency = summed.currency AND NOT is_total
     ORDER BY offered DESC, product, summed.currency`,
    values,
  );
  const rated = (row: Row): Row => ({ ...row, winRate: shareOf(row.won, row.won + row.lost) });
  return { rows: figures.rows.map(rated), totals: figures.totals.map(rated) };
}

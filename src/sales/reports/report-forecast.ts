/** The sales forecast: open records weighted by the probability of their stage, now or at a past moment. */

import type { Queryable } from '../../base/database/database.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { asking, type Figures, figuresOf, ownColumns, type ReportAsked } from './report-sql.ts';

type Row = ReportRow<'forecast'>;

/** The columns that distinguish rows; the others are null. */
const keys: Record<string, string[]> = {
  stage: ['pipeline', 'stage', 'probability'],
  month: ['month'],
  owner: ['owner'],
};
const orders: Record<string, string> = { stage: 'pipeline, position', month: 'month', owner: 'owner' };

/**
 * A record at a past moment is the current record with later changes undone: each column has the value before its
 * first later change. A record that the clock created late began before its first entry; it counts from that entry.
 */
export function forecastReport(database: Queryable, asked: ReportAsked): Promise<Figures<Row>> {
  const { only, time, given, values } = asking(asked);
  const asOf = time(asked.asOfMs);
  const stoodOf = (table: string) => `
    SELECT stood.pipeline, stood.stage, stood.owner, stood.campaign, stood.amount, stood.currency, stood.expected_close
    FROM ${table} AS present LEFT JOIN undone ON record = present.id,
         LATERAL jsonb_populate_record(present, coalesce(before, '{}')) AS stood
    WHERE present.created_at <= ${asOf} AND stood.id IS NOT NULL AND stood.closed_at IS NULL
      AND present.ended IS DISTINCT FROM 'voided'`;
  const day = (ms: number) => `(${time(ms)} AT TIME ZONE ${given(asked.timeZone, 'text')})::date`;
  const expected = [
    ...(asked.fromMs === null ? [] : [`expected_close >= ${day(asked.fromMs)}`]),
    ...(asked.toMs === null ? [] : [`expected_close < ${day(asked.toMs)}`]),
  ];
  const named = keys[asked.by] as string[];
  const grouping = [...named, ...(asked.by === 'stage' ? ['position'] : []), 'currency'].join(', ');
  const column = (name: string, type: string) => (named.includes(name) ? name : `NULL::${type} AS ${name}`);
  return figuresOf(
    database,
    `WITH undone AS (
       SELECT record, jsonb_object_agg(name, value) AS before FROM (
         SELECT DISTINCT ON (record, name) record, name, change -> 0 AS value
         FROM timeline, jsonb_each(changes) AS one (name, change)
         WHERE kind IN ('opportunities', 'deals') AND at > ${asOf} ORDER BY record, name, timeline.id
       ) AS first GROUP BY record
     ), stood AS (${stoodOf('opportunities')} UNION ALL ${stoodOf('deals')}),
     weighed AS (
       SELECT stood.*, to_char(expected_close, 'YYYY-MM') AS month, position, probability,
              round(amount * probability::numeric / 100, 2) AS weighted
       FROM stood LEFT JOIN stages USING (pipeline, stage)
       WHERE ${only(ownColumns('stood'))} AND ${expected.join(' AND ') || 'true'}
     )
     SELECT ${column('pipeline', 'text')}, ${column('stage', 'text')}, ${column('probability', 'float8')},
            ${column('month', 'text')}, ${column('owner', 'text')}, currency, GROUPING(${named[0]}) = 1 AS is_total,
            count(*)::int AS records, sum(amount)::text AS unweighted,
            coalesce(sum(weighted), 0.00)::text AS weighted,
            (count(*) FILTER (WHERE probability IS NULL))::int AS "withoutProbability"
     FROM weighed GROUP BY GROUPING SETS ((${grouping}), (currency))
     ORDER BY ${orders[asked.by]} NULLS LAST, currency`,
    values,
  );
}

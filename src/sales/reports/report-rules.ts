/** Precision by rule: the lead quality that reps gave to leads with the rule among their reasons. */

import type { Queryable } from '../../base/database/database.ts';
import type { ReportRow } from '../../contract/api/api.ts';
import { asking, type Figures, ownColumns, type ReportAsked, shareOf } from './report-sql.ts';
import { wilsonInterval } from './wilson.core.ts';

type Row = ReportRow<'rules'>;

interface Judged {
  programme: string | null;
  version: string | null;
  rule: string | null;
  quality: 'good' | 'junk';
  reason: string | null;
  leads: number;
  is_total: boolean;
}

export async function ruleReport(database: Queryable, asked: ReportAsked): Promise<Figures<Row>> {
  const { within, only, values } = asking(asked);
  const { rows: judged } = await database.query<Judged>(
    `WITH judged AS (
       SELECT programme, programme_version AS version, rule, quality, quality_reason AS reason, id
       FROM leads LEFT JOIN LATERAL (
         SELECT DISTINCT one ->> 'rule' AS rule FROM jsonb_array_elements(reasons) AS one) AS rules ON true
       WHERE quality IS NOT NULL AND programme IS NOT NULL AND ${within('created_at')} AND ${only(ownColumns('leads'))}
     )
     SELECT programme, version, rule, quality, reason, count(DISTINCT id)::int AS leads, GROUPING(rule) = 1 AS is_total
     FROM judged GROUP BY GROUPING SETS ((programme, version, rule, quality, reason), (quality, reason))
     ORDER BY leads DESC, programme, version, rule, reason`,
    values,
  );
  const table = new Map<string, Row>();
  for (const one of judged) {
    // A lead whose reasons were removed counts in the total only.
    if (!one.is_total && one.rule === null) continue;
    const id = one.is_total ? '' : JSON.stringify([one.programme, one.version, one.rule]);
    const { programme, version, rule } = one;
    const row = table.get(id) ?? { ...nothing, programme, version, rule, junkReasons: {} };
    row[one.quality] += one.leads;
    if (one.reason !== null) row.junkReasons[one.reason] = one.leads;
    table.set(id, row);
  }
  const totals = [
    rated(table.get('') ?? { ...nothing, programme: null, version: null, rule: null, junkReasons: {} }),
  ];
  table.delete('');
  return { rows: [...table.values()].map(rated), totals };
}

const nothing = { leads: 0, good: 0, junk: 0, precision: null, precisionLow: null, precisionHigh: null };

function rated(row: Row): Row {
  const leads = row.good + row.junk;
  const interval = wilsonInterval(row.good, leads);
  return {
    ...row,
    leads,
    precision: shareOf(row.good, leads),
    precisionLow: interval?.low ?? null,
    precisionHigh: interval?.high ?? null,
  };
}

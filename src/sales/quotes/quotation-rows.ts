/** Quotations as the API shows them: read, listed; and the numbers they are given. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import type { QuotationFilter, QuotationView } from '../../contract/api/api.ts';
import {
  descending,
  Listing,
  type Page,
  type PersonRow,
  personView,
  textKey,
  timeKey,
} from '../store/store.ts';

export interface QuotationRow {
  id: string;
  number: string;
  opportunity_id: string;
  person_id: string | null;
  person: PersonRow | null;
  company_id: string | null;
  owner: string | null;
  amount: string;
  currency: string;
  status: QuotationView['status'];
  sent_at: Date | null;
  /** As the day is written; a date would become midnight somewhere. */
  follow_up_day: string | null;
  answered_at: Date | null;
  decline_reason: string | null;
  created_at: Date;
  updated_at: Date;
  revision: number;
}

const columns = `quotations.*, quotations.follow_up_on::text AS follow_up_day, opportunities.person_id,
  opportunities.company_id, opportunities.owner, to_jsonb(people) AS person`;
const joins = `JOIN opportunities ON opportunities.id = quotations.opportunity_id
  LEFT JOIN people ON people.id = opportunities.person_id`;

/** Quotations with their opportunity's people, by a condition (SQL after WHERE, with its values). */
export async function selectQuotations(
  database: Queryable,
  condition: string,
  values: unknown[],
): Promise<QuotationRow[]> {
  const { rows } = await database.query<QuotationRow>(
    `SELECT ${columns} FROM quotations ${joins} WHERE ${condition}`,
    values,
  );
  return rows;
}

const quotationOrders = {
  '-createdAt': descending([timeKey('quotations.created_at'), textKey('quotations.id')]),
} as const;

/** A page of quotations, the newest first. */
export function listQuotations(
  pool: pg.Pool,
  filter: QuotationFilter,
  nowMs: number,
): Promise<Page<QuotationView>> {
  return quotationsThatFit(filter, nowMs).page(pool, { table: 'quotations', joins, columns }, quotationView);
}

/** Returns the list of quotations with its filters. */
export function quotationsThatFit(filter: QuotationFilter, nowMs: number): Listing<string> {
  const list = new Listing<string>('quotations', quotationOrders, filter);
  list.where('quotations.status = ?', filter.status);
  list.where('quotations.opportunity_id = ?', filter.opportunity);
  const { owner, person, company } = filter;
  for (const [column, value] of Object.entries({ owner, person_id: person, company_id: company }))
    list.where(`quotations.opportunity_id IN (SELECT id FROM opportunities WHERE ${column} = ?)`, value);
  if (filter.followUp === 'due')
    list.where(`quotations.status = 'sent' AND quotations.follow_up_at <= ?`, new Date(nowMs));
  return list;
}

export function quotationView(row: QuotationRow): QuotationView {
  return {
    id: row.id,
    number: row.number,
    opportunity: row.opportunity_id,
    person: row.person && personView(row.person),
    company: row.company_id,
    owner: row.owner,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    sentAt: row.sent_at?.toISOString() ?? null,
    followUpOn: row.follow_up_day,
    answeredAt: row.answered_at?.toISOString() ?? null,
    declineReason: row.decline_reason,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    revision: row.revision,
  };
}

/**
 * The next number of a year's series, such as `Q-2026-0001`. Drawn in the transaction of its quotation, and others wait for it,
 * so no number is left out. One that somebody gave by hand is skipped.
 */
export async function drawNumber(connection: Queryable, year: number): Promise<string> {
  for (;;) {
    const { rows } = await connection.query<{ number: string }>(
      `INSERT INTO quotation_series (year, last) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET last = quotation_series.last + 1
       RETURNING 'Q-' || year || '-' || CASE WHEN last < 10000 THEN lpad(last::text, 4, '0') ELSE last::text END AS number`,
      [year],
    );
    const number = rows[0]?.number ?? '';
    const { rows: taken } = await connection.query('SELECT FROM quotations WHERE number = $1', [number]);
    if (taken.length === 0) return number;
  }
}

/** Campaign performance: from events to opportunities won, by campaign or by rule. */
import type { ReportRow } from '../../contract/contract.ts';
import { type Queryable, together } from '../../database/database.ts';
import type { Recognised } from '../../history/history.ts';
import { asking, type Figures, ownColumns, type ReportAsked, shareOf } from './report-sql.ts';

type Row = ReportRow<'campaigns'>;
type Key = Pick<Row, 'campaign' | 'programme' | 'rule'> & { is_total: boolean };

export async function campaignReport(
  database: Queryable,
  asked: ReportAsked,
  recognised: readonly Recognised[],
  /** By programme, as far as programmes are in force; leads say it of others. */
  campaignOf: ReadonlyMap<string, string>,
): Promise<Figures<Row>> {
  const [leads, sold, values] = await together([
    countLeads(database, asked),
    countSold(database, asked),
    sumWon(database, asked),
  ]);
  const table = new Map<string, Row>();
  const rowOf = ({ campaign, programme, rule, is_total }: Key): Row => {
    const id = is_total ? '' : JSON.stringify([campaign, programme, rule]);
    const row = table.get(id) ?? { ...nothing, campaign, programme, rule, wonValue: {} };
    table.set(id, row);
    return row;
  };
  rowOf({ campaign: null, programme: null, rule: null, is_total: true });
  for (const row of leads) rowOf(row).leads = row.leads;
  for (const row of sold) Object.assign(rowOf(row), { opportunities: row.opportunities, won: row.won });
  for (const row of values) rowOf(row).wonValue[row.currency] = row.value;
  if (asked.owner === undefined && asked.team === undefined && asked.system === undefined) {
    for (const row of table.values()) Object.assign(row, { events: 0, profiles: 0 });
    const known = new Map([...campaignOf, ...(await campaignsOfLeads(database, asked))]);
    for (const one of recognised)
      for (const key of keysOf(one, asked, known)) {
        const row = rowOf(key);
        row.events = (row.events ?? 0) + one.events;
        row.profiles = (row.profiles ?? 0) + one.profiles;
      }
  }
  const totals = [rated(table.get('') as Row)];
  table.delete('');
  return { rows: [...table.values()].map(rated).sort(foremost), totals };
}

const nothing = {
  events: null,
  profiles: null,
  leads: 0,
  opportunities: 0,
  won: 0,
  leadsOfProfiles: null,
  opportunitiesOfLeads: null,
  wonOfOpportunities: null,
};

/** The rows that a count of the history belongs to. Narrowed to one campaign, its programmes are the total. */
function keysOf(
  { programme, rule }: Recognised,
  { by, campaign: wanted }: ReportAsked,
  campaignOf: ReadonlyMap<string, string>,
): Key[] {
  const total = { campaign: null, programme: null, rule: null, is_total: true };
  if (programme === null) return wanted === undefined ? [total] : [];
  const campaign = campaignOf.get(programme) ?? null;
  if (wanted !== undefined && campaign !== wanted) return [];
  if (rule !== null) return by === 'rule' ? [{ campaign, programme, rule, is_total: false }] : [];
  return [
    ...(by === 'campaign' ? [{ ...total, campaign, is_total: false }] : []),
    ...(wanted === undefined ? [] : [total]),
  ];
}

function rated(row: Row): Row {
  const rate = (part: number, whole: number | null) => (whole === null ? null : shareOf(part, whole));
  return {
    ...row,
    leadsOfProfiles: rate(row.leads, row.profiles),
    opportunitiesOfLeads: rate(row.opportunities, row.leads),
    wonOfOpportunities: rate(row.won, row.opportunities),
  };
}

/** By name; of one campaign, the rule with most leads first. */
function foremost(one: Row, other: Row): number {
  const [a, b] = [one.campaign ?? '', other.campaign ?? ''];
  if (a !== b) return a < b ? -1 : 1;
  return other.leads - one.leads || ((one.rule ?? '') < (other.rule ?? '') ? -1 : 1);
}

/** Common table expressions: the leads, each under every key it counts for, and the opportunities likewise. */
function tables({ within, only }: ReturnType<typeof asking>, by: string): string {
  const lead = `${within('leads.created_at')} AND ${only(ownColumns('leads'))}`;
  if (by === 'rule')
    return `of_lead AS (
       SELECT DISTINCT campaign, programme, reason ->> 'rule' AS rule, id AS lead
       FROM leads, jsonb_array_elements(reasons) AS reason WHERE programme IS NOT NULL AND ${lead}
     ), sold AS (
       SELECT of_lead.campaign, programme, rule, opportunities.id, ended, amount, currency
       FROM of_lead JOIN opportunities ON lead_id = lead
     )`;
  return `of_lead AS (
     SELECT campaign, NULL::text AS programme, NULL::text AS rule, id AS lead FROM leads WHERE ${lead}
   ), sold AS (
     SELECT of_lead.campaign, programme, rule, opportunities.id, ended, amount, currency
     FROM of_lead JOIN opportunities ON lead_id = lead
     UNION ALL
     SELECT opportunities.campaign, NULL, NULL, opportunities.id, opportunities.ended, amount, currency
     FROM opportunities LEFT JOIN leads ON leads.id = lead_id
     WHERE opportunities.campaign IS NOT NULL AND leads.campaign IS DISTINCT FROM opportunities.campaign
       AND ${within('opportunities.created_at')} AND ${only(ownColumns('opportunities'))}
   )`;
}

const keys = 'campaign, programme, rule, GROUPING(campaign) = 1 AS is_total';

async function countLeads(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  // A lead stands under one campaign only, and then need not be told from itself.
  const leads = asked.by === 'rule' ? 'count(DISTINCT lead)' : 'count(*)';
  const { rows } = await database.query<Key & { leads: number }>(
    `WITH ${tables(question, asked.by)} SELECT ${keys}, ${leads}::int AS leads
     FROM of_lead GROUP BY GROUPING SETS ((campaign, programme, rule), ())`,
    question.values,
  );
  return rows;
}

async function countSold(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  const { rows } = await database.query<Key & { opportunities: number; won: number }>(
    `WITH ${tables(question, asked.by)}
     SELECT ${keys}, count(DISTINCT id)::int AS opportunities, (count(DISTINCT id) FILTER (WHERE ended = 'won'))::int AS won
     FROM sold GROUP BY GROUPING SETS ((campaign, programme, rule), ())`,
    question.values,
  );
  return rows;
}

/** In the total an opportunity counts once, however many rules or campaigns it stands under. */
async function sumWon(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  const { rows } = await database.query<Key & { currency: string; value: string }>(
    `WITH ${tables(question, asked.by)}, won AS (SELECT * FROM sold WHERE ended = 'won')
     SELECT campaign, programme, rule, currency, sum(amount)::text AS value, false AS is_total
     FROM won GROUP BY campaign, programme, rule, currency
     UNION ALL
     SELECT NULL, NULL, NULL, currency, sum(amount)::text, true
     FROM (SELECT DISTINCT id, amount, currency FROM won) AS once GROUP BY currency`,
    question.values,
  );
  return rows;
}

async function campaignsOfLeads(database: Queryable, asked: ReportAsked): Promise<[string, string][]> {
  const { within, values } = asking(asked);
  const { rows } = await database.query<{ programme: string; campaign: string }>(
    `SELECT programme, max(campaign) AS campaign FROM leads
     WHERE programme IS NOT NULL AND ${within('created_at')} GROUP BY programme`,
    values,
  );
  return rows.map(({ programme, campaign }) => [programme, campaign]);
}

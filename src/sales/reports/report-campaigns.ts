/** Campaign performance: from events to opportunities won, by campaign or by rule. */

import { type Queryable, together } from '../../base/database/database.ts';
import type { MatchCounts, ReportRow } from '../../contract/api/api.ts';
import { asking, type Figures, ownColumns, type ReportAsked, shareOf } from './report-sql.ts';

type Row = ReportRow<'campaigns'>;
type Key = Pick<Row, 'campaign' | 'programme' | 'rule'> & { is_total: boolean };

export async function campaignReport(
  database: Queryable,
  asked: ReportAsked,
  recognised: readonly MatchCounts[],
  /** Campaigns by active programme; leads name those of other programmes. */
  campaignOf: ReadonlyMap<string, string>,
): Promise<Figures<Row>> {
  const [leads, sold] = await together([countLeads(database, asked), sumSold(database, asked)]);
  const table = new Map<string, Row>();
  const rowOf = ({ campaign, programme, rule, is_total }: Key): Row => {
    const id = is_total ? '' : JSON.stringify([campaign, programme, rule]);
    const row = table.get(id) ?? { ...nothing, campaign, programme, rule, wonValue: {} };
    table.set(id, row);
    return row;
  };
  rowOf({ campaign: null, programme: null, rule: null, is_total: true });
  for (const row of leads) rowOf(row).leads = row.leads;
  for (const one of sold) {
    const row = rowOf(one);
    row.opportunities += one.opportunities;
    if (!one.is_won) continue;
    row.won += one.opportunities;
    row.wonValue[one.currency] = one.value;
  }
  if (asked.owner === undefined && asked.team === undefined && asked.process === undefined) {
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

/**
 * Returns the rows that a count of the history belongs to. Narrowed to one campaign, its programmes are the total.
 */
function keysOf(
  { programme, rule }: MatchCounts,
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

/** Sorts by name; within a campaign the rule with most leads first. */
function foremost(one: Row, other: Row): number {
  const [a, b] = [one.campaign ?? '', other.campaign ?? ''];
  if (a !== b) return a < b ? -1 : 1;
  return other.leads - one.leads || ((one.rule ?? '') < (other.rule ?? '') ? -1 : 1);
}

/** The rules among a lead's reasons, each once. */
const rulesOfLead = `CROSS JOIN LATERAL (
  SELECT DISTINCT one ->> 'rule' AS rule FROM jsonb_array_elements(leads.reasons) AS one
) AS rules`;

/** What was undone never was. */
const isNotVoided = `opportunities.ended IS DISTINCT FROM 'voided'`;

/** Leads of the period whose opportunities count by campaign or by rule. */
const chosenLeads = ({ within, only }: ReturnType<typeof asking>, by: string) =>
  [
    within('leads.created_at'),
    only(ownColumns('leads')),
    ...(by === 'rule' ? [`leads.programme IS NOT NULL AND leads.reasons <> '[]'`] : []),
  ].join(' AND ');

/** Those that count themselves: for a voided one another lead of the same person goes on. */
const countedLeads = (question: ReturnType<typeof asking>, by: string) =>
  `${chosenLeads(question, by)} AND leads.ended IS DISTINCT FROM 'voided'`;

async function countLeads(database: Queryable, asked: ReportAsked) {
  const { by } = asked;
  const question = asking(asked);
  const chosen = `FROM leads ${by === 'rule' ? rulesOfLead : ''} WHERE ${countedLeads(question, by)}`;
  const key = by === 'rule' ? 'campaign, programme, rule' : 'campaign, NULL AS programme, NULL AS rule';
  const { rows } = await database.query<Key & { leads: number }>(
    `SELECT ${key}, count(*)::int AS leads, false AS is_total ${chosen}
     GROUP BY campaign${by === 'rule' ? ', programme, rule' : ''}
     UNION ALL
     SELECT NULL, NULL, NULL, count(*)::int, true FROM leads WHERE ${countedLeads(question, by)}`,
    question.values,
  );
  return rows;
}

/**
 * Returns opportunities under every key they count for: the key of their lead, and by campaign also campaigns that
 * influenced them.
 */
function soldTable(question: ReturnType<typeof asking>, by: string): string {
  const opportunity = 'opportunities.id, opportunities.ended, opportunities.amount, opportunities.currency';
  const ofLeads = (key: string, more: string) =>
    `SELECT leads.campaign, ${key}, ${opportunity}
     FROM leads JOIN opportunities ON opportunities.lead_id = leads.id AND ${isNotVoided} ${more} WHERE ${chosenLeads(question, by)}`;
  if (by === 'rule') return ofLeads('leads.programme, rule', rulesOfLead);
  return `${ofLeads('NULL AS programme, NULL AS rule', '')}
     UNION ALL
     SELECT campaign_influences.campaign, NULL, NULL, ${opportunity}
     FROM opportunities JOIN campaign_influences ON campaign_influences.opportunity_id = opportunities.id
       LEFT JOIN leads ON leads.id = opportunities.lead_id
     WHERE leads.campaign IS DISTINCT FROM campaign_influences.campaign AND ${isNotVoided} AND ${question.within('opportunities.created_at')}
       AND ${question.only({ ...ownColumns('opportunities'), campaign: 'campaign_influences.campaign' })}`;
}

/** Returns sums by key. In the total an opportunity counts once, under however many rules or campaigns it is. */
async function sumSold(database: Queryable, asked: ReportAsked) {
  const question = asking(asked);
  const sums = `currency, coalesce(ended = 'won', false) AS is_won, count(*)::int AS opportunities, sum(amount)::text AS value`;
  const { rows } = await database.query<
    Key & { currency: string; is_won: boolean; opportunities: number; value: string }
  >(
    `WITH sold AS MATERIALIZED (${soldTable(question, asked.by)})
     SELECT campaign, programme, rule, ${sums}, false AS is_total
     FROM sold GROUP BY campaign, programme, rule, currency, is_won
     UNION ALL
     SELECT NULL, NULL, NULL, ${sums}, true
     FROM (SELECT DISTINCT id, ended, amount, currency FROM sold) AS once GROUP BY currency, is_won`,
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

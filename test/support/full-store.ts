/** A store as after years of use, for what must stay fast: leads, tasks, people and activities written in bulk past the triggers, skewed as life is. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { cachedCluster, superuserUrl } from './clusters.ts';
import { openTestSales } from './rooms.ts';

const repsCount = 50;
const companiesShare = 0.02;
/** Each person has two leads or three. */
export const peopleShare = 0.4;

/** The time just after the newest lead. */
export const fullStoreNowMs = Date.parse('2026-11-23T12:00:00.000Z');

/** A rep, by number: the first has the most. */
export const repOf = (index: number) => `rep-${String(index).padStart(2, '0')}@example.com`;
/** Campaigns 1 to 5 have always run, the small ones among them too; 6 to 20 ran one after the other. */
export const campaignOf = (index: number) => `Campaign ${String(index).padStart(2, '0')}`;
export const personOf = (index: number) => `pn_${String(index).padStart(7, '0')}`;
export const leadOf = (index: number) => `ld_${String(index).padStart(7, '0')}`;
/** Company 0 is the largest: with 20,000 companies some six in ten thousand of all people. */
export const companyOf = (index: number) => `cp_${String(index).padStart(5, '0')}`;

/** The folder of a stopped cluster with a full store, for tests to copy; made when the cache holds none of the present schema. */
export const fullStoreCluster = (leads: number): Promise<string> =>
  cachedCluster(`${leads}-leads`, [fileURLToPath(import.meta.url)], async (url) => {
    const clock = { nowMs: () => fullStoreNowMs };
    await (await openTestSales({ databaseUrl: url, clock })).close();
    await fillStore(url, leads);
  });

/**
 * Fills an empty store of the present schema: so many leads over three years, the contact tasks of the last two and some
 * others, two people for five leads. One in a hundred is open, mostly of the newest; 50 reps, 20 campaigns, 3 programmes, 4 tiers. The same every time.
 */
export async function fillStore(databaseUrl: string, leads: number): Promise<void> {
  // The product's own role may not pass by triggers.
  const client = new pg.Client({ connectionString: superuserUrl(databaseUrl) });
  await client.connect();
  try {
    await fill(client, leads);
  } finally {
    await client.end();
  }
}

async function fill(client: pg.Client, leads: number): Promise<void> {
  const run = (sql: string) => client.query(sql);
  // Nothing but the fill is to work on the tables meanwhile.
  await run(`ALTER SYSTEM SET autovacuum = off`);
  await run(`ALTER SYSTEM SET max_wal_size = '8GB'`);
  await run('SELECT pg_reload_conf()');
  await run(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off;
             SELECT setseed(0.42)`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid IN ('leads'::regclass, 'tasks'::regclass, 'people'::regclass, 'activities'::regclass)
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
  );
  await run(`DROP INDEX ${indexes.map(({ name }) => name).join(', ')}`);
  await run(fillSql(leads, Math.ceil(leads * peopleShare), Math.ceil(leads * companiesShare)));
  for (const { definition } of indexes) await run(definition);
  await run(
    `INSERT INTO duplicate_keys SELECT 'people', key, people.id FROM people, keys_of_person(people) AS key`,
  );
  await run('INSERT INTO work_items SELECT * FROM work_of_leads UNION ALL SELECT * FROM work_of_tasks');
  // By itself, and not only after a while: what is all visible need not be looked up in the table.
  await run('VACUUM ANALYZE');
}

const reasons = JSON.stringify([
  {
    rule: 'managed-cloud-page',
    label: 'Visited the Managed Cloud page',
    points: 15,
    value: 15,
    at: '2026-11-23T12:00:00.000Z',
    reason: 'once a visit',
    event: 'e1',
  },
]);

/** Every `random()` of a row is drawn once, in the inner query. */
const fillSql = (leads: number, people: number, companies: number) => `
  INSERT INTO campaigns (id, name, created_at, updated_at)
  SELECT 'cm_' || n, 'Campaign ' || lpad(n::text, 2, '0'), '2023-01-01', '2023-01-01' FROM generate_series(1, 20) AS n;

  INSERT INTO companies (id, name, domain, created_at, updated_at)
  SELECT 'cp_' || lpad(n::text, 5, '0'), 'Company ' || n, 'company-' || n || '.example', '2023-01-01', '2023-01-01'
  FROM generate_series(0, ${companies - 1}) AS n;

  INSERT INTO users (email, role, accepts_leads)
  SELECT 'rep-' || lpad(n::text, 2, '0') || '@example.com', 'rep', true FROM generate_series(1, ${repsCount}) AS n;

  INSERT INTO people (id, email, profile, name, company, kind, owner, company_id, do_not_contact, created_at, updated_at)
  SELECT 'pn_' || lpad(n::text, 7, '0'), 'person-' || lpad(n::text, 7, '0') || '@example.com', 'p' || lpad(n::text, 15, '0'),
         'Person ' || n, CASE WHEN dice < 0.6 THEN 'Company ' || of_company END, CASE WHEN dice < 0.05 THEN 'customer' ELSE 'prospect' END,
         CASE WHEN dice < 0.05 THEN 'rep-' || lpad((1 + floor(${repsCount} * random() ^ 2))::int::text, 2, '0') || '@example.com' END,
         CASE WHEN dice < 0.6 THEN 'cp_' || lpad(of_company::text, 5, '0') END, random() < 0.01, at, at
  FROM (SELECT n, random() AS dice, floor(${companies} * random() ^ 1.5)::int AS of_company,
               now_at - (${people} - n) * (interval '3 years' / ${people}) AS at
        FROM generate_series(0, ${people - 1}) AS n, (SELECT timestamptz '${new Date(fullStoreNowMs).toISOString()}' AS now_at)) AS drawn;

  INSERT INTO merges (id, kind, merged, into_record, person_id, email, profile, former, moved, at, actor)
  SELECT 'mg_' || n, 'people', 'pm_' || n, id, id, 'merged-' || n || '@example.com', 'm' || lpad(n::text, 15, '0'), '{}', '{}', '2025-01-01', 'rep-01@example.com'
  FROM generate_series(1, ${Math.ceil(people / 50)}) AS n, LATERAL (SELECT 'pn_' || lpad(n::text, 7, '0') AS id) AS kept;

  INSERT INTO leads (id, person_id, campaign, status, owner, routing_reason, profile, programme, programme_version, episode,
    tier, tier_name, tiers, score, reasons, created_at, heated_at, updated_at, pipeline, entered_at, next_action_at, ended, closed_at,
    quality, quality_reason, quality_at)
  SELECT 'ld_' || lpad(n::text, 7, '0'), 'pn_' || lpad((n % ${people})::text, 7, '0'),
         CASE WHEN dice2 < 0.5 THEN 'Campaign ' || lpad((6 + 15 * n / ${leads})::text, 2, '0')
              ELSE 'Campaign ' || lpad((1 + floor(5 * dice3 ^ 3))::int::text, 2, '0') END,
         status,
         CASE WHEN dice4 > 0.08 THEN 'rep-' || lpad((1 + floor(${repsCount} * dice5 ^ 2))::int::text, 2, '0') || '@example.com' END,
         'round robin', 'p' || lpad((n % ${people})::text, 15, '0'),
         CASE WHEN n < ${leads} * 0.05 THEN 'retired' WHEN dice3 < 0.1 THEN 'apac' ELSE 'emea' END, 'v1', 1 + n / ${people},
         tier, tier || ' chilies', 3, tier * 20 + floor(dice6 * 20), '${reasons}',
         at, NULL, date_trunc('milliseconds', least(at + dice6 * interval '30 days', now_at)), 'emea/lead@1', at,
         CASE WHEN status = 'On hold' THEN now_at + dice7 * interval '30 days' END,
         CASE status WHEN 'Closed lost' THEN 'lost' WHEN 'Converted' THEN 'won' END,
         CASE WHEN NOT is_open THEN date_trunc('milliseconds', least(at + dice6 * interval '30 days', now_at)) END,
         CASE WHEN NOT is_open AND dice7 < 0.3 THEN CASE WHEN dice7 < 0.22 THEN 'good' ELSE 'junk' END END,
         CASE WHEN NOT is_open AND dice7 >= 0.22 AND dice7 < 0.3 THEN 'Student' END,
         CASE WHEN NOT is_open AND dice7 < 0.3 THEN at END
  FROM (SELECT *,
               CASE WHEN is_open THEN (ARRAY['Sent to sales', 'Sent to sales', 'Sent to sales', 'In progress', 'In progress',
                                             'More info needed', 'Qualifying', 'On hold', 'Marketing follow-up'])[1 + floor(dice1 * 9)]
                    WHEN dice1 < 0.65 THEN 'Closed lost' ELSE 'Converted' END AS status,
               CASE WHEN is_open THEN 1 + floor(dice3 * dice6 * 3)::int ELSE floor(dice3 * 4)::int END AS tier
        FROM (SELECT n, now_at, random() AS dice1, random() AS dice2, random() AS dice3, random() AS dice4, random() AS dice5,
                     random() AS dice6, random() AS dice7,
                     date_trunc('seconds', now_at - (${leads} - n) / 3 * 3 * (interval '3 years' / ${leads})) AS at,
                     random() < CASE WHEN n > ${leads} * 0.97 THEN 0.3 WHEN n > ${leads - people} THEN 0.001 ELSE 0 END AS is_open
              FROM generate_series(0, ${leads - 1}) AS n, (SELECT timestamptz '${new Date(fullStoreNowMs).toISOString()}' AS now_at)) AS drawn) AS known;

  INSERT INTO tasks (id, type, subject, status, outcome, due_at, lead_id, person_id, campaign, owner, profile, programme, episode,
    tier, tier_name, tiers, score, reasons, created_at, updated_at, completed_at, escalates_at)
  SELECT 'tk' || substr(id, 3), 'Other', 'Contact within 24 hours', CASE WHEN is_open THEN 'Open' ELSE 'Complete' END,
         CASE WHEN NOT is_open THEN 'No opportunity' END, created_at + interval '24 hours', id, person_id, campaign, owner, profile,
         programme, episode, tier, tier_name, tiers, score, reasons, created_at, updated_at,
         CASE WHEN NOT is_open THEN updated_at END,
         CASE WHEN is_open AND created_at + interval '25 hours' > now_at THEN created_at + interval '24 hours' END
  FROM (SELECT *, closed_at IS NULL AND random() < 0.6 AS is_open FROM leads WHERE id >= 'ld_' || lpad((${leads} / 3)::text, 7, '0')) AS leads,
       (SELECT timestamptz '${new Date(fullStoreNowMs).toISOString()}' AS now_at);

  INSERT INTO tasks (id, type, subject, status, due_at, lead_id, person_id, owner, lane, created_at, updated_at, completed_at)
  SELECT 'tk_more' || substr(id, 4), (ARRAY['Call', 'E-mail', 'Meeting', 'Follow-up', 'Stage'])[1 + floor(random() ^ 2 * 5)], 'As agreed',
         CASE WHEN closed_at IS NULL THEN 'Open' ELSE 'Complete' END, created_at + interval '14 days', CASE WHEN dice > 0.002 THEN id END, person_id,
         CASE WHEN dice > 0.002 AND dice < 0.04 THEN owner END, CASE WHEN dice >= 0.04 THEN 'Marketing' END, created_at, updated_at, closed_at
  FROM (SELECT *, random() AS dice FROM leads) AS leads
  WHERE dice < 0.05;

  INSERT INTO activities (id, kind, direction, person_id, lead_id, happened_at, logged_at, logged_by, body, created_at, updated_at)
  SELECT 'ac' || substr(id, 3), 'call', 'out', person_id, id, created_at, created_at, coalesce(owner, 'API token'), 'spoke', created_at, created_at
  FROM leads WHERE substr(id, 4)::int % 3 = 0;
`;

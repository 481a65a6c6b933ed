/**
 * Where personal data lies in the tables of sales: the one list for exports and erasures.
 *
 * A test compares it with the tables of the schema, so that no table is forgotten. `where` finds the rows of a person by names that
 * `PersonalIds` gives.
 */
import type { Queryable } from '../../base/database/database.ts';

/** What an erasure does to the rows of a table. */
export type Fate =
  /** They are deleted. */
  | 'deleted'
  /** They go with the row they belong to. */
  | 'deleted with its parent'
  /** They stay as business records, without what names anybody. */
  | 'redacted';

export interface PersonalTable {
  table: string;
  fate: Fate;
  /** A condition on its rows, with `:people`, `:profiles` and so on. */
  where: string;
}

/** What a person's rows are found by. */
export interface PersonalIds {
  people: string[];
  profiles: string[];
  leads: string[];
  tasks: string[];
  /** Opportunities, deals, orders and jobs. */
  records: string[];
  quotations: string[];
  activities: string[];
  alerts: string[];
  deliveries: string[];
  /** All of these that have a timeline. */
  all: string[];
}

/** The end of a phone number, which is the same with the code of a country and without. */
const phoneEndDigits = 8;
const digitsIn = (text: string) => `regexp_replace(${text}, '\\D', '', 'g')`;

/** A condition on somebody, by what they and those who were merged into them are called. */
const isNamed = (condition: string) =>
  `EXISTS (SELECT FROM (SELECT id, email, phone, name FROM people
     UNION ALL SELECT person_id, former ->> 'email', former ->> 'phone', former ->> 'name' FROM merges) AS people
   WHERE people.id = ANY(:people) AND (${condition}))`;

/** What may stand between two digits of a phone number. Not what times, lists and texts of JSON have there. */
const betweenDigits = '[^0-9A-Za-z_:,;"]{0,3}';
/** More digits than codes of a country and an area have. */
const leadingDigitsMax = 12;
/** A pattern of texts that hold a phone number with the end of this one. A part of an id is none, nor are the digits of a time or of several numbers. */
const samePhone = (phone: string) =>
  `'(^|[^0-9A-Za-z_])([0-9]${betweenDigits}){0,${leadingDigitsMax}}'
    || regexp_replace(right(${digitsIn(phone)}, ${phoneEndDigits}), '(.)(?=.)', '\\1${betweenDigits}', 'g') || '(?![0-9A-Za-z_])'`;

/** A condition that a text names the address or the phone of a person: as it is, or as others write it. */
const names = (text: string) =>
  isNamed(`position(email IN lower(${text})) > 0
    OR (length(${digitsIn('people.phone')}) >= ${phoneEndDigits}
      AND ((people.phone ~ '[^0-9]' AND position(people.phone IN ${text}) > 0) OR ${text} ~ (${samePhone('people.phone')})))`);

/** The words of a text, each between spaces. */
const wordsIn = (text: string) => `' ' || regexp_replace(lower(${text}), '\\W+', ' ', 'g') || ' '`;

/**
 * A condition that a saved view looks for a person by name. It has a whole name of several words in its title or filters, or searches
 * for one. A search may end within the second word.
 */
const looksForName = isNamed(`people.name LIKE '% %'
    AND position(${wordsIn('people.name')} IN ${wordsIn(`concat_ws(' ', saved_views.name, search)`)}) > 0
  OR lower(people.name) = lower(trim(search ->> 'q'))
  OR (trim(search ->> 'q') LIKE '% %' AND starts_with(lower(people.name), lower(trim(search ->> 'q'))))`);

/** In the order in which their rows may be deleted. */
export const personalTables: readonly PersonalTable[] = [
  {
    table: 'attachments',
    fate: 'deleted',
    where: `person_id = ANY(:people) OR lead_id = ANY(:leads)
      OR coalesce(opportunity_id, deal_id, order_id, job_id) = ANY(:records)`,
  },
  { table: 'notices', fate: 'deleted', where: 'alert::text = ANY(:alerts)' },
  { table: 'inbox_marks', fate: 'deleted with its parent', where: 'alert::text = ANY(:alerts)' },
  { table: 'alert_recipients', fate: 'deleted with its parent', where: 'alert::text = ANY(:alerts)' },
  { table: 'alerts', fate: 'deleted', where: 'id::text = ANY(:alerts)' },
  {
    table: 'delivery_attempts',
    fate: 'deleted with its parent',
    where: 'delivery_id = ANY(:deliveries)',
  },
  { table: 'deliveries', fate: 'deleted', where: 'id = ANY(:deliveries)' },
  { table: 'activities', fate: 'deleted', where: 'id = ANY(:activities)' },
  { table: 'escalations', fate: 'deleted with its parent', where: 'task_id = ANY(:tasks)' },
  {
    table: 'campaign_influences',
    fate: 'deleted with its parent',
    where: 'lead_id = ANY(:leads) OR task_id = ANY(:tasks) OR person_id = ANY(:people)',
  },
  {
    table: 'work_items',
    fate: 'deleted with its parent',
    where: 'id = ANY(:leads) OR id = ANY(:tasks)',
  },
  { table: 'tasks', fate: 'deleted', where: 'id = ANY(:tasks)' },
  { table: 'quotations', fate: 'redacted', where: 'id = ANY(:quotations)' },
  { table: 'jobs', fate: 'redacted', where: 'id = ANY(:records)' },
  { table: 'orders', fate: 'redacted', where: 'id = ANY(:records)' },
  { table: 'deals', fate: 'redacted', where: 'id = ANY(:records)' },
  { table: 'opportunities', fate: 'redacted', where: 'id = ANY(:records)' },
  { table: 'leads', fate: 'deleted', where: 'id = ANY(:leads)' },
  {
    table: 'import_rejects',
    fate: 'deleted',
    where: names('cells::text'),
  },
  { table: 'import_traits', fate: 'deleted', where: 'person = ANY(:people)' },
  { table: 'import_changes', fate: 'deleted', where: 'record = ANY(:all)' },
  { table: 'import_kept', fate: 'deleted', where: 'record = ANY(:all)' },
  {
    table: 'bulk_items',
    fate: 'deleted',
    // Most items have no words: an index has the others.
    where: `record = ANY(:all)
      OR ((reason IS NOT NULL OR own IS NOT NULL) AND ${names(`concat_ws(' ', reason, own - 'owner')`)})`,
  },
  // An owner is a user.
  {
    table: 'bulk_acts',
    fate: 'deleted',
    where: names(`concat_ws(' ', filter - 'owner', fits - 'owner', change - 'owner')`),
  },
  {
    table: 'saved_views',
    fate: 'deleted',
    where: `${names(`concat_ws(' ', saved_views.name, search - 'owner')`)} OR ${looksForName}`,
  },
  {
    table: 'suppressed_updates',
    fate: 'deleted',
    where: 'person_id = ANY(:people) OR subject_id = ANY(:people) OR profile = ANY(:profiles)',
  },
  {
    table: 'merge_rows',
    fate: 'deleted',
    where: 'record = ANY(:all) OR merge IN (SELECT id FROM merges WHERE person_id = ANY(:people))',
  },
  { table: 'merges', fate: 'deleted', where: 'person_id = ANY(:people)' },
  { table: 'claim_joins', fate: 'deleted', where: 'claimant = ANY(:all) OR owner = ANY(:people)' },
  { table: 'distinct_records', fate: 'deleted', where: 'low = ANY(:all) OR high = ANY(:all)' },
  { table: 'duplicate_keys', fate: 'deleted with its parent', where: 'record = ANY(:people)' },
  // Before people, who are found by what they are called there.
  {
    table: 'account_parts',
    fate: 'deleted',
    where: `profile = ANY(:profiles) OR profile IN (SELECT profile FROM people WHERE id = ANY(:people))
      OR email IN (SELECT email FROM people WHERE id = ANY(:people))`,
  },
  {
    table: 'account_moves',
    fate: 'deleted',
    where: 'profile = ANY(:profiles) OR profile IN (SELECT profile FROM people WHERE id = ANY(:people))',
  },
  {
    table: 'account_leavings',
    fate: 'deleted',
    where: 'profile = ANY(:profiles) OR profile IN (SELECT profile FROM people WHERE id = ANY(:people))',
  },
  { table: 'status_changes', fate: 'deleted', where: 'person = ANY(:all)' },
  { table: 'statuses_said', fate: 'deleted', where: 'person = ANY(:all)' },
  {
    table: 'statuses_heard',
    fate: 'deleted',
    where: `person = ANY(:all) OR profile = ANY(:profiles)
      OR profile IN (SELECT profile FROM people WHERE id = ANY(:people))`,
  },
  {
    table: 'account_groups',
    fate: 'deleted',
    where: `subject = ANY(:profiles) OR subject = ANY(:all) OR said ->> 'by' = ANY(:profiles)
      OR subject IN (SELECT profile FROM people WHERE id = ANY(:people))`,
  },
  { table: 'people', fate: 'deleted', where: 'id = ANY(:people)' },
  { table: 'profile_tiers', fate: 'deleted', where: 'profile = ANY(:profiles)' },
  {
    table: 'dead_letters',
    fate: 'deleted',
    where: 'EXISTS (SELECT FROM unnest(:profiles) AS one WHERE position(one IN record::text) > 0)',
  },
  {
    table: 'quarantine',
    fate: 'deleted',
    // What is held of a company names the person to contact.
    where: `profile = ANY(:profiles) OR record #>> '{account,contact}' = ANY(:profiles)`,
  },
  { table: 'idempotency_keys', fate: 'deleted', where: 'record = ANY(:all)' },
  // The last: what is redacted above writes its own entries.
  { table: 'timeline', fate: 'deleted', where: 'record = ANY(:all)' },
];

/** The other tables, each with what it holds instead of people. */
export const impersonalTables: Readonly<Record<string, string>> = {
  users: 'people who log in',
  teams: 'people who log in',
  territories: 'countries',
  sessions: 'people who log in',
  log_in_tries: 'people who log in',
  known_log_ins: 'people who log in',
  provider_accounts: 'people who log in',
  second_factors: 'people who log in',
  recovery_codes: 'people who log in, as hashes',
  acts: 'what users did over the API: names of fields, no values',
  act_outcomes: 'how acts of users ended',
  default_views: 'people who log in',
  sales_rules: 'definitions',
  sales_rule_drafts: 'definitions, and users who wrote them',
  inboxes: 'how far users have read',
  programme_drafts: 'texts of programmes, and users who wrote them',
  rota: 'people who log in',
  calendar_feeds: 'people who log in',
  weekly_reviews: 'people who log in',
  channels: 'people who log in',
  channel_targets: 'people who log in',
  sales_processes: 'definitions',
  lane_members: 'definitions',
  pipelines: 'definitions',
  stages: 'definitions',
  escalation_plan: 'definitions',
  companies: 'companies',
  account_scores: 'companies',
  account_due: 'companies',
  account_merges: 'companies',
  account_fence: 'numbers',
  account_ends: 'numbers',
  statuses_wanted: 'numbers',
  company_joins: 'companies',
  campaigns: 'campaigns',
  products: 'the price list',
  items: 'products of a record',
  quotation_series: 'numbers',
  unproven_leads: 'numbers',
  attachment_files: 'hashes of files',
  endpoints: 'addresses of programs',
  endpoint_secrets: 'addresses of programs',
  destinations: 'addresses of programs',
  dispatcher_offset: 'positions',
  stream_offsets: 'positions',
  sales_erasures: 'erasures, as hashes',
  imports: 'files by their names, and counts',
  import_pieces: 'files until their import has ended, a day at most: they are not searched',
};

/** A statement with its named values as numbered ones. */
export function withIds(sql: string, ids: PersonalIds): { text: string; values: string[][] } {
  const names: (keyof PersonalIds)[] = [];
  const text = sql.replace(/(?<![:\w]):([a-z]+)\b/g, (_all, name: keyof PersonalIds) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}::text[]`;
  });
  return { text, values: names.map((name) => ids[name]) };
}

/** The people of a profile, of an address, or with an id. */
export async function peopleOf(
  database: Queryable,
  { profiles, addresses, people }: { profiles: string[]; addresses: string[]; people: string[] },
): Promise<{ id: string; email: string | null; profile: string | null }[]> {
  const { rows } = await database.query<{ id: string; email: string | null; profile: string | null }>(
    `WITH found AS (
       SELECT id, email, profile FROM people
       WHERE profile = ANY($1) OR email = ANY($2) OR id = ANY($3)
          OR id IN (SELECT person_id FROM leads WHERE profile = ANY($1))
          OR id IN (SELECT person_id FROM tasks WHERE profile = ANY($1) AND person_id IS NOT NULL)
          OR id IN (SELECT person_id FROM merges WHERE profile = ANY($1) OR email = ANY($2) OR merged = ANY($3))
     )
     SELECT * FROM found
     -- Who was merged into somebody is that somebody, by every address and profile.
     UNION ALL SELECT person_id, merges.former ->> 'email', merges.former ->> 'profile' FROM merges WHERE person_id IN (SELECT id FROM found)
     UNION ALL SELECT person_id, merges.email, merges.profile FROM merges WHERE person_id IN (SELECT id FROM found)
     ORDER BY id`,
    [profiles, addresses, people],
  );
  return rows;
}

/** Finds what belongs to people, and to profiles that may have rows without a person. */
export async function personalIdsOf(
  database: Queryable,
  of: Pick<PersonalIds, 'people' | 'profiles'>,
): Promise<PersonalIds> {
  const ids: PersonalIds = { ...emptyIds(), ...of };
  const found = async (sql: string) => {
    const { text, values } = withIds(sql, ids);
    return (await database.query<{ id: string }>(text, values)).rows.map(({ id }) => String(id));
  };
  ids.leads = await found('SELECT id FROM leads WHERE person_id = ANY(:people) OR profile = ANY(:profiles)');
  ids.records = await found(
    ['opportunities', 'deals', 'orders', 'jobs']
      .map((table) => `SELECT id FROM ${table} WHERE person_id = ANY(:people) OR lead_id = ANY(:leads)`)
      .join(' UNION ALL '),
  );
  ids.quotations = await found('SELECT id FROM quotations WHERE opportunity_id = ANY(:records)');
  const ofRecords = ['opportunity_id', 'deal_id', 'order_id', 'job_id']
    .map((column) => `${column} = ANY(:records)`)
    .join(' OR ');
  const whose = `person_id = ANY(:people) OR lead_id = ANY(:leads) OR ${ofRecords}`;
  ids.tasks = await found(`SELECT id FROM tasks WHERE profile = ANY(:profiles) OR ${whose}`);
  ids.activities = await found(`SELECT id FROM activities WHERE ${whose}`);
  ids.alerts = await found(
    `SELECT id FROM alerts WHERE person_id = ANY(:people) OR split_part(episode, ' ', 1) = ANY(:profiles)`,
  );
  // Those who were merged into them have timelines of their own.
  const merged = await found('SELECT merged AS id FROM merges WHERE person_id = ANY(:people)');
  ids.all = [
    ...ids.people,
    ...merged,
    ...ids.leads,
    ...ids.records,
    ...ids.quotations,
    ...ids.tasks,
    ...ids.activities,
  ];
  // A message that names nobody else.
  ids.deliveries = await found(
    `SELECT id FROM deliveries WHERE person_id = ANY(:people) OR record = ANY(:all)
     UNION SELECT delivery FROM notices WHERE alert::text = ANY(:alerts) AND delivery IS NOT NULL
       AND NOT EXISTS (SELECT FROM notices AS other WHERE other.delivery = notices.delivery AND other.alert::text <> ALL(:alerts))`,
  );
  return ids;
}

function emptyIds(): PersonalIds {
  return {
    ...{ people: [], profiles: [], leads: [], tasks: [], records: [], quotations: [] },
    ...{ activities: [], alerts: [], deliveries: [], all: [] },
  };
}

/** All rows of a person, by table; those without any are left out. */
export async function exportPerson(
  database: Queryable,
  of: Pick<PersonalIds, 'people' | 'profiles'>,
): Promise<Record<string, unknown[]>> {
  const ids = await personalIdsOf(database, of);
  const exported: Record<string, unknown[]> = {};
  for (const { table, where } of personalTables) {
    const { text, values } = withIds(`SELECT to_jsonb(${table}) AS row FROM ${table} WHERE ${where}`, ids);
    const { rows } = await database.query<{ row: unknown }>(text, values);
    if (rows.length > 0) exported[table] = rows.map(({ row }) => row);
  }
  return exported;
}

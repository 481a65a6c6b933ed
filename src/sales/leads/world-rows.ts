/** Loads the rows that a batch of records may touch, and writes the changed ones: a few queries for any size. */

import { type Queryable, together } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { Routing } from '../../contract/language/language.ts';
import { emptySnapshot, loadSnapshot, writeTurns } from '../routing/routing.ts';
import {
  ensureCampaigns,
  isContacted,
  type LeadRow,
  namesOfMerged,
  type PersonRow,
  shareContact,
  type TaskRow,
} from '../store/store.ts';
import type { Flows, StoredFlow } from '../workflow/workflow.ts';
import { wordsBefore, writeWords } from './account-groups.ts';
import { isActing } from './actions.core.ts';
import { leadIdOf, taskIdOf } from './open-work.core.ts';
import { personIdOf } from './person.core.ts';
import { isUnproven } from './quarantine.core.ts';
import { loadQuarantine, writeQuarantine } from './quarantine.ts';
import { keptWorkOf } from './suppressed-updates.ts';
import { World } from './world.core.ts';
import { companiesOfWords, loadCompanies, writeCompanies } from './world-companies.ts';

/** Columns of each table as `jsonb_to_recordset` wants them; the order of writing too. */
const tables = {
  people: {
    id: 'text',
    email: 'text',
    claimed_email: 'text',
    unproven: 'text[]',
    profile: 'text',
    name: 'text',
    company: 'text',
    title: 'text',
    phone: 'text',
    kind: 'text',
    owner: 'text',
    company_id: 'text',
    country: 'text',
    language: 'text',
    do_not_contact: 'boolean',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  leads: {
    id: 'text',
    person_id: 'text',
    campaign: 'text',
    status: 'text',
    owner: 'text',
    routing_reason: 'text',
    profile: 'text',
    programme: 'text',
    programme_version: 'text',
    episode: 'integer',
    grade: 'text',
    tier: 'integer',
    tier_name: 'text',
    tiers: 'integer',
    score: 'double precision',
    reasons: 'jsonb',
    created_at: 'timestamptz',
    heated_at: 'timestamptz',
    updated_at: 'timestamptz',
    pipeline: 'text',
    entered_at: 'timestamptz',
    came_from: 'text',
    fields: 'jsonb',
    reminded_at: 'jsonb',
    counted: 'jsonb',
    next_action_at: 'timestamptz',
    ended: 'text',
    end_reason: 'text',
    closed_at: 'timestamptz',
  },
  tasks: {
    id: 'text',
    type: 'text',
    subject: 'text',
    status: 'text',
    outcome: 'text',
    due_at: 'timestamptz',
    lead_id: 'text',
    person_id: 'text',
    campaign: 'text',
    owner: 'text',
    routing_reason: 'text',
    profile: 'text',
    programme: 'text',
    episode: 'integer',
    grade: 'text',
    tier: 'integer',
    tier_name: 'text',
    tiers: 'integer',
    score: 'double precision',
    reasons: 'jsonb',
    created_at: 'timestamptz',
    completed_at: 'timestamptz',
    lead_status_before: 'text',
    closed_reason: 'text',
    stopped_in: 'text',
    stopped_at: 'timestamptz',
  },
} as const;

/** `subjects`: ids of people whose rows are wanted beside those of the records. */
export async function loadWorld(
  connection: Queryable,
  flows: Flows,
  routing: Routing,
  records: readonly TierUpdate[],
  subjects: readonly string[] = [],
): Promise<World> {
  const emails = records.flatMap(({ identity }) => (identity?.email ? [identity.email] : []));
  // Of the profile under which the episode began too: it has opened work again, perhaps.
  const profiles = [
    ...new Set(
      records.flatMap(({ profile, begunAs, account }) => [
        ...[profile, ...(begunAs === null ? [] : [begunAs.profile])],
        ...(account === undefined ? [] : [account.contact]),
      ]),
    ),
  ];
  // Somebody who was merged into another is that one.
  const whose = `email = ANY($1) OR profile = ANY($2) OR id = ANY($4) OR id = ANY(ARRAY(
    SELECT person_id FROM merges WHERE kind = 'people' AND (email = ANY($1) OR profile = ANY($2) OR merged = ANY($4))))`;
  // An array, not a join: each part of the condition is then answered by an index.
  const theirs = `WHERE profile = ANY($2) OR id = ANY($3)
    OR (person_id = ANY(ARRAY(SELECT id FROM people WHERE ${whose})) AND`;
  const valuesWith = (ids: readonly string[]) => [emails, profiles, ids, subjects];
  const leadIds = records.map(leadIdOf);
  const ofLeads = `${theirs} closed_at IS NULL)`;
  const hasActing = records.some((record) => record.identity !== null && isActing(record));
  const personIds = records.map(personIdOf);
  const ofPeople = `${whose} OR id = ANY($3)`;
  const [quarantine, , leadFlow, namedFlows, merged, people, words, ...others] = await together([
    loadQuarantine(connection, records, leadIds),
    shareContact(connection),
    leadFlowOf(connection, flows, routing),
    flowsNamed(connection, flows, records),
    namesOfMerged(connection, 'people', { ids: personIds, emails, profiles }),
    connection.query<PersonRow>(
      `SELECT * FROM people WHERE ${ofPeople} ORDER BY id FOR NO KEY UPDATE`,
      valuesWith(personIds),
    ),
    // Behind their lock.
    wordsBefore(connection, records, { people: ofPeople, values: valuesWith(personIds) }),
    connection.query<LeadRow>(
      `SELECT * FROM leads ${ofLeads} ORDER BY id FOR NO KEY UPDATE`,
      valuesWith(leadIds),
    ),
    connection.query<TaskRow>(
      // Those of the leads too, also done ones of other profiles: a lead whose task is done needs no second one.
      `SELECT tasks.*, ${isContacted} AS is_touched FROM tasks ${theirs} status IN ('Open', 'Asleep') AND episode IS NOT NULL)
         OR (episode IS NOT NULL AND lead_id = ANY(ARRAY(SELECT id FROM leads ${ofLeads.replaceAll('$3', '$5')})))
         ORDER BY id FOR NO KEY UPDATE`,
      [...valuesWith(records.map(taskIdOf)), leadIds],
    ),
    loadCompanies(connection, records, { ofPeople: whose, emails, profiles, ids: subjects }),
    keptWorkOf(connection, records.filter(isUnproven)),
    // Only a rise assigns anything, so only a rise needs the routing snapshot.
    hasActing ? loadSnapshot(connection, routing) : Promise.resolve(emptySnapshot(routing)),
  ]);
  const [leads, tasks, companies, keptWork, snapshot] = others;
  const world = new World(leadFlow, snapshot, namedFlows, quarantine);
  world.wordsBefore = words;
  for (const work of keptWork) world.keptWork.add(work);
  for (const one of merged) world.addMerged(one);
  for (const company of companies) world.companies.rows.set(company.id, company);
  for (const { pipeline } of leads.rows) world.flows.set(pipeline, await flows.flow(connection, pipeline));
  for (const person of people.rows) world.people.set(person.id, isoDates(person));
  for (const company of await companiesOfWords(connection, world))
    if (!world.companies.rows.has(company.id)) world.companies.rows.set(company.id, company);
  for (const lead of leads.rows) world.leads.set(lead.id, isoDates(lead));
  for (const task of tasks.rows) world.tasks.set(task.id, isoDates(task));
  for (const person of await formerPeopleOf(connection, world)) world.formerPeople.set(person.id, person);
  return world;
}

/**
 * Returns the people who own loaded leads and are named by no record: a lead may pass from them to another. They are read after the
 * lead is locked, so a task of it is called as they are; no row of theirs is changed.
 */
async function formerPeopleOf(connection: Queryable, { leads, people }: World): Promise<PersonRow[]> {
  const ids = [...leads.values()].map(({ person_id }) => person_id).filter((id) => !people.has(id));
  if (ids.length === 0) return [];
  const { rows } = await connection.query<PersonRow>('SELECT * FROM people WHERE id = ANY($1)', [ids]);
  return rows.map(isoDates);
}

/** Returns the pipeline that new leads begin in. Throws `invalid_request` where it is not for leads; crossings then wait. */
export async function leadFlowOf(
  database: Queryable,
  flows: Flows,
  { defaultLeadPipeline }: Routing,
): Promise<StoredFlow> {
  const flow = await flows.find(database, defaultLeadPipeline);
  if (flow?.pipeline.of === 'lead') return flow;
  throw new ApiError(
    'invalid_request',
    `"defaultLeadPipeline" of routing.yaml is "${defaultLeadPipeline}": expected a pipeline of leads, such as "emea/lead"`,
  );
}

/** Returns the pipelines that programmes name for their leads, as far as they exist. */
async function flowsNamed(
  connection: Queryable,
  flows: Flows,
  records: readonly TierUpdate[],
): Promise<Map<string, StoredFlow>> {
  const names = new Set(
    records.flatMap(({ actions }) =>
      actions.flatMap((action) => (action.do === 'open lead' ? (action.in ?? []) : [])),
    ),
  );
  const found = new Map<string, StoredFlow>();
  for (const name of names) {
    const flow = await flows.find(connection, name);
    if (flow?.pipeline.of === 'lead') found.set(name, flow);
  }
  return found;
}

export async function writeWorld(connection: Queryable, world: World): Promise<void> {
  const added = [...world.added.leads].map((id) => world.leads.get(id));
  const tasks = [...world.added.tasks].map((id) => world.tasks.get(id));
  const campaigns = [...added, ...tasks].flatMap((row) => row ?? []);
  await together([
    writeCompanies(connection, world),
    writeWords(connection, world),
    ensureCampaigns(connection, campaigns),
    writeTurns(connection, world.snapshot),
    writeQuarantine(connection, world.quarantine),
    ...(world.profilesOfMerged.size === 0 ? [] : [writeProfilesOfMerged(connection, world)]),
    ...(['people', 'leads', 'tasks'] as const).flatMap((table) =>
      (['changed', 'added'] as const).map(async (how) => {
        // In one order in all transactions: two that add the same people wait for each other, and do not deadlock.
        const rows = [...world[how][table]].sort().map((id) => world[table].get(id));
        if (rows.length > 0) await connection.query(statements[table][how], [JSON.stringify(rows)]);
      }),
    ),
  ]);
}

async function writeProfilesOfMerged(connection: Queryable, { profilesOfMerged }: World): Promise<void> {
  await connection.query(
    `UPDATE merges SET profile = given.profile FROM unnest($1::text[], $2::text[]) AS given (merged, profile)
     WHERE merges.merged = given.merged AND merges.profile IS NULL`,
    [[...profilesOfMerged.keys()], [...profilesOfMerged.values()]],
  );
}

const statements = Object.fromEntries(
  Object.entries(tables).map(([table, columns]) => {
    const names = Object.keys(columns);
    const given = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    const source = `FROM jsonb_to_recordset($1) AS given (${given.join(', ')})`;
    const changes = names.filter((name) => name !== 'id').map((name) => `${name} = given.${name}`);
    return [
      table,
      {
        changed: `UPDATE ${table} SET ${changes.join(', ')} ${source} WHERE ${table}.id = given.id`,
        // No upsert: a row that another writer made since the loading makes this fail, and the batch runs again.
        added: `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} ${source}`,
      },
    ];
  }),
) as Record<keyof typeof tables, Record<'changed' | 'added', string>>;

/** Dates as ISO text, the form the pure core works with. */
function isoDates<Row extends object>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as Row;
}

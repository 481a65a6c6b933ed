/** Loads what the rows of a batch may touch, locked while it is written, and decides each row: a few queries for any size. */
import { createHash, randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import type { ImportKind, StagedKind } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { followUpDayOf } from '../quotes/quotes.ts';
import { namesOfMerged } from '../store/store.ts';
import type { Flows, StoredFlow } from '../workflow/workflow.ts';
import type { CellRules } from './cells.core.ts';
import { CompaniesWorld, decideCompany } from './decide-companies.core.ts';
import { comingOwners, decideOwner, OwnersWorld } from './decide-owners.core.ts';
import { type CompanyKnown, decidePerson, digitsOf, PeopleWorld, personIdOf } from './decide-people.core.ts';
import { decideProduct } from './decide-products.core.ts';
import { decideQuotation, QuotationsWorld, type QuotedOpportunity } from './decide-quotations.core.ts';
import { decideRecord, flowKindOf, RecordsWorld } from './decide-records.core.ts';
import { decideWish } from './decide-wishes.core.ts';
import type { Decision, Stored } from './decision.core.ts';
import type { ReadRow } from './rows.core.ts';
import type { SeenKeys } from './seen-keys.core.ts';

export interface BatchContext {
  connection: Queryable;
  flows: Flows;
  /** Whether the importer is an admin. */
  isAdmin: boolean;
  nowMs: number;
  /** How cells are understood whose type the pipeline of the row says. */
  cells: CellRules;
  /** `FOR …` at the end of each query of rows that may be written; empty for a check. */
  lock: string;
  /** Opportunities that rows so far enter an accepted quotation of. */
  acceptedAbove: SeenKeys;
}

type Decide = (row: ReadRow) => Decision;

/** Returns what decides the rows of a batch, with everything loaded that they may touch. */
export function deciderOf(
  context: BatchContext,
  kind: ImportKind,
  rows: readonly ReadRow[],
): Promise<Decide> {
  switch (kind) {
    case 'people':
    case 'customers':
      return forPeople(context, rows);
    case 'companies':
      return forCompanies(context, rows);
    case 'owners':
      return forOwners(context, rows);
    case 'products':
      return forProducts(context, rows);
    case 'opportunities':
    case 'deals':
    case 'orders':
    case 'jobs':
      return forRecords(context, kind, rows);
    case 'quotations':
      return forQuotations(context, rows);
    case 'do-not-contact':
      return forWishes(context, rows);
  }
}

/** The texts of a column in a batch, each once. */
function textsOf(rows: readonly ReadRow[], ...columns: string[]): string[] {
  const texts = new Set<string>();
  for (const { values } of rows)
    for (const column of columns) {
      const value = values[column];
      if (typeof value === 'string') texts.add(value);
    }
  return [...texts];
}

async function forPeople(context: BatchContext, rows: readonly ReadRow[]): Promise<Decide> {
  const world = await peopleWorld(context, rows);
  return ({ values }) => decidePerson(world, values);
}

async function peopleWorld(context: BatchContext, rows: readonly ReadRow[]): Promise<PeopleWorld> {
  const { connection, lock } = context;
  const emails = textsOf(rows, 'email');
  // Somebody without an address is found by name and phone as they are.
  const nameless = rows.filter(({ values }) => typeof values['email'] !== 'string');
  const ids = [...textsOf(rows, 'id'), ...emails.map(personIdOf)];
  const externalIds = textsOf(rows, 'externalId');
  const merged = await namesOfMerged(connection, 'people', { ids, emails, externalIds });
  const found = await peopleBy(connection, lock, [
    ['email = ANY(?)', emails],
    ['id = ANY(?)', [...ids, ...merged.map(({ kept }) => kept)]],
    ['external_id = ANY(?)', externalIds],
    [
      `phone IS NOT NULL AND regexp_replace(phone, '\\D', '', 'g') = ANY(?)`,
      textsOf(nameless, 'phone').map(digitsOf),
    ],
    ['email IS NULL AND name = ANY(?)', textsOf(nameless, 'name')],
  ]);
  const domains = emails.map((email) => email.slice(email.lastIndexOf('@') + 1));
  const companies = await connection.query<CompanyKnown>(
    `SELECT id, name, domain, do_not_contact FROM companies WHERE domain = ANY($1) OR name = ANY($2)
     UNION ALL SELECT companies.id, coalesce(merges.name, companies.name), merges.domain, do_not_contact
     FROM merges JOIN companies ON companies.id = company_id WHERE merges.domain = ANY($1) OR merges.name = ANY($2)`,
    [domains, textsOf(rows, 'company')],
  );
  const users = await usersOf(connection, rows);
  const at = new Date(context.nowMs).toISOString();
  return new PeopleWorld({ people: found, companies: companies.rows, users, merged }, randomUUID, at);
}

/** A part for each condition that looks for something, so that each takes its index: one for all would read the whole table. */
async function peopleBy(
  connection: Queryable,
  lock: string,
  conditions: readonly (readonly [sql: string, texts: readonly string[]])[],
): Promise<Stored[]> {
  const asked = conditions.filter(([, texts]) => texts.length > 0);
  if (asked.length === 0) return [];
  const parts = asked.map(
    ([sql], index) => `SELECT id FROM people WHERE ${sql.replace('?', `$${index + 1}`)}`,
  );
  const { rows } = await connection.query<Stored>(
    `SELECT * FROM people WHERE id IN (${parts.join(' UNION ')}) ORDER BY id ${lock}`,
    asked.map(([, texts]) => texts),
  );
  return rows;
}

async function forCompanies(context: BatchContext, rows: readonly ReadRow[]): Promise<Decide> {
  const world = await companiesWorld(context, rows);
  return ({ values }) => decideCompany(world, values);
}

async function companiesWorld(
  { connection, lock, nowMs }: BatchContext,
  rows: readonly ReadRow[],
): Promise<CompaniesWorld> {
  const ids = textsOf(rows, 'id');
  const names = textsOf(rows, 'name', 'company', 'domain');
  const domains = textsOf(rows, 'domain');
  const externalIds = textsOf(rows, 'externalId');
  const merged = await namesOfMerged(connection, 'companies', { ids, names, domains, externalIds });
  const { rows: companies } = await connection.query<Stored>(
    `SELECT * FROM companies WHERE id = ANY($1) OR name = ANY($2) OR domain = ANY($3) OR external_id = ANY($4) ORDER BY id ${lock}`,
    [[...ids, ...merged.map(({ kept }) => kept)], names, domains, externalIds],
  );
  const users = await usersOf(connection, rows);
  return new CompaniesWorld({ companies, users, merged }, randomUUID, new Date(nowMs).toISOString());
}

async function forWishes(context: BatchContext, rows: readonly ReadRow[]): Promise<Decide> {
  const companies = await companiesWorld(context, rows);
  const people = await peopleWorld(context, rows);
  return ({ values }) => decideWish(people, companies, values);
}

async function forOwners(
  { connection, lock, isAdmin }: BatchContext,
  rows: readonly ReadRow[],
): Promise<Decide> {
  const users = await connection.query<Stored>(
    `SELECT * FROM users WHERE email = ANY($1) ORDER BY email ${lock}`,
    [textsOf(rows, 'email', 'deputy')],
  );
  const teams = await connection.query<{ name: string }>('SELECT name FROM teams');
  const territories = await connection.query<{ name: string }>('SELECT name FROM territories');
  const all = await connection.query<{ count: number }>('SELECT count(*)::int AS count FROM users');
  const given = {
    users: users.rows,
    teams: new Set(teams.rows.map(({ name }) => name)),
    territories: new Set(territories.rows.map(({ name }) => name)),
    isAdmin,
    count: all.rows[0]?.count ?? 0,
  };
  const worldWith = (coming: ReadonlySet<string>) => new OwnersWorld({ ...given, coming });
  const coming = comingOwners(
    rows.map(({ values }) => values),
    worldWith,
  );
  const world = worldWith(coming);
  return ({ values }) => decideOwner(world, values);
}

async function forProducts(
  { connection, lock, nowMs }: BatchContext,
  rows: readonly ReadRow[],
): Promise<Decide> {
  const { rows: found } = await connection.query<Stored>(
    `SELECT * FROM products WHERE name = ANY($1) ORDER BY name ${lock}`,
    [textsOf(rows, 'name')],
  );
  const products = new Map(found.map((product) => [String(product['name']), product]));
  const given = { at: new Date(nowMs).toISOString(), idOf: productIdOf };
  return ({ values }) => decideProduct(products, values, given);
}

/** As the table makes it. */
const productIdOf = (name: string) => `pd_${createHash('md5').update(name).digest('hex')}`;

async function forRecords(
  context: BatchContext,
  table: StagedKind,
  rows: readonly ReadRow[],
): Promise<Decide> {
  const { connection, lock, nowMs } = context;
  const records = await connection.query<Stored>(
    `SELECT * FROM ${table} WHERE id = ANY($1) OR name = ANY($2) OR external_id = ANY($3) ORDER BY id ${lock}`,
    [textsOf(rows, 'id'), textsOf(rows, 'name'), textsOf(rows, 'externalId')],
  );
  const people = await connection.query<{ id: string; email: string }>(
    `SELECT id, email FROM people WHERE email = ANY($1)
     UNION ALL SELECT person_id, email FROM merges WHERE kind = 'people' AND email = ANY($1)`,
    [textsOf(rows, 'person')],
  );
  const named = textsOf(rows, 'company');
  const companies = await connection.query<{ id: string; name: string | null; domain: string | null }>(
    `SELECT id, name, domain FROM companies WHERE name = ANY($1) OR domain = ANY($2)
     UNION ALL SELECT company_id, name, domain FROM merges WHERE kind = 'companies' AND (name = ANY($1) OR domain = ANY($2))`,
    [named, named.map((name) => name.toLowerCase())],
  );
  const campaigns = await connection.query<{ name: string }>(
    'SELECT name FROM campaigns WHERE name = ANY($1)',
    [textsOf(rows, 'campaign')],
  );
  const byName = new Map<string, string>();
  for (const { id, domain } of companies.rows) if (domain !== null) byName.set(domain, id);
  for (const { id, name } of companies.rows) if (name !== null) byName.set(name, id);
  const world = new RecordsWorld({
    table,
    records: records.rows,
    flows: await flowsOf(context, flowKindOf[table], [
      ...textsOf(rows, 'pipeline'),
      ...records.rows.map(({ pipeline }) => String(pipeline)),
    ]),
    people: new Map(people.rows.map(({ id, email }) => [email, id])),
    companies: byName,
    campaigns: new Set(campaigns.rows.map(({ name }) => name)),
    users: await usersOf(connection, rows),
  });
  const given = { nowMs, newId: randomUUID, cells: context.cells };
  return ({ values }) => decideRecord(world, values, given);
}

async function forQuotations(
  { connection, flows, lock, nowMs, acceptedAbove }: BatchContext,
  rows: readonly ReadRow[],
): Promise<Decide> {
  const { rows: quotations } = await connection.query<Stored>(
    `SELECT * FROM quotations WHERE id = ANY($1) OR number = ANY($2) ORDER BY id ${lock}`,
    [textsOf(rows, 'id'), textsOf(rows, 'number')],
  );
  const { rows: found } = await connection.query<{
    id: string;
    externalId: string | null;
    currency: string;
    pipeline: string | null;
    ended: string | null;
    accepted: string | null;
  }>(
    `SELECT id, external_id AS "externalId", currency, pipeline, ended,
       (SELECT number FROM quotations WHERE opportunity_id = opportunities.id AND status = 'accepted') AS accepted
     FROM opportunities WHERE id = ANY($1) OR external_id = ANY($2)`,
    [
      [...textsOf(rows, 'opportunity'), ...quotations.map((one) => String(one['opportunity_id']))],
      textsOf(rows, 'opportunity'),
    ],
  );
  const byId = new Map<string, QuotedOpportunity>();
  const byExternalId = new Map<string, QuotedOpportunity | null>();
  const accepted = new Map<string, string>();
  for (const { id, externalId, currency, pipeline, ended, accepted: number } of found) {
    const flow = pipeline === null ? null : await flows.flow(connection, pipeline);
    const process = flow?.process ?? { timeZone: 'UTC' };
    const { timeZone } = process;
    const one = {
      id,
      currency,
      timeZone,
      ended,
      followUpDayOf: (ms: number) => followUpDayOf({ process }, ms),
    };
    byId.set(id, one);
    if (number !== null) accepted.set(id, number);
    // Two systems may have one id: then it names neither.
    if (externalId !== null) byExternalId.set(externalId, byExternalId.has(externalId) ? null : one);
  }
  const opportunities = new Map(byId);
  // An own id is one's alone: no id of another system takes it.
  for (const [name, one] of byExternalId) if (one !== null && !byId.has(name)) opportunities.set(name, one);
  const world = new QuotationsWorld({ quotations, accepted, opportunities, acceptedAbove });
  return (row) => decideQuotation(world, row, { nowMs, newId: randomUUID });
}

/** Pipelines by the names of rows, in their latest version, and by the ids that records have, in those. */
async function flowsOf(
  { connection, flows }: BatchContext,
  kind: FlowKind,
  names: readonly string[],
): Promise<Map<string, StoredFlow | null>> {
  const found = new Map<string, StoredFlow | null>();
  for (const name of new Set(names)) {
    const flow = name.includes('@') ? await flows.flow(connection, name) : await flows.find(connection, name);
    found.set(name, flow?.pipeline.of === kind ? flow : null);
    // A record that a row of the batch begins is in the latest version, and a later row may name it.
    if (flow !== null) found.set(flow.id, flow);
  }
  return found;
}

/** The owners that a batch names and that can own something. */
async function usersOf(connection: Queryable, rows: readonly ReadRow[]): Promise<Set<string>> {
  const { rows: users } = await connection.query<{ email: string }>(
    'SELECT email FROM users WHERE email = ANY($1) AND deactivated_at IS NULL',
    [textsOf(rows, 'owner')],
  );
  return new Set(users.map(({ email }) => email));
}

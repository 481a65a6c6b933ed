/** The companies that a batch of records may touch: loaded by all that may name them, entered, and changed by the word of a server. */
import { type Queryable, together } from '../../base/database/database.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import type { CompanyRow } from '../store/store.ts';
import { calledBy, callingsOf, companyIdsOf } from './account-membership.core.ts';
import type { World } from './world.core.ts';

/** SQL: a list of what the companies that were merged into one were called. */
const merged = (column: string) =>
  `ARRAY(SELECT ${column} FROM merges WHERE merges.company_id = companies.id AND ${column} IS NOT NULL)`;

const companies = `SELECT id, name, domain, owner, do_not_contact, external_id, external_source, is_claimed,
   ${merged('domain')} AS merged_domains, ${merged('external_id')} AS merged_external_ids,
   ${merged('name')} AS merged_names, ${merged('merged')} AS merged_ids
 FROM companies`;

/** `ofPeople`: a condition on people whose companies are loaded too, by their addresses ($1), profiles ($2) and ids ($4). */
export async function loadCompanies(
  connection: Queryable,
  records: readonly TierUpdate[],
  {
    ofPeople,
    emails,
    profiles,
    ids: people,
  }: Record<'emails' | 'profiles' | 'ids', readonly string[]> & { ofPeople: string },
): Promise<CompanyRow[]> {
  const said = records.flatMap(({ identity }) => identity ?? []);
  const domains = said.flatMap(({ email, group }) => [
    ...(email === null ? [] : [email.slice(email.lastIndexOf('@') + 1)]),
    ...[group?.domain ?? []].flat(),
  ]);
  const grouped = said.filter(({ group }) => group !== undefined);
  const called = records.flatMap(callingsOf);
  const externalIds = grouped.flatMap(({ group }) => group?.id ?? []);
  // One that is called by a domain may get its name.
  const names = [
    ...grouped.map(({ company }) => company),
    ...called.flatMap(({ name, domain }) => [name, domain]),
  ];
  const ids = [...records.map(({ account }) => account?.company), ...called.flatMap(companyIdsOf)];
  const { rows } = await connection.query<CompanyRow>(
    `${companies}
     WHERE domain = ANY($3) OR external_id = ANY($5) OR name = ANY($6) OR id = ANY($7)
       OR id = ANY(ARRAY(SELECT company_id FROM people WHERE ${ofPeople}))
       OR id = ANY(ARRAY(SELECT company_id FROM merges WHERE kind = 'companies'
         AND (domain = ANY($3) OR external_id = ANY($5) OR name = ANY($6) OR merged = ANY($7))))
     ORDER BY created_at, id`,
    [emails, profiles, domains, people, externalIds, names.filter(isText), ids.filter(isText)],
  );
  return rows;
}

/**
 * The companies that were said before of the people of the records. All that a word may name, also where one is loaded: another may have
 * its name or its domain.
 */
export async function companiesOfWords(connection: Queryable, { wordsBefore }: World): Promise<CompanyRow[]> {
  const called = [...wordsBefore.values()].filter(({ group }) => group !== undefined).map(calledBy);
  if (called.length === 0) return [];
  const { rows } = await connection.query<CompanyRow>(
    `${companies}
     WHERE domain = ANY($1) OR external_id = ANY($2) OR name = ANY($3) OR id = ANY($4)
       OR id = ANY(ARRAY(SELECT company_id FROM merges WHERE kind = 'companies'
         AND (domain = ANY($1) OR external_id = ANY($2) OR name = ANY($3) OR merged = ANY($4))))
     ORDER BY created_at, id`,
    [
      called.map(({ domain }) => domain).filter(isText),
      called.map(({ externalId }) => externalId).filter(isText),
      called.flatMap(({ name, domain }) => [name, domain]).filter(isText),
      called.flatMap(companyIdsOf),
    ],
  );
  return rows;
}

const isText = (value: string | null | undefined): value is string => typeof value === 'string';

/** Before people: they may be of a company that is entered. */
export async function writeCompanies(
  connection: Queryable,
  { companies: { entered, changed, same } }: World,
): Promise<void> {
  const queries: Promise<unknown>[] = [];
  if (entered.size > 0)
    queries.push(
      connection.query(
        `INSERT INTO companies (id, name, domain, external_id, external_source, is_claimed, created_at, updated_at)
         SELECT id, name, domain, external_id, external_source, is_claimed, at, at
         FROM jsonb_to_recordset($1) AS given
           (id text, name text, domain text, external_id text, external_source text, is_claimed boolean, at timestamptz) ORDER BY id`,
        [JSON.stringify([...entered.values()])],
      ),
    );
  if (changed.size > 0)
    queries.push(
      connection.query(
        `UPDATE companies SET
           name = CASE WHEN companies.name = given.former THEN coalesce(given.name, given.former) ELSE companies.name END,
           external_source = CASE WHEN companies.external_id IS NULL AND given.external_id IS NOT NULL
             THEN given.external_source ELSE companies.external_source END,
           external_id = coalesce(companies.external_id, given.external_id),
           domain = CASE WHEN companies.is_claimed AND NOT given.is_claimed THEN given.domain ELSE companies.domain END,
           is_claimed = companies.is_claimed AND given.is_claimed IS DISTINCT FROM false,
           updated_at = given.at
         FROM jsonb_to_recordset($1) AS given
           (id text, name text, former text, external_id text, external_source text, domain text, is_claimed boolean, at timestamptz)
         WHERE companies.id = given.id AND (companies.name = given.former AND given.name IS NOT NULL
           OR companies.external_id IS NULL AND given.external_id IS NOT NULL OR companies.is_claimed AND NOT given.is_claimed)`,
        [JSON.stringify([...changed.values()])],
      ),
    );
  if (same.size > 0)
    queries.push(
      connection.query(
        `INSERT INTO company_joins (merged, kept, noted_at) SELECT merged, kept, clock_timestamp()
         FROM unnest($1::text[], $2::text[]) AS given (merged, kept) ON CONFLICT DO NOTHING`,
        [[...same.keys()], [...same.values()]],
      ),
    );
  await together(queries);
}

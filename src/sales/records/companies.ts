/** Companies: entered before any person of them is known, or for the people who work there. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, isFreeMail } from '../../base/kernel/kernel.ts';
import type {
  CompanyChange,
  CompanyFilter,
  CompanyUpsert,
  CompanyView,
  ExternalId,
  NewCompany,
} from '../../contract/api/api.ts';
import { openSuppressed } from '../leads/leads.ts';
import {
  type Actor,
  companySinceMerge,
  differingFrom,
  externalColumns,
  holdContact,
  Listing,
  mergedInto,
  missing,
  newestFirst,
  notTakenOut,
  once,
  type Page,
  type Revised,
  recordWith,
  referring,
  requireFree,
  requireRevision,
  requireUser,
  type Upserted,
  upserting,
  whereExternal,
  withoutMergedNames,
  wordsToFind,
} from '../store/store.ts';
import { allowContactOfCompany, stopContact, stopContactOfCompany } from '../workflow/workflow.ts';
import { type MarkingContext, type MarkingStore, marking } from './marking.ts';

interface Row {
  id: string;
  name: string;
  domain: string | null;
  owner: string | null;
  country: string | null;
  phone: string | null;
  do_not_contact: boolean;
  external_id: string | null;
  external_source: string | null;
  /** Whether pages alone have named it. */
  is_claimed: boolean;
  created_at: Date;
  updated_at: Date;
  revision: number;
}

/** Enters a company and links the people of its domain. Throws `conflict` for a name or domain that another has. */
export function makeCompany(store: MarkingStore, wanted: NewCompany, actor: Actor): Promise<CompanyView> {
  return marking(store, actor, async (context) => {
    const { database: connection, nowMs } = context;
    const id = await once(connection, actor, { company: wanted }, nowMs, () => enter(context, wanted));
    return (await company(connection, id)) as CompanyView;
  });
}

/** Changes a company. Throws `not_found`, `revision_mismatch`, `conflict`. */
export function changeCompany(
  store: MarkingStore,
  id: string,
  change: Revised<CompanyChange>,
  actor: Actor,
): Promise<CompanyView> {
  return marking(store, actor, (context) => changeCompanyIn(context, id, change));
}

/**
 * Enters or changes the company with an id in another system. A known company of the domain or the name, without such an id, gets it.
 * A company that is as wanted is not written. Throws `invalid_request` for a new one without a name.
 */
export function upsertCompany(
  store: MarkingStore,
  external: ExternalId,
  { revision, ...wanted }: Revised<CompanyUpsert>,
  actor: Actor,
): Promise<Upserted<CompanyView>> {
  return marking(store, actor, async (context) => {
    const { database: connection } = context;
    if (wanted.doNotContact !== undefined) await holdContact(connection);
    return upserting<CompanyView, CompanyChange>(connection, {
      ...{ table: 'companies', external, revision },
      knownAs: () => knownAs(connection, wanted),
      read: (id) => company(connection, id),
      differs: async (present) => {
        // The domain that a page gave to a name is not that of the company.
        const { domain = (await isClaimed(connection, present.id)) ? null : undefined } = wanted;
        const own = await withoutMergedNames(connection, present.id, { ...wanted, ...external, domain });
        const change = differingFrom(own, { ...present });
        return Object.keys(change).length === 0 ? null : change;
      },
      change: (id, change) => changeCompanyIn(context, id, change),
      enter: async () => {
        const { name } = wanted;
        if (name === undefined)
          throw new ApiError(
            'invalid_request',
            `"name" is missing: there is no company with the "externalId" "${external.externalId}" yet, and a new one needs a name`,
          );
        const id = await enter(context, { ...wanted, name, ...external });
        return (await company(connection, id)) as CompanyView;
      },
    });
  });
}

async function isClaimed(connection: Queryable, id: string): Promise<boolean> {
  const { rows } = await connection.query<Row>('SELECT is_claimed FROM companies WHERE id = $1', [id]);
  return rows[0]?.is_claimed === true;
}

/** Returns the company of the domain, else of the name. Throws `conflict` where it has another external id. */
async function knownAs(
  connection: Queryable,
  { domain = null, name }: CompanyUpsert,
): Promise<string | null> {
  const { rows } = await connection.query<Row>(
    'SELECT * FROM companies WHERE domain = $1 OR name = $2 ORDER BY domain IS DISTINCT FROM $1 LIMIT 1 FOR UPDATE',
    [domain, name ?? null],
  );
  const [row] = rows;
  if (row === undefined) return companySinceMerge(connection, { domain, name });
  requireFree('company', row, `/companies/${row.id}`);
  return row.id;
}

async function enter(context: MarkingContext, { doNotContact, ...wanted }: NewCompany): Promise<string> {
  const { database: connection, nowMs } = context;
  const columns: Record<string, unknown> = {
    id: `cp_${randomUUID()}`,
    name: wanted.name,
    domain: companyDomain(wanted.domain),
    owner: (await requireUser(connection, 'owner', wanted.owner)) ?? null,
    country: wanted.country ?? null,
    phone: wanted.phone ?? null,
    ...externalColumns(wanted),
    created_at: new Date(nowMs),
    updated_at: new Date(nowMs),
  };
  const names = Object.keys(columns);
  await referring(() =>
    connection.query(
      `INSERT INTO companies (${names.join(', ')}) VALUES (${names.map((_name, index) => `$${index + 1}`).join(', ')})`,
      Object.values(columns),
    ),
  );
  const id = String(columns['id']);
  await linkPeopleAndMark(context, id, { ...wanted, doNotContact });
  return id;
}

/** The same in a transaction that is open. */
export async function changeCompanyIn(
  context: MarkingContext,
  id: string,
  { revision, ...change }: Revised<CompanyChange>,
): Promise<CompanyView> {
  const { database: connection, nowMs } = context;
  if (change.doNotContact !== undefined) await holdContact(connection);
  const { rows } = await connection.query<Row>('SELECT * FROM companies WHERE id = $1 FOR UPDATE', [id]);
  const before = rows[0];
  if (before === undefined) throw await missing(connection, 'companies', id);
  requireRevision(before.revision, revision);
  const { name, country, phone } = change;
  const owner = await requireUser(connection, 'owner', change.owner, before.owner);
  const isNamed = before.is_claimed && (name ?? change.domain ?? change.externalId) !== undefined;
  const given = Object.entries({
    ...{ name, owner, country, phone },
    domain: companyDomain(change.domain, before.domain),
    ...externalColumns(change),
    is_claimed: isNamed ? false : undefined,
    updated_at: new Date(nowMs),
  }).filter(([, value]) => value !== undefined);
  await referring(() =>
    connection.query(
      `UPDATE companies SET ${given.map(([column], index) => `${column} = $${index + 2}`).join(', ')} WHERE id = $1`,
      [id, ...given.map(([, value]) => value)],
    ),
  );
  await linkPeopleAndMark(context, id, change);
  return (await company(connection, id)) as CompanyView;
}

/** Returns the company with an id in another system; null when there is none. */
export async function companyWith(database: Queryable, external: ExternalId): Promise<CompanyView | null> {
  const id = await recordWith(database, 'companies', external);
  return id === null ? null : company(database, id);
}

/** Returns one company, the one it was merged into where it was; null when there is none. */
export async function company(database: Queryable, id: string): Promise<CompanyView | null> {
  const { rows } = await database.query<Row>('SELECT * FROM companies WHERE id = $1', [id]);
  if (rows[0] !== undefined) return companyView(rows[0]);
  const kept = await mergedInto(database, 'companies', id);
  return kept === null ? null : company(database, kept);
}

/** Returns a page of companies, the latest entered first. */
export function listCompanies(pool: pg.Pool, filter: CompanyFilter): Promise<Page<CompanyView>> {
  return companiesThatFit(filter).page(pool, { columns: '*', table: 'companies' }, companyView);
}

/** Returns the list of companies with its filters. */
export function companiesThatFit(filter: CompanyFilter): Listing<string> {
  const list = new Listing<string>('companies', newestFirst, filter);
  list.where('owner = ?', filter.owner);
  list.where('id = ANY(ARRAY(SELECT company_id FROM company_domains WHERE domain = ?))', filter.domain);
  whereExternal(list, 'companies', filter);
  list.whereAll(
    '(lower(name) LIKE ?1 OR id = ANY(ARRAY(SELECT company_id FROM company_domains WHERE domain = ?2)))',
    wordsToFind(filter.q),
  );
  return list;
}

/** Links the people of its domain who have no company, and applies "do not contact". */
async function linkPeopleAndMark(
  context: MarkingContext,
  id: string,
  { domain, doNotContact }: Pick<CompanyChange, 'domain' | 'doNotContact'>,
): Promise<void> {
  const { database: connection, nowMs } = context;
  if (typeof domain === 'string') {
    const { rows } = await connection.query<{ id: string; marked_with_company: boolean }>(
      `UPDATE people SET company_id = companies.id, company = coalesce(company, companies.name), updated_at = $3
       FROM companies WHERE companies.id = $1 AND company_id IS NULL AND ${notTakenOut} AND split_part(email, '@', 2) = $2
       RETURNING people.id, people.marked_with_company`,
      [id, domain, new Date(nowMs)],
    );
    const marked = rows.filter((row) => row.marked_with_company).map((row) => row.id);
    if (marked.length > 0) await stopContact(context, marked, nowMs);
  }
  if (doNotContact === true) await stopContactOfCompany(context, id, nowMs);
  if (doNotContact === false)
    await openSuppressed(connection, context, await allowContactOfCompany(context, id, nowMs), nowMs);
}

/** Returns the domain. Throws `invalid_request` for a provider of free addresses. */
function companyDomain(given: string | null | undefined, before: string | null = null): string | null {
  if (typeof given === 'string' && isFreeMail(given))
    throw new ApiError(
      'invalid_request',
      `"domain" is "${given}": anybody can have an address there; give the company's own domain, or none`,
    );
  return given === undefined ? before : given;
}

function companyView(row: Row): CompanyView {
  const { id, name, domain, owner, country, phone, revision } = row;
  return {
    id,
    name,
    domain,
    owner,
    country,
    phone,
    doNotContact: row.do_not_contact,
    externalId: row.external_id,
    externalSource: row.external_source,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    revision,
  };
}

/** Companies: entered before any person of them is known, or for the people who work there. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, isFreeMail } from '../../base/kernel/kernel.ts';
import type { CompanyChange, CompanyFilter, CompanyView, NewCompany } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  allowContactOfCompany,
  holdContact,
  Listing,
  newestFirst,
  once,
  type Page,
  type Revised,
  referring,
  requireRevision,
  startingWith,
  stopContact,
  stopContactOfCompany,
} from '../store/store.ts';

interface Row {
  id: string;
  name: string;
  domain: string | null;
  owner: string | null;
  country: string | null;
  phone: string | null;
  do_not_contact: boolean;
  created_at: Date;
  updated_at: Date;
  revision: number;
}

/** Enters a company and links the people of its domain. Throws `conflict` for a name or domain that another has. */
export function makeCompany(
  pool: pg.Pool,
  { doNotContact, ...wanted }: NewCompany,
  actor: Actor,
  nowMs: number,
): Promise<CompanyView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const id = await once(connection, actor, { company: wanted, doNotContact }, nowMs, async () => {
      const made = `cp_${randomUUID()}`;
      await referring(() =>
        connection.query(
          `INSERT INTO companies (id, name, domain, owner, country, phone, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
          [
            made,
            wanted.name,
            companyDomain(wanted.domain),
            wanted.owner ?? null,
            wanted.country ?? null,
            wanted.phone ?? null,
            new Date(nowMs),
          ],
        ),
      );
      await linkPeopleAndMark(connection, made, { ...wanted, doNotContact }, nowMs);
      return made;
    });
    return (await company(connection, id)) as CompanyView;
  });
}

/** Changes a company. Throws `not_found`, `revision_mismatch`, `conflict`. */
export function changeCompany(
  pool: pg.Pool,
  id: string,
  { revision, ...change }: Revised<CompanyChange>,
  actor: Actor,
  nowMs: number,
): Promise<CompanyView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    if (change.doNotContact === true) await holdContact(connection);
    const { rows } = await connection.query<Row>('SELECT * FROM companies WHERE id = $1 FOR UPDATE', [id]);
    const before = rows[0];
    if (before === undefined) throw new ApiError('not_found', `there is no company "${id}"`);
    requireRevision(before.revision, revision);
    const after = { ...before, ...change, domain: companyDomain(change.domain, before.domain) };
    await referring(() =>
      connection.query(
        'UPDATE companies SET name = $2, domain = $3, owner = $4, country = $5, phone = $6, updated_at = $7 WHERE id = $1',
        [id, after.name, after.domain, after.owner, after.country, after.phone, new Date(nowMs)],
      ),
    );
    await linkPeopleAndMark(connection, id, change, nowMs);
    return (await company(connection, id)) as CompanyView;
  });
}

/** Returns one company; null when there is none. */
export async function company(database: Queryable, id: string): Promise<CompanyView | null> {
  const { rows } = await database.query<Row>('SELECT * FROM companies WHERE id = $1', [id]);
  return rows[0] === undefined ? null : companyView(rows[0]);
}

/** Returns a page of companies, the latest entered first. */
export function listCompanies(pool: pg.Pool, filter: CompanyFilter): Promise<Page<CompanyView>> {
  const list = new Listing(newestFirst, filter);
  list.where('owner = ?', filter.owner);
  list.where('domain = ?', filter.domain);
  list.where('lower(name) LIKE ?', startingWith(filter.q));
  return list.page(pool, { columns: '*', table: 'companies' }, companyView);
}

/** Links the people of its domain who have no company, and applies "do not contact". */
async function linkPeopleAndMark(
  connection: Queryable,
  id: string,
  { domain, doNotContact }: Pick<CompanyChange, 'domain' | 'doNotContact'>,
  nowMs: number,
): Promise<void> {
  if (typeof domain === 'string') {
    const { rows } = await connection.query<{ id: string; do_not_contact: boolean }>(
      `UPDATE people SET company_id = companies.id, company = coalesce(company, companies.name), updated_at = $3
       FROM companies WHERE companies.id = $1 AND company_id IS NULL AND split_part(email, '@', 2) = $2
       RETURNING people.id, people.do_not_contact`,
      [id, domain, new Date(nowMs)],
    );
    const marked = rows.filter((row) => row.do_not_contact).map((row) => row.id);
    if (marked.length > 0) await stopContact(connection, marked, nowMs);
  }
  if (doNotContact === true) await stopContactOfCompany(connection, id, nowMs);
  if (doNotContact === false) await allowContactOfCompany(connection, id, nowMs);
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
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    revision,
  };
}

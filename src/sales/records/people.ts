/** People in sales: entered, changed, looked up. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, profileIdOf } from '../../base/kernel/kernel.ts';
import type {
  ExternalId,
  KnownPerson,
  PersonChange,
  PersonInput,
  PersonUpsert,
} from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  allowContact,
  differingFrom,
  externalColumns,
  holdContact,
  holdExternalId,
  type KnownRow,
  knownView,
  once,
  type PersonRow,
  type Revised,
  recordWith,
  referring,
  requireFree,
  requireRevision,
  stopContact,
  type Upserted,
} from '../store/store.ts';

/** Columns by the names of the API, besides the address and the mark "do not contact". */
const columns = {
  name: 'name',
  kind: 'kind',
  owner: 'owner',
  company: 'company',
  companyId: 'company_id',
  country: 'country',
  language: 'language',
  title: 'title',
  phone: 'phone',
} as const;

/**
 * Enters a person, or changes the one with this address; fields not given stay, and null clears one. Returns whether the person
 * is new. The mark "do not contact" closes open work.
 */
export function putPerson(
  pool: pg.Pool,
  input: PersonInput,
  actor: Actor,
  nowMs: number,
): Promise<{ person: KnownPerson; isNew: boolean }> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    let isNew = false;
    const id = await once(connection, actor, input, nowMs, async () => {
      const written = await enter(connection, input, nowMs);
      isNew = written.isNew;
      return written.id;
    });
    return { person: (await person(connection, id)) as KnownPerson, isNew };
  });
}

/** Changes a person. Throws `not_found`, `revision_mismatch`, and `conflict` for an address of another person. */
export function changePerson(
  pool: pg.Pool,
  id: string,
  change: Revised<PersonChange>,
  actor: Actor,
  nowMs: number,
): Promise<KnownPerson> {
  return actingAs(pool, actor, nowMs, (connection) => changeIn(connection, id, change, nowMs));
}

/**
 * Enters or changes the person with an id in another system. A known person with the address and without such an id gets it. A
 * person who is as wanted is not written. Throws `invalid_request` for a new one without address, name and phone.
 */
export function upsertPerson(
  pool: pg.Pool,
  external: ExternalId,
  { revision, ...wanted }: Revised<PersonUpsert>,
  actor: Actor,
  nowMs: number,
): Promise<Upserted<KnownPerson>> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    if (wanted.doNotContact === true) await holdContact(connection);
    const id = await holdExternalId(connection, 'people', external);
    if (id !== null) {
      const present = (await person(connection, id)) as KnownPerson;
      requireRevision(present.revision, revision);
      const change = differingFrom(wanted, present);
      if (Object.keys(change).length === 0) return { record: present, isNew: false };
      return { record: await changeIn(connection, id, change, nowMs), isNew: false };
    }
    requireRevision(0, revision);
    const { email = null, name, phone } = wanted;
    if (email === null && !name && !phone)
      throw new ApiError(
        'invalid_request',
        `there is no person with the "externalId" "${external.externalId}" yet; a new one needs "email", "name" or "phone"`,
      );
    const { rows } = await connection.query<PersonRow>(
      'SELECT * FROM people WHERE email = $1 FOR NO KEY UPDATE',
      [email],
    );
    if (rows[0] !== undefined) requireFree('person', rows[0], `/people/${rows[0].id}`);
    const entered = await enter(connection, { ...wanted, email, ...external }, nowMs);
    return { record: (await person(connection, entered.id)) as KnownPerson, isNew: entered.isNew };
  });
}

/** Enters a person, or changes the one with the address. */
async function enter(
  connection: Queryable,
  input: PersonInput,
  nowMs: number,
): Promise<{ id: string; isNew: boolean }> {
  if (input.doNotContact === true) await holdContact(connection);
  const written = await referring(() => upsert(connection, input, nowMs));
  await linkCompanyAndMark(connection, written.id, input, nowMs);
  return written;
}

async function changeIn(
  connection: Queryable,
  id: string,
  { revision, ...change }: Revised<PersonChange>,
  nowMs: number,
): Promise<KnownPerson> {
  const { rows } = await connection.query<KnownRow>('SELECT * FROM people WHERE id = $1 FOR NO KEY UPDATE', [
    id,
  ]);
  if (rows[0] === undefined) throw new ApiError('not_found', `there is no person "${id}"`);
  requireRevision(rows[0].revision, revision);
  const given = { ...columnsIn(change), ...(change.email !== undefined && { email: change.email }) };
  const names = Object.keys(given);
  await keepingSomething(() =>
    referring(() =>
      connection.query(
        `UPDATE people SET ${[...names, 'updated_at'].map((name, index) => `${name} = $${index + 2}`).join(', ')} WHERE id = $1`,
        [id, ...Object.values(given), new Date(nowMs)],
      ),
    ),
  );
  await linkCompanyAndMark(connection, id, change, nowMs);
  return (await person(connection, id)) as KnownPerson;
}

/** Returns the person with an id in another system; null when there is none. */
export async function personWith(database: Queryable, external: ExternalId): Promise<KnownPerson | null> {
  const id = await recordWith(database, 'people', external);
  return id === null ? null : person(database, id);
}

/** Returns one person; null when there is none. */
export async function person(database: Queryable, id: string): Promise<KnownPerson | null> {
  const { rows } = await database.query<KnownRow>('SELECT * FROM people WHERE id = $1', [id]);
  return rows[0] === undefined ? null : knownView(rows[0]);
}

async function upsert(
  connection: Queryable,
  input: PersonInput,
  nowMs: number,
): Promise<{ id: string; isNew: boolean }> {
  const given = columnsIn(input);
  const email = input.email ?? null;
  const row: Record<string, unknown> = {
    id: email === null ? `pn_${randomUUID()}` : `pn_${profileIdOf(`person ${email}`)}`,
    email,
    ...given,
    created_at: new Date(nowMs),
    updated_at: new Date(nowMs),
  };
  const names = Object.keys(row);
  const changes = [...Object.keys(given), 'updated_at'].map((name) => `${name} = EXCLUDED.${name}`);
  const values = names.map((_name, index) => `$${index + 1}`).slice(1);
  // Somebody who has another address by now may have got the id of this one.
  const id = `CASE WHEN EXISTS (SELECT FROM people WHERE id = $1 AND email IS DISTINCT FROM $2) THEN $${names.length + 1} ELSE $1 END`;
  const { rows } = await connection.query<{ id: string; is_new: boolean }>(
    `INSERT INTO people (${names.join(', ')}) VALUES (${[id, ...values].join(', ')})
     ON CONFLICT (email) DO UPDATE SET ${changes.join(', ')} RETURNING id, xmax = 0 AS is_new`,
    [...Object.values(row), `pn_${randomUUID()}`],
  );
  return { id: rows[0]?.id ?? '', isNew: rows[0]?.is_new === true };
}

/** Links the person to the company of the address, and applies "do not contact". */
async function linkCompanyAndMark(
  connection: Queryable,
  id: string,
  change: Pick<PersonChange, 'companyId' | 'doNotContact'>,
  nowMs: number,
): Promise<void> {
  // A person entered without a company is a private individual, and stays one.
  if (change.companyId === undefined)
    await connection.query(
      `UPDATE people SET company_id = companies.id FROM companies
       WHERE people.id = $1 AND company_id IS NULL AND companies.domain = split_part(email, '@', 2)`,
      [id],
    );
  await connection.query(
    `UPDATE people SET company = companies.name FROM companies
     WHERE people.id = $1 AND companies.id = company_id AND people.company IS NULL`,
    [id],
  );
  if (change.doNotContact === false) return allowContact(connection, id, nowMs);
  const { rows } = await connection.query<{ do_not_contact: boolean }>(
    'SELECT do_not_contact FROM people WHERE id = $1',
    [id],
  );
  // Marked before, or by the company just joined: open work is closed too.
  if (change.doNotContact === true || rows[0]?.do_not_contact) await stopContact(connection, [id], nowMs);
}

/** The columns a change gives. */
function columnsIn(change: PersonChange | PersonInput): Record<string, unknown> {
  const given = (Object.keys(columns) as (keyof typeof columns)[])
    .filter((name) => change[name] !== undefined)
    .map((name) => [columns[name], change[name]] as const);
  return { ...Object.fromEntries(given), ...externalColumns(change) };
}

/** Turns the refusal of a person without address, name and phone into a `conflict`. */
async function keepingSomething<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlStateOf(error) !== '23514') throw error;
    throw new ApiError(
      'conflict',
      '"email", "name" and "phone" would all be empty: a person needs one of them',
    );
  }
}

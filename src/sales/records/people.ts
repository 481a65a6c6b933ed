/** People in sales: entered, changed, looked up. */
import { randomUUID } from 'node:crypto';
import { type Queryable, RunAgain, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, profileIdOf } from '../../base/kernel/kernel.ts';
import type {
  ExternalId,
  KnownPerson,
  PersonChange,
  PersonInput,
  PersonUpsert,
} from '../../contract/api/api.ts';
import { openSuppressed } from '../leads/leads.ts';
import {
  type Actor,
  differingFrom,
  externalColumns,
  holdContact,
  type KnownRow,
  knownView,
  mergedInto,
  missing,
  notePutIn,
  noteTakenOut,
  notTakenOut,
  once,
  type PersonRow,
  personSinceMerge,
  type Revised,
  recordWith,
  referring,
  requireFree,
  requireRevision,
  requireUser,
  type Upserted,
  upserting,
  withoutMergedNames,
} from '../store/store.ts';
import { allowContact, stopContact } from '../workflow/workflow.ts';
import { type MarkingContext, type MarkingStore, marking } from './marking.ts';

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
  store: MarkingStore,
  input: PersonInput,
  actor: Actor,
): Promise<{ person: KnownPerson; isNew: boolean }> {
  return marking(store, actor, async (context) => {
    const { database: connection, nowMs } = context;
    let isNew = false;
    const id = await once(connection, actor, input, nowMs, async () => {
      const written = await enter(context, input);
      isNew = written.isNew;
      return written.id;
    });
    return { person: (await person(connection, id)) as KnownPerson, isNew };
  });
}

/** Changes a person. Throws `not_found`, `revision_mismatch`, and `conflict` for an address of another person. */
export function changePerson(
  store: MarkingStore,
  id: string,
  change: Revised<PersonChange>,
  actor: Actor,
): Promise<KnownPerson> {
  return marking(store, actor, (context) => changePersonIn(context, id, change));
}

/**
 * Enters or changes the person with an id in another system. A known person with the address and without such an id gets it. A
 * person who is as wanted is not written. Throws `invalid_request` for a new one without address, name and phone.
 */
export function upsertPerson(
  store: MarkingStore,
  external: ExternalId,
  { revision, ...wanted }: Revised<PersonUpsert>,
  actor: Actor,
): Promise<Upserted<KnownPerson>> {
  return marking(store, actor, async (context) => {
    const { database: connection } = context;
    if (wanted.doNotContact !== undefined) await holdContact(connection);
    return upserting<KnownPerson, PersonChange>(connection, {
      ...{ table: 'people', external, revision },
      knownAs: () => knownAs(connection, wanted),
      read: (id) => person(connection, id),
      differs: async (present) => {
        const own = await withoutMergedNames(connection, present.id, { ...wanted, ...external });
        // An address that is only claimed is not theirs yet: who says it here makes it so.
        const change = differingFrom(own, present.isEmailClaimed ? { ...present, email: null } : present);
        return Object.keys(change).length === 0 ? null : change;
      },
      change: (id, change) => changePersonIn(context, id, change),
      enter: async () => {
        const { email = null, name, phone } = wanted;
        if (email === null && !name && !phone)
          throw new ApiError(
            'invalid_request',
            `there is no person with the "externalId" "${external.externalId}" yet; a new one needs "email", "name" or "phone"`,
          );
        const { id, isNew } = await enter(context, { ...wanted, email, ...external });
        // Another entered the address meanwhile: the transaction runs again, and finds their person.
        if (!isNew) throw new RunAgain(`a person with the address "${email}" was entered meanwhile`);
        return (await person(connection, id)) as KnownPerson;
      },
    });
  });
}

/** Returns the person of the address. Throws `conflict` where they have another external id. */
async function knownAs(connection: Queryable, { email = null }: PersonUpsert): Promise<string | null> {
  const { rows } = await connection.query<PersonRow>(
    'SELECT * FROM people WHERE email = $1 FOR NO KEY UPDATE',
    [email],
  );
  if (rows[0] === undefined) return personSinceMerge(connection, email);
  requireFree('person', rows[0], `/people/${rows[0].id}`);
  return rows[0].id;
}

/** Enters a person, or changes the one with the address. */
async function enter(context: MarkingContext, input: PersonInput): Promise<{ id: string; isNew: boolean }> {
  const { database: connection, nowMs } = context;
  if (input.doNotContact !== undefined) await holdContact(connection);
  const kept = await personSinceMerge(connection, input.email);
  if (kept !== null) {
    const { profile: _profile, ...wanted } = input;
    await changePersonIn(context, kept, await withoutMergedNames(connection, kept, wanted));
    return { id: kept, isNew: false };
  }
  const before = await personAt(connection, input.email);
  const owner = await requireUser(connection, 'owner', input.owner, before?.owner);
  const written = await referring(() => upsert(connection, { ...input, owner }, nowMs));
  if (before !== undefined) await noteCompany(context, before, input);
  await linkCompanyAndMark(context, { id: written.id, wasMarked: before?.do_not_contact }, input);
  return written;
}

/** The person with an address, as before the change; undefined where there is none. */
async function personAt(
  connection: Queryable,
  email: string | null | undefined,
): Promise<Pick<KnownRow, 'id' | 'company_id' | 'owner' | 'do_not_contact'> | undefined> {
  const { rows } = await connection.query<KnownRow>(
    'SELECT id, company_id, owner, do_not_contact FROM people WHERE email = $1 FOR NO KEY UPDATE',
    [email ?? null],
  );
  return rows[0];
}

/** The same in a transaction that is open. */
export async function changePersonIn(
  context: MarkingContext,
  id: string,
  { revision, ...wanted }: Revised<PersonChange>,
): Promise<KnownPerson> {
  const { database: connection, nowMs } = context;
  if (wanted.doNotContact !== undefined) await holdContact(connection);
  const { rows } = await connection.query<KnownRow>('SELECT * FROM people WHERE id = $1 FOR NO KEY UPDATE', [
    id,
  ]);
  if (rows[0] === undefined) throw await missing(connection, 'people', id);
  requireRevision(rows[0].revision, revision);
  const owner = await requireUser(connection, 'owner', wanted.owner, rows[0].owner);
  const change = { ...wanted, owner };
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
  await noteCompany(context, rows[0], change);
  await linkCompanyAndMark(context, { id, wasMarked: rows[0].do_not_contact }, change);
  return (await person(connection, id)) as KnownPerson;
}

/** Returns the person with an id in another system; null when there is none. */
export async function personWith(database: Queryable, external: ExternalId): Promise<KnownPerson | null> {
  const id = await recordWith(database, 'people', external);
  return id === null ? null : person(database, id);
}

/** Returns one person, the one they were merged into where they were; null when there is none. */
export async function person(database: Queryable, id: string): Promise<KnownPerson | null> {
  const { rows } = await database.query<KnownRow>('SELECT * FROM people WHERE id = $1', [id]);
  if (rows[0] !== undefined) return knownView(rows[0]);
  const kept = await mergedInto(database, 'people', id);
  return kept === null ? null : person(database, kept);
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
  const id = `CASE WHEN EXISTS (SELECT FROM people WHERE id = $1 AND email IS DISTINCT FROM $2)
    OR EXISTS (SELECT FROM merges WHERE merged = $1) THEN $${names.length + 1} ELSE $1 END`;
  const { rows } = await connection.query<{ id: string; is_new: boolean }>(
    `INSERT INTO people (${names.join(', ')}) VALUES (${[id, ...values].join(', ')})
     ON CONFLICT (email) DO UPDATE SET ${changes.join(', ')} RETURNING id, xmax = 0 AS is_new`,
    [...Object.values(row), `pn_${randomUUID()}`],
  );
  return { id: rows[0]?.id ?? '', isNew: rows[0]?.is_new === true };
}

/** Notes that a person was taken out of their company, or put into one. An undo only puts back what was before. */
async function noteCompany(
  { database, isUndo = false }: MarkingContext,
  before: Pick<KnownRow, 'id' | 'company_id'>,
  { companyId }: Pick<PersonChange, 'companyId'>,
): Promise<void> {
  if (typeof companyId === 'string') await notePutIn(database, before.id);
  if (companyId === null && before.company_id !== null && !isUndo) await noteTakenOut(database, before.id);
}

/** Links the person to the company of the address, and applies "do not contact". */
async function linkCompanyAndMark(
  context: MarkingContext,
  { id, wasMarked = false }: { id: string; wasMarked?: boolean | undefined },
  change: Pick<PersonChange, 'companyId' | 'doNotContact'>,
): Promise<void> {
  const { database: connection, nowMs } = context;
  // A person entered without a company is a private individual, and stays one.
  if (change.companyId === undefined)
    await connection.query(
      `UPDATE people SET company_id = companies.id FROM companies
       WHERE people.id = $1 AND company_id IS NULL AND ${notTakenOut} AND companies.id = (SELECT company_id FROM company_domains WHERE domain = split_part(email, '@', 2))`,
      [id],
    );
  await connection.query(
    `UPDATE people SET company = companies.name FROM companies
     WHERE people.id = $1 AND companies.id = company_id AND people.company IS NULL`,
    [id],
  );
  // Their own wish stays when their company is free again.
  if (change.doNotContact === true)
    await connection.query(
      'UPDATE people SET marked_with_company = false WHERE id = $1 AND marked_with_company',
      [id],
    );
  if (change.doNotContact === false)
    return openSuppressed(connection, context, await allowContact(context, [id], nowMs), nowMs);
  const { rows } = await connection.query<{ do_not_contact: boolean }>(
    'SELECT do_not_contact FROM people WHERE id = $1',
    [id],
  );
  // Asked for, or marked by the company just joined.
  const isMarked = change.doNotContact === true || rows[0]?.do_not_contact === true;
  if (isMarked && !wasMarked) await stopContact(context, [id], nowMs);
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

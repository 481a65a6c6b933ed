/** People in sales: entered, changed, looked up. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, profileIdOf } from '../../base/kernel/kernel.ts';
import type { KnownPerson, PersonChange, PersonInput } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  allowContact,
  holdContact,
  type KnownRow,
  knownView,
  once,
  type Revised,
  referring,
  requireRevision,
  stopContact,
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
    if (input.doNotContact === true) await holdContact(connection);
    const id = await once(connection, actor, input, nowMs, async () => {
      const written = await referring(() => upsert(connection, input, nowMs));
      await linkCompanyAndMark(connection, written.id, input, nowMs);
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
  { revision, ...change }: Revised<PersonChange>,
  actor: Actor,
  nowMs: number,
): Promise<KnownPerson> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { rows } = await connection.query<KnownRow>(
      'SELECT * FROM people WHERE id = $1 FOR NO KEY UPDATE',
      [id],
    );
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
  });
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
  return Object.fromEntries(
    (Object.keys(columns) as (keyof typeof columns)[])
      .filter((name) => change[name] !== undefined)
      .map((name) => [columns[name], change[name]]),
  );
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

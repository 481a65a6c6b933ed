/** People whom sales knows: entered, looked up. */
import type pg from 'pg';
import type { PersonInput, PersonView } from '../contract/contract.ts';
import { profileIdOf } from '../kernel/kernel.ts';
import { personView } from './views.ts';
import type { PersonRow } from './world.core.ts';

/** Creates a person or changes the one with this address; fields not given stay. Answers whether it is new. */
export async function putPerson(
  pool: pg.Pool,
  input: PersonInput,
  nowMs: number,
): Promise<{ person: PersonView; isNew: boolean }> {
  const { rows } = await pool.query<PersonRow & { is_new: boolean }>(
    `INSERT INTO people (id, email, name, kind, owner, company, do_not_contact, created_at, updated_at)
     VALUES ($1, $2, $3, coalesce($4, 'prospect'), $5, $6, coalesce($7, false), $8, $8)
     ON CONFLICT (email) DO UPDATE SET
       name = coalesce($3, people.name), kind = coalesce($4, people.kind), owner = coalesce($5, people.owner),
       company = coalesce($6, people.company), do_not_contact = coalesce($7, people.do_not_contact), updated_at = $8
     RETURNING *, xmax = 0 AS is_new`,
    [
      `pn_${profileIdOf(`person ${input.email}`)}`,
      input.email,
      input.name ?? null,
      input.kind ?? null,
      input.owner ?? null,
      input.company ?? null,
      input.doNotContact ?? null,
      new Date(nowMs),
    ],
  );
  const row = rows[0] as PersonRow & { is_new: boolean };
  return { person: personView(row), isNew: row.is_new };
}

/** People by address, or the latest ones. */
export async function listPeople(pool: pg.Pool, email: string | null, limit: number): Promise<PersonView[]> {
  const { rows } = await pool.query<PersonRow>(
    'SELECT * FROM people WHERE $1::text IS NULL OR email = lower($1) ORDER BY created_at DESC, id LIMIT $2',
    [email, limit],
  );
  return rows.map(personView);
}

/** People whom sales knows, as they are entered. */
import type pg from 'pg';
import type { PersonInput, PersonView } from '../../contract/contract.ts';
import { profileIdOf } from '../../kernel/kernel.ts';
import type { PersonRow } from '../crossings/world.core.ts';
import { type Actor, actingAs } from './acting.ts';
import { stopContact } from './do-not-contact.ts';
import { personView } from './views.ts';

/**
 * Creates a person or changes the one with this address; fields not given stay, and null clears one. Answers whether it is
 * new. Who does not wish to be contacted: what is open is closed.
 */
export function putPerson(
  pool: pg.Pool,
  input: PersonInput,
  actor: Actor,
  nowMs: number,
): Promise<{ person: PersonView; isNew: boolean }> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { rows } = await connection.query<PersonRow & { is_new: boolean }>(
      `INSERT INTO people (id, email, name, kind, owner, company, do_not_contact, created_at, updated_at)
     VALUES ($1, $2, $3, coalesce($4, 'prospect'), $5, $6, coalesce($7, false), $8, $8)
     ON CONFLICT (email) DO UPDATE SET
       name = CASE WHEN $9 THEN $3 ELSE people.name END, kind = coalesce($4, people.kind),
       owner = CASE WHEN $10 THEN $5 ELSE people.owner END, company = CASE WHEN $11 THEN $6 ELSE people.company END,
       do_not_contact = coalesce($7, people.do_not_contact), updated_at = $8
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
        input.name !== undefined,
        input.owner !== undefined,
        input.company !== undefined,
      ],
    );
    const row = rows[0] as PersonRow & { is_new: boolean };
    if (input.doNotContact === true) await stopContact(connection, row.id, nowMs);
    return { person: personView(row), isNew: row.is_new };
  });
}

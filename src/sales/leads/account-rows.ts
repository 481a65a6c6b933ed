/** The rows of companies on their ladders: the company, what is kept of it, and its people. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountState, PersonPart } from '../../contract/api/api.ts';
import type { Due } from './account-store.ts';
import { type AccountPerson, personKey } from './account-update.core.ts';

interface Company {
  id: string;
  name: string;
  do_not_contact: boolean;
  is_claimed: boolean;
}

/** A company; null where it is gone, or has become part of another. */
export async function companyOf(connection: Queryable, id: string): Promise<Company | null> {
  const { rows } = await connection.query<Company>(
    'SELECT id, name, do_not_contact, is_claimed FROM companies WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** What is kept of one on a ladder, locked; null for a new one. */
export async function stateOf(connection: Queryable, { company, programme }: Due) {
  const { rows } = await connection.query<{ state: AccountState; score: number; hasEnded: boolean }>(
    `SELECT state, score, version = '' AS "hasEnded" FROM account_scores WHERE company = $1 AND programme = $2 FOR UPDATE`,
    [company, programme],
  );
  return rows[0] ?? null;
}

/** Which of its people: those who are proven, those that only pages have named, or all. */
type Which = 'proven' | 'claimed' | 'all';

/** Who counts for a company: where only pages have named it, those that pages have named. */
export const countedOf = ({ is_claimed: isClaimed }: { is_claimed: boolean }): Which =>
  isClaimed ? 'all' : 'proven';

/** Its people in a programme, those with the most points first; without those whose points were made before the programme last ended. */
export async function peopleOf(
  connection: Queryable,
  { company, programme }: Due,
  which: Which,
  countMax: number = limits.accountPeopleMax,
): Promise<AccountPerson[]> {
  const { rows } = await connection.query<AccountPerson>(
    `SELECT part.profile, part.identity, part.email, part.points, part.reasons,
       known.id AS person, coalesce(known.do_not_contact, false) AS do_not_contact
     FROM account_parts AS part LEFT JOIN people AS known ON known.id = person_of_part(part.email, part.profile)
     WHERE part.company = $1 AND part.programme = $2 AND ($3 = 'all' OR part.is_claimed = ($3 = 'claimed'))
       AND part.generation > coalesce((SELECT generation FROM account_ends WHERE programme = $2), -1)
     ORDER BY part.points DESC, part.profile LIMIT $4`,
    [company, programme, which, countMax],
  );
  return rows;
}

/** The same as scoring reads them. */
export function partsOf(people: readonly AccountPerson[]): PersonPart[] {
  return people.map((one) => ({ profile: one.profile, person: personKey(one), points: one.points }));
}

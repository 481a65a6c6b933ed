/** Who was taken out of their company by a person: another group alone puts them into one, or a person. */
import type { Queryable } from '../../base/database/database.ts';

/** SQL: nobody has taken the row of `people` out of a company since it was last in one. */
export const notTakenOut = `NOT EXISTS (SELECT FROM account_groups WHERE subject = people.id AND said @> '{"isTakenOut": true}')`;

/** Notes that a person has taken somebody out of their company: what was said before counts no more for that. */
export async function noteTakenOut(connection: Queryable, person: string): Promise<void> {
  await connection.query(
    `INSERT INTO account_groups (subject, said) VALUES ($1, '{"company": null, "isTakenOut": true}')
     ON CONFLICT (subject) DO UPDATE SET said = (account_groups.said - 'in') || '{"isTakenOut": true}'`,
    [person],
  );
}

/** Notes that a person has put somebody into a company. */
export async function notePutIn(connection: Queryable, person: string): Promise<void> {
  await connection.query(
    `UPDATE account_groups SET said = said - 'isTakenOut' WHERE subject = $1 AND said ? 'isTakenOut'`,
    [person],
  );
}

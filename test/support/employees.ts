/** Users that a test names as owners: every owner is a user. */
import type pg from 'pg';

/** Makes users with the role rep; those who are there stay as they are. */
export async function employ(
  database: Pick<pg.Client, 'query'>,
  ...emails: (string | null | undefined)[]
): Promise<void> {
  await database.query(
    `INSERT INTO users (email, role) SELECT email, 'rep' FROM unnest($1::text[]) AS given (email) ON CONFLICT DO NOTHING`,
    [emails.flatMap((email) => email ?? [])],
  );
}

/** The person of a company where no name is known yet: leads and calls are about somebody, and a rep fills in who it is. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';

/**
 * Returns the id of the company's unnamed person, and enters them at first. Once they have a name, address or phone, the next call
 * enters another one. Null without a company, or where there is no such company.
 */
export async function unnamedOf(
  connection: Queryable,
  company: string | null,
  nowMs: number,
): Promise<string | null> {
  if (company === null) return null;
  // Held until the commit: a second request waits here, and finds the first one's person.
  const { rows: companies } = await connection.query<{ name: string; owner: string | null }>(
    'SELECT name, owner FROM companies WHERE id = $1 FOR NO KEY UPDATE',
    [company],
  );
  if (companies[0] === undefined) return null;
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM people WHERE company_id = $1 AND coalesce(email, profile, name, phone) IS NULL ORDER BY created_at LIMIT 1`,
    [company],
  );
  if (rows[0] !== undefined) return rows[0].id;
  const id = `pn_${randomUUID()}`;
  await connection.query(
    `INSERT INTO people (id, company, company_id, owner, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
    [id, companies[0].name, company, companies[0].owner, new Date(nowMs)],
  );
  return id;
}

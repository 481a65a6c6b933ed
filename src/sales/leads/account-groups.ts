/** What parts of people say of their companies, as it is stored: another group than before moves a person. */
import type { Queryable } from '../../base/database/database.ts';
import type { Identity } from '../../contract/api/api.ts';

/** What was said of the companies of some profiles last. */
export async function groupsBefore(
  connection: Queryable,
  profiles: readonly string[],
): Promise<Map<string, Pick<Identity, 'company' | 'group'>>> {
  if (profiles.length === 0) return new Map();
  const { rows } = await connection.query<{ profile: string; identity: Identity }>(
    'SELECT DISTINCT ON (profile) profile, identity FROM account_parts WHERE profile = ANY($1) ORDER BY profile, at DESC',
    [profiles],
  );
  return new Map(rows.map(({ profile, identity }) => [profile, identity]));
}

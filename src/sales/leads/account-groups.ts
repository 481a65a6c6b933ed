/** Words on the companies of people as they are stored: by person, by address and by profile. They outlive the points. */
import type { Queryable } from '../../base/database/database.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { type CompanyWord, profileOf, subjectOfAddress } from './account-words.core.ts';
import type { World } from './world.core.ts';

/** What was said of the companies of these people, addresses and profiles. Nothing is read where no update names a group or scores a company. */
export async function wordsBefore(
  connection: Queryable,
  records: readonly TierUpdate[],
  people: readonly string[],
): Promise<Map<string, CompanyWord>> {
  const subjects = records.flatMap((record) => {
    const { identity, part } = record;
    if (part === undefined && identity?.group === undefined) return [];
    const address = identity?.email ?? null;
    return [
      profileOf(record),
      ...(part?.joined ?? []),
      ...(address === null ? [] : [subjectOfAddress(address)]),
    ];
  });
  if (subjects.length === 0) return new Map();
  const { rows } = await connection.query<{ subject: string; said: CompanyWord & { group?: null } }>(
    'SELECT subject, said FROM account_groups WHERE subject = ANY($1)',
    [[...new Set([...subjects, ...people])]],
  );
  // Words of before have none.
  return new Map(
    rows.map(({ subject, said: { group, ...said } }) => [subject, group ? { ...said, group } : said]),
  );
}

/** As `isLater` orders words: those without a group first, then what only a page said, then by time. */
const rank = (said: string) =>
  `(coalesce(jsonb_typeof(${said} -> 'group') = 'object', false), NOT ${said} ? 'isClaimed',
    coalesce((${said} #>> '{group,atMs}')::numeric, -1))`;

/** Another writer may have met the same address meanwhile: the later word stays. */
export async function writeWords(connection: Queryable, { wordsSaid }: World): Promise<void> {
  if (wordsSaid.size === 0) return;
  const inOrder = [...wordsSaid].sort(([one], [other]) => (one < other ? -1 : 1));
  await connection.query(
    `INSERT INTO account_groups (subject, said)
     SELECT subject, said FROM jsonb_to_recordset($1) AS given (subject text, said jsonb)
     ON CONFLICT (subject) DO UPDATE SET said = excluded.said, is_first = false, at = excluded.at
     WHERE ${rank('account_groups.said')} <= ${rank('excluded.said')}`,
    [JSON.stringify(inOrder.map(([subject, said]) => ({ subject, said })))],
  );
}

/**
 * Notes the parts of addresses with another word, where there are several: the company of each is found again. Comes behind the parts of
 * the transaction, so that of two writers the one that waited sees both.
 */
export async function moveByAddress(connection: Queryable, { movedAddresses }: World): Promise<void> {
  if (movedAddresses.size === 0) return;
  await connection.query(
    `SELECT move_parts(array_agg(profile)) FROM (
       SELECT profile, count(*) OVER (PARTITION BY email) AS parts FROM account_parts WHERE email = ANY($1)) AS of
     WHERE parts > 1 HAVING count(*) > 0`,
    [[...movedAddresses]],
  );
}

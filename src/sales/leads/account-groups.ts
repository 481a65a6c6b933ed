/** Words on the companies of people as they are stored: by person, by address and by profile. They outlive the points. */
import type { Queryable } from '../../base/database/database.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { type CompanyWord, isOther, noWord, profileOf, subjectOfAddress } from './account-words.core.ts';
import type { World } from './world.core.ts';

/**
 * What was said of the companies of people, and of the addresses and profiles of the updates. An update without a group needs it too.
 * `people` is a condition on people by the first `values`: it is answered with the other rows of a batch, in their round trip.
 */
export function wordsBefore(
  connection: Queryable,
  records: readonly TierUpdate[],
  { people, values }: { people: string; values: readonly (readonly string[])[] },
): Promise<Map<string, CompanyWord>> {
  const subjects = records.flatMap((record) => {
    const { identity, part } = record;
    if (identity === null) return [];
    const ofAddress = identity.email === null ? [] : [subjectOfAddress(identity.email)];
    return [profileOf(record), ...(part?.joined ?? []), ...ofAddress];
  });
  const where = `subject = ANY($${values.length + 1}) OR subject = ANY(ARRAY(SELECT id FROM people WHERE ${people}))`;
  return wordsWhere(connection, where, [...values, [...new Set(subjects)]]);
}

async function wordsWhere(
  connection: Queryable,
  where: string,
  values: readonly (readonly string[])[],
): Promise<Map<string, CompanyWord>> {
  const { rows } = await connection.query<{ subject: string; said: CompanyWord & { group?: null } }>(
    `SELECT subject, said FROM account_groups WHERE ${where}`,
    [...values],
  );
  // Words of before may have no group, and one that was followed may say where its person stood before that.
  return new Map(
    rows.map(({ subject, said: { group, in: byAddress, ...said } }) => [
      subject,
      group ? { ...said, group } : { ...said, ...(byAddress !== undefined && { in: byAddress }) },
    ]),
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
 * Notes the other parts of addresses with another word: the company of each is found again. `met`: addresses whose parts are written.
 * Their word may be another than was read. Comes behind the parts, under a lock of the addresses. So of two writers the second sees both.
 */
export async function moveByAddress(
  connection: Queryable,
  { movedAddresses, wordsBefore: read }: World,
  met: readonly string[],
): Promise<void> {
  const stored =
    met.length === 0
      ? new Map<string, CompanyWord>()
      : await wordsWhere(connection, 'subject = ANY($1)', [met.map(subjectOfAddress)]);
  const moved = new Map(movedAddresses);
  for (const address of met) {
    const subject = subjectOfAddress(address);
    const word = stored.get(subject);
    if (word !== undefined && isOther(word, read.get(subject) ?? noWord)) moved.set(address, word);
  }
  if (moved.size === 0) return;
  await connection.query(
    `SELECT move_parts(array_agg(profile)) FROM account_parts
     JOIN unnest($1::text[], $2::text[]) AS given (address, by) ON email = address
     WHERE profile IS DISTINCT FROM by HAVING count(*) > 0`,
    [[...moved.keys()], [...moved.values()].map(({ by }) => by ?? null)],
  );
}

/** What tier updates say of the companies of people, as it is stored: another group than before moves a person. */
import type { Queryable } from '../../base/database/database.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import { personOf } from './person.core.ts';
import type { World } from './world.core.ts';

/** What was said of somebody's company. */
export interface SaidGroup extends Pick<Identity, 'company' | 'group'> {
  /** Whether an update of their own ladder said it, and none of a company that is scored since. */
  isFirst?: boolean;
}

/** What was said of the companies of these people and profiles, by their ids. Nothing is read where no update scores a company. */
export async function groupsBefore(
  connection: Queryable,
  records: readonly TierUpdate[],
  people: readonly string[],
): Promise<Map<string, SaidGroup>> {
  const profiles = records.flatMap(({ part, profile }) =>
    part === undefined ? [] : [profile, ...(part.joined ?? [])],
  );
  if (profiles.length === 0) return new Map();
  const { rows } = await connection.query<{ subject: string; said: SaidGroup; is_first: boolean }>(
    'SELECT subject, said, is_first FROM account_groups WHERE subject = ANY($1)',
    [[...profiles, ...people]],
  );
  return new Map(rows.map(({ subject, said, is_first: isFirst }) => [subject, { ...said, isFirst }]));
}

/**
 * Returns what was said last of a person, else of the profile, else of one that became part of it. A person may be found by another
 * profile than before.
 */
export function groupBefore(
  { groupsBefore: said }: World,
  { profile, part }: TierUpdate,
  person: string | undefined,
): SaidGroup | undefined {
  const subjects = [...(person === undefined ? [] : [person]), profile, ...(part?.joined ?? [])];
  return subjects.map((one) => said.get(one)).find((one) => one !== undefined);
}

/** Notes in place what an update says of a company that is scored. */
export function noteGroup(
  world: World,
  { profile, identity }: TierUpdate & { identity: Identity },
  person: string | undefined,
): void {
  const said = { company: identity.company, group: identity.group };
  for (const subject of [profile, ...(person === undefined ? [] : [person])]) {
    world.groupsBefore.set(subject, said);
    world.groupsSaid.set(subject, said);
  }
}

/**
 * Keeps what was noted, also of people who add nothing any more. An update of a person's own ladder is the first word on them at most: it
 * moves nobody into a company that is scored.
 */
export async function keepGroups(
  connection: Queryable,
  world: World,
  records: readonly TierUpdate[],
): Promise<void> {
  const first = new Map<string, SaidGroup>();
  for (const { identity, ...record } of records) {
    if (identity?.group === undefined || record.part !== undefined) continue;
    const said = { company: identity.company, group: identity.group };
    const person = personOf(world, { ...record, identity })?.id;
    for (const subject of [record.profile, ...(person === undefined ? [] : [person])])
      if (!first.has(subject)) first.set(subject, said);
  }
  await insert(connection, first, true, 'DO NOTHING');
  await insert(
    connection,
    world.groupsSaid,
    false,
    '(subject) DO UPDATE SET said = excluded.said, is_first = false',
  );
}

async function insert(
  connection: Queryable,
  groups: ReadonlyMap<string, SaidGroup>,
  isFirst: boolean,
  conflict: string,
): Promise<void> {
  if (groups.size === 0) return;
  const inOrder = [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
  await connection.query(
    `INSERT INTO account_groups (subject, said, is_first)
     SELECT subject, said, $2 FROM jsonb_to_recordset($1) AS given (subject text, said jsonb)
     ON CONFLICT ${conflict}`,
    [JSON.stringify(inOrder.map(([subject, said]) => ({ subject, said }))), isFirst],
  );
}

/**
 * Work since a merge: what scoring and people did while two were one, and whose it is when they are two again.
 *
 * A new lead belongs to the profile that opened it, and a new task to the record it hangs on. Where updates of both were for one lead,
 * the undo is refused: the tier of one is lost.
 */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { MergedTable } from '../store/store.ts';
import { type SharedWork, sortWork, type Update } from './heat.core.ts';

/** What scoring calls two people at the time of a merge, and until when it has spoken, ms by `profile programme`. */
export interface Scored {
  kept: string[];
  merged: string[];
  tiers: Record<string, number>;
}

/** Returns what scoring has said of two people so far. */
export async function scoredOf(
  database: Queryable,
  { kept, merged }: { kept: string; merged: string },
): Promise<Scored> {
  const { rows } = await database.query<{ person: string; profile: string }>(
    `SELECT id AS person, profile FROM people WHERE id = ANY($1) AND profile IS NOT NULL
     UNION SELECT person_id, profile FROM merges WHERE person_id = ANY($1) AND profile IS NOT NULL
     UNION SELECT person_id, profile FROM leads WHERE person_id = ANY($1) AND profile IS NOT NULL
     UNION SELECT person_id, profile FROM tasks WHERE person_id = ANY($1) AND profile IS NOT NULL ORDER BY 1, 2`,
    [[kept, merged]],
  );
  const of = (id: string) => rows.flatMap(({ person, profile }) => (person === id ? [profile] : []));
  const tiers = await tiersOf(
    database,
    rows.map(({ profile }) => profile),
  );
  return {
    ...{ kept: of(kept), merged: of(merged) },
    tiers: Object.fromEntries(tiers.map(({ profile, programme, atMs }) => [`${profile} ${programme}`, atMs])),
  };
}

async function tiersOf(
  database: Queryable,
  profiles: readonly string[],
): Promise<(Update & { atMs: number })[]> {
  const { rows } = await database.query<Update & { atMs: number }>(
    `SELECT profile, programme, at_ms::float8 AS "atMs" FROM profile_tiers WHERE profile = ANY($1) ORDER BY profile, programme`,
    [profiles],
  );
  return rows;
}

/** What is known of a merge of two people. */
export interface MergedPeople {
  id: string;
  merged: string;
  into_record: string;
  profile: string | null;
  former: Readonly<Record<string, unknown>>;
}

/** What goes to the merged person with an undo. */
export interface SinceMerge {
  work: SharedWork[];
  profiles: string[];
}

/** Returns what was opened since the merge for the merged person. Throws `conflict` where nobody can say whose work is. */
export async function sinceMerge(database: Queryable, merge: MergedPeople): Promise<SinceMerge> {
  await requireOwnNames(database, merge);
  const scored = (merge.former['scored'] ?? { kept: [], merged: [], tiers: {} }) as Scored;
  const merged = new Set([...scored.merged, ...[merge.profile].flatMap((one) => one ?? [])]);
  const kept = new Set([...scored.kept, ...(await profilesNow(database, merge))]);
  const tiers = await tiersOf(database, [...kept, ...merged]);
  const updates = tiers.filter(
    ({ profile, programme, atMs }) => atMs > (scored.tiers[`${profile} ${programme}`] ?? -1),
  );
  const campaignsOf = await campaignsByProgramme(database, merge.into_record);
  const { ofMerged, mixed } = sortWork(await workSince(database, merge), {
    profiles: { kept, merged },
    ...{ updates, campaignsOf },
  });
  if (mixed !== null)
    throw new ApiError(
      'conflict',
      `this cannot be undone: events of both people since the merge are in "${mixed.work.id}" of ${mixed.work.kind}, by scoring${
        mixed.update === null
          ? ''
          : `, the last of profile "${mixed.update.profile}" in "${mixed.update.programme}"`
      }`,
    );
  return { work: ofMerged, profiles: [...merged].filter((one) => !scored.kept.includes(one)) };
}

/**
 * Throws `conflict` where scoring has met one of the two since by a name that both may have. The kept person shows the address of the
 * merged one then, or had none.
 */
async function requireOwnNames(
  database: Queryable,
  { id, into_record: kept, profile, former }: MergedPeople,
): Promise<void> {
  const { rows } = await database.query<{ is_taken: boolean; names: string[]; at: Date | null }>(
    `SELECT EXISTS (SELECT FROM merge_rows WHERE merge = $1 AND record = $2 AND changes ? 'email') AS is_taken,
       ARRAY(SELECT jsonb_object_keys(changes) FROM timeline
             WHERE record = $2 AND kind = 'people' AND actor = 'scoring' AND timeline.id > (
               SELECT id FROM timeline WHERE record = $2 AND kind = 'merges' AND changes #>> '{merged,1,merge}' = $1)) AS names`,
    [id, kept],
  );
  const { is_taken: isTaken = false, names = [] } = rows[0] ?? {};
  const isMet = profile !== null && profile !== former['profile'];
  const isNamed = names.includes('email') || (isTaken && (isMet || names.includes('profile')));
  if (isNamed)
    throw new ApiError(
      'conflict',
      'this cannot be undone: scoring has found an address or a profile since that may be of either of the two',
    );
}

/** What scoring calls the person that is left today, also by others who were merged into them. */
async function profilesNow(database: Queryable, { id, into_record: kept }: MergedPeople): Promise<string[]> {
  const { rows } = await database.query<{ profile: string }>(
    `SELECT profile FROM people WHERE id = $1 AND profile IS NOT NULL
     UNION SELECT unnest(ARRAY[profile, former ->> 'profile']) FROM merges WHERE person_id = $1 AND id <> $2
     UNION SELECT jsonb_array_elements_text(former #> '{scored,merged}') FROM merges WHERE person_id = $1 AND id <> $2`,
    [kept, id],
  );
  return rows.flatMap(({ profile }) => profile ?? []);
}

async function campaignsByProgramme(database: Queryable, person: string): Promise<Map<string, Set<string>>> {
  const { rows } = await database.query<{ programme: string; campaign: string }>(
    `SELECT programme, campaign FROM leads WHERE person_id = $1 AND programme IS NOT NULL
     UNION SELECT programme, campaign FROM tasks WHERE person_id = $1 AND programme IS NOT NULL`,
    [person],
  );
  return new Map(
    [...Map.groupBy(rows, ({ programme }) => programme)].map(([programme, some]) => [
      programme,
      new Set(some.map(({ campaign }) => campaign)),
    ]),
  );
}

/** Leads and contact tasks of the person that were open after the merge. */
async function workSince(
  database: Queryable,
  { id, merged, into_record }: MergedPeople,
): Promise<SharedWork[]> {
  const of = (table: string, closed: string, condition: string) => `
    SELECT id, '${table}' AS kind, campaign, profile, created_at,
      EXISTS (SELECT FROM merge_rows WHERE merge = $1 AND kind = '${table}' AND record = ${table}.id
              AND changes #>> '{person_id,0}' = $3) AS "hasMoved",
      EXISTS (SELECT FROM timeline WHERE record = ${table}.id AND timeline.id > (SELECT id FROM said) AND changes ? 'id') AS "isNew"
    FROM ${table} WHERE person_id = $2 AND (${closed} IS NULL OR ${closed} > (SELECT at FROM said)) AND ${condition}`;
  const { rows } = await database.query<SharedWork>(
    `WITH said AS (
       SELECT id, at FROM timeline WHERE record = $2 AND kind = 'merges' AND changes #>> '{merged,1,merge}' = $1)
     ${of('leads', 'closed_at', 'true')} UNION ALL ${of('tasks', 'completed_at', 'episode IS NOT NULL')}
     ORDER BY created_at, id`,
    [id, into_record, merged],
  );
  return rows;
}

/** Gives the merged person what was opened since for them, and what scoring said of them while they were not to be contacted. */
export async function handBack(
  database: Queryable,
  { merged, into_record: kept }: MergedPeople,
  { work, profiles }: SinceMerge,
  nowMs: number,
): Promise<void> {
  for (const kind of ['leads', 'tasks'] as const)
    await database.query(
      `UPDATE ${kind} SET person_id = $2, updated_at = $3 WHERE id = ANY($1) AND person_id <> $2`,
      [work.flatMap((one) => (one.kind === kind ? [one.id] : [])), merged, new Date(nowMs)],
    );
  await database.query(
    `UPDATE suppressed_updates SET person_id = $3, subject_id = $3
     WHERE person_id = $2 AND subject_id = $2 AND profile = ANY($1)`,
    [profiles, kept, merged],
  );
}

/** What hangs on what, in the order in which it follows. */
const hanging: Readonly<Record<string, readonly string[]>> = {
  opportunities: ['lead_id'],
  deals: ['lead_id', 'opportunity_id'],
  orders: ['lead_id', 'opportunity_id', 'deal_id'],
  jobs: ['lead_id', 'opportunity_id', 'deal_id', 'order_id'],
  tasks: ['lead_id', 'opportunity_id', 'deal_id', 'order_id', 'job_id'],
  activities: ['lead_id', 'opportunity_id', 'deal_id', 'order_id', 'job_id'],
};

/** A row that follows the record it hangs on. */
export interface Following {
  kind: string;
  record: string;
}

/** Gives a record what was made since the merge for records that are its own again. Returns the rows. */
export async function followBack(
  database: Queryable,
  {
    kind,
    merged,
    into_record: kept,
    at,
  }: Pick<MergedPeople, 'merged' | 'into_record'> & { kind: MergedTable; at: Date },
  records: readonly string[],
  nowMs: number,
): Promise<Following[]> {
  const column = kind === 'people' ? 'person_id' : 'company_id';
  const ids = [...records];
  const followed: Following[] = [];
  for (const [table, columns] of Object.entries(hanging)) {
    const on = kind === 'companies' ? [...columns, 'person_id'] : columns;
    const { rows } = await database.query<{ id: string }>(
      `UPDATE ${table} SET ${column} = $1, updated_at = $5
       WHERE ${column} = $2 AND created_at >= $4 AND (${on.map((one) => `${one} = ANY($3)`).join(' OR ')}) RETURNING id`,
      [merged, kept, ids, at, new Date(nowMs)],
    );
    ids.push(...rows.map(({ id }) => id));
    followed.push(...rows.map(({ id }) => ({ kind: table, record: id })));
  }
  return followed;
}

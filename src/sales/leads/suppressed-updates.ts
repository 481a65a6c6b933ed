/** The store of kept updates: of people who wish no contact, in the order in which they came. */
import { type Queryable, together } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type TierUpdate, tierUpdateSchema } from '../../contract/api/api.ts';
import type { PersonRow } from '../store/store.ts';
import { episodeKey } from './open-work.core.ts';
import { releasedAt } from './quarantine.core.ts';
import { added, afterItsEpisode, type Kept, type SuppressedUpdate } from './suppressed-updates.core.ts';

interface Row {
  id: string;
  person: string;
  subject: string;
  has_ended: boolean;
  record: unknown;
  former: Partial<PersonRow> | null;
}

const columns = 'id::text, person_id AS person, subject_id AS subject, has_ended, record, former';

/** Keeps updates, and says of those whose episode one of them ends that it has ended. */
export async function keepSuppressed(
  connection: Queryable,
  updates: readonly SuppressedUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  const people = [...new Set(updates.map(({ person }) => person))];
  const { rows } = await connection.query<Row>(
    `SELECT tail.* FROM unnest($1::text[]) AS given (person), LATERAL (
       SELECT ${columns} FROM suppressed_updates WHERE person_id = given.person ORDER BY suppressed_updates.id DESC LIMIT 2) AS tail
     ORDER BY tail.id::bigint`,
    [people],
  );
  const tails = new Map<string, Kept[]>();
  for (const row of rows) tails.set(row.person, [...(tails.get(row.person) ?? []), keptOf(row)]);
  for (const update of updates) tails.set(update.person, added(tails.get(update.person) ?? [], update));
  const left = [...tails.values()].flat();
  const ids = new Set(left.map(({ id }) => id));
  // In the order in which they came, over all people too.
  const isNew = new Set(left.filter(({ id }) => id === null).map(({ record }) => record));
  const fresh = updates.filter(({ record }) => isNew.has(record));
  // What comes after an end goes on with the episode, where that is armed again only later.
  const endsAt = new Map(
    updates.flatMap(({ record }, position) =>
      record.to === 0 ? [[episodeKey(record), position] as const] : [],
    ),
  );
  await together([
    connection.query('DELETE FROM suppressed_updates WHERE id = ANY($1)', [
      rows.map(({ id }) => id).filter((id) => !ids.has(id)),
    ]),
    connection.query('UPDATE suppressed_updates SET has_ended = true WHERE episode = ANY($1)', [
      [...endsAt.keys()],
    ]),
    connection.query(
      `INSERT INTO suppressed_updates (person_id, subject_id, profile, episode, has_ended, record, former)
       SELECT person, subject, record ->> 'profile', episode, "hasEnded", record, former
       FROM jsonb_to_recordset($1)
         AS given (person text, subject text, episode text, "hasEnded" boolean, record jsonb, former jsonb, position integer)
       ORDER BY position`,
      [JSON.stringify(fresh.map((one) => rowOf(one, updates.indexOf(one), endsAt)))],
    ),
    connection.query(
      `DELETE FROM suppressed_updates WHERE id IN (
         SELECT id FROM (
           SELECT id, row_number() OVER (PARTITION BY person_id
                    ORDER BY (record -> 'from' = record -> 'to' AND record -> 'actions' = '[]'), id DESC) AS position
           FROM suppressed_updates WHERE person_id = ANY($1)) AS ranked
         WHERE position > $2)`,
      [people, limits.suppressedUpdatesMax],
    ),
  ]);
}

function rowOf(update: SuppressedUpdate, position: number, endsAt: ReadonlyMap<string, number>) {
  const episode = episodeKey(update.record);
  return { ...update, position, episode, hasEnded: position <= (endsAt.get(episode) ?? -1) };
}

/** The last of what is kept: what comes later is for another withdrawal. Null for nothing. */
export async function lastSuppressed(
  connection: Queryable,
  people: readonly string[],
): Promise<string | null> {
  const { rows } = await connection.query<{ last: string | null }>(
    'SELECT max(id)::text AS last FROM suppressed_updates WHERE person_id = ANY($1)',
    [people],
  );
  return rows[0]?.last ?? null;
}

/** Takes out the next updates that were kept for people, as they are to be applied now; empty at the end. */
export async function takeSuppressed(
  connection: Queryable,
  people: readonly string[],
  last: string,
  nowMs: number,
): Promise<Omit<SuppressedUpdate, 'person'>[]> {
  const { rows } = await connection.query<Row>(
    `DELETE FROM suppressed_updates WHERE id IN (
       SELECT id FROM suppressed_updates WHERE person_id = ANY($1) AND id <= $2 ORDER BY person_id, id LIMIT $3)
     RETURNING ${columns}`,
    [people, last, limits.applyRecordsMax],
  );
  return rows
    .sort((one, other) => Number(BigInt(one.id) - BigInt(other.id)))
    .map(keptOf)
    .map((one) => ({ ...one, record: releasedAt(one.record, nowMs) }));
}

/** Profiles that have kept updates, and `person campaign` of these, among those of some records. */
export async function keptWorkOf(
  connection: Queryable,
  records: readonly TierUpdate[],
): Promise<readonly string[]> {
  if (records.length === 0) return [];
  const { rows } = await connection.query<{ profile: string; work: string }>(
    `SELECT DISTINCT profile, subject_id || ' ' || (record ->> 'campaign') AS work FROM suppressed_updates
     WHERE profile = ANY($1) OR subject_id IN (SELECT id FROM people WHERE email = ANY($2))`,
    [records.map(({ profile }) => profile), records.flatMap(({ identity }) => identity?.email ?? [])],
  );
  return rows.flatMap(({ profile, work }) => [profile, work]);
}

function keptOf({ id, person, subject, has_ended: hasEnded, record, former }: Row): Kept {
  const parsed = tierUpdateSchema.parse(record);
  return { id, person, subject, former, record: hasEnded ? afterItsEpisode(parsed) : parsed };
}

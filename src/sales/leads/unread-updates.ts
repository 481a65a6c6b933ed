/** Tier updates that could not be read or stored: listed, dropped, and applied again after a repair. */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { partOf, writeAccounts } from './account-parts.ts';
import { applyRecord } from './apply.core.ts';
import { type Data, isDataError, readEntry, writeAll } from './apply.ts';
import { leadIdOf, taskIdOf } from './open-work.core.ts';
import { hearWord } from './person.core.ts';
import { writeTiers } from './profile-tiers.ts';
import type { World } from './world.core.ts';
import { loadWorld } from './world-rows.ts';

/** One that waits. */
export interface UnreadUpdate {
  partition: number;
  /** Its id in the stream of its partition. */
  entry: string;
  atMs: number;
  reason: string;
  record: unknown;
}

/** Names one; also where a page of them ended. */
export type UnreadName = Pick<UnreadUpdate, 'partition' | 'entry'>;
export type UnreadPosition = UnreadName & Pick<UnreadUpdate, 'atMs'>;

interface Row {
  partition: number;
  entry: string;
  buried_at: Date;
  reason: string;
  record: unknown;
}

const columns = 'partition, entry, buried_at, reason, record';
const ofRow = ({ buried_at, ...row }: Row): UnreadUpdate => ({ ...row, atMs: buried_at.getTime() });

/** Those that wait, the oldest first, behind a position; of one partition, where one is named. */
export async function unreadUpdates(
  pool: pg.Pool,
  after: UnreadPosition | null,
  countMax: number,
  partition: number | undefined,
): Promise<UnreadUpdate[]> {
  // A position has whole milliseconds, a row has parts of one.
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM dead_letters
     WHERE (date_trunc('milliseconds', buried_at), partition, entry) > ($1::timestamptz, $2::integer, $3)
       AND ($4::integer IS NULL OR partition = $4)
     ORDER BY date_trunc('milliseconds', buried_at), partition, entry LIMIT $5`,
    [
      after === null ? '-infinity' : new Date(after.atMs).toISOString(),
      ...[after?.partition ?? 0, after?.entry ?? '', partition ?? null, countMax],
    ],
  );
  return rows.map(ofRow);
}

/** Returns one; null where none of this name waits. */
export async function unreadUpdate(
  database: Queryable,
  { partition, entry }: UnreadName,
  isLocked = false,
): Promise<UnreadUpdate | null> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM dead_letters WHERE partition = $1 AND entry = $2${isLocked ? ' FOR UPDATE' : ''}`,
    [partition, entry],
  );
  return rows[0] === undefined ? null : ofRow(rows[0]);
}

/** Drops one for good. Returns what waited; null where none did. */
export async function dropUnread(
  database: Queryable,
  { partition, entry }: UnreadName,
): Promise<UnreadUpdate | null> {
  const { rows } = await database.query<Row>(
    `DELETE FROM dead_letters WHERE partition = $1 AND entry = $2 RETURNING ${columns}`,
    [partition, entry],
  );
  return rows[0] === undefined ? null : ofRow(rows[0]);
}

/**
 * Applies one again, with all that it does, in one transaction. Returns what waited; null where none did. Throws `conflict`, and leaves it
 * as it is, where it still cannot be applied, or would set back what later updates of its profile did.
 */
export function replayUnread(
  pool: pg.Pool,
  { flows, routing }: Omit<Data, 'nowMs'>,
  name: UnreadName,
): Promise<UnreadUpdate | null> {
  const replaying = transaction(pool, async (connection) => {
    const waiting = await unreadUpdate(connection, name, true);
    if (waiting === null) return null;
    const { record, reason } = readEntry({
      partition: name.partition,
      id: name.entry,
      record: waiting.record,
    });
    if (record === null) throw new ApiError('conflict', `it still cannot be read: ${reason}`);
    const world = await loadWorld(connection, flows, await routing.current(), [record]);
    const isLate = await isOvertaken(connection, record);
    if (isLate && !opensAnew(world, record))
      throw new ApiError(
        'conflict',
        'later tier updates of its profile were applied: it would set them back. Drop it.',
      );
    const part = record.part === undefined ? null : partOf(world, record);
    const alerts = part === null ? applyRecord(world, record) : [];
    if (part === null && !isLate) hearWord(world, record);
    await writeAll(connection, flows, world, alerts);
    await writeAccounts(connection, world, part === null ? [] : [part]);
    if (!isLate) await writeTiers(connection, [record]);
    await dropUnread(connection, name);
    return waiting;
  });
  return replaying.catch((error: unknown) => {
    if (isDataError(error))
      throw new ApiError('conflict', `it still cannot be stored: ${(error as Error).message}`);
    throw error;
  });
}

/** Whether a later update of its profile and programme was applied. */
async function isOvertaken(
  connection: Queryable,
  { profile, programme, atMs }: TierUpdate,
): Promise<boolean> {
  const { rows } = await connection.query(
    'SELECT FROM profile_tiers WHERE profile = $1 AND programme = $2 AND at_ms > $3 FOR UPDATE',
    [profile, programme, atMs],
  );
  return rows.length > 0;
}

/** Whether it is a rise whose lead and task nobody has: a later update heats them, and opens none. */
function opensAnew(world: World, record: TierUpdate): boolean {
  return record.to > record.from && !world.leads.has(leadIdOf(record)) && !world.tasks.has(taskIdOf(record));
}

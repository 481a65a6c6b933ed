/**
 * Opening an era: Redis has lost data, or somebody asks for a restore.
 *
 * One process at a time does it, behind a lock in PostgreSQL. In each partition one atomic act ends every lease and drops what
 * was on its way. Then each reader in PostgreSQL is placed where the streams of this Redis and its own rows part. A process that
 * dies on the way leaves partitions that nobody can lease; the next one does all of it again.
 */
import type pg from 'pg';
import { transaction } from '../../base/database/database.ts';
import { firstId, isAfter, limits, type StreamPosition } from '../../base/kernel/kernel.ts';
import {
  beginRestore,
  erasedNames,
  historyPositions,
  type Installation,
  lockInstallation,
  readMemory,
  saltOf,
  unknownAmong,
} from '../history/history.ts';
import { digestOf, type Eras, type Marks } from '../stream/stream.ts';
import { joinedMemory, memoryKeys } from './memory.core.ts';

export interface OpeningOptions {
  pool: pg.Pool;
  eras: Eras;
  partitions: number;
  /** Places other readers of the streams at their beginnings, in the transaction. */
  restartReaders: (connection: pg.PoolClient, partitions: number, era: number) => Promise<void>;
}

type Stream = 'events' | 'ledger';

/** Begins the era after one; returns it. Null when another process did so meanwhile. */
export async function openEra(
  { pool, eras, partitions, restartReaders }: OpeningOptions,
  after: Installation,
  reason: string,
): Promise<number | null> {
  const { id } = after;
  const era = after.era + 1;
  const isOurs = await transaction(pool, async (connection) => {
    const kept = await lockInstallation(connection);
    if (kept.era !== after.era) return false;
    // Before the partitions are opened: what a copier commits later would be copied again.
    const positions = await historyPositions.lockAll(connection, partitions, after.era);
    for (let partition = 0; partition < partitions; partition++) await eras.open(partition, { id, era });
    // What was erased since Redis was in this state must not be scored again.
    await eras.rememberErased(await saltOf(connection), await erasedNames(connection));
    const memory = await eras.memory(memoryKeys);
    await eras.remember(joinedMemory(memory, await readMemory(connection)));
    const marks = await eras.marks();
    for (const [partition, { of }] of marks.entries())
      for (const stream of ['events', 'ledger'] as const) {
        const before = positions[stream].get(partition) ?? { entry: firstId, digest: '' };
        const found = { partition, stream, mark: of[stream], before };
        const position = await partingOf(connection, eras, found);
        await historyPositions.set(connection, [{ stream, partition, ...position }], era);
      }
    await restartReaders(connection, partitions, era);
    const { ids, beforeMs } = await eras.lastAppended();
    await beginRestore(connection, { era, reason, openedMs: beforeMs, openedAt: ids });
    return true;
  });
  if (!isOurs) return null;
  await finishOpening(eras, pool, { ...after, era });
  return era;
}

/** Lets processes work in an era whose partitions are open. */
export async function finishOpening(eras: Eras, pool: pg.Pool, kept: Installation): Promise<void> {
  const positions = await historyPositions.read(pool, kept.era);
  const partitions = new Set([...positions.events.keys(), ...positions.ledger.keys()]);
  for (const partition of partitions)
    await eras.mark(partition, kept, {
      events: positions.events.get(partition)?.entry ?? firstId,
      ledger: positions.ledger.get(partition)?.entry ?? firstId,
    });
  await eras.install(kept);
}

interface Found {
  partition: number;
  stream: Stream;
  /** How far Redis knows that the history is. */
  mark: Marks['of'][Stream];
  /** How far the history is. */
  before: StreamPosition;
}

/**
 * Returns the last entry that both the stream and the history have. All up to the mark they have both. What follows is of before
 * the loss for as long as the history knows it. It is new from the first entry on that the history does not know.
 */
async function partingOf(
  connection: pg.PoolClient,
  eras: Eras,
  { partition, stream, mark, before }: Found,
): Promise<StreamPosition> {
  if (!isAfter(before.entry, mark)) return before;
  let position: StreamPosition = { entry: mark, digest: '' };
  for (;;) {
    const page = await eras.entriesAfter(partition, stream, position.entry, limits.partingEntriesMax);
    const known = page.filter(({ id }) => !isAfter(id, before.entry));
    const unknown = await unknownAmong(connection, stream, known);
    for (const { id, json } of known) {
      if (unknown.has(id)) return position;
      position = { entry: id, digest: digestOf(json) };
    }
    if (known.length < page.length || page.length < limits.partingEntriesMax) return position;
  }
}

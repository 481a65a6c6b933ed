/** The offset up to which each stream was copied, in PostgreSQL, where it moves with the rows. */
import {
  type ByStream,
  PositionTable,
  type Queryable,
  type ReadAfter as ReadAfterIn,
} from '../../base/database/database.ts';
import type { StreamPosition } from '../../base/kernel/kernel.ts';
import { digestOf, type HistoryBatch } from '../stream/stream.ts';

const streams = ['events', 'ledger'] as const;
type Copied = (typeof streams)[number];

/** The last entry copied, by partition. */
export type Offsets = ByStream<Copied, string>;
/** The same with their digests. */
export type Positions = ByStream<Copied, StreamPosition>;
/** The era in which a batch was read, and the offsets after which. */
export type ReadAfter = ReadAfterIn<Copied>;

export const historyPositions = new PositionTable<Copied>('history_offsets', streams);

/** The offsets of the partitions of a batch, without those that have moved since it was read. */
export function lockOffsets(
  connection: Queryable,
  batch: HistoryBatch,
  after: ReadAfter | null,
): Promise<Offsets> {
  const parts = streams.flatMap((stream) =>
    [...new Set(batch[stream].map(({ partition }) => partition))].map((partition) => ({ stream, partition })),
  );
  return historyPositions.lock(connection, parts, after);
}

/** Writes the offsets with digests of their entries; returns these. */
export async function writeOffsets(
  connection: Queryable,
  offsets: Offsets,
  batch: HistoryBatch,
): Promise<Offsets> {
  const digests: Offsets = { events: new Map(), ledger: new Map() };
  const moved: Positions = { events: new Map(), ledger: new Map() };
  for (const stream of streams)
    for (const { partition, id, json } of batch[stream]) {
      if (offsets[stream].get(partition) !== id) continue;
      const digest = digestOf(json);
      digests[stream].set(partition, digest);
      moved[stream].set(partition, { entry: id, digest });
    }
  await historyPositions.write(connection, moved);
  return digests;
}

/** The offset up to which each stream was copied, in PostgreSQL, where it moves with the rows. */
import { type Queryable, together } from '../../base/database/database.ts';
import type { HistoryBatch, HistoryEntry } from '../stream/stream.ts';

/** The last entry copied, by partition. */
export interface Offsets {
  events: Map<number, string>;
  ledger: Map<number, string>;
}

interface OffsetRow {
  stream: keyof Offsets;
  partition: number;
  entry: string;
}

export async function readOffsets(database: Queryable): Promise<Offsets> {
  const { rows } = await database.query<OffsetRow>('SELECT stream, partition, entry FROM history_offsets');
  return offsetsOf(rows);
}

/** The offsets of the partitions of a batch. Of two copiers at once, the second waits here, and then finds the entries copied. */
export async function lockOffsets(connection: Queryable, batch: HistoryBatch): Promise<Offsets> {
  const wanted = (['events', 'ledger'] as const).flatMap((stream) =>
    partitionsOf(batch[stream]).map((partition) => ({ stream, partition })),
  );
  const given = [wanted.map(({ stream }) => stream), wanted.map(({ partition }) => partition)];
  const [, { rows }] = await together([
    connection.query(
      `INSERT INTO history_offsets (stream, partition, entry)
       SELECT stream, partition, '0-0' FROM unnest($1::text[], $2::int[]) AS given (stream, partition)
       ORDER BY stream, partition ON CONFLICT DO NOTHING`,
      given,
    ),
    connection.query<OffsetRow>(
      `SELECT stream, partition, entry FROM history_offsets
       WHERE (stream, partition) IN (SELECT * FROM unnest($1::text[], $2::int[]))
       ORDER BY stream, partition FOR UPDATE`,
      given,
    ),
  ]);
  return offsetsOf(rows);
}

export async function writeOffsets(connection: Queryable, offsets: Offsets): Promise<void> {
  const rows = (['events', 'ledger'] as const).flatMap((stream) =>
    [...offsets[stream]].map(([partition, entry]) => ({ stream, partition, entry })),
  );
  await connection.query(
    `UPDATE history_offsets AS kept SET entry = given.entry
     FROM unnest($1::text[], $2::int[], $3::text[]) AS given (stream, partition, entry)
     WHERE kept.stream = given.stream AND kept.partition = given.partition`,
    [
      rows.map(({ stream }) => stream),
      rows.map(({ partition }) => partition),
      rows.map(({ entry }) => entry),
    ],
  );
}

function partitionsOf(entries: readonly HistoryEntry[]): number[] {
  return [...new Set(entries.map(({ partition }) => partition))];
}

function offsetsOf(rows: readonly OffsetRow[]): Offsets {
  const offsets: Offsets = { events: new Map(), ledger: new Map() };
  for (const { stream, partition, entry } of rows) offsets[stream].set(partition, entry);
  return offsets;
}

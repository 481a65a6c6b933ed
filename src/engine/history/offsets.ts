/** The offset up to which each stream was copied, in PostgreSQL, where it moves with the rows. */
import { type Queryable, together } from '../../base/database/database.ts';
import { firstId } from '../../base/kernel/kernel.ts';
import { digestOf, type HistoryBatch, type HistoryEntry, type Position } from '../stream/stream.ts';

/** The last entry copied, by partition. */
export interface Offsets {
  events: Map<number, string>;
  ledger: Map<number, string>;
}

/** The same with their digests, and the era they are of. */
export interface Positions {
  events: Map<number, Position>;
  ledger: Map<number, Position>;
}

interface OffsetRow extends Position {
  stream: keyof Offsets;
  partition: number;
  era: number;
}

const columns = 'stream, partition, entry, digest, era';

/** The positions of an era; a partition that is in another one is left out. */
export async function readPositions(database: Queryable, era: number): Promise<Positions> {
  const { rows } = await database.query<OffsetRow>(`SELECT ${columns} FROM history_offsets WHERE era = $1`, [
    era,
  ]);
  const positions: Positions = { events: new Map(), ledger: new Map() };
  for (const { stream, partition, entry, digest } of rows)
    positions[stream].set(partition, { entry, digest });
  return positions;
}

/** The positions of an era, of every partition. No copier moves one of them before the transaction ends. */
export async function lockPositions(
  connection: Queryable,
  partitions: number,
  era: number,
): Promise<Positions> {
  await connection.query(
    `INSERT INTO history_offsets (stream, partition, entry, era)
     SELECT stream, partition, '0-0', $2 FROM unnest(ARRAY['events', 'ledger']) AS stream, generate_series(0, $1::int - 1) AS partition
     ORDER BY stream, partition ON CONFLICT DO NOTHING`,
    [partitions, era],
  );
  await connection.query('SELECT FROM history_offsets ORDER BY stream, partition FOR UPDATE');
  return readPositions(connection, era);
}

/** Takes all positions into a later era as they are. */
export async function raisePositions(connection: Queryable, era: number): Promise<void> {
  await connection.query('UPDATE history_offsets SET era = $1 WHERE era < $1', [era]);
}

/** Sets a position for an era that is being opened. */
export async function placeOffset(
  connection: Queryable,
  stream: keyof Offsets,
  partition: number,
  { entry, digest, era }: Position & { era: number },
): Promise<void> {
  await connection.query(
    `INSERT INTO history_offsets (stream, partition, entry, digest, era) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (stream, partition) DO UPDATE SET entry = excluded.entry, digest = excluded.digest, era = excluded.era`,
    [stream, partition, entry, digest, era],
  );
}

/** The era in which a batch was read, and the offsets after which. */
export interface ReadAfter {
  era: number;
  offsets: Offsets;
}

/**
 * The offsets of the partitions of a batch. Of two copiers at once, the second waits here, and then finds the entries copied.
 * A partition that has moved since the batch was read is left out: its entries may be of a Redis that was set back.
 */
export async function lockOffsets(
  connection: Queryable,
  batch: HistoryBatch,
  after: ReadAfter | null,
): Promise<Offsets> {
  const wanted = (['events', 'ledger'] as const).flatMap((stream) =>
    partitionsOf(batch[stream]).map((partition) => ({ stream, partition })),
  );
  const given = [wanted.map(({ stream }) => stream), wanted.map(({ partition }) => partition)];
  const [, { rows }] = await together([
    connection.query(
      `INSERT INTO history_offsets (stream, partition, entry, era)
       SELECT stream, partition, '0-0', $3 FROM unnest($1::text[], $2::int[]) AS given (stream, partition)
       ORDER BY stream, partition ON CONFLICT DO NOTHING`,
      [...given, after?.era ?? 1],
    ),
    connection.query<OffsetRow>(
      `SELECT ${columns} FROM history_offsets
       WHERE (stream, partition) IN (SELECT * FROM unnest($1::text[], $2::int[]))
       ORDER BY stream, partition FOR UPDATE`,
      given,
    ),
  ]);
  const hasStayed = ({ stream, partition, entry, era }: OffsetRow) =>
    after === null || (era === after.era && entry === (after.offsets[stream].get(partition) ?? firstId));
  return offsetsOf(rows.filter(hasStayed));
}

/** Writes the offsets with digests of their entries; returns these. */
export async function writeOffsets(
  connection: Queryable,
  offsets: Offsets,
  batch: HistoryBatch,
): Promise<Offsets> {
  const digests = digestsOf(offsets, batch);
  const rows = (['events', 'ledger'] as const).flatMap((stream) =>
    [...digests[stream]].map(([partition, digest]) => ({
      ...{ stream, partition, digest },
      entry: offsets[stream].get(partition) ?? firstId,
    })),
  );
  await connection.query(
    `UPDATE history_offsets AS kept SET entry = given.entry, digest = given.digest
     FROM unnest($1::text[], $2::int[], $3::text[], $4::text[]) AS given (stream, partition, entry, digest)
     WHERE kept.stream = given.stream AND kept.partition = given.partition`,
    [
      rows.map(({ stream }) => stream),
      rows.map(({ partition }) => partition),
      rows.map(({ entry }) => entry),
      rows.map(({ digest }) => digest),
    ],
  );
  return digests;
}

/** Digests of the entries at the offsets, as far as they are in the batch. */
function digestsOf(offsets: Offsets, batch: HistoryBatch): Offsets {
  const digests: Offsets = { events: new Map(), ledger: new Map() };
  for (const stream of ['events', 'ledger'] as const)
    for (const { partition, id, json } of batch[stream])
      if (offsets[stream].get(partition) === id) digests[stream].set(partition, digestOf(json));
  return digests;
}

function partitionsOf(entries: readonly HistoryEntry[]): number[] {
  return [...new Set(entries.map(({ partition }) => partition))];
}

function offsetsOf(rows: readonly OffsetRow[]): Offsets {
  const offsets: Offsets = { events: new Map(), ledger: new Map() };
  for (const { stream, partition, entry } of rows) offsets[stream].set(partition, entry);
  return offsets;
}

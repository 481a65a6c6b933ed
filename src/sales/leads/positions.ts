/** How far sales is in the tier updates of each partition, in PostgreSQL, where it moves with the rows. */
import { type Queryable, together } from '../../base/database/database.ts';
import { firstId } from '../../base/kernel/kernel.ts';

/** The last entry applied, and a digest that distinguishes it from another of the same id. */
export interface Position {
  entry: string;
  digest: string;
}

/** The era in which entries were read, and the offsets after which. */
export interface ReadAfter {
  era: number;
  offsets: ReadonlyMap<number, string>;
}

interface PositionRow extends Position {
  partition: number;
  era: number;
}

/** The positions of an era; a partition that is in another one is left out. */
export async function readPositions(database: Queryable, era: number): Promise<Map<number, Position>> {
  const { rows } = await database.query<PositionRow>(
    'SELECT partition, entry, digest FROM stream_offsets WHERE era = $1',
    [era],
  );
  return new Map(rows.map(({ partition, entry, digest }) => [partition, { entry, digest }]));
}

/**
 * The offsets of partitions. Two appliers at once: the second waits here, then finds the batch applied. A partition that has
 * moved since the entries were read is left out: they may be of a Redis that was set back.
 */
export async function lockPositions(
  connection: Queryable,
  partitions: readonly number[],
  after: ReadAfter | null,
): Promise<Map<number, string>> {
  const [, { rows }] = await together([
    connection.query(
      `INSERT INTO stream_offsets (partition, entry, era)
       SELECT partition, '0-0', $2 FROM unnest($1::int[]) AS partition ORDER BY partition ON CONFLICT DO NOTHING`,
      [partitions, after?.era ?? 1],
    ),
    connection.query<PositionRow>(
      'SELECT partition, entry, era FROM stream_offsets WHERE partition = ANY($1) ORDER BY partition FOR UPDATE',
      [partitions],
    ),
  ]);
  const stayed = rows.filter(
    ({ partition, entry, era }) =>
      after === null || (era === after.era && entry === (after.offsets.get(partition) ?? firstId)),
  );
  return new Map(stayed.map(({ partition, entry }) => [partition, entry]));
}

export async function writePositions(
  connection: Queryable,
  positions: ReadonlyMap<number, Position>,
): Promise<void> {
  const places = [...positions.values()];
  await connection.query(
    `UPDATE stream_offsets SET entry = given.entry, digest = given.digest
     FROM unnest($1::int[], $2::text[], $3::text[]) AS given (partition, entry, digest)
     WHERE stream_offsets.partition = given.partition`,
    [[...positions.keys()], places.map(({ entry }) => entry), places.map(({ digest }) => digest)],
  );
}

/** Begins an era: every partition is read from its beginning, because what was in it is void. */
export async function restartPositions(
  connection: Queryable,
  partitions: number,
  era: number,
): Promise<void> {
  await connection.query(
    `INSERT INTO stream_offsets (partition, entry, digest, era)
     SELECT partition, '0-0', '', $2 FROM generate_series(0, $1::int - 1) AS partition
     ON CONFLICT (partition) DO UPDATE SET entry = excluded.entry, digest = excluded.digest, era = excluded.era`,
    [partitions, era],
  );
}

/** Takes all positions into a later era as they are. */
export async function raisePositions(connection: Queryable, era: number): Promise<void> {
  await connection.query('UPDATE stream_offsets SET era = $1 WHERE era < $1', [era]);
}

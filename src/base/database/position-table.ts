/**
 * Positions of a reader of streams, in a table of its own, where they move with the rows that the reader writes.
 *
 * The table has a row for each stream and partition: `stream`, `partition`, `entry`, `digest`, `era`. A position of an era
 * says nothing of another era: Redis may have been set back between them.
 */
import { firstId, type StreamPosition } from '../kernel/kernel.ts';
import { type Queryable, together } from './queryable.ts';

/** Something of each partition, by stream. */
export type ByStream<Stream extends string, Value> = Record<Stream, Map<number, Value>>;

/** A partition of a stream. */
export interface Part<Stream extends string> {
  stream: Stream;
  partition: number;
}

/** The era in which entries were read, and the offsets after which. */
export interface ReadAfter<Stream extends string> {
  era: number;
  offsets: Readonly<Record<Stream, ReadonlyMap<number, string>>>;
}

type PositionRow<Stream extends string> = Part<Stream> & StreamPosition & { era: number };

export class PositionTable<Stream extends string> {
  readonly #table: string;
  readonly #streams: readonly Stream[];

  constructor(table: string, streams: readonly Stream[]) {
    this.#table = table;
    this.#streams = streams;
  }

  /** The positions of an era; a partition that is in another one is left out. */
  async read(database: Queryable, era: number): Promise<ByStream<Stream, StreamPosition>> {
    const { rows } = await database.query<PositionRow<Stream>>(
      `SELECT stream, partition, entry, digest FROM ${this.#table} WHERE era = $1`,
      [era],
    );
    return this.#byStream(rows, ({ entry, digest }) => ({ entry, digest }));
  }

  /**
   * The offsets of some partitions. One that another reader works on is left out, so that two readers share the partitions. So is
   * one that has moved since the entries were read: they may be of a Redis that was set back.
   */
  async lock(
    connection: Queryable,
    parts: readonly Part<Stream>[],
    after: ReadAfter<Stream> | null,
  ): Promise<ByStream<Stream, string>> {
    const given = [parts.map(({ stream }) => stream), parts.map(({ partition }) => partition)];
    const [, { rows }] = await together([
      connection.query(
        `INSERT INTO ${this.#table} (stream, partition, entry, era)
         SELECT stream, partition, '${firstId}', $3 FROM unnest($1::text[], $2::int[]) AS given (stream, partition)
         ORDER BY stream, partition ON CONFLICT DO NOTHING`,
        [...given, after?.era ?? 1],
      ),
      connection.query<PositionRow<Stream>>(
        `SELECT stream, partition, entry, era FROM ${this.#table}
         WHERE (stream, partition) IN (SELECT * FROM unnest($1::text[], $2::int[]))
         ORDER BY stream, partition FOR UPDATE SKIP LOCKED`,
        given,
      ),
    ]);
    const hasStayed = ({ stream, partition, entry, era }: PositionRow<Stream>) =>
      after === null || (era === after.era && entry === (after.offsets[stream].get(partition) ?? firstId));
    return this.#byStream(rows.filter(hasStayed), ({ entry }) => entry);
  }

  /** The positions of an era, of every partition. No reader moves one of them before the transaction ends. */
  async lockAll(
    connection: Queryable,
    partitions: number,
    era: number,
  ): Promise<ByStream<Stream, StreamPosition>> {
    await connection.query(
      `INSERT INTO ${this.#table} (stream, partition, entry, era)
       SELECT stream, partition, '${firstId}', $3 FROM unnest($1::text[]) AS stream, generate_series(0, $2::int - 1) AS partition
       ORDER BY stream, partition ON CONFLICT DO NOTHING`,
      [this.#streams, partitions, era],
    );
    await connection.query(`SELECT FROM ${this.#table} ORDER BY stream, partition FOR UPDATE`);
    return this.read(connection, era);
  }

  /** Moves positions that are locked. */
  async write(
    connection: Queryable,
    positions: Readonly<Record<Stream, ReadonlyMap<number, StreamPosition>>>,
  ): Promise<void> {
    const rows = this.#streams.flatMap((stream) =>
      [...positions[stream]].map(([partition, position]) => ({ stream, partition, ...position })),
    );
    await connection.query(
      `UPDATE ${this.#table} AS kept SET entry = given.entry, digest = given.digest
       FROM jsonb_to_recordset($1) AS given (stream text, partition int, entry text, digest text)
       WHERE kept.stream = given.stream AND kept.partition = given.partition`,
      [JSON.stringify(rows)],
    );
  }

  /** Sets positions for an era that is being opened. */
  async set(
    connection: Queryable,
    rows: readonly (Part<Stream> & StreamPosition)[],
    era: number,
  ): Promise<void> {
    await connection.query(
      `INSERT INTO ${this.#table} (stream, partition, entry, digest, era)
       SELECT stream, partition, entry, digest, $2
       FROM jsonb_to_recordset($1) AS given (stream text, partition int, entry text, digest text)
       ON CONFLICT (stream, partition) DO UPDATE SET entry = excluded.entry, digest = excluded.digest, era = excluded.era`,
      [JSON.stringify(rows), era],
    );
  }

  /** Begins an era in which every partition is read from its beginning, because what was in it is void. */
  async restart(connection: Queryable, partitions: number, era: number): Promise<void> {
    const rows = this.#streams.flatMap((stream) =>
      Array.from({ length: partitions }, (_, partition) => ({
        ...{ stream, partition, entry: firstId, digest: '' },
      })),
    );
    await this.set(connection, rows, era);
  }

  /** Takes all positions into a later era as they are. */
  async raise(connection: Queryable, era: number): Promise<void> {
    await connection.query(`UPDATE ${this.#table} SET era = $1 WHERE era < $1`, [era]);
  }

  #byStream<Value>(
    rows: readonly PositionRow<Stream>[],
    from: (row: PositionRow<Stream>) => Value,
  ): ByStream<Stream, Value> {
    const found = Object.fromEntries(
      this.#streams.map((stream) => [stream, new Map<number, Value>()]),
    ) as ByStream<Stream, Value>;
    for (const row of rows) found[row.stream].set(row.partition, from(row));
    return found;
  }
}

/** Applying standing records: one transaction a batch, the offsets in it, so that each record counts exactly once. */
import type pg from 'pg';
import { type StandingRecord, standingRecordSchema } from '../contract/contract.ts';
import { writeAlerts } from './alert-rows.ts';
import { applyRecord, type PlannedAlert } from './apply.core.ts';
import { type Queryable, together, transaction } from './database.ts';
import { loadWorld, writeWorld } from './world-rows.ts';

/** One entry of a partition's crossings, its record not yet checked. */
export interface StandingEntry {
  partition: number;
  id: string;
  record: unknown;
}

export interface Applied {
  records: number;
  deadLetters: number;
  /** The offsets now stored, for trimming behind. */
  offsets: Map<number, string>;
}

/** Applies a batch in one transaction. Entries at or before the stored offset of their partition are passed over: they were applied already. */
function applyStandings(pool: pg.Pool, entries: readonly StandingEntry[]): Promise<Applied> {
  return transaction(pool, async (connection) => {
    const partitions = [...new Set(entries.map(({ partition }) => partition))];
    const read = entries.map((entry) => ({ entry, parsed: standingRecordSchema.safeParse(entry.record) }));
    const readable = read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : []));
    const [offsets, world] = await together([
      lockOffsets(connection, partitions),
      loadWorld(connection, readable),
    ]);
    const fresh: StandingRecord[] = [];
    let deadLetters = 0;
    for (const { entry, parsed } of read) {
      const before = offsets.get(entry.partition);
      if (before !== undefined && !isAfter(entry.id, before)) continue;
      offsets.set(entry.partition, entry.id);
      if (parsed.success) fresh.push(parsed.data);
      else {
        deadLetters++;
        await bury(
          connection,
          entry,
          parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
        );
      }
    }
    const alerts: PlannedAlert[] = [];
    for (const record of fresh) alerts.push(...applyRecord(world, record));
    // In this order on the wire: the alerts read what was just written.
    await together([
      writeWorld(connection, world),
      writeOffsets(connection, offsets),
      writeAlerts(connection, alerts),
    ]);
    return { records: fresh.length, deadLetters, offsets };
  });
}

/**
 * Applies a batch; where a record of it breaks a constraint, record by record, and buries the one that still does. Two
 * writers that met may break one too, so each is tried a second time before it is given up.
 */
export async function applyOrBury(pool: pg.Pool, entries: readonly StandingEntry[]): Promise<Applied> {
  try {
    return await applyStandings(pool, entries);
  } catch (error) {
    if (!isDataError(error)) throw error;
  }
  const all: Applied = { records: 0, deadLetters: 0, offsets: new Map() };
  for (const entry of entries) {
    const applied = await applyStandings(pool, [entry])
      .catch(() => applyStandings(pool, [entry]))
      .catch((error: unknown) => {
        if (!isDataError(error)) throw error;
        return applyStandings(pool, [
          { ...entry, record: { refused: (error as Error).message, record: entry.record } },
        ]);
      });
    all.records += applied.records;
    all.deadLetters += applied.deadLetters;
    for (const [partition, offset] of applied.offsets) all.offsets.set(partition, offset);
  }
  return all;
}

/** SQLSTATE classes 22 and 23: the data are at fault, not the store; trying for ever would not help. */
function isDataError(error: unknown): boolean {
  return /^2[23]/.test(String((error as { code?: unknown }).code ?? ''));
}

/** The stored offset of every partition that has one. */
export async function readOffsets(database: Queryable): Promise<Map<number, string>> {
  const { rows } = await database.query<{ partition: number; entry: string }>(
    'SELECT partition, entry FROM stream_offsets',
  );
  return new Map(rows.map(({ partition, entry }) => [partition, entry]));
}

/** Two appliers at once: the second waits here, and then finds that the first has done its work. */
async function lockOffsets(connection: Queryable, partitions: number[]): Promise<Map<number, string>> {
  const [, { rows }] = await together([
    connection.query(
      `INSERT INTO stream_offsets (partition, entry) SELECT partition, '0-0' FROM unnest($1::int[]) AS partition ON CONFLICT DO NOTHING`,
      [partitions],
    ),
    connection.query<{ partition: number; entry: string }>(
      'SELECT partition, entry FROM stream_offsets WHERE partition = ANY($1) ORDER BY partition FOR UPDATE',
      [partitions],
    ),
  ]);
  return new Map(rows.map(({ partition, entry }) => [partition, entry]));
}

async function writeOffsets(connection: Queryable, offsets: ReadonlyMap<number, string>): Promise<void> {
  await connection.query(
    `UPDATE stream_offsets SET entry = given.entry
     FROM unnest($1::int[], $2::text[]) AS given (partition, entry) WHERE stream_offsets.partition = given.partition`,
    [[...offsets.keys()], [...offsets.values()]],
  );
}

async function bury(connection: Queryable, entry: StandingEntry, reason: string): Promise<void> {
  await connection.query(
    'INSERT INTO dead_letters (partition, entry, reason, record) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [entry.partition, entry.id, reason.slice(0, 1_000), JSON.stringify(entry.record ?? null)],
  );
}

/** Stream ids compare by their numbers, not as texts. */
function isAfter(id: string, other: string): boolean {
  const [ms = 0, sequence = 0] = id.split('-').map(Number);
  const [otherMs = 0, otherSequence = 0] = other.split('-').map(Number);
  return ms > otherMs || (ms === otherMs && sequence > otherSequence);
}

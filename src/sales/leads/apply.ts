/** Applies tier updates: one transaction per batch stores the offsets too, so that each record counts exactly once. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, sqlStateOf, together, transaction } from '../../base/database/database.ts';
import { isAfter } from '../../base/kernel/kernel.ts';
import { type TierUpdate, tierUpdateSchema } from '../../contract/api/api.ts';
import type { Routing } from '../../contract/language/language.ts';
import { type NewDelivery, writeAlerts, writeDeliveries } from '../outbox/outbox.ts';
import { type RulesFile, stopContact } from '../store/store.ts';
import { type Flows, follow, lockRecord, type StoredFlow } from '../workflow/workflow.ts';
import { applyRecord, type PlannedAlert } from './apply.core.ts';
import type { WebhookRow, World } from './world.core.ts';
import { loadWorld, writeWorld } from './world-rows.ts';

/** More than the rows in which one record can clash: a person, a lead, a task. */
const clashTriesMax = 5;
const uniqueViolation = '23505';
const reasonLengthMax = 1_000;

/** One entry of a partition's crossings, its record not yet checked. */
export interface TierUpdateEntry {
  partition: number;
  id: string;
  record: unknown;
}

/** The sales data that decides on leads: pipelines, and the rules of routing. */
export interface Data {
  flows: Flows;
  routing: RulesFile<Routing>;
}

export interface Applied {
  records: number;
  deadLetters: number;
  /** The offsets now stored, for trimming behind. */
  offsets: Map<number, string>;
}

/**
 * Applies a batch in one transaction. Entries at or before the stored offset of their partition are skipped: they were
 * applied already. With a refusal, the entries become dead letters for that reason.
 */
function applyOnce(
  pool: pg.Pool,
  { flows, routing }: Data,
  entries: readonly TierUpdateEntry[],
  refusal?: string,
): Promise<Applied> {
  return transaction(pool, async (connection) => {
    const steps = await routing.current();
    const read = entries.map((entry) => readEntry(entry, refusal));
    const [offsets, world] = await together([
      lockOffsets(connection, [...new Set(entries.map(({ partition }) => partition))]),
      loadWorld(
        connection,
        flows,
        steps,
        read.flatMap(({ record }) => record ?? []),
      ),
    ]);
    const alerts: PlannedAlert[] = [];
    const dead: UnreadEntry[] = [];
    let records = 0;
    for (const one of read) {
      const { partition, id } = one.entry;
      const before = offsets.get(partition);
      if (before !== undefined && !isAfter(id, before)) continue;
      offsets.set(partition, id);
      if (one.record === null) dead.push(one);
      else {
        records++;
        alerts.push(...applyRecord(world, one.record));
      }
    }
    // In this order on the wire: the alerts read what was just written.
    await together([
      ...dead.map((one) => bury(connection, one)),
      writeWorld(connection, world),
      writeOffsets(connection, offsets),
      writeDeliveries(connection, world.webhooks.map(deliveryOf)),
      ...[...world.suppressed].map(([person, atMs]) => stopContact(connection, [person], atMs)),
      ...(world.effects.length === 0 ? [] : [carryOutAll(connection, flows, world)]),
      writeAlerts(connection, alerts),
    ]);
    return { records, deadLetters: dead.length, offsets };
  });
}

function deliveryOf({ url, ...row }: WebhookRow): NewDelivery {
  return { ...row, id: `dv_${randomUUID()}`, kind: 'webhook', target: url, channel: null, record: null };
}

/** Runs the effects of moved leads, lead by lead. */
async function carryOutAll(connection: Queryable, flows: Flows, world: World): Promise<void> {
  for (const { lead, effect } of world.effects) {
    const row = await lockRecord(connection, 'lead', lead);
    const flow = world.flows.get(row.pipeline) as StoredFlow;
    await follow({ database: connection, flows }, { kind: 'lead', flow, row }, [effect]);
  }
}

/**
 * Applies a batch. Where PostgreSQL refuses a record, applies record by record; one refused again becomes a dead letter, and the
 * records behind it go on. A clash of two writers looks the same at first, so it is retried.
 */
export async function applyTierUpdates(
  pool: pg.Pool,
  data: Data,
  entries: readonly TierUpdateEntry[],
): Promise<Applied> {
  try {
    return await applyAgain(pool, data, entries);
  } catch (error) {
    if (!isDataError(error)) throw error;
  }
  const all: Applied = { records: 0, deadLetters: 0, offsets: new Map() };
  for (const entry of entries) {
    const applied = await applyAgain(pool, data, [entry]).catch((error: unknown) => {
      if (!isDataError(error)) throw error;
      return applyOnce(pool, data, [entry], `it cannot be stored: ${(error as Error).message}`);
    });
    all.records += applied.records;
    all.deadLetters += applied.deadLetters;
    for (const [partition, offset] of applied.offsets) all.offsets.set(partition, offset);
  }
  return all;
}

/** A clash means that another writer has made a person, lead or task, which the next attempt finds. */
async function applyAgain(pool: pg.Pool, data: Data, entries: readonly TierUpdateEntry[]): Promise<Applied> {
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(pool, data, entries);
    } catch (error) {
      if (tries === clashTriesMax || sqlStateOf(error) !== uniqueViolation) throw error;
    }
  }
}

/**
 * Returns whether the data are wrong, not the store: retrying would not help. SQLSTATE classes 22 and 23 (values, constraints)
 * and 54 (too large for an index); or a time outside the calendar, which fails before it is sent.
 */
function isDataError(error: unknown): boolean {
  return /^(?:22|23|54)/.test(sqlStateOf(error)) || error instanceof RangeError || error instanceof TypeError;
}

type ReadEntry = { entry: TierUpdateEntry; record: TierUpdate; reason: null } | UnreadEntry;
interface UnreadEntry {
  entry: TierUpdateEntry;
  record: null;
  reason: string;
}

function readEntry(entry: TierUpdateEntry, refusal?: string): ReadEntry {
  if (refusal !== undefined) return { entry, record: null, reason: refusal };
  const parsed = tierUpdateSchema.safeParse(JSON.parse(storable(entry.record)));
  if (parsed.success) return { entry, record: parsed.data, reason: null };
  const errors = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { entry, record: null, reason: errors.join('; ') };
}

/** Returns JSON without the escapes that PostgreSQL cannot store: U+0000 and halves of surrogate pairs. */
function storable(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '\\ufffd');
}

/** The stored offset of every partition that has one. */
export async function readOffsets(database: Queryable): Promise<Map<number, string>> {
  const { rows } = await database.query<{ partition: number; entry: string }>(
    'SELECT partition, entry FROM stream_offsets',
  );
  return new Map(rows.map(({ partition, entry }) => [partition, entry]));
}

/** Two appliers at once: the second waits here, then finds the batch applied. */
async function lockOffsets(connection: Queryable, partitions: number[]): Promise<Map<number, string>> {
  const [, { rows }] = await together([
    connection.query(
      `INSERT INTO stream_offsets (partition, entry) SELECT partition, '0-0' FROM unnest($1::int[]) AS partition ORDER BY partition ON CONFLICT DO NOTHING`,
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

async function bury(connection: Queryable, { entry, reason }: UnreadEntry): Promise<void> {
  await connection.query(
    'INSERT INTO dead_letters (partition, entry, reason, record) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [
      entry.partition,
      entry.id,
      reason.slice(0, reasonLengthMax).replaceAll('\0', ''),
      storable(entry.record),
    ],
  );
}

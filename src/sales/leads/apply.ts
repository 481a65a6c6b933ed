/** Applies tier updates: one transaction per batch stores the offsets too, so that each record counts exactly once. */

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  type Ending,
  planForAnyValues,
  type Queryable,
  RunAgain,
  sqlStateOf,
  together,
  transaction,
  transactionEnding,
} from '../../base/database/database.ts';
import { isAfter, type StreamPosition } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import { type TierUpdate, tierUpdateSchema } from '../../contract/api/api.ts';
import type { Routing } from '../../contract/language/language.ts';
import {
  composeAlerts,
  type NewDelivery,
  sendAlerts,
  writeAlerts,
  writeDeliveries,
} from '../outbox/outbox.ts';
import { erasePerson } from '../privacy/privacy.ts';
import { actingAs, type RulesFile } from '../store/store.ts';
import { type Flows, follow, lockRecord, type StoredFlow, stopContact } from '../workflow/workflow.ts';
import type { Part } from './account-fold.core.ts';
import { partOf, writeAccounts } from './account-parts.ts';
import { applyKept, applyRecord } from './apply.core.ts';
import {
  type Applied,
  applyInOrder,
  type Entries,
  nothingApplied,
  noticeIn,
  partsOf,
  type TierUpdateEntry,
} from './batches.ts';
import { leadIdOf, type PlannedAlert, taskIdOf } from './open-work.core.ts';
import { hearWord } from './person.core.ts';
import { positions, type ReadAfter } from './positions.ts';
import { writeTiers } from './profile-tiers.ts';
import { releasedAt } from './quarantine.core.ts';
import { type HeldLead, takeOut } from './quarantine.ts';
import { writeRecords } from './records-of-episodes.ts';
import { condensed, withLastPosts } from './suppressed-updates.core.ts';
import { keepSuppressed, lastSuppressed, takeSuppressed } from './suppressed-updates.ts';
import type { WebhookRow, World } from './world.core.ts';
import { loadWorld, writeWorld } from './world-rows.ts';

/** More than the rows in which one record can clash: a person, a lead, a task. */
const clashTriesMax = 5;
const uniqueViolation = '23505';
const reasonLengthMax = 1_000;
/** Why records of the business end whose person was erased. */
const erasedReason = 'the person was erased';

/** The sales data that decides on leads: pipelines, and the rules of routing. */
export interface Data {
  flows: Flows;
  routing: RulesFile<Routing>;
  nowMs: () => number;
}

/**
 * Applies a batch in one transaction. Entries at or before the stored offset of their partition are skipped: they were
 * applied already. So are all of a partition that has moved since the batch was read. With a refusal, the entries become dead letters for that reason.
 */
function applyOnce(
  pool: pg.Pool,
  { flows, routing }: Data,
  entries: readonly TierUpdateEntry[],
  after: ReadAfter | null,
  refusal?: string,
): Promise<Applied> {
  const read = entries.map((entry) => readEntry(entry, refusal));
  return transactionEnding(pool, async (connection) => {
    const partitions = [...new Set(entries.map(({ partition }) => partition))];
    const parts = partitions.map((partition) => ({ stream: 'crossings' as const, partition }));
    const planning = planForAnyValues(connection);
    const locking = positions.lock(connection, parts, after);
    // Rows of a partition that another relay works on may be locked for long: they are not looked at.
    const load = async () => {
      const taken = (await locking).crossings;
      const records = read.flatMap(({ entry, record }) =>
        record !== null && taken.has(entry.partition) ? record : [],
      );
      return loadWorld(connection, flows, routing.known, records);
    };
    const checking = routing.isCurrent(connection);
    const [, stored, isCurrent, world] = await together([planning, locking, checking, load()]);
    if (!isCurrent) throw new RunAgain('routing was published meanwhile');
    const alerts: PlannedAlert[] = [];
    const dead: UnreadEntry[] = [];
    const applied: TierUpdate[] = [];
    const accountParts: Part[] = [];
    const moved = new Map<number, StreamPosition>();
    const leftOut = new Set(partitions.filter((partition) => !stored.crossings.has(partition)));
    for (const one of read) {
      const { partition, id, digest = '' } = one.entry;
      const before = moved.get(partition)?.entry ?? stored.crossings.get(partition);
      if (before === undefined || !isAfter(id, before)) continue;
      moved.set(partition, { entry: id, digest });
      if (one.record === null) dead.push(one);
      else {
        applied.push(one.record);
        if (one.record.part === undefined) {
          alerts.push(...applyTraced(world, one.record, one.entry.trace));
          hearWord(world, one.record);
        } else accountParts.push(partOf(world, one.record, one.entry.trace));
      }
    }
    const [, , send] = await together([
      positions.write(connection, { crossings: moved }),
      writeTiers(connection, applied),
      writeUpToAlerts(connection, flows, world, alerts),
      ...dead.map((one) => bury(connection, one)),
    ]);
    // The triggers of people move the parts that are there.
    await writeAccounts(connection, world, accountParts);
    const held = world.quarantine.changed.size;
    return async () => {
      await send();
      return {
        ...{ records: applied.length, deadLetters: dead.length, held, positions: moved, leftOut },
        acceptedAtMs: applied.map(({ acceptedAtMs }) => acceptedAtMs),
      };
    };
  });
}

/** Applies an update. Its alerts and webhooks carry its trace, and so do the effects and records that follow from it. */
export function applyTraced(world: World, record: TierUpdate, trace: string | undefined): PlannedAlert[] {
  const { webhooks, effects, records } = world;
  const before = [webhooks, effects, records].map((all) => [all, all.length] as const);
  const alerts = applyRecord(world, record);
  if (trace === undefined) return alerts;
  for (const [all, count] of before) for (const one of all.slice(count)) one.trace = trace;
  return alerts.map((alert) => ({ ...alert, trace }));
}

/**
 * Applies an update that is in no stream, at its own time: a history that was invented, or came from elsewhere. Returns the ids of the
 * lead and the contact task that it opens. No position moves; applying it again changes nothing.
 */
export function applyPast(
  pool: pg.Pool,
  { flows, routing }: Omit<Data, 'nowMs'>,
  record: TierUpdate,
): Promise<{ lead: string; task: string }> {
  return actingAs(pool, { name: 'scoring' }, record.atMs, async (connection) => {
    const world = await loadWorld(connection, flows, await routing.current(), [record]);
    await writeAll(connection, flows, world, applyRecord(world, record, true));
    return { lead: leadIdOf(record), task: taskIdOf(record) };
  });
}

/** Opens a held lead, with all that its rise does, in one transaction. Returns what was held; null where nothing was. */
export function releaseHeld(
  pool: pg.Pool,
  { flows, routing }: Omit<Data, 'nowMs'>,
  id: string,
  nowMs: number,
): Promise<HeldLead | null> {
  return transaction(pool, async (connection) => {
    const held = await takeOut(connection, id);
    if (held === null) return null;
    const record = releasedAt(held.record, nowMs);
    const world = await loadWorld(connection, flows, await routing.current(), [record]);
    await writeAll(connection, flows, world, applyRecord(world, record, true));
    return held;
  });
}

/** Applies what was kept while people wished no contact, in the transaction that removes the mark. */
export async function openSuppressed(
  connection: Queryable,
  { flows, routing }: Pick<Data, 'flows' | 'routing'>,
  people: readonly string[],
  nowMs: number,
): Promise<void> {
  const last = await lastSuppressed(connection, people);
  if (last === null) return;
  const steps = await routing.current();
  for (;;) {
    const kept = await takeSuppressed(connection, people, last, nowMs);
    if (kept.length === 0) return;
    const world = await loadWorld(
      connection,
      flows,
      steps,
      kept.map(({ record }) => record),
      kept.map(({ subject }) => subject),
    );
    const alerts = withLastPosts(kept).flatMap((update) => applyKept(world, update));
    await writeAll(connection, flows, world, condensed(alerts));
  }
}

/** Writes a world, and what follows from it. */
export async function writeAll(
  connection: Queryable,
  flows: Flows,
  world: World,
  alerts: readonly PlannedAlert[],
): Promise<void> {
  const send = await writeUpToAlerts(connection, flows, world, alerts);
  await send();
}

/**
 * The same without the alerts, which the returned statements write. Where something else may write alerts of its own, these are
 * written at once, so that they come first.
 */
async function writeUpToAlerts(
  connection: Queryable,
  flows: Flows,
  world: World,
  alerts: readonly PlannedAlert[],
): Promise<Ending<void>> {
  const mayAlert = world.suppressed.size + world.effects.length + world.records.length > 0;
  const writing = [
    writeWorld(connection, world),
    writeDeliveries(connection, world.webhooks.map(deliveryOf)),
    ...[...world.suppressed].map(([person, atMs]) =>
      stopContact({ database: connection, flows }, [person], atMs),
    ),
    keepSuppressed(connection, world.suppressedUpdates),
    ...(world.proven.size === 0 ? [] : [noteJoins(connection, world.proven)]),
    ...(world.effects.length === 0 ? [] : [carryOutAll(connection, flows, world)]),
    ...(world.records.length === 0 ? [] : [writeRecords(connection, flows, world.records)]),
  ];
  // Behind them on the wire: the alerts read what was just written.
  const alerting = mayAlert
    ? writeAlerts(connection, alerts).then(() => [])
    : composeAlerts(connection, alerts);
  await together([...writing, alerting]);
  const composed = await alerting;
  return () => sendAlerts(connection, composed);
}

/** Of somebody the first counts: a person may have taken the two apart since. */
async function noteJoins(connection: Queryable, proven: ReadonlyMap<string, string>): Promise<void> {
  await connection.query(
    `INSERT INTO claim_joins (claimant, owner, noted_at) SELECT claimant, owner, clock_timestamp()
     FROM unnest($1::text[], $2::text[]) AS given (claimant, owner) ON CONFLICT DO NOTHING`,
    [[...proven.keys()], [...proven.values()]],
  );
}

function deliveryOf({ url, ...row }: WebhookRow): NewDelivery {
  return { ...row, id: `dv_${randomUUID()}`, kind: 'webhook', target: url, channel: null, record: null };
}

/** Runs the effects of moved leads, lead by lead. */
async function carryOutAll(connection: Queryable, flows: Flows, world: World): Promise<void> {
  for (const { lead, effect, trace } of world.effects) {
    const row = await lockRecord(connection, 'lead', lead);
    const flow = world.flows.get(row.pipeline) as StoredFlow;
    await follow({ database: connection, flows, trace }, { kind: 'lead', flow, row }, [effect]);
  }
}

/**
 * Applies a batch, cut at the erasures in it: what is before one is applied, then the person is erased, then what follows is applied.
 */
export async function applyTierUpdates(
  pool: pg.Pool,
  data: Data,
  entries: readonly TierUpdateEntry[],
  after: ReadAfter | null = null,
): Promise<Applied> {
  const parts = partsOf(entries);
  if (parts.length === 1) return applyPart(pool, data, entries, after);
  return applyInOrder(parts, after, (part, moving) => applyPart(pool, data, part, moving));
}

function applyPart(
  pool: pg.Pool,
  data: Data,
  part: readonly TierUpdateEntry[],
  after: ReadAfter | null,
): Promise<Applied> {
  const [first] = part;
  const notice = first === undefined ? null : noticeIn(first);
  if (first === undefined || notice === null) return applyUpdates(pool, data, part, after);
  return transaction(pool, async (connection) => {
    const { partition, id, digest = '' } = first;
    const stored = await positions.lock(connection, [{ stream: 'crossings', partition }], after);
    const before = stored.crossings.get(partition);
    const applied = nothingApplied();
    if (before === undefined) applied.leftOut.add(partition);
    if (before === undefined || !isAfter(id, before)) return applied;
    const standIn = await erasePerson(connection, notice, data.nowMs());
    // Nobody is left to win them from.
    if (standIn !== null)
      await stopContact({ database: connection, flows: data.flows }, [standIn], data.nowMs(), erasedReason);
    applied.positions.set(partition, { entry: id, digest });
    await positions.write(connection, { crossings: applied.positions });
    return { ...applied, records: 1 };
  });
}

/**
 * Applies a batch. Where PostgreSQL refuses a record, applies record by record; one refused again becomes a dead letter, and the
 * records behind it go on. A clash of two writers looks the same at first, so it is retried.
 */
async function applyUpdates(
  pool: pg.Pool,
  data: Data,
  entries: readonly TierUpdateEntry[],
  after: ReadAfter | null,
): Promise<Applied> {
  try {
    return await applyAgain(pool, data, entries, after);
  } catch (error) {
    if (!isDataError(error)) throw error;
  }
  const one = (entry: Entries, moving: ReadAfter | null) =>
    applyAgain(pool, data, entry, moving).catch((error: unknown) => {
      if (!isDataError(error)) throw error;
      return applyOnce(pool, data, entry, moving, `it cannot be stored: ${(error as Error).message}`);
    });
  return applyInOrder(
    entries.map((entry) => [entry]),
    after,
    one,
  );
}

/** A clash means that another writer has made a person, lead or task, which the next attempt finds. */
async function applyAgain(
  pool: pg.Pool,
  data: Data,
  entries: readonly TierUpdateEntry[],
  after: ReadAfter | null,
): Promise<Applied> {
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(pool, data, entries, after);
    } catch (error) {
      if (tries === clashTriesMax || sqlStateOf(error) !== uniqueViolation) throw error;
    }
  }
}

/**
 * Returns whether the data are wrong, not the store: retrying would not help. SQLSTATE classes 22 and 23 (values, constraints)
 * and 54 (too large for an index). Or a time outside the calendar, which fails before it is sent.
 */
export function isDataError(error: unknown): boolean {
  return /^(?:22|23|54)/.test(sqlStateOf(error)) || error instanceof RangeError || error instanceof TypeError;
}

type ReadEntry = { entry: TierUpdateEntry; record: TierUpdate; reason: null } | UnreadEntry;
interface UnreadEntry {
  entry: TierUpdateEntry;
  record: null;
  reason: string;
}

/** Reads the record of an entry; with a refusal, none. */
export function readEntry(entry: TierUpdateEntry, refusal?: string): ReadEntry {
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

async function bury(connection: Queryable, { entry, reason }: UnreadEntry): Promise<void> {
  await connection.query(
    'INSERT INTO dead_letters (partition, entry, reason, record) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [entry.partition, entry.id, cut(reason, reasonLengthMax).replaceAll('\0', ''), storable(entry.record)],
  );
}

/** Tier updates on their way to sales: read after offsets, trimmed behind their reader. */
import { firstId, idAfter, type StreamPosition } from '../../base/kernel/kernel.ts';
import { type Batch, batchOf, type RedisClient, runsInOrder } from '../../base/redis/redis.ts';
import { askMarks, digestOf, type Eras, marksIn } from './eras.ts';
import type { Layout } from './layout.ts';

export interface TierUpdateEntry {
  partition: number;
  id: string;
  /** Parsed JSON, not yet checked. */
  record: unknown;
  /** Distinguishes it from another of the same id. */
  digest: string;
}

/** Entries of some partitions after the offset of each, in order within a partition; at most `countMax` in all. */
export async function readTierUpdates(
  redis: RedisClient,
  layout: Layout,
  offsets: ReadonlyMap<number, string>,
  countMax: number,
  partitions: Iterable<number>,
): Promise<TierUpdateEntry[]> {
  const asked = [...partitions];
  const batch = batchOf(redis);
  askEntries(batch, layout, offsets, countMax, asked);
  return entriesIn((await batch.exec()) ?? [], countMax, asked);
}

/** Entries to be applied, and the partitions among theirs whose streams have all that was applied. The others were set back. */
export interface VerifiedEntries {
  entries: TierUpdateEntry[];
  same: ReadonlySet<number>;
}

/**
 * Reads entries after the positions of sales, and verifies the streams that they are of as they were then or later. Of partitions that were
 * named, since they rang, one server is asked for marks in the same round trip. A look at all of them finds nothing mostly, and asks for no marks before.
 */
export async function readVerified(
  redis: RedisClient,
  eras: Eras,
  positions: ReadonlyMap<number, StreamPosition>,
  countMax: number,
  of: ReadonlySet<number> | null,
): Promise<VerifiedEntries> {
  const { layout } = eras;
  const asked = [...(of ?? Array.from({ length: layout.partitions }).keys())];
  const offsets = new Map([...positions].map(([partition, { entry }]) => [partition, entry]));
  const batch = batchOf(redis);
  askEntries(batch, layout, offsets, countMax, asked);
  // After the entries: Redis may have been set back between the two.
  const isMarked = of !== null && eras.current !== 0 && runsInOrder(redis);
  if (isMarked) askMarks(batch, layout, asked);
  const answers = (await batch.exec()) ?? [];
  const entries = entriesIn(answers.slice(0, asked.length), countMax, asked);
  const found = new Set(entries.map(({ partition }) => partition));
  if (found.size === 0 || eras.current === 0) return { entries, same: found };
  const none = { entry: firstId, digest: '' };
  const compared = new Map([...found].map((partition) => [partition, positions.get(partition) ?? none]));
  const marks = isMarked ? marksIn(answers.slice(asked.length), asked) : undefined;
  return { entries, same: (await eras.verify('crossings', compared, marks)).same };
}

function askEntries(
  batch: Batch,
  layout: Layout,
  offsets: ReadonlyMap<number, string>,
  countMax: number,
  asked: readonly number[],
): void {
  for (const partition of asked) {
    const after = `(${offsets.get(partition) ?? firstId}`;
    batch.xrange(layout.keys(partition).crossings, after, '+', 'COUNT', countMax);
  }
}

type Answer = [Error | null, unknown];

function entriesIn(
  answers: readonly Answer[],
  countMax: number,
  asked: readonly number[],
): TierUpdateEntry[] {
  const found: TierUpdateEntry[] = [];
  const share = Math.max(1, Math.floor(countMax / Math.max(1, answers.filter(hasEntries).length)));
  answers.forEach(([error, entries], index) => {
    if (error) throw error;
    const partition = asked[index] as number;
    // Each partition gets its share, so that a busy one cannot keep the others waiting.
    for (const [id, fields] of (entries as [string, string[]][]).slice(0, share)) {
      found.push({ partition, id, record: parsed(fields[1]), digest: digestOf(fields[1] ?? '') });
    }
  });
  return found;
}

/** Forgets entries up to and with each position: sales has applied them. A stream that lacks its entry was set back. */
export async function trimTierUpdates(
  redis: RedisClient,
  layout: Layout,
  positions: ReadonlyMap<number, StreamPosition>,
  stamp: string,
): Promise<void> {
  await Promise.all(
    [...positions].map(([partition, { entry, digest }]) => {
      const { cursor, crossings } = layout.keys(partition);
      return redis.scovilleApplied(2, cursor, crossings, stamp, entry, digest, idAfter(entry));
    }),
  );
}

function hasEntries(answer: Answer): boolean {
  return Array.isArray(answer[1]) && answer[1].length > 0;
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return json;
  }
}

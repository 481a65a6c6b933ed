/** Batches of tier updates: their entries, what was applied of them, and the parts in which they are applied. */
import type { StreamPosition } from '../../base/kernel/kernel.ts';
import { type ErasureNotice, erasureNoticeSchema } from '../../contract/api/api.ts';
import type { ReadAfter } from './positions.ts';

/** One entry of a partition's crossings, its record not yet checked. */
export interface TierUpdateEntry {
  partition: number;
  id: string;
  record: unknown;
  /** Distinguishes it from another entry of the same id, where such may come. */
  digest?: string;
  /** What its record carries beside the update, where the event behind it is traced: what follows from it carries that on. */
  trace?: string;
}

export interface Applied {
  records: number;
  deadLetters: number;
  /** When the events were accepted that the applied updates follow from, ms. */
  acceptedAtMs: number[];
  /** Leads that are held back, or were held already and changed. */
  held: number;
  /** The positions now stored, for trimming behind. */
  positions: Map<number, StreamPosition>;
  /** Partitions that were left out: another relay works on them, or they have moved since they were read. */
  leftOut: Set<number>;
}

export const nothingApplied = (): Applied => ({
  ...{ records: 0, deadLetters: 0, held: 0, acceptedAtMs: [], positions: new Map(), leftOut: new Set() },
});

/** Adds what was applied, and moves the offsets with it. */
function join(
  all: Applied,
  { records, deadLetters, held, acceptedAtMs, positions: moved, leftOut }: Applied,
  offsets: Map<number, string>,
): void {
  all.acceptedAtMs.push(...acceptedAtMs);
  all.records += records;
  all.deadLetters += deadLetters;
  all.held += held;
  for (const [partition, position] of moved) {
    all.positions.set(partition, position);
    offsets.set(partition, position.entry);
  }
  for (const partition of leftOut) all.leftOut.add(partition);
}

export type Entries = readonly TierUpdateEntry[];

/** Applies parts one after the other. Of a partition that was left out of one, the later ones have nothing either: its order stays. */
export async function applyInOrder(
  parts: readonly Entries[],
  after: ReadAfter | null,
  apply: (part: Entries, after: ReadAfter | null) => Promise<Applied>,
): Promise<Applied> {
  const all = nothingApplied();
  const offsets = new Map(after?.offsets.crossings);
  const moving = after === null ? null : { ...after, offsets: { crossings: offsets } };
  for (const part of parts) {
    const open = part.filter(({ partition }) => !all.leftOut.has(partition));
    if (open.length > 0) join(all, await apply(open, moving), offsets);
  }
  return all;
}

/** Erasures alone, and the updates between them. */
export function partsOf(entries: Entries): Entries[] {
  const parts: TierUpdateEntry[][] = [];
  let isOpen = false;
  for (const entry of entries) {
    const isErasure = noticeIn(entry) !== null;
    if (isOpen && !isErasure) parts.at(-1)?.push(entry);
    else parts.push([entry]);
    isOpen = !isErasure;
  }
  return parts;
}

export function noticeIn({ record }: TierUpdateEntry): ErasureNotice | null {
  if (typeof record !== 'object' || record === null || !('erasure' in record)) return null;
  const parsed = erasureNoticeSchema.safeParse(record);
  return parsed.success ? parsed.data : null;
}

/** What went through processes, in slots of time, so that a rate and a latency are those of all processes. Pure. */

/** What is counted on its way. `shed`: requests past the capacity of a door. `failed`: tries of deliveries that did not arrive. */
export const flows = [
  'accepted',
  'rejected',
  'shed',
  'scored',
  'relayed',
  'copied',
  'delivered',
  'failed',
] as const;
export type Flow = (typeof flows)[number];

/** How far an event is: its score is committed, sales has the tier update, the live stream has the alert. */
export const hops = ['scored', 'relayed', 'notified'] as const;
export type Hop = (typeof hops)[number];

/** Counts since the start of a process, or of a slot. */
export interface Counts {
  flows: Record<Flow, number>;
  /** By bucket of the histogram, the last one without an upper bound; empty where nothing came. */
  hops: Record<Hop, number[]>;
}

/** Stream entries that wait, over all partitions. */
export interface Waiting {
  lag: number;
  historyLag: number;
}

/** One slot: its number counts from the Unix epoch, so that the slots of all processes are the same. */
export interface Slot extends Counts {
  slot: number;
  /** The most that was seen; null where nobody looked. */
  waiting: Waiting | null;
}

const everyFlow = (of: (flow: Flow) => number) =>
  Object.fromEntries(flows.map((flow) => [flow, of(flow)])) as Record<Flow, number>;
const everyHop = (of: (hop: Hop) => number[]) =>
  Object.fromEntries(hops.map((hop) => [hop, of(hop)])) as Record<Hop, number[]>;

export const noCounts: Counts = { flows: everyFlow(() => 0), hops: everyHop(() => []) };

/** Returns what came between two counts of one process. */
export function countsBetween(before: Counts, now: Counts): Counts {
  return {
    flows: everyFlow((flow) => now.flows[flow] - before.flows[flow]),
    hops: everyHop((hop) => {
      const more = now.hops[hop].map((count, bucket) => count - (before.hops[hop][bucket] ?? 0));
      return more.some((count) => count > 0) ? more : [];
    }),
  };
}

/** Returns the slots with more counts in one of them, which may be new; as many as may be kept, the latest. */
export function withCounts(
  slots: readonly Slot[],
  more: Counts & Pick<Slot, 'slot' | 'waiting'>,
  slotsMax: number,
): Slot[] {
  const same = slots.find(({ slot }) => slot === more.slot);
  const others = slots.filter(({ slot }) => slot !== more.slot && slot > more.slot - slotsMax);
  return [...others, same === undefined ? more : joined(same, more)];
}

/** Returns slots of several processes as those of one: `count` of them up to `last`, the oldest first, none left out. */
export function mergedSlots(all: readonly (readonly Slot[])[], last: number, count: number): Slot[] {
  const merged = new Map<number, Slot>();
  for (const one of all.flat()) {
    const other = merged.get(one.slot);
    merged.set(one.slot, other === undefined ? one : joined(other, one));
  }
  return Array.from({ length: count }, (_, index) => {
    const slot = last - count + 1 + index;
    return merged.get(slot) ?? { slot, ...noCounts, waiting: null };
  });
}

function joined(one: Slot, other: Slot): Slot {
  return {
    slot: one.slot,
    // A program of before counts some of them not at all.
    flows: everyFlow((flow) => (one.flows[flow] ?? 0) + (other.flows[flow] ?? 0)),
    hops: everyHop((hop) => bucketSums([one.hops[hop], other.hops[hop]])),
    waiting: mostOf(one.waiting, other.waiting),
  };
}

/** Returns the sums of histograms, bucket by bucket. */
export function bucketSums(all: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...all.map((counts) => counts.length));
  return Array.from({ length }, (_, bucket) => all.reduce((sum, counts) => sum + (counts[bucket] ?? 0), 0));
}

/** Every process sees the same streams: what waits is not added up. */
function mostOf(one: Waiting | null, other: Waiting | null): Waiting | null {
  if (one === null || other === null) return one ?? other;
  return {
    lag: Math.max(one.lag, other.lag),
    historyLag: Math.max(one.historyLag, other.historyLag),
  };
}

/**
 * Returns the value below which a part of all lies, by a straight line within its bucket, as Prometheus does. Beyond the last
 * bound it is that bound. Null where nothing was counted.
 */
export function quantileOf(
  counts: readonly number[],
  bounds: readonly number[],
  quantile: number,
): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let before = 0;
  for (const [bucket, bound] of bounds.entries()) {
    const here = counts[bucket] ?? 0;
    if (here > 0 && before + here >= all * quantile) {
      const from = bounds[bucket - 1] ?? 0;
      return from + (bound - from) * ((all * quantile - before) / here);
    }
    before += here;
  }
  return bounds.at(-1) ?? null;
}

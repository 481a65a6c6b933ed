/** Which masters a cluster has and which slots each serves, as `CLUSTER NODES` says it. Pure. */

/** A master with slots. */
export interface SlotRanges {
  id: string;
  /** First and last slot of each range, in their order. */
  ranges: [from: number, to: number][];
  /** Whether slots of it are on their way from it or to it; a node says this of itself alone. */
  isMoving: boolean;
}

/** Returns the masters that serve slots, in the order of their first one. */
export function mastersIn(nodes: string): SlotRanges[] {
  const masters = nodes.split('\n').flatMap((line) => {
    const [id = '', _address, flags = '', , , , , , ...slots] = line.trim().split(' ');
    if (!flags.split(',').includes('master')) return [];
    const ranges = slots
      .filter((slot) => !slot.startsWith('['))
      .map((slot): [number, number] => {
        const [from = '', to = from] = slot.split('-');
        return [Number(from), Number(to)];
      });
    return ranges.length === 0 ? [] : [{ id, ranges, isMoving: slots.length > ranges.length }];
  });
  return masters.toSorted((one, other) => (one.ranges[0]?.[0] ?? 0) - (other.ranges[0]?.[0] ?? 0));
}

/** Differs where a slot has another master. */
export const markOf = (masters: readonly SlotRanges[]): string =>
  masters.map(({ id, ranges }) => `${id} ${ranges.map((range) => range.join('-')).join(',')}`).join(';');

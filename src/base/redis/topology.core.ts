/** Which masters a cluster has, which slots each serves, and which are on their way, as `CLUSTER NODES` says it. Pure. */

/** A master with slots. */
export interface SlotRanges {
  id: string;
  /** First and last slot of each range, in their order. */
  ranges: [from: number, to: number][];
}

/** A slot on its way: its keys are on both servers. */
export interface OpenSlot {
  slot: number;
  /** The server that takes it. */
  to: string;
}

/** Returns the masters that serve slots, in the order of their first one. */
export function mastersIn(nodes: string): SlotRanges[] {
  const masters = linesIn(nodes).flatMap(({ id, flags, slots }) => {
    if (!flags.includes('master')) return [];
    const ranges = slots
      .filter((slot) => !slot.startsWith('['))
      .map((slot): [number, number] => {
        const [from = '', to = from] = slot.split('-');
        return [Number(from), Number(to)];
      });
    return ranges.length === 0 ? [] : [{ id, ranges }];
  });
  return masters.toSorted((one, other) => (one.ranges[0]?.[0] ?? 0) - (other.ranges[0]?.[0] ?? 0));
}

/** Returns the id of the server that said it, and the slots that it gives away: it says this of itself alone. */
export function speakerIn(nodes: string): { id: string; gives: OpenSlot[] } {
  const own = linesIn(nodes).find(({ flags }) => flags.includes('myself'));
  const gives = (own?.slots ?? []).flatMap((text) => {
    const [, slot, to] = /^\[(\d+)->-(\w+)\]$/.exec(text) ?? [];
    return to === undefined ? [] : [{ slot: Number(slot), to }];
  });
  return { id: own?.id ?? '', gives };
}

const linesIn = (nodes: string) =>
  nodes.split('\n').map((line) => {
    const [id = '', _address, flags = '', , , , , , ...slots] = line.trim().split(' ');
    return { id, flags: flags.split(','), slots };
  });

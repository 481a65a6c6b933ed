/** The law of a walk: whatever moves while it scans, each key that is there all the time is found, in as few rounds as its moves need. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/law-runs.ts';
import { type ClusterView, SlotReads } from './slot-reads.core.ts';

const slots = 3;
const keysASlot = 3;

/** Three servers and three slots; server `2` has none at first. What happens, happens between two steps of a scan. */
class Simulated {
  readonly owners = [0, 0, 1];
  readonly takers: (number | null)[] = [null, null, null];
  /** The server of each key. */
  readonly keys = this.owners.flatMap((owner) => Array<number>(keysASlot).fill(owner));
  /** Slots and the servers that they have left within the round: they do not come back meanwhile. */
  readonly left = new Set<string>();

  view(): ClusterView {
    const masters = [0, 1, 2].flatMap((server) => {
      const ranges = [0, 1, 2]
        .filter((slot) => this.owners[slot] === server)
        .map((slot): [number, number] => [slot, slot]);
      return ranges.length === 0 ? [] : [{ id: String(server), ranges }];
    });
    const open = this.takers.flatMap((to, slot) => (to === null ? [] : { slot, to: String(to) }));
    return { masters, open };
  }

  /** Opens a slot, moves one of its keys, or closes it when all have moved. */
  step(slot: number, to: number): void {
    const taker = this.takers[slot] ?? null;
    if (taker === null) {
      if (to !== this.owners[slot] && !this.left.has(`${slot} ${to}`)) this.takers[slot] = to;
      return;
    }
    const at = this.keys.findIndex((server, key) => Math.floor(key / keysASlot) === slot && server !== taker);
    if (at >= 0) this.keys[at] = taker;
    else {
      this.left.add(`${slot} ${this.owners[slot]}`);
      this.owners[slot] = taker;
      this.takers[slot] = null;
    }
  }
}

const change = fc.tuple(fc.nat(2), fc.nat(2));
/** What happens before each step of each scan; nothing once they are over. */
const changes = fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 120 });

/** Walks; returns the keys that were found, and the rounds. */
function walked(given: readonly (readonly [number, number][])[], roundsMax: number) {
  const cluster = new Simulated();
  const reads = new SlotReads(cluster.view(), slots);
  const found = new Set<number>();
  const happening = given.values();
  let rounds = 0;
  while (!reads.isDone && rounds < roundsMax) {
    for (const server of reads.servers())
      for (const key of cluster.keys.keys()) {
        for (const [slot, to] of happening.next().value ?? []) cluster.step(slot, to);
        if (cluster.keys[key] === Number(server) && reads.isPending(Math.floor(key / keysASlot)))
          found.add(key);
      }
    reads.endRound(cluster.view(), true);
    cluster.left.clear();
    rounds++;
  }
  return { found: [...found].toSorted((one, other) => one - other), rounds, cluster };
}

const all = Array.from({ length: slots * keysASlot }, (_, key) => key);

test('each key is found, whatever moves', () => {
  fc.assert(
    fc.property(changes, (given) => {
      const { found, rounds } = walked(given, 200);
      expect(rounds).toBeLessThan(200);
      expect(found).toEqual(all);
    }),
    runs(2_000),
  );
});

describe('rounds', () => {
  test('one, where nothing moves', () => {
    expect(walked([], 9)).toMatchObject({ rounds: 1, found: all });
  });

  test('two, where a slot is left open for ever, before or after the first scan', () => {
    expect(walked([[[0, 2]]], 9)).toMatchObject({ rounds: 2, found: all });
    expect(walked([[], [], [[0, 1]], [[0, 1]]], 9)).toMatchObject({ rounds: 2, found: all });
  });

  test('two, where slots move one after another, each once', () => {
    const move = (slot: number, to: number) => Array(5).fill([[slot, to]]);
    expect(walked([...move(0, 1), ...move(1, 1), ...Array(12).fill([]), ...move(2, 0)], 9)).toMatchObject({
      rounds: 2,
      found: all,
    });
  });

  test('one that could not be scanned to its end reads nothing', () => {
    const cluster = new Simulated();
    const reads = new SlotReads(cluster.view(), slots);
    reads.endRound(cluster.view(), false);
    expect(reads.isDone).toBe(false);
    expect(reads.servers()).toEqual(['0', '1']);
    reads.endRound(cluster.view(), true);
    expect(reads.isDone).toBe(true);
    expect(reads.servers()).toEqual([]);
  });

  test('a later one scans only servers of slots that moved, and one that has no slot yet', () => {
    const cluster = new Simulated();
    const reads = new SlotReads(cluster.view(), slots);
    cluster.step(0, 2);
    reads.endRound(cluster.view(), true);
    expect(reads.servers()).toEqual(['0', '2']);
    expect([0, 1, 2].map((slot) => reads.isPending(slot))).toEqual([true, false, false]);
  });
});

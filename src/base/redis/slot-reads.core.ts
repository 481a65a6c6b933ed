/**
 * Which slots a walk through a cluster has read whole, while slots move. Pure.
 *
 * A round scans every server that may have keys of a slot, one after another. A scan finds each key that its server has from the
 * beginning to the end. A key that moves at most n times is found by n + 1 rounds. If it left the server of each round before that
 * was scanned to its end, it would have moved once more. A slot that is left open moves its keys once, so two rounds read it. The
 * owners are seen between rounds: a slot must not leave a server and come back to it within one.
 */
import { slotsOfCluster } from './slots.core.ts';
import type { OpenSlot, SlotRanges } from './topology.core.ts';

/** Who has which slot at one moment. */
export interface ClusterView {
  masters: readonly SlotRanges[];
  open: readonly OpenSlot[];
}

export class SlotReads {
  #rounds = 0;
  #owners: readonly string[];
  #open: ReadonlySet<number>;
  /** How often each slot had another master. */
  readonly #changes: Uint32Array;
  readonly #wasOpen = new Set<number>();
  readonly #pending: Set<number>;
  #view: ClusterView;

  /** `slots` is how many there are: fewer for a test alone. */
  constructor(first: ClusterView, slots = slotsOfCluster) {
    this.#changes = new Uint32Array(slots);
    this.#pending = new Set(this.#changes.keys());
    this.#view = first;
    this.#owners = this.#ownersIn(first);
    this.#open = this.#note(first);
  }

  /** Takes the view after a round; one that could not scan every server to its end reads nothing. */
  endRound(after: ClusterView, isWhole: boolean): void {
    const owners = this.#ownersIn(after);
    for (const [slot, owner] of owners.entries())
      if (owner !== this.#owners[slot]) this.#changes[slot] = (this.#changes[slot] as number) + 1;
    this.#view = after;
    this.#owners = owners;
    this.#open = this.#note(after);
    if (!isWhole) return;
    this.#rounds++;
    for (const slot of this.#pending) if (this.#movesOf(slot) < this.#rounds) this.#pending.delete(slot);
  }

  /** Whether keys of a slot may not have been found yet. */
  isPending(slot: number): boolean {
    return this.#pending.has(slot);
  }

  get isDone(): boolean {
    return this.#pending.size === 0;
  }

  /** The servers that a next round has to scan, by id. */
  servers(): string[] {
    const owners = [...this.#pending].map((slot) => this.#owners[slot] as string);
    const takers = this.#view.open.flatMap(({ slot, to }) => (this.#pending.has(slot) ? to : []));
    return [...new Set([...owners, ...takers])].filter((id) => id !== '');
  }

  /** How often a key of a slot may have moved since the walk began. */
  #movesOf(slot: number): number {
    const seen = (this.#changes[slot] as number) + (this.#open.has(slot) ? 1 : 0);
    return this.#wasOpen.has(slot) ? Math.max(1, seen) : seen;
  }

  #note({ open }: ClusterView): ReadonlySet<number> {
    const slots = new Set(open.map(({ slot }) => slot));
    for (const slot of slots) this.#wasOpen.add(slot);
    return slots;
  }

  #ownersIn({ masters }: ClusterView): string[] {
    const owners = new Array<string>(this.#changes.length).fill('');
    for (const { id, ranges } of masters) for (const [from, to] of ranges) owners.fill(id, from, to + 1);
    return owners;
  }
}

/**
 * As of when a replica is, from positions of the primary's log and the times at which it had reached them. Pure.
 *
 * PostgreSQL knows when the last transaction was that a replica has replayed. That says nothing where the primary rests, or where
 * the replica no longer hears of it. A position of the log that the primary had at a known time says it in every case.
 */

/** A position in the log of the primary, and a time at which it was there. */
interface Mark {
  position: bigint;
  atMs: number;
}

/** A position as PostgreSQL writes it, such as `16/B374D848`. Throws for another text. */
export function positionIn(text: string): bigint {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? [];
  if (high === undefined || low === undefined)
    throw new Error(`"${text}" is no position in PostgreSQL's log`);
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** Bytes of a page of the log, and of the headers that a page or a file of the log begins with. */
const pageBytes = 8_192n;
const headerBytes = [24n, 40n];

/** Where the last record ends before the position of the next one: a header between them is nothing that a replica replays. */
export function endBefore(next: bigint): bigint {
  const inPage = next % pageBytes;
  return headerBytes.includes(inPage) ? next - inPage : next;
}

export class ReplicaMarks {
  #marks: Mark[] = [];
  readonly #countMax: number;

  /** The oldest marks are forgotten beyond so many: a replica that is behind all of them has no known time. */
  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** Notes where the primary is. A primary that is further back than before is another one. */
  add(position: bigint, atMs: number): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && position < last.position) this.#marks = [];
    this.#marks.push({ position, atMs });
    if (this.#marks.length > this.#countMax) this.#marks.shift();
  }

  /** The last known time of which a replica has everything, ms; null where it is behind all marks. */
  asOfMs(replayed: bigint): number | null {
    const reached = this.#marks.findLastIndex(({ position }) => position <= replayed);
    if (reached < 0) return null;
    // A replica never goes back: earlier marks say nothing more.
    this.#marks.splice(0, reached);
    return this.#marks[0]?.atMs ?? null;
  }
}

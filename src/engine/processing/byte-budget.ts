/**
 * A budget of bytes that the partitions of a process share, so that its memory does not grow with their number or backlog.
 * Who waits is served in order; a share is never larger than the budget, so that everybody is served. Those who take of it alone come
 * before those of its parts.
 */
export class ByteBudget {
  readonly #whole: number;
  #free: number;
  readonly #waiting: Waiting[] = [];
  /** Those who have bytes of a part of it, and wait for as many here. */
  readonly #waitingOfParts: Waiting[] = [];
  readonly #partOf: ByteBudget | null;

  /** `partOf`: a larger budget that its shares come out of as well. Who takes of that one alone does not wait for those here. */
  constructor(bytes: number, partOf: ByteBudget | null = null) {
    this.#whole = bytes;
    this.#free = bytes;
    this.#partOf = partOf;
  }

  /** Waits until so many bytes are free. */
  async take(bytes: number): Promise<ByteShare> {
    const wanted = Math.min(bytes, this.#whole);
    await this.#taken(wanted, this.#waiting);
    if (this.#partOf !== null) await this.#partOf.#taken(wanted, this.#partOf.#waitingOfParts);
    return new ByteShare(wanted, (given) => {
      this.#give(given);
      if (this.#partOf !== null) this.#partOf.#give(given);
    });
  }

  /** Does work with a share of so many bytes. */
  async spend<T>(bytes: number, work: (share: ByteShare) => Promise<T>): Promise<T> {
    const share = await this.take(bytes);
    try {
      return await work(share);
    } finally {
      share.end();
    }
  }

  /** Waits in a queue behind those in it, and of a part also behind all who take of this one alone. */
  async #taken(bytes: number, queue: Waiting[]): Promise<void> {
    const isBehind = queue.length > 0 || (queue === this.#waitingOfParts && this.#waiting.length > 0);
    if (isBehind || bytes > this.#free)
      await new Promise<void>((start) => {
        queue.push({ bytes, start });
      });
    else this.#free -= bytes;
  }

  #give(bytes: number): void {
    this.#free += bytes;
    for (let next = this.#next(); next !== undefined && next.bytes <= this.#free; next = this.#next()) {
      (this.#waiting.length > 0 ? this.#waiting : this.#waitingOfParts).shift();
      this.#free -= next.bytes;
      next.start();
    }
  }

  #next(): Waiting | undefined {
    return this.#waiting[0] ?? this.#waitingOfParts[0];
  }
}

/** Who waits for bytes. */
interface Waiting {
  bytes: number;
  start: () => void;
}

/** Bytes taken from a budget. */
export class ByteShare {
  #bytes: number;
  readonly #give: (bytes: number) => void;

  constructor(bytes: number, give: (bytes: number) => void) {
    this.#bytes = bytes;
    this.#give = give;
  }

  /** Keeps so many of them, and returns the others to the budget. */
  keep(bytes: number): void {
    const given = Math.max(0, this.#bytes - bytes);
    this.#bytes -= given;
    if (given > 0) this.#give(given);
  }

  end(): void {
    this.keep(0);
  }
}

/**
 * A budget of bytes that the partitions of a process share, so that its memory does not grow with their number or backlog.
 * Who waits is served in order; a share is never larger than the budget, so that everybody is served.
 */
export class ByteBudget {
  readonly #whole: number;
  #free: number;
  readonly #waiting: { bytes: number; start: () => void }[] = [];
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
    if (this.#waiting.length > 0 || wanted > this.#free)
      await new Promise<void>((start) => {
        this.#waiting.push({ bytes: wanted, start });
      });
    else this.#free -= wanted;
    await this.#partOf?.take(wanted);
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

  #give(bytes: number): void {
    this.#free += bytes;
    for (let [next] = this.#waiting; next !== undefined && next.bytes <= this.#free; [next] = this.#waiting) {
      this.#waiting.shift();
      this.#free -= next.bytes;
      next.start();
    }
  }
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

/** A read of a store that nobody waits for longer than a bound, and that never piles up while the store is away. */

export class BoundedRead<Found> {
  readonly #read: () => Promise<Found>;
  readonly #msMax: number;
  #underWay: Promise<Found | null> | null = null;

  constructor(read: () => Promise<Found>, msMax: number) {
    this.#read = read;
    this.#msMax = msMax;
  }

  /** Returns null where it fails or is late. A read that hangs goes on, and no other begins until it ends. */
  async now(): Promise<Found | null> {
    this.#underWay ??= this.#read()
      .catch(() => null)
      .finally(() => {
        this.#underWay = null;
      });
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(() => resolve(null), this.#msMax);
    const found = await Promise.race([this.#underWay, late]);
    clearTimeout(timer);
    return found;
  }
}

/** JSON texts gathered into arrays, none larger than a stream entry may be unless a single text is. */
import { limits } from '../../base/kernel/kernel.ts';

export class JsonList {
  readonly #lists: string[][] = [];
  #bytes = 0;

  constructor(...texts: string[]) {
    for (const text of texts) this.add(text);
  }

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    const list = this.#lists.at(-1);
    if (list === undefined || this.#bytes + bytes > limits.entryBytesMax) {
      this.#lists.push([text]);
      this.#bytes = bytes;
    } else {
      list.push(text);
      this.#bytes += bytes;
    }
  }

  /** The arrays, in order. */
  texts(): string[] {
    return this.#lists.map((list) => `[${list.join(',')}]`);
  }
}

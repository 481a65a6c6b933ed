/**
 * The keys of a file's rows so far, in 16 bytes each, so that a million rows are compared in bounded memory. Pure.
 *
 * Keys are compared by 64 bits of their hash: among a million, two have the same by chance once in 30 million files.
 */
import { contentHashOf } from '../../base/kernel/kernel.ts';

export class SeenKeys {
  #size = 1_024;
  #count = 0;
  #high = new Uint32Array(this.#size);
  #low = new Uint32Array(this.#size);
  #content = new Uint32Array(this.#size);
  /** 0 is a free position. */
  #lines = new Uint32Array(this.#size);

  /** Notes a key. Returns the line that has had it, and whether with the same content; null for a new one. */
  note(key: string, content: string, line: number): { line: number; isSame: boolean } | null {
    const [high, low] = wordsOf(key);
    const [hash] = wordsOf(content);
    const position = this.#positionOf(high, low);
    const before = this.#lines[position] as number;
    if (before !== 0) return { line: before, isSame: this.#content[position] === hash };
    this.#high[position] = high;
    this.#low[position] = low;
    this.#content[position] = hash;
    this.#lines[position] = line;
    this.#count++;
    if (this.#count * 2 > this.#size) this.#grow();
    return null;
  }

  /** Returns the line that has had a key; null for none. */
  lineOf(key: string): number | null {
    const [high, low] = wordsOf(key);
    return this.#lines[this.#positionOf(high, low)] || null;
  }

  #positionOf(high: number, low: number): number {
    let position = low & (this.#size - 1);
    while (this.#lines[position] !== 0 && (this.#high[position] !== high || this.#low[position] !== low))
      position = (position + 1) & (this.#size - 1);
    return position;
  }

  #grow(): void {
    const [high, low, content, lines] = [this.#high, this.#low, this.#content, this.#lines];
    this.#size *= 2;
    this.#high = new Uint32Array(this.#size);
    this.#low = new Uint32Array(this.#size);
    this.#content = new Uint32Array(this.#size);
    this.#lines = new Uint32Array(this.#size);
    for (const [index, line] of lines.entries()) {
      if (line === 0) continue;
      const position = this.#positionOf(high[index] as number, low[index] as number);
      this.#high[position] = high[index] as number;
      this.#low[position] = low[index] as number;
      this.#content[position] = content[index] as number;
      this.#lines[position] = line;
    }
  }
}

function wordsOf(text: string): [high: number, low: number] {
  const bytes = Buffer.from(contentHashOf(text), 'base64url');
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}

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
  /** 0 is a free place. */
  #lines = new Uint32Array(this.#size);

  /** Notes a key. Returns the line that has had it, and whether with the same content; null for a new one. */
  note(key: string, content: string, line: number): { line: number; isSame: boolean } | null {
    const [high, low] = wordsOf(key);
    const [hash] = wordsOf(content);
    const place = this.#placeOf(high, low);
    const before = this.#lines[place] as number;
    if (before !== 0) return { line: before, isSame: this.#content[place] === hash };
    this.#high[place] = high;
    this.#low[place] = low;
    this.#content[place] = hash;
    this.#lines[place] = line;
    this.#count++;
    if (this.#count * 2 > this.#size) this.#grow();
    return null;
  }

  /** Returns the line that has had a key; null for none. */
  lineOf(key: string): number | null {
    const [high, low] = wordsOf(key);
    return this.#lines[this.#placeOf(high, low)] || null;
  }

  #placeOf(high: number, low: number): number {
    let place = low & (this.#size - 1);
    while (this.#lines[place] !== 0 && (this.#high[place] !== high || this.#low[place] !== low))
      place = (place + 1) & (this.#size - 1);
    return place;
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
      const place = this.#placeOf(high[index] as number, low[index] as number);
      this.#high[place] = high[index] as number;
      this.#low[place] = low[index] as number;
      this.#content[place] = content[index] as number;
      this.#lines[place] = line;
    }
  }
}

function wordsOf(text: string): [high: number, low: number] {
  const bytes = Buffer.from(contentHashOf(text), 'base64url');
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}

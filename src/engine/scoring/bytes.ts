/** Reading and writing numbers in few bytes: varints (7 bits a byte, the low ones first), zigzag for signed ones. */

/** Bytes one call may write without asking for more room. */
const stepBytesMax = 16;
const profileIdBytes = 12;
/** Times and hashes, and keys: thousands of them are written for one event, so they take no call of Buffer, which checks each. */
const longBytes = 6;
const keyBytes = 5;
const lowRange = 2 ** 32;
/** Up to this, shifts compute what divisions do, and sooner. */
const smallMax = 2 ** 31 - 1;

function fits(value: number, bytes: number): boolean {
  return value >= 0 && value < 2 ** (8 * bytes);
}

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #at = 0;

  begin(): void {
    this.#at = 0;
  }

  /** What was written since `begin`, in a buffer of the caller's own. */
  end(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at));
  }

  /** Bytes written since `begin`. */
  get length(): number {
    return this.#at;
  }

  /** What was written since there were so many bytes, in a buffer of the caller's own. */
  since(length: number): Buffer {
    return Buffer.from(this.#bytes.subarray(length, this.#at));
  }

  copy(bytes: Buffer): void {
    this.#room(bytes.length);
    this.#at += bytes.copy(this.#bytes, this.#at);
  }

  byte(value: number): void {
    this.#room();
    this.#bytes[this.#at++] = value;
  }

  varint(value: number): void {
    this.#room();
    const to = this.#bytes;
    let at = this.#at;
    let rest = value;
    for (; rest > smallMax; rest = Math.floor(rest / 128)) to[at++] = (rest % 128) + 128;
    for (; rest >= 128; rest >>>= 7) to[at++] = rest | 128;
    to[at++] = rest;
    this.#at = at;
  }

  zigzag(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  uint(value: number, bytes: number): void {
    this.#room();
    if ((bytes === longBytes || bytes === keyBytes) && fits(value, bytes)) {
      const high = Math.floor(value / lowRange);
      const low = value - high * lowRange;
      const to = this.#bytes;
      let at = this.#at;
      if (bytes === longBytes) to[at++] = high >>> 8;
      to[at] = high;
      to[at + 1] = low >>> 24;
      to[at + 2] = low >>> 16;
      to[at + 3] = low >>> 8;
      to[at + 4] = low;
      this.#at = at + keyBytes;
    } else this.#at = this.#bytes.writeUIntBE(value, this.#at, bytes);
  }

  /** A profile id: 16 characters of base64url, in 12 bytes. */
  profileId(id: string): void {
    this.#room();
    this.#at += this.#bytes.write(id, this.#at, profileIdBytes, 'base64url');
  }

  /** A text in UTF-8, its bytes counted first. */
  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.varint(bytes);
    this.#room(bytes);
    this.#at += this.#bytes.write(value, this.#at, bytes, 'utf8');
  }

  double(value: number): void {
    this.#room();
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  list<Item>(items: readonly Item[], write: (item: Item) => void): void {
    this.varint(items.length);
    for (const item of items) write(item);
  }

  #room(bytes = 0): void {
    if (this.#at + stepBytesMax + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(this.#bytes.length * 2 + bytes);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

export class ByteReader {
  readonly #bytes: Buffer;
  readonly #what: string;
  #at = 0;

  /** `what` names the bytes in errors. */
  constructor(bytes: Buffer, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }

  /** Bytes read so far. */
  get at(): number {
    return this.#at;
  }

  /** What was read since so many bytes, in a buffer of the caller's own. */
  since(at: number): Buffer {
    return Buffer.from(this.#bytes.subarray(at, this.#at));
  }

  byte(): number {
    return this.#bytes[this.#take(1)] as number;
  }

  varint(): number {
    // Mostly it is one byte, or up to three; none is found behind the end.
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 128) {
      this.#at++;
      return first;
    }
    const second = this.#bytes[this.#at + 1];
    if (first !== undefined && second !== undefined) {
      const third = this.#bytes[this.#at + 2];
      if (second < 128) {
        this.#at += 2;
        return (first & 127) | (second << 7);
      }
      if (third !== undefined && third < 128) {
        this.#at += 3;
        return (first & 127) | ((second & 127) << 7) | (third << 14);
      }
    }
    return this.#longVarint();
  }

  #longVarint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      if (byte < 128) return value + byte * scale;
      value += (byte - 128) * scale;
      scale *= 128;
    }
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  uint(bytes: number): number {
    const at = this.#take(bytes);
    if (bytes !== longBytes && bytes !== keyBytes) return this.#bytes.readUIntBE(at, bytes);
    const from = this.#bytes;
    const rest = at + bytes - keyBytes;
    const of = (index: number) => from[rest + index] as number;
    const low = ((of(1) << 24) | (of(2) << 16) | (of(3) << 8) | of(4)) >>> 0;
    const high = bytes === longBytes ? ((from[at] as number) << 8) | of(0) : of(0);
    return high * lowRange + low;
  }

  profileId(): string {
    const at = this.#take(profileIdBytes);
    return this.#bytes.toString('base64url', at, at + profileIdBytes);
  }

  text(): string {
    const bytes = this.varint();
    const at = this.#take(bytes);
    return this.#bytes.toString('utf8', at, at + bytes);
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  /** Returns where so many bytes begin, and moves on behind them. */
  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#bytes.length) throw new Error(`${this.#what} is cut short`);
    this.#at += bytes;
    return at;
  }

  list<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let left = this.varint(); left > 0; left--) items.push(read());
    return items;
  }

  end(): void {
    if (this.#at !== this.#bytes.length)
      throw new Error(`${this.#what} of ${this.#bytes.length} bytes ends at ${this.#at}`);
  }
}

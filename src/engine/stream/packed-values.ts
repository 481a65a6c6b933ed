/**
 * Many values as one argument of a script, and one answer of it: a MessagePack array, which Redis packs and unpacks by itself.
 *
 * A commit writes a thousand values. Each as an argument or answer by itself costs the client, and Redis, more than its bytes do.
 */

/** Types of MessagePack: strings by the bytes of their length, arrays, and what a script gives where there is no value. */
const types = { shortString: 0xa0, string8: 0xd9, string16: 0xda, string32: 0xdb, false: 0xc2 };
const arrays = { short: 0x90, array16: 0xdc, array32: 0xdd };
const headBytes = 5;
/** From so many bytes on a value is copied: who keeps it would keep all that came with it. */
const ownFromBytes = 1_024;

/** Packs values; the bytes are those that `cmsgpack.unpack` takes. */
export function packValues(values: readonly Buffer[]): Buffer {
  let bytes = headBytes;
  for (const { length } of values) bytes += headBytes + length;
  const packed = Buffer.allocUnsafe(bytes);
  let at = head(packed, 0, arrays.array32, values.length);
  for (const value of values) {
    at = head(packed, at, types.string32, value.length);
    packed.set(value, at);
    at += value.length;
  }
  return packed;
}

function head(packed: Buffer, at: number, type: number, length: number): number {
  packed[at] = type;
  packed[at + 1] = length >>> 24;
  packed[at + 2] = length >>> 16;
  packed[at + 3] = length >>> 8;
  packed[at + 4] = length;
  return at + headBytes;
}

/** Unpacks what `cmsgpack.pack` made of a list of values; null where it has `false`. */
export function unpackValues(packed: Buffer): (Buffer | null)[] {
  const values: (Buffer | null)[] = [];
  const type = packed[0] as number;
  let at = 1;
  const length = (bytes: number): number => {
    let number = 0;
    for (const end = at + bytes; at < end; at++) number = number * 256 + (packed[at] as number);
    return number;
  };
  const count =
    type === arrays.array32 ? length(4) : type === arrays.array16 ? length(2) : type - arrays.short;
  while (values.length < count) {
    const kind = packed[at++] as number;
    if (kind === types.false) {
      values.push(null);
      continue;
    }
    const bytes = kind < types.false ? kind - types.shortString : length(1 << (kind - types.string8));
    const value = packed.subarray(at, at + bytes);
    values.push(bytes < ownFromBytes ? value : Buffer.from(value));
    at += bytes;
  }
  return values;
}

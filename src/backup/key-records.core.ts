/** Keys of Redis as bytes of a backup: length and key, expiry, length and value, one after another. Pure. */
import type { CopiedKey } from '../engine/stream/stream.ts';

const headBytes = 4 + 8 + 4;

/** Returns a key as bytes. */
export function keyRecord({ key, value, expiresAtMs }: CopiedKey): Buffer {
  const name = Buffer.from(key);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(name.length, 0);
  head.writeBigUInt64BE(BigInt(expiresAtMs), 4);
  head.writeUInt32BE(value.length, 12);
  return Buffer.concat([head, name, value]);
}

/** Yields the keys that bytes hold, a list for each chunk. Throws where they end within one. */
export async function* readKeyRecords(bytes: AsyncIterable<Buffer>): AsyncIterable<CopiedKey[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const keys: CopiedKey[] = [];
    for (let next = recordIn(rest); next !== null; next = recordIn(rest)) {
      keys.push(next.key);
      rest = rest.subarray(next.bytes);
    }
    yield keys;
  }
  if (rest.length > 0) throw new Error('the keys of Redis end within one');
}

function recordIn(bytes: Buffer): { key: CopiedKey; bytes: number } | null {
  if (bytes.length < headBytes) return null;
  const nameBytes = bytes.readUInt32BE(0);
  const valueAt = headBytes + nameBytes;
  const end = valueAt + bytes.readUInt32BE(12);
  if (bytes.length < end) return null;
  const key = {
    key: bytes.toString('utf8', headBytes, valueAt),
    expiresAtMs: Number(bytes.readBigUInt64BE(4)),
    value: bytes.subarray(valueAt, end),
  };
  return { key, bytes: end };
}

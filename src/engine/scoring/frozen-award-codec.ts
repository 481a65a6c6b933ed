/** The packed form of frozen awards, as `state-codec.ts` says it. Of many, the bytes are made once and copied. */
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { FrozenAward } from './profile-state.ts';

/** From so many on their bytes are kept, with the list: nothing changes a list of them, and only a seal makes another. */
const keptFrom = 64;
const packed = new WeakMap<readonly FrozenAward[], Buffer>();

export function writeFrozenAwards(writer: ByteWriter, frozenAwards: readonly FrozenAward[]): void {
  const known = packed.get(frozenAwards);
  if (known !== undefined) {
    writer.copy(known);
    return;
  }
  const from = writer.length;
  writer.list(frozenAwards, (frozenAward) => write(writer, frozenAward));
  if (frozenAwards.length >= keptFrom) packed.set(frozenAwards, writer.since(from));
}

/** Reads them; `known` are the same where they are unpacked already. Whether each is of a public key is not among their bytes. */
export function readFrozenAwards(reader: ByteReader, known?: FrozenAward[]): FrozenAward[] {
  const bytes = known && packed.get(known);
  if (known === undefined || bytes === undefined) return readAll(reader);
  reader.skip(bytes.length);
  return known;
}

function readAll(reader: ByteReader): FrozenAward[] {
  const from = reader.at;
  const frozenAwards = reader.list(() => read(reader));
  if (frozenAwards.length >= keptFrom) packed.set(frozenAwards, reader.since(from));
  return frozenAwards;
}

function write(writer: ByteWriter, { signatureId, rung, key, atMs, hash, count, earned }: FrozenAward): void {
  writer.varint(signatureId * 2 + (earned === null ? 0 : 1));
  writer.varint(rung);
  writer.uint(key, 5);
  writer.uint(atMs, 6);
  writer.uint(hash, 6);
  writer.varint(count);
  if (earned !== null) writer.zigzag(earned);
}

function read(reader: ByteReader): FrozenAward {
  const head = reader.varint();
  const hasEarned = head % 2 === 1;
  return {
    signatureId: Math.floor(head / 2),
    rung: reader.varint(),
    key: reader.uint(5),
    atMs: reader.uint(6),
    hash: reader.uint(6),
    count: reader.varint(),
    earned: hasEarned ? reader.zigzag() : null,
  };
}

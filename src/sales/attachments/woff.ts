/**
 * A font of a WOFF 1.0 file as the plain font file inside it (sfnt), by https://www.w3.org/TR/WOFF/.
 *
 * The PDF library reads WOFF too, and inflates each table in JavaScript at each use: that takes ten seconds a document.
 */
import { inflateSync } from 'node:zlib';

const signature = 0x774f4646;
const woffHeaderBytes = 44;
const woffEntryBytes = 20;
const sfntHeaderBytes = 12;
const sfntEntryBytes = 16;

interface Table {
  tag: number;
  checksum: number;
  content: Buffer;
}

/** Throws where the file is no WOFF 1.0. */
export function sfntOf(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== signature) throw new Error('this is no font of the form WOFF 1.0');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => tableAt(woff, index));
  const starts: number[] = [];
  let end = sfntHeaderBytes + count * sfntEntryBytes;
  for (const { content } of tables) {
    starts.push(end);
    end += padded(content.length);
  }
  const font = Buffer.alloc(end);
  font.writeUInt32BE(woff.readUInt32BE(4), 0);
  font.writeUInt16BE(count, 4);
  // For a binary search among the tables.
  const steps = Math.floor(Math.log2(count));
  font.writeUInt16BE(2 ** steps * sfntEntryBytes, 6);
  font.writeUInt16BE(steps, 8);
  font.writeUInt16BE((count - 2 ** steps) * sfntEntryBytes, 10);
  tables.forEach(({ tag, checksum, content }, index) => {
    const entry = sfntHeaderBytes + index * sfntEntryBytes;
    const start = starts[index] as number;
    for (const [index, value] of [tag, checksum, start, content.length].entries())
      font.writeUInt32BE(value, entry + index * 4);
    content.copy(font, start);
  });
  return font;
}

function tableAt(woff: Buffer, index: number): Table {
  const entry = woffHeaderBytes + index * woffEntryBytes;
  const [tag = 0, start = 0, packed = 0, length = 0, checksum = 0] = [0, 4, 8, 12, 16].map((offset) =>
    woff.readUInt32BE(entry + offset),
  );
  const content = woff.subarray(start, start + packed);
  // A table that would not get smaller is stored as it is.
  return { tag, checksum, content: packed === length ? content : inflateSync(content) };
}

const padded = (bytes: number) => Math.ceil(bytes / 4) * 4;

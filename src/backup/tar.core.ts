/** Headers of a tar archive (POSIX ustar), for regular files alone: any tar program lists and unpacks what they describe. Pure. */

/** Headers and contents begin at multiples of this. */
export const blockBytes = 512;

/** A file in an archive. */
export interface TarEntry {
  name: string;
  bytes: number;
}

const nameBytesMax = 100;
const checksumAt = 148;
const checksumBytes = 8;

/** Returns the header of a file for its owner alone. Throws where the name is too long for one. */
export function tarHeader({ name, bytes }: TarEntry, modifiedMs: number): Buffer {
  if (Buffer.byteLength(name) > nameBytesMax)
    throw new Error(`"${name}" has more than ${nameBytesMax} bytes`);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write(
    `${Math.floor(modifiedMs / 1_000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('0', 156);
  header.write('ustar\0' + '00', 257);
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, checksumAt);
  return header;
}

/** Returns the file that a header describes; null for the empty block at the end. Throws where it is no header. */
export function readTarHeader(header: Buffer): TarEntry | null {
  if (header.every((byte) => byte === 0)) return null;
  const text = (from: number, bytes: number) =>
    header.toString('utf8', from, from + bytes).split('\0', 1)[0] ?? '';
  const sum = Number.parseInt(text(checksumAt, checksumBytes), 8);
  const bytes = Number.parseInt(text(124, 12), 8);
  if (sum !== checksumOf(header) || !(bytes >= 0)) throw new Error('a header of the archive is damaged');
  return { name: text(0, nameBytesMax), bytes };
}

/** How many bytes follow a content, up to the next block. */
export const paddingOf = (bytes: number) => (blockBytes - (bytes % blockBytes)) % blockBytes;

/** The sum of all bytes, those of the checksum itself as spaces. */
function checksumOf(header: Buffer): number {
  return header.reduce(
    (sum, byte, at) => sum + (at >= checksumAt && at < checksumAt + checksumBytes ? 32 : byte),
    0,
  );
}

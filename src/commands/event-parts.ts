/** A file of events cut into parts, each whole records with the lines before them; a part of CSV begins with the header. */
import { createReadStream } from 'node:fs';
import { decompressed, formatOf, type RecordFormat } from '../base/network/network.ts';

export interface EventPart {
  bytes: Buffer;
  /** Lines of the file before its records, as the receiver counts: less those of a header that is repeated. */
  line: number;
  format: RecordFormat;
}

const newLine = 0x0a;
const quote = 0x22;

/** Where records end in the bytes that have come: within quotes of CSV no line ends one. */
class Cutter {
  /** Of a CSV, once its header is known. */
  header: Buffer | null = null;
  headerLines = 0;
  lines = 0;
  #isQuoted = false;
  readonly #isCsv: boolean;

  constructor(isCsv: boolean) {
    this.#isCsv = isCsv;
  }

  /** Returns the ends of records in a chunk, each after its new line, with the lines until there. */
  ends(chunk: Buffer): { at: number; lines: number }[] {
    const ends: { at: number; lines: number }[] = [];
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === quote && this.#isCsv) this.#isQuoted = !this.#isQuoted;
      if (byte !== newLine) continue;
      this.lines++;
      if (!this.#isQuoted) ends.push({ at: at + 1, lines: this.lines });
    }
    return ends;
  }
}

/** Cuts a file, plain, gzip or zstd, into parts of at least so many bytes; the same file gives the same parts. */
export async function* partsOf(
  file: string,
  { format, bytes: least }: { format: RecordFormat | undefined; bytes: number },
): AsyncGenerator<EventPart> {
  let cutter: Cutter | null = null;
  let kind: RecordFormat = 'ndjson';
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 0;
  for await (const chunk of decompressed(createReadStream(file, { highWaterMark: 256 * 1024 }))) {
    if (cutter === null) {
      kind = format ?? formatOf(chunk);
      cutter = new Cutter(kind === 'csv');
    }
    let from = 0;
    for (const { at, lines } of cutter.ends(chunk)) {
      const isHeader = kind === 'csv' && cutter.header === null;
      if (!isHeader && heldBytes + at - from < least) continue;
      const bytes = Buffer.concat([...held, chunk.subarray(from, at)]);
      held = [];
      heldBytes = 0;
      from = at;
      if (isHeader) {
        cutter.header = bytes;
        cutter.headerLines = lines;
      } else yield { bytes: withHeader(cutter, bytes), line: line - cutter.headerLines, format: kind };
      line = lines;
    }
    held.push(chunk.subarray(from));
    heldBytes += chunk.length - from;
  }
  if (heldBytes === 0 || cutter === null) return;
  yield { bytes: withHeader(cutter, Buffer.concat(held)), line: line - cutter.headerLines, format: kind };
}

function withHeader({ header }: Cutter, bytes: Buffer): Buffer {
  return header === null ? bytes : Buffer.concat([header, bytes]);
}

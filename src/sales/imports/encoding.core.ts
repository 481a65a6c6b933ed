/** The encoding of a file that a spreadsheet wrote: found from its bytes while they arrive, and read piece by piece. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';
import { type ImportEncoding, importEncodings } from '../../contract/api/api.ts';

/** Bytes that are looked at where a file has no mark. */
const lookedAtBytes = 4_096;
/** The part of bytes on one side of pairs that are zero in UTF-16 without a mark. */
const zeroPartMin = 0.3;

const marks: readonly [encoding: ImportEncoding, bytes: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Finds the encoding by its mark, or by the zeros of UTF-16. All other bytes are UTF-8 where they can be such. Else they are
 * Windows-1252, in which every byte means something.
 */
export class EncodingSniffer {
  #start = new Uint8Array(0);
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #isUtf8 = true;

  push(bytes: Uint8Array): void {
    if (this.#start.length < lookedAtBytes)
      this.#start = joined(this.#start, bytes.subarray(0, lookedAtBytes));
    this.#decode(() => this.#utf8.decode(bytes, { stream: true }));
  }

  end(): ImportEncoding {
    this.#decode(() => this.#utf8.decode());
    const marked = marks.find(([, mark]) => mark.every((byte, index) => this.#start[index] === byte));
    if (marked !== undefined) return marked[0];
    return zeroSideOf(this.#start) ?? (this.#isUtf8 ? 'utf-8' : 'windows-1252');
  }

  #decode(step: () => void): void {
    if (!this.#isUtf8) return;
    try {
      step();
    } catch {
      this.#isUtf8 = false;
    }
  }
}

/** Letters of Europe have a zero in each pair of UTF-16: behind them in the little-endian one, before them in the other. */
function zeroSideOf(bytes: Uint8Array): ImportEncoding | null {
  const pairs = Math.floor(bytes.length / 2);
  if (pairs === 0) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (bytes[index] === 0) even++;
    if (bytes[index + 1] === 0) odd++;
  }
  if (odd / pairs > zeroPartMin && odd > even) return 'utf-16le';
  return even / pairs > zeroPartMin ? 'utf-16be' : null;
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}

/** Names by which people and programs call the encodings. */
const names: Readonly<Record<string, ImportEncoding>> = {
  utf8: 'utf-8',
  usascii: 'utf-8',
  ascii: 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  unicode: 'utf-16le',
  utf16be: 'utf-16be',
  windows1252: 'windows-1252',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  iso885915: 'windows-1252',
};

/** Returns the encoding of a name. Throws `invalid_request` for one that is not read. */
export function encodingNamed(name: string): ImportEncoding {
  const found = names[name.toLowerCase().replace(/[^a-z0-9]/g, '')];
  if (found !== undefined) return found;
  throw new ApiError(
    'invalid_request',
    `"encoding" is "${name.slice(0, 80)}": expected ${importEncodings.map((one) => `"${one}"`).join(', ')}`,
  );
}

/** Decodes pieces of a file to text without its mark. Throws `invalid_request` for bytes that are none of the encoding. */
export async function* decoded(
  pieces: AsyncIterable<Uint8Array>,
  encoding: ImportEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const text = (bytes?: Uint8Array) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new ApiError(
        'invalid_request',
        `the file is not valid ${encoding}; state its "encoding", or save it as UTF-8`,
      );
    }
  };
  for await (const bytes of pieces) yield text(bytes);
  yield text();
}

/** Files and bodies that may be compressed, in bounded memory. */
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ApiError } from '../kernel/kernel.ts';

/** Yields the bytes of a file as they were before gzip or zstd, by its first bytes. Throws `malformed_json` where they cannot be read. */
export async function* decompressed(file: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = file[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  // The mark of a compressed file has up to four bytes.
  while (first.length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  const rest = (async function* () {
    yield first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  })();
  const decoder = decoderOf(first);
  const source = decoder === null ? rest : through(rest, decoder);
  for await (const chunk of source) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

function decoderOf(first: Buffer) {
  if (first[0] === 0x1f && first[1] === 0x8b) return createGunzip();
  return first.length >= 4 && first.readUInt32LE(0) === 0xfd2fb528 ? createZstdDecompress() : null;
}

async function* through(
  rest: AsyncIterable<Uint8Array>,
  decoder: NonNullable<ReturnType<typeof decoderOf>>,
): AsyncGenerator<Buffer> {
  const source = Readable.from(rest);
  let sent: Error | undefined;
  source.on('error', (error) => {
    sent = error;
    decoder.destroy(error);
  });
  try {
    yield* source.pipe(decoder) as AsyncIterable<Buffer>;
  } catch (error) {
    if (sent !== undefined) throw sent;
    throw new ApiError('malformed_json', `it cannot be decompressed: ${(error as Error).message}`);
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

/** Files as pieces in the database: every process can read them, whichever received them, and a backup has them. */
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ImportEncoding } from '../../contract/api/api.ts';
import { EncodingSniffer } from './encoding.core.ts';

export interface StoredFile {
  upload: string;
  bytes: number;
  /** SHA-256. */
  hash: string;
  /** The encoding that its bytes show. */
  encoding: ImportEncoding;
}

/** Stores a file as it arrives. Throws `body_too_large`, and what the stream throws; then nothing of it stays. */
export async function storeFile(
  pool: pg.Pool,
  body: AsyncIterable<Uint8Array>,
  nowMs: number,
): Promise<StoredFile> {
  const upload = `up_${randomUUID()}`;
  const sniffer = new EncodingSniffer();
  const hash = createHash('sha256');
  let index = 0;
  let bytes = 0;
  try {
    for await (const piece of pieces(body)) {
      bytes += piece.length;
      if (bytes > limits.importBytesMax)
        throw new ApiError(
          'body_too_large',
          `the file has over ${limits.importBytesMax} bytes; cut it into several and repeat the header in each`,
        );
      sniffer.push(piece);
      hash.update(piece);
      await pool.query(
        'INSERT INTO import_pieces (upload, place, bytes, received_at) VALUES ($1, $2, $3, $4)',
        [...[upload, index++, piece, new Date(nowMs)]],
      );
    }
  } catch (error) {
    await dropFile(pool, upload);
    throw error;
  }
  return { upload, bytes, hash: hash.digest('hex'), encoding: sniffer.end() };
}

/** Gathers bytes to pieces of one size; the last may be smaller. */
async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body)
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + limits.importPieceBytes - length);
      gathered.push(part);
      length += part.length;
      from += part.length;
      if (length < limits.importPieceBytes) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      length = 0;
    }
  if (length > 0) yield Buffer.concat(gathered);
}

/** Reads a file piece by piece. */
export async function* fileOf(database: Queryable, upload: string): AsyncGenerator<Uint8Array> {
  for (let index = 0; ; index++) {
    const { rows } = await database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM import_pieces WHERE upload = $1 AND place = $2',
      [upload, index],
    );
    if (rows[0] === undefined) return;
    yield rows[0].bytes;
  }
}

/** Reads the beginning of a file, as its dialect is found from it. */
export async function* startOf(database: Queryable, upload: string): AsyncGenerator<Uint8Array> {
  for await (const piece of fileOf(database, upload)) {
    yield piece;
    return;
  }
}

export async function dropFile(database: Queryable, upload: string): Promise<void> {
  await database.query('DELETE FROM import_pieces WHERE upload = $1', [upload]);
}

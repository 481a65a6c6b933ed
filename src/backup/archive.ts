/**
 * The file of a backup: a compressed tar archive of parts, each cut into entries that fit in memory.
 *
 * It is written beside its place and renamed at the end: a name always stands for a whole backup. Its last entry has the checksum of each
 * part. Who reads it meets a damaged or shortened file as `BackupRefused`.
 */
import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { type End, readEnd } from './manifest.core.ts';
import { BackupRefused } from './refusal.ts';
import { blockBytes, paddingOf, readTarHeader, tarHeader } from './tar.core.ts';

/** What one entry holds at most. */
const entryBytesMax = 4 * 1024 * 1024;
/** Twice as fast as the usual one, for a tenth more bytes. */
const compression = 4;
const endName = 'end.json';

/** Bytes of a part, and which one. */
export interface Part {
  name: string;
  bytes: AsyncIterable<Buffer>;
}

/** A backup that is being written. */
export class ArchiveWriter {
  readonly #file: string;
  readonly #beside: string;
  readonly #out: WriteStream;
  readonly #gzip: Gzip = createGzip({ level: compression });
  readonly #whole: Hash = createHash('sha256');
  readonly #nowMs: number;
  readonly #parts: End['parts'] = {};
  #written = 0;
  #failure: Error | null = null;

  constructor(file: string, nowMs: number) {
    this.#file = file;
    this.#beside = `${file}.part`;
    this.#nowMs = nowMs;
    this.#out = createWriteStream(this.#beside, { mode: 0o600 });
    this.#gzip.on('data', (chunk: Buffer) => {
      this.#whole.update(chunk);
      this.#written += chunk.length;
    });
    this.#gzip.pipe(this.#out);
    this.#out.on('error', (error) => this.#fail(error));
    // Who writes next hears of it. Until then nobody waits, and it would be an uncaught error.
    this.#gzip.on('error', (error) => this.#fail(error));
  }

  /** Writes a part. Throws where the disk refuses it. */
  async add(name: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const hash = createHash('sha256');
    let total = 0;
    let entry = 0;
    for await (const chunk of inEntries(bytes)) {
      hash.update(chunk);
      total += chunk.length;
      await this.#entry(`${name}.${String(++entry).padStart(4, '0')}`, chunk);
    }
    this.#parts[name] = { bytes: total, sha256: hash.digest('hex') };
  }

  /** Ends the file with the checksums, flushes it to the disk and gives it its name. */
  async end(): Promise<{ bytes: number; sha256: string }> {
    const end: End = { parts: this.#parts };
    await this.#entry(endName, Buffer.from(JSON.stringify(end)));
    await this.#write(Buffer.alloc(2 * blockBytes));
    this.#gzip.end();
    await this.#unlessFailed(once(this.#out, 'close'));
    await flush(this.#beside);
    await rename(this.#beside, this.#file);
    await flush(path.dirname(this.#file));
    return { bytes: this.#written, sha256: this.#whole.digest('hex') };
  }

  /** Removes what was written: no half of a backup is left. */
  async abandon(): Promise<void> {
    this.#gzip.destroy();
    this.#out.destroy();
    await rm(this.#beside, { force: true });
  }

  async #entry(name: string, content: Buffer): Promise<void> {
    await this.#write(tarHeader({ name, bytes: content.length }, this.#nowMs));
    await this.#write(content);
    await this.#write(Buffer.alloc(paddingOf(content.length)));
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#gzip.write(bytes)) await this.#unlessFailed(once(this.#gzip, 'drain'));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#gzip.destroy(error);
  }

  async #unlessFailed(wait: Promise<unknown>): Promise<void> {
    await wait.catch((error: unknown) => {
      throw this.#failure ?? error;
    });
  }
}

async function flush(filePath: string): Promise<void> {
  const handle = await open(filePath, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* inEntries(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    size += chunk.length;
    if (size < entryBytesMax) continue;
    yield Buffer.concat(held);
    [held, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(held);
}

/** Yields the parts of a backup in their order. Bytes that nobody reads are skipped. */
export async function* readParts(file: string): AsyncIterable<Part> {
  const entries = entriesOf(file)[Symbol.asyncIterator]();
  let next = await entries.next();
  while (!next.done) {
    const name = partOf(next.value.name);
    const bytes = (async function* () {
      while (!next.done && partOf(next.value.name) === name) {
        const { content } = next.value;
        next = await entries.next();
        yield content;
      }
    })();
    yield { name, bytes };
    for await (const _ of bytes);
  }
}

/** What a whole backup has said of its parts, and the texts of those that `isKept` asks for. */
export interface VerifiedArchive {
  parts: End['parts'];
  texts: Map<string, string>;
}

/** Reads a backup to its end and compares every checksum. Throws `BackupRefused` where one is another, or a part is missing. */
export async function verifyArchive(
  file: string,
  isKept: (name: string) => boolean,
): Promise<VerifiedArchive> {
  const found: End['parts'] = {};
  const texts = new Map<string, string>();
  let end: End | null = null;
  for await (const { name, bytes } of readParts(file)) {
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    let total = 0;
    for await (const chunk of bytes) {
      hash.update(chunk);
      total += chunk.length;
      if (name === endName || isKept(name)) kept.push(chunk);
    }
    if (name === endName) end = readEnd(Buffer.concat(kept).toString());
    else found[name] = { bytes: total, sha256: hash.digest('hex') };
    if (kept.length > 0) texts.set(name, Buffer.concat(kept).toString());
  }
  if (end === null) throw new BackupRefused(`${file} ends too early: it is not whole. Use another backup`);
  for (const [name, { bytes, sha256 }] of Object.entries(end.parts))
    if (bytes > 0 && found[name]?.sha256 !== sha256)
      throw new BackupRefused(`the part "${name}" of ${file} is damaged or missing. Use another backup`);
  return { parts: end.parts, texts };
}

const partOf = (entry: string) => entry.replace(/\.\d{4,}$/, '');

async function* entriesOf(file: string): AsyncIterable<{ name: string; content: Buffer }> {
  const input = createReadStream(file);
  const unpacked = input.pipe(createGunzip());
  input.on('error', (error) => unpacked.destroy(error));
  const reader = new BlockReader(unpacked);
  try {
    for (;;) {
      const entry = readTarHeader(await reader.take(blockBytes));
      if (entry === null) return;
      const content = await reader.take(entry.bytes);
      await reader.take(paddingOf(entry.bytes));
      yield { name: entry.name, content };
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || error instanceof BackupRefused) throw error;
    throw new BackupRefused(`${file} is no whole backup (${message}). Use another backup`);
  } finally {
    input.destroy();
    unpacked.destroy();
  }
}

/** So many bytes at a time from a stream. */
class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer[] = [];
  #size = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.#size < bytes) {
      const { value, done } = await this.#chunks.next();
      if (done) throw new Error('it ends too early');
      this.#held.push(value);
      this.#size += value.length;
    }
    const all = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held);
    this.#held = [all.subarray(bytes)];
    this.#size -= bytes;
    return all.subarray(0, bytes);
  }
}

/** A body as records, each with its line: NDJSON or CSV, plain, gzip or zstd, in bounded memory. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { formatOf, type RecordFormat } from '../../base/network/network.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import { parseJson } from '../ingest/ingest.ts';

/** A line that is a record, or why it is none. */
export type FileRecord =
  | { line: number; bytes: number; row: JsonObject; isText: boolean }
  | { line: number; bytes: number; fault: { code: string; message: string } };

/** Throws `body_too_large` beyond the limit of decoded bytes. */
export async function* withinLimit(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limits.eventImportBytesMax)
      throw new ApiError(
        'body_too_large',
        `the body is over ${limits.eventImportBytesMax} bytes when decoded; send it in parts, as "scoville import-events" does`,
      );
    yield chunk;
  }
}

/** Reads records after `line` lines of the file. Throws what `chunks` throws, and `invalid_request` for a CSV that ends within quotes. */
export async function* recordsOf(
  chunks: AsyncIterable<Buffer>,
  { format, line = 0 }: { format?: RecordFormat | undefined; line?: number },
): AsyncGenerator<FileRecord> {
  const all = chunks[Symbol.asyncIterator]();
  const first = await all.next();
  if (first.done === true) return;
  const again = (async function* () {
    yield first.value;
    for (let next = await all.next(); next.done !== true; next = await all.next()) yield next.value;
  })();
  yield* (format ?? formatOf(first.value)) === 'csv' ? csvRecords(again, line) : jsonRecords(again, line);
}

const newLine = 0x0a;

async function* jsonRecords(chunks: AsyncIterable<Buffer>, before: number): AsyncGenerator<FileRecord> {
  let line = before;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  const take = (end: Buffer): FileRecord | null => {
    line++;
    const bytes = carriedBytes + end.length;
    const text =
      bytes > limits.eventImportPieceBytes ? null : Buffer.concat([...carried, end]).toString('utf8');
    carried = [];
    carriedBytes = 0;
    return text === null ? { line, bytes, fault: tooLong } : jsonRecord(text, line, bytes);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newLine); end >= 0; end = chunk.indexOf(newLine, from)) {
      const record = take(chunk.subarray(from, end));
      if (record !== null) yield record;
      from = end + 1;
    }
    carriedBytes += chunk.length - from;
    // What is too long is counted, and not kept.
    if (carriedBytes <= limits.eventImportPieceBytes) carried.push(chunk.subarray(from));
  }
  if (carriedBytes === 0) return;
  const last = take(Buffer.alloc(0));
  if (last !== null) yield last;
}

const tooLong = {
  code: 'event_too_large',
  message: `the line is over ${limits.eventImportPieceBytes} bytes; end each event with a new line`,
};

/** Null for an empty line. */
function jsonRecord(given: string, line: number, bytes: number): FileRecord | null {
  const text = given.replace(/^\ufeff/, '').trim();
  if (text === '') return null;
  try {
    const { json: row } = parseJson(text);
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      return { line, bytes, row: row as JsonObject, isText: false };
    return {
      line,
      bytes,
      fault: { code: 'invalid_event', message: 'the line is no JSON object; send one event a line' },
    };
  } catch (error) {
    return { line, bytes, fault: { code: 'malformed_json', message: notJson(error as ApiError) } };
  }
}

/** The reason is kept, so it says where, and not what stands there. */
function notJson({ message }: ApiError): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  const where = position === undefined ? '' : ` from character ${Number(position) + 1} on`;
  return `the line is not valid JSON${where}; send one event a line`;
}

/** Cells by the names of the first record; lines are those on which records begin. */
async function* csvRecords(chunks: AsyncIterable<Buffer>, before: number): AsyncGenerator<FileRecord> {
  const parser = parse({
    bom: true,
    columns: false,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.eventImportPieceBytes,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  const input = Readable.from(chunks);
  let sent: unknown;
  // Else the parser would wait for ever for what a body that broke no longer sends.
  input.on('error', (error) => {
    sent = error;
    parser.destroy(error);
  });
  let header: string[] | null = null;
  let begins = 1;
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      const line = before + begins;
      begins = info.lines + 1;
      if (header === null) header = checkedHeader(record);
      else yield csvRecord(header, record, line);
    }
  } catch (error) {
    if (sent !== undefined) throw sent;
    if (error instanceof ApiError) throw error;
    throw new ApiError(
      'invalid_request',
      `the CSV ends or breaks at line ${before + begins}: ${(error as Error).message}`,
    );
  } finally {
    input.destroy();
    parser.destroy();
  }
}

function checkedHeader(header: string[]): string[] {
  if (header.length > limits.eventImportColumnsMax)
    throw new ApiError(
      'invalid_request',
      `the CSV has ${header.length} columns; at most ${limits.eventImportColumnsMax} are read`,
    );
  return header;
}

function csvRecord(header: readonly string[], record: readonly string[], line: number): FileRecord {
  const bytes = record.reduce((sum, cell) => sum + Buffer.byteLength(cell), 0);
  if (record.length > header.length) {
    const message = `the line has ${record.length} cells, the header ${header.length}; quote cells with commas`;
    return { line, bytes, fault: { code: 'invalid_event', message } };
  }
  const row: JsonObject = Object.create(null);
  header.forEach((name, index) => {
    const cell = record[index];
    if (cell !== undefined && cell !== '' && name !== '__proto__') row[name] = cell;
  });
  return { line, bytes, row: { ...row }, isText: true };
}

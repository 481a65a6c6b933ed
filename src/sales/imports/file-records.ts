/** Text of a CSV as records, each with the line on which it begins, in bounded memory. */
import { type CsvError, type Parser, parse } from 'csv-parse';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { saidDelimiter } from './dialect.core.ts';

export interface FileRecord {
  line: number;
  cells: string[];
}

const lineEnd = /\r\n|\r|\n/g;

/**
 * Reads records, the header among them. Empty lines are records of one empty cell. Throws `invalid_request` that names the line of a
 * quote that is never closed.
 */
export async function* recordsOf(
  chunks: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<FileRecord> {
  const start = { line: 1 };
  let read: string[][] = [];
  // Records are taken as they are found: those that wait in a stream are lost with its error, and the line with them.
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: limits.importRowCharactersMax,
    on_record: (record: string[]) => {
      read.push(record);
      return null;
    },
  });
  parser.on('error', () => undefined).resume();
  let line = 0;
  function* taken(): Generator<FileRecord> {
    if (line === 0) ({ line } = start);
    for (const cells of read) {
      yield { line, cells };
      line += 1 + cells.reduce((sum, cell) => sum + (cell.match(lineEnd)?.length ?? 0), 0);
    }
    read = [];
  }
  for await (const text of withoutSaying(chunks, start)) {
    const error = await written(parser, text);
    yield* taken();
    if (error !== null) throw wordsOf(error, line);
  }
  const error = await written(parser, null);
  yield* taken();
  if (error !== null) throw wordsOf(error, line);
}

/** Gives the parser more text, or its end; returns its error. */
function written(parser: Parser, text: string | null): Promise<CsvError | null> {
  const { promise, resolve } = Promise.withResolvers<CsvError | null>();
  const end = (error?: Error | null) => resolve((error ?? null) as CsvError | null);
  if (text === null) parser.end(end);
  else parser.write(text, end);
  return promise;
}

/** Leaves out the line by which some spreadsheets say their delimiter. */
async function* withoutSaying(
  chunks: AsyncIterable<string>,
  start: { line: number },
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const text of chunks) {
    if (text === '') continue;
    const said = isFirst ? saidDelimiter(text) : null;
    isFirst = false;
    if (said !== null) start.line = 2;
    const rest = said === null ? text : text.slice(said.length);
    if (rest !== '') yield rest;
  }
}

function wordsOf(error: CsvError, line: number): Error {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new ApiError(
      'invalid_request',
      `line ${line}: a cell of the row that begins here has a quote (") that is never closed; close it, or double it`,
    );
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new ApiError(
      'invalid_request',
      `line ${line}: the row that begins here has over ${limits.importRowCharactersMax} characters; perhaps a quote (") is never closed`,
    );
  return error;
}

/** How a file is read: what people state, and for the rest what its beginning shows. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ImportChange, ImportEncoding, ImportKind, ImportQuery } from '../../contract/api/api.ts';
import type { FlowAccess } from '../workflow/workflow.ts';
import { delimiterOf } from './dialect.core.ts';
import { decoded, encodingNamed } from './encoding.core.ts';
import { fieldColumn } from './field-cells.core.ts';
import { fieldsOfKind } from './field-names.ts';
import { startOf } from './file-pieces.ts';
import { recordsOf } from './file-records.ts';
import type { ReadOptions, SentFile } from './import-rows.ts';
import {
  correctedMapping,
  guessedMapping,
  headersOf,
  mappingByContent,
  seemsHeader,
} from './mapping.core.ts';

type Stated = SentFile['corrections'];

/** What a request states, by the names of the options. Throws `invalid_request` for an encoding that is not read. */
export function statedIn({
  rows,
  encoding,
  delimiter,
  decimal,
  dates,
  empty,
  header,
  pipeline,
  mapping,
}: ImportQuery | ImportChange): Stated {
  const stated = { rows, delimiter, decimal, dates, empty, pipeline, mapping, hasHeader: header };
  const given = Object.entries(stated).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Stated),
    ...(encoding !== undefined && { encoding: encodingNamed(encoding) }),
  };
}

/**
 * The options of a file: stated ones as they are, the others found. Throws `invalid_request` for a mapping that does not fit, and for a
 * file that cannot be read in its encoding.
 */
export async function optionsOf(
  access: FlowAccess,
  file: { kind: ImportKind; upload: string; encoding: ImportEncoding },
  stated: Stated,
): Promise<ReadOptions> {
  const { database } = access;
  const { kind, upload } = file;
  const encoding = stated.encoding ?? file.encoding;
  const delimiter = stated.delimiter ?? delimiterOf(await beginningOf(database, upload, encoding));
  const first = await firstRecordOf(database, upload, { encoding, delimiter });
  const fields = (await fieldsOfKind(access, kind)).map(fieldColumn);
  const hasHeader = stated.hasHeader ?? seemsHeader(kind, first, fields);
  const headers = headersOf(first, hasHeader);
  if (headers.length > limits.importColumnsMax)
    throw new ApiError(
      'invalid_request',
      `the file has ${headers.length} columns: expected at most ${limits.importColumnsMax}; state its "delimiter", or leave columns out`,
    );
  const guess = hasHeader ? guessedMapping(kind, headers, fields) : mappingByContent(kind, headers, first);
  return {
    rows: stated.rows ?? 'all',
    encoding,
    delimiter,
    // Where a comma is the decimal separator, spreadsheets separate cells by semicolons.
    decimal: stated.decimal ?? (delimiter === ';' ? ',' : '.'),
    isDecimalFound: stated.decimal === undefined && delimiter === ';',
    dates: stated.dates ?? 'ymd',
    empty: stated.empty ?? 'keep',
    hasHeader,
    pipeline: stated.pipeline ?? null,
    headers,
    mapping: correctedMapping(kind, guess, stated.mapping ?? {}, fields),
    fieldColumns: fields.map(({ name }) => name),
  };
}

async function beginningOf(database: Queryable, upload: string, encoding: ImportEncoding): Promise<string> {
  let text = '';
  for await (const part of cutOff(database, upload, encoding)) text += part;
  return text;
}

/** The text of the first piece, whose last character may be cut off. */
async function* cutOff(
  database: Queryable,
  upload: string,
  encoding: ImportEncoding,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const text of decoded(startOf(database, upload), encoding)) {
    yield text;
    if (isFirst) return;
    isFirst = false;
  }
}

async function firstRecordOf(
  database: Queryable,
  upload: string,
  { encoding, delimiter }: Pick<ReadOptions, 'encoding' | 'delimiter'>,
): Promise<string[]> {
  for await (const { cells } of recordsOf(cutOff(database, upload, encoding), delimiter))
    if (cells.some((cell) => cell.trim() !== '')) return cells;
  throw new ApiError('invalid_request', 'the file is empty; send a header and at least one row');
}

/** The rows of a file in batches, from its beginning: read, and compared with all rows before. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ImportKind } from '../../contract/api/api.ts';
import { decoded } from './encoding.core.ts';
import { fileOf } from './file-pieces.ts';
import { recordsOf } from './file-records.ts';
import type { ReadOptions } from './import-rows.ts';
import { mappingError } from './mapping.core.ts';
import { contentOf, keysOf, type ReadRow, readRow, rowRules } from './rows.core.ts';
import { SeenKeys } from './seen-keys.core.ts';

/** A row, and whether the same row stood in the file before. */
export interface FileRow extends ReadRow {
  isRepeated: boolean;
}

/** Throws `invalid_request` where the file cannot be read on: its encoding, its mapping, a quote, too many rows. */
export async function* rowsOf(
  database: Queryable,
  { kind, upload, options }: { kind: ImportKind; upload: string; options: ReadOptions },
): AsyncGenerator<FileRow[]> {
  const { headers, mapping, encoding, delimiter } = options;
  const error = mappingError(kind, headers, mapping);
  if (error !== null) throw new ApiError('invalid_request', error);
  const rules = rowRules({ kind, ...options });
  const seen = new SeenKeys();
  let isHeader = options.hasHeader;
  let batch: FileRow[] = [];
  let count = 0;
  for await (const { line, cells } of recordsOf(decoded(fileOf(database, upload), encoding), delimiter)) {
    const row = readRow(line, cells, rules);
    if (row === null) continue;
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if (++count > limits.importRowsMax)
      throw new ApiError(
        'invalid_request',
        `the file has over ${limits.importRowsMax} rows; cut it into several and repeat the header in each`,
      );
    batch.push(compared(kind, row, seen));
    if (batch.length < limits.importBatchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** A row that another contradicts would be changed back and forth each time the file is imported. */
function compared(kind: ImportKind, row: ReadRow, seen: SeenKeys): FileRow {
  if (row.problems.length > 0) return { ...row, isRepeated: false };
  const content = contentOf(row.values);
  let isRepeated = false;
  for (const key of keysOf(kind, row.values)) {
    const before = seen.note(key, content, row.line);
    if (before === null) continue;
    isRepeated = before.isSame;
    if (!before.isSame)
      row.problems.push({
        column: null,
        value: null,
        reason: `line ${before.line} says something else of the same ${key.slice(0, key.indexOf(' '))}; keep one of them`,
      });
  }
  return { ...row, isRepeated };
}

/** Bad rows in the database: written while a file is read, and read as a CSV. */
import type { Queryable } from '../../base/database/database.ts';
import { limits, storableJson } from '../../base/kernel/kernel.ts';
import type { ImportRow } from './import-rows.ts';
import {
  csvLines,
  ownIndexes,
  type RejectedRow,
  rejectedCells,
  reportColumns,
  utf8Mark,
} from './rejected.core.ts';

export async function dropRejects(connection: Queryable, importId: string): Promise<void> {
  await connection.query('DELETE FROM import_rejects WHERE import_id = $1', [importId]);
}

export async function writeRejects(
  connection: Queryable,
  importId: string,
  rows: readonly RejectedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO import_rejects (import_id, line, cells, problems)
     SELECT $1, line, cells, problems FROM jsonb_to_recordset($2) AS given (line integer, cells jsonb, problems jsonb)
     ON CONFLICT DO NOTHING`,
    [
      importId,
      storableJson(JSON.stringify(rows.map(({ line, cells, problems }) => ({ line, cells, problems })))),
    ],
  );
}

/** The bad rows as a file that can be corrected and sent again, by the lines of the file. */
export async function* rejectedCsv(
  database: Queryable,
  { id, options }: Pick<ImportRow, 'id' | 'options'>,
): AsyncGenerator<string> {
  const { headers, delimiter, hasHeader, mapping } = options;
  const indexes = ownIndexes(headers);
  // A file without names gets some that are understood when it comes back.
  const names = indexes.map((index) => {
    const header = headers[index] ?? '';
    return hasHeader ? header : (mapping[header] ?? header);
  });
  yield utf8Mark + csvLines([[...reportColumns, ...names]], delimiter);
  for (let line = 0; ; ) {
    const { rows } = await database.query<RejectedRow>(
      'SELECT line, cells, problems FROM import_rejects WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3',
      [id, line, limits.exportPageRows],
    );
    if (rows.length === 0) return;
    yield csvLines(
      rows.map((row) => rejectedCells(row, indexes)),
      delimiter,
    );
    line = rows.at(-1)?.line ?? line;
  }
}

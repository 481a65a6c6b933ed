/** Work on a voided record is refused: what opened it was undone, or another record goes on for it. It stays as its history alone. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import type { About } from './about.ts';
import { flowTables, type RecordRow } from './record-tables.ts';

/** Throws `record_voided` for a record that is voided. */
export function requireNotVoided(kind: FlowKind, row: Pick<RecordRow, 'id' | 'ended' | 'end_reason'>): void {
  if (row.ended !== 'voided') return;
  const why = row.end_reason === null ? '' : ` ("${row.end_reason}")`;
  throw new ApiError('record_voided', `${kind} "${row.id}" is voided${why}: only its history is left`);
}

const kinds = ['lead', 'opportunity', 'deal', 'order', 'job'] as const;

/** Throws `record_voided` where one of the records that something is about is voided. */
export async function requireNoneVoided(database: Queryable, about: About): Promise<void> {
  const named = kinds.filter((kind) => about[kind]);
  if (named.length === 0) return;
  const { rows } = await database.query<Pick<RecordRow, 'id' | 'ended' | 'end_reason'> & { kind: FlowKind }>(
    named
      .map(
        (kind, index) =>
          `SELECT '${kind}' AS kind, id, ended, end_reason FROM ${flowTables[kind].table} WHERE id = $${index + 1}`,
      )
      .join(' UNION ALL '),
    named.map((kind) => about[kind]),
  );
  for (const { kind, ...row } of rows) requireNotVoided(kind, row);
}

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
  for (const { kind, ...row } of await endsOf(database, about)) requireNotVoided(kind, row);
}

type EndRow = Pick<RecordRow, 'id' | 'ended' | 'end_reason'> & { kind: FlowKind };

/** Returns how the records that something is about have ended. */
async function endsOf(database: Queryable, about: About): Promise<EndRow[]> {
  const named = kinds.filter((kind) => about[kind]);
  if (named.length === 0) return [];
  const { rows } = await database.query<EndRow>(
    named
      .map(
        (kind, index) =>
          `SELECT '${kind}' AS kind, id, ended, end_reason FROM ${flowTables[kind].table} WHERE id = $${index + 1}`,
      )
      .join(' UNION ALL '),
    named.map((kind) => about[kind]),
  );
  return rows;
}

/** SQL: the records of a row whose timeline is that of work on them, by the table of the row. */
const worksOn: Readonly<Record<string, string>> = {
  tasks: kinds.map((kind) => `${kind}_id AS ${kind}`).join(', '),
  quotations: 'opportunity_id AS opportunity',
};

/** Returns what a row is about, whose records may be voided: itself, or the records of a task or a quotation. */
async function aboutOf(database: Queryable, table: string, id: string): Promise<About> {
  const kind = kinds.find((one) => flowTables[one].table === table);
  if (kind !== undefined) return { [kind]: id };
  const columns = worksOn[table];
  if (columns === undefined) return {};
  const { rows } = await database.query<About>(`SELECT ${columns} FROM ${table} WHERE id = $1`, [id]);
  return rows[0] ?? {};
}

/** Throws `record_voided` for a row of a table that is voided, or is work on a record that is. */
export async function requireNotOfVoided(database: Queryable, table: string, id: string): Promise<void> {
  await requireNoneVoided(database, await aboutOf(database, table, id));
}

/** Whether a row of a table is voided, or is work on a record that is. */
export async function isOfVoided(database: Queryable, table: string, id: string): Promise<boolean> {
  const ends = await endsOf(database, await aboutOf(database, table, id));
  return ends.some(({ ended }) => ended === 'voided');
}

/** Ends the live tasks that a condition on `$1` names, with the reason: what they were about goes on as another, or not at all. */
export async function cancelTasks(
  database: Queryable,
  condition: string,
  { of, reason }: { of: string; reason: string },
  nowMs: number,
): Promise<void> {
  await database.query(
    `UPDATE tasks SET status = 'Cancelled', closed_reason = $2, completed_at = $3, stopped_in = NULL, stopped_at = NULL, updated_at = $3
     WHERE ${condition} AND status IN ('Open', 'Asleep')`,
    [of, reason, new Date(nowMs)],
  );
}

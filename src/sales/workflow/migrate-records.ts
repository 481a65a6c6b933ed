/** Moving records in flight from earlier versions of their pipeline to a new one, by the mapping its file states. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { SalesProcess } from '../../contract/language/language.ts';
import { type FlowColumns, flowTables } from '../store/store.ts';
import { nextActionAtMs } from './flow.core.ts';
import { flowStateOf } from './flow-rows.ts';

/** Returns how many were moved. Throws `conflict` that names the stages which stand in the way. */
export async function migrateRecords(
  connection: Queryable,
  process: SalesProcess,
  version: number,
  nowMs: number,
): Promise<number> {
  let moved = 0;
  for (const pipeline of process.pipelines) {
    const { table, stage } = flowTables[pipeline.of];
    const mapping = process.migrate?.[pipeline.pipeline] ?? {};
    const stages = new Set(pipeline.stages.filter(({ ends }) => ends === undefined).map((one) => one.stage));
    const { rows } = await connection.query<FlowColumns & { id: string; stage: string }>(
      `SELECT ${table}.*, ${stage} AS stage FROM ${table} JOIN pipelines ON pipelines.id = ${table}.pipeline
       WHERE pipelines.process = $1 AND pipelines.pipeline = $2 AND pipelines.version < $3 AND closed_at IS NULL
       ORDER BY ${table}.id FOR UPDATE OF ${table}`,
      [process.process, pipeline.pipeline, version],
    );
    const lost = new Map<string, number>();
    const target = (from: string) => mapping[from] ?? from;
    for (const row of rows)
      if (!stages.has(target(row.stage))) lost.set(row.stage, (lost.get(row.stage) ?? 0) + 1);
    if (lost.size > 0) {
      const places = [...lost].map(([name, count]) => `"${name}" (${count} records)`).join(', ');
      throw new ApiError(
        'conflict',
        `records in flight stand in stages that were removed or end: ${places}; map them in "migrate.${pipeline.pipeline}"`,
      );
    }
    const flow = { process, pipeline };
    const changes = rows.map((row) => {
      // Where it came from, it may go back to.
      const from = row.came_from === null ? null : target(row.came_from);
      const state = flowStateOf(target(row.stage), { ...row, came_from: from });
      const actionAtMs = nextActionAtMs(flow, state);
      // What would have run out under the new version has not been waited for by anyone: it runs out now.
      const nextActionAt = actionAtMs && new Date(Math.max(actionAtMs, nowMs));
      return { id: row.id, stage: state.stage, came_from: from, next_action_at: nextActionAt };
    });
    if (changes.length > 0)
      await connection.query(
        `UPDATE ${table} SET pipeline = $1, ${stage} = given.stage, came_from = given.came_from, next_action_at = given.next_action_at
         FROM jsonb_to_recordset($2) AS given (id text, stage text, came_from text, next_action_at timestamptz) WHERE ${table}.id = given.id`,
        [`${process.process}/${pipeline.pipeline}@${version}`, JSON.stringify(changes)],
      );
    // What a stage opened belongs to the stage that stands for it now, and is closed with it.
    if (rows.length > 0)
      await connection.query(
        `UPDATE tasks SET stage = given.after
         FROM unnest($1::text[], $2::text[]) AS given (before, after)
         WHERE ${pipeline.of}_id = ANY($3) AND stage = given.before AND status = 'Open'`,
        [Object.keys(mapping), Object.values(mapping), rows.map(({ id }) => id)],
      );
    moved += rows.length;
  }
  return moved;
}

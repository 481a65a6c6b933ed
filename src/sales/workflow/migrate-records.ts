/** Moving records in flight from earlier versions of their pipeline to a new one, by a mapping of the stages that were removed. */

import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { counted } from '../../base/time/time.ts';
import type { ProcessMigration } from '../../contract/api/api.ts';
import type { PipelineDefinition, SalesProcess } from '../../contract/language/language.ts';
import { type FlowColumns, flowTables } from '../store/store.ts';
import { type MigratedRecord, migratedRecords, openStages, stageFor } from './migration.core.ts';

/** Pipeline → removed stage → the stage that stands for it. */
export type StageMoves = Record<string, Record<string, string>>;

/** Returns where records go by the text and by a choice beside it, which comes first; undefined where neither moves any. */
export function movesOf({ migrate }: SalesProcess, moves: StageMoves | undefined): StageMoves | undefined {
  if (migrate === undefined || moves === undefined) return moves ?? migrate;
  const pipelines = new Set([...Object.keys(migrate), ...Object.keys(moves)]);
  return Object.fromEntries([...pipelines].map((name) => [name, { ...migrate[name], ...moves[name] }]));
}

/** Returns how many were moved. Throws `conflict` that names the stages which stand in the way. */
export async function migrateRecords(
  connection: Queryable,
  process: SalesProcess,
  version: number,
  nowMs: number,
): Promise<number> {
  requireChoices(process);
  let moved = 0;
  for (const pipeline of process.pipelines) {
    const { table, stage } = flowTables[pipeline.of];
    const mapping = process.migrate?.[pipeline.pipeline] ?? {};
    const rows = await recordsInFlight(connection, process, pipeline, { version, lock: true });
    const lost = lostStages(pipeline, mapping, rows);
    if (lost.size > 0) {
      const lostStagesInWords = [...lost]
        .map(([name, count]) => `"${name}" (${counted(count, 'record')})`)
        .join(', ');
      throw new ApiError(
        'conflict',
        `records in flight stand in stages that were removed or end: ${lostStagesInWords}; map them in "migrate.${pipeline.pipeline}"`,
      );
    }
    const changes = migratedRecords({ process, pipeline }, mapping, rows, nowMs).map((one) => ({
      ...{ id: one.id, stage: one.stage, came_from: one.cameFrom },
      next_action_at: one.nextActionAtMs && new Date(one.nextActionAtMs),
    }));
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

/** Returns where the records in flight would go: by stage, how many, and to which stage; null where a choice is missing. */
export async function previewMigration(
  database: Queryable,
  process: SalesProcess,
  nowMs: number,
): Promise<ProcessMigration> {
  const pipelines = await Promise.all(
    process.pipelines.map(async (pipeline) => {
      const mapping = process.migrate?.[pipeline.pipeline] ?? {};
      const rows = await recordsInFlight(database, process, pipeline, { version: null, lock: false });
      const stages = Map.groupBy(rows, (row) => row.stage);
      const placed = rows.filter((row) => stageFor(pipeline, mapping, row.stage) !== null);
      const moved = migratedRecords({ process, pipeline }, mapping, placed, nowMs);
      return {
        ...{ pipeline: pipeline.pipeline, name: pipeline.name, kind: pipeline.of },
        stages: [...stages]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([stage, those]) => ({
            stage,
            records: those.length,
            to: stageFor(pipeline, mapping, stage),
          })),
        choices: [...openStages(pipeline)],
        dueAtOnce: moved.filter((one) => isDue(one, nowMs)).length,
      };
    }),
  );
  return { pipelines };
}

const isDue = ({ nextActionAtMs }: MigratedRecord, nowMs: number) =>
  nextActionAtMs !== null && nextActionAtMs <= nowMs;

type InFlight = FlowColumns & { id: string; stage: string };

/** Open records in versions before one; null takes all versions. */
async function recordsInFlight(
  database: Queryable,
  { process }: SalesProcess,
  pipeline: PipelineDefinition,
  { version, lock }: { version: number | null; lock: boolean },
): Promise<InFlight[]> {
  const { table, stage } = flowTables[pipeline.of];
  const { rows } = await database.query<InFlight>(
    `SELECT ${table}.*, ${stage} AS stage FROM ${table} JOIN pipelines ON pipelines.id = ${table}.pipeline
     WHERE pipelines.process = $1 AND pipelines.pipeline = $2 AND ($3::int IS NULL OR pipelines.version < $3) AND closed_at IS NULL
     ORDER BY ${table}.id ${lock ? `FOR UPDATE OF ${table}` : ''}`,
    [process, pipeline.pipeline, version],
  );
  return rows;
}

/** How many records stand in stages that nothing stands for. */
function lostStages(
  pipeline: PipelineDefinition,
  mapping: Record<string, string>,
  rows: readonly InFlight[],
): Map<string, number> {
  const lost = new Map<string, number>();
  for (const { stage } of rows)
    if (stageFor(pipeline, mapping, stage) === null) lost.set(stage, (lost.get(stage) ?? 0) + 1);
  return lost;
}

/** Throws `invalid_request` for a choice that is about no pipeline, moves out of a stage that is still there, or into none that is open. */
function requireChoices({ pipelines, migrate = {} }: SalesProcess): void {
  for (const [name, moves] of Object.entries(migrate)) {
    const pipeline = pipelines.find((one) => one.pipeline === name);
    if (pipeline === undefined)
      throw new ApiError('invalid_request', `"moves.${name}": no such pipeline in this text; leave it out`);
    const stages = new Set(pipeline.stages.map(({ stage }) => stage));
    for (const [from, to] of Object.entries(moves))
      if (stages.has(from) || !stages.has(to))
        throw new ApiError(
          'invalid_request',
          `"moves.${name}.${from}" is "${to}": ${stages.has(from) ? `"${from}" is still a stage; leave it out` : `no such stage; use one of ${[...openStages(pipeline)].map((one) => `"${one}"`).join(', ')}`}`,
        );
  }
}

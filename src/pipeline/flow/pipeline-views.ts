/** Pipelines as the API shows them: the latest version of each, its stages, how many records stand in each, its chart. */
import type pg from 'pg';
import { reportPathOf } from '../../contract/contract.ts';
import type { Queryable } from '../../database/database.ts';
import { chartOf } from './chart.core.ts';
import { flowTables } from './flow-rows.ts';
import type { Flows } from './systems.ts';

export interface PipelineView {
  /** `system/pipeline`. */
  id: string;
  version: number;
  name: string;
  kind: keyof typeof flowTables;
  /** What the Director reads of it, and where. */
  report: string | null;
  reportPath: string | null;
  stages: {
    stage: string;
    lane: string | null;
    probability: number | null;
    ends: string | null;
    /** Records that stand there now, of any version. */
    records: number;
  }[];
}

export async function listPipelines(pool: pg.Pool, flows: Flows): Promise<PipelineView[]> {
  const { rows } = await pool.query<{ id: string; version: number }>(
    `SELECT DISTINCT ON (system, pipeline) id, version FROM pipelines
     WHERE version = (SELECT max(version) FROM selling_systems WHERE selling_systems.system = pipelines.system)
     ORDER BY system, pipeline`,
  );
  return Promise.all(
    rows.map(async ({ id, version }) => {
      const { pipeline } = await flows.flow(pool, id);
      const counts = await countsOf(pool, pipeline.of, id.replace(/@.*/, ''));
      return {
        id: id.replace(/@.*/, ''),
        version,
        name: pipeline.name,
        kind: pipeline.of,
        report: pipeline.report ?? null,
        reportPath: pipeline.report === undefined ? null : reportPathOf(pipeline.report),
        stages: pipeline.stages.map(({ stage, lane, probability, ends }) => ({
          stage,
          lane: lane ?? null,
          probability: probability ?? null,
          ends: ends ?? null,
          records: counts.get(stage) ?? 0,
        })),
      };
    }),
  );
}

/** The latest version as a Mermaid diagram. Throws `not_found`. */
export async function pipelineChart(pool: pg.Pool, flows: Flows, name: string): Promise<string> {
  return chartOf((await flows.latest(pool, name)).pipeline);
}

async function countsOf(
  database: Queryable,
  kind: keyof typeof flowTables,
  name: string,
): Promise<Map<string, number>> {
  const { table, stage } = flowTables[kind];
  const { rows } = await database.query<{ stage: string; count: number }>(
    `SELECT ${stage} AS stage, count(*)::int AS count FROM ${table}
     WHERE pipeline IN (SELECT id FROM pipelines WHERE system || '/' || pipeline = $1) GROUP BY 1`,
    [name],
  );
  return new Map(rows.map((row) => [row.stage, row.count]));
}

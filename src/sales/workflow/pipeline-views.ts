/** Pipelines as the API shows them: the latest version of each, its stages, the number of records in each, its chart. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { type PipelineView, reportPathOf, type StageView } from '../../contract/api/api.ts';
import type { PipelineDefinition, Stage } from '../../contract/language/language.ts';
import { flowTables } from '../store/store.ts';
import { chartOf } from './chart.core.ts';
import type { Flows } from './processes.ts';

/** Returns the latest version of every pipeline. */
export async function listPipelines(pool: pg.Pool, flows: Flows): Promise<PipelineView[]> {
  const { rows } = await pool.query<{ id: string; version: number }>(
    `SELECT DISTINCT ON (process, pipeline) id, version FROM pipelines
     WHERE version = (SELECT max(version) FROM sales_processes WHERE sales_processes.process = pipelines.process)
     ORDER BY process, pipeline`,
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
        channels: pipeline.channels,
        stages: pipeline.stages.map((stage) => stageView(pipeline, stage, counts.get(stage.stage) ?? 0)),
        counters: await countersOf(pool, pipeline, id.replace(/@.*/, '')),
      };
    }),
  );
}

function stageView({ fields }: PipelineDefinition, stage: Stage, records: number): StageView {
  const labels = (names: readonly string[]) => names.map((name) => fields[name]?.label ?? name);
  return {
    stage: stage.stage,
    step: stage.step ?? null,
    note: stage.note ?? null,
    lane: stage.lane ?? null,
    probability: stage.probability ?? null,
    ends: stage.ends ?? null,
    checklist: labels(stage.checklist),
    reminders: labels(stage.reminders),
    activities: stage.activities.map(
      ({ activity, number, name, owner, optional, automatable, automatic }) => ({
        activity,
        number,
        name,
        owner,
        optional,
        automatable,
        automatic,
      }),
    ),
    records,
  };
}

/** Returns the latest version as a Mermaid diagram. Throws `not_found`. */
export async function pipelineChart(pool: pg.Pool, flows: Flows, name: string): Promise<string> {
  return chartOf((await flows.latest(pool, name)).pipeline);
}

/** Each counter of the pipeline with the records of any version that it has counted. */
async function countersOf(
  database: Queryable,
  { of, stages }: PipelineDefinition,
  name: string,
): Promise<Record<string, number>> {
  const counters = [...new Set(stages.flatMap(({ counts }) => counts ?? []))];
  if (counters.length === 0) return {};
  const { rows } = await database.query<{ counter: string; count: number }>(
    `SELECT counter, count(*)::int AS count FROM ${flowTables[of].table}, jsonb_array_elements_text(counted) AS counter
     WHERE ${ofPipeline} GROUP BY 1`,
    [name],
  );
  const counted = new Map(rows.map(({ counter, count }) => [counter, count]));
  return Object.fromEntries(counters.map((counter) => [counter, counted.get(counter) ?? 0]));
}

/** Records of any version of the pipeline $1. */
const ofPipeline = `pipeline IN (SELECT id FROM pipelines WHERE process || '/' || pipeline = $1)`;

async function countsOf(
  database: Queryable,
  kind: keyof typeof flowTables,
  name: string,
): Promise<Map<string, number>> {
  const { table, stage } = flowTables[kind];
  const { rows } = await database.query<{ stage: string; count: number }>(
    `SELECT ${stage} AS stage, count(*)::int AS count FROM ${table}
     WHERE ${ofPipeline} GROUP BY 1`,
    [name],
  );
  return new Map(rows.map((row) => [row.stage, row.count]));
}

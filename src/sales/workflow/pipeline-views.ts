/** Pipelines as the API shows them: the latest version of each, its stages, the number of records in each, its chart. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import {
  type PipelineDefinitionView,
  type PipelineView,
  reportPathOf,
  type StageView,
} from '../../contract/api/api.ts';
import {
  leadStatusesOf,
  type PipelineDefinition,
  type SalesNames,
  type Stage,
} from '../../contract/language/language.ts';
import { flowTables, inPipeline } from '../store/store.ts';
import { chartOf } from './chart.core.ts';
import { afterContactOf, definedStage, fieldsOf, processOf } from './definition.core.ts';
import type { Flows } from './processes.ts';

/** The ids and versions of the pipelines of each process in its latest version. */
async function latestPipelines(pool: pg.Pool): Promise<{ id: string; version: number }[]> {
  const { rows } = await pool.query<{ id: string; version: number }>(
    `SELECT DISTINCT ON (process, pipeline) id, version FROM pipelines
     WHERE version = (SELECT max(version) FROM sales_processes WHERE sales_processes.process = pipelines.process)
     ORDER BY process, pipeline`,
  );
  return rows;
}

/** Returns the names of the latest version of every pipeline, and the stages of those of leads. */
export async function salesNames(pool: pg.Pool, flows: Flows): Promise<SalesNames> {
  const latest = await latestPipelines(pool);
  const found = await Promise.all(latest.map(({ id }) => flows.flow(pool, id)));
  return {
    pipelines: new Set(latest.map(({ id }) => id.replace(/@.*/, ''))),
    leadStatuses: leadStatusesOf(found.map(({ pipeline }) => pipeline)),
  };
}

/** Returns the latest version of every pipeline. */
export async function listPipelines(pool: pg.Pool, flows: Flows): Promise<PipelineView[]> {
  return Promise.all(
    (await latestPipelines(pool)).map(async ({ id, version }) => {
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

/**
 * Returns a pipeline as it is defined, in the latest version or another, with every version of its process. Throws `not_found`
 * for a pipeline or a version that is not there.
 */
export async function pipelineDefinition(
  pool: pg.Pool,
  flows: Flows,
  name: string,
  version: number | null,
): Promise<PipelineDefinitionView> {
  const { id, process, pipeline } =
    version === null ? await flows.latest(pool, name) : await flows.flow(pool, `${name}@${version}`);
  const versions = await versionsOf(pool, process.process, pipeline);
  const shown = versions.find((one) => id === `${name}@${one.version}`);
  const counts = await countsOf(pool, pipeline.of, name);
  return {
    id: name,
    version: shown?.version ?? 0,
    name: pipeline.name,
    kind: pipeline.of,
    process: processOf(process),
    report: pipeline.report ?? null,
    reportPath: pipeline.report === undefined ? null : reportPathOf(pipeline.report),
    channels: pipeline.channels,
    fields: fieldsOf(pipeline),
    stages: pipeline.stages.map((stage) => definedStage(pipeline, stage, counts.get(stage.stage) ?? 0)),
    start: pipeline.start ?? pipeline.stages[0]?.stage ?? '',
    afterContact: afterContactOf(pipeline),
    counters: await countersOf(pool, pipeline, name),
    versions: versions.map(({ source: _source, ...one }) => one),
    source: shown?.source ?? '',
  };
}

/** The versions of a process, the latest first, with the records of the pipeline that stand in each. */
async function versionsOf(
  database: Queryable,
  process: string,
  { of, pipeline }: PipelineDefinition,
): Promise<(PipelineDefinitionView['versions'][number] & { source: string })[]> {
  const { rows } = await database.query<{
    version: number;
    at: Date;
    author: string;
    note: string | null;
    source: string;
    records: number;
  }>(
    `SELECT version, at, author, note, source,
       (SELECT count(*)::int FROM ${flowTables[of].table} WHERE pipeline = $1 || '/' || $2 || '@' || version) AS records
     FROM sales_processes WHERE process = $1 ORDER BY version DESC`,
    [process, pipeline],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
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
     WHERE ${inPipeline('$1')} GROUP BY 1`,
    [name],
  );
  const counted = new Map(rows.map(({ counter, count }) => [counter, count]));
  return Object.fromEntries(counters.map((counter) => [counter, counted.get(counter) ?? 0]));
}

async function countsOf(
  database: Queryable,
  kind: keyof typeof flowTables,
  name: string,
): Promise<Map<string, number>> {
  const { table, stage } = flowTables[kind];
  const { rows } = await database.query<{ stage: string; count: number }>(
    `SELECT ${stage} AS stage, count(*)::int AS count FROM ${table}
     WHERE ${inPipeline('$1')} GROUP BY 1`,
    [name],
  );
  return new Map(rows.map((row) => [row.stage, row.count]));
}

/** The board of a pipeline: how many records stand in each stage, and what they are worth. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { BoardFilter, BoardView } from '../../contract/api/api.ts';
import type { FlowKind, PipelineDefinition, Stage } from '../../contract/language/language.ts';
import { flowTables, inPipeline } from '../store/store.ts';
import type { FlowAccess } from './context.ts';
import { stageOf } from './flow-stages.core.ts';

interface SumRow {
  stage: string;
  /** Of one owner, null for nobody; else of all. */
  owner: string | null;
  isOfAll: boolean;
  currency: string | null;
  count: number;
  amount: string;
  weighted: string | null;
  /** Of all revisions: each change of a record adds to it. */
  revisions: number;
  updatedAt: Date;
}

/** Returns the columns of the latest version of a pipeline, and of stages before it that still hold records. Throws `not_found`. */
export async function boardOf(
  { database, flows }: FlowAccess,
  name: string,
  filter: BoardFilter,
): Promise<BoardView> {
  const { id, pipeline } = await flows.latest(database, name);
  const earlier = await earlierStages({ database, flows }, name, pipeline);
  const stages = inOrder(pipeline.stages, earlier).map((stage) => ({ ...stage, chance: chanceOf(stage) }));
  const rows = await sumsOf(database, pipeline.of, name, { stages, filter });
  const all = rows.filter(({ isOfAll }) => isOfAll);
  const owned = Map.groupBy(
    rows.filter(({ isOfAll }) => !isOfAll),
    ({ owner }) => owner,
  );
  return {
    ...{ pipeline: name, version: Number(id.split('@')[1]), name: pipeline.name, kind: pipeline.of },
    columns: stages.map(({ stage, lane, ends, chance }) => ({
      ...countedIn(stage, all),
      ...{ lane: lane ?? null, ends: ends ?? null, probability: chance },
    })),
    owners:
      filter.by === undefined
        ? null
        : [...owned]
            .sort(([one], [other]) => (one ?? '').localeCompare(other ?? ''))
            .map(([owner, theirs]) => ({
              owner,
              columns: stages
                .map(({ stage }) => ofOwner(countedIn(stage, theirs), countedIn(stage, all)))
                .filter(({ count }) => count.count > 0 || count.isCapped),
            })),
  };
}

type Counted = Omit<BoardView['columns'][number], 'lane' | 'ends' | 'probability'>;

/** What stands in a stage, of the rows of all or of one owner. */
function countedIn(stage: string, rows: readonly SumRow[]): Counted {
  const here = rows.filter((row) => row.stage === stage);
  const count = here.reduce((sum, row) => sum + row.count, 0);
  const isCapped = count > limits.boardCountMax;
  return {
    ...{ stage, count: { count: Math.min(count, limits.boardCountMax), isCapped } },
    sums: here.flatMap(({ currency, amount, weighted }) =>
      currency === null || Number(amount) === 0 ? [] : [{ currency, amount, weighted }],
    ),
    changeTag: isCapped ? null : tagOf(here, count),
  };
}

/** Unlike before, where a record has changed, come or gone. */
function tagOf(rows: readonly SumRow[], count: number): string {
  const revisions = rows.reduce((sum, row) => sum + row.revisions, 0);
  const latest = rows.reduce((last, { updatedAt }) => Math.max(last, updatedAt.getTime()), 0);
  return [count, revisions, latest].join('-');
}

/** Where the counting of a stage stopped, each owner may have more than was counted, also one with nothing counted. */
function ofOwner(theirs: Counted, { count: { isCapped } }: Counted): Counted {
  return isCapped ? { ...theirs, count: { ...theirs.count, isCapped }, changeTag: null } : theirs;
}

/** Open stages stand before the first end. */
function inOrder(latest: readonly Stage[], earlier: readonly Stage[]): Stage[] {
  const firstEnd = latest.findIndex(({ ends }) => ends !== undefined);
  const opened = firstEnd < 0 ? latest.length : firstEnd;
  return [
    ...latest.slice(0, opened),
    ...earlier.filter(({ ends }) => ends === undefined),
    ...latest.slice(opened),
    ...earlier.filter(({ ends }) => ends !== undefined),
  ];
}

/** Stages that the latest version lacks and that hold records of an earlier one, as the last version with them has them. */
async function earlierStages(
  { database, flows }: FlowAccess,
  name: string,
  { of, stages }: PipelineDefinition,
): Promise<Stage[]> {
  const { table, stage } = flowTables[of];
  const { rows } = await database.query<{ stage: string; pipeline: string }>(
    `SELECT DISTINCT ON (stages.stage) stages.stage, pipelines.id AS pipeline
     FROM pipelines JOIN stages ON stages.pipeline = pipelines.id
     WHERE process || '/' || pipelines.pipeline = $1 AND stages.stage <> ALL ($2)
       AND EXISTS (SELECT FROM ${table} WHERE ${table}.pipeline = pipelines.id AND ${table}.${stage} = stages.stage)
     ORDER BY stages.stage, version DESC`,
    [name, stages.map((one) => one.stage)],
  );
  return Promise.all(rows.map(async (row) => stageOf(await flows.flow(database, row.pipeline), row.stage)));
}

/** What is won counts in full, and what has ended otherwise not at all. */
function chanceOf({ probability, ends }: Stage): number | null {
  if (probability !== undefined) return probability;
  if (ends === undefined) return null;
  return ends === 'won' || ends === 'done' ? 100 : 0;
}

interface Asked {
  stages: readonly { stage: string; chance: number | null }[];
  filter: BoardFilter;
}

/** Counts and adds up to a limit in each stage; by currency, where the kind has sums, and by owner where that is asked for. */
async function sumsOf(
  database: Queryable,
  kind: FlowKind,
  name: string,
  { stages, filter: { owner, team, by } }: Asked,
): Promise<SumRow[]> {
  const { table, stage } = flowTables[kind];
  const hasSums = kind !== 'lead' && kind !== 'campaign';
  const sums = hasSums ? 'currency, amount' : 'NULL::text AS currency, 0::numeric AS amount';
  const groups =
    by === 'owner' ? 'owner, GROUPING(owner) = 1 AS "isOfAll"' : 'NULL AS owner, true AS "isOfAll"';
  const { rows } = await database.query<SumRow>(
    `SELECT given.stage, owner, "isOfAll", currency, count, revisions, "updatedAt", round(amount, 2)::text AS amount,
            round(amount * given.chance / 100, 2)::text AS weighted
     FROM jsonb_to_recordset($2) AS given (stage text, chance numeric) CROSS JOIN LATERAL (
       SELECT ${groups}, currency, count(*)::int AS count, sum(amount) AS amount,
              sum(revision)::float8 AS revisions, max(updated_at) AS "updatedAt" FROM (
         SELECT owner, revision, updated_at, ${sums} FROM ${table}
         WHERE ${table}.${stage} = given.stage AND ${inPipeline('$1')} AND ended IS DISTINCT FROM 'voided'
           AND ($3::text IS NULL OR owner = $3)
           AND ($4::text IS NULL OR owner IN (SELECT email FROM users WHERE team = $4))
         LIMIT ${limits.boardCountMax + 1}
       ) AS counted GROUP BY GROUPING SETS ((currency)${by === 'owner' ? ', (currency, owner)' : ''})
     ) AS summed ORDER BY currency`,
    [name, JSON.stringify(stages), owner ?? null, team ?? null],
  );
  return rows;
}

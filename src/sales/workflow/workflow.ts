/**
 * The door of workflow: sales processes as data, and the records that move through the stages of their pipelines.
 *
 * Enters: YAML texts, field values, moves by people and by the clock. Leaves: records in a stage, with the effects of each move in the
 * same transaction. A record stands in a stage of its pipeline's version, or the tables refuse it. Nothing is written in code for
 * one sales process.
 */
import type { RecordFilter, RecordView } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { type Actor, actingAs, clockActor, type Page, type Revised, type Store } from '../store/store.ts';
import { listPipelines, type PipelineView, pipelineChart } from './pipeline-views.ts';
import { checkProcess, type ProcessCheck } from './process-check.ts';
import { type Flows, type ProcessSource, type PublishedProcess, publishProcess } from './processes.ts';
import { changeRecord, listRecords, newRecord, type RecordColumns, recordView } from './record-views.ts';
import { type FlowChange, moveDueRecords } from './records.ts';

export type { FlowEffect, FlowState, FlowStep } from './flow.core.ts';
export { begin, go, stageOf } from './flow.core.ts';
export { endOf, stageLike, stageNamed } from './flow-fields.core.ts';
export { flowColumnsOf, flowStateOf } from './flow-rows.ts';
export { publishFiles } from './process-files.ts';
export type { StoredFlow } from './processes.ts';
export { Flows } from './processes.ts';
export { changeFlow, follow, lockRecord, putInto } from './records.ts';

export interface Workflow {
  /** Begins a record of `process/pipeline`, a lead where leads begin when null; answers its id. */
  beginRecord(
    kind: FlowKind,
    pipeline: string | null,
    columns: RecordColumns,
    fields: Record<string, unknown>,
    actor: Actor,
  ): Promise<string>;
  listRecords(kind: FlowKind, filter: RecordFilter): Promise<Page<RecordView>>;
  record(kind: FlowKind, id: string): Promise<RecordView | null>;
  changeRecord(
    kind: FlowKind,
    id: string,
    change: Revised<FlowChange & { columns?: RecordColumns | undefined }>,
    actor: Actor,
  ): Promise<RecordView>;
  listPipelines(): Promise<PipelineView[]>;
  /** A pipeline as a Mermaid diagram. */
  pipelineChart(name: string): Promise<string>;
  /** What is wrong with a text, or each of its pipelines drawn. */
  checkProcess(file: string, text: string): ProcessCheck;
  /** Makes a text the latest version of its sales process. */
  publishProcess(source: ProcessSource): Promise<PublishedProcess>;
  /** Moves records whose time-outs have run out; answers how many. `onStuck` hears of one that cannot be moved. */
  moveDueRecords(onStuck: (record: string, error: Error) => void): Promise<number>;
}

/** The store, with the pipelines that records stand in. */
export interface WorkflowStore extends Store {
  flows: Flows;
}

/** `defaultLeadPipeline`: where a lead begins that names no pipeline. */
export function workflow(
  { pool, flows, now }: WorkflowStore,
  defaultLeadPipeline: () => Promise<string>,
): Workflow {
  return {
    beginRecord: async (kind, name, columns, fields, actor) => {
      const place = name ?? (await defaultLeadPipeline());
      return newRecord(pool, flows, kind, place, columns, fields, actor, now());
    },
    listRecords: (kind, filter) => listRecords(pool, flows, kind, filter),
    record: (kind, id) => recordView(pool, flows, kind, id),
    changeRecord: (kind, id, change, actor) => changeRecord(pool, flows, kind, id, change, actor, now()),
    listPipelines: () => listPipelines(pool, flows),
    pipelineChart: (name) => pipelineChart(pool, flows, name),
    checkProcess,
    publishProcess: (source) => publishProcess(pool, source, now()),
    moveDueRecords: (onStuck) =>
      moveDueRecords(flows, now(), (work) => actingAs(pool, clockActor, now(), work), onStuck),
  };
}

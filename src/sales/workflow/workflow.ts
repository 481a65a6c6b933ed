/**
 * The door of workflow: sales processes as data, and the records that move through the stages of their pipelines.
 *
 * Enters: YAML texts, field values, moves by people and by the clock. Leaves: records in a stage, with the effects of each move
 * in the same transaction. The tables refuse a record outside the stages of its pipeline's version. No code is written for one
 * sales process.
 */
import type {
  PipelineView,
  ProcessCheck,
  PublishedProcess,
  RecordFilter,
  RecordView,
  StageGuide,
} from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import type { Actor, Page, Revised } from '../store/store.ts';
import { changing, type WorkflowStore } from './context.ts';
import { listPipelines, pipelineChart } from './pipeline-views.ts';
import { checkProcess } from './process-check.ts';
import { type ProcessSource, publishProcess } from './processes.ts';
import { makeDocument } from './record-documents.ts';
import {
  changeRecord,
  listRecords,
  newRecord,
  type RecordColumns,
  recordView,
  stageGuide,
} from './record-views.ts';
import { type FlowChange, moveDueRecords } from './records.ts';

export type { FlowContext, WorkflowStore } from './context.ts';
export { changing } from './context.ts';
export type { FlowEffect, FlowState, FlowStep } from './flow.core.ts';
export { begin, go, stageOf } from './flow.core.ts';
export { endOf, stageLike, stageNamed } from './flow-fields.core.ts';
export { flowColumnsOf, flowStateOf } from './flow-rows.ts';
export { publishFiles } from './process-files.ts';
export type { StoredFlow } from './processes.ts';
export { Flows } from './processes.ts';
export { lockRecord } from './record-lock.ts';
export { newRecord } from './record-views.ts';
export { beginRecord, changeFlow, follow, putInto } from './records.ts';

export interface Workflow {
  /** Begins a record of `process/pipeline`; null takes the default pipeline of leads. Returns its id. */
  beginRecord(
    kind: FlowKind,
    pipeline: string | null,
    columns: RecordColumns,
    fields: Record<string, unknown>,
    actor: Actor,
  ): Promise<string>;
  listRecords(kind: FlowKind, filter: RecordFilter): Promise<Page<RecordView>>;
  record(kind: FlowKind, id: string): Promise<RecordView | null>;
  /** Returns what the stage of a record asks for; null without the record or a pipeline. */
  stageGuide(kind: FlowKind, id: string): Promise<StageGuide | null>;
  changeRecord(
    kind: FlowKind,
    id: string,
    change: Revised<FlowChange & { columns?: RecordColumns | undefined }>,
    actor: Actor,
  ): Promise<RecordView>;
  /** Attaches a document of the sales process to a record. Returns the id of its file. */
  makeDocument(kind: FlowKind, id: string, document: string, actor: Actor): Promise<string>;
  listPipelines(): Promise<PipelineView[]>;
  /** A pipeline as a Mermaid diagram. */
  pipelineChart(name: string): Promise<string>;
  /** Returns the errors of a text, or a chart of each of its pipelines. */
  checkProcess(file: string, text: string): ProcessCheck;
  /** Makes a text the latest version of its sales process. */
  publishProcess(source: ProcessSource): Promise<PublishedProcess>;
  /** Moves records whose next action is due. Returns how many. `onStuck` receives each record that cannot be moved. */
  moveDueRecords(onStuck: (record: string, error: Error) => void): Promise<number>;
}

/** `defaultLeadPipeline`: the pipeline of a lead that names none. */
export function workflow(store: WorkflowStore, defaultLeadPipeline: () => Promise<string>): Workflow {
  const { pool, flows, now } = store;
  const access = { database: pool, flows };
  return {
    beginRecord: async (kind, name, columns, fields, actor) => {
      const pipeline = name ?? (await defaultLeadPipeline());
      return changing(store, actor, (context) => newRecord(context, { kind, pipeline, columns, fields }));
    },
    listRecords: (kind, filter) => listRecords(access, kind, filter),
    record: (kind, id) => recordView(access, kind, id),
    stageGuide: (kind, id) => stageGuide(access, kind, id),
    changeRecord: (kind, id, change, actor) =>
      changing(store, actor, (context) => changeRecord(context, kind, id, change)),
    makeDocument: (kind, id, document, actor) =>
      changing(store, actor, (context) => makeDocument(context, kind, id, document)),
    listPipelines: () => listPipelines(pool, flows),
    pipelineChart: (name) => pipelineChart(pool, flows, name),
    checkProcess,
    publishProcess: (source) => publishProcess(pool, source, now()),
    moveDueRecords: (onStuck) => moveDueRecords(store, onStuck),
  };
}

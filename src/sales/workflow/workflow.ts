/**
 * The door of workflow: sales processes as data, and the records that move through the stages of their pipelines.
 *
 * Enters: YAML texts, field values, moves by people and by the clock. Leaves: records in a stage, with the effects of each move
 * in the same transaction. The tables refuse a record outside the stages of its pipeline's version. No code is written for one
 * sales process.
 */
import type { Tracing } from '../../base/telemetry/telemetry.ts';
import type {
  BoardFilter,
  BoardView,
  ExternalId,
  PipelineDefinitionView,
  PipelineView,
  ProcessCheck,
  ProcessMigration,
  PublishedProcess,
  RecordFilter,
  RecordUpsert,
  RecordView,
  StageGuide,
} from '../../contract/api/api.ts';
import type { FlowKind, SalesNames } from '../../contract/language/language.ts';
import type { Actor, Page, Revised, Upserted } from '../store/store.ts';
import { boardOf } from './board.ts';
import { changing, type WorkflowStore } from './context.ts';
import { listPipelines, pipelineChart, pipelineDefinition, salesNames } from './pipeline-views.ts';
import { checkProcess } from './process-check.ts';
import { migrationOf, type ProcessSource, publishProcess } from './processes.ts';
import { makeDocument } from './record-documents.ts';
import { recordWithId, upsertRecord } from './record-upserts.ts';
import {
  changeRecord,
  listRecords,
  newRecord,
  type RecordColumns,
  recordView,
  stageGuide,
} from './record-views.ts';
import { type FlowChange, moveDueRecords } from './records.ts';

export {
  allowContact,
  allowContactOfCompany,
  stopContact,
  stopContactOfCompany,
} from './contact-wish.ts';
export type { FlowAccess, FlowContext, WorkflowStore } from './context.ts';
export { changing } from './context.ts';
export type { FlowState, FlowStep } from './flow.core.ts';
export { begin, filledAtFirst, go } from './flow.core.ts';
export type { FlowEffect } from './flow-effects.ts';
export { endOf, keptFields, stageLike, stageNamed } from './flow-fields.core.ts';
export { flowColumnsOf, flowStateOf } from './flow-rows.ts';
export { missingTo, stageOf } from './flow-stages.core.ts';
export { requireWork } from './flow-workers.core.ts';
export { leadById, placedLead } from './positions.ts';
export { publishFiles } from './process-files.ts';
export type { StoredFlow } from './processes.ts';
export { Flows, publishProcess } from './processes.ts';
export { kindsOpenedBy } from './record-effects.ts';
export { lockRecord, lockToChange, lockToWork } from './record-lock.ts';
export { voidLead } from './record-position.ts';
export { asKept, keptParts, withoutKey } from './record-upserts.ts';
export { changeRecord, newRecord, recordColumnsOf, recordsThatFit } from './record-views.ts';
export { beginRecord, changeFlow, follow, putInto, tickFields, workerOf } from './records.ts';

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
  /** Returns the record with an id in another system; null where there is none. */
  recordWith(kind: FlowKind, external: ExternalId): Promise<RecordView | null>;
  /** Begins the record with an id in another system, or changes what differs. */
  upsertRecord(
    kind: FlowKind,
    external: ExternalId,
    wanted: Revised<RecordUpsert>,
    actor: Actor,
  ): Promise<Upserted<RecordView>>;
  listPipelines(): Promise<PipelineView[]>;
  /** The names of the latest version of every pipeline, and the stages of those of leads. */
  names(): Promise<SalesNames>;
  /** A pipeline as it is defined; null takes the latest version. Throws `not_found`. */
  pipelineDefinition(name: string, version: number | null): Promise<PipelineDefinitionView>;
  /** The stages of a pipeline with how many records stand in each, and what they are worth. Throws `not_found`. */
  board(name: string, filter: BoardFilter): Promise<BoardView>;
  /** A pipeline as a Mermaid diagram. */
  pipelineChart(name: string): Promise<string>;
  /** Returns the errors of a text, or a chart of each of its pipelines. */
  checkProcess(file: string, text: string): ProcessCheck;
  /** Makes a text the latest version of its sales process. */
  publishProcess(source: ProcessSource): Promise<PublishedProcess>;
  /** Returns where records in flight would go under a text, by its own mapping and by a choice beside it. */
  previewMigration(source: Pick<ProcessSource, 'file' | 'text' | 'moves'>): Promise<ProcessMigration>;
  /** Moves records whose next action is due. Returns how many. `onStuck` receives each record that cannot be moved. */
  moveDueRecords(onStuck: (record: string, error: Error) => void, tracing?: Tracing): Promise<number>;
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
    recordWith: (kind, external) => recordWithId(access, kind, external),
    upsertRecord: (kind, external, wanted, actor) =>
      changing(store, actor, (context) => upsertRecord(context, kind, external, wanted)),
    listPipelines: () => listPipelines(pool, flows),
    names: () => salesNames(pool, flows),
    pipelineDefinition: (name, version) => pipelineDefinition(pool, flows, name, version),
    board: (name, filter) => boardOf(access, name, filter),
    pipelineChart: (name) => pipelineChart(pool, flows, name),
    checkProcess,
    publishProcess: (source) => publishProcess(pool, source, now()),
    previewMigration: (source) => migrationOf(pool, source, now()),
    moveDueRecords: (onStuck, tracing) => moveDueRecords(store, onStuck, tracing),
  };
}

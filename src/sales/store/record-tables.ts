/** The tables of records that stand in a stage, and the columns they share. */
import type { End, FieldValue, FlowKind } from '../../contract/language/language.ts';

/** The table of each kind of record that stands in a stage, and its column for the stage. */
export const flowTables = {
  campaign: { table: 'campaigns', stage: 'stage', prefix: 'cm' },
  lead: { table: 'leads', stage: 'status', prefix: 'ld' },
  opportunity: { table: 'opportunities', stage: 'stage', prefix: 'op' },
  deal: { table: 'deals', stage: 'stage', prefix: 'dl' },
  order: { table: 'orders', stage: 'stage', prefix: 'or' },
  job: { table: 'jobs', stage: 'stage', prefix: 'jb' },
} as const satisfies Record<FlowKind, { table: string; stage: string; prefix: string }>;

/** SQL: the record is in the pipeline `process/pipeline`, in any version of it. */
export const inPipeline = (name: string) =>
  `pipeline IN (SELECT id FROM pipelines WHERE process || '/' || pipeline = ${name})`;

/** Columns every such table has besides its stage. Times as the database gives them, or as ISO text. */
export interface FlowColumns {
  pipeline: string;
  entered_at: string | Date;
  came_from: string | null;
  fields: Record<string, FieldValue>;
  reminded_at: Record<string, number>;
  counted: string[];
  next_action_at: string | Date | null;
  ended: End | 'voided' | null;
  end_reason: string | null;
  closed_at: string | Date | null;
}

/** The same columns as written: times as ISO text. */
export type WrittenFlowColumns = {
  [Name in keyof FlowColumns]: FlowColumns[Name] extends string | Date ? string : FlowColumns[Name];
};

/**
 * The columns that all records in a stage share; those a kind does not have are absent. `pipeline` and its columns are null for a
 * campaign without a pipeline.
 */
export interface RecordRow extends FlowColumns {
  id: string;
  stage: string;
  name?: string;
  person_id?: string | null;
  company_id?: string | null;
  lead_id?: string | null;
  opportunity_id?: string | null;
  deal_id?: string | null;
  order_id?: string | null;
  campaign?: string | null;
  owner: string | null;
  amount?: string;
  currency?: string;
  expected_close?: string | null;
  external_id: string | null;
  external_source: string | null;
  /** Where it stood before the wish for no contact that ended it, as workflow wrote it; null or absent where none did. */
  suppressed?: unknown;
  created_at: string | Date;
  updated_at: string | Date;
  revision: number;
}

/** The context of a change: its transaction, the pipelines, who acts and when; made once a request. */
import type { Queryable } from '../../base/database/database.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { type Actor, actingAs, type RecordRow, type Store } from '../store/store.ts';
import type { Flows, StoredFlow } from './processes.ts';

/** The store, with the pipelines that records move along. */
export interface WorkflowStore extends Store {
  flows: Flows;
}

/** Where records and their pipelines are read and written. */
export interface FlowAccess {
  /** The connection of the transaction. */
  database: Queryable;
  flows: Flows;
  /** Whether the change takes an earlier one back: tasks of the stage are as they were before, and no second ones are opened. */
  isUndo?: boolean;
  /** What its alerts and mails carry, where one transaction has several traces; else they carry on that of the transaction. */
  trace?: string | undefined;
}

export interface FlowContext extends FlowAccess {
  actor: Actor;
  /** ms since the epoch. */
  nowMs: number;
}

/** A record in its pipeline. */
export interface FlowRecord {
  kind: FlowKind;
  flow: StoredFlow;
  row: RecordRow;
  /** When the move was made that is taken back. */
  undoneAt?: Date | null;
}

/** Runs a change in one transaction, under its actor and the time at which it begins. */
export function changing<T>(
  { pool, flows, now }: WorkflowStore,
  actor: Actor,
  change: (context: FlowContext) => Promise<T>,
): Promise<T> {
  const nowMs = now();
  return actingAs(pool, actor, nowMs, (database) => change({ database, flows, actor, nowMs }));
}

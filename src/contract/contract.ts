/**
 * The door of the contract: the shapes that cross room boundaries, as zod schemas. One schema gives the type, the
 * validator, the documentation and the error.
 */

export type { EventType, IdentityLink, Json, JsonObject, ScovilleEvent } from './event.ts';
export { eventTypes } from './event.ts';
export type { Example, ExampleEvent } from './examples.ts';
export { eventsOf, examplesSchema } from './examples.ts';
export type { LedgerEntry } from './ledger.ts';
export type { AbandonedRule, Match, OnceRule, Programme, Rule, RungsRule } from './programme.ts';
export type { FileFault, ProgrammeReading } from './programme-file.ts';
export { faultInWords, readProgramme } from './programme-file.ts';
export type {
  LeadChange,
  LeadFilter,
  LeadStatus,
  LeadView,
  PersonInput,
  PersonView,
  TaskChange,
  TaskFilter,
  TaskOutcome,
  TaskView,
} from './sales.ts';
export {
  closedStatuses,
  leadChangeSchema,
  leadFilterSchema,
  leadSchema,
  logInSchema,
  personInputSchema,
  personSchema,
  taskChangeSchema,
  taskFilterSchema,
  taskSchema,
} from './sales.ts';
export type { Identity, Reason, StandingRecord } from './standing.ts';
export { standingRecordSchema } from './standing.ts';

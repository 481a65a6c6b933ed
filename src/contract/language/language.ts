/**
 * The door of the language: YAML files to checked definitions. Pure.
 *
 * Enters: texts of programmes, pipelines, routing, escalation and the weekly review. Leaves: definitions, or every error with its
 * line, column and remedy. One zod schema gives the type, the validator and the error.
 */

export { type Basket, basketOf } from './basket.ts';
export type { EventMatch, Match, ValueTest, Who } from './condition.ts';
export type { Escalation, EscalationStep } from './escalation.ts';
export { readEscalation } from './escalation.ts';
export type {
  ConsentSign,
  ErasureMark,
  EventConsent,
  EventType,
  IdentityLink,
  ImportMark,
  Json,
  JsonObject,
  MachineSign,
  PublicKeyUse,
  RefusalSign,
  ScovilleEvent,
} from './event.ts';
export { consentSigns, eventTypes, isLate, isOwnEvent, refusalSigns } from './event.ts';
export { type EventReads, readsOf } from './event-reads.ts';
export type { BehaviourStep, Example, ExampleEvent } from './examples.ts';
export { behaviourSchema, eventCountOf, eventsOf, eventsOfSteps, examplesSchema } from './examples.ts';
export { readExamples } from './examples-file.ts';
export { type FileError, noteOf } from './faults/faults.ts';
export { type FileKindName, fileKindOf, fileKinds } from './faults/kind-of-file.ts';
export { nearest } from './faults/nearest.ts';
export { type GradeBound, gradeBounds } from './grades.ts';
export { countrySchema, emailSchema, languageSchema } from './identifiers.ts';
export { jsonSchemaOf, type SchemaName, schemaNames } from './json-schema.ts';
export type { Action, Ladder, Tier, TierBound } from './ladder.ts';
export { boundOfTier } from './ladder.ts';
export type { Lane, LaneWorker } from './lanes.ts';
export { lanesWorkedBy } from './lanes.ts';
export {
  asksForStatus,
  believedTraits,
  foundAlready,
  hasOwnTrait,
  isOwnTrait,
  knownSinceMs,
  ownTraits,
  saysReserved,
  statusTraits,
  traitTestsOf,
  wasThere,
} from './own-traits.ts';
export type { Cap, CountWithin, Decay, Pays, Rolling, Worth } from './payment.ts';
export { pipelineNameSchema } from './pipeline-name.ts';
export type {
  Effect,
  End,
  FieldValue,
  PipelineField,
  Stage,
  StageActivity,
  Transition,
} from './pipeline-stage.ts';
export { contactTaskIn, ends, fieldTypes } from './pipeline-stage.ts';
export type { Combine, Consent, FitRule, Programme, Reset, SuspiciousClicks } from './programme.ts';
export { freezingPhases, serverOnlyByDefault } from './programme.ts';
export { programmeDiff } from './programme-diff.ts';
export { readProgramme } from './programme-file.ts';
export type { ReviewRules } from './review.ts';
export { readReview } from './review.ts';
export type { Routing, RoutingStep, Speciality } from './routing.ts';
export { readRouting } from './routing.ts';
export type { AbsenceRule, PayRule, Rule, RungsRule, SequenceRule } from './rule.ts';
export { isOfVisits } from './rule.ts';
export { migrateRules } from './rule-migration.ts';
export { type RuleWords, ruleInWords } from './rule-words.ts';
export { leadStatusesOf, type SalesNames } from './sales-names.ts';
export type {
  DocumentTemplate,
  FlowKind,
  MailTemplate,
  PipelineDefinition,
  SalesProcess,
} from './sales-process.ts';
export { doNotContactEnd, flowKinds, transitionsFrom } from './sales-process.ts';
export { readSalesProcess, readStoredProcess } from './sales-process-file.ts';
export { salesRuleDiff } from './sales-rule-diff.ts';
export {
  escalationInWords,
  processInWords,
  reviewInWords,
  routingInWords,
} from './sales-rule-words.ts';
export type { TemplateWord } from './template-lint.ts';
export { filled } from './template-words.ts';
export { plainWord, wordOf } from './words.ts';
export { errorInWords, errorsAt } from './yaml-file.ts';
export { hasRepeatedKeys, plainYaml, yamlDocument } from './yaml-text.ts';

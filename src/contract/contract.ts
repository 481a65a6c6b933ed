/**
 * The door of the contract: the shapes that cross room boundaries, as zod schemas. One schema gives the type, the
 * validator, the documentation and the error.
 */

export type {
  AlertType,
  ChannelChange,
  ChannelFilter,
  ChannelKind,
  ChannelView,
  NewChannel,
  NoticeFilter,
  NoticeView,
  QuietHours,
} from './channels.ts';
export {
  channelChangeSchema,
  channelFilterSchema,
  channelSchema,
  firstChannelTypes,
  isTypeLike,
  messagesAnHour,
  newChannelSchema,
  noticeFilterSchema,
  noticeSchema,
  targetFault,
} from './channels.ts';
export type { EventMatch, Match, ValueTest, Who } from './condition.ts';
export type { Escalation, EscalationStep } from './escalation.ts';
export { readEscalation } from './escalation.ts';
export type { EventType, IdentityLink, Json, JsonObject, ScovilleEvent } from './event.ts';
export { eventTypes } from './event.ts';
export type { Example, ExampleEvent } from './examples.ts';
export { eventsOf, examplesSchema } from './examples.ts';
export type { Assignment, Return } from './hand-over.ts';
export { assignSchema, claimSchema, returnSchema, routeSchema } from './hand-over.ts';
export { emailSchema } from './identifiers.ts';
export type { Action, Grade, Ladder, Tier } from './ladder.ts';
export type { LedgerEntry } from './ledger.ts';
export type {
  DeliveryFilter,
  DeliveryView,
  DeliveryWithAttempts,
  EndpointChange,
  EndpointView,
} from './outgoing.ts';
export {
  deliveryFilterSchema,
  deliverySchema,
  deliveryWithAttemptsSchema,
  endpointChangeSchema,
  endpointSchema,
} from './outgoing.ts';
export type { Cap, CountWithin, Decay, Pays, Worth } from './payment.ts';
export type {
  CompanyChange,
  CompanyFilter,
  CompanyView,
  KnownPerson,
  NewCompany,
  PersonChange,
  PersonFilter,
  PersonInput,
  PersonView,
} from './people.ts';
export {
  companyChangeSchema,
  companyFilterSchema,
  companySchema,
  knownPersonSchema,
  newCompanySchema,
  personChangeSchema,
  personFilterSchema,
  personInputSchema,
} from './people.ts';
export type { FlowKind, MailTemplate, PipelineDefinition, SellingSystem } from './pipeline-definition.ts';
export { waysFrom } from './pipeline-definition.ts';
export { readSellingSystem } from './pipeline-file.ts';
export type {
  Effect,
  End,
  FieldValue,
  PipelineField,
  Stage,
  StageActivity,
  WayOn,
} from './pipeline-stage.ts';
export type { FitRule, Programme, Reset, SuspiciousClicks } from './programme.ts';
export { programmeDiff } from './programme-diff.ts';
export { readProgramme } from './programme-file.ts';
export type {
  InfluencesInput,
  InfluenceView,
  ItemsInput,
  ItemView,
  NewQuotation,
  ProductFilter,
  ProductInput,
  ProductView,
  QuotationChange,
  QuotationFilter,
  QuotationView,
} from './quotations.ts';
export {
  influenceSchema,
  influencesInputSchema,
  itemSchema,
  itemsInputSchema,
  newQuotationSchema,
  productFilterSchema,
  productInputSchema,
  productSchema,
  quotationChangeSchema,
  quotationFilterSchema,
  quotationSchema,
} from './quotations.ts';
export type {
  ActivityChange,
  ActivityView,
  NewActivity,
  RecordFilter,
  RecordView,
  TimelineEntry,
} from './records.ts';
export {
  activityChangeSchema,
  activitySchema,
  newActivitySchema,
  newRecordSchema,
  recordChangeSchema,
  recordFilterSchema,
  recordSchema,
  timelineEntrySchema,
} from './records.ts';
export { reportListSchema, reportPath, reportPathOf, reportWords } from './report-catalogue.ts';
export type { ReportName, ReportQuery } from './report-query.ts';
export { reportQueries } from './report-query.ts';
export type { ReportRow } from './report-rows.ts';
export { reportRows, reportSchema } from './report-rows.ts';
export type { ReviewItem, ReviewRules, ReviewSection, WeeklyReview } from './review.ts';
export { readReview, reviewQuerySchema, reviewSections, weeklyReviewSchema } from './review.ts';
export type { Routing, RoutingStep, Speciality } from './routing.ts';
export { readRouting } from './routing.ts';
export type { AbsenceRule, PayRule, Rule, RungsRule, SequenceRule } from './rule.ts';
export type {
  LeadChange,
  LeadFilter,
  LeadView,
  NewTask,
  TaskChange,
  TaskFilter,
  TaskOutcome,
  TaskView,
} from './sales.ts';
export {
  leadChangeSchema,
  leadFilterSchema,
  leadSchema,
  logInSchema,
  newLeadSchema,
  newTaskSchema,
  taskChangeSchema,
  taskFilterSchema,
  taskSchema,
} from './sales.ts';
export type { Identity, PlannedAction, Reason, StandingRecord } from './standing.ts';
export { standingRecordSchema } from './standing.ts';
export { filled } from './template-words.ts';
export type {
  Departure,
  HandedOn,
  NewUser,
  OwnChange,
  Team,
  Territory,
  UserChange,
  UserFilter,
  UserRole,
  UserView,
} from './users.ts';
export {
  colleagueSchema,
  departureSchema,
  handedOnSchema,
  newUserSchema,
  ownChangeSchema,
  teamSchema,
  teamViewSchema,
  territorySchema,
  territoryViewSchema,
  userChangeSchema,
  userFilterSchema,
  userRoles,
  userSchema,
} from './users.ts';
export { plainWord } from './words.ts';
export type { FileFault } from './yaml-file.ts';
export { faultInWords } from './yaml-file.ts';

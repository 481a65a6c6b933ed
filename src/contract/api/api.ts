/**
 * The door of the API's shapes: requests, answers, and the tier update from the engine to sales. Pure.
 *
 * One zod schema gives the type, the validator and the OpenAPI document. There is no behaviour here.
 */

export * from './accounts.ts';
export type { Agenda, AgendaFilter, SnoozeChoice } from './agenda.ts';
export { agendaFilterSchema, agendaSchema } from './agenda.ts';
export type { AlertGroup, AlertType } from './alert-catalogue.ts';
export { alertEntry, alertGroups, alertTypes } from './alert-catalogue.ts';
export * from './analysis.ts';
export * from './assignment.ts';
export * from './attachments.ts';
export * from './board.ts';
export * from './bulk-acts.ts';
export * from './changed-lists.ts';
export type {
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
  defaultChannelTypes,
  isTypeLike,
  messagesPerHour,
  newChannelSchema,
  noticeFilterSchema,
  noticeSchema,
  targetError,
  testMessageSchema,
} from './channels.ts';
export { consolePaths, pageNonceMark } from './console-paths.ts';
export type { DeadLetterView } from './dead-letters.ts';
export { deadLetterFilterSchema, deadLetterSchema, manyDeadLettersSchema } from './dead-letters.ts';
export * from './drafts.ts';
export * from './event-imports.ts';
export { eventDataSchemaOf, eventsVersion, liveAlertSchema, webhookEvents } from './events.ts';
export type { ExternalId } from './external-id.ts';
export {
  externalIdPathSchema,
  externalSourceQuerySchema,
  externalSourceSchema,
} from './external-id.ts';
export * from './failing-profiles.ts';
export type {
  AlarmName,
  Health,
  HealthAlarm,
  HealthState,
  ProcessHealth,
  ReevaluationView,
  WaitingDeliveries,
} from './health.ts';
export { alarmNames, healthSchema } from './health.ts';
export type {
  ImportDates,
  ImportDecimal,
  ImportDelimiter,
  ImportEncoding,
  ImportKind,
  ImportStatus,
  StagedKind,
} from './import-words.ts';
export {
  importDelimiters,
  importEncodings,
  importKinds,
  importStatuses,
  stagedKinds,
} from './import-words.ts';
export * from './imports.ts';
export * from './inbox.ts';
export * from './ingest-keys.ts';
export type { LeadOutcome, LeadOutcomesAsked } from './lead-outcomes.ts';
export type { LedgerEntry } from './ledger.ts';
export * from './mail-links.ts';
export * from './many.ts';
export type { MatchCounts } from './match-counts.ts';
export * from './merges.ts';
export { daySchema, dayWords } from './moment.ts';
export { givenMoneySchema } from './money.ts';
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
  manyDeliveriesSchema,
} from './outgoing.ts';
export { pageFields } from './paging.ts';
export type {
  CompanyChange,
  CompanyFilter,
  CompanyUpsert,
  CompanyView,
  KnownPerson,
  NewCompany,
  PersonChange,
  PersonFilter,
  PersonInput,
  PersonUpsert,
  PersonView,
} from './people.ts';
export {
  companyChangeSchema,
  companyFilterSchema,
  companySchema,
  companyUpsertSchema,
  knownPersonSchema,
  newCompanySchema,
  personChangeSchema,
  personFilterSchema,
  personInputSchema,
  personKinds,
  personUpsertSchema,
} from './people.ts';
export type { Permission } from './permission-rows.ts';
export { isAbout, mayChange, mayRead } from './permission-rows.ts';
export * from './pipeline-definition.ts';
export type { PipelineView, ProcessCheck, PublishedProcess, StageView } from './pipelines.ts';
export { pipelineSchema, processCheckSchema, publishedProcessSchema } from './pipelines.ts';
export * from './privacy.ts';
export * from './profiles.ts';
export type {
  ActiveProgramme,
  ProgrammeCheck,
  ProgrammeText,
  ProgrammeVersion,
  ProgrammeView,
  PublishedVersion,
} from './programmes.ts';
export {
  activeProgrammeSchema,
  programmeCheckSchema,
  programmeDiffSchema,
  programmeSchema,
  programmeTextSchema,
  programmeVersionSchema,
  publishedVersionSchema,
} from './programmes.ts';
export * from './quarantine.ts';
export type {
  CampaignInfluencesInput,
  CampaignInfluenceView,
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
  campaignInfluenceSchema,
  campaignInfluencesInputSchema,
  itemSchema,
  itemsInputSchema,
  newQuotationSchema,
  productFilterSchema,
  productInputSchema,
  productSchema,
  quotationChangeSchema,
  quotationFilterSchema,
  quotationNumberSchema,
  quotationSchema,
  quotationStatuses,
} from './quotations.ts';
export type {
  ActivityChange,
  ActivityFilter,
  ActivityView,
  ListedEnd,
  NewActivity,
  RecordFilter,
  RecordUpsert,
  RecordView,
  ReportedFilter,
  TimelineEntry,
} from './records.ts';
export {
  activityChangeSchema,
  activityFilterSchema,
  activitySchema,
  newActivitySchema,
  newCampaignSchema,
  newRecordSchema,
  recordChangeSchema,
  recordFilterOf,
  recordSchema,
  recordUpsertSchema,
  timelineEntrySchema,
} from './records.ts';
export * from './rehearsal.ts';
export * from './report-catalogue.ts';
export * from './report-query.ts';
export * from './report-rows.ts';
export * from './restores.ts';
export { type RuleDay, type RuleHealth, ruleHealthSchema } from './rule-health.ts';
export type {
  DeadlineState,
  LeadChange,
  LeadFilter,
  LeadSnapshot,
  LeadUpsert,
  LeadView,
  NewTask,
  TaskChange,
  TaskFilter,
  TaskOutcome,
  TaskStatus,
  TaskView,
} from './sales.ts';
export {
  leadChangeSchema,
  leadFilterSchema,
  leadSchema,
  leadUpsertSchema,
  newLeadSchema,
  newTaskSchema,
  taskChangeSchema,
  taskFilterSchema,
  taskSchema,
} from './sales.ts';
export * from './sales-rules.ts';
export * from './saved-views.ts';
export { namedSchemas, nameOfSchema } from './schema-names.ts';
export type {
  Caller,
  CallerView,
  LogIn,
  LogInOptions,
  NewSecondFactor,
  RecoveryCodes,
  SecondFactor,
  SessionView,
  Setup,
} from './session.ts';
export {
  callerViewSchema,
  endedSessionsSchema,
  logInOptionsSchema,
  logInSchema,
  newSecondFactorSchema,
  recoveryCodesSchema,
  secondFactorBeginSchema,
  secondFactorCheckSchema,
  secondFactorSchema,
  sessionSchema,
  setupSchema,
  successSchema,
} from './session.ts';
export * from './stage-guide.ts';
export * from './suggestions.ts';
export type {
  ErasureNotice,
  Identity,
  IdentityPart,
  KeptTier,
  PlannedAction,
  Reason,
  TierUpdate,
} from './tier-update.ts';
export { erasureNoticeSchema, tierUpdateSchema } from './tier-update.ts';
export * from './trail.ts';
export * from './unread-updates.ts';
export type {
  Departure,
  NewUser,
  OwnChange,
  ReassignedWork,
  Team,
  Territory,
  UserChange,
  UserFilter,
  UserRole,
  UserView,
  Workload,
} from './users.ts';
export {
  calendarSchema,
  colleagueSchema,
  departedUserSchema,
  departureSchema,
  newUserSchema,
  ownChangeSchema,
  passwordSchema,
  roleGroups,
  teamSchema,
  teamViewSchema,
  territorySchema,
  territoryViewSchema,
  userChangeSchema,
  userFilterSchema,
  userRoles,
  userSchema,
  workloadSchema,
} from './users.ts';
export * from './weekly-review.ts';
export type { CappedCount, ViewCounts, WorkCounts, WorkFilter, WorkItem, WorkPage } from './work.ts';
export { workCountsSchema, workFilterSchema, workPageSchema } from './work.ts';

/** The names of shapes in the OpenAPI document and in the typed client. A shape without a name is written out where it is used. */
import { z } from 'zod';
import { accountSchema } from './accounts.ts';
import { agendaSchema } from './agenda.ts';
import { auditRunSchema, backtestRunSchema, backtestSummarySchema, outlookSchema } from './analysis.ts';
import { assignSchema, returnSchema } from './assignment.ts';
import { attachmentSchema, newDocumentSchema } from './attachments.ts';
import { boardSchema, changedRecordsSchema } from './board.ts';
import { bulkActSchema, bulkCountQuerySchema, bulkCountSchema, newBulkActSchema } from './bulk-acts.ts';
import {
  channelChangeSchema,
  channelSchema,
  newChannelSchema,
  noticeSchema,
  quietHoursSchema,
  testMessageSchema,
} from './channels.ts';
import { deadLetterSchema } from './dead-letters.ts';
import {
  draftChangeSchema,
  draftPreviewSchema,
  draftSchema,
  draftSummarySchema,
  textNoteSchema,
} from './drafts.ts';
import {
  eventImportSchema,
  eventPartSchema,
  eventPartsSchema,
  newEventImportSchema,
} from './event-imports.ts';
import { alertDataSchema, channelTestDataSchema, crossingDataSchema } from './events.ts';
import { failingProfileSchema } from './failing-profiles.ts';
import { healthAlarmSchema, healthSchema } from './health.ts';
import { exportChoiceSchema, importChangeSchema, importSchema, keptSchema } from './imports.ts';
import { inboxItemSchema, inboxPageSchema, inboxReadUntilSchema } from './inbox.ts';
import {
  ingestKeyChangeSchema,
  ingestKeySchema,
  keyRotationSchema,
  newIngestKeySchema,
} from './ingest-keys.ts';
import { mailLinksSchema, newMailLinksSchema } from './mail-links.ts';
import { manyResultSchema } from './many.ts';
import {
  companyMergeSchema,
  duplicatePairSchema,
  duplicateRecordSchema,
  duplicateSchema,
  mergePreviewSchema,
  mergeSchema,
  personMergeSchema,
} from './merges.ts';
import {
  deliverySchema,
  deliveryWithAttemptsSchema,
  endpointChangeSchema,
  endpointSchema,
} from './outgoing.ts';
import {
  companyChangeSchema,
  companySchema,
  companyUpsertSchema,
  knownPersonSchema,
  newCompanySchema,
  personChangeSchema,
  personInputSchema,
  personSchema,
  personUpsertSchema,
} from './people.ts';
import { pipelineDefinitionSchema } from './pipeline-definition.ts';
import { pipelineSchema, processCheckSchema, publishedProcessSchema } from './pipelines.ts';
import {
  claimantsSchema,
  erasureRequestSchema,
  erasureSchema,
  personExportSchema,
  privacyRequestSchema,
  receiptSchema,
  verificationSchema,
} from './privacy.ts';
import {
  explanationSchema,
  ledgerViewSchema,
  profileEventSchema,
  profileSchema,
  scoreHistorySchema,
} from './profiles.ts';
import {
  activeProgrammeSchema,
  programmeCheckSchema,
  programmeDiffSchema,
  programmeSchema,
  programmeTextSchema,
  programmeVersionSchema,
  publishedVersionSchema,
  runningProgrammeSchema,
} from './programmes.ts';
import { heldLeadSchema } from './quarantine.ts';
import {
  campaignInfluenceSchema,
  campaignInfluencesInputSchema,
  itemSchema,
  itemsInputSchema,
  newQuotationSchema,
  productInputSchema,
  productSchema,
  quotationChangeSchema,
  quotationSchema,
} from './quotations.ts';
import {
  activityChangeSchema,
  activitySchema,
  newActivitySchema,
  newCampaignSchema,
  newRecordSchema,
  recordChangeSchema,
  recordSchema,
  recordUpsertSchema,
  timelineEntrySchema,
} from './records.ts';
import { behaviourOfProfileSchema, rehearsalSchema } from './rehearsal.ts';
import { reportListSchema } from './report-catalogue.ts';
import { restoreSchema } from './restores.ts';
import { ruleHealthSchema } from './rule-health.ts';
import {
  leadChangeSchema,
  leadSchema,
  leadSnapshotSchema,
  leadUpsertSchema,
  newLeadSchema,
  newTaskSchema,
  taskChangeSchema,
  taskSchema,
} from './sales.ts';
import {
  processMigrationSchema,
  publishedSalesRuleSchema,
  routingTrialRequestSchema,
  routingTrialSchema,
  salesRulePreviewSchema,
  salesRulePublicationSchema,
  salesRuleSchema,
  salesRuleTextSchema,
  salesRuleVersionSchema,
} from './sales-rules.ts';
import { newSavedViewSchema, savedViewChangeSchema, savedViewSchema } from './saved-views.ts';
import {
  callerViewSchema,
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
import { stageGuideSchema } from './stage-guide.ts';
import { suggestionRunSchema, suggestionSummarySchema } from './suggestions.ts';
import { reasonSchema } from './tier-update.ts';
import { trailEntrySchema } from './trail.ts';
import { unreadUpdateSchema } from './unread-updates.ts';
import {
  calendarSchema,
  colleagueSchema,
  departedUserSchema,
  departureSchema,
  newUserSchema,
  ownChangeSchema,
  reassignedWorkSchema,
  teamViewSchema,
  territoryViewSchema,
  userChangeSchema,
  userSchema,
  workloadSchema,
} from './users.ts';
import { weeklyReviewSchema } from './weekly-review.ts';
import { workCountsSchema, workItemSchema, workPageSchema } from './work.ts';

/** By name. The type `LeadView` of the code is `Lead` in the document. */
export const namedSchemas: Readonly<Record<string, z.ZodType>> = {
  Caller: callerViewSchema,
  ActiveProgramme: activeProgrammeSchema,
  Activity: activitySchema,
  ActivityChange: activityChangeSchema,
  Agenda: agendaSchema,
  AlertData: alertDataSchema,
  AssignmentRequest: assignSchema,
  Attachment: attachmentSchema,
  AuditRun: auditRunSchema,
  BacktestRun: backtestRunSchema,
  BacktestSummary: backtestSummarySchema,
  BehaviourOfProfile: behaviourOfProfileSchema,
  Board: boardSchema,
  Calendar: calendarSchema,
  CampaignInfluence: campaignInfluenceSchema,
  CampaignInfluences: campaignInfluencesInputSchema,
  ChangedRecords: changedRecordsSchema,
  Channel: channelSchema,
  ChannelChange: channelChangeSchema,
  ChannelTestData: channelTestDataSchema,
  Claimants: claimantsSchema,
  Colleague: colleagueSchema,
  Company: companySchema,
  CompanyChange: companyChangeSchema,
  CompanyMerge: companyMergeSchema,
  CompanyScores: accountSchema,
  CompanyUpsert: companyUpsertSchema,
  CrossingData: crossingDataSchema,
  DeadLetter: deadLetterSchema,
  Delivery: deliverySchema,
  DeliveryWithAttempts: deliveryWithAttemptsSchema,
  DepartedUser: departedUserSchema,
  Departure: departureSchema,
  Draft: draftSchema,
  DraftChange: draftChangeSchema,
  DraftPreview: draftPreviewSchema,
  DraftSummary: draftSummarySchema,
  Duplicate: duplicateSchema,
  DuplicatePair: duplicatePairSchema,
  DuplicateRecord: duplicateRecordSchema,
  ProcessMigration: processMigrationSchema,
  PublishedSalesRule: publishedSalesRuleSchema,
  RoutingTrial: routingTrialSchema,
  RoutingTrialRequest: routingTrialRequestSchema,
  SalesRule: salesRuleSchema,
  SalesRulePreview: salesRulePreviewSchema,
  SalesRulePublication: salesRulePublicationSchema,
  SalesRuleText: salesRuleTextSchema,
  SalesRuleVersion: salesRuleVersionSchema,
  Endpoint: endpointSchema,
  EndpointChange: endpointChangeSchema,
  Erasure: erasureSchema,
  ErasureRequest: erasureRequestSchema,
  Explanation: explanationSchema,
  EventImport: eventImportSchema,
  EventImportPart: eventPartSchema,
  EventImportParts: eventPartsSchema,
  ExportChoice: exportChoiceSchema,
  FailingProfile: failingProfileSchema,
  Health: healthSchema,
  HealthAlarm: healthAlarmSchema,
  HeldLead: heldLeadSchema,
  BulkAct: bulkActSchema,
  BulkCount: bulkCountSchema,
  BulkCountQuery: bulkCountQuerySchema,
  Import: importSchema,
  ImportChange: importChangeSchema,
  IngestKey: ingestKeySchema,
  IngestKeyChange: ingestKeyChangeSchema,
  Item: itemSchema,
  Items: itemsInputSchema,
  KeptValue: keptSchema,
  KeyRotation: keyRotationSchema,
  KnownPerson: knownPersonSchema,
  Lead: leadSchema,
  LeadChange: leadChangeSchema,
  LeadSnapshot: leadSnapshotSchema,
  LeadUpsert: leadUpsertSchema,
  LedgerEntry: ledgerViewSchema,
  LogIn: logInSchema,
  LogInOptions: logInOptionsSchema,
  MailLinks: mailLinksSchema,
  ManyResult: manyResultSchema,
  Merge: mergeSchema,
  MergePreview: mergePreviewSchema,
  NewActivity: newActivitySchema,
  NewCampaign: newCampaignSchema,
  NewChannel: newChannelSchema,
  NewCompany: newCompanySchema,
  NewDocument: newDocumentSchema,
  NewIngestKey: newIngestKeySchema,
  NewLead: newLeadSchema,
  NewMailLinks: newMailLinksSchema,
  NewQuotation: newQuotationSchema,
  NewRecord: newRecordSchema,
  NewSecondFactor: newSecondFactorSchema,
  NewBulkAct: newBulkActSchema,
  NewEventImport: newEventImportSchema,
  NewSavedView: newSavedViewSchema,
  NewTask: newTaskSchema,
  NewUser: newUserSchema,
  Notice: noticeSchema,
  Outlook: outlookSchema,
  OwnChange: ownChangeSchema,
  Person: personSchema,
  PersonChange: personChangeSchema,
  PersonExport: personExportSchema,
  PersonInput: personInputSchema,
  PersonMerge: personMergeSchema,
  PersonUpsert: personUpsertSchema,
  Pipeline: pipelineSchema,
  PipelineDefinition: pipelineDefinitionSchema,
  PrivacyRequest: privacyRequestSchema,
  ProcessCheck: processCheckSchema,
  Product: productSchema,
  ProductInput: productInputSchema,
  Profile: profileSchema,
  ProfileEvent: profileEventSchema,
  Programme: programmeSchema,
  ProgrammeCheck: programmeCheckSchema,
  ProgrammeDiff: programmeDiffSchema,
  ProgrammeText: programmeTextSchema,
  ProgrammeVersion: programmeVersionSchema,
  PublishedProcess: publishedProcessSchema,
  PublishedVersion: publishedVersionSchema,
  QuietHours: quietHoursSchema,
  Quotation: quotationSchema,
  QuotationChange: quotationChangeSchema,
  Reason: reasonSchema,
  ReassignedWork: reassignedWorkSchema,
  Receipt: receiptSchema,
  Record: recordSchema,
  RecordChange: recordChangeSchema,
  RecordUpsert: recordUpsertSchema,
  RecoveryCodes: recoveryCodesSchema,
  Rehearsal: rehearsalSchema,
  ReportList: reportListSchema,
  Restore: restoreSchema,
  ReturnRequest: returnSchema,
  RuleHealth: ruleHealthSchema,
  RunningProgramme: runningProgrammeSchema,
  SavedView: savedViewSchema,
  SavedViewChange: savedViewChangeSchema,
  ScoreHistory: scoreHistorySchema,
  SecondFactor: secondFactorSchema,
  SecondFactorBegin: secondFactorBeginSchema,
  SecondFactorCheck: secondFactorCheckSchema,
  Session: sessionSchema,
  Setup: setupSchema,
  StageGuide: stageGuideSchema,
  Success: successSchema,
  SuggestionRun: suggestionRunSchema,
  SuggestionSummary: suggestionSummarySchema,
  Task: taskSchema,
  TaskChange: taskChangeSchema,
  Team: teamViewSchema,
  Territory: territoryViewSchema,
  TestMessage: testMessageSchema,
  TextNote: textNoteSchema,
  TimelineEntry: timelineEntrySchema,
  TrailEntry: trailEntrySchema,
  UnreadUpdate: unreadUpdateSchema,
  User: userSchema,
  UserChange: userChangeSchema,
  Verification: verificationSchema,
  WeeklyReview: weeklyReviewSchema,
  InboxItem: inboxItemSchema,
  Inbox: inboxPageSchema,
  InboxReadUntil: inboxReadUntilSchema,
  WorkCounts: workCountsSchema,
  WorkItem: workItemSchema,
  WorkList: workPageSchema,
  Workload: workloadSchema,
};

for (const [title, schema] of Object.entries(namedSchemas))
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), title });

/** Returns the name of a shape; undefined where it has none. */
export function nameOfSchema(schema: z.ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.title;
}

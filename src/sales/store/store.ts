/**
 * The door of the store: what every sales room stands on.
 *
 * Enters: a pool, an actor, a time. Leaves: transactions that name their actor, rows of shared tables, pages of lists, the rules of "do
 * not contact". The database itself writes every change of a record into its timeline. The room knows no routing and no pipeline.
 */
import type pg from 'pg';

export type { About } from './about.ts';
export { isWelcome, partiesOf, partiesOfTasks, partyName } from './about.ts';
export type { Actor } from './acting.ts';
export { actingAs, apiTokenName, clockActor, nameActor, traceOf, undoing } from './acting.ts';
export { ensureCampaigns } from './campaigns.ts';
export {
  addressKey,
  ascending,
  cursorKeyOf,
  cursorOf,
  deadlineKey,
  descending,
  latestFirst,
  newestFirst,
  textKey,
  timeKey,
} from './cursor.core.ts';
export { dayEndMs, hoursOf } from './day-end.ts';
export {
  companyContactReason,
  doNotContactReason,
  holdContact,
  requireContact,
  shareContact,
} from './do-not-contact.ts';
export type { Upserted } from './external-ids.ts';
export {
  differingFrom,
  externalColumns,
  givesUpId,
  recordWith,
  requireFree,
  requireKept,
  takeExternalId,
  upserting,
} from './external-ids.ts';
export type { Touch } from './first-touch.ts';
export { isContacted, isTouched, noteFirstTouch, recountFirstTouch } from './first-touch.ts';
export type { ItemKind } from './item-rows.ts';
export { carryItems, followItems, hasItems, itemsOf, itemsSql, replaceItems } from './item-rows.ts';
export { lastingRefusal } from './lasting-refusal.ts';
export type { LeasedStep } from './leased-work.ts';
export { changeLeased, LostLease, releaseLease, stepLeased } from './leased-work.ts';
export type { MergedTable, NameOfMerged } from './merged.ts';
export {
  companySinceMerge,
  keptByEmail,
  mergedInto,
  missing,
  namesOfMerged,
  personSinceMerge,
  refersTo,
  whereExternal,
  withoutMergedNames,
} from './merged.ts';
export { once } from './once.ts';
export { noSuchUser, ownerByDefault, requireUser } from './owners.ts';
export type { Page } from './paging.ts';
export { Listing, startingWith, wordsToFind } from './paging.ts';
export {
  closeFollowUps,
  closeQuotations,
  followUpField,
  numberField,
  reopenQuotations,
} from './quotation-closing.ts';
export type { FlowColumns, RecordRow, WrittenFlowColumns } from './record-tables.ts';
export { flowTables, inPipeline } from './record-tables.ts';
export { referring } from './referring.ts';
export { whereReported } from './report-filters.ts';
export type { Revised } from './revision.ts';
export { requireRevision } from './revision.ts';
export type { CompanyRow, LeadRow, PersonRow, TaskRow, UserRow } from './rows.ts';
export type { TextPublication, TextVersion } from './rule-versions.ts';
export {
  fileAuthor,
  hashOf,
  latestTexts,
  processVersions,
  shortHash,
  versionsOf,
  writeVersion,
} from './rule-versions.ts';
export type { UnknownName } from './rules-file.ts';
export { RulesFile } from './rules-file.ts';
export { notePutIn, noteTakenOut, notTakenOut } from './taken-out.ts';
export { entriesBefore, timelineOf } from './timeline.ts';
export { unnamedOf } from './unnamed-person.ts';
export { nameFor } from './viewed-names.ts';
export type { KnownRow, LeadJoined, TaskJoined } from './views.ts';
export {
  knownView,
  leadSource,
  leadView,
  personView,
  selectLeads,
  selectTasks,
  taskSource,
  taskView,
} from './views.ts';
export {
  cancelTasks,
  isOfVoided,
  requireNoneVoided,
  requireNotOfVoided,
  requireNotVoided,
} from './voided.ts';

/** What every sales room works with. */
export interface Store {
  pool: pg.Pool;
  /** Where a session lasts, to listen on; null where a pooler lets none last. */
  sessionUrl: string | null;
  /** ms since the epoch. */
  now(): number;
}

/**
 * The door of the history: every accepted event and link, and every ledger entry, in PostgreSQL for the kept days.
 *
 * Enters: entries of the streams. Leaves: what a profile did, its ledger, and replays of all. It guarantees that each
 * accepted event is there once (the offset moves in the same transaction), and refuses to know what an event means. An
 * event that followed a link is there under the profile it was accepted for. While PostgreSQL is away, entries wait in
 * Redis, and ingest answers 503 once a partition is over its backlog.
 */
import type pg from 'pg';
import { type MigrationFolder, migrate, openReads, type Reads } from '../../base/database/database.ts';
import type { MatchCounts } from '../../contract/api/api.ts';
import type { HistoryBatch } from '../stream/stream.ts';
import { type Claimant, claimantsOf } from './address-claims.ts';
import { type Copied, copyBatch, type KeepRejected } from './copy-batch.ts';
import { beginsAtMs, dropDaysBefore } from './days.ts';
import { type ClaimSearch, searchEarlierClaims } from './earlier-claims.ts';
import { type Family, familiesOf, knownToServers } from './families.ts';
import { type LateEvents, lateEventsOf } from './late-events.ts';
import {
  type DatedLink,
  historiesOf,
  historyOf,
  type LedgerPage,
  ledgerOf,
  links,
  type ProfileHistory,
} from './lookups.ts';
import { historyPositions, type Positions, type ReadAfter } from './offsets.ts';
import { knownAmong, profilesAfter } from './profile-ids.ts';
import { recognised } from './recognised.ts';
import { countEvents, type ReplayOptions, replay } from './replay.ts';
import { dayOf } from './rows.core.ts';
import { RuleDays, type RuleDaysRead } from './rule-days.ts';

export type { Copier } from './copier.ts';
export { startCopier } from './copier.ts';
export type { ErasedName } from './erased.ts';
export { countErased, erasedAmong, erasedNames, rememberErasedNames, saltOf } from './erased.ts';
export type { EventImport, EventImportStatus, ListedLine } from './event-imports.ts';
export {
  areBeingImported,
  endEventImport,
  endEventImportPart,
  eventImportFaults,
  eventImportLinks,
  eventImportParts,
  eventImportProfiles,
  eventImportsBefore,
  eventImportWarnings,
  findEventImport,
  moveEventImport,
  nextEventImport,
  openEventImport,
  showEventImport,
  sweepEventImports,
  turnEventImport,
} from './event-imports.ts';
export type { Family, FamilyLink } from './families.ts';
export type { ImportCounts, ImportedEvent, ImportFault } from './imported-rows.ts';
export { deleteImportedDay, noImportCounts, prepareDay, writePiece } from './imported-rows.ts';
export type { Installation, Memory, Restore } from './installation.ts';
export {
  beginRestore,
  cancelRestore,
  endRestore,
  lockInstallation,
  moveRestore,
  raiseEra,
  readInstallation,
  readMemory,
  recordInstallation,
  restores,
  resumeRestore,
  writeMemory,
} from './installation.ts';
export { startClaimSearch, startJanitor } from './janitor.ts';
export { unknownAmong } from './known-entries.ts';
export type { DatedLink } from './lookups.ts';
export { historyPositions } from './offsets.ts';
export { exportHistory } from './personal-data.ts';
export { knownAmong as knownAmongHistory } from './profile-ids.ts';
export type { ReplayOptions } from './replay.ts';

export interface History {
  /**
   * Copies a batch; with `after`, only what is still to be copied after these offsets of this era. `keep` gets the records that
   * PostgreSQL rejects; without it, such a batch fails.
   */
  copyBatch(batch: HistoryBatch, after?: ReadAfter, keep?: KeepRejected): Promise<Copied>;
  /** How far it is in the streams of an era. */
  readPositions(era: number): Promise<Positions>;

  /** The events of each profile and of all that was linked to it, in the order of acceptance. Some are left out where all are too many. */
  historiesOf(profiles: readonly string[]): Promise<Map<string, ProfileHistory>>;
  /** The events of some profiles and of all that was linked to any of them, each once. */
  historyOf(profiles: readonly string[]): Promise<ProfileHistory>;
  /** Events of profiles, and of all linked to them, that came later than a time and gave no points. */
  lateEventsOf(profiles: readonly string[], latenessMs: number): Promise<LateEvents>;
  /** What profiles have become part of, and what has become part of them. */
  familiesOf(profiles: readonly string[]): Promise<Map<string, Family>>;
  /** Of some profiles, those of which it has events, links or ledger entries. */
  knownAmong(profiles: readonly string[]): Promise<string[]>;
  /** Of some profiles, those of people known to a server: by events, or by links too, of any profile of theirs. */
  knownToServers(profiles: readonly string[], by: 'events' | 'links too'): Promise<string[]>;
  /** Users who only claim one of some addresses, the latest first: as many as are shown, and one more where there are. */
  claimantsOf(addresses: readonly string[]): Promise<Claimant[]>;
  /** Finds claims in the next day of events that were copied before claims were noted. */
  searchEarlierClaims(nowMs: number): Promise<ClaimSearch>;
  /** Ids of the profiles it knows, the next so many after one ('' begins); empty at the end. */
  profilesAfter(after: string, countMax: number): Promise<string[]>;
  /** All links accepted before a time, page by page. They are kept when days are dropped. */
  links(untilMs: number): AsyncIterable<DatedLink[]>;
  /** The ledger of a profile, the latest first, a page before a time. */
  ledgerOf(asked: {
    profile: string;
    programme?: string;
    before?: number;
    limit: number;
  }): Promise<LedgerPage>;
  /** Events and profiles that rules recognised in a span of time, by rule, by programme, and in all. */
  recognised(span: { sinceMs: number; untilMs: number }): Promise<MatchCounts[]>;
  /** What the rules of a programme did in a span of time, by rule and UTC day; up to a minute old. */
  ruleDays(
    programme: string,
    span: { sinceMs: number; untilMs: number; latenessMs: number },
  ): Promise<RuleDaysRead>;
  /** JSON texts of all events and links accepted in a span of time, piece by piece, in no fixed order. */
  replay(options: ReplayOptions): AsyncIterable<string[]>;

  /** The moment of the data that replays and counts read now, ms; null for the present. */
  readsAsOfMs(): number | null;
  /** From when it has every event, by acceptance, ms since the epoch; 0 where no day was ever dropped. */
  beginsAtMs(): Promise<number>;
  /** How many events were accepted before a time. */
  countEvents(untilMs: number): Promise<number>;

  /** Drops the UTC days before that of a time; returns the names of their tables. Throws while a reader holds one. */
  dropDaysBefore(ms: number): Promise<string[]>;
}

/** The tables of the room. */
export const historyMigrations: MigrationFolder = {
  room: 'history',
  directory: new URL('./migrations/', import.meta.url),
};

/** Opens the history and brings its tables up to date. What takes long is read by `reads`. */
export async function openHistory(pool: pg.Pool, reads: Reads = openReads(pool)): Promise<History> {
  await migrate(pool, historyMigrations);
  const days = new RuleDays(reads);
  return {
    copyBatch: (batch, after, keep) => copyBatch(pool, batch, after ?? null, keep ?? null),
    readPositions: (era) => historyPositions.read(pool, era),
    historiesOf: (profiles) => historiesOf(pool, profiles),
    historyOf: (profiles) => historyOf(pool, profiles),
    lateEventsOf: (profiles, latenessMs) => lateEventsOf(pool, profiles, latenessMs),
    familiesOf: (profiles) => familiesOf(pool, profiles),
    knownAmong: (profiles) => knownAmong(pool, profiles),
    knownToServers: (profiles, by) => knownToServers(pool, profiles, by),
    claimantsOf: (addresses) => claimantsOf(pool, addresses),
    searchEarlierClaims: (nowMs) => searchEarlierClaims(pool, nowMs),
    profilesAfter: (after, countMax) => profilesAfter(pool, after, countMax),
    links: (untilMs) => links(reads.until(untilMs), untilMs),
    ledgerOf: (asked) => ledgerOf(pool, asked),
    recognised: (span) => recognised(reads, span),
    ruleDays: (programme, span) => days.of(programme, span),
    replay: (asked) => replay(reads.pool(asked.untilMs), asked),
    readsAsOfMs: reads.asOfMs,
    beginsAtMs: () => beginsAtMs(pool),
    countEvents: (untilMs) => countEvents(reads.until(untilMs), untilMs),
    dropDaysBefore: (ms) => dropDaysBefore(pool, dayOf(ms)),
  };
}

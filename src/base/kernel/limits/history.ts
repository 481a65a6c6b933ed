/** Limits of the history: copying, rebuilds, audits, backtests and restores. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const historyLimits = {
  /**
   * Bytes of JSON that the history copies in one transaction, and the last entry of each stream. Making its rows delays scoring
   * in the same process.
   */
  historyBatchBytesMax: 1024 * 1024,
  /** Stream entries that the history copies in one transaction. */
  historyBatchEntriesMax: 2_048,
  /** Partitions that the copier reads at once. */
  historyPartitionsAtOnce: 4,
  /** How long the history lets entries gather between copies: each commit costs a flush. */
  historyGatherMs: 500,
  /** How far scoring is behind when the copier begins to rest between full batches, and how long each rest is. */
  historyYieldsFromMs: secondMs,
  historyYieldMs: 250,
  /** How long a copier that has heard the bell leaves the stores to scoring and alerts. */
  historyWakeYieldMs: 100,
  /** How long an idle copier waits for the bell before it reads anyway, … */
  historyIdleMs: secondMs,
  /** … and at most, when it has found nothing again and again. */
  historyIdleMsMax: 30 * secondMs,
  /** How long a copier may be silent within a transaction before PostgreSQL ends it. */
  historyIdleInTransactionMsMax: 10 * secondMs,
  /** Days of history kept by default. */
  historyDays: 400,
  /** Time between sweeps for days of history that are too old. */
  historySweepEveryMs: hourMs,
  /** Linked profiles whose events a rebuild reads: the first ones. */
  linkedProfilesMax: 5_000,
  /** Events of some profiles read at once, and bytes of their JSON: the latest. In memory they take about four times as much. */
  historyEventsMax: 100_000,
  historyBytesMax: 24 * 1024 * 1024,
  /** Events a backtest holds in memory at once; more are done in passes. */
  backtestEventsMax: 4_000_000,
  /** Events that came too late to give points, shown in the explanation of a score: the latest. */
  lateEventsShown: 10,
  /** How far ahead of its marks an erasure reaches: the marks must be in the stream by then. */
  erasureMarginMs: 2 * secondMs,
  /** When the marks of an erasure are sent again: by then they are mostly passed, unless Redis lost them. */
  erasureAgainMs: 30 * secondMs,
  /** How often it is looked for erasures, and how soon again while one runs. */
  erasureSweepEveryMs: secondMs,
  erasureStepMs: 100,
  /** The longest time between two such looks that found nothing. One that is asked for ends it. */
  erasureQuietMsMax: 15 * secondMs,
  /** How long a request that erases somebody waits for the end. */
  erasureAnswerMsMax: 8 * secondMs,
  /** How long an export of a person waits until the history has all that was accepted before. */
  exportWaitMsMax: 8 * secondMs,
  /** Rounds over all stores in which the profiles of one person are found. */
  personSearchRoundsMax: 8,
  /** Backtests and audits whose results are kept, and restores that are listed. */
  runsKept: 20,
  /** Users who claim an address that an export or an erasure names. */
  claimantsShownMax: 100,
  /** Backtests of one programme whose results are kept. */
  backtestsKept: 100,
  /** How often a backtest writes down how far it is, and after which silence its process has ended. */
  backtestSaidEveryMs: secondMs,
  backtestSilentMsMax: 2 * minuteMs,
  /** Suggestions of one programme whose results are kept. */
  suggestionsKept: 50,
  /** Leads that one suggestion learns from: the latest. */
  suggestionLeadsMax: 20_000,
  /** Outcomes that a suggestion needs in all, and of each kind: won, and lost or junk. */
  suggestionOutcomesMin: 100,
  suggestionOutcomesEachMin: 25,
  /** Outcomes of each kind that it needs for each rule it learns. */
  suggestionOutcomesARuleMin: 5,
  /** Leads that have a rule, and leads that differ in it, before anything is learnt about it. */
  suggestionLeadsARuleMin: 10,
  /** Times the leads are resampled for the intervals. */
  suggestionResamples: 300,
  /** Days of the history by which a suggestion shows leads a day and a rep. */
  suggestionOutlookMs: 30 * dayMs,
  /** Tries before a profile that differs from its history counts as mismatched, and the pause between two. */
  auditTriesMax: 4,
  auditPauseMs: 1_500,
  /** How long an event may be scored and not in the history, or the reverse, before it is a mismatch. */
  auditGraceMs: 10 * minuteMs,
  /** How often Redis is compared with PostgreSQL. */
  keeperEveryMs: secondMs,
  /** The longest time between two comparisons while all is well. A new connection to Redis, or other programmes, end it. */
  keeperQuietMsMax: 8 * secondMs,
  /** Acts of one comparison: opening an era, finishing it, working in it. */
  keeperActsMax: 5,
  /** Entries compared at once to find where the history parts from a Redis that was set back. */
  partingEntriesMax: 200,
  /** The age, as a restore begins, from which a link is not sent to its heir again: the history has it. */
  lateLinkMs: dayMs,
  /** Profiles that the auditor checks at once, and the pause between two rounds. */
  auditProfilesAtOnce: 20,
  auditEveryMs: secondMs,
  /** The pause between the end of a walk through all profiles and the next, and the longest one while no event comes. */
  auditPassEveryMs: 15 * secondMs,
  auditQuietMsMax: 2 * minuteMs,
  /** Mismatches one audit shows. */
  mismatchesShownMax: 100,
  /** How long a caller may wait for a backtest or an audit in one request. */
  runWaitSecondsMax: 60,
  /** Decoded bytes of one request that brings events of before. */
  eventImportBytesMax: 1024 * 1024 * 1024,
  /** Lines, and bytes of them, that are written in one transaction. */
  eventImportPieceLines: 2_000,
  eventImportPieceBytes: 4 * 1024 * 1024,
  /** Lines that are read before others get a turn. */
  eventImportTurnLines: 100,
  /** Requests with events of before that a process reads at once; further ones are answered 429. */
  eventImportLoadsMax: 2,
  /** Columns of one CSV file of events. */
  eventImportColumnsMax: 2_000,
  /** Refused lines that an import lists. */
  eventImportFaultsMax: 10_000,
  /** Warnings of accepted lines that it lists; beyond them their number. */
  eventImportWarningsMax: 100,
  /** How soon an idle worker looks for imports of events, and the longest time between looks that found none. */
  eventImportIdleMs: secondMs,
  eventImportIdleMsMax: 15 * secondMs,
  /** How often imports that are left half, or too old to be taken back, are looked for. */
  eventImportSweepEveryMs: minuteMs,
  /** Days of one import sorted, or profiles of one import marked, in a round, and how many may wait to be rebuilt meanwhile. */
  eventImportRoundMs: secondMs,
  eventImportMarksPerPage: 1_000,
  /** How long an import may wait for its next part before it is taken back. */
  eventImportOpenMs: 7 * dayMs,
  /** How long an import of events can be taken back. */
  eventImportUndoMs: 30 * dayMs,
  /** Rows of a replay fetched at once. */
  replayRowsMax: 2_000,
} as const;

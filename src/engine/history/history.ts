/**
 * The door of the history: every accepted event and link, and every ledger entry, in PostgreSQL for as long as is kept.
 *
 * Enters: entries of the streams. Leaves: what a profile did, its ledger, and replays of all. It guarantees that each
 * accepted event is there once (the offset moves in the same transaction), and refuses to know what an event means. What
 * followed a link to another partition is there under the profile it was accepted for. PostgreSQL away: entries wait in
 * Redis, and doors answer 503 once a partition is over its backlog.
 */
import { migrate, openDatabase } from '../../base/database/database.ts';
import type { MatchCounts } from '../../contract/api/api.ts';
import {
  type BacktestOptions,
  type BacktestProgress,
  type BacktestResult,
  backtest,
} from '../analysis/analysis.ts';
import {
  type NewVersion,
  type ProgrammeVersion,
  recordVersion,
  versionOf,
  versionsOf,
} from '../programmes/programmes.ts';
import type { HistoryBatch } from '../stream/stream.ts';
import { type Copied, copyBatch } from './copy-batch.ts';
import { beginsAtMs, dropDaysBefore } from './days.ts';
import { eventsOf, type LedgerPage, ledgerOf, type ProfileHistory } from './lookups.ts';
import { type Offsets, readOffsets } from './offsets.ts';
import { recognised } from './recognised.ts';
import { countEvents, type ReplayOptions, replay } from './replay.ts';
import { dayOf } from './rows.core.ts';

export { startCopier } from './copier.ts';
export { startJanitor } from './janitor.ts';
export type { ReplayOptions } from './replay.ts';

export interface History {
  copyBatch(batch: HistoryBatch): Promise<Copied>;
  readOffsets(): Promise<Offsets>;

  /** Events and links of some profiles in the order of acceptance. */
  eventsOf(profiles: readonly string[]): Promise<ProfileHistory>;
  /** The ledger of a profile, the latest first, a page before a time. */
  ledgerOf(asked: {
    profile: string;
    programme?: string;
    before?: number;
    limit: number;
  }): Promise<LedgerPage>;
  /** Events and profiles that rules recognised in a span of time, by rule, by programme, and in all. */
  recognised(span: { sinceMs: number; untilMs: number }): Promise<MatchCounts[]>;
  /** JSON texts of all events and links accepted in a span of time, piece by piece, in no certain order. */
  replay(options: ReplayOptions): AsyncIterable<string[]>;

  /** Records a version of a programme unless it is the latest already; answers the latest. */
  recordVersion(version: NewVersion, nowMs: number): Promise<ProgrammeVersion>;
  /** The versions of a programme, the latest first. */
  versionsOf(programme: string): Promise<ProgrammeVersion[]>;
  /** One with its text; throws `not_found`. */
  versionOf(programme: string, number: number): Promise<ProgrammeVersion & { text: string }>;

  /** When the first day that is kept began, ms since the epoch. */
  beginsAtMs(): Promise<number>;
  /** How many events were accepted before a time. */
  countEvents(untilMs: number): Promise<number>;
  /** Lives through all of it again under a draft and the programme in force. */
  backtest(
    options: BacktestOptions,
    onProgress: (progress: BacktestProgress) => void,
    signal: AbortSignal,
  ): Promise<BacktestResult>;

  /** Drops the UTC days before that of a time; answers the names of their tables. Throws while a reader holds one. */
  dropDaysBefore(ms: number): Promise<string[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const migrations = new URL('../../history/migrations/', import.meta.url);

/** Opens the history and brings its tables up to date. */
export async function openHistory(options: {
  databaseUrl: string;
  onError: (error: Error) => void;
}): Promise<History> {
  const pool = openDatabase(options.databaseUrl, options.onError);
  try {
    await migrate(pool, { room: 'history', directory: migrations });
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    copyBatch: (batch) => copyBatch(pool, batch),
    readOffsets: () => readOffsets(pool),
    eventsOf: (profiles) => eventsOf(pool, profiles),
    ledgerOf: (asked) => ledgerOf(pool, asked),
    recognised: (span) => recognised(pool, span),
    replay: (asked) => replay(pool, asked),
    recordVersion: (version, nowMs) => recordVersion(pool, version, nowMs),
    versionsOf: (programme) => versionsOf(pool, programme),
    versionOf: (programme, number) => versionOf(pool, programme, number),
    beginsAtMs: () => beginsAtMs(pool),
    countEvents: (untilMs) => countEvents(pool, untilMs),
    backtest: (asked, onProgress, signal) =>
      backtest(
        { replay: (span) => replay(pool, span), countEvents: (untilMs) => countEvents(pool, untilMs) },
        asked,
        onProgress,
        signal,
      ),
    dropDaysBefore: (ms) => dropDaysBefore(pool, dayOf(ms)),
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}

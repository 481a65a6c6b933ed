/**
 * The door of the engine wing: from events to tiers, for as long as its loops run.
 *
 * Enters: the stream with its events, the active programmes, the history. Leaves: profiles, tier updates in the stream, the history
 * copied, mismatches counted. It knows no sales room: a process can score without one.
 */
import { openClosing } from '../base/background/background.ts';
import { type Clock, limits } from '../base/kernel/kernel.ts';
import type { HealthCheck, Logger, Metrics, Tracing } from '../base/telemetry/telemetry.ts';
import type { KeptTier } from '../contract/api/api.ts';
import { type AuditingOptions, type BacktestRecords, startAuditor } from './analysis/analysis.ts';
import { type History, startClaimSearch, startCopier, startJanitor } from './history/history.ts';
import { type LostProfile, startScheduler } from './processing/processing.ts';
import type { Programmes } from './programmes/programmes.ts';
import { type Stream, scoringState } from './stream/stream.ts';

export interface EngineOptions {
  stream: Stream;
  programmes: Programmes;
  history: History;
  auditing: AuditingOptions;
  backtests: Pick<BacktestRecords, 'dropBefore'>;
  /** Tier states as their reader applied them last; absent where nobody reads tier updates. */
  tiersOf?: (profiles: readonly string[]) => Promise<readonly KeptTier[]>;
  /** How old an event may be to be scored, ms. */
  latenessMs: number;
  historyDays: number;
  /** Days after its last event after which a profile is archived; 0 is never. */
  profileDays: number;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  tracing: Tracing;
}

/** The engine's loops while they run. */
export interface RunningEngine {
  /** Ends after the batches under way. Returns the parts that did not close in time. */
  close(): Promise<string[]>;
  checks: HealthCheck[];
}

/** Starts scoring, copying to the history, its retention and the audit. */
export function startEngine(options: EngineOptions): RunningEngine {
  const { stream, programmes, history, backtests, clock, metrics, logger, tracing } = options;
  const closing = openClosing(logger);
  const auditor = startAuditor(options.auditing);
  closing.push('auditor', auditor.close);
  stream.bell.onEvents(auditor.wake);
  const janitor = startJanitor({ history, backtests, daysKept: options.historyDays, clock, logger });
  closing.push('janitor', janitor.close);
  closing.push('search of claims', startClaimSearch({ history, clock, logger }).close);
  const copier = startCopier({
    ...{ source: stream, history, metrics, logger, tracing },
    scoringBehindMs: async () => {
      const { sinceMs, nowMs } = await scoringState(stream.jobs.connection, stream.eras.layout);
      return sinceMs === null ? 0 : nowMs - sinceMs;
    },
  });
  closing.push('copier', copier.close);
  stream.bell.onEvents(copier.wake);
  stream.bell.onReconnect(copier.wake);
  const { latenessMs } = options;
  const scheduler = startScheduler({
    stream,
    programmes,
    clock,
    metrics,
    logger,
    tracing,
    latenessMs,
    past: history,
    lost: { lostOf: (ids) => lostOf(ids, options) },
    historyMs: options.historyDays * limits.dayMs,
    ...(options.profileDays > 0 && { profileMs: options.profileDays * limits.dayMs }),
  });
  closing.push('scheduler', scheduler.close);
  return {
    close: closing.close,
    // Over the copier's own connections: another connection may work while these are stuck.
    checks: [{ name: 'copier', check: async () => copier.check() }],
  };
}

/** What PostgreSQL knows of profiles: their families, and the tiers that sales has applied of them. */
async function lostOf(
  ids: readonly string[],
  { history, tiersOf }: Pick<EngineOptions, 'history' | 'tiersOf'>,
): Promise<Map<string, LostProfile>> {
  const families = await history.familiesOf(ids);
  const members = new Set(
    [...families].flatMap(([id, { links }]) => [id, ...links.map(({ child }) => child)]),
  );
  const tiers = Map.groupBy((await tiersOf?.([...members])) ?? [], ({ profile }) => profile);
  return new Map(
    [...families].map(([id, { link, links }]) => {
      const theirs = [id, ...links.map(({ child }) => child)].flatMap((member) => tiers.get(member) ?? []);
      return [id, { link, links, tiers: theirs }];
    }),
  );
}

/** Loops over the days of the history: the janitor drops what is older than is kept, a search notes claims of before. At start and every hour. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { type Clock, isOutage, limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { ClaimSearch } from './earlier-claims.ts';

interface Options {
  history: { dropDaysBefore(ms: number): Promise<string[]> };
  /** What was computed from the history; returns how many were deleted. */
  backtests: { dropBefore(ms: number): Promise<number> };
  daysKept: number;
  clock: Clock;
  logger: Logger;
}

export function startJanitor({ history, backtests, daysKept, clock, logger }: Options): Loop {
  const consequence = 'old days of the history could not be dropped, retrying';
  return startLoop({
    round: async () => {
      try {
        const beforeMs = clock.nowMs() - daysKept * limits.dayMs;
        const deleted = await backtests.dropBefore(beforeMs);
        if (deleted > 0) logger.info({ deleted }, 'old backtests and suggestions deleted');
        const dropped = await history.dropDaysBefore(beforeMs);
        if (dropped.length > 0) logger.info({ dropped }, 'old days of the history dropped');
      } catch (error) {
        // A store that was away is soon back; a reader may hold a day for long.
        if (isOutage(error)) throw error;
        logger.warn({ error: (error as Error).message }, consequence);
      }
      return { ms: limits.historySweepEveryMs };
    },
    outage: new Outage(logger, consequence, 'dropping old days of the history resumed'),
  });
}

interface SearchOptions {
  history: { searchEarlierClaims(nowMs: number): Promise<ClaimSearch> };
  clock: Clock;
  logger: Logger;
}

/** Searches what was copied before claims of addresses were noted, a day at a time. */
export function startClaimSearch({ history, clock, logger }: SearchOptions): Loop {
  return startLoop({
    round: async () => ({
      ms: (await history.searchEarlierClaims(clock.nowMs())) === 'more' ? 0 : limits.historySweepEveryMs,
    }),
    outage: new Outage(
      logger,
      'claims in earlier events could not be searched, retrying',
      'the search of claims in earlier events resumed',
    ),
  });
}

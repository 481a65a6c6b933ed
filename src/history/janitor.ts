/** The janitor: drops days of history that are older than is kept, at start and every hour. */
import { type Clock, limits } from '../kernel/kernel.ts';
import type { Logger } from '../telemetry/telemetry.ts';

export interface Janitor {
  /** Ends after the sweep under way. */
  close(): Promise<void>;
}

interface Options {
  history: { dropDaysBefore(ms: number): Promise<string[]> };
  daysKept: number;
  clock: Clock;
  logger: Logger;
}

export function startJanitor({ history, daysKept, clock, logger }: Options): Janitor {
  const sweep = async () => {
    try {
      const dropped = await history.dropDaysBefore(clock.nowMs() - daysKept * limits.dayMs);
      if (dropped.length > 0) logger.info({ dropped }, 'days of history were dropped');
    } catch (error) {
      logger.warn(
        { error: (error as Error).message },
        'old days of history could not be dropped; the next sweep will',
      );
    }
  };
  let sweeping = sweep();
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep);
  }, limits.historySweepEveryMs);
  return {
    close: async () => {
      clearInterval(timer);
      await sweeping;
    },
  };
}

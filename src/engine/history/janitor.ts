/** The janitor: drops days of history that are older than is kept, at start and every hour. */
import { type Clock, isOutage, limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';

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
  const outage = new Outage(
    logger,
    'old days of the history could not be dropped, retrying',
    'dropping old days of the history resumed',
  );
  let isStopping = false;
  let timer: NodeJS.Timeout;
  const sweep = async () => {
    let restMs: number = limits.historySweepEveryMs;
    try {
      const dropped = await history.dropDaysBefore(clock.nowMs() - daysKept * limits.dayMs);
      if (dropped.length > 0) logger.info({ dropped }, 'old days of the history dropped');
      outage.worked();
    } catch (error) {
      outage.failed(error as Error);
      // A reader may hold a day for long; a store that was away is soon back.
      if (isOutage(error)) restMs = limits.reconnectMsMax;
    }
    if (isStopping) return;
    timer = setTimeout(() => {
      sweeping = sweep();
    }, restMs);
  };
  let sweeping = sweep();
  return {
    close: async () => {
      isStopping = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}

/** The reviewer: writes due weekly reviews, from stored times, at start and regularly. */

import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Reports } from './reports.ts';

export function startReviewer(options: { reports: Pick<Reports, 'writeReviews'>; logger: Logger }): Loop {
  const { reports, logger } = options;
  const onError = (error: Error) =>
    logger.error({ error: error.message }, 'weekly review not written: retrying in the next sweep');
  return startLoop({
    round: async (signal) => {
      let count: number;
      do count = await reports.writeReviews(onError);
      while (count === limits.reviewsPerSweepMax && !signal.aborted);
      return { ms: limits.reviewSweepEveryMs };
    },
    outage: new Outage(
      logger,
      'weekly reviews paused: PostgreSQL unavailable, retrying',
      'weekly reviews are read again',
    ),
  });
}

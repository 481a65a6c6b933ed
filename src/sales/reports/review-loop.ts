/** The reviewer: writes due weekly reviews, from stored times, at start and regularly. */

import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { Reports } from './reports.ts';

export interface Reviewer {
  close(): Promise<void>;
}

export function startReviewer(options: { reports: Pick<Reports, 'writeReviews'>; logger: Logger }): Reviewer {
  const { reports, logger } = options;
  let isStopping = false;
  const outage = new Outage(
    logger,
    'weekly reviews paused: PostgreSQL unavailable, retrying',
    'weekly reviews are read again',
  );
  let retry: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | null = null;
  const sweepAll = async () => {
    let count: number;
    do {
      count = await reports.writeReviews((error) =>
        logger.error({ error: error.message }, 'weekly review not written: retrying in the next sweep'),
      );
    } while (count === limits.reviewsPerSweepMax && !isStopping);
  };
  const sweep = () => {
    sweeping ??= sweepAll()
      .then(
        () => outage.worked(),
        (error: Error) => {
          outage.failed(error);
          if (!isStopping) retry = setTimeout(sweep, limits.reconnectMsMax);
        },
      )
      .finally(() => {
        sweeping = null;
      });
  };
  sweep();
  const timer = setInterval(sweep, limits.reviewSweepEveryMs);
  return {
    close: async () => {
      isStopping = true;
      clearInterval(timer);
      clearTimeout(retry);
      await sweeping;
    },
  };
}

/** The reviewer: writes the weekly reviews that are due, found by stored times, at start and again and again. */
import { limits } from '../kernel/kernel.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Logger } from '../telemetry/telemetry.ts';

export interface Reviewer {
  close(): Promise<void>;
}

export function startReviewer(options: {
  pipeline: Pick<Pipeline, 'writeReviews'>;
  logger: Logger;
}): Reviewer {
  const { pipeline, logger } = options;
  let isStopping = false;
  let sweeping: Promise<void> | null = null;
  const sweepAll = async () => {
    let count: number;
    do {
      count = await pipeline.writeReviews((error) =>
        logger.error(
          { error: error.message },
          'a weekly review could not be written; the next sweep will try',
        ),
      );
    } while (count === limits.reviewsPerSweepMax && !isStopping);
  };
  const sweep = () => {
    sweeping ??= sweepAll()
      .catch((error: Error) =>
        logger.warn({ error: error.message }, 'weekly reviews could not be read; the next sweep will'),
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
      await sweeping;
    },
  };
}

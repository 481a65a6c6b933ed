/**
 * The door of retention: rows of sales that are kept for so long, and no longer.
 *
 * Enters: days a class, from the settings. Leaves: fewer rows, counted. What is pending or referred to stays. That is a
 * waiting delivery, an alert that the dispatcher has not read, a notice that keeps a second message back. Several processes may
 * sweep: one does at a time. PostgreSQL away: nothing is deleted, and the next round begins again.
 */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { Store } from '../store/store.ts';
import type { RetentionDays } from './classes.core.ts';
import { type Sweep, sweep } from './sweep.ts';

export type { RetentionDays } from './classes.core.ts';

export interface Retention {
  /** Deletes what is past its time now. */
  sweep(options: Omit<Sweep, 'nowMs'>): Promise<void>;
}

export function retention({ pool, now }: Store): Retention {
  return { sweep: (options) => sweep(pool, { ...options, nowMs: now() }) };
}

/** Sweeps at start and every hour. */
export function startRetention(options: {
  retention: Retention;
  days: RetentionDays;
  metrics: Pick<Metrics, 'retentionDeleted'>;
  logger: Logger;
}): Loop {
  const { days, metrics, logger } = options;
  return startLoop({
    round: async (signal) => {
      const deleted: Record<string, number> = {};
      await options.retention.sweep({
        days,
        signal,
        onDeleted: (what, rows) => {
          deleted[what] = (deleted[what] ?? 0) + rows;
          metrics.retentionDeleted.inc({ class: what }, rows);
        },
      });
      if (Object.keys(deleted).length > 0) logger.info({ deleted }, 'rows past their retention deleted');
      return { ms: limits.retentionSweepEveryMs };
    },
    outage: new Outage(logger, 'retention paused: PostgreSQL unavailable, retrying', 'retention resumed'),
  });
}

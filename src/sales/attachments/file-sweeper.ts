/** The file sweeper: removes bytes that no row names, and renders documents that nobody has asked for, at start and regularly. */
import { type Loop, startLoop } from '../../base/background/background.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { Attachments } from './attachments.ts';
import type { FileStore } from './file-store.ts';

export function startFileSweeper(options: {
  attachments: Pick<Attachments, 'renderWaiting' | 'removeUnused'>;
  files: Pick<FileStore, 'removeUnfinished'>;
  clock: Clock;
  metrics: Pick<Metrics, 'attachmentFilesRemoved'>;
  logger: Logger;
}): Loop {
  const { attachments, files, clock, metrics, logger } = options;
  const onError = (attachment: string, error: Error) =>
    logger.error({ attachment, error: error.message }, 'document not rendered: retrying in the next sweep');
  return startLoop({
    round: async (signal) => {
      await attachments.renderWaiting(onError);
      let removed: number;
      do {
        removed = await attachments.removeUnused();
        metrics.attachmentFilesRemoved.inc(removed);
      } while (removed === limits.attachmentsPerSweepMax && !signal.aborted);
      await files.removeUnfinished(clock.nowMs() - limits.attachmentGraceMs);
      return { ms: limits.attachmentSweepEveryMs };
    },
    outage: new Outage(
      logger,
      'sweep of attachments paused: PostgreSQL or the folder unavailable, retrying',
      'sweep of attachments resumed',
    ),
  });
}

/**
 * The dispatcher: a loop in which channels choose among new alerts, and due notices become messages.
 *
 * Each of the two steps is one transaction. New alerts wake the loop; so does a
 * notice that has become due. By itself it runs less and less often. PostgreSQL unavailable: due notices stay due, and one warning is logged. Several dispatchers
 * may run at once.
 */

import { type Rest, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import {
  type Logger,
  type Metrics,
  noTracing,
  Outage,
  type Tracing,
} from '../../base/telemetry/telemetry.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Compose } from './notice-rows.ts';
import type { Notifications } from './notifications.ts';

export interface Dispatcher {
  /** A notice is due. */
  wake(): void;
  /** Resolves after the current step. */
  close(): Promise<void>;
}

interface Options {
  notifications: Pick<Notifications, 'chooseNotices' | 'composeNext'>;
  outbox: Pick<Outbox, 'listenForAlerts'>;
  compose: Compose;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
  /** Called when messages were made: their deliveries wait. */
  onMade?: () => void;
}

export function startDispatcher(options: Options): Dispatcher {
  const { notifications, outbox, compose, metrics, logger, tracing = noTracing, onMade } = options;
  const round = async (): Promise<Rest> => {
    const chosen = await notifications.chooseNotices();
    const result = await notifications.composeNext(compose, tracing);
    if (result === null && chosen > 0)
      return { ms: limits.dispatchGatherMs, gatherMs: limits.dispatchGatherMs };
    if (result === null) return { ms: limits.dispatchEveryMs, quietMsMax: limits.workRestMsMax };
    if (result.messages > 0) onMade?.();
    const { kind, error } = result;
    metrics.messagesMade.inc({ kind }, result.messages);
    metrics.noticesClosed.inc({ kind, outcome: 'sent' }, result.sent);
    metrics.noticesClosed.inc({ kind, outcome: 'dropped' }, result.dropped);
    if (error !== null) logger.error({ kind, error }, 'notices dropped: the message could not be composed');
    // More may be due.
    return { ms: 0 };
  };
  const loop = startLoop({
    round,
    outage: new Outage(
      logger,
      'notifications paused: PostgreSQL unavailable, retrying',
      'notifications resumed',
    ),
  });
  const listener = outbox.listenForAlerts(loop.wake);
  return {
    wake: loop.wake,
    close: async () => {
      await listener.close();
      await loop.close();
    },
  };
}

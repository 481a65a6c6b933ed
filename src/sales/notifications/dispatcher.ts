/**
 * The dispatcher: a loop in which channels choose among new alerts, and due notices become messages.
 *
 * Each of the two steps is one transaction. New alerts wake the loop; it also runs every second, because notices
 * become due with time. PostgreSQL unavailable: due notices stay due, and one warning is logged. Several dispatchers
 * may run at once.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import type { Logger, Metrics } from '../../base/telemetry/telemetry.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Compose } from './notice-rows.ts';
import type { Notifications } from './notifications.ts';

export interface Dispatcher {
  /** Resolves after the current step. */
  close(): Promise<void>;
}

interface Options {
  notifications: Pick<Notifications, 'chooseNotices' | 'composeNext'>;
  outbox: Pick<Outbox, 'listenForAlerts'>;
  compose: Compose;
  metrics: Metrics;
  logger: Logger;
}

export function startDispatcher({ notifications, outbox, compose, metrics, logger }: Options): Dispatcher {
  const stopping = new AbortController();
  let ring = new AbortController();
  let isTroubled = false;

  /** Returns how long to wait: 0 where more may be due, null until the next alert. */
  const dispatchOnce = async (): Promise<number | null> => {
    const chosen = await notifications.chooseNotices();
    const result = await notifications.composeNext(compose);
    if (result === null) return chosen > 0 ? limits.dispatchGatherMs : null;
    const { kind, error } = result;
    metrics.messagesMade.inc({ kind }, result.messages);
    metrics.noticesClosed.inc({ kind, outcome: 'sent' }, result.sent);
    metrics.noticesClosed.inc({ kind, outcome: 'dropped' }, result.dropped);
    if (error !== null) logger.error({ kind, error }, 'notices dropped: the message could not be composed');
    return 0;
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      ring = new AbortController();
      try {
        const restMs = await dispatchOnce();
        if (restMs === 0) continue;
        isTroubled = false;
        const { signal } = restMs === null ? ring : stopping;
        await pause(restMs ?? limits.dispatchEveryMs, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        if (!isTroubled)
          logger.warn(
            { error: (error as Error).message },
            'notifications paused: PostgreSQL unavailable, retrying',
          );
        isTroubled = true;
        await pause(limits.reconnectMsMax, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const listener = outbox.listenForAlerts(() => ring.abort());
  const running = run();
  return {
    close: async () => {
      stopping.abort();
      ring.abort();
      await listener.close();
      await running;
    },
  };
}
